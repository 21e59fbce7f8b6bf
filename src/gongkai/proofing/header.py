"""The header as a whole: does it fit the catalogue, the competence of a district, its own dates."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from gongkai.law import numbering
from gongkai.proofing.rules import Finding, Weight

GENRES = "决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
FORCE = {"effective_on": "施行日期", "expires_on": "有效期至"}
ENDS_IN = re.compile(rf"的({GENRES})(?:[（(][^（()）]{{1,12}}[)）])?$")


@dataclass(frozen=True, slots=True)
class Competence:
    """What a district must not publish of its own: a subject, by the words that tell it.

    ``words`` are groups of which each must have one word in the title; ``unless`` are words that make it
    something else (a plan, a relayed notice with its source). Words may be of the title or the text's lead.
    """

    key: str
    words: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    sentence: str
    article: str
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """What is asked of a header; ``first_public_on`` is the day on which it truly went public.

    ``is_day_typed`` says that ``published_on`` rests on a clerk's word: it came from no old site, nor was it
    accepted when the item went public.
    """

    title: str
    lead: str = ""
    genre: str = ""
    doc_number: str = ""
    made_on: date | None = None
    published_on: date | None = None
    first_public_on: date | None = None
    shown_on: date | None = None
    is_day_typed: bool = False
    is_proactive: bool = False
    obligation: str = ""
    publisher: str = ""
    is_publisher_named: bool = True
    is_obligation_in_force: bool = True
    kinds: tuple[str, ...] = ()
    limit_kind: str = ""
    is_unmarked: bool = False
    days: Mapping[str, date | None] = field(default_factory=dict)
    stated: Mapping[str, date] = field(default_factory=dict)
    """From when until when it is in force: ``days`` of the header, ``stated`` in the text."""


def check(header: Header, competences: Iterable[Competence] = ()) -> Iterator[Finding]:
    """Yield what does not fit in a header."""
    yield from _catalogue(header)
    yield from _days(header)
    yield from _number(header)
    yield from _genre(header)
    yield from _force(header)
    if header.is_proactive:
        yield from _competence(header, competences)


def _catalogue(header: Header) -> Iterator[Finding]:
    if not header.obligation:
        return
    if not header.is_obligation_in_force:
        yield _finding(
            "obligation",
            "catalogue",
            f"公开事项“{header.obligation}”已停用或者不在有效期内",
            "改选现行的公开事项",
        )
    elif not header.is_publisher_named:
        sentence = f"目录中“{header.obligation}”的公开主体不包括{header.publisher}"
        yield _finding("obligation", "catalogue", sentence, "核对所选的公开事项")
    if header.kinds and not header.limit_kind:
        sentence = f"“{header.obligation}”的时限按情形区分，没有选择适用情形，按最短的期限计算"
        yield _finding("limit_kind", "catalogue", sentence, "选择适用情形")
    if header.is_unmarked:
        sentence = f"公开事项是“{header.obligation}”，没有标注为行政规范性文件：不经合法性审核，不列入清理"
        yield _finding("is_normative", "normative", sentence, "属于的，勾选“行政规范性文件”")


def _days(header: Header) -> Iterator[Finding]:
    """Yield dates of publication that cannot be true (国办秘函〔2019〕19号，伪造发稿日期为单项否决)."""
    shown, true = header.shown_on, header.first_public_on
    if shown and true and shown < true and header.published_on is None:
        sentence = f"所示发布日期{shown:%Y-%m-%d}早于实际公开的{true:%Y-%m-%d}，属于伪造发稿日期（单项否决）"
        yield _finding("published_on", "backdated", sentence, "恢复实际发布日期", Weight.BLOCKS)
    if header.published_on is None:
        return
    if header.made_on and header.published_on < header.made_on:
        sentence = f"原发布日期{header.published_on:%Y-%m-%d}早于成文日期{header.made_on:%Y-%m-%d}"
        weight = Weight.BLOCKS if header.is_day_typed else Weight.ASKS
        yield _finding("published_on", "backdated", sentence, "核对两个日期", weight)
    elif header.is_day_typed:
        sentence = (
            f"填写了原发布日期{header.published_on:%Y-%m-%d}，却不是从旧站迁入的；伪造发稿日期属单项否决"
        )
        remedy = "留空；确曾发布过的，说明原在何处发布"
        yield _finding("published_on", "backdated", sentence, remedy, Weight.ASKS)


def _number(header: Header) -> Iterator[Finding]:
    try:
        year = numbering.parse_document_number(header.doc_number).year if header.doc_number else None
    except numbering.BadNumber:
        return  # said where the number is checked
    if year and header.made_on and year != header.made_on.year:
        sentence = f"文号的年份{year}与成文日期{header.made_on:%Y-%m-%d}不是同一年"
        yield _finding("doc_number", "number", sentence, "核对文号和成文日期")


def _genre(header: Header) -> Iterator[Finding]:
    if header.genre and (ends := ENDS_IN.search(header.title)) and not header.genre.startswith(ends[1]):
        sentence = f"名称是“…的{ends[1]}”，体裁分类却是“{header.genre}”"
        yield _finding("genre", "genre", sentence, f"体裁分类改为“{ends[1]}”")


def _force(header: Header) -> Iterator[Finding]:
    """Yield days that the text states and the header does not: what has run out must not read as in force."""
    for name, label in FORCE.items():
        told, kept = header.stated.get(name), header.days.get(name)
        if told and told != kept:
            instead = f"是{kept:%Y-%m-%d}" if kept else "没有填写"
            sentence = f"正文写明的{label}是{told:%Y-%m-%d}，目录信息{instead}"
            yield _finding(name, "force", sentence, f"核对正文，填写{label}")


def _competence(header: Header, competences: Iterable[Competence]) -> Iterator[Finding]:
    text = f"{header.title}\n{header.lead}"
    for each in competences:
        is_subject = all(any(word in header.title for word in group) for group in each.words)
        if is_subject and not any(word in text for word in each.unless):
            weight = Weight.ASKS if each.is_certain else Weight.TELLS
            sentence = f"{each.sentence}（{each.article}）"
            remedy = "不属本级权限的不发布；转发的写明来源"
            yield replace(_finding("title", "competence", sentence, remedy, weight), mark=header.title)


def _finding(name: str, code: str, sentence: str, remedy: str, weight: Weight = Weight.TELLS) -> Finding:
    return Finding(
        field=name, sentence=sentence, code=f"header.{code}", weight=weight, place="目录信息", remedy=remedy
    )
