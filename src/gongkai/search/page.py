"""What the page of results shows: filters with counts, the query as a sentence, hits with marks."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from gongkai.law.lifecycle import Validity
from gongkai.search.finding import DEEPEST, PAGE_SIZE, Choice, Hit, Query, Results

LABELS = {
    "organisation": "公开主体",
    "area": "领域",
    "kind": "种类",
    "validity": "有效性",
    "theme": "主题",
    "genre": "体裁",
}
KINDS = {
    "document": "政策文件",
    "work-points": "工作要点",
    "work-points-progress": "工作要点落实情况",
    "interpretation": "政策解读",
    "guide": "政府信息公开指南",
    "rule": "政府信息公开制度",
    "meeting": "会议公开",
    "conference": "新闻发布会",
    "reply": "建议提案答复",
    "report": "年度报告",
    "notice": "通知公告",
    "register": "公开台账",
}
VALIDITIES = {validity.value: validity.label for validity in Validity}
TONES = {"valid": "ok", "amended": "info", "pending": "warn", "expired": "muted", "repealed": "bad"}
# So many choices stand beside the hits; the lists above them hold all.
BESIDE = 8


@dataclass(frozen=True)
class Option:
    title: str
    count: int
    value: str
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """One filter: a list to choose from above the hits, and the commonest as links beside them."""

    name: str
    label: str
    options: list[Option]
    chosen: Option | None
    without: str

    @property
    def beside(self) -> list[Option]:
        return self.options[:BESIDE]


@dataclass(frozen=True)
class Line:
    """A hit as it is shown."""

    hit: Hit
    kind: str
    validity: str
    tone: str


def lines(results: Results) -> list[Line]:
    return [line_of(hit) for hit in results.hits]


def line_of(hit: Hit) -> Line:
    validity = hit.entry.validity
    kind = KINDS.get(hit.entry.kind, hit.entry.kind)
    return Line(hit, kind, VALIDITIES.get(validity, validity), TONES.get(validity, "info"))


def parameters(query: Query) -> dict[str, str]:
    """Return what stands in the address of ``query``, without the page."""
    given = {
        "q": query.text,
        **query.chosen,
        "first": str(query.first_year or ""),
        "last": str(query.last_year or ""),
        "sort": "date" if query.newest_first else "",
    }
    return {name: value for name, value in given.items() if value}


def address(query: Query, **changes: str) -> str:
    """Return the address of ``query`` with ``changes``; an empty value takes a parameter away."""
    changed = {name: value for name, value in (parameters(query) | changes).items() if value}
    return f"/search/?{urlencode(changed)}" if changed else "/search/"


def reachable(total: int) -> int:
    """Return how many of ``total`` documents can be paged through."""
    return min(total, DEEPEST)


def last_offset(total: int) -> int:
    """Return where the last page begins: whoever asks for a page behind the end is shown that one."""
    return (reachable(total) - 1) // PAGE_SIZE * PAGE_SIZE


def is_narrowed(query: Query) -> bool:
    return bool(query.chosen) or query.years != (None, None)


def filters(query: Query, results: Results) -> list[Filter]:
    """Return the filters that can change something here, with the number of documents each choice leaves."""
    made = (filter_of(name, query, results.choices.get(name, [])) for name in LABELS)
    return [each for each in made if each.chosen or len(each.options) > 1]


def filter_of(name: str, query: Query, choices: list[Choice]) -> Filter:
    chosen = query.chosen.get(name, "")
    options = [option_of(name, query, choice) for choice in choices]
    if chosen and not any(option.is_chosen for option in options):
        options.append(option_of(name, query, Choice(chosen, chosen, 0)))
    picked = next((option for option in options if option.is_chosen), None)
    return Filter(name, LABELS[name], options, picked, address(query, **{name: ""}))


def option_of(name: str, query: Query, choice: Choice) -> Option:
    titles = {"kind": KINDS, "validity": VALIDITIES}.get(name, {})
    return Option(
        title=titles.get(choice.value, choice.title),
        count=choice.count,
        value=choice.value,
        href=address(query, **{name: choice.value}),
        is_chosen=query.chosen.get(name) == choice.value,
    )


def years(query: Query, results: Results) -> list[Option]:
    """Return the years of what was found, newest first, each as a link to that year alone."""
    found = sorted(results.choices.get("year", []), key=lambda choice: choice.value, reverse=True)
    return [
        Option(
            title=f"{choice.value}年",
            count=choice.count,
            value=choice.value,
            href=address(query, first=choice.value, last=choice.value),
            is_chosen=query.years == (int(choice.value), int(choice.value)),
        )
        for choice in found
    ]


def sentence(query: Query, results: Results, shown: list[Filter]) -> str:
    """Return what was asked and how much was found, as one sentence."""
    limits = [f"{each.label}为“{each.chosen.title}”" for each in shown if each.chosen]
    limits += [span] if (span := years_in_words(query)) else []
    scope = f"在{'、'.join(limits)}的公开信息中" if limits else "在全部公开信息中"
    asked = f"检索“{query.text.strip()}”，" if query.text.strip() else "，"
    if results.is_nearest:
        return f"{scope}{asked}没有完全符合的，列出最相近的 {results.total} 条。"
    return f"{scope}{asked}共 {results.total} 条。"


def years_in_words(query: Query) -> str:
    first, last = query.years
    if first and last:
        return f"年份为{first}年" if first == last else f"年份为{first}年至{last}年"
    if first:
        return f"年份不早于{first}年"
    return f"年份不晚于{last}年" if last else ""
