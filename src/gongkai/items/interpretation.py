"""What an interpretation is made of: its prescribed elements, its forms, and what is a mere excerpt. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from lxml import html as markup

from gongkai.proofing.rules import Finding, Weight

SENTENCE = re.compile(r"[。！？；\n\t]+")
NOISE = re.compile(r"[\s，、：:,.“”\"'《》（）()〔〕]+")
LEVELS = {"h2": 2, "h3": 3, "h4": 4}
QUESTION = re.compile(r"^\s*(问|Q)\s*[：:]")


class BadInterpretation(ValueError):
    """``catalogue/interpretation.yaml`` says something that cannot be understood."""


@dataclass(frozen=True)
class Element:
    """One thing an interpretation should say, and the words by which it is recognised."""

    key: str
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Declared:
    """``catalogue/interpretation.yaml``: elements, forms, and how heavily each omission weighs."""

    plan_weight: Weight
    excerpt_weight: Weight
    most_copied: int
    shortest_sentence: int
    element_weight: Weight
    elements: tuple[Element, ...]
    forms: Mapping[str, str]


def declared_from(data: Mapping[str, object]) -> Declared:
    """Return what the file declares. Raises BadInterpretation."""
    try:
        return _declared(data)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInterpretation(f"interpretation.yaml 不完整或有误：{error}") from None


def _declared(data: Mapping[str, object]) -> Declared:
    plan, excerpt, elements = (_mapping(data[name]) for name in ("plan", "excerpt", "elements"))
    rows = [
        Element(str(row["key"]), str(row["title"]), tuple(map(str, _list(row["words"]))))
        for row in map(_mapping, _list(elements["rows"]))
    ]
    forms = {str(row["key"]): str(row["title"]) for row in map(_mapping, _list(data["forms"]))}
    return Declared(
        plan_weight=Weight(str(plan["weight"])),
        excerpt_weight=Weight(str(excerpt["weight"])),
        most_copied=int(str(excerpt["most"])),
        shortest_sentence=int(str(excerpt["shortest"])),
        element_weight=Weight(str(elements["weight"])),
        elements=tuple(rows),
        forms=forms,
    )


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"应当由“名称: 值”组成，而不是 {value!r}")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or not value:
        raise TypeError(f"应当是列表，而不是 {value!r}")
    return value


def missing(text: str, elements: Iterable[Element]) -> list[Element]:
    """Return the elements of which ``text`` says nothing."""
    return [each for each in elements if not any(word in text for word in each.words)]


def skeleton(elements: Iterable[Element]) -> str:
    """Return HTML with one empty section for each element."""
    return "".join(f"<h2>{escape(each.title)}</h2><p></p>" for each in elements)


def empty_headings(body: str) -> list[str]:
    """Return the headings of clean HTML under which nothing is written, such as those of a skeleton."""
    blocks = list(markup.fragment_fromstring(body, create_parent="div"))
    return [each.text_content().strip() for each in _empty(blocks)]


def without_empty(body: str) -> str:
    """Return clean HTML without the headings under which nothing is written, and the blanks under them."""
    root = markup.fragment_fromstring(body, create_parent="div")
    if not _empty(list(root)):
        return body
    while empty := _empty(list(root)):  # without its parts, a part of a higher level may be empty too
        for each in empty:
            while (following := each.getnext()) is not None and not _is_filled(following):
                following.drop_tree()
            each.drop_tree()
    return (root.text or "") + "".join(markup.tostring(each, encoding="unicode") for each in root)


def _is_filled(block: markup.HtmlElement) -> bool:
    return bool(block.text_content().strip() or block.xpath(".//img|self::img"))


def _empty(blocks: list[markup.HtmlElement]) -> list[markup.HtmlElement]:
    filled = [each for each in blocks if _is_filled(each)]
    return [
        each
        for each, following in pairwise([*filled, None])
        if each.tag in LEVELS and (following is None or LEVELS.get(following.tag, 9) <= LEVELS[each.tag])
    ]


def copied(text: str, document: str, *, shortest: int = 10) -> int:
    """Return how many percent of ``text`` are sentences that stand in ``document`` word by word.

    Sentences of fewer than ``shortest`` characters count neither way; punctuation and blanks do not matter.
    """
    known = NOISE.sub("", document)
    sentences = [plain for part in SENTENCE.split(text) if len(plain := NOISE.sub("", part)) >= shortest]
    total = sum(map(len, sentences))
    return round(100 * sum(len(each) for each in sentences if each in known) / total) if total else 0


def findings(text: str, documents: Iterable[str], declared: Declared) -> Iterable[Finding]:
    """Yield what an interpretation lacks: elements it does not mention, words of its own."""
    if absent := missing(text, declared.elements):
        names = "、".join(each.title for each in absent)
        yield Finding(
            "body",
            f"解读没有写到：{names}（没有这方面内容的可以不写）",
            code="interpretation.elements",
            weight=declared.element_weight,
            remedy="补写",
        )
    share = max((copied(text, each, shortest=declared.shortest_sentence) for each in documents), default=0)
    if share >= declared.most_copied:
        yield Finding(
            "body",
            f"解读有{share}%的文字照抄所解读的文件，请用自己的话说明，不要只作摘录",
            code="interpretation.excerpt",
            weight=declared.excerpt_weight,
            remedy="改写",
        )
