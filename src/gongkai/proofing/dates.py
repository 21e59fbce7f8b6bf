"""Dates that do not exist, fall on another weekday, contradict each other or the header."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.law import chinese
from gongkai.law.chinese import plain_width
from gongkai.proofing.rules import Finding, Piece, Weight

WEEKDAYS = "一二三四五六日"
WEEKDAY = re.compile(r"\s*[（(]?\s*(?:星期|周|礼拜)([一二三四五六日天])(?![一二三四五六日天至到])")
SHORT = re.compile(r"(?<![\d年第个.])(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
LATER = re.compile(r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日")
OWN = "办法|规定|细则|通知|意见|方案|决定|条例|标准|制度|规则|规程|公告|通告|目录|规划|政策"
FORCE = re.compile(rf"本(?:{OWN})[^，。；]{{0,6}}自$")
IN_FORCE = re.compile(r"^起(?:正式)?(?:施行|实施|执行|生效)")
DEADLINE = re.compile(r"(?:请|应|须|务必|应当|要求)[^，。；]{0,20}(?:于|在)$|^(?:请|须|务必)?(?:于|在)$")
DUE = re.compile(
    r"^(?:之?前|以前)[^，。；了]{0,20}(?:报送|报至|报我|上报|反馈|提交|完成|送至|送达|寄至|报名)(?!了|的)"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """The days that a header states."""

    made_on: date | None = None
    today: date | None = None


def check(pieces: Iterable[Piece], header: Dated) -> Iterator[Finding]:
    """Yield what is wrong with the dates of ``pieces`` and of a document with such a header."""
    pieces = list(pieces)
    for piece in pieces:
        if "日" in piece.text or re.search(r"(?:19|20)\d{2}[-/.]", piece.text):
            yield from _of_piece(piece, header)
    yield from _signed(pieces, header)


def _of_piece(piece: Piece, header: Dated) -> Iterator[Finding]:
    plain = plain_width(piece.text)
    yield from _missing(piece, plain)
    days = chinese.find_dates(piece.text)
    yield from _weekdays(piece, plain, days)
    yield from _ranges(piece, plain, days)
    if header.made_on:
        yield from _orders(piece, plain, days, header.made_on)


def _missing(piece: Piece, plain: str) -> Iterator[Finding]:
    """Yield the dates that are on no calendar."""
    taken = bytearray(len(plain))
    for form in (chinese.CHINESE, chinese.NUMERIC):
        for match in form.finditer(plain):
            taken[match.start() : match.end()] = b"\1" * len(match[0])
            if not _exists(match[0]):
                yield _finding(piece, match.span(), "nonexistent", f"没有“{match[0]}”这一天")
    for match in SHORT.finditer(plain):
        if not taken[match.start()] and not _is_day(2000, int(match["month"]), int(match["day"])):
            yield _finding(piece, match.span(), "nonexistent", f"没有“{match[0]}”这一天")


def _exists(text: str) -> bool:
    try:
        chinese.parse_date(text)
    except chinese.NotADate:
        return False
    return True


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


Days = Sequence[tuple[int, int, date]]


def _weekdays(piece: Piece, plain: str, days: Days) -> Iterator[Finding]:
    for _, end, day in days:
        if stated := WEEKDAY.match(plain, end):
            right = WEEKDAYS[day.weekday()]
            if stated[1].replace("天", "日") != right:
                sentence = f"{day:%Y-%m-%d}是星期{right}，不是星期{stated[1]}"
                yield _finding(piece, stated.span(1), "weekday", sentence, replacement=right)


def _ranges(piece: Piece, plain: str, days: Days) -> Iterator[Finding]:
    """Yield the spans of time that end before they begin; the end may leave out year and month."""
    for start, end, day in days:
        joint = re.compile(r"\s*(?:[（(][^（()）]{1,6}[)）])?\s*起?\s*(?:至|到|—{1,2}|－|–|~|～)\s*").match(
            plain, end
        )
        later = LATER.match(plain, joint.end()) if joint else None
        if later is None:
            continue
        year, month = int(later["year"] or day.year), int(later["month"] or day.month)
        if _is_day(year, month, int(later["day"])) and date(year, month, int(later["day"])) < day:
            span = (start, later.end())
            yield _finding(piece, span, "range", f"“{plain[start : later.end()]}”的结束日期早于开始日期")


def _orders(piece: Piece, plain: str, days: Days, made_on: date) -> Iterator[Finding]:
    """Yield what is to happen before the document was made."""
    for start, end, day in days:
        if day >= made_on:
            continue
        before, after = plain[max(0, start - 30) : start], plain[end : end + 30]
        if FORCE.search(before) and IN_FORCE.match(after):
            sentence = f"施行日期{day:%Y-%m-%d}早于成文日期{made_on:%Y-%m-%d}"
            yield _finding(piece, (start, end), "force", sentence)
        elif DEADLINE.search(before) and DUE.match(after):
            sentence = f"所定期限{day:%Y-%m-%d}早于成文日期{made_on:%Y-%m-%d}"
            yield _finding(piece, (start, end), "deadline", sentence)


def _signed(pieces: Sequence[Piece], header: Dated) -> Iterator[Finding]:
    """Yield the date below the signature where it is the only one and not that of the header."""
    made_on = header.made_on
    if made_on is None:
        return
    alone = [(each, day) for each in pieces if each.field == "body" and (day := _alone(each.text))]
    if len(alone) == 1 and alone[0][1] != made_on:
        piece, day = alone[0]
        sentence = f"落款日期{day:%Y-%m-%d}与成文日期{made_on:%Y-%m-%d}不一致"
        yield _finding(piece, (0, len(piece.text)), "signed", sentence)


def _alone(text: str) -> date | None:
    if not 8 <= len(text.strip()) <= 14:
        return None
    try:
        return chinese.parse_date(re.sub(r"\s", "", text))
    except chinese.NotADate:
        return None


REMEDIES = {
    "nonexistent": "核对日期",
    "weekday": "核对日期和星期",
    "range": "核对起止日期",
    "force": "核对施行日期",
    "deadline": "核对期限",
    "signed": "使落款日期与成文日期一致",
}


def _finding(
    piece: Piece, span: tuple[int, int], code: str, sentence: str, *, replacement: str | None = None
) -> Finding:
    start, end = span
    return Finding(
        field=piece.field,
        sentence=sentence,
        code=f"dates.{code}",
        weight=Weight.TELLS if code == "deadline" else Weight.ASKS,
        place=piece.place,
        start=start,
        end=end,
        excerpt=piece.text[start:end],
        remedy=REMEDIES[code],
        replacement=replacement,
    )
