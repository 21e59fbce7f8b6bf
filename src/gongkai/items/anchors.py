"""Paragraphs of a body, numbered, so that a remark can be tied to one and found again after changes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lxml import html as markup

EXCERPT = 60
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph (a table or a list is one): its number from 1, its HTML, its words."""

    number: int
    html: str
    text: str

    @property
    def excerpt(self) -> str:
        return self.text[:EXCERPT]


def blocks(body: str) -> list[Block]:
    """Return the paragraphs of clean HTML; words that stand between them belong to the one before."""
    root = markup.fragment_fromstring(body, create_parent="div")
    found = [] if not (root.text or "").strip() else [_block(1, "", root.text or "")]
    for child in root:
        whole = markup.tostring(child, encoding="unicode")
        text = " ".join(child.text_content().split())
        found.append(_block(len(found) + 1, whole, text))
    return found


def _block(number: int, whole: str, text: str) -> Block:
    plain = text.strip()
    return Block(number, whole or markup.tostring(_paragraph(plain), encoding="unicode"), plain)


def _paragraph(text: str) -> markup.HtmlElement:
    made = markup.Element("p")
    made.text = text
    return made


def locate(place: int, excerpt: str, among: Sequence[Block]) -> int:
    """Return the number of the paragraph that a remark is about, 0 if it is gone or is the whole text.

    The paragraph that begins with the excerpt is meant, the nearest one if there are several; or else the
    one that has taken its place and still reads alike.
    """
    if not place:
        return 0
    same = [block for block in among if block.excerpt == excerpt]
    if same:
        return min(same, key=lambda block: abs(block.number - place)).number
    there = next((block for block in among if block.number == place), None)
    if there is None or SequenceMatcher(None, there.excerpt, excerpt, autojunk=False).ratio() < ALIKE:
        return 0
    return there.number
