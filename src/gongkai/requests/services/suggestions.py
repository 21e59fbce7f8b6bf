"""Work suggestions (工作建议): issued by the openness office, read and answered by a department, accepted.

政府信息公开条例第四十七条: 对未按照要求开展工作的，予以督促整改.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from gongkai.clocks import services as clocks
from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Organisation, Person
from gongkai.orgs.rules import Refusal
from gongkai.orgs.services.acts import record
from gongkai.requests.declared import law
from gongkai.requests.models import Act, Progress, Request, Suggestion, SuggestionStep
from gongkai.requests.services.course import ChangedMeanwhile
from gongkai.requests.services.naming import nameless
from gongkai.requests.services.offices import office_of
from gongkai.requests.services.registering import next_number
from gongkai.requests.services.rights import NotAllowed, demand

DUTY = "answer-suggestion"
SERIES = "suggestions"


class NotSuggestible(Refusal):
    """A suggestion that cannot be issued so, or cannot be moved so."""


class WrongDue(NotSuggestible):
    """A day until which no answer can be asked for."""

    field = "due_on"


@transaction.atomic
def suggest(  # noqa: PLR0913 - to whom, about what, until when
    *,
    organisation: Organisation,
    problem: str,
    words: str,
    due_on: date,
    about: dict[str, Any] | None = None,
    by: Person,
    at: datetime,
) -> Suggestion:
    """Issue a suggestion to a department. ``about`` may hold ``request``, ``proceeding``, ``complaint``.

    Raises NotAllowed, NotSuggestible, NamesSomebody.
    """
    demand(by, "oversee", organisation, at=at)
    issuer = office_of(by, at=at)
    if issuer is None:
        raise NotAllowed("只有政务公开工作机构可以发出工作建议")
    if problem not in law().problems:
        raise NotSuggestible("请选择问题的种类")
    _check_due(due_on, at)
    made = Suggestion(
        organisation=organisation,
        issuer=issuer,
        year=local_day(at).year,
        problem=problem,
        words=words.strip(),
        due_on=due_on,
        issued_at=at,
        **(about or {}),
    )
    _check_addressee(made)
    made.serial = next_number(issuer, SERIES, made.year)
    made.save()
    _step(made, Act.ISSUE, words, by=by, at=at, due_on=due_on)
    _clock(made, by, at)
    record(verb="requests.suggest", thing=made.uri, by=by, at=at, organisation_key=organisation.key)
    return made


@transaction.atomic
def read_suggestion(*, suggestion: Suggestion, by: Person, at: datetime) -> None:
    """Note that the department has it. Raises NotAllowed, NotSuggestible, ChangedMeanwhile."""
    demand(by, "handle", suggestion.organisation, at=at)
    if suggestion.state != Progress.ISSUED.value:
        raise NotSuggestible("这件工作建议已经签收")
    _move(suggestion, state=Progress.READ.value)
    _step(suggestion, Act.READ, "", by=by, at=at)


@transaction.atomic
def answer_suggestion(*, suggestion: Suggestion, words: str, by: Person, at: datetime) -> None:
    """Say what was done about it. Raises NotAllowed, NotSuggestible, NamesSomebody, ChangedMeanwhile."""
    demand(by, "handle", suggestion.organisation, at=at)
    if not suggestion.is_owed:
        raise NotSuggestible("这件工作建议已经回复")
    was_late = suggestion.was_late or suggestion.is_overdue(local_day(at))
    _move(
        suggestion,
        state=Progress.ANSWERED.value,
        answered_by=by,
        answered_at=at,
        was_late=was_late,
    )
    _step(suggestion, Act.ANSWER, words, by=by, at=at)
    clocks.meet(subject=suggestion.uri, duty=DUTY, by=by, at=at)


@transaction.atomic
def accept_answer(*, suggestion: Suggestion, words: str, by: Person, at: datetime) -> None:
    """Close a suggestion whose answer is enough; nobody accepts what they wrote themselves.

    Raises NotAllowed, NotSuggestible, NamesSomebody, ChangedMeanwhile.
    """
    _demand_judge(suggestion, by, at)
    _move(suggestion, state=Progress.ACCEPTED.value)
    _step(suggestion, Act.ACCEPT, words, by=by, at=at)
    record(verb="requests.accept-answer", thing=suggestion.uri, by=by, at=at)


@transaction.atomic
def return_answer(*, suggestion: Suggestion, words: str, due_on: date, by: Person, at: datetime) -> None:
    """Send an answer back that is not enough, with a new day. Raises as ``accept_answer``."""
    _demand_judge(suggestion, by, at)
    _check_due(due_on, at)
    _move(suggestion, state=Progress.RETURNED.value, due_on=due_on)
    _step(suggestion, Act.RETURN, words, by=by, at=at, due_on=due_on)
    _clock(suggestion, by, at)
    record(verb="requests.return-answer", thing=suggestion.uri, by=by, at=at)


def _demand_judge(suggestion: Suggestion, by: Person, at: datetime) -> None:
    demand(by, "oversee", suggestion.organisation, at=at)
    if suggestion.state != Progress.ANSWERED.value:
        raise NotSuggestible("还没有等待审核的回复")
    if suggestion.answered_by_id == by.pk:
        raise NotSuggestible("回复人不能审核自己的回复")


def _case_of(suggestion: Suggestion) -> Request | None:
    """Return the case that a suggestion is about, by itself or by what followed it."""
    ways = (suggestion, suggestion.proceeding, suggestion.complaint)
    return next((each.request for each in ways if each and each.request), None)


def _check_addressee(made: Suggestion) -> None:
    """Raise NotSuggestible if what a suggestion is about concerns another organisation."""
    if made.request and made.request.organisation_id != made.organisation_id:
        raise NotSuggestible("这件申请不是向这个单位提出的")
    if made.proceeding and made.proceeding.request.organisation_id != made.organisation_id:
        raise NotSuggestible("这件复议或者诉讼不是关于这个单位的")
    if made.complaint and made.complaint.organisation_id != made.organisation_id:
        raise NotSuggestible("这件投诉不是关于这个单位的")


def _check_due(due_on: date, at: datetime) -> None:
    today = local_day(at)
    if due_on < today:
        raise WrongDue("回复期限不能早于今天")
    if why := law().too_far("suggestion", due_on, today):
        raise WrongDue(f"回复{why}")


def _clock(suggestion: Suggestion, by: Person, at: datetime) -> None:
    clocks.appoint(
        subject=suggestion.uri,
        duty=DUTY,
        title=f"回复{suggestion.number}",
        organisation=suggestion.organisation,
        due_on=suggestion.due_on,
        by=by,
        at=at,
    )


def _move(suggestion: Suggestion, **changed: Any) -> None:
    """Change a suggestion as it was looked at. Raises ChangedMeanwhile."""
    seen = Suggestion.objects.filter(pk=suggestion.pk, number_of_steps=suggestion.number_of_steps)
    if not seen.update(**changed):
        raise ChangedMeanwhile("这件工作建议刚刚有了新的办理情况，请查看后再办")
    for name, value in changed.items():
        setattr(suggestion, name, value)


def _step(  # noqa: PLR0913 - one line of a record
    suggestion: Suggestion, act: Act, words: str, *, by: Person, at: datetime, due_on: date | None = None
) -> None:
    if case := _case_of(suggestion):
        nameless(case, words)
    Suggestion.objects.filter(pk=suggestion.pk).update(number_of_steps=F("number_of_steps") + 1)
    suggestion.number_of_steps += 1
    SuggestionStep.objects.create(
        suggestion=suggestion,
        number=suggestion.number_of_steps,
        act=act.value,
        words=words.strip(),
        due_on=due_on,
        at=at,
        account=by.account,
    )
