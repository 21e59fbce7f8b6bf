"""What waits for one person today, most pressing first. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Count,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from gongkai.clocks import services as clocks
from gongkai.clocks.models import Clock
from gongkai.desk.standing import Standing
from gongkai.items import services as items
from gongkai.items.models import Approval, Emergency, Item, Reminder, Stage, Step, Verb, Version
from gongkai.items.rules import RIGHTS
from gongkai.obligations import services as obligations
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Role
from gongkai.planning.models import Filing, FilingStatus
from gongkai.proofing.models import Checked, Run
from gongkai.registers.models import Batch
from gongkai.registers.models import Stage as Filled
from gongkai.registers.models.batch import DECIDERS

SHOWN = 8
PLACES = {
    "item": "/desk/items/{}/",
    "assignment": "/desk/planning/assignments/{}/",
    "filing": "/desk/planning/filings/{}/",
    "review": "/desk/items/reviews/{}/",
    "obligation": "/desk/catalogue/of/{}/",
    "register": "/desk/registers/of/{}/",
    "request": "/desk/requests/{}/",
    "annual-report": "/desk/requests/reports/{}/",
}


@dataclass(frozen=True)
class Duty:
    """A clock of one's organisations: what is due when, and why then."""

    title: str
    href: str
    organisation: str
    due_on: date
    days_left: int
    is_provisional: bool
    reasons: list[str]


@dataclass(frozen=True)
class Section:
    """Some rows and how many there are in all."""

    rows: list[Duty] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True)
class Findings:
    """Public items with what proofing found in them, the gravest first, and how many there are in all."""

    rows: list[tuple[Item, Checked]] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True)
class CoverageSummary:
    """How far the catalogue is met over all organisations."""

    obligations: int
    published: int
    late: int
    never: int


def place_of(subject: str) -> str:
    """Return where the desk deals with ``subject`` (a URI such as ``item:7``); empty if nowhere."""
    kind, _, rest = subject.partition(":")
    return PLACES[kind].format(rest.partition("/")[0]) if kind in PLACES else ""


def pressing(desk: Standing) -> tuple[Section, Section]:
    """Return the duties of one's organisations: those whose time is over, the oldest first, and those that
    end within five working days.
    """
    own = Clock.objects.filter(organisation__in=desk.own).select_related("organisation")
    over, soon = _first(own.overdue(desk.at)), _first(own.due_soon(desk.at))
    prefetch_related_objects([*over, *soon], "events")
    return _section(over, desk.at), _section(soon, desk.at)


def _first(rows: QuerySet[Any]) -> list[Any]:
    """Return the first rows, each with the ``total`` of all, in one query."""
    return list(rows.annotate(total=Window(Count("pk")))[:SHOWN])


def _section(first: list[Any], at: datetime) -> Section:
    return Section([duty_of(each, at) for each in first], first[0].total if first else 0)


def duty_of(clock: Clock, at: datetime) -> Duty:
    """Return a clock as the desk shows it; needs ``organisation`` and ``events``."""
    return Duty(
        title=clock.title,
        href=place_of(clock.subject),
        organisation=clock.organisation.short_name,
        due_on=clock.due_on,
        days_left=clock.working_days_left(at),
        is_provisional=clock.is_provisional,
        reasons=clocks.explain(clock),
    )


def waiting_for(desk: Standing) -> list[Version]:
    """Return what this person is to decide at a step of its review, the longest waiting first.

    In posts of their own or lent to them, co-signers included; one's own submissions wait for someone else.
    Each version carries the ``step`` it waits at and ``step_due``, when that is to be done.
    """
    mine = Approval.objects.open_to(desk.person, at=desk.at).order_by("pk")
    first = mine.filter(version=OuterRef("pk"))
    waiting = Version.objects.newest().filter(pk__in=mine.order_by().values("version_id")).without_body()
    named = waiting.annotate(
        step=Subquery(first.values("title")[:1]), step_due=Subquery(first.values("due_at")[:1])
    )
    return list(named.select_related("item__publisher").order_by("submitted_at"))


def emergencies(desk: Standing) -> list[Emergency]:
    """Return the forced publications that this person may approve afterwards, the most pressing first."""
    if desk.roles.isdisjoint({*RIGHTS["ratify"].own, Role.OPENNESS.value}):
        return []
    waiting = Emergency.objects.pending()
    mine = waiting if desk.desks is None else waiting.filter(version__item__publisher__in=desk.desks)
    rows = mine.select_related("version__item__publisher", "forced_by")
    return [row for row in rows if items.can(desk.person, "ratify", row.version, at=desk.at)]


def _working(desk: Standing) -> QuerySet[Version]:
    return desk.versions().without_body().select_related("item__publisher")


def returned(desk: Standing) -> list[Version]:
    """Return the drafts that came back to one's desk, with ``why``, ``returned_at`` and ``returned_by``."""
    back = _drafts(desk).annotate(
        last_verb=_last_step("verb"),
        why=_last_step("reason"),
        returned_at=_last_step("at"),
        returned_by=_last_step("by__name"),
    )
    return list(back.filter(last_verb=Verb.RETURN.value).order_by("-returned_at"))


