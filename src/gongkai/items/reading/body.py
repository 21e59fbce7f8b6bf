"""The structure of a document's text: title, headings, numbered points, signature and date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import escape

from gongkai.items.reading.blocks import Block
from gongkai.law import chinese, numbering

LONGEST_HEADING = 40
LONGEST_TITLE = 150
LONGEST_SIGNATURE = 200
MOST_SIGNERS = 8
NUMERAL = r"[一二三四五六七八九十百]{1,4}"
SECTION = re.compile(rf"(?P<number>{NUMERAL})、")
CHAPTER = re.compile(rf"第(?P<number>{NUMERAL})(?:章|编|部分)")
SUBSECTION = re.compile(rf"[（(](?P<number>{NUMERAL})[）)]")
POINT = re.compile(r"(?P<number>[0-9０-９]{1,3})[、.．](?![0-9０-９])")
ARTICLE = re.compile(rf"第(?P<number>{NUMERAL})条")
STOP = re.compile(r"[。；;！!？?]")
TITLE_END = re.compile(
    r"(通知|通告|公告|意见|办法|规定|方案|要点|报告|决定|批复|函|纪要|细则|规划|计划|解读|指南|条例)$"
)
GOES_ON = re.compile(r"的|[（(](?:19|20)\d\d")  # no title ends before these
MOST_TITLE_LINES = 4
OFFICE = re.compile(
    r"(政府|办公室|办公厅|局|委员会|委|办|办事处|中心|院|部|厅|室|组|指挥部|公司|会|处|站|队)$"
)
DATE_END = re.compile(r"[）)\s]*$")


@dataclass
class Parsed:
    """The body as HTML and as text, and the fields that stand in it."""

    html: str = ""
    text: str = ""
    header: dict[str, str | date] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    findings: tuple[str, ...] = ()


def parse(blocks: list[Block], *, title: str = "") -> Parsed:
    """Read the blocks that follow the header; ``title`` is what the header calls the document, if it does."""
    parsed = Parsed()
    rest = _lead(blocks, title, parsed)
    before, signature, after = _signature(rest, parsed)
    ids = _Ids()
    parsed.html = "\n".join([*_html(before, ids), *signature, *_html(after, ids)])
    parsed.text = "\n".join(block.words for block in rest)
    return parsed


def _note(parsed: Parsed, name: str, value: str | date, block: Block, what: str) -> None:
    parsed.header[name] = value
    parsed.sources[name] = f"{block.place}（{what}）"


def _lead(blocks: list[Block], named: str, parsed: Parsed) -> list[Block]:
    """Take title and document number from the beginning; note the addressees, who stay in the text.

    If the header names the title, the first lines are taken away only where they repeat it.
    """
    first, count = title(blocks)
    if named and not _same(first, named):
        count = 0
    elif count:
        _note(parsed, "title", first, blocks[0], "正文首行")
    rest = blocks[count:]
    if rest and (number := _as_number(rest[0].text)):
        _note(parsed, "doc_number", number, rest[0], "标题下的文号")
        rest = rest[1:]
    if rest and _is_addressee(rest[0].text):
        _note(parsed, "addressees", rest[0].text.rstrip("：:"), rest[0], "主送机关")
    return rest


def title(blocks: list[Block]) -> tuple[str, int]:
    """Return the title with which a text begins and how many blocks it takes; nothing and 0 if none does."""
    count = _title_lines(blocks)
    return "".join(block.text for block in blocks[:count]), count


def _same(first: str, second: str) -> bool:
    return re.sub(r"\s+", "", first) == re.sub(r"\s+", "", second)


def _title_lines(blocks: list[Block]) -> int:
    """Return how many blocks make up the title: lines that stand together and read on; 0 if none does."""
    if not blocks or not blocks[0].text or len(blocks[0].text) > LONGEST_TITLE or STOP.search(blocks[0].text):
        return 0
    if count := _cut(blocks):
        return count
    count, length = 1, len(blocks[0].text)
    while count < len(blocks) and _reads_on(blocks[count - 1], blocks[count]):
        length += len(blocks[count].text)
        if length > LONGEST_TITLE:
            break
        count += 1
    return count


def _cut(blocks: list[Block]) -> int:
    """Return how many lines of a page a title takes that ends on a later one: 关于…的 / 通知; 0 for none."""
    if not blocks[0].apart or "关于" not in blocks[0].text or TITLE_END.search(blocks[0].text):
        return 0
    for count in range(2, min(MOST_TITLE_LINES, len(blocks)) + 1):
        if not _may_be_title(blocks[count - 1]):
            return 0
        if TITLE_END.search(blocks[count - 1].text):
            return count
    return 0


def _reads_on(first: Block, second: Block) -> bool:
    """Whether a line goes on with a title begun on the line before."""
    if second.apart:
        return False
    if TITLE_END.search(first.text) and not GOES_ON.match(second.text):
        return False
    return _may_be_title(second)


def _may_be_title(block: Block) -> bool:
    text = block.text
    plain = 0 < len(text) <= LONGEST_HEADING and not STOP.search(text) and not _is_addressee(text)
    return plain and _heading_level(block) == 0 and not _as_number(text)


def _is_addressee(text: str) -> bool:
    return text.endswith(("：", ":")) and len(text) <= 200 and not STOP.search(text) and not POINT.match(text)


def _as_number(text: str) -> str:
    try:
        return numbering.normalise_document_number(text.strip("（）()"))
    except numbering.BadNumber:
        return ""


def _signature(blocks: list[Block], parsed: Parsed) -> tuple[list[Block], list[str], list[Block]]:
    """Find the last line that is a date, alone or after the issuer: before it the text, after it annexes."""
    for position in range(len(blocks) - 1, -1, -1):
        block = blocks[position]
        signed = None if not block.text else _signed(block.text)
        if signed is None:
            continue
        issuer, day = signed
        start = position
        if not issuer:
            start = _first_office(blocks, position)
            issuer = " ".join(_one_space(each.text) for each in blocks[start:position])
        if not issuer and position < len(blocks) - 1:
            continue  # a bare date in the middle is no signature
        _note(parsed, "made_on", day, block, "落款日期")
        if issuer:
            _note(parsed, "issuer", issuer, blocks[start], "落款")
        lines = [issuer, block.text[_date_start(block.text) :].strip()]
        html = [f'<p class="signature">{escape(line, quote=False)}</p>' for line in lines if line]
        return blocks[:start], html, blocks[position + 1 :]
    parsed.findings = ("没有找到落款和成文日期，请补填发文机关与成文日期",)
    return blocks, [], []


def _first_office(blocks: list[Block], position: int) -> int:
    """Return where the names of those who sign begin, just before the date; its own place if none does."""
    start = position
    while start and position - start < MOST_SIGNERS and is_office(blocks[start - 1].text):
        start -= 1
    return start


def _date_start(text: str) -> int:
    return chinese.find_dates(text)[-1][0]


def _signed(text: str) -> tuple[str, date] | None:
    """Return issuer and date of a signature line, None if the line is none."""
    if len(text) > LONGEST_SIGNATURE:
        return None
    dates = chinese.find_dates(text)
    if not dates or not DATE_END.fullmatch(text[dates[-1][1] :]):
        return None
    issuer = _one_space(text[: dates[-1][0]].strip("（( \u3000\t"))
    return (issuer, dates[-1][2]) if not issuer or is_office(issuer) else None


def is_office(text: str) -> bool:
    plain = text.strip()
    return len(plain) <= 60 and OFFICE.search(plain) is not None and not re.search(r"[，。；：,:;、]", plain)


def _one_space(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _heading_level(block: Block) -> int:
    """Return 2 to 4 for a heading, by the document's own style or by its numeral; 0 for other text."""
    if block.level > 1:
        return min(block.level, 4)
    is_short = len(block.text) <= LONGEST_HEADING and not STOP.search(block.text.rstrip("。"))
    if not is_short or block.text.endswith(("：", ":")):
        return 0
    if SECTION.match(block.text) or CHAPTER.match(block.text):
        return 2
    return 3 if SUBSECTION.match(block.text) and not block.text.endswith("。") else 0


