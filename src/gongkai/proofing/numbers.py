"""Document numbers in a form that the rules of official papers do not know (党政机关公文处理工作条例)."""

import re
from collections.abc import Iterable, Iterator

from gongkai.law import numbering
from gongkai.law.chinese import plain_width
from gongkai.proofing.rules import Finding, Piece, Weight

WORDS = re.compile(r"[发办函字通令复议批公规综预建社企教农资库办会财监评呈请示]$")
"""How the word of an agency ends (国办发, 财预): a case (2017)12号 of a court or a lot of land is none."""
INCOMPLETE = re.compile(r"〔(?:19|20)\d{2}〕\s*(?:第\s*)?[×xX＊*_＿ ]*号")
SHORT_YEAR = re.compile(r"[\u4e00-\u9fff]〔\d{2}〕\s*\d{1,5}\s*号")


def check(pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Yield the document numbers whose brackets, year or serial are not in the official form."""
    for piece in pieces:
        if "号" not in piece.text:
            continue
        yield from _forms(piece)
        for pattern, reason in ((INCOMPLETE, "文号缺少序号"), (SHORT_YEAR, "文号的年份应写全四位")):
            for match in pattern.finditer(piece.text):
                yield _finding(piece, match.start(), match.end(), reason, None)


def _forms(piece: Piece) -> Iterator[Finding]:
    for cited in numbering.find_all(piece.text):
        agency, official = cited.number.agency, str(cited.number)
        start = cited.start + len(agency)
        written, wanted = piece.text[start : cited.end], official[len(agency) :]
        if written == wanted or not WORDS.search(agency) or piece.text[cited.start : start] != agency:
            continue
        if plain_width(written) == plain_width(wanted):
            continue  # full-width digits are a matter of type
        yield _finding(piece, start, cited.end, f"文号应写作“{official}”", wanted)


def _finding(piece: Piece, start: int, end: int, reason: str, replacement: str | None) -> Finding:
    excerpt = piece.text[start:end]
    return Finding(
        field=piece.field,
        sentence=f"“{excerpt}”：{reason}" if replacement is None else f"“{excerpt}”不合规范，{reason}",
        code="numbers.form",
        weight=Weight.ASKS,
        place=piece.place,
        start=start,
        end=end,
        excerpt=excerpt,
        remedy="年份用六角括号，序号不编虚位、不加“第”" if replacement else "补全文号",
        replacement=replacement,
    )
