"""Review and litigation about an answer, or about silence; and a case that is handled anew.

行政复议法（2017）第九条、（2023）第二十条、第四十八条; 行政诉讼法第四十五条至第四十八条、第六十七条;
政府信息公开条例第五十一条.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from gongkai.clocks import services as clocks
from gongkai.clocks.loading import calendar, limits
from gongkai.law.deadlines import due, local_day
from gongkai.orgs.models import Person
from gongkai.orgs.rules import Refusal
from gongkai.requests.models import Proceeding, Record, Request, Route
from gongkai.requests.rules.course import Contest, IllegalStep, Kind
from gongkai.requests.services.course import happen, moment
from gongkai.requests.services.naming import nameless
from gongkai.requests.services.rights import demand

REPLY = "proceeding-reply"
"""The duty to reply to the review organ, or to the court."""

WITHIN: Mapping[str, str] = {
    Route.REVIEW.value: "review-application",
    Route.COURT.value: "litigation-direct",
    Route.COURT_AFTER_REVIEW.value: "litigation-after-review",
}
ANSWERED_WITHIN: Mapping[str, str] = {
    Route.REVIEW.value: "review-reply",
    Route.COURT.value: "court-reply",
    Route.COURT_AFTER_REVIEW.value: "court-reply",
}


class NotContestable(Refusal):
    """There is nothing yet against which one could go, or it is too late."""


def last_day(request: Request, route: str) -> date:
    """Return the last day on which review can be applied for, or a lawsuit filed, about a case as it stands.

    Counted from the answer; against silence from the day on which the time for it was over; after a review
    from its end. Raises NotContestable, UnknownLimit.
    """
    begun = _begun(request, route)
    limit = limits().on(WITHIN[route], begun)
    if limit.length is None:
        raise NotContestable(f"“{limit.title}”没有固定的期限长度")
    return due(begun, limit.length, calendar(), article=limit.article).due_on


def _begun(request: Request, route: str) -> date:
    if route == Route.COURT_AFTER_REVIEW.value:
        before = request.proceedings.filter(route=Route.REVIEW.value).exclude(result="").last()
        if before is None or before.ended_on is None:
            raise NotContestable("没有审结的行政复议，不能登记为复议后起诉")
        return before.ended_on
    begun = request.answered_on or request.due_on
    if begun is None:
        raise NotContestable("申请还没有收到或者没有答复期限，不能登记复议或者诉讼")
    return begun


@transaction.atomic
def contest(  # noqa: PLR0913 - a proceeding has a way, a body, its days
    *,
    request: Request,
    route: str,
    body: str,
    applied_on: date,
    begun_on: date,
    copy_on: date | None = None,
    reference: str = "",
    late_for: str = "",
    by: Person,
    at: datetime,
) -> Proceeding:
    """Note that review was applied for, or a lawsuit filed, and begin the time for the reply.

    ``applied_on`` is judged by the law's limits, ``begun_on`` is when the body took it up, ``copy_on`` when
    the organ got its copy. Where it was late ``late_for`` is the reason for which the body took it up.
    Raises NotAllowed, NamesSomebody, NotContestable, IllegalStep, ChangedMeanwhile.
    """
    demand(by, "handle", request, at=at)
    nameless(request, body, reference, late_for)
    _check_days(applied_on, begun_on, copy_on, local_day(at))
    if request.answered_on is None and not _was_silent(request, applied_on):
        raise NotContestable("还没有答复，答复期限也没有届满，不能登记复议或者诉讼")
    if not _was_silent(request, applied_on) and applied_on < (request.answered_on or applied_on):
        raise NotContestable(f"申请或者起诉的日期不能早于答复之日（{request.answered_on}）")
    last = last_day(request, route)
    if applied_on > last and not late_for.strip():
        raise NotContestable(f"法定期限在{last}届满，受理机关认定有正当理由的，请写明")
    key = Contest.REVIEW if route == Route.REVIEW.value else Contest.COURT
    happen(
        request=request,
        kind=Kind.CONTEST,
        key=key.value,
        words=f"{Route(route).label}：{body}",
        facts={"route": route, "applied_on": str(applied_on), "last_day": str(last), "late_for": late_for},
        when=moment(begun_on, at),
        by=by,
        at=at,
    )
    made = Proceeding.objects.create(
        request=request, route=route, body=body, reference=reference, begun_on=begun_on
    )
    clocks.start(
        subject=uri_of(made),
        duty=REPLY,
        title=f"{'复议答复' if key is Contest.REVIEW else '应诉答辩'}：{request.number}",
        organisation=request.organisation,
        limit=ANSWERED_WITHIN[route],
        started_on=copy_on or begun_on,
        by=by,
        at=at,
    )
    return made


def _was_silent(request: Request, day: date) -> bool:
    """Whether the time for the answer was over before ``day``."""
    return request.due_on is not None and request.due_on < day


def _check_days(applied_on: date, begun_on: date, copy_on: date | None, today: date) -> None:
    if applied_on > begun_on:
        raise NotContestable("申请或者起诉的日期不能晚于受理日期")
    if copy_on and copy_on < applied_on:
        raise NotContestable("收到副本的日期不能早于申请或者起诉的日期")
    if max(begun_on, copy_on or begun_on) > today:
        raise NotContestable("受理和收到副本的日期不能晚于今天")


@transaction.atomic
def reply(*, proceeding: Proceeding, words: str, by: Person, at: datetime) -> None:
    """Note that the organ sent its reply.

    Raises NotAllowed, NamesSomebody, NotContestable, ChangedMeanwhile.
    """
    demand(by, "handle", proceeding.request, at=at)
    nameless(proceeding.request, words)
    if not clocks.meet(subject=uri_of(proceeding), duty=REPLY, by=by, at=at):
        raise NotContestable("没有等待提交的答复")
    told = "已向复议机关提交答复" if proceeding.route == Route.REVIEW.value else "已向法院提交答辩状"
    facts = {"proceeding": proceeding.pk}
    happen(request=proceeding.request, kind=Record.NOTE, words=f"{told}。{words}", facts=facts, by=by, at=at)


@transaction.atomic
def conclude(
    *, proceeding: Proceeding, result: str, on: date, words: str, by: Person, at: datetime
) -> Proceeding:
    """Note how a proceeding ended, as table four of the annual report counts it.

    Raises NotAllowed, NamesSomebody, NotContestable, IllegalStep, ChangedMeanwhile.
    """
    demand(by, "handle", proceeding.request, at=at)
    nameless(proceeding.request, words)
    if proceeding.ended_on is not None:
        raise NotContestable("这件复议或者诉讼已经登记了结果")
    if not proceeding.begun_on <= on <= local_day(at):
        raise NotContestable("结案日期应在受理之后、今天之前")
    facts = {"proceeding": proceeding.pk}
    happen(
        request=proceeding.request,
        kind=Kind.CONCLUDE,
        key=result,
        words=words,
        facts=facts,
        when=moment(on, at),
        by=by,
        at=at,
    )
    proceeding.result, proceeding.ended_on, proceeding.words = result, on, words
    proceeding.save(update_fields=["result", "ended_on", "words"])
    clocks.cancel(subject=uri_of(proceeding), duty=REPLY, by=by, at=at)
    return proceeding


@transaction.atomic
def reopen(*, request: Request, on: date, words: str, by: Person, at: datetime) -> Request:
    """Handle a case anew whose answer was corrected; its first answer stays counted where it was.

    ``on`` is the day on which the decision or judgment came, from which the time for the new answer runs.
    Raises NotAllowed, NamesSomebody, NotContestable, IllegalStep, ChangedMeanwhile.
    """
    demand(by, "handle", request, at=at)
    nameless(request, words)
    last = request.proceedings.exclude(result="").last()
    if last is None or last.ended_on is None:
        raise IllegalStep("没有审结的复议或者诉讼，不能重新处理")
    if not last.ended_on <= on <= local_day(at):
        raise NotContestable("收到决定或者判决的日期应在结案之后、今天之前")
    request.answered_on = request.decided_on = request.closed_at = None
    request.save(update_fields=["answered_on", "decided_on", "closed_at"])
    happen(request=request, kind=Kind.REOPEN, words=words, when=moment(on, at), by=by, at=at)
    return request


def uri_of(proceeding: Proceeding) -> str:
    """Return the name by which clocks know a proceeding."""
    return f"{proceeding.request.uri}/proceeding:{proceeding.pk}"
