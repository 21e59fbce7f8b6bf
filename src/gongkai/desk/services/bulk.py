"""One act on several drafts: tried first without leaving a trace, then done, and undone while nothing has
changed since. What cannot be taken back for everyone to see, a signature or a publication, is not done so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.desk.models import Batch
from gongkai.desk.services.choosing import Refusal
from gongkai.items import services as items
from gongkai.items.models import Stage, Version
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Person

VERBS = {
    "submit": "送审",
    "recall": "撤回送审",
    "section": "指定责任科室",
    "theme": "指定主题分类",
    "obligation": "指定公开事项",
}
FIELDS = ("section", "theme", "obligation")
MOST = 100


@dataclass(frozen=True)
class Line:
    """What the act does to one version, or why it is refused."""

    version: Version
    refusal: str = ""
    after: Version | None = None


def preview(
    *, versions: Iterable[Version], verb: str, value: Any = None, by: Person, at: datetime
) -> list[Line]:
    """Return what ``carry_out`` would do to each version now: it is done, and taken back at once."""
    with transaction.atomic():
        lines = [_tried(each, _act(each, verb, value, by, at)) for each in versions]
        transaction.set_rollback(True)
    return lines


@transaction.atomic
def carry_out(
    *, versions: Iterable[Version], verb: str, value: Any = None, by: Person, at: datetime
) -> Batch:
    """Do ``verb`` to each version that allows it, each for itself, and keep what is needed to undo it.

    Raises Refusal if it was refused for every one of them; then nothing is kept.
    """
    lines = [_tried(each, _act(each, verb, value, by, at)) for each in versions]
    if not any(line.after for line in lines):
        raise Refusal("没有一件能够办理，什么都没有改变")
    return Batch.objects.create(person=by, verb=verb, rows=[_kept(line, verb) for line in lines], at=at)


def _act(version: Version, verb: str, value: Any, by: Person, at: datetime) -> Callable[[], Version]:
    if verb == "submit":
        return lambda: items.submit(version=version, by=by, at=at)
    if verb == "recall":
        return lambda: items.recall(version=version, by=by, at=at)
    fields, seen = {verb: value}, version.revision
    return lambda: items.save(version=version, fields=fields, revision=seen, by=by, at=at)


def _tried(version: Version, act: Callable[[], Version]) -> Line:
    try:
        with transaction.atomic():
            return Line(version, after=act())
    except items.REFUSALS as refused:
        return Line(version, refusal=str(refused))


def _kept(line: Line, verb: str) -> dict[str, Any]:
    before = _value(line.version, verb) if verb in FIELDS else None
    return {
        "version": line.version.pk,
        "item": line.version.item_id,
        "title": line.version.title,
        "refusal": line.refusal,
        "revision": line.after.revision if line.after else None,
        "stage": line.after.stage if line.after else "",
        "before": before,
    }


def _value(version: Version, field: str) -> str:
    value = getattr(version, field)
    return value.key if isinstance(value, Obligation) else value or ""


@transaction.atomic
def undo(*, batch: Batch, by: Person, at: datetime) -> list[Line]:
    """Put back what a batch has done, wherever nothing has happened since; return what became of each.

    Raises Refusal if it is somebody else's, was undone before, or is more than a day old.
    """
    fresh = Batch.objects.select_for_update().get(pk=batch.pk)
    if fresh.person_id != by.pk or not fresh.is_undoable(at):
        raise Refusal("这次批量办理已经撤销过，或者已超过一天，不能撤销")
    done = {row["version"]: row for row in fresh.rows if not row["refusal"]}
    found = Version.objects.select_related("item__publisher").in_bulk(list(done))
    lines = [_undone(found[pk], row, fresh.verb, by, at) for pk, row in done.items() if pk in found]
    if not any(line.after for line in lines):
        raise Refusal("办理之后各稿都又有了变化，不能撤销")
    fresh.undone_at = at
    fresh.save(update_fields=["undone_at"])
    return lines


def _undone(version: Version, row: dict[str, Any], verb: str, by: Person, at: datetime) -> Line:
    if (version.stage, version.revision) != (row["stage"], row["revision"]):
        return Line(version, refusal=f"此后已有变化，现处于“{Stage(version.stage).label}”阶段，保持现状")
    if verb in FIELDS:
        return _tried(version, _act(version, verb, _named(verb, row["before"]), by, at))
    return _tried(version, _act(version, {"submit": "recall", "recall": "submit"}[verb], None, by, at))


def _named(field: str, value: str) -> Any:
    return Obligation.objects.filter(key=value).first() if field == "obligation" else value
