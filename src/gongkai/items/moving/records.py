"""One document of an old site: its header under any of its names, its body, its files, its address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from gongkai.items.reading.header import DISCLOSURES, FIELD_OF
from gongkai.law import chinese, numbering

TAG = re.compile(r"<(?:p|div|br|table|span|h[1-6]|ul|ol|section|article)\b", re.IGNORECASE)
HASHED = re.compile(r"^#{1,4} ", re.MULTILINE)
NAMES = {
    "key": "key id 编号 旧编号 文章编号",
    "address": "address url old_address link 地址 旧地址 链接 网址",
    "title": "title 标题 名称 信息名称",
    "body": "body html content 正文 内容",
    "attachments": "attachments files 附件",
    "organisation": "organisation org 机构代号",
    "obligation": "obligation 公开事项 事项代号",
    "kind": "kind 种类",
    "published_on": "date published 发布时间",
}
TEXTS = (
    "title doc_number issuer addressees section abstract keywords theme genre signatory audience retention"
).split()
DAYS = ("made_on", "effective_on", "expires_on", "repealed_on", "published_on")
STATES = {
    "有效": "valid",
    "现行有效": "valid",
    "废止": "repealed",
    "已废止": "repealed",
    "失效": "expired",
    "已失效": "expired",
    "已修改": "amended",
    "尚未生效": "pending",
}
LONGEST_PATH = 500


class BadRecord(ValueError):
    """A document that cannot be taken in, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line of the export that is no document."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class File:
    """A file of a document: where it lies, its name, and as what the body speaks of it."""

    path: Path
    name: str
    reference: str


@dataclass(frozen=True, slots=True)
class Washed:
    """What was made of a body: clean HTML, its words, an abstract, what looks like personal data in it.

    ``repeats`` says whether the abstract, stated or made, says nothing that the words do not say.
    """

    body: str = ""
    words: str = ""
    abstract: str = ""
    repeats: bool = False
    personal: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One document as the export states it; ``texts`` and ``days`` are fields of the header."""

    line: int
    key: str
    body: str
    texts: dict[str, str]
    days: dict[str, date]
    validity: str = ""
    number: str = ""
    address: str = ""
    organisation: str = ""
    obligation: str = ""
    kind: str = ""
    disclosure: str = "proactive"
    files: tuple[File, ...] = ()
    doubts: tuple[str, ...] = ()
    washed: Washed = Washed()


def fields(names: Mapping[str, str]) -> dict[str, str]:
    """Return under which field each name of a column is understood; ``names`` are those an officer gave."""
    known = {alias: name for name, aliases in NAMES.items() for alias in aliases.split()}
    plain = {name: name for name in (*TEXTS, *DAYS, "number", "disclosure", "validity", "publisher")}
    return {**FIELD_OF, **plain, **known, **names}


def record(line: int, row: Mapping[str, object], known: Mapping[str, str], folder: Path) -> Record:
    """Read one row of an export, its columns as ``fields`` knows them. Raises BadRecord if it cannot be."""
    stated: dict[str, object] = {}
    for column, value in row.items():
        name = known.get(str(column).strip())
        if name and value not in (None, "", [], {}):
            stated.setdefault(name, value)
    texts = {name: _line(stated[name]) for name in TEXTS if name in stated}
    if not texts.get("title"):
        raise BadRecord("没有标题")
    doubts: list[str] = []
    days = {name: day for name in DAYS if (day := _day(name, stated, doubts))}
    address = old_path(str(stated.get("address", "")))
    key = str(stated.get("key") or address).strip()[:300]
    if not key:
        raise BadRecord("没有旧编号，也没有旧地址，无法保证只迁入一次")
    return Record(
        line=line,
        key=key,
        body=as_html(str(stated.get("body", ""))),
        texts=texts | {"doc_number": _number(texts.get("doc_number", ""))},
        days=days,
        validity=STATES.get(_line(stated.get("validity", "")), ""),
        number=_line(stated.get("number", "")),
        address=address,
        organisation=_line(stated.get("organisation") or stated.get("publisher", "")),
        obligation=_line(stated.get("obligation", "")),
        kind=_line(stated.get("kind", "")),
        disclosure=DISCLOSURES.get(_line(stated.get("disclosure", "")), "proactive"),
        files=tuple(_files(stated.get("attachments", []), folder)),
        doubts=tuple(doubts),
    )


def _line(value: object) -> str:
    return re.sub(r"\s+", " ", str(value)).strip()


def _day(name: str, stated: Mapping[str, object], doubts: list[str]) -> date | None:
    text = re.split(r"[T ]\d{1,2}:", _line(stated.get(name, "")))[0]
    if not text:
        return None
    try:
        return chinese.parse_date(text)
    except ValueError as error:
        doubts.append(f"{name}：{error}")
        return None


def _number(text: str) -> str:
    try:
        return numbering.normalise_document_number(text)
    except numbering.BadNumber:
        return text


def _files(stated: object, folder: Path) -> list[File]:
    """Return the files of a document; each must lie below the folder of the export. Raises BadRecord."""
    found = []
    listed = stated if isinstance(stated, list) else [each for each in str(stated).split("|") if each.strip()]
    for each in listed:
        place = str(each.get("path", "")) if isinstance(each, dict) else str(each).strip()
        name = str(each.get("name", "")) if isinstance(each, dict) else ""
        reference = str(each.get("url", "")) if isinstance(each, dict) else ""
        path = (folder / place).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise BadRecord(f"附件“{place}”不在导出文件夹之内")
        found.append(File(path, name or path.name, reference or place))
    return found


def old_path(address: str) -> str:
    """Return path and query of an old address, as they are asked for; empty if there is none."""
    parts = urlsplit(address.strip())
    path = unquote(parts.path)
    if not path or path == "/":
        path = "/" if parts.query else ""
    query = f"?{parts.query}" if parts.query and path else ""
    whole = f"{path if path.startswith('/') or not path else f'/{path}'}{query}"
    return whole if len(whole) <= LONGEST_PATH else ""


def as_html(text: str) -> str:
    """Return a body as HTML: what has no tags is plain text or Markdown, a paragraph a line."""
    if TAG.search(text):
        return text
    return "\n".join(filter(None, map(_paragraph, text.splitlines())))


def _paragraph(line: str) -> str:
    plain = line.strip(" \t\u3000\ufeff")
    depth = len(plain) - len(plain.lstrip("#"))
    words = escape(re.sub(r"\*\*|^#{1,6}\s+", "", plain), quote=False)
    if not words:
        return ""
    return (
        f"<h{min(depth + 1, 4)}>{words}</h{min(depth + 1, 4)}>" if depth and depth < 7 else f"<p>{words}</p>"
    )
