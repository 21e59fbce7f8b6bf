"""What requests for information and the annual reports ask of whom. Reads only.

Nothing here says what was asked for, nor by whom: a notice outlives the case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from gongkai.desk.models import Kind
from gongkai.desk.rules import WINDOW, Fact
from gongkai.desk.standing import Standing
from gongkai.desk.today import SHOWN, place_of
from gongkai.orgs.models import Role
from gongkai.orgs.services import Staff
from gongkai.requests.models import Channel, Event, Letter, Record, ReportState, Request, State
from gongkai.requests.models.reports import ReportStep
from gongkai.requests.rules.course import BEFORE_DECISION
from gongkai.requests.rules.course import Kind as Step
from gongkai.requests.services.course import SYSTEM

WAITING, RETURNED = Kind.WAITING.value, Kind.RETURNED.value
TO_MEND = (ReportState.RETURNED.value, ReportState.REOPENED.value)
TO_DECIDE = {ReportState.SUBMITTED.value: "待审定", ReportState.ACCEPTED.value: "待公布"}
BY_APPLICANT = Q(kind__in=[Step.CORRECT.value, Step.WITHDRAW.value]) | Q(
    kind=Record.NOTE.value, facts__reasons=True
)
"""What an applicant does on the web, and its clerk is to know: mends, withdraws, gives reasons."""
UNDECIDED = [stage.value for stage in BEFORE_DECISION]
HANDLING = (Role.CLERK.value, Role.REVIEWER.value)


@dataclass(frozen=True)
class Task:
    """One thing that waits for a person, since ``at``: what is to be done, with what, and where."""

    label: str
    title: str
    words: str
    href: str
    at: datetime


def tasks(desk: Standing) -> tuple[list[Task], list[Task]]:
    """Return what one is to sign, to send, to hand out and to decide, the longest waiting first; and what
    came back to one's desk, the last first. Three queries.
    """
    waiting, back = [*_unassigned(desk)], list[Task]()
    for letter in _letters_of(desk):
        (back if letter.state == State.DRAFT else waiting).append(_task_of(letter))
    for step in _newest_steps(desk):
        (back if step.report.state in TO_MEND else waiting).append(_report_task(step))
    oldest = sorted(waiting, key=lambda each: each.at)
    return oldest, sorted(back, key=lambda each: each.at, reverse=True)


def facts(people: Staff, at: datetime) -> Iterator[Fact]:
    """Yield what somebody is to know of requests, letters and reports."""
    yield from _arrivals(people, at)
    yield from _answers(people, at)
    yield from _letters(people)
    yield from _reports(people, at)


def _unassigned(desk: Standing) -> Iterator[Task]:
    places = desk.where(Role.CLERK.value)
    if not places:
        return
    rows = Request.objects.filter(stage__in=UNDECIDED, handler=None, merged_into=None)
    mine = rows.filter(organisation__in=places).select_related("organisation")
    for each in mine.order_by("registered_at")[:SHOWN]:
        until = f" · {each.due_on} 期满" if each.due_on else ""
        words = f"{each.get_stage_display()} · {each.organisation.short_name}{until}"
        yield Task("无经办人", each.number, words, each.get_absolute_url(), each.registered_at)


def _letters_of(desk: Standing) -> list[Letter]:
    """Return the letters that wait for one's signature, or were written by oneself and came back to one."""
    wrote = Q(drafted_by=desk.person, organisation__in=desk.own)
    to_sign = Q(state=State.SUBMITTED.value, organisation__in=desk.where(Role.SIGNER.value))
    back = wrote & (Q(state=State.SIGNED.value) | Q(state=State.DRAFT.value) & ~Q(returned_for=""))
    rows = Letter.objects.filter(to_sign | back).select_related("request", "organisation").order_by()
    mine = desk.person.pk
    return [each for each in rows if not (each.state == State.SUBMITTED and _is_own(each, mine))]


def _is_own(letter: Letter, person: int) -> bool:
    """Whether somebody else must sign what this person wrote."""
    return letter.needs_another and letter.drafted_by_id == person


def _task_of(letter: Letter) -> Task:
    kind, number, at = letter.get_kind_display(), letter.request.number, letter.drafted_at
    if letter.state == State.SUBMITTED:
        words = f"{number} · {letter.organisation.short_name}"
        return Task("待签发", kind, words, _page_of(letter), at)
    if letter.state == State.SIGNED:
        return Task("待发出", f"{kind} {letter.number}", number, _page_of(letter), letter.signed_at or at)
    return Task("文书", f"{kind} · {number}", f"退回理由：{letter.returned_for}", _page_of(letter), at)


