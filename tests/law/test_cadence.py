"""Duties that come back, and the period each day falls into."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.cadence import LABELS, BadCadence, Cadence


@pytest.mark.parametrize(
    ("word", "day", "first", "last"),
    [
        ("daily", date(2017, 7, 1), date(2017, 7, 1), date(2017, 7, 1)),
        ("weekly", date(2017, 7, 1), date(2017, 6, 26), date(2017, 7, 2)),  # a Saturday
        ("monthly", date(2016, 2, 10), date(2016, 2, 1), date(2016, 2, 29)),
        ("quarterly", date(2017, 7, 1), date(2017, 7, 1), date(2017, 9, 30)),
        ("quarterly", date(2017, 12, 31), date(2017, 10, 1), date(2017, 12, 31)),
        ("half-yearly", date(2017, 6, 30), date(2017, 1, 1), date(2017, 6, 30)),
        ("yearly", date(2017, 7, 1), date(2017, 1, 1), date(2017, 12, 31)),
        ("01-31", date(2020, 1, 31), date(2019, 2, 1), date(2020, 1, 31)),  # the last day is inside
        ("01-31", date(2020, 2, 1), date(2020, 2, 1), date(2021, 1, 31)),
    ],
)
def test_a_period_ends_on_its_due_date(word, day, first, last):
    assert Cadence(word).period(day) == (first, last)


@given(st.sampled_from([*LABELS, "01-31", "03-31", "12-31"]), st.dates(date(2000, 1, 1), date(2050, 1, 1)))
def test_periods_follow_one_another_without_gap(word, day):
    cadence = Cadence(word)
    first, last = cadence.period(day)
    assert first <= day <= last
    assert cadence.period(first) == cadence.period(last) == (first, last)
    assert cadence.period(date.fromordinal(last.toordinal() + 1))[0].toordinal() == last.toordinal() + 1


def test_a_cadence_reads_as_a_sentence():
    assert Cadence("half-yearly").text == "每半年至少一次"
    assert Cadence("03-31").text == "每年3月31日前"


@pytest.mark.parametrize("word", ["", "often", "1-31", "13-01", "02-30", "02-29", "01-31 "])
def test_a_word_that_is_no_cadence_is_refused(word):
    with pytest.raises(BadCadence):
        Cadence(word)
