"""How much of what is personal is found, and how often something else is taken for it."""

from collections import Counter

from bench.lookalikes import near_misses
from bench.people import CHECKED, positives
from bench.personal import alarms, is_found


def test_what_has_a_check_digit_is_found_99_times_in_100_and_homes_95_times():
    every, hits = Counter(), Counter()
    for case in positives():
        every[case.kind] += 1
        hits[case.kind] += is_found(case)
    assert every.total() >= 2000
    for kind in every:
        assert hits[kind] / every[kind] >= (0.99 if kind in CHECKED else 0.95), kind


def test_what_only_looks_personal_alarms_nobody_more_than_once_in_a_hundred():
    cases = list(near_misses())
    assert len(cases) >= 2000
    wrong = [case for case in cases if alarms(case)]
    assert len(wrong) / len(cases) <= 0.01, wrong[:20]


def test_the_set_is_the_same_each_time():
    assert list(positives()) == list(positives())
    assert list(near_misses()) == list(near_misses())
