"""The common form of what is read: paragraphs, headings, tables and pictures in their order."""

import hashlib
from dataclasses import dataclass

from gongkai.items import photographs
from gongkai.items.uploads import Refused

LARGEST_PICTURE = 10 * 1024 * 1024
TOO_LARGE = f"图片超过{LARGEST_PICTURE // 1024 // 1024} MB，请缩小后再插入"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, JPEG or WebP file that stands in a text; ``words`` say what it shows, if the file does."""

    name: str
    data: bytes
    words: str = ""

    @property
    def src(self) -> str:
        """The address under which it will be shown once it is stored with its version."""
        return f"/files/{hashlib.sha256(self.data).hexdigest()}/{self.name}"


def picture(data: bytes, serial: int, words: str = "") -> Picture | None:
    """Return a picture that can be shown, None for another format, a damaged one or one that is too large."""
    if not photographs.is_picture(data) or len(data) > LARGEST_PICTURE:
        return None
    try:
        found = photographs.bare(data)
    except Refused:
        return None
    return Picture(f"图{serial}{found.suffix}", found.data, words[:200])


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (``level`` 0), a heading (1 title, 2 to 4), a table (``rows``) or a ``picture``.

    ``place`` says where it stands in the file; ``apart`` whether a blank line stands before it.
    """

    text: str
    place: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    apart: bool = True
    picture: Picture | None = None

    @property
    def words(self) -> str:
        return "\n".join("\t".join(row) for row in self.rows) if self.rows else self.text
