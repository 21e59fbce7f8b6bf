"""A limit on the whole of a fetch, however slowly its bytes trickle in."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

AFTER = 0.05
"""So many seconds after its end nobody doubts that it was the end."""


class Late(Exception):
    """The time is over."""


class Deadline:
    """So many seconds from now on, for everything together."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.until = seconds, time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.until

    def left(self) -> float:
        """Return the seconds that are left. Raises Late."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise Late
        return left

    @contextmanager
    def over(self, connected: socket.socket) -> Iterator[None]:
        """Cut a connection off when the time is over: whoever waits at it then sees its end."""
        left = max(self.until - time.monotonic(), 0)
        timer = threading.Timer(left + AFTER, _cut, [connected])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _cut(connected: socket.socket) -> None:
    try:
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
    except OSError:  # it has ended by itself
        return