def _report_task(step: ReportStep) -> Task:
    report = step.report
    if report.state in TO_MEND:
        words = f"{step.get_state_display()}：{step.reason}"
        return Task("年度报告", report.title, words, place_of(report.uri), step.at)
    words = f"{report.organisation.short_name} · {step.by.name}"
    return Task(TO_DECIDE[report.state], report.title, words, place_of(report.uri), step.at)


def _newest_steps(desk: Standing | None = None) -> list[ReportStep]:
    """Return the step by which each report came to a desk, for one person or for all."""
    steps = ReportStep.objects.filter(report__state__in=[*TO_DECIDE, *TO_MEND])
    if desk is not None:
        mine = Q(report__state__in=TO_MEND, report__organisation__in=desk.where(Role.CLERK.value))
        steps = steps.filter(mine | Q(report__state__in=TO_DECIDE) if desk.is_openness else mine)
    found = steps.select_related("report__organisation", "by").order_by("pk")
    return list({step.report_id: step for step in found}.values())


def _arrivals(people: Staff, at: datetime) -> Iterator[Fact]:
    """Requests that came on the web, for the clerks of whom they were made to."""
    came = Request.objects.open().filter(channel=Channel.WEB.value, registered_at__gte=at - WINDOW)
    for each in came.select_related("organisation"):
        title, until = f"收到新的公开申请：{each.number}", f"{each.due_on} 期满" if each.due_on else ""
        words = " · ".join(filter(None, (until, each.organisation.short_name)))
        for person in people.of(each.organisation_id, Role.CLERK.value):
            yield Fact(person, f"{WAITING}:{each.uri}", WAITING, title, words, each.get_absolute_url())


def _answers(people: Staff, at: datetime) -> Iterator[Fact]:
    """What applicants did on the web, for who handles the case."""
    rows = Event.objects.filter(BY_APPLICANT, account=SYSTEM, recorded_at__gte=at - WINDOW)
    for each in rows.select_related("request__organisation"):
        case, key = each.request, f"{WAITING}:{each.request.uri}:{each.number}"
        title = f"{case.number}：{each.words}"
        for person in _handlers(people, case.organisation_id, case.handler_id):
            yield Fact(person, key, WAITING, title, case.organisation.short_name, case.get_absolute_url())


def _letters(people: Staff) -> Iterator[Fact]:
    rows = Letter.objects.select_related("request", "organisation")
    for each in rows.waiting():
        title = f"{each.get_kind_display()}待签发：{each.request.number}"
        but = {each.drafted_by_id} if each.needs_another else set()
        for person in people.of(each.organisation_id, Role.SIGNER.value, but=but):
            words, key = each.organisation.short_name, f"{WAITING}:{_mark(each)}"
            yield Fact(person, key, WAITING, title, words, _page_of(each))
    for each in rows.to_be_sent():
        title = f"{each.get_kind_display()}已签发，待发出：{each.request.number}"
        for person in _handlers(people, each.organisation_id, each.drafted_by_id):
            yield Fact(person, f"{WAITING}:signed:{each.pk}", WAITING, title, each.number, _page_of(each))
    for each in rows.returned():
        title = f"{each.get_kind_display()}被退回：{each.request.number}"
        for person in _handlers(people, each.organisation_id, each.drafted_by_id):
            key = f"{RETURNED}:{_mark(each)}"
            yield Fact(person, key, RETURNED, title, each.returned_for, _page_of(each))


def _handlers(people: Staff, organisation: int, wanted: int | None) -> set[int]:
    """Return who has a case or a letter in hand as long as they handle such there; else all clerks there."""
    there = people.of(organisation, *HANDLING) | people.anywhere(Role.OPENNESS.value)
    return {wanted} if wanted in there else people.of(organisation, Role.CLERK.value)


def _reports(people: Staff, at: datetime) -> Iterator[Fact]:
    for step in _newest_steps():
        if step.at < at - WINDOW:
            continue
        report, href = step.report, place_of(step.report.uri)
        if report.state in TO_MEND:
            kind, words = RETURNED, step.reason[:300]
            who = people.of(report.organisation_id, Role.CLERK.value)
        else:
            kind, words = WAITING, f"{TO_DECIDE[report.state]} · {report.organisation.short_name}"
            who = people.anywhere(Role.OPENNESS.value, but={step.by_id})
        for person in who:
            yield Fact(person, f"{kind}:report:{step.pk}", kind, report.title, words, href)


def _mark(letter: Letter) -> str:
    """Return what stays the same of a letter until it is written anew."""
    return f"letter:{letter.pk}:{letter.drafted_at:%y%m%d%H%M%S}"


def _page_of(letter: Letter) -> str:
    return f"/desk/requests/{letter.request_id}/letters/{letter.pk}/"
