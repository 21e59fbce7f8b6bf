"""Where a version stands on its review path, as its pages draw it: stop after stop, who, when, until when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from gongkai.items import services
from gongkai.items.models import Approval, Decision, Stage, Version

BAD = {Decision.RETURNED.value, Decision.SKIPPED.value}
OVER = {Stage.PUBLIC.value, Stage.SUPERSEDED.value}


@dataclass(frozen=True)
class Stop:
    """One step, with the rows of those who are asked side by side; ``state`` is done, now, later or bad.

    ``missing`` says of a draft's step whom there is nobody to be.
    """

    title: str
    state: str
    rows: tuple[Approval, ...] = ()
    missing: tuple[str, ...] = ()


def road(version: Version, *, at: datetime) -> list[Stop]:
    """Return the stops of the present round; of a draft, those that it would pass if it were submitted."""
    if version.stage == Stage.DRAFT.value:
        return [Stop("起草", "now"), *_ahead(version, at)]
    rows = version.approvals.filter(round=version.round)
    rows = rows.select_related("organisation", "decided_by", "decided_for")
    stops = [Stop("送审", "done")]
    for _, group in groupby(rows, key=lambda row: row.order):
        side_by_side = tuple(group)
        titles = dict.fromkeys(row.title for row in side_by_side)
        stops.append(Stop("、".join(titles), _state(side_by_side), side_by_side))
    return stops


def _ahead(version: Version, at: datetime) -> Iterator[Stop]:
    try:
        found = services.vacancies(version, at=at)
    except services.Unready:
        found = []  # the path names an organisation that is not there: submitting says so
    for title in services.steps_ahead(version):
        wanted = [each for each in found if each.title == title]
        missing = (f"{each.organisation.short_name}{each.label}" for each in wanted)
        yield Stop(title, "later", missing=tuple(missing))


def vacant_rows(version: Version, stops: Iterable[Stop], at: datetime) -> set[int]:
    """Return the keys of the steps that nobody can decide: they would wait for good."""
    return services.vacant([row for stop in stops for row in stop.rows], version, at=at)


def earlier_answers(version: Version) -> list[Approval]:
    """Return what was answered in the rounds before: why it came back, and who had agreed."""
    rows = version.approvals.exclude(round=version.round if version.stage != Stage.DRAFT.value else 0)
    said = rows.exclude(decision__in=["", Decision.VOID.value])
    return list(said.select_related("organisation", "decided_by", "decided_for").order_by("-decided_at"))


def _state(rows: Iterable[Approval]) -> str:
    decisions = {row.decision for row in rows}
    if decisions & BAD:
        return "bad"
    if "" not in decisions:
        return "done"
    return "now" if any(row.asked_at and not row.decision for row in rows) else "later"


def late_rows(stops: Iterable[Stop], at: datetime) -> list[Approval]:
    """Return those who have not answered in time: silence is shown, and is no consent."""
    return [
        row for stop in stops for row in stop.rows if row.asked_at and not row.decision and row.is_late(at)
    ]
