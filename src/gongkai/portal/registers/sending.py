"""Downloads that are written as they are sent: only so many at once, and none without end."""

from collections.abc import Iterator
from threading import BoundedSemaphore
from time import monotonic

from django.conf import settings


class Busy(Exception):
    """As many downloads are being written as this process may write."""


class TooLong(Exception):
    """A download took longer than it may; the connection is cut, so that nobody takes it for whole."""


turns = BoundedSemaphore(settings.DOWNLOADS_AT_ONCE)


class Sending(Iterator[bytes]):
    """The pieces of a download; it holds a turn until it is sent, fails or is given up. Raises Busy."""

    def __init__(self, pieces: Iterator[bytes], *, seconds: float) -> None:
        if not turns.acquire(blocking=False):
            raise Busy
        self.is_open = True
        self.pieces = pieces
        self.until = monotonic() + seconds

    def __next__(self) -> bytes:
        try:
            if monotonic() > self.until:
                raise TooLong
            return next(self.pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            turns.release()
            if callable(end := getattr(self.pieces, "close", None)):
                end()

    def __del__(self) -> None:
        self.close()