class _Ids:
    """Ids from the document's own numbers, so that they stay when the wording changes: ``s6-p3``."""

    def __init__(self) -> None:
        self.section = "s0"
        self.parent = "s0"
        self.taken: set[str] = set()
        self.turns: dict[str, int] = {}

    def next(self, text: str, level: int) -> str:
        if found := (SECTION.match(text) or CHAPTER.match(text)) if level in {0, 2} else None:
            self.section = self.parent = self._free(f"s{chinese.number(found['number'])}")
            return self.section
        if found := SUBSECTION.match(text):
            self.parent = self._free(f"{self.section}-{chinese.number(found['number'])}")
            return self.parent
        if found := ARTICLE.match(text):
            return self._free(f"s0-{chinese.number(found['number'])}")
        if found := POINT.match(text):
            return self._free(f"{self.parent}-p{chinese.number(found['number'])}")
        return ""

    def _free(self, wanted: str) -> str:
        """Return ``wanted``, or with the next number behind it that is not taken."""
        mark = wanted
        while mark in self.taken:
            self.turns[wanted] = self.turns.get(wanted, 1) + 1
            mark = f"{wanted}-{self.turns[wanted]}"
        self.taken.add(mark)
        return mark


def _html(blocks: list[Block], ids: _Ids) -> Iterator[str]:
    for block in blocks:
        if block.picture:
            yield f'<p><img src="{escape(block.picture.src)}" alt="{escape(block.picture.words)}"></p>'
            continue
        if block.rows:
            yield _table(block)
            continue
        level = _heading_level(block)
        tag = f"h{level}" if level else "p"
        mark = ids.next(block.text, level)
        attribute = f' id="{mark}"' if mark else ""
        yield f"<{tag}{attribute}>{escape(block.text, quote=False)}</{tag}>"


def _table(block: Block) -> str:
    rows = ("".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row) for row in block.rows)
    return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"
