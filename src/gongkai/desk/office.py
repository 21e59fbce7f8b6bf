"""What the openness office sees of the whole district, and the rows behind each number. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from gongkai.clocks.models import Clock
from gongkai.desk import due, figures
from gongkai.desk.rules import share
from gongkai.desk.standing import Standing
from gongkai.items import services as items
from gongkai.items.models import Relation, RelationKind, Step, Verb
from gongkai.obligations.models import GROUP_DEPARTMENTS, Area, Obligation
from gongkai.orgs.models import Kind, Organisation
from gongkai.publication.models import Announcement

LEVELS = 4
SHOWN = 10


@dataclass(frozen=True)
class Cell:
    """How many duties an organisation has in an area, and under how many it has published something."""

    owed: int
    met: int

    @property
    def percent(self) -> int:
        return share(self.met, self.owed)

    @property
    def level(self) -> int:
        """The shade: 0 nothing met, 4 everything."""
        return self.percent * LEVELS // 100


@dataclass(frozen=True)
class Owed:
    """One duty of one organisation, and whether anything was published under it."""

    obligation: Obligation
    organisation: Organisation
    is_met: bool


@dataclass(frozen=True)
class Heat:
    """Coverage by area and organisation: ``rows`` hold a cell for each of ``organisations``, None if none."""

    organisations: list[Organisation]
    rows: list[tuple[Area, Cell, list[tuple[Organisation, Cell | None]]]]


def owed(desk: Standing) -> list[Owed]:
    """Return every duty of every organisation, in the order of the catalogue. Four queries."""
    met = set(
        Announcement.objects.public().order_by().values_list("obligation_key", "publisher_key").distinct()
    )
    bodies = list(Organisation.objects.valid_on(desk.on))
    duties = Obligation.objects.current(desk.on).select_related("area").prefetch_related("publishers")
    duties = duties.defer("elements", "basis", "limit", "channels", "levels", "statutory_items", "systems")
    return [
        Owed(duty, body, (duty.key, body.key) in met) for duty in duties for body in _publishers(duty, bodies)
    ]


def _publishers(duty: Obligation, bodies: list[Organisation]) -> list[Organisation]:
    """Return who must meet ``duty``: those named, and those of a group word."""
    named = {body.pk for body in duty.publishers.all()}
    return [
        body
        for body in bodies
        if body.pk in named
        or (duty.all_departments and body.kind in GROUP_DEPARTMENTS)
        or (duty.all_streets and body.kind == Kind.STREET)
    ]


def heat(found: list[Owed]) -> Heat:
    """Return how far each organisation meets its duties in each area."""
    bodies = {each.organisation.pk: each.organisation for each in found}
    ordered = sorted(bodies.values(), key=lambda body: (body.order, body.key))
    areas = {each.obligation.area_id: each.obligation.area for each in found}
    cells: dict[tuple[int, int], list[bool]] = {}
    for each in found:
        cells.setdefault((each.obligation.area_id, each.organisation.pk), []).append(each.is_met)
    rows = []
    for area in sorted(areas.values(), key=lambda area: (area.order, area.key)):
        line = [(body, _cell(cells.get((area.pk, body.pk)))) for body in ordered]
        whole = [is_met for (place, _), met in cells.items() if place == area.pk for is_met in met]
        rows.append((area, Cell(len(whole), sum(whole)), line))
    return Heat(ordered, rows)


def _cell(met: list[bool] | None) -> Cell | None:
    return Cell(len(met), sum(met)) if met else None


def needing_interpretation() -> QuerySet[Any]:
    """Return the public documents that owe an interpretation or have given it, with ``is_interpreted``."""
    explained = Relation.objects.public().filter(kind=RelationKind.INTERPRETS.value, target=OuterRef("pk"))
    return items.owing().annotate(is_interpreted=Exists(explained)).order_by("-published_on", "-pk")


def interpretation() -> Cell:
    """Return how many public documents owe an interpretation, or have given it, and how many have one."""
    needing = items.owing().order_by()
    explained = Relation.objects.public().filter(kind=RelationKind.INTERPRETS.value).order_by()
    return Cell(needing.count(), needing.filter(pk__in=explained.values("target")).count())


def returned(at: datetime) -> QuerySet[Step]:
    """Return what was sent back in the last twelve months, the newest first."""
    steps = Step.objects.filter(verb=Verb.RETURN.value, at__gt=at - figures.YEAR, at__lte=at)
    return steps.select_related("version__item__publisher", "by").order_by("-at", "-pk")


def late(at: datetime) -> list[dict[str, object]]:
    """Return the organisations with overdue duties, the most first, each leading to its rows."""
    rows = due.in_state(Clock.objects.open(), "overdue", at).order_by()
    counted = rows.values("organisation__short_name", "organisation__key").annotate(number=Count("pk"))
    return [
        {
            "label": row["organisation__short_name"],
            "value": row["number"],
            "href": f"/desk/due/?scope=all&state=overdue&organisation={row['organisation__key']}",
        }
        for row in counted.order_by("-number", "organisation__order")[:SHOWN]
    ]


def dashboard(desk: Standing) -> dict[str, object]:
    """Return everything on the office's page."""
    found = owed(desk)
    return {
        "heat": heat(found),
        "coverage": Cell(len(found), sum(each.is_met for each in found)),
        "due": due.counts(Clock.objects.open(), desk.at),
        "interpretation": interpretation(),
        "returns": figures.returns(None, at=desk.at),
        "paces": figures.paces(figures.spells(None, at=desk.at)),
        "late": late(desk.at),
        "published": figures.published(None, on=desk.on),
    }
