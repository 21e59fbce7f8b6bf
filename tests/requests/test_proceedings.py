"""Review and litigation about an answer or about silence, in time; and cases that are handled anew."""

from datetime import date, timedelta

import pytest

from gongkai.clocks.models import Clock
from gongkai.requests import services
from gongkai.requests.models import Request
from gongkai.requests.rules.course import IllegalStep
from tests import make
from tests.requests import cases
from tests.requests.answered import answer, answered, clerk

pytestmark = pytest.mark.django_db
LATER = make.moment(2027, 1, 5)


def contest(request, *, route="review", applied=date(2026, 12, 20), at=LATER, **more):
    return services.contest(
        request=request,
        route=route,
        body="区人民政府",
        applied_on=applied,
        begun_on=more.pop("begun", max(applied, date(2026, 12, 25))),
        by=clerk(request),
        at=at,
        **more,
    )


def test_an_answer_is_contested_and_the_reply_to_the_review_organ_has_ten_days():
    request = answered()
    proceeding = contest(request, copy_on=date(2026, 12, 28))
    request.refresh_from_db()
    assert request.contest == "review"
    clock = Clock.objects.get(subject=services.uri_of(proceeding))
    assert clock.due_on == date(2027, 1, 7)
    assert "第四十八条" in clock.article
    services.reply(proceeding=proceeding, words="", by=clerk(request), at=LATER)
    clock.refresh_from_db()
    assert clock.met_at == LATER
    with pytest.raises(services.NotContestable, match="没有等待提交"):
        services.reply(proceeding=proceeding, words="", by=clerk(request), at=LATER)


def test_before_2024_the_reply_follows_the_older_law():
    request = answered(at=make.moment(2023, 3, 1), outcome="secret")
    proceeding = contest(
        request, applied=date(2023, 4, 3), begun=date(2023, 4, 6), at=make.moment(2023, 4, 7)
    )
    assert "第二十三条" in Clock.objects.get(subject=services.uri_of(proceeding)).article


@pytest.mark.parametrize(("days", "is_late"), [(60, False), (61, True)])
def test_review_is_applied_for_within_sixty_days_of_the_answer(days, is_late):
    request = answered(after=0)
    applied, at = date(2026, 11, 23) + timedelta(days=days), make.moment(2027, 3, 1)
    if is_late:
        with pytest.raises(services.NotContestable, match="2027-01-22届满"):
            contest(request, applied=applied, at=at)
        contest(request, applied=applied, at=at, late_for="因不可抗力耽误，复议机关受理")
    else:
        contest(request, applied=applied, at=at)


def test_a_lawsuit_is_filed_within_six_months():
    request = answered(after=0)
    with pytest.raises(services.NotContestable, match="届满"):
        contest(request, route="court", applied=date(2027, 5, 25), at=make.moment(2027, 6, 1))
    contest(request, route="court", applied=date(2027, 5, 20), at=make.moment(2027, 6, 1))


def test_a_lawsuit_after_review_needs_the_review_and_its_fifteen_days():
    request = answered()
    with pytest.raises(services.NotContestable, match="没有审结的行政复议"):
        contest(request, route="court-after-review")
    proceeding = contest(request)
    services.conclude(
        proceeding=proceeding, result="upheld", on=date(2027, 1, 4), words="维持", by=clerk(request), at=LATER
    )
    at = make.moment(2027, 2, 10)
    with pytest.raises(services.NotContestable, match="2027-01-19届满"):
        contest(request, route="court-after-review", applied=date(2027, 1, 20), at=at)
    contest(request, route="court-after-review", applied=date(2027, 1, 19), at=at)


def test_before_an_answer_only_silence_is_contested():
    request = cases.request().request
    with pytest.raises(services.NotContestable, match="答复期限也没有届满"):
        contest(request, applied=request.due_on)
    contest(request, applied=request.due_on + timedelta(days=1))
    request.refresh_from_db()
    assert (request.stage, request.contest) == ("handling", "review")


def test_days_must_follow_each_other():
    request = answered()
    with pytest.raises(services.NotContestable, match="不能晚于受理"):
        contest(request, applied=date(2026, 12, 20), begun=date(2026, 12, 19))
    with pytest.raises(services.NotContestable, match="不能晚于今天"):
        contest(request, begun=date(2027, 1, 6))


def test_a_result_is_noted_once_and_ends_the_time_for_the_reply():
    request = answered()
    proceeding = contest(request)
    by = clerk(request)
    with pytest.raises(services.NotContestable, match="受理之后"):
        services.conclude(
            proceeding=proceeding, result="upheld", on=date(2026, 12, 1), words="", by=by, at=LATER
        )
    services.conclude(
        proceeding=proceeding, result="other", on=date(2027, 1, 4), words="撤回", by=by, at=LATER
    )
    assert Clock.objects.get(subject=services.uri_of(proceeding)).cancelled_at == LATER
    with pytest.raises(services.NotContestable, match="已经登记"):
        services.conclude(
            proceeding=proceeding, result="upheld", on=date(2027, 1, 4), words="", by=by, at=LATER
        )


def corrected():
    request = answered()
    proceeding = contest(request)
    services.conclude(
        proceeding=proceeding,
        result="corrected",
        on=date(2027, 1, 4),
        words="撤销并责令重新答复",
        by=clerk(request),
        at=LATER,
    )
    return request


def test_a_corrected_case_is_handled_anew_and_its_first_answer_stays_counted():
    request = corrected()
    services.reopen(request=request, on=date(2027, 1, 5), words="收到决定书", by=clerk(request), at=LATER)
    request.refresh_from_db()
    assert (request.stage, request.answered_on, request.closed_at) == ("handling", None, None)
    assert (request.counted_on, request.counted_as) == (date(2026, 12, 3), "secret")
    assert request.due_on == date(2027, 2, 2), "twenty working days; 2027 has no holiday notice yet"
    again = answer(request, "granted", at=make.moment(2027, 1, 20))
    assert (again.counted_as, again.answered_on) == ("secret", date(2027, 1, 20))


def test_only_what_was_corrected_is_handled_anew():
    request = answered()
    with pytest.raises(IllegalStep):
        services.reopen(request=request, on=date(2027, 1, 5), words="", by=clerk(request), at=LATER)
    proceeding = contest(request)
    services.conclude(
        proceeding=proceeding, result="upheld", on=date(2027, 1, 4), words="", by=clerk(request), at=LATER
    )
    with pytest.raises(IllegalStep, match="被纠正"):
        services.reopen(request=request, on=date(2027, 1, 5), words="", by=clerk(request), at=LATER)
    request = corrected()
    with pytest.raises(services.NotContestable, match="结案之后"):
        services.reopen(request=request, on=date(2027, 1, 3), words="", by=clerk(request), at=LATER)


def test_nobody_else_notes_a_proceeding():
    request = answered()
    stranger = make.person("clerk", make.organisation("audit"))
    with pytest.raises(services.NotAllowed):
        services.contest(
            request=request,
            route="review",
            body="区政府",
            applied_on=date(2026, 12, 20),
            begun_on=date(2026, 12, 20),
            by=stranger,
            at=LATER,
        )
    assert Request.objects.get(pk=request.pk).contest == "none"
