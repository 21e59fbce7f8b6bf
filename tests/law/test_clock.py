"""The ledger of a period: pauses, restarts, extensions, and taking any of them back."""

from datetime import date, datetime

import pytest

from gongkai.clocks.loading import calendar
from gongkai.law.clock import Event, EventKind, IllegalEvent, effective, read
from gongkai.law.deadlines import SHANGHAI, Length, Unit

CALENDAR = calendar()
TWENTY = Length(20, Unit.WORKING_DAYS)
K = EventKind


def at(month, day):
    return datetime(2019, month, day, 10, tzinfo=SHANGHAI)


def ledger(*events):
    """Number events in order; the first is the start on 2019-05-15."""
    rows = [{"kind": K.START, "at": at(5, 15)}, *events]
    return [Event(number=n, **row) for n, row in enumerate(rows, 1)]


def due_on(*events, **options):
    return read(ledger(*events), TWENTY, CALENDAR, **options).explained.due_on


def test_a_plain_period_runs_from_its_start():
    assert due_on() == date(2019, 6, 13)


def test_time_spent_consulting_does_not_count():
    # 05-20 to 05-27: five working days later.
    assert due_on(
        {"kind": K.PAUSE, "at": at(5, 20), "key": "third"},
        {"kind": K.RESUME, "at": at(5, 27), "key": "third"},
    ) == date(2019, 6, 20)


def test_two_consultations_side_by_side_count_once():
    assert due_on(
        {"kind": K.PAUSE, "at": at(5, 20), "key": "third"},
        {"kind": K.PAUSE, "at": at(5, 21), "key": "agency"},
        {"kind": K.RESUME, "at": at(5, 27), "key": "third"},
        {"kind": K.RESUME, "at": at(5, 27), "key": "agency"},
    ) == date(2019, 6, 20)


def test_an_open_pause_lasts_until_the_day_given():
    pause = {"kind": K.PAUSE, "at": at(5, 20)}
    reading = read(ledger(pause), TWENTY, CALENDAR, as_of=at(5, 27))
    assert reading.is_paused
    assert reading.explained.due_on == date(2019, 6, 20)
    assert due_on(pause) == date(2019, 6, 13)
    assert due_on(pause, as_of=at(5, 16)) == date(2019, 6, 13)


def test_an_amended_request_starts_the_whole_period_anew():
    reading = read(
        ledger(
            {"kind": K.EXTEND, "at": at(5, 17), "amount": 20},
            {"kind": K.PAUSE, "at": at(5, 20)},
            {"kind": K.RESTART, "at": at(6, 3)},
        ),
        TWENTY,
        CALENDAR,
    )
    assert reading.explained.due_on == CALENDAR.add(date(2019, 6, 3), 20)
    assert (reading.is_paused, reading.extended_by, reading.extensions) == (False, 0, 0)


def test_an_extension_is_added_to_the_period():
    reading = read(ledger({"kind": K.EXTEND, "at": at(6, 12), "amount": 20}), TWENTY, CALENDAR)
    assert reading.explained.due_on == CALENDAR.add(date(2019, 6, 13), 20)
    assert (reading.extended_by, reading.extensions) == (20, 1)


def test_undoing_gives_back_exactly_what_was():
    pause, resume = {"kind": K.PAUSE, "at": at(5, 20)}, {"kind": K.RESUME, "at": at(5, 27)}
    before = read(ledger(pause, resume), TWENTY, CALENDAR)
    extend, undo = (
        {"kind": K.EXTEND, "at": at(5, 28), "amount": 5},
        {"kind": K.UNDO, "at": at(5, 29), "undoes": 4},
    )
    assert read(ledger(pause, resume, extend, undo), TWENTY, CALENDAR) == before


def test_undoing_an_undo_restores_the_event():
    extend = {"kind": K.EXTEND, "at": at(5, 28), "amount": 5}
    undo, redo = (
        {"kind": K.UNDO, "at": at(5, 29), "undoes": 2},
        {"kind": K.UNDO, "at": at(5, 30), "undoes": 3},
    )
    assert due_on(extend, undo) == date(2019, 6, 13)
    assert due_on(extend, undo, redo) == due_on(extend)
    assert [event.number for event in effective(ledger(extend, undo, redo))] == [1, 2]


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        ([{"kind": K.START, "at": at(5, 16)}], "已经起算"),
        ([{"kind": K.RESUME, "at": at(5, 16)}], "没有停止"),
        ([{"kind": K.PAUSE, "at": at(5, 14)}], "早于起算"),
        ([{"kind": K.PAUSE, "at": at(5, 20)}, {"kind": K.PAUSE, "at": at(5, 21)}], "重复停止"),
        ([{"kind": K.PAUSE, "at": at(5, 20)}, {"kind": K.RESUME, "at": at(5, 19)}], "早于停止"),
        ([{"kind": K.EXTEND, "at": at(5, 20), "amount": 0}], "大于零"),
        ([{"kind": K.UNDO, "at": at(5, 20), "undoes": 1}], "不能撤销"),
        ([{"kind": K.UNDO, "at": at(5, 20), "undoes": 9}], "不存在"),
        ([{"kind": K.UNDO, "at": at(5, 20), "undoes": 2}], "不存在"),  # itself
        (
            [
                {"kind": K.EXTEND, "at": at(5, 20), "amount": 1},
                {"kind": K.UNDO, "at": at(5, 21), "undoes": 2},
                {"kind": K.UNDO, "at": at(5, 22), "undoes": 2},
            ],
            "已经撤销",
        ),
    ],
)
def test_events_that_contradict_one_another_are_refused(events, sentence):
    with pytest.raises(IllegalEvent, match=sentence):
        read(ledger(*events), TWENTY, CALENDAR)


@pytest.mark.parametrize("kind", [K.PAUSE, K.EXTEND, K.RESTART])
def test_nothing_happens_to_a_period_that_has_not_begun(kind):
    with pytest.raises(IllegalEvent, match="尚未起算"):
        read([Event(1, kind, at(5, 15), amount=1)], TWENTY, CALENDAR)


def test_an_empty_ledger_has_no_due_date():
    with pytest.raises(IllegalEvent, match="尚未起算"):
        read([], TWENTY, CALENDAR)
