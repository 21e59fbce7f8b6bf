"""The head of an official document as GB/T 9704-2012 lays it out, before its title.

Copy number, secrecy and urgency stand at the top left; then the names of the issuers with 文件, 令 or 纪要 (a
letter has the name alone); then the document number, in upward documents with 签发人 beside it.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from gongkai.items.reading.blocks import Block
from gongkai.law import chinese, numbering

MOST_LINES = 20
LONGEST_MARK = 60
COPY = re.compile(r"(?:№|No\.?)?\s*[0-9０-９]{4,8}")
SECRECY = re.compile(r"(?:绝密|机密|秘密|内部|公开)(?:[★*☆].{0,10})?|(?:特急|加急|特提|平急|急件)")
PUNCTUATION = re.compile(r"[，。；：！？、《》“”,;:!?]")
MARK = re.compile(
    r"(?:政府|办公室|办公厅|局|委员会|委|办|办事处|中心|院|部|厅|室|组|指挥部|公司|会|处|站|队|署|国务院)$"
)
KINDS = re.compile(r"(?P<office>.*?)(?P<kind>文件|公报|(?P<act>命令|令)|纪要|简报)$")
ORDER_SERIAL = re.compile(r"[（(]?第?\s*(?P<serial>[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,6})\s*号[）)]?")
ISSUE = re.compile(
    r"[（(]?(?:第\s*[0-9０-９一二三四五六七八九十百]{1,6}\s*[期次]|总第\s*[0-9]{1,5}\s*期)[）)]?"
)
YEARED = re.compile(r"[〔\[（(［]\s*(?:19|20)\d{2}\s*[〕\]）)］]\s*第?\s*\d{1,5}\s*号")
SIGNER = re.compile(r"签\s*发\s*人\s*[:：]?\s*(?P<names>.{1,60})$")
OFFICE_AND_DAY = re.compile(r"(?P<office>[\u4e00-\u9fff]{2,30})\s+(?P<day>\S*(?:19|20|二).{4,12}日)(?:印发)?")
SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000\u00a0\t]+(?=[\u4e00-\u9fff])")


@dataclass
class Head:
    """What the head says, where each was read, and the blocks after it."""

    values: dict[str, str | date] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    rest: list[Block] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    act: str = ""
    has_mark: bool = False
    is_certain: bool = False


def take(blocks: list[Block]) -> Head:
    """Read the head with which the blocks begin; without a number or a mark such as 文件 there is none."""
    head = Head()
    count = 0
    for block in blocks[:MOST_LINES]:
        if block.rows and not _from_row(block, head):
            break
        if block.text and not _understand(block, head):
            break
        count += 1
    if not head.is_certain or count == len(blocks):
        return Head(rest=blocks)
    if head.names:
        _note(head, "issuer", " ".join(dict.fromkeys(head.names)), blocks[0], "发文机关标志")
    head.rest = blocks[count:]
    return head


def _note(head: Head, name: str, value: str | date, block: Block, what: str) -> None:
    if name not in head.values:
        head.values[name] = value
        head.sources[name] = f"{block.place}（{what}）"


def _from_row(block: Block, head: Head) -> bool:
    """Read a head laid out as a table: issuers at the left and 文件 at the right, or number and signer."""
    cells = [cell for row in block.rows for cell in row if cell]
    lines = [Block(cell, block.place) for cell in cells if cell != "文件"]
    if not lines or len(cells) > 12:
        return False
    trial = Head(names=list(head.names))
    if not all(_understand(line, trial) for line in lines):
        return False
    for line in lines:
        _understand(line, head)
    head.is_certain = head.is_certain or "文件" in cells
    return True


def _understand(block: Block, head: Head) -> bool:
    """Take one line into the head; return False for one that is no part of it."""
    text = _plain(block.text)
    if "title" in head.values:
        return False
    if COPY.fullmatch(text) or SECRECY.fullmatch(text):
        return not head.names
    steps = (_signer, _number, _serial, _issue, _mark)
    return any(step(text, block, head) for step in steps)


def _plain(text: str) -> str:
    """Return a line without the blanks by which a mark is spread over its width."""
    plain = text.strip()
    letters = re.findall(r"[\u4e00-\u9fff]+", plain)
    is_spread = len(letters) > 3 and sum(map(len, letters)) < 1.5 * len(letters)
    return SPACED.sub("", plain) if is_spread else plain


def _signer(text: str, block: Block, head: Head) -> bool:
    found = SIGNER.search(text)
    if found is None:
        return False
    before = text[: found.start()].strip()
    if before and not _number(before, block, head):
        return False
    _note(head, "signatory", re.sub(r"\s+", " ", found["names"]).strip()[:40], block, "签发人")
    return True


def _number(text: str, block: Block, head: Head) -> bool:
    try:
        number = numbering.normalise_document_number(text.strip("（）()"))
    except numbering.BadNumber:
        return _bare_number(text, block, head)
    if number and "doc_number" not in head.values:
        _note(head, "doc_number", number, block, "发文字号")
        head.is_certain = True
        if (kind := KINDS.fullmatch(number.partition("第")[0])) and kind["act"] and not head.names:
            head.names.append(kind["office"])
        return True
    return False


def _bare_number(text: str, block: Block, head: Head) -> bool:
    """Take 〔2017〕3号 below a mark: the mark is the word of the number."""
    if not (head.names or head.has_mark) or not YEARED.fullmatch(text):
        return False
    _note(head, "doc_number", re.sub(r"\s+", "", text), block, "发文字号")
    head.is_certain = True
    return True


def _serial(text: str, block: Block, head: Head) -> bool:
    """Take 第3号 below 某某人民政府令."""
    found = ORDER_SERIAL.fullmatch(text)
    if found is None or not head.act:
        return False
    _note(head, "doc_number", f"{head.act}第{chinese.number(found['serial'])}号", block, "令号")
    head.is_certain = True
    return True


def _issue(text: str, block: Block, head: Head) -> bool:
    """Take the issue of minutes or a bulletin, and the line with office and day below it."""
    if ISSUE.fullmatch(text) and (head.names or head.has_mark):
        head.is_certain = head.is_certain or head.has_mark
        return True
    found = OFFICE_AND_DAY.fullmatch(text)
    dates = chinese.find_dates(text) if found and head.is_certain else []
    if found is None or not dates or not MARK.search(found["office"]):
        return False
    _note(head, "made_on", dates[-1][2], block, "印发日期")
    head.names[:] = [found["office"]]
    return True


def _mark(text: str, block: Block, head: Head) -> bool:
    """Take the name of an issuer, alone or with 文件, 令 or 纪要 behind it; none comes after the number."""
    if "doc_number" in head.values or len(text) > LONGEST_MARK or PUNCTUATION.search(text) or "关于" in text:
        return False
    if text.endswith("会议纪要"):
        head.has_mark = True
        return True
    if text in {"文件", "令"}:
        head.is_certain = True
        return bool(head.names)
    kind = KINDS.fullmatch(text)
    if kind and MARK.search(kind["office"]):
        head.act = f"{kind['office']}{kind['kind']}" if kind["act"] else ""
        head.is_certain = head.is_certain or not kind["act"]
        head.names += kind["office"].split()
        return True
    if MARK.search(text):
        head.names += text.split()
        return True
    return False
