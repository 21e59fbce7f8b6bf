"""Structured data for machines: schema.org JSON-LD of an item."""

import json

from django.utils.safestring import SafeString, mark_safe

from gongkai.items.models import Item, Version

SCHEMA = "https://schema.org"
FORCE = {"valid": "InForce", "pending": "NotInForce", "amended": "PartiallyInForce"}
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def described(item: Item, version: Version, site: str) -> SafeString:
    """Return the JSON-LD of one version of an item, safe inside a script element."""
    facts: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "Legislation" if item.kind == "document" else "DigitalDocument",
        "@id": f"{site}{item.get_absolute_url()}",
        "url": f"{site}{item.get_absolute_url()}",
        "name": version.title,
        "identifier": item.number,
        "inLanguage": "zh-Hans",
        "datePublished": item.published_on.isoformat() if item.published_on else None,
        "dateModified": version.published_at.isoformat() if version.published_at else None,
        "description": version.abstract or None,
        "keywords": version.keywords or None,
        "version": version.serial,
        "publisher": {"@type": "GovernmentOrganization", "name": item.publisher.name},
    }
    if item.kind == "document":
        facts["legislationIdentifier"] = version.doc_number or None
        facts["legislationDate"] = version.made_on.isoformat() if version.made_on else None
        facts["legislationLegalForce"] = f"{SCHEMA}/{FORCE.get(item.validity, 'NotInForce')}"
    return script({name: value for name, value in facts.items() if value is not None})


def script(facts: dict[str, object]) -> SafeString:
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(text)  # noqa: S308 - what could end the script element is escaped above
