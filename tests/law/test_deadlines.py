"""Due dates counted by hand on the official calendar, and the explanations that repeat them."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from gongkai.clocks.loading import calendar
from gongkai.law.deadlines import (
    SHANGHAI,
    BrokenExplanation,
    Length,
    Pause,
    StepKind,
    Unit,
    add_months,
    due,
    from_json,
    local_day,
    merged,
)
from gongkai.law.replay import replay

CALENDAR = calendar()
WD, CD, H, M = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS, Unit.MONTHS


def moment(month, day, hour=0, minute=0, year=2017):
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2017-06-30", 15, "2017-07-21"),  # three plain weeks
        ("2017-07-01", 20, "2017-07-28"),  # received on a Saturday
        ("2017-09-15", 15, "2017-10-12"),  # 09-30 works, 10-01 to 10-08 off
        ("2017-09-22", 20, "2017-10-26"),
        ("2017-09-30", 15, "2017-10-27"),  # received on a make-up day, itself not counted
        ("2018-02-09", 15, "2018-03-07"),  # Spring Festival and its two make-up days
        ("2018-12-20", 15, "2019-01-11"),  # the notice of 2019 changes late December
        ("2019-04-22", 15, "2019-05-14"),  # the prolonged Labour Day
        ("2019-05-14", 15, "2019-06-04"),  # the last day of the old regulation
        ("2019-05-15", 20, "2019-06-13"),  # the first day of the new one
        ("2020-01-20", 20, "2020-02-25"),  # the prolonged Spring Festival
        ("2025-09-22", 20, "2025-10-24"),
        ("2026-02-13", 7, "2026-03-02"),
        ("2026-09-18", 15, "2026-10-15"),
    ],
)
def test_working_days_are_counted_on_the_official_calendar(start, days, expected):
    explained = due(date.fromisoformat(start), Length(days, WD), CALENDAR)
    assert str(explained.due_on) == expected
    assert not explained.is_provisional
    assert replay(explained.steps) == explained.due_at


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        (date(2017, 7, 3), Length(30, CD), date(2017, 8, 2)),  # a Wednesday
        (date(2017, 9, 8), Length(30, CD), date(2017, 10, 9)),  # ends on 10-08, still holiday
        (date(2017, 6, 24), Length(7, CD), date(2017, 7, 3)),  # ends on Saturday 07-01
        (date(2017, 9, 23), Length(7, CD), date(2017, 9, 30)),  # a Saturday, but people work
        (date(2017, 8, 31), Length(6, M), date(2018, 2, 28)),  # February has no 31st
        (date(2016, 2, 29), Length(12, M), date(2017, 2, 28)),
        (date(2017, 4, 1), Length(6, M), date(2017, 10, 9)),  # 10-01 begins the holiday
        (date(2017, 1, 15), Length(1, M), date(2017, 2, 15)),
    ],
)
def test_days_and_months_that_end_on_a_day_off_end_on_the_next_working_day(start, length, expected):
    explained = due(start, length, CALENDAR)
    assert explained.due_on == expected
    assert replay(explained.steps) == explained.due_at


def test_the_last_day_runs_until_midnight():
    explained = due(date(2017, 7, 3), Length(1, WD), CALENDAR)
    assert explained.due_at < moment(7, 5) <= explained.due_at + timedelta(microseconds=1)


def test_hours_run_through_nights_and_holidays():
    explained = due(moment(9, 30, 22, 30), Length(48, H), CALENDAR)
    assert explained.due_at == moment(10, 2, 22, 30)
    assert not explained.is_provisional
    assert replay(explained.steps) == explained.due_at


def test_a_day_given_for_hours_means_its_beginning():
    assert due(date(2017, 7, 1), Length(5, H), CALENDAR).due_at == moment(7, 1, 5)


def test_a_moment_counts_as_its_day_in_shanghai():
    late_in_london = datetime.fromisoformat("2017-07-02T23:00:00+00:00")
    assert local_day(late_in_london) == date(2017, 7, 3)
    assert due(late_in_london, Length(1, WD), CALENDAR).due_on == date(2017, 7, 4)


@pytest.mark.parametrize(
    ("start", "length", "provisional"),
    [
        (date(2026, 9, 18), Length(15, WD), False),
        (date(2026, 12, 1), Length(20, WD), True),  # walks through the days the next notice may move
        (date(2027, 3, 1), Length(20, WD), True),  # a year without a notice
        (date(2026, 12, 1), Length(30, CD), True),  # may still become a day off
        (date(2026, 7, 1), Length(6, M), True),
        (date(2026, 1, 1), Length(6, M), False),
    ],
)
def test_a_due_date_is_provisional_until_the_notices_it_rests_on_are_known(start, length, provisional):
    assert due(start, length, CALENDAR).is_provisional is provisional


def test_the_steps_name_what_was_counted_and_skipped_and_by_which_notice():
    steps = due(date(2017, 9, 22), Length(8, WD), CALENDAR).steps
    assert [(step.kind, step.count, step.reason, step.notice) for step in steps[1:]] == [
        (StepKind.SKIP, 2, "周末", ""),
        (StepKind.COUNT, 5, "工作日", ""),
        (StepKind.COUNT, 1, "调休上班（中秋节、国庆节）", "国办发明电〔2016〕17号"),
        (StepKind.SKIP, 8, "中秋节、国庆节放假", "国办发明电〔2016〕17号"),
        (StepKind.COUNT, 2, "工作日", ""),
    ]


def test_a_pause_leaves_its_days_out():
    pause = Pause(moment(7, 5), moment(7, 12), "征求第三方意见")
    explained = due(date(2017, 7, 3), Length(10, WD), CALENDAR, pauses=[pause])
    # Without the pause 07-17; the five working days from 07-06 to 07-12 do not count.
    assert explained.due_on == date(2017, 7, 24)
    assert sum(step.count for step in explained.steps if step.kind is StepKind.PAUSE) == 5
    assert replay(explained.steps) == explained.due_at


def test_overlapping_pauses_count_once():
    one = Pause(moment(7, 5), moment(7, 12), "征求第三方意见")
    two = Pause(moment(7, 7), moment(7, 14), "征求其他机关意见")
    whole = Pause(moment(7, 5), moment(7, 14), "一并征求意见")
    length = Length(10, WD)
    both = due(date(2017, 7, 3), length, CALENDAR, pauses=[two, one])
    assert both.due_on == due(date(2017, 7, 3), length, CALENDAR, pauses=[whole]).due_on == date(2017, 7, 26)
    assert replay(both.steps) == both.due_at


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (Length(30, CD), date(2017, 8, 9)),  # 08-02 and seven days
        (Length(1, M), date(2017, 8, 10)),  # 08-03 and seven days
    ],
)
def test_pauses_prolong_calendar_days_and_months_by_their_days(length, expected):
    pause = Pause(moment(7, 5), moment(7, 12), "征求意见")
    explained = due(date(2017, 7, 3), length, CALENDAR, pauses=[pause])
    assert explained.due_on == expected
    assert replay(explained.steps) == explained.due_at


def test_a_period_does_not_roll_onto_a_day_that_is_paused():
    pause = Pause(moment(7, 8), moment(7, 10), "征求意见")  # 07-09 Sunday and 07-10 Monday
    explained = due(date(2017, 7, 1), Length(7, CD), CALENDAR, pauses=[pause])
    assert explained.due_on == date(2017, 7, 11)
    assert replay(explained.steps) == explained.due_at


def test_pauses_of_hours_are_measured_in_time():
    pauses = [
        Pause(moment(7, 3, 10), moment(7, 3, 12), "甲"),
        Pause(moment(7, 3, 11), moment(7, 3, 13), "乙"),
        Pause(moment(7, 2, 1), moment(7, 2, 5), "起算之前"),
        Pause(moment(7, 9, 1), moment(7, 9, 5), "期满之后"),
    ]
    explained = due(moment(7, 3, 9), Length(5, H), CALENDAR, pauses=pauses)
    assert explained.due_at == moment(7, 3, 17)
    assert replay(explained.steps) == explained.due_at
    assert "甲；乙" in [step.reason for step in explained.steps]


def test_a_pause_from_the_very_start_leaves_no_empty_run():
    explained = due(
        moment(7, 3, 9), Length(2, H), CALENDAR, pauses=[Pause(moment(7, 3, 8), moment(7, 3, 10), "甲")]
    )
    assert [step.kind for step in explained.steps] == [StepKind.START, StepKind.PAUSE, StepKind.HOURS]
    assert explained.due_at == moment(7, 3, 12)


def test_merging_keeps_pauses_apart_that_do_not_touch():
    apart = [Pause(moment(7, 1), moment(7, 2), "甲"), Pause(moment(7, 4), moment(7, 5), "甲")]
    assert merged(apart) == apart
    assert merged([apart[0], Pause(moment(7, 1), moment(7, 3), "甲")]) == [
        Pause(moment(7, 1), moment(7, 3), "甲")
    ]


def test_no_time_at_all_ends_at_once():
    assert due(date(2017, 7, 3), Length(0, WD), CALENDAR).due_on == date(2017, 7, 3)
    assert due(moment(7, 3, 9), Length(0, H), CALENDAR).due_at == moment(7, 3, 9)


def test_a_negative_length_is_refused():
    with pytest.raises(ValueError, match="不能为负"):
        Length(-1, WD)


def test_months_are_clipped_to_the_end_of_the_month():
    assert add_months(date(2017, 1, 31), 1) == date(2017, 2, 28)
    assert add_months(date(2015, 12, 31), 2) == date(2016, 2, 29)
    assert add_months(date(2017, 11, 30), 14) == date(2019, 1, 30)


def test_an_explanation_survives_json():
    explained = due(date(2017, 9, 22), Length(20, WD), CALENDAR, article="政府信息公开条例（2019）第三十三条")
    assert from_json(json.loads(json.dumps(explained.as_json(), ensure_ascii=False))) == explained


def test_json_without_steps_is_refused():
    with pytest.raises(BrokenExplanation):
        from_json({"due_at": "2017-07-03T00:00:00+08:00", "steps": None, "is_provisional": False})


WORKING = due(date(2017, 9, 22), Length(20, WD), CALENDAR).steps
MONTHLY = due(date(2017, 4, 1), Length(6, M), CALENDAR).steps
HOURLY = due(moment(7, 3, 9), Length(5, H), CALENDAR).steps


@pytest.mark.parametrize(
    "steps",
    [
        (),
        WORKING[1:],  # no start
        WORKING[:-1],  # too few days
        WORKING[:2] + WORKING[3:],  # a gap
        (WORKING[0], replace(WORKING[1], count=3), *WORKING[2:]),  # holds less than it says
        (MONTHLY[0], replace(MONTHLY[1], last="2017-09-30")),  # not six months
        (HOURLY[0], replace(HOURLY[1], last="2017-07-03T13:00:00+08:00")),  # an hour short
        (HOURLY[0], replace(HOURLY[1], first="2017-07-03T10:00:00+08:00")),  # an hour left out
    ],
)
def test_steps_that_do_not_follow_are_refused(steps):
    with pytest.raises(BrokenExplanation):
        replay(steps)
