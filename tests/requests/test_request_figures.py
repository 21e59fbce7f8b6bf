"""The public figures: what came, how and how fast it was answered; nobody can be recognised in them."""

from datetime import date, timedelta

import pytest

from gongkai.requests import services
from gongkai.requests.figures import figures
from tests import make
from tests.requests import cases
from tests.requests.answered import answer, answered, clerk

pytestmark = pytest.mark.django_db
AT = cases.MONDAY
END = make.moment(2026, 12, 31)


def test_what_came_and_was_answered_is_counted_in_its_month_and_kind():
    for outcome in ("granted", "granted", "partly", "secret", "not-existing", "petition", "other"):
        answered(outcome, after=7)
    cases.request()
    found = figures(2026, at=END)
    assert (found.received, found.answered, found.pending) == (8, 7, 1)
    assert found.outcomes == {
        "予以公开": 2, "部分公开": 1, "不予公开": 1, "无法提供": 1, "不予处理": 1, "其他处理": 1,
    }  # fmt: skip
    assert [(each.key, each.received, each.answered) for each in found.months[-2:]] == [
        ("2026-11", 8, 7),
        ("2026-12", 0, 0),
    ]
    assert len(found.months) == 24
    assert found.years == [2026]


def test_time_is_counted_in_working_days_from_the_day_after_receipt():
    answered("granted", after=0)
    answered("granted", after=7)
    answered("granted", after=14)
    took = figures(2026, at=END).lasting
    assert (took.median, took.ninth) == (5, 10)


def test_what_came_late_lowers_the_share_and_what_waits_too_long_is_overdue():
    answered("granted", after=10)
    answered("granted", after=30)
    cases.request()
    found = figures(2026, at=END)
    assert (found.on_time, found.overdue) == ("50.0%", 1)
    assert [(each.received, each.answered, each.overdue) for each in found.bodies] == [(3, 2, 1)]


def test_the_first_answer_of_a_case_that_was_handled_anew_stays_late():
    """Its new time ends later: only the first clock tells that the first answer was late."""
    request = answered("secret", after=30)
    by, at = clerk(request), make.moment(2027, 1, 20)
    proceeding = services.contest(
        request=request, route="review", body="区政府", applied_on=date(2027, 1, 4),
        begun_on=date(2027, 1, 4), by=by, at=at,
    )  # fmt: skip
    services.conclude(
        proceeding=proceeding, result="corrected", on=date(2027, 1, 19), words="撤销", by=by, at=at
    )
    services.reopen(request=request, on=date(2027, 1, 20), words="决定", by=by, at=at)
    assert figures(2026, at=at).on_time == "0.0%"
    answer(request, "granted", at=at + timedelta(days=1))
    found = figures(2026, at=at)
    assert (found.on_time, found.answered, found.outcomes["不予公开"]) == ("0.0%", 1, 1)
    assert figures(2027, at=at).answered == 0


def test_a_record_of_ones_own_is_not_among_them():
    cases.request(subject="own-record")
    assert figures(2026, at=END).received == 0


def test_few_applicants_of_a_kind_are_not_told():
    for _ in range(4):
        cases.request()
    cases.request(asker="research")
    found = figures(2026, at=END).askers
    assert (found["自然人"], found["科研机构"], found["商业企业"]) == ("不单列", "少于3", "0")


def test_a_year_without_requests_has_no_figures_and_no_error():
    found = figures(2020, at=END)
    assert (found.received, found.on_time, found.lasting.median) == (0, "—", None)
