"""One range of a file (RFC 9110 §14): what a player asks for when somebody moves forward in a film."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
CHUNK = 256 * 1024


class Unsatisfiable(ValueError):
    """A range that begins behind the end of the file: 416."""


@dataclass(frozen=True)
class Part:
    """The bytes from ``first`` to ``last``, both included, of a file of ``size`` bytes."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    @property
    def header(self) -> str:
        return f"bytes {self.first}-{self.last}/{self.size}"


def part_of(asked: str, *, size: int) -> Part | None:
    """Return what a Range header asks for; None where the whole file is to be sent.

    Several ranges, other units and nonsense are ignored, as the standard allows. Raises Unsatisfiable.
    """
    match = RANGE.fullmatch(asked.strip())
    if match is None or not any(match.groups()):
        return None
    begin, end = match.groups()
    if not begin:
        first, last = max(size - int(end), 0), size - 1
        if int(end) == 0:
            raise Unsatisfiable
    else:
        first, last = int(begin), min(int(end), size - 1) if end else size - 1
        if end and int(end) < int(begin):
            return None
    if first >= size:
        raise Unsatisfiable
    return Part(first, last, size)


def read(path: Path, part: Part) -> Iterator[bytes]:
    """Yield the bytes of a part, a piece at a time."""
    left = part.length
    with path.open("rb") as file:
        file.seek(part.first)
        while left and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece


def answer(asked: str, path: Path) -> HttpResponseBase | None:
    """Return the part of a file that is asked for, None where it is to be sent whole."""
    size = path.stat().st_size
    try:
        part = part_of(asked, size=size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if part is None:
        return None
    return StreamingHttpResponse(
        read(path, part),
        status=206,
        headers={"Content-Range": part.header, "Content-Length": str(part.length)},
    )
