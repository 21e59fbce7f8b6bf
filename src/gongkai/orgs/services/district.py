"""Load a district from its file: regions and organisations as they were, with their succession."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import yaml
from django.db import transaction

from gongkai.orgs import rules
from gongkai.orgs.models import Organisation, Person, Region
from gongkai.orgs.services.acts import record
from gongkai.ui import notation


@dataclass(frozen=True)
class Loaded:
    """How many rows of each kind the file declares and how many organisations were new."""

    regions: int
    organisations: int
    new: int


def load_district(*, path: Path, by: Person | None = None, at: datetime, as_of: date | None = None) -> Loaded:
    """Load ``path``; safe to repeat: what exists is left as the desk has kept it since.

    Successions later than ``as_of`` are not applied and their successors not founded, so that a
    district can be shown as it was (docs/decisions/0003). Regions always tell their whole history.
    Raises rules.WrongDeclaration.
    """
    district = read_district(path)
    with transaction.atomic():
        _load_regions(district.regions)
        wanted = _as_of(district.organisations, as_of)
        new = _load_organisations(wanted)
        if new:
            record(verb="load-district", thing=f"file:{path.name}", by=by, at=at, new=new)
    return Loaded(len(district.regions), len(wanted), new)


def read_district(path: Path) -> rules.DeclaredDistrict:
    """Read and check a district file. Raises rules.WrongDeclaration with the file's name."""
    try:
        return rules.parse_district(notation.load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, rules.WrongDeclaration, UnicodeDecodeError) as error:
        raise rules.WrongDeclaration(f"{path.name}：{error}") from error


def _load_regions(regions: tuple[rules.DeclaredRegion, ...]) -> None:
    for each in regions:
        Region.objects.update_or_create(
            code=each.code, defaults={"name": each.name, "valid_to": each.valid_to}
        )
    for each in regions:
        links = {"parent_id": each.parent or None, "successor_id": each.successor or None}
        Region.objects.filter(code=each.code).update(**links)


def _as_of(
    organisations: tuple[rules.DeclaredOrganisation, ...], as_of: date | None
) -> list[rules.DeclaredOrganisation]:
    if as_of is None:
        return list(organisations)
    later = {each.successor for each in organisations if each.succeeded_on and each.succeeded_on > as_of}
    return [each for each in organisations if each.key not in later and each.parent not in later]


def _load_organisations(declared: list[rules.DeclaredOrganisation]) -> int:
    rows = {row.key: row for row in Organisation.objects.all()}
    new = [each for each in declared if each.key not in rows]
    for each in new:
        rows[each.key] = _organisation(each)
        rows[each.key].full_clean(exclude=["region"])
    Organisation.objects.bulk_create(rows[each.key] for each in new)
    for each in new:
        _link(rows[each.key], each, rows)
    return len(new)


def _organisation(each: rules.DeclaredOrganisation) -> Organisation:
    return Organisation(
        key=each.key,
        name=each.name,
        short_name=each.short_name,
        kind=each.kind,
        region_id=each.region,
        valid_from=each.valid_from,
        order=each.order,
        **each.contact,
    )


def _link(row: Organisation, each: rules.DeclaredOrganisation, rows: Mapping[str, Organisation]) -> None:
    row.parent = rows.get(each.parent)
    if each.successor in rows:
        row.successor, row.valid_to = rows[each.successor], each.succeeded_on
    row.save(update_fields=["parent", "successor", "valid_to"])
