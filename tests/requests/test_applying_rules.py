"""Which ways fit each other, when a text names several matters, what an application asks in which year."""

from datetime import date

import pytest

from gongkai.requests.models import Delivery, Supply
from gongkai.requests.rules import asking
from gongkai.requests.rules.course import Case, Service, Stage, Time
from gongkai.requests.rules.progress import Days, marks, notes

NAMES = dict(Delivery.choices)
DAY = date(2026, 11, 23)


def test_every_way_has_a_form_and_every_form_a_way():
    assert set(asking.FITTING) == set(Supply.values)
    assert set().union(*asking.FITTING.values()) == set(Delivery.values)


def test_what_does_not_fit_is_told_with_what_does():
    assert asking.unfit("paper", "post", NAMES) == ""
    assert "邮寄、自行领取" in asking.unfit("disc", "online", NAMES)


@pytest.mark.parametrize(
    ("text", "is_several"),
    [
        ("申请公开：一、预算；二、决算。", True),
        ("1. 预算\n2. 决算", True),
        ("（一）预算（二）决算", False),  # the second mark follows a word directly
        ("（一）预算；（二）决算", True),
        ("①预算；②决算", True),
        ("第一、预算。第二、决算", True),
        ("1.5公里和2.3公里道路的预算", False),
        ("2016年一季度、二季度预算", False),
        ("一、预算", False),
        ("关于十二、十三号楼的预算", False),
    ],
)
def test_marks_that_count_make_several_matters(text, is_several):
    assert asking.several(text) is is_several


def test_the_purpose_was_asked_until_the_text_of_2019():
    assert asking.asks_for_use(date(2019, 5, 14))
    assert not asking.asks_for_use(date(2019, 5, 15))


@pytest.mark.parametrize(
    ("case", "now"),
    [
        (Case(), "已提交"),
        (Case(Stage.HANDLING, Time.RUNNING), "办理中"),
        (Case(Stage.CORRECTING, Time.PAUSED), "办理中"),
        (Case(Stage.DECIDED, Time.OVER, "granted"), "已答复"),
        (Case(Stage.CLOSED, Time.OVER, "granted", Service.SERVED), "已送达"),
        (Case(Stage.ARCHIVED, Time.OVER, "granted", Service.SERVED), "已送达"),
        (Case(Stage.CLOSED, Time.OVER, "withdrawn"), "已撤回"),
    ],
)
def test_a_case_stands_at_one_step(case, now):
    found = marks(case, Days(DAY, DAY, None, None, DAY))
    assert [mark.title for mark in found if mark.is_now] == [now]
    assert all(mark.is_done for mark in found[: [mark.is_now for mark in found].index(True)])


def test_what_was_taken_back_unreceived_never_was_received():
    case = Case(Stage.CLOSED, Time.OVER, "withdrawn")
    assert [mark.title for mark in marks(case, Days(DAY, None, None, None, DAY))] == ["已提交", "已撤回"]


def test_what_happens_beside_the_steps_is_told():
    told = notes(Case(Stage.HANDLING, Time.PAUSED, was_extended=True), is_charged=True, is_consulting=True)
    assert ["征求" in "".join(told), "缴费" in "".join(told), "延长" in "".join(told)] == [True, True, True]
    assert notes(Case(Stage.HANDLING, Time.RUNNING), is_charged=False, is_consulting=False) == []
