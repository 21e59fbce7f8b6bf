"""Work that several processes share comes back whole and in order; nobody is left behind."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from gongkai.ui.sharing import prefetched, shared


def doubled(numbers):
    return [2 * each for each in numbers]


def refused(numbers):
    raise ValueError(numbers[0])


def whose(numbers):
    return os.getpid()


def inverse(factor, numbers):
    return [factor - each for each in numbers]


@pytest.mark.parametrize("count", [0, 1, 6, 7, 40])
def test_what_comes_back_is_in_order_and_whole(count):
    made = shared(doubled, iter(range(count)), size=3, few=3, processes=2)
    assert [each for piece in made for each in piece] == [2 * number for number in range(count)]


def test_little_work_stays_here_and_much_goes_elsewhere():
    assert set(shared(whose, range(8), size=3, few=4, processes=2)) == {os.getpid()}
    assert set(shared(whose, range(40), size=3, few=4, processes=1)) == {os.getpid()}
    assert os.getpid() not in set(shared(whose, range(40), size=3, few=4, processes=2))


def test_work_may_bring_along_what_it_needs():
    made = shared(partial(inverse, 10), range(12), size=2, few=2, processes=2)
    assert [each for piece in made for each in piece] == [10 - number for number in range(12)]


def test_what_the_work_raises_is_raised_here():
    with pytest.raises(ValueError, match="0"):
        list(shared(refused, range(40), size=3, few=2, processes=2))


def test_who_stops_listening_leaves_nobody_waiting():
    made = shared(doubled, range(1000), size=2, few=2, processes=2)
    assert next(made) == [0, 2]
    made.close()


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_thread_makes_the_next_thing(count):
    assert list(prefetched(iter(range(count)))) == list(range(count))


def test_what_the_thread_raises_is_raised_here():
    def broken():
        yield 1
        raise OSError("full")

    found = prefetched(broken())
    assert next(found) == 1
    with pytest.raises(OSError, match="full"):
        next(found)


ENDLESS = """
import itertools, os, time
from gongkai.ui.sharing import shared
from tests.ui.test_sharing import whose

if __name__ == "__main__":
    for each in shared(whose, itertools.count(), size=1, few=1, processes=2):
        print(each, flush=True)
"""


def works(process):
    """Tell whether a process works: one that ended may still have to be taken note of."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_others_end_with_who_was_killed(tmp_path):
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS)
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root}
    ) as process:
        other = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        process.stdout.close()
    for _ in range(300):
        if not works(other):
            return
        time.sleep(0.1)
    os.kill(other, signal.SIGKILL)
    pytest.fail("it works on for nobody")
