"""What may happen to a request when: every story of the law goes through, everything else is refused."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from gongkai.clocks.loading import calendar
from gongkai.law.clock import Event, EventKind, effective, read
from gongkai.law.deadlines import Length, Unit
from gongkai.requests.rules.course import (
    AT,
    CLOCK,
    MOVES,
    Case,
    Contest,
    IllegalStep,
    Kind,
    Service,
    Stage,
    Step,
    Time,
    after,
    course,
    is_legal,
    possible,
)
from tests import make

RECEIVED = ["register", "receive"]
ANSWERED = [*RECEIVED, "decide granted", "send", "serve"]


def steps(*said):
    """Return events a day apart: a kind, with its key behind a blank."""
    made = []
    for number, each in enumerate(said):
        kind, _, key = each.partition(" ")
        made.append(Step(Kind(kind), make.NOW + timedelta(days=number), key))
    return made


@pytest.mark.parametrize(
    ("said", "stage", "time"),
    [
        (["register"], Stage.REGISTERED, Time.NONE),
        (RECEIVED, Stage.HANDLING, Time.RUNNING),
        ([*RECEIVED, "ask-correction"], Stage.CORRECTING, Time.PAUSED),
        ([*RECEIVED, "ask-correction", "correct"], Stage.HANDLING, Time.RUNNING),
        ([*RECEIVED, "ask-correction", "decide not-corrected"], Stage.DECIDED, Time.OVER),
        ([*RECEIVED, "consult 甲公司"], Stage.HANDLING, Time.PAUSED),
        ([*RECEIVED, "consult 甲公司", "consult 市局", "hear 甲公司"], Stage.HANDLING, Time.PAUSED),
        ([*RECEIVED, "consult 甲公司", "hear 甲公司"], Stage.HANDLING, Time.RUNNING),
        ([*RECEIVED, "extend", "decide partly", "send", "serve"], Stage.CLOSED, Time.OVER),
        ([*RECEIVED, "charge"], Stage.HANDLING, Time.PAUSED),
        ([*RECEIVED, "charge", "pay"], Stage.HANDLING, Time.RUNNING),
        ([*RECEIVED, "charge", "decide not-paid"], Stage.DECIDED, Time.OVER),
        ([*RECEIVED, "consult 甲公司", "withdraw"], Stage.CLOSED, Time.OVER),
        (["register", "withdraw", "archive"], Stage.ARCHIVED, Time.OVER),
        ([*ANSWERED, "contest review", "conclude upheld", "archive"], Stage.ARCHIVED, Time.OVER),
        ([*ANSWERED, "contest review", "conclude corrected", "reopen"], Stage.HANDLING, Time.RUNNING),
        ([*RECEIVED, "contest court", "conclude other"], Stage.HANDLING, Time.RUNNING),
    ],
)
def test_the_stories_of_the_law_go_through(said, stage, time):
    case = course(steps(*said))
    assert (case.stage, case.time) == (stage, time)
    assert is_legal(case)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ([], "还没有登记"),
        (["receive"], "还没有登记"),
        (["register", "register"], "已经登记"),
        (["register", "decide granted"], "不能“作出答复”"),
        ([*RECEIVED, "ask-correction", "correct", "ask-correction"], "只能告知一次"),
        ([*RECEIVED, "ask-correction", "decide granted"], "等待申请人补正"),
        ([*RECEIVED, "decide not-corrected"], "没有等待补正"),
        ([*RECEIVED, "decide not-paid"], "没有等待缴费"),
        ([*RECEIVED, "charge", "decide granted"], "等待申请人缴费"),
        ([*RECEIVED, "charge", "charge"], "已经发出"),
        ([*RECEIVED, "pay"], "没有收费通知"),
        ([*RECEIVED, "extend", "extend"], "只能延长一次"),
        ([*RECEIVED, "consult"], "征求谁"),
        ([*RECEIVED, "consult 甲公司", "consult 甲公司"], "不能重复征求"),
        ([*RECEIVED, "hear 甲公司"], "没有征求甲公司"),
        ([*RECEIVED, "consult 甲公司", "decide granted"], "正在征求甲公司"),
        ([*RECEIVED, "consult 甲公司", "ask-correction"], "正在征求甲公司"),
        ([*RECEIVED, "charge", "ask-correction"], "等待申请人缴费"),
        ([*RECEIVED, "decide"], "选择答复的种类"),
        ([*RECEIVED, "decide granted", "extend"], "不能“延长答复期限”"),
        ([*RECEIVED, "decide granted", "send", "send"], "已经发出"),
        ([*ANSWERED, "decide partly"], "不能“作出答复”"),
        ([*ANSWERED, "withdraw"], "不能“申请人撤回”"),
        ([*ANSWERED, "reopen"], "结果被纠正"),
        ([*ANSWERED, "contest review", "contest court"], "审理中"),
        ([*ANSWERED, "contest"], "行政复议还是行政诉讼"),
        ([*ANSWERED, "contest upheld"], "行政复议还是行政诉讼"),
        ([*ANSWERED, "conclude upheld"], "没有正在审理"),
        ([*ANSWERED, "contest review", "conclude review"], "写明结果"),
        ([*ANSWERED, "contest review", "archive"], "结案后再归档"),
        ([*ANSWERED, "archive", "contest review"], "已归档"),
    ],
)
def test_what_cannot_follow_is_refused_with_a_sentence(said, sentence):
    with pytest.raises(IllegalStep, match=sentence):
        course(steps(*said))


def test_nothing_happens_before_what_happened_last():
    first, second = steps(*RECEIVED)
    with pytest.raises(IllegalStep, match="早于上一步"):
        course([first, Step(second.kind, first.at - timedelta(days=1))])


def test_a_correction_lets_the_period_be_extended_anew():
    case = course(steps(*RECEIVED, "extend", "ask-correction", "correct", "extend"))
    assert case.was_extended


def test_what_was_answered_keeps_its_decision_whatever_comes_of_it():
    case = course(steps(*ANSWERED, "contest review", "conclude upheld"))
    assert (case.decision, case.service, case.contest) == ("granted", Service.SERVED, Contest.UPHELD)


def test_every_event_has_its_stages_and_its_move():
    assert set(AT) == set(MOVES) == set(Kind) - {Kind.REGISTER}
    assert set(possible(Case())) == {Kind.RECEIVE, Kind.WITHDRAW}


KEYS = [
    "",
    "甲公司",
    "市局",
    "granted",
    "partly",
    "not-corrected",
    "not-paid",
    "review",
    "court",
    "upheld",
    "corrected",
]
anything = st.lists(st.tuples(st.sampled_from(Kind), st.sampled_from(KEYS)), max_size=40)
calmly = trying(max_examples=500)


def walked(events):
    """Return the steps that were taken of many that were tried, after each of them the case."""
    at, taken, case = make.NOW, [], None
    for kind, key in [(Kind.REGISTER, ""), *events]:
        at += timedelta(hours=13)
        try:
            case = after(case, step := Step(kind, at, key))
        except IllegalStep as error:
            assert str(error)
            continue
        taken.append(step)
        assert is_legal(case), (step, case)
        assert not (case.waits_for and case.stage is not Stage.HANDLING)
    return taken, case


@calmly
@given(anything)
def test_no_path_of_events_leads_to_an_illegal_state(events):
    taken, case = walked(events)
    assert course(taken) == case, "the state is what follows from the events alone"


@calmly
@given(anything)
def test_the_period_of_every_course_can_be_counted(events):
    """What a case does to its clock is what a clock takes: none pauses twice or runs on unasked."""
    taken, _ = walked(events)
    length, periods = Length(20, Unit.WORKING_DAYS), []
    for number, step in enumerate(taken, 1):
        kind = CLOCK.get(step.kind)
        if kind is EventKind.START:
            periods.append([])
        if kind:
            periods[-1].append(Event(number, kind, step.at, step.key, amount=20, reason=step.kind.label))
    for period in periods:
        assert effective(period) == period
        explained = read(period, length, calendar(), as_of=taken[-1].at).explained
        assert explained.due_at > period[0].at
