"""What was read from a file."""

from dataclasses import dataclass
from datetime import date

from gongkai.items.reading.blocks import Picture
from gongkai.items.reading.citations import Citation


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a file, as far as they could be read; ``is_whole`` is false if there may be more.

    ``is_recognised`` says that they were read off a picture (OCR) and may be wrong.
    """

    text: str
    is_whole: bool
    is_recognised: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """``header`` by field name (text or date), ``sources`` where each was read, ``html`` the body.

    Fields are those of ``Version`` and besides ``number``, ``publisher`` and ``validity``. ``findings`` are
    sentences about what could not be understood; ``pictures`` stand in the body under the addresses they
    will have. ``is_scan`` says that the file itself is the document: it has no text of its own.
    """

    header: dict[str, str | date]
    html: str
    cited: tuple[Citation, ...]
    findings: tuple[str, ...]
    sources: dict[str, str]
    pictures: tuple[Picture, ...] = ()
    is_scan: bool = False

    @property
    def title(self) -> str:
        return self.text("title")

    def text(self, field: str) -> str:
        """Return a field that is text, empty if the document does not state it."""
        value = self.header.get(field, "")
        return value if isinstance(value, str) else ""

    def day(self, field: str) -> date | None:
        """Return a field that is a date, None if the document does not state it."""
        value = self.header.get(field)
        return value if isinstance(value, date) else None
