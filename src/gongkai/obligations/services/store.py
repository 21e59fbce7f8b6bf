"""Write rows and what is derived from them; every verb of the catalogue ends here."""

from collections.abc import Iterable

from gongkai.obligations.codes import DeclaredArea
from gongkai.obligations.models import Area, Mark, Obligation, Publisher
from gongkai.obligations.rules import COLUMNS, Declared
from gongkai.orgs.models import Organisation
from gongkai.publication import services as publication

DEPARTMENTS, STREETS = "all-departments", "all-streets"


def put_areas(areas: Iterable[DeclaredArea]) -> None:
    """Store areas as declared, new or changed."""
    for area in areas:
        fields = {"title": area.title, "order": area.order, "summary": area.summary, "pilot": area.pilot}
        Area.objects.update_or_create(key=area.key, defaults={**fields, "systems": list(area.systems)})


def put(row: Declared, *, origin: str, **fields: object) -> Obligation:
    """Store ``row``, new or changed, as not retired; ``fields`` are further columns of the table."""
    columns = row.columns()
    values = {
        name: columns[name]
        for name in COLUMNS
        if name not in {"area", "publishers", "valid_from", "valid_to"}
    }
    values |= {
        "area": Area.objects.get(key=row.area),
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "cadence": row.limit.cadence,
        "publisher_keys": list(row.publishers),
        "all_departments": DEPARTMENTS in row.publishers,
        "all_streets": STREETS in row.publishers,
        "digest": row.digest,
        "source": origin,
        "retired_on": None,
        **fields,
    }
    return Obligation.objects.update_or_create(key=row.key, defaults=values)[0]


def derive() -> None:
    """Bring the tables of publishers and marks in line with what the obligations say."""
    rows = list(Obligation.objects.values_list("pk", "publisher_keys", "statutory_items"))
    keys = dict(Organisation.objects.values_list("key", "pk"))
    _derive_publishers({(pk, keys[key]) for pk, names, _ in rows for key in names if key in keys})
    _derive_marks({(pk, code) for pk, _, items in rows for code in items})


def _derive_publishers(wanted: set[tuple[int, int]]) -> None:
    stored = {
        (o, p): pk for pk, o, p in Publisher.objects.values_list("pk", "obligation_id", "organisation_id")
    }
    Publisher.objects.filter(pk__in=[stored[pair] for pair in stored.keys() - wanted]).delete()
    Publisher.objects.bulk_create(
        Publisher(obligation_id=o, organisation_id=p) for o, p in sorted(wanted - stored.keys())
    )


def _derive_marks(wanted: set[tuple[int, str]]) -> None:
    stored = {(o, c): pk for pk, o, c in Mark.objects.values_list("pk", "obligation_id", "code")}
    Mark.objects.filter(pk__in=[stored[each] for each in stored.keys() - wanted]).delete()
    Mark.objects.bulk_create(Mark(obligation_id=o, code=c) for o, c in sorted(wanted - stored.keys()))


def renew_pages(rows: Iterable[Declared]) -> None:
    """Have the public pages that show these rows rendered anew."""
    topics = {f"area:{row.area}" for row in rows} | {
        f"{topic}:{row.key}" for topic in ("obligation", "declared") for row in rows
    }
    publication.touch("catalogue", *sorted(topics))
