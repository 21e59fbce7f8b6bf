"""Pictures without what a camera or a program wrote beside them: place, owner, device, date. Pure.

What is seen stays bit for bit as it was; which way up it is shown is kept. What lies behind the picture's end
goes too. Cleaning twice changes nothing.
"""

from dataclasses import dataclass

from gongkai.items.photographs import jpeg, png, webp
from gongkai.items.photographs.faults import hidden, sized

READERS = {
    b"\xff\xd8\xff": ("image/jpeg", ".jpg", jpeg.bare),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png", png.bare),
    b"RIFF": ("image/webp", ".webp", webp.bare),
}
MEDIA_TYPES = frozenset(media_type for media_type, _, _ in READERS.values())


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture as it may be shown: its bytes and its size as it is seen, in dots."""

    data: bytes
    suffix: str
    width: int
    height: int
    is_stripped: bool


def is_picture(data: bytes) -> bool:
    """Whether a file begins as a picture that is taken."""
    return any(data.startswith(start) for start in READERS)


def bare(data: bytes) -> Photograph:
    """Return a picture without what was written beside it.

    Raises Refused for one that is broken off, damaged, too large or carries another file behind it.
    """
    _, suffix, reader = next(found for start, found in READERS.items() if data.startswith(start))
    kept, (width, height), rest = reader(data)
    sized(width, height)
    hidden(rest)
    return Photograph(kept, suffix, width, height, is_stripped=kept != data)
