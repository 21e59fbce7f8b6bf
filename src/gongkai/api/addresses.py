"""Whole addresses: answers are read far from the site."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from django.conf import settings

ROOT = "/api/v1"


def page(path: str) -> str:
    """Return the whole address of a page of the site."""
    return f"{settings.SITE_URL}{path}"


def api(*parts: str | int, query: Mapping[str, str] | str = "") -> str:
    """Return the whole address of something in the API."""
    path = "/".join(quote(str(part), safe="/") for part in parts)
    asked = (
        query if isinstance(query, str) else urlencode({key: value for key, value in query.items() if value})
    )
    return f"{settings.SITE_URL}{ROOT}/{path}{f'?{asked}' if asked else ''}"
