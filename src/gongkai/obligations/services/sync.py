"""Load the catalogue from its folder, or from a file uploaded at the desk: look first, then apply."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from gongkai.obligations import rules, source
from gongkai.obligations.codes import DeclaredArea
from gongkai.obligations.models import Area, Obligation
from gongkai.obligations.services import reading, store
from gongkai.obligations.services.maintain import ChangedMeanwhile, log_change
from gongkai.obligations.services.rights import demand
from gongkai.orgs.models import Person
from gongkai.orgs.services import record

DESK = "desk"


def preview_sync() -> rules.Difference:
    """Return what ``sync`` would do. Raises BadCatalogue with file and line of every problem."""
    return _folder()[0]


@transaction.atomic
def sync(*, by: Person | None, at: datetime) -> rules.Difference:
    """Bring the stored catalogue in line with the folder, log it, and return what was done.

    All or nothing: one wrong line and nothing changes. A row changed at the desk stays until the folder
    says something new about it; one that left the folder is retired, never deleted.
    Raises BadCatalogue, NotAllowed.
    """
    demand(by, "upload", at=at)
    _lock()
    difference, declared = _folder()
    store.put_areas(difference.areas)
    for row in (*difference.added, *(each.row for each in difference.changed)):
        store.put(row, origin=row.source, file_digest=row.digest, order=row.order)
    for row in difference.retired:
        Obligation.objects.filter(key=row.key).update(retired_on=localdate(at), file_digest="")
    _note_places(declared)
    store.derive()
    if difference:
        _log(difference, "sync", thing="catalogue", by=by, at=at)
    return difference


def _lock() -> None:
    """Let one change of the catalogue wait for another."""
    list(Obligation.objects.select_for_update().values_list("pk"))


def _folder() -> tuple[rules.Difference, tuple[rules.Declared, ...]]:
    areas = reading.declared_areas()
    declared = reading.declared_rows(reading.known(frozenset(area.key for area in areas)))
    path = settings.CATALOGUE / "columns.yaml"
    if path.exists():
        reading.checked_columns(path, {row.key for row in declared})
    difference = rules.compare(reading.stored_rows(), declared, whole=True, areas=_changed_areas(areas))
    return difference, declared


def _changed_areas(areas: tuple[DeclaredArea, ...]) -> tuple[DeclaredArea, ...]:
    stored = {
        each.key: DeclaredArea(
            each.key, each.title, each.order, each.summary, each.pilot, tuple(each.systems)
        )
        for each in Area.objects.all()
    }
    return tuple(area for area in areas if stored.get(area.key) != area)


def _note_places(declared: tuple[rules.Declared, ...]) -> None:
    """Remember order and digest of every row of the folder; a new place alone is no change of a row."""
    rows = {row.key: row for row in declared}
    moved = []
    for each in Obligation.objects.filter(key__in=rows):
        place = (rows[each.key].order, rows[each.key].digest)
        if (each.order, each.file_digest) != place:
            each.order, each.file_digest = place
            moved.append(each)
    Obligation.objects.bulk_update(moved, ["order", "file_digest"])


def preview(text: str, *, name: str = "上传文件") -> rules.Difference:
    """Return what applying an uploaded file would do: it adds and changes, and retires nothing.

    Raises BadCatalogue with the line of every problem.
    """
    catalogue = rules.parse_file(source.read(text, source=name), source=name, known=reading.known())
    areas = (catalogue.new_area,) if catalogue.new_area else ()
    return rules.compare(reading.stored_rows(), catalogue.rows, whole=False, areas=areas)


@transaction.atomic
def apply_upload(text: str, *, seen: str, by: Person, at: datetime) -> rules.Difference:
    """Apply an uploaded file whose preview had the token ``seen``, log it, and return what was done.

    Raises BadCatalogue, NotAllowed, and ChangedMeanwhile where the preview is no longer what would happen.
    """
    demand(by, "upload", at=at)
    _lock()
    difference = preview(text)
    if difference.token != seen:
        raise ChangedMeanwhile("预览之后目录又有变化，请重新核对差异")
    store.put_areas(difference.areas)
    for row in (*difference.added, *(each.row for each in difference.changed)):
        store.put(row, origin=DESK)
    store.derive()
    if difference:
        _log(difference, "upload", thing="catalogue", by=by, at=at)
    return difference


def _log(difference: rules.Difference, verb: str, *, thing: str, by: Person | None, at: datetime) -> None:
    record(
        verb=verb,
        thing=thing,
        by=by,
        at=at,
        areas=[area.key for area in difference.areas],
        added=[row.key for row in difference.added],
        changed=[each.row.key for each in difference.changed],
        retired=[row.key for row in difference.retired],
    )
    for change in difference.changed:
        log_change(change, by=by, at=at)
    rows = (*difference.added, *(each.row for each in difference.changed), *difference.retired)
    store.renew_pages(rows)
