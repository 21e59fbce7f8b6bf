"""What holds for every period, not only for those counted by hand."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gongkai.clocks.loading import calendar
from gongkai.law.clock import Event, EventKind, IllegalEvent, read
from gongkai.law.deadlines import SHANGHAI, Length, Pause, Unit, due, from_json
from gongkai.law.masking import NOWHERE, SEARCHES, SIGNS, find, mask
from gongkai.law.replay import replay

CALENDAR = calendar()
K = EventKind
starts = st.dates(date(2007, 1, 1), date(2027, 12, 31))
days = st.integers(1, 60)
units_of_days = st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS])
moments = st.datetimes(datetime(2017, 1, 1), datetime(2017, 12, 31)).map(
    lambda naive: naive.replace(microsecond=0, tzinfo=SHANGHAI)
)
pauses = st.lists(
    st.builds(
        lambda since, hours, reason: Pause(since, since + timedelta(hours=hours), reason),
        moments,
        st.integers(0, 500),
        st.sampled_from(["征求第三方意见", "征求其他机关意见"]),
    ),
    max_size=4,
)


@given(starts, days, units_of_days)
def test_no_period_ends_on_a_day_off(start, amount, unit):
    assert CALENDAR.is_working(due(start, Length(amount, unit), CALENDAR).due_on)


@given(starts, days, days, units_of_days)
def test_a_longer_period_does_not_end_earlier(start, shorter, more, unit):
    short, long = (due(start, Length(n, unit), CALENDAR).due_at for n in (shorter, shorter + more))
    assert short <= long


@given(starts, st.integers(0, 30), days, units_of_days)
def test_a_later_start_does_not_end_earlier(start, delay, amount, unit):
    early, late = (
        due(day, Length(amount, unit), CALENDAR).due_at for day in (start, start + timedelta(days=delay))
    )
    assert early <= late


@given(starts, days, days)
def test_working_days_add_up(start, first, second):
    first_due = due(start, Length(first, Unit.WORKING_DAYS), CALENDAR).due_on
    in_two = due(first_due, Length(second, Unit.WORKING_DAYS), CALENDAR).due_on
    assert in_two == due(start, Length(first + second, Unit.WORKING_DAYS), CALENDAR).due_on


@given(starts, days)
def test_a_due_date_is_so_many_working_days_away(start, amount):
    assert CALENDAR.between(start, due(start, Length(amount, Unit.WORKING_DAYS), CALENDAR).due_on) == amount


@given(moments, days, st.sampled_from(Unit), pauses)
def test_every_explanation_replays_to_its_own_date(start, amount, unit, stops):
    explained = due(start, Length(amount, unit), CALENDAR, pauses=stops)
    assert replay(explained.steps) == explained.due_at
    assert from_json(explained.as_json()) == explained


@given(moments, days, st.sampled_from(Unit), pauses)
def test_saying_a_pause_twice_changes_nothing(start, amount, unit, stops):
    length = Length(amount, unit)
    once, twice = (due(start, length, CALENDAR, pauses=p).due_at for p in (stops, stops + stops))
    assert once == twice


@given(moments, days, st.sampled_from(Unit), pauses)
def test_a_pause_never_brings_the_end_forward(start, amount, unit, stops):
    length = Length(amount, unit)
    assert due(start, length, CALENDAR).due_at <= due(start, length, CALENDAR, pauses=stops).due_at


@given(starts, days, st.dates(date(2006, 1, 1), date(2027, 1, 1)))
def test_what_was_settled_when_it_was_computed_changes_only_by_a_second_notice(start, amount, known_on):
    then = due(start, Length(amount, Unit.WORKING_DAYS), CALENDAR.known_on(known_on))
    now = due(start, Length(amount, Unit.WORKING_DAYS), CALENDAR)
    years = {start.year, start.year + 1, then.due_on.year}
    if not then.is_provisional and not years & {2015, 2019, 2020}:
        assert then.due_on == now.due_on


ledgers = st.lists(
    st.tuples(
        st.sampled_from([K.PAUSE, K.RESUME, K.RESTART, K.EXTEND]),
        st.integers(0, 20),
        st.sampled_from(["甲", "乙"]),
        st.integers(1, 10),
    ),
    max_size=8,
)


def lawful(steps):
    """The longest ledger that these steps make when what is refused is left out."""
    now = datetime(2017, 7, 3, 9, tzinfo=SHANGHAI)
    events = [Event(1, K.START, now)]
    for kind, gap, key, amount in steps:
        now += timedelta(days=gap)
        tried = [*events, Event(len(events) + 1, kind, now, key, amount, reason=key)]
        try:
            read(tried, Length(15, Unit.WORKING_DAYS), CALENDAR)
        except IllegalEvent:
            continue
        events = tried
    return events


@given(ledgers, st.sampled_from([K.PAUSE, K.RESTART, K.EXTEND]))
def test_undo_restores_exactly(steps, kind):
    events, length = lawful(steps), Length(15, Unit.WORKING_DAYS)
    later = events[-1].at + timedelta(days=1)
    act = Event(len(events) + 1, kind, later, "丙", 5)
    undo = Event(len(events) + 2, K.UNDO, later, undoes=act.number)
    as_of = later + timedelta(days=9)
    assert read([*events, act, undo], length, CALENDAR, as_of=as_of) == read(
        events, length, CALENDAR, as_of=as_of
    )


@given(ledgers)
def test_every_ledger_explains_itself(steps):
    explained = read(lawful(steps), Length(15, Unit.WORKING_DAYS), CALENDAR).explained
    assert replay(explained.steps) == explained.due_at


@given(st.text(alphabet="张三电话身份证0123456789Xx -：，.@acn", max_size=120))
def test_masking_keeps_the_length_and_leaves_nothing_certain_behind(text):
    masked = mask(text)
    assert len(masked) == len(text)
    assert [each for each in find(masked) if each.certain] == []


# Pieces of what is looked for, with what may stand between its signs, in any order.
FIGURES = "1 3 18 33 19900101 1381234 62220 28886 - . · 86".split()
WORDS = "E G CH HA X x @ a.cn 微信 QQ wx: _ 台胞证 军字第 家庭电话 号".split()


@given(st.lists(st.sampled_from([*FIGURES, *WORDS, " ", "   "]), max_size=40).map("".join))
def test_nothing_is_found_without_the_sign_for_which_it_is_looked(text):
    for sign, search in SEARCHES:
        if list(search(text, NOWHERE)):
            assert SIGNS[sign].search(text)
