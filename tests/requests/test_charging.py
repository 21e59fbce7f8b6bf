"""Fees for requests (国办函〔2020〕109号): computed, asked for once, paid or not."""

from datetime import date

import pytest

from gongkai.clocks.models import Clock
from gongkai.requests import services
from gongkai.requests.services import letters
from tests import make
from tests.requests.letters import office

pytestmark = pytest.mark.django_db


def due(desk):
    desk.case.refresh_from_db()
    return desk.case.due_on


def applicants_clock(desk, duty):
    return Clock.objects.open().filter(subject=desk.case.uri, duty=duty).first()


def month(count):
    """Return the last of so many cases of one applicant in one month."""
    for _ in range(count):
        desk = office(id_number="330103197001010014")
    return desk


@pytest.mark.parametrize(("count", "yuan"), [(10, 0), (11, 100), (30, 100), (31, 200), (41, 300)])
def test_a_case_costs_what_its_place_in_the_month_says(count, yuan):
    desk = month(count)
    assert letters.fee(request=desk.case, basis="items").amount == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"), [(30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (300, 6700)]
)
def test_pages_cost_what_the_tariff_says(pages, yuan):
    found = letters.fee(request=office().case, basis="pages", pages=pages)
    assert found.amount == yuan
    assert f"共{pages}页" in found.lines[0]


def test_the_cases_of_a_month_are_those_of_one_applicant_at_one_organ():
    month(10)
    office(id_number="330103198001010019")
    office(date(2026, 10, 8), at=make.moment(2026, 10, 8), id_number="330103197001010014")
    elsewhere = office(organisation=make.organisation("audit"), id_number="330103197001010014")
    assert letters.fee(request=elsewhere.case, basis="items").amount == 0
    eleventh = office(id_number="330103197001010014")
    assert letters.fee(request=eleventh.case, basis="items").amount == 100


def test_a_fee_is_asked_for_with_its_computation_paid_and_the_period_runs_anew():
    desk = office(date(2026, 11, 23))
    letter = desk.sent("fee", given={"basis": "pages", "pages": "120"})
    assert letter.amount == 1100
    assert any("第31至100页：每页10元，计700元" in each for each in letter.paper["paragraphs"])
    assert desk.case.time == "paused"
    desk.later(1).serve(letter)
    assert letter.appointed_on == date(2026, 12, 22), "twenty working days from the day after"
    assert applicants_clock(desk, "fee-payment").due_on == letter.appointed_on
    services.pay(
        request=desk.case, words="缴款书", on=date(2026, 12, 1), by=desk.clerk, at=desk.on(2026, 12, 1).at
    )
    assert applicants_clock(desk, "fee-payment") is None
    assert due(desk) == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"basis": "pages", "pages": "30"}, "没有超过免费的数量"),
        ({"basis": "items"}, "没有超过免费的数量"),
        ({"basis": "pages", "pages": "许多"}, "填写页数"),
        ({}, "按件还是按量"),
    ],
)
def test_what_is_free_or_not_reckoned_is_not_charged(given, sentence):
    with pytest.raises(letters.Incomplete, match=sentence):
        office().submitted("fee", given=given)


def test_one_case_is_charged_once_by_one_tariff():
    desk = month(11)
    letter = desk.sent("fee", given={"basis": "items"})
    services.pay(request=desk.case, words="", on=desk.at.date(), by=desk.clerk, at=desk.at)
    assert letter.amount == 100
    with pytest.raises(letters.Incomplete, match="不能同时采用"):
        desk.submitted("fee", given={"basis": "pages", "pages": "500"})


def test_before_there_was_a_tariff_nothing_is_charged():
    with pytest.raises(letters.NotChargeable, match="不能收费"):
        letters.fee(request=office(date(2020, 12, 31)).case, basis="pages", pages=500)


def test_what_was_not_paid_is_ended_after_its_day_and_not_before():
    desk = office(date(2026, 11, 23))
    notice = desk.sent("fee", given={"basis": "pages", "pages": "120"})
    words = {"outcome": "not-paid", "given": {"proof": "期满未缴"}}
    with pytest.raises(letters.Incomplete, match="先登记告知书的送达"):
        desk.submitted("answer", **words)
    desk.case.letters.filter(kind="answer").delete()
    desk.serve(notice)
    desk.on(2026, 12, 22).signed("answer", **words)
    assert desk.case.decision == "not-paid"