def drafts(desk: Standing) -> list[Version]:
    """Return one's own drafts, the last touched first, without those that were returned."""
    own = _drafts(desk).annotate(last_verb=Coalesce(_last_step("verb"), Value("")))
    return list(own.exclude(last_verb=Verb.RETURN.value).order_by("-saved_at")[: SHOWN * 2])


def _last_step(column: str) -> Subquery:
    """Return the value of ``column`` in the last step of the version at hand."""
    steps = Step.objects.filter(version=OuterRef("pk")).order_by("-at", "-pk")
    return Subquery(steps.values(column)[:1])


def _drafts(desk: Standing) -> QuerySet[Version]:
    """Return the drafts this person wrote or saved last, where they still may write."""
    writing = desk.where(Role.CLERK.value, Role.OPENNESS.value)
    own = Q(item__created_by=desk.person) | Q(saved_by=desk.person)
    return _working(desk).filter(own, stage=Stage.DRAFT.value, item__publisher__in=writing)


def scheduled(desk: Standing) -> list[Version]:
    """Return what is signed and goes public by itself at a set time, the next first."""
    waiting = _working(desk).filter(stage=Stage.SIGNED.value, publish_at__isnull=False)
    return list(waiting.order_by("publish_at")[:SHOWN])


def lapsing(desk: Standing) -> list[Reminder]:
    """Return the documents of one's desk that soon lapse and nobody has decided about, the next first."""
    found = (
        Reminder.objects.open().at_desk(desk.person, at=desk.at).order_by("-expires_on", "item_id", "-days")
    )
    wanted = found.select_related("item__current", "item__publisher").defer("item__current__body")
    each_once = {each.item_id: each for each in wanted}
    return sorted(each_once.values(), key=lambda each: (each.expires_on, each.item_id))[:SHOWN]


def proofs(desk: Standing) -> Findings:
    """Return what proofing found in public texts: of all for the openness office, else where one drafts."""
    places = None if desk.is_openness else desk.where(Role.CLERK.value)
    run = Run.objects.shown() if places is None or places else None
    if run is None:
        return Findings()
    rows = run.checked.of_desks(places).troubled().order_by("-blocks", "-asks", "pk")
    first = _first(rows.defer("findings"))
    keys = [items.key_of(row) for row in first]
    named = Item.objects.public().select_related("publisher", "current").defer("current__body")
    found = named.in_bulk(keys)
    listed = [(found[key], row) for key, row in zip(keys, first, strict=True) if key in found]
    return Findings(listed, first[0].total if first else 0)


def gaps(desk: Standing) -> list[items.Gap]:
    """Return, for those who keep posts, the roles that texts wait for and nobody holds."""
    return items.gaps(at=desk.at) if desk.sees_people else []


def filings(desk: Standing) -> list[Filing]:
    """Return the plans that departments have filed and the openness office is to accept or return."""
    if not desk.is_openness:
        return []
    filed = Filing.objects.visible_to(desk.person, at=desk.at).filter(status=FilingStatus.FILED.value)
    return list(filed.select_related("organisation", "work_points").order_by("filed_at")[:SHOWN])


def batches(desk: Standing) -> tuple[list[Batch], list[Batch]]:
    """Return of registers what this person is to decide, the longest waiting first, and what came back."""
    rows = Batch.objects.select_related("register", "organisation", "submitted_by", "decided_by")
    deciding = desk.where(*DECIDERS)
    waiting = rows.waiting().filter(organisation__in=deciding).not_of(desk.person)
    back = rows.filter(stage=Filled.RETURNED.value, submitted_by=desk.person, organisation__in=desk.own)
    return list(waiting.order_by("submitted_at")), list(back.order_by("-decided_at"))


def recent(desk: Standing) -> list[Item]:
    """Return what one's organisations published last."""
    public = Item.objects.public().filter(publisher__in=desk.own).select_related("current", "publisher")
    public = public.defer("current__body", "current__ground_reason")
    newest = public.order_by("-first_published_at", "-published_on", "-pk")
    return list(newest[:SHOWN])


def late_organisations(*, at: datetime) -> list[dict[str, object]]:
    """Return the organisations with overdue duties, the most first, as rows of a bar chart."""
    rows = Clock.objects.overdue(at).order_by().values("organisation__short_name")
    counted = rows.annotate(number=Count("pk")).order_by("-number", "organisation__order")
    return [{"label": row["organisation__short_name"], "value": row["number"]} for row in counted[:SHOWN]]


def coverage(*, at: datetime) -> CoverageSummary:
    """Return how far the whole catalogue is met."""
    rows = list(Obligation.objects.current(localdate(at)))
    return summary(obligations.coverage(rows, at=at).values())


def summary(met: Iterable[obligations.Coverage]) -> CoverageSummary:
    rows = list(met)
    return CoverageSummary(
        obligations=len(rows),
        published=sum(each.count > 0 for each in rows),
        late=sum(each.is_in_time is False for each in rows),
        never=sum(each.count == 0 for each in rows),
    )
