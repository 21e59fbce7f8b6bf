"""What changed between two wordings: paragraph by paragraph, word by word.

The result is plain text in pieces, marked same, added or removed; a template escapes and draws it, so no
markup of either wording ever reaches the page. Words are cut as Chinese words, not single characters.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lxml import html

from gongkai.search.words import cut

BLOCKS = "h1 h2 h3 h4 h5 h6 p li tr blockquote pre figcaption caption".split()
CONTEXT = 1
ISLET = 1  # characters that stayed between two rewritten stretches: too few to read on from
ALIKE = 0.35
REACH = 12  # paragraphs further on, in which a rewritten one is looked for
COMPARED = 300  # characters by which two paragraphs are judged to be alike
MOST_PAIRS = 2_000_000  # of words; beyond, a rewritten paragraph is shown as gone and come whole
MANY = 3_000  # paragraphs beyond which those that stand everywhere tell nothing


@dataclass(frozen=True)
class Piece:
    """A run of words: ``mark`` is "same", "added" or "removed"."""

    mark: str
    text: str


@dataclass(frozen=True)
class Row:
    """One paragraph. ``skipped`` is the number of unchanged paragraphs left out in its place."""

    pieces: tuple[Piece, ...] = ()
    skipped: int = 0

    @property
    def is_changed(self) -> bool:
        return any(piece.mark != "same" for piece in self.pieces)


def texts(old: str, new: str) -> tuple[Piece, ...]:
    """Return the word-level difference of two plain texts."""
    before, after = _words(old), _words(new)
    if len(before) * len(after) > MOST_PAIRS:
        return (Piece("removed", old), Piece("added", new))
    runs = []
    for code, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old_run, new_run = "".join(before[i1:i2]), "".join(after[j1:j2])
        runs.append((code == "equal", old_run, new_run))
    return tuple(_pieces(_without_islands(runs)))


Run = tuple[bool, str, str]
"""Whether a stretch is unchanged, how it read and how it reads."""


def _without_islands(runs: Sequence[Run]) -> list[Run]:
    """Join changes between which only an islet has stayed: 一个字两边都改了，整句更好读."""
    joined: list[Run] = []
    for at, (is_same, old, new) in enumerate(runs):
        is_islet = is_same and len(old) <= ISLET and 0 < at < len(runs) - 1 and not old.isspace()
        is_rewritten = is_islet and all(runs[at + step][1] and runs[at + step][2] for step in (-1, 1))
        changed = not is_same or is_rewritten
        if changed and joined and not joined[-1][0]:
            _, before, after = joined[-1]
            joined[-1] = (False, before + old, after + new)
        else:
            joined.append((not changed, old, new))
    return joined


def _pieces(runs: Iterable[Run]) -> Iterator[Piece]:
    for is_same, old, new in runs:
        if is_same:
            yield Piece("same", old)
            continue
        if old:
            yield Piece("removed", old)
        if new:
            yield Piece("added", new)


def bodies(old: str, new: str) -> list[Row]:
    """Return the difference of two bodies of HTML; long unchanged stretches are left out and counted."""
    return list(_folded(list(_rows(paragraphs(old), paragraphs(new)))))


def lines(old: str, new: str) -> list[Row]:
    """Return the difference of two plain texts, line by line."""
    return list(_folded(list(_rows(old.splitlines(), new.splitlines()))))


def paragraphs(body: str) -> list[str]:
    """Return the text of each block of HTML, a table row as one paragraph with its cells apart.

    A picture reads as the words for those who cannot see it.
    """
    if not body.strip():
        return []
    root = html.fragment_fromstring(body, create_parent="div")
    for picture in list(root.iter("img")):
        _say(picture)
    found = [
        _text(each) for each in root.iter(*BLOCKS) if not any(True for _ in each.iterdescendants(*BLOCKS))
    ]
    return [text for text in (found or root.text_content().splitlines()) if text.strip()]


def _say(picture: html.HtmlElement) -> None:
    """Put words in the place of a picture: within its paragraph, or as one of their own."""
    is_inside = any(each.tag in BLOCKS for each in picture.iterancestors())
    words = html.Element("span" if is_inside else "p")
    words.text = f"［图片：{picture.get('alt', '').strip() or '没有替代文字'}］"
    words.tail = picture.tail
    picture.getparent().replace(picture, words)


def _text(element: html.HtmlElement) -> str:
    if element.tag == "tr":
        return " │ ".join(cell.text_content().strip() for cell in element)
    return str(element.text_content()).strip()


def _words(text: str) -> list[str]:
    return cut(text) if text else []


def _rows(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    matcher = SequenceMatcher(None, old, new, autojunk=len(new) > MANY)
    for code, i1, i2, j1, j2 in matcher.get_opcodes():
        if code == "equal":
            yield from (Row((Piece("same", text),)) for text in old[i1:i2])
        else:
            yield from _replaced(old[i1:i2], new[j1:j2])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    """Pair rewritten paragraphs in their order where they are alike; the others went or came whole."""
    rest = list(old)
    for text in new:
        at = next((i for i, candidate in enumerate(rest[:REACH]) if _alike(candidate, text)), None)
        if at is None:
            yield Row((Piece("added", text),))
            continue
        yield from (Row((Piece("removed", gone),)) for gone in rest[:at])
        yield Row(texts(rest[at], text))
        rest = rest[at + 1 :]
    yield from (Row((Piece("removed", gone),)) for gone in rest)


def _alike(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, old[:COMPARED], new[:COMPARED], autojunk=False)
    return matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE


def _folded(rows: Sequence[Row]) -> Iterator[Row]:
    shown = set(_around(i for i, row in enumerate(rows) if row.is_changed))
    skipped = 0
    for i, row in enumerate(rows):
        if i in shown:
            if skipped:
                yield Row(skipped=skipped)
            skipped = 0
            yield row
        else:
            skipped += 1
    if skipped:
        yield Row(skipped=skipped)


def _around(changed: Iterable[int]) -> Iterator[int]:
    for i in changed:
        yield from range(i - CONTEXT, i + CONTEXT + 1)
