"""What proofing (校对) looks at and what it finds. Pure: words in, findings out."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """What a finding does to a submission."""

    BLOCKS = "blocks"  # must be mended
    ASKS = "asks"  # may stand once somebody gives a reason, which is kept
    TELLS = "tells"  # asks somebody to look


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together: a field, a paragraph of the body, a cell of an attached sheet.

    ``field`` is the field of the form at which a finding is shown, ``place`` names the spot for people
    (正文第3段；附件“名单.xlsx”工作表“公示”B4), ``heading`` is what stands above a cell;
    ``is_paragraph`` tells the paragraphs of the body from its cells.
    """

    field: str
    place: str
    text: str
    heading: str = ""
    is_paragraph: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: at which field and where in it, why in a sentence, and what would mend it.

    ``code`` names the check, family first (``personal.id_card``, ``wording.typo``); it is empty for what a
    form lacks. ``start`` and ``end`` are offsets in the piece's text; ``excerpt`` is what stands there,
    personal data masked, as in ``sentence``.
    ``replacement`` is the text to put in its place, None where there is no mechanical remedy.
    ``mark`` tells a finding from a later one that says the same of the same place, where it points at no
    words that would: the hash of the file, the address of the link.
    """

    field: str
    sentence: str
    code: str = ""
    weight: Weight = Weight.BLOCKS
    place: str = ""
    start: int = 0
    end: int = 0
    excerpt: str = ""
    remedy: str = ""
    replacement: str | None = None
    mark: str = ""

    @property
    def can_overrule(self) -> bool:
        return self.weight is Weight.ASKS

    @property
    def is_warning(self) -> bool:
        return self.weight is Weight.TELLS
