"""How a text is put together: paragraphs twice, quotation marks and brackets, numbers that skip one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.law import chinese
from gongkai.law.chinese import plain_width
from gongkai.proofing.rules import Finding, Piece, Weight

LONG = 20  # characters from which a paragraph is not twice the same by chance
FAR = 40  # the same for two paragraphs that do not follow each other
PAIRS = {"》": "《", "）": "（", ")": "(", "〕": "〔", "】": "【", "〉": "〈", "］": "［", "]": "["}
OPENERS = frozenset(PAIRS.values())
ALIKE = {"（": "(", "［": "["}
"""Brackets of either width close each other."""
BRACKET = re.compile(f"[{re.escape(''.join([*PAIRS, *PAIRS.values()]))}]")
QUOTES = {"”": "“", "’": "‘"}
POINT = re.compile(r"(?:^|[\s：；，。、:;,“(（])[0-9０-９一二三四五六七八九十a-zA-Z①-⑳]{1,3}$")
"""What stands before the bracket of 1）, which opens nothing."""
STYLES = (
    (
        "第X条",
        re.compile(r"第(?P<n>[一二三四五六七八九十百零〇]{1,7})条(?![一二三四五六七八九十之第、的和])"),
    ),
    ("一、", re.compile(r"(?P<n>[一二三四五六七八九十]{1,3})、")),
    ("（一）", re.compile(r"[（(](?P<n>[一二三四五六七八九十]{1,3})[)）]")),
    ("1.", re.compile(r"(?P<n>\d{1,2})[.．、](?![\d.．])")),
    ("（1）", re.compile(r"[（(](?P<n>\d{1,2})[)）]")),
)
MOST_MISSING = 3
PART = re.compile(r"第[一二三四五六七八九十百]{1,4}[编章节]|附(?:件|则|录|表)")


def check(pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Yield what is wrong with the build of the body's paragraphs and of every piece's brackets."""
    pieces = list(pieces)
    paragraphs = [piece for piece in pieces if piece.is_paragraph]
    yield from _twice(paragraphs)
    for piece in pieces:
        if piece.field != "attachments":
            yield from _brackets(piece)
    yield from _quotes(paragraphs)
    yield from _numbering(paragraphs)


