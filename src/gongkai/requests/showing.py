"""A case as the desk shows it: its time, what happened to it, who else asked the same. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import attrgetter

from django.db.models import Q
from django.utils.timezone import localtime

from gongkai.clocks import services as clocks
from gongkai.clocks.loading import calendar
from gongkai.clocks.models import Clock
from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Person
from gongkai.requests.declared import law
from gongkai.requests.models import Applicant, Event, Record, Request
from gongkai.requests.rules.course import Contest, Service, Stage, Time
from gongkai.requests.rules.receipt import NotYet, received
from gongkai.requests.services.course import ANSWER

SOON = 3
OTHERS_SHOWN = 20
BY_ITEMS = "items"
TONES = {
    Stage.REGISTERED: "warn",
    Stage.HANDLING: "info",
    Stage.CORRECTING: "warn",
    Stage.DECIDED: "info",
    Stage.CLOSED: "ok",
    Stage.ARCHIVED: "muted",
    Time.PAUSED: "warn",
    Service.SERVED: "ok",
    Contest.REVIEW: "bad",
    Contest.COURT: "bad",
    Contest.CORRECTED: "bad",
}


@dataclass(frozen=True)
class Badge:
    text: str
    tone: str


@dataclass(frozen=True)
class Entry:
    """One event of the timeline; what was undone is struck through, with who did it."""

    event: Event
    who: str
    undone_by: Event | None = None
    undone_who: str = ""

    @property
    def when(self) -> str:
        """When it happened; what was noted on a later day has the day alone, and when it was noted."""
        at, noted = localtime(self.event.at), localtime(self.event.recorded_at)
        if at.date() == noted.date():
            return f"{at:%Y-%m-%d %H:%M}"
        return f"{at:%Y-%m-%d}（{noted:%Y-%m-%d %H:%M} 记入）"


@dataclass(frozen=True)
class Term:
    """The time of an answer: why it ends when it ends, and how much of it is over, of 100."""

    due_on: date | None
    badge: Badge
    reasons: list[str] = field(default_factory=list)
    percent: int | None = None
    is_provisional: bool = False


@dataclass(frozen=True)
class Others:
    """What the same applicant asked: in the same calendar month of the same organ, which fees go by; and
    the cases that may be shown."""

    in_month: int
    rows: list[Request]
    free: int | None = None

    @property
    def is_charged(self) -> bool:
        """Whether so many were asked that a fee may be charged by items."""
        return self.free is not None and self.in_month > self.free

    @property
    def words(self) -> str:
        return f"超过{self.free}件，可以按件收费"


def left(request: Request, *, at: datetime) -> Badge:
    """Return how much time a case has left, as a badge: working days, today, overdue, standing still."""
    if request.stage == Stage.REGISTERED.value:
        return Badge("尚未起算", "warn")
    if request.time == Time.PAUSED.value:
        return Badge("停止计算", "muted")
    if request.time != Time.RUNNING.value and not request.is_overdue(at):
        return Badge("不再计算", "muted")
    return _counted(local_day(at), request.due_on) if request.due_on else Badge("没有期限", "muted")


def _counted(today: date, due_on: date) -> Badge:
    """Return the working days from today to a last day, or since."""
    days = calendar().between(today, due_on)
    if due_on < today:
        return Badge(f"已逾期{max(-days, 1)}个工作日", "bad")
    if due_on == today:
        return Badge("今天到期", "bad")
    return Badge(f"剩余{days}个工作日", "warn" if days <= SOON else "ok")


def badges(request: Request) -> list[Badge]:
    """Return where a case stands on each of its five axes; what says nothing yet is left out."""
    case = request.case
    told = [Badge(case.stage.label, TONES.get(case.stage, "info"))]
    if case.time is not Time.OVER:
        told.append(Badge(f"期限{case.time.label}", TONES.get(case.time, "info")))
    if case.decision:
        titles = {each.key: each.title for each in law().outcomes}
        told.append(Badge(titles.get(case.decision, "申请人撤回"), "info"))
    if case.service is not Service.NONE:
        told.append(Badge(f"答复{case.service.label}", TONES.get(case.service, "info")))
    if case.contest is not Contest.NONE:
        told.append(Badge(case.contest.label, TONES.get(case.contest, "info")))
    return told


def term(request: Request, *, at: datetime) -> Term:
    """Return the time of the answer to a case, with its reasons."""
    clock = Clock.objects.filter(subject=request.uri, duty=ANSWER).order_by("-pk").first()
    badge = left(request, at=at)
    if clock is None:
        return Term(None, badge, [waiting(request)] if request.stage == Stage.REGISTERED.value else [])
    begun = local_day(clock.started_at)
    whole = calendar().between(begun, clock.due_on) or 1
    gone = calendar().between(begun, min(local_day(at), clock.due_on))
    percent = min(100, max(0, round(100 * gone / whole))) if clock.is_open else None
    return Term(request.due_on, badge, clocks.explain(clock), percent, clock.is_provisional)


def waiting(request: Request) -> str:
    """Return why the time of a case does not run yet; empty if it could."""
    try:
        received(law().receipts, request.channel, request.evidence)
    except NotYet as why:
        return f"{why}。"
    return ""


def timeline(request: Request) -> list[Entry]:
    """Return what happened to a case, the first event first."""
    events = sorted(request.events.all(), key=attrgetter("number"))
    names = _names(event.account for event in events)
    undone = {event.undoes: event for event in events if event.kind == Record.UNDO.value}
    return [
        Entry(
            event,
            names.get(event.account, event.account),
            by := undone.get(event.number),
            names.get(by.account, by.account) if by else "",
        )
        for event in events
    ]


def _names(accounts: Iterable[str]) -> dict[str, str]:
    wanted = set(accounts)
    known = Person.objects.filter(account__in=wanted).values_list("account", "name")
    return {"system": "系统"} | dict(known)


def others(request: Request, person: Person, *, at: datetime) -> Others:
    """Return what the same applicant asked besides: the list holds only what ``person`` may see."""
    row = getattr(request, "applicant", None)
    if row is None:
        return Others(0, [])
    same = Applicant.objects.filter(fingerprint=row.fingerprint).order_by().values("request")
    mine = Request.objects.filter(pk__in=same).exclude(pk=request.pk)
    month = request.received_on or local_day(request.registered_at)
    first = month.replace(day=1)
    until = (first + timedelta(days=31)).replace(day=1)
    counted = Request.objects.filter(
        pk__in=same, organisation=request.organisation_id, received_on__gte=first, received_on__lt=until
    )
    visible = mine.visible_to(person, on=local_day(at)).select_related("organisation")
    return Others(counted.count(), list(visible.order_by("-registered_at")[:OTHERS_SHOWN]), _free(month))


def family(request: Request) -> tuple[list[Request], list[Request]]:
    """Return the cases taken out of this one, and those that are answered with it. One query."""
    rows = Request.objects.filter(Q(parent=request.pk) | Q(merged_into=request.pk)).defer("content", "use")
    found = list(rows.order_by("year", "serial"))
    parts = [each for each in found if each.parent_id == request.pk]
    return parts, [each for each in found if each.merged_into_id == request.pk]


def _free(day: date) -> int | None:
    """Return how many requests of a calendar month cost nothing, None before there were fees."""
    by_items = (each for each in law().fees if each.key == BY_ITEMS and each.during.holds(day))
    return next((each.free for each in by_items), None)
