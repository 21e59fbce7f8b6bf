"""Items as answers: the header that lists show, and everything that is public of one."""

from django.db.models import Q
from django.utils.timezone import localtime

from gongkai.api import addresses
from gongkai.api.shapes.base import Named
from gongkai.api.shapes.items import Edition, File, InForce, ItemLine, ItemWhole, Related
from gongkai.items.models import Change, Item, Kind, Relation, Stage, ValidityState, Version

SHOWN = (Stage.PUBLIC.value, Stage.SUPERSEDED.value)


def line(item: Item) -> ItemLine:
    """Return an item as lists show it."""
    return ItemLine.model_validate(_header(item))


def whole(item: Item, version: Version) -> ItemWhole:
    """Return everything that is public of an item in its present wording."""
    return ItemWhole.model_validate(
        {
            **_header(item),
            **{name: getattr(version, name) for name in SAME},
            "version": version.serial,
            "disclosure": version.get_disclosure_display(),
            "versions": _editions(item),
            "files": [_file(each) for each in version.attachments.defer("text")],
            "relations": _relations(item),
            "validities": _validities(item),
            "announced": item.announced,
            "evidence": addresses.page(f"{item.get_absolute_url()}evidence.json"),
        }
    )


SAME = (
    "issuer addressees section keywords signatory made_on effective_on expires_on audience retention body"
).split()
"""What an answer says as the version does."""


def _header(item: Item) -> dict[str, object]:
    version, duty = item.current, item.obligation
    if version is None:
        raise ValueError(f"{item.uri} has no public version")
    return {
        "number": item.number,
        "title": version.title,
        "kind": Kind(item.kind),
        "publisher": Named(key=item.publisher.key, name=item.publisher.name),
        "obligation": duty.key if duty else None,
        "area": duty.area.key if duty else None,
        "theme": item.theme,
        "genre": item.genre,
        "doc_number": version.doc_number,
        "abstract": version.abstract,
        "published_on": item.published_on,
        "validity": ValidityState(item.validity),
        "url": addresses.page(item.get_absolute_url()),
        "api": addresses.api("items", item.number or ""),
    }


def _editions(item: Item) -> list[Edition]:
    """Return the versions that were ever public; what stood before a correction is named, not offered."""
    found = list(item.versions.filter(stage__in=SHOWN).defer("body").order_by("-serial"))
    mended = max((each.serial for each in found if each.change == Change.CORRECT.value), default=0)
    base = item.get_absolute_url()
    return [
        Edition(
            serial=each.serial,
            change=each.change,
            note=each.change_note,
            published_at=localtime(each.published_at) if each.published_at else None,
            url=addresses.page(f"{base}versions/{each.serial}/") if each.serial >= mended else None,
        )
        for each in found
    ]


def _file(each: object) -> File:
    return File.model_validate(
        {name: getattr(each, name) for name in ("name", "media_type", "size", "sha256")}
        | {"url": addresses.page(f"/files/{each.sha256}/{each.name}")}  # type: ignore[attr-defined]
    )


def _relations(item: Item) -> list[Related]:
    """Return the links that the public may read; one to an item that is not public shows what was cited."""
    both = Relation.objects.public().filter(Q(source=item) | Q(target=item)).order_by("pk")
    both = both.select_related("source__current", "target__current")
    found = both.defer("source__current__body", "target__current__body")
    made = (_related(each, is_reverse=each.source_id != item.pk) for each in found)
    return [each for each in made if each.title]


def _related(relation: Relation, *, is_reverse: bool) -> Related:
    other = relation.source if is_reverse else relation.target
    is_ours = other is not None and other.is_public and other.current is not None
    cited = relation.cited_title or relation.cited_number
    return Related(
        kind=relation.kind,
        is_reverse=is_reverse,
        title=other.current.title if is_ours and other and other.current else cited,
        number=other.number if is_ours and other else None,
    )


def _validities(item: Item) -> list[InForce]:
    return [
        InForce(
            state=ValidityState(each.state),
            since=each.since,
            basis=each.basis,
            successor=each.successor.number if each.successor and each.successor.is_public else None,
        )
        for each in item.validities.select_related("successor")
    ]