def _twice(paragraphs: Sequence[Piece]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for position, piece in enumerate(paragraphs):
        words = re.sub(r"\s", "", piece.text)
        before = seen.setdefault(words, position) if len(words) >= LONG else position
        is_next = position - before == 1
        if before != position and (is_next or len(words) >= FAR):
            sentence = f"与{paragraphs[before].place}完全相同，疑似重复"
            weight = Weight.ASKS if is_next else Weight.TELLS  # articles of a law repeat each other
            yield _finding(piece, (0, len(piece.text)), "twice", sentence, weight)


def _brackets(piece: Piece) -> Iterator[Finding]:
    opened, kinds = list[tuple[int, str]](), Counter[str]()
    for found in BRACKET.finditer(piece.text):
        mark = ALIKE.get(found[0], found[0])
        if mark in OPENERS:
            opened.append((found.start(), mark))
            kinds[mark] += 1
        else:
            wanted = ALIKE.get(PAIRS[mark], PAIRS[mark])
            yield from _closed(piece, found.start(), wanted, opened, kinds)
    for at, _ in opened:
        yield _mark(piece, at, "没有对应的后半")


def _closed(
    piece: Piece, at: int, wanted: str, opened: list[tuple[int, str]], kinds: Counter[str]
) -> Iterator[Finding]:
    """Take what a bracket closes off ``opened``; yield what was opened within and never closed.

    ``kinds`` counts what is opened: to look through it for each bracket would take a hostile text hours.
    """
    if kinds[wanted]:
        while opened[-1][1] != wanted:
            place, mark = opened.pop()
            kinds[mark] -= 1
            yield _mark(piece, place, "没有对应的后半")
        opened.pop()
        kinds[wanted] -= 1
    elif not (wanted == "(" and POINT.search(piece.text[max(0, at - 5) : at])):
        yield _mark(piece, at, "没有对应的前半")


def _mark(piece: Piece, at: int, what: str) -> Finding:
    return _finding(piece, (at, at + 1), "bracket", f"“{piece.text[at]}”{what}，括号或者书名号不成对")


def _quotes(paragraphs: Sequence[Piece]) -> Iterator[Finding]:
    """Yield quotation marks without their other half; a quotation may go on over paragraphs."""
    for closing, opening in QUOTES.items():
        yield from _quoted(paragraphs, opening, closing)


def _quoted(paragraphs: Sequence[Piece], opening: str, closing: str) -> Iterator[Finding]:
    pending: list[tuple[Piece, int]] = []
    for piece in paragraphs:
        begin = len(piece.text) - len(piece.text.lstrip())
        for match in re.finditer(f"[{opening}{closing}]", piece.text):
            at = match.start()
            if match[0] == opening:
                if pending and at == begin:
                    pending.pop()  # each paragraph of a long quotation opens it anew
                pending.append((piece, at))
            elif pending:
                pending.pop()
            elif opening != "‘":  # ’ is an apostrophe as well
                yield _quote(piece, at, "没有对应的前引号")
    for piece, at in pending:
        yield _quote(piece, at, "没有对应的后引号")


def _quote(piece: Piece, at: int, what: str) -> Finding:
    return _finding(piece, (at, at + 1), "quote", f"“{piece.text[at]}”{what}，引号不成对")


@dataclass
class _Sequence:
    """How far the numbers of one style have come, and since when."""

    last: int = 0
    place: str = ""


def _numbering(paragraphs: Sequence[Piece]) -> Iterator[Finding]:
    reached = {name: _Sequence() for name, _ in STYLES}
    for piece in paragraphs:
        text = plain_width(piece.text)
        if PART.match(text):
            for name in reached:
                if name != "第X条":
                    reached[name] = _Sequence()
        found = _numbered(text)
        if found is None:
            continue
        style, number, span = found
        names = [name for name, _ in STYLES]
        for lower in names[names.index(style) + 1 :]:
            reached[lower] = _Sequence()
        yield from _follows(piece, style, number, span, reached[style])
        reached[style] = _Sequence(number, piece.place)


def _numbered(text: str) -> tuple[str, int, tuple[int, int]] | None:
    lead = len(text) - len(text.lstrip())
    for name, pattern in STYLES:
        if match := pattern.match(text, lead):
            try:
                return name, chinese.number(match["n"]), match.span()
            except chinese.NotANumber:
                return None
    return None


def _follows(
    piece: Piece, style: str, number: int, span: tuple[int, int], before: _Sequence
) -> Iterator[Finding]:
    last = before.last
    excerpt = piece.text[span[0] : span[1]]
    if last and number == last:
        sentence = f"序号“{excerpt}”与{before.place}重复"
    elif last and last + 1 < number <= last + 1 + MOST_MISSING:
        missing = "".join(f"“{_written(style, n)}”" for n in range(last + 1, number))
        sentence = f"序号由“{_written(style, last)}”跳到“{_written(style, number)}”，缺少{missing}"
    else:
        return
    weight = Weight.TELLS if style in {"1.", "（1）"} else Weight.ASKS  # a list of figures may look like one
    yield _finding(piece, span, "numbering", sentence, weight)


def _written(style: str, number: int) -> str:
    if style in {"1.", "（1）"}:
        return style.replace("1", str(number))
    return style.replace(
        "X" if "X" in style else "一", chinese.numeral(number) if number < 100 else str(number)
    )


REMEDIES = {
    "twice": "删去重复的一段",
    "bracket": "补全或者删去",
    "quote": "补全或者删去引号",
    "numbering": "核对序号，补上遗漏的内容",
}


def _finding(
    piece: Piece, span: tuple[int, int], code: str, sentence: str, weight: Weight = Weight.ASKS
) -> Finding:
    start, end = span
    return Finding(
        field=piece.field,
        sentence=sentence,
        code=f"structure.{code}",
        weight=weight,
        place=piece.place,
        start=start,
        end=end,
        excerpt=piece.text[start:end][:40],
        remedy=REMEDIES[code],
    )
