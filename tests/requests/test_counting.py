"""How public figures are computed, and which are not told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.requests.rules.counting import guarded, lasting, share


@pytest.mark.parametrize(
    ("days", "median", "ninth"),
    [
        ({}, None, None),
        ({5: 1}, 5, 5),
        ({5: 1, 8: 1}, 6.5, 8),
        ({1: 5, 20: 5}, 10.5, 20),
        ({1: 9, 20: 1}, 1, 1),
        ({1: 8, 20: 2}, 1, 20),
    ],
)
def test_the_median_and_nine_of_ten(days, median, ninth):
    found = lasting(days)
    assert (found.median, found.ninth) == (median, ninth)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=80))
def test_nine_of_ten_did_not_take_longer_and_the_median_is_in_the_middle(each):
    found = lasting({day: each.count(day) for day in set(each)})
    assert sum(day <= found.ninth for day in each) * 10 >= 9 * len(each)
    ordered = sorted(each)
    assert found.median == (ordered[(len(each) - 1) // 2] + ordered[len(each) // 2]) / 2


def test_small_figures_about_people_are_not_told_and_cannot_be_computed():
    assert guarded({"a": 2, "b": 7, "c": 0, "d": 5}, 3) == {"a": "少于3", "b": "7", "c": "0", "d": "不单列"}
    assert guarded({"a": 2, "b": 1, "d": 5}, 3) == {"a": "少于3", "b": "少于3", "d": "5"}
    assert guarded({"a": 3, "b": 0}, 3) == {"a": "3", "b": "0"}
    assert guarded({"a": 1, "b": 0}, 3) == {"a": "少于3", "b": "0"}


def test_a_share_of_nothing_is_a_dash():
    assert (share(1, 3), share(0, 0)) == ("33.3%", "—")
