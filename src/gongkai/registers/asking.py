"""What people may ask of a register: filters, ranges, words, an order, a page. Pure.

A question is read from an address and written back to one; what cannot be understood is told and left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from gongkai.law.chinese import plain_width
from gongkai.registers.fields import BadCell, Known, Value
from gongkai.registers.fields.base import NOBODY, typed
from gongkai.registers.fields.days import Date
from gongkai.registers.fields.words import Code
from gongkai.registers.schema import Definition, Field
from gongkai.registers.schema.definition import Sort

LEAST, MOST = ".min", ".max"
ON_A_PAGE = 20
LONGEST = 100
MOST_WORDS = 6
DEEPEST = 50_000
"""Nobody reads so many pages; whoever wants all rows takes the download."""

Query = Mapping[str, Sequence[str]]
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Range:
    least: Value = None
    most: Value = None


@dataclass(frozen=True)
class Question:
    """One question: of each facet the values wanted, of each quantity its bounds, words, order, page."""

    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    sort: Sort | None = None
    page: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it asks for everything: such a page is finished beforehand."""
        return not (self.facets or self.ranges or self.words)

    def toggled(self, key: str, value: str) -> Question:
        """Return the question with a value of a facet asked for as well, or no longer."""
        had = self.facets.get(key, ())
        now = tuple(each for each in had if each != value) if value in had else (*had, value)
        others = {each: values for each, values in self.facets.items() if each != key}
        return replace(self, facets={**others, key: now} if now else others, page=1)

    def to_query(self) -> str:
        """Return the question as the query of an address, always in the same order."""
        pairs: list[tuple[str, str]] = [("q", " ".join(self.words))] if self.words else []
        pairs += [(key, value) for key, values in sorted(self.facets.items()) for value in values]
        for key, bounds in sorted(self.ranges.items()):
            for suffix, bound in ((LEAST, bounds.least), (MOST, bounds.most)):
                if bound is not None:
                    pairs.append((key + suffix, str(bound)))
        if self.sort:
            pairs.append(("sort", str(self.sort)))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return urlencode(pairs)


@dataclass(frozen=True)
class Asked:
    """A question as it was understood, and sentences for what was not."""

    question: Question
    misunderstood: tuple[str, ...] = ()


def read(query: Query, said: Definition, *, known: Known = NOBODY) -> Asked:
    """Return the question that the query of an address asks of a register."""
    told: list[str] = []
    facets = {key: values for key in said.facets if (values := _values(query.get(key, ())))}
    ranges = {}
    for each in said.fields.values():
        if each.type.is_ordered and (bounds := _range(each, query, told, known)):
            ranges[each.key] = bounds
    sort = _sort(query, said, told)
    question = Question(facets, ranges, _words(query, said), sort, _page(query, told))
    return Asked(question, tuple(told))


def _values(given: Iterable[str]) -> tuple[str, ...]:
    wanted = (typed(value)[:LONGEST] for value in given)
    return tuple(dict.fromkeys(filter(None, wanted)))


def _range(each: Field, query: Query, told: list[str], known: Known) -> Range | None:
    bounds: list[Value] = []
    for suffix in (LEAST, MOST):
        bound = (query.get(each.key + suffix) or ("",))[-1]
        try:
            bounds.append(each.type.parse(bound, known))
        except BadCell as error:
            told.append(f"{each.label}：{error}")
            bounds.append(None)
    return Range(*bounds) if bounds != [None, None] else None


def _words(query: Query, said: Definition) -> tuple[str, ...]:
    return words_of((query.get("q") or ("",))[-1]) if said.search else ()


def words_of(text: str) -> tuple[str, ...]:
    """Return the words that somebody typed into a box for searching."""
    words = plain_width(typed(text))[:LONGEST].casefold()
    return tuple(dict.fromkeys(words.split()))[:MOST_WORDS]


def _sort(query: Query, said: Definition, told: list[str]) -> Sort | None:
    """Return an order that is not the usual one."""
    order = (query.get("sort") or ("",))[-1]
    if not order:
        return None
    for sort in said.sorts:
        if order.removeprefix("-") == sort.field:
            wanted = Sort(sort.field, order.startswith("-"))
            return None if wanted == said.sorts[0] else wanted
    told.append("不能按这一项排序")
    return None


def _page(query: Query, told: list[str]) -> int:
    page = (query.get("page") or ("1",))[-1]
    if not (page.isascii() and page.isdigit() and len(page) < 9 and int(page)):
        told.append("没有这一页")
        return 1
    return min(int(page), DEEPEST)


def sentence(question: Question, said: Definition, names: Mapping[str, Names]) -> str:
    """Return in words what is asked for; ``names`` gives organisations and regions their names."""
    parts = [f"含有“{word}”" for word in question.words]
    for key, values in question.facets.items():
        shown = "或".join(shown_as(said.fields[key], value, names) for value in values)
        parts.append(f"{said.fields[key].label}为{shown}")
    for key, bounds in question.ranges.items():
        parts.append(bounded(said.fields[key], bounds))
    return "，".join(parts) or "全部"


def bounded(each: Field, bounds: Range) -> str:
    """Return in words between which bounds a quantity is asked for."""
    unit = each.type.unit
    low, high = (
        f"{each.type.show(bound)}{'' if unit == '%' else unit}" for bound in (bounds.least, bounds.most)
    )
    if bounds.most is None:
        return f"{each.label}不{'早' if isinstance(each.type, Date) else '少'}于{low}"
    if bounds.least is None:
        return f"{each.label}不{'晚于' if isinstance(each.type, Date) else '多于'}{high}"
    return f"{each.label}在{low}至{high}之间"


def shown_as(each: Field, value: str, names: Mapping[str, Names]) -> str:
    """Return what people read for a value of a facet."""
    if isinstance(each.type, Date):
        return f"{value}年"
    if each.type.word == "boolean":
        return each.type.show(value == "true")
    if isinstance(each.type, Code) and value in each.type.named:
        return f"{value} {each.type.named[value]}"
    return names.get(each.type.word, {}).get(value) or each.type.show(value)
