"""The catalogue header of a document under all the names that it goes by (目录信息)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from gongkai.items.reading.blocks import Block
from gongkai.law import chinese, numbering

# Labels as met in practice, most telling first: a later one fills a field only if no earlier one did.
ALIASES = {
    "number": "信息索引号 索引号 信息索取号 索号",
    "title": "信息名称 名称 标题",
    "publisher": "公开部门 发布机构 发布单位 公开机关 公开主体",
    "issuer": "发文机关 发文单位 制发机关 制发单位",
    "doc_number": "文号 发文字号 文件编号 发布文号 备注/文号",
    "made_on": "成文日期 发文日期 生成日期",
    "published_on": "发布日期 公开日期 发布时间",
    "abstract": "内容概述 内容摘要",
    "theme": "主题分类 主题导航 组配分类 公开目录",
    "genre": "体裁分类",
    "disclosure": "公开方式 公开形式 公开属性",
    "audience": "公开范围",
    "retention": "公开时限",
    "validity": "有效性 效力状况 效力状态 时效",
    "effective_on": "实施日期 施行日期",
    "repealed_on": "废止日期",
    "expires_on": "有效期至 失效日期",
    "keywords": "主题词 关键词",
    "section": "责任科室 责任部门",
    "addressees": "主送机关",
    "signatory": "签发人",
}
FIELD_OF = {alias: name for name, aliases in ALIASES.items() for alias in aliases.split()}
RANK = {alias: rank for aliases in ALIASES.values() for rank, alias in enumerate(aliases.split())}
DATES = {name for name in ALIASES if name.endswith("_on")}
DISCLOSURES = {
    "主动公开": "proactive",
    "主动": "proactive",
    "依申请公开": "on-request",
    "依申请": "on-request",
    "不予公开": "withheld",
    "不公开": "withheld",
}
GAP = r"[ \t\u3000\u00a0]*"
LABEL = re.compile(
    r"(?:(?<=^)|(?<=[ \t\u3000\u00a0|【\[]))(?P<label>"
    + "|".join(GAP.join(alias) for alias in sorted(FIELD_OF, key=len, reverse=True))
    + rf"){GAP}[】\]]?{GAP}[:：\t|]"
)
EMPTY = re.compile(r"(?:无|暂无|空|null|none|n/?a|[-—–－_/\s]*)", re.IGNORECASE)
# What databases hold for "no date": the first day of an epoch, or a year beyond all years.
SENTINEL = re.compile(r"(?:0{3}[01]|1753|1899|1900|9999)\D.*|1970\D0?1\D0?1\D?")
CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?$")


@dataclass
class Found:
    """Values by field, where each stood, what could not be understood, and the blocks after the header."""

    values: dict[str, str | date] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    value: str
    place: str


def take(blocks: list[Block]) -> Found:
    """Read the header lines or the header table with which a document begins."""
    found = Found()
    entries: list[_Entry] = []
    end = 0
    for block in blocks:
        lines = list(_entries(block))
        if not lines:
            break
        entries += lines
        end += 1
    found.rest = blocks[end:]
    for entry in sorted(entries, key=lambda entry: RANK[entry.label]):
        _understand(entry, found)
    return found


def _entries(block: Block) -> Iterator[_Entry]:
    """Yield the labelled values of one line or table; nothing if it is no part of a header."""
    if block.rows:
        yield from _cells(block)
        return
    marks = list(LABEL.finditer(block.text))
    if not marks or marks[0].start("label") > 1:
        return
    ends = [*(mark.start() for mark in marks[1:]), len(block.text)]
    for mark, end in zip(marks, ends, strict=True):
        yield _Entry(_plain(mark["label"]), _value(block.text[mark.end() : end]), block.place)


def _cells(block: Block) -> Iterator[_Entry]:
    for row in block.rows:
        for cell in row:
            if LABEL.match(cell):
                yield from _entries(Block(cell, block.place))
        for label, value in zip(row[::2], row[1::2], strict=False):
            name = _plain(label).strip("：:")
            if name in FIELD_OF:
                yield _Entry(name, _value(value), block.place)


def _plain(label: str) -> str:
    return re.sub(r"\s+", "", label)


def _value(text: str) -> str:
    """Strip a value of the marks of comments that some sites wrap around it, and of placeholders."""
    plain = re.sub(r"<!--|-->", "", text).strip(" \t\u3000\u00a0|【[")
    return "" if EMPTY.fullmatch(plain) else plain


def _understand(entry: _Entry, found: Found) -> None:
    name = FIELD_OF[entry.label]
    where = f"{entry.place}“{entry.label}”"
    if name in found.values or not entry.value:
        return
    try:
        value = _typed(name, entry.value)
    except ValueError as error:
        found.findings.append(f"{where}：{error}")
        return
    if value is not None:
        found.values[name] = value
        found.sources[name] = where


def _typed(name: str, value: str) -> str | date | None:
    """Return a value as its field wants it, None for one that means nothing; raise ValueError."""
    if name in DATES:
        plain = CLOCK.sub("", value.strip())
        return None if SENTINEL.fullmatch(plain) else chinese.parse_date(plain)
    if name == "disclosure":
        return _disclosure(value)
    if name == "doc_number":
        return _doc_number(value)
    return value


def _disclosure(value: str) -> str:
    if value not in DISCLOSURES:
        raise ValueError(f"不认识的公开形式“{value}”")
    return DISCLOSURES[value]


def _doc_number(value: str) -> str:
    try:
        return numbering.normalise_document_number(value)
    except numbering.BadNumber:
        return value


def labels(fields: Iterable[str]) -> dict[str, str]:
    """Return the first name of each field, as officers know it."""
    return {name: ALIASES[name].split()[0] for name in fields if name in ALIASES}
