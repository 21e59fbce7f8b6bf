"""Uses are counted by name, place and window; looking at a count does not count."""

from gongkai.ui.limiting import Limit, counter

LIMIT = Limit("test", most=2, seconds=60)


def test_looking_at_a_count_does_not_count():
    for _ in range(3):
        assert counter().seen(LIMIT, "10.0.0.1", now=120).count == 0
    counter().use(LIMIT, "10.0.0.1", now=121)
    assert counter().seen(LIMIT, "10.0.0.1", now=130).count == 1
    assert counter().seen(LIMIT, "10.0.0.1", now=130).wait == 50


def test_a_count_is_seen_by_its_own_place_and_window_only():
    counter().use(LIMIT, "10.0.0.1", now=121)
    assert counter().seen(LIMIT, "10.0.0.2", now=121).count == 0
    assert counter().seen(LIMIT, "10.0.0.1", now=180).count == 0
