"""Links and attachments: broken, leading away, named but missing, forged, locked, empty."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from gongkai.proofing.rules import Finding, Piece, Weight

OFFICIAL = (".gov.cn", ".政务", ".公益")
NAMED = re.compile(r"附件\s*(\d{1,2})(?!\d)(?!\s*[页份个项])")
LISTED = re.compile(r"^\s*附件\s*[：:]")
ENTRY = re.compile(r"^\s*(?:附件\s*[：:]?\s*)?(\d{1,2})\s*[.．、]\s*\S")
HEADING = re.compile(r"^\s*附件\s*(\d{0,2})\s*[：:]?\s*$")
QUOTED = re.compile(r"《[^》]*》")


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture of the body; ``is_broken`` where it leads to a page or file that is not there."""

    place: str
    text: str
    address: str
    is_broken: bool = False
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file; ``fault`` says what is wrong with its bytes. Pictures of the text are no attachments."""

    name: str
    fault: str = ""
    is_illustration: bool = False


def check(
    links: Iterable[Link], files: Sequence[File], pieces: Iterable[Piece], *, host: str = ""
) -> Iterator[Finding]:
    """Yield what is wrong with the links of a body and with its attachments."""
    for link in links:
        yield from _of_link(link, host)
    for file in files:
        if file.fault:
            yield _finding("attachments", f"附件“{file.name}”", f"附件“{file.name}”：{file.fault}", "file")
    yield from _missing(list(pieces), sum(not file.is_illustration for file in files))


def _of_link(link: Link, host: str) -> Iterator[Finding]:
    parts = urlsplit(link.address)
    if link.is_picture:
        if link.is_broken:
            sentence = "图片的文件不在这一版中，公众将看不到"
            yield _finding("body", link.place, sentence, "picture", mark=link.address)
    elif link.is_broken:
        sentence = f"链接“{link.text}”指向的本站页面不存在"
        yield _finding("body", link.place, sentence, "broken", excerpt=link.text, mark=link.address)
    elif parts.hostname and parts.hostname != host:
        if not parts.hostname.endswith(OFFICIAL):
            sentence = f"链接指向非政府网站{parts.hostname}，请确认可靠、长期有效"
            yield _finding("body", link.place, sentence, "foreign", excerpt=link.text)
        elif parts.scheme != "https":
            sentence = f"链接{parts.hostname}没有使用 HTTPS"
            yield _finding("body", link.place, sentence, "insecure", excerpt=link.text)


def _missing(pieces: Sequence[Piece], attached: int) -> Iterator[Finding]:
    """Yield the highest attachment that the body names although neither file nor text is there."""
    body = [piece for piece in pieces if piece.field == "body"]
    inside = {int(match[1] or 1) for each in body if (match := HEADING.match(each.text))}
    named: dict[int, Piece] = {}
    is_list = False
    for piece in body:
        text = QUOTED.sub("", piece.text)
        is_list = bool(LISTED.match(text)) or (is_list and bool(ENTRY.match(text)))
        if HEADING.match(text):
            continue
        numbers = [int(each) for each in NAMED.findall(text)]
        if is_list:
            entry = ENTRY.match(text)
            numbers.append(int(entry[1]) if entry else 1)
        for number in numbers:
            named.setdefault(number, piece)
    for number in sorted(named):
        if number > attached and number not in inside:
            piece = named[number]
            sentence = f"正文提到附件{number}，但没有上传" + (f"（现有附件{attached}个）" if attached else "")
            yield _finding("attachments", piece.place, sentence, "missing")


WEIGHTS = {"file": Weight.BLOCKS, "broken": Weight.ASKS, "picture": Weight.ASKS, "missing": Weight.ASKS}
REMEDIES = {
    "file": "移除后重新上传正确的文件",
    "broken": "改正或者去掉链接",
    "picture": "重新插入图片，或者从正文中去掉",
    "foreign": "尽量改为政府网站的链接",
    "insecure": "改为 https 链接",
    "missing": "上传附件，或者改正文字",
}


def _finding(
    field: str, place: str, sentence: str, code: str, *, excerpt: str = "", mark: str = ""
) -> Finding:
    return Finding(
        field=field,
        sentence=sentence,
        code=f"links.{code}",
        weight=WEIGHTS.get(code, Weight.TELLS),
        place=place,
        excerpt=excerpt,
        remedy=REMEDIES[code],
        mark=mark,
    )
