"""Statutory time limits: how much time, in which unit, by which article, in force from when to when.

The figures are data (``catalogue/limits.yaml``). This module knows their shape and picks the one in force.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from gongkai.law.cadence import BadCadence, Cadence
from gongkai.law.deadlines import Length, Unit


class Bound(StrEnum):
    """What the amount means for the one who is bound by it."""

    WITHIN = "within"  # to be done at the latest by then
    AT_LEAST = "at_least"  # to last at least so long: a consultation, a display
    BEFORE = "before"  # to be done at least so long before an event: a hearing notice
    CADENCE = "cadence"  # to be done again and again, or by a fixed day of the year


class BadLimit(ValueError):
    """A row that does not describe a limit."""


class UnknownLimit(LookupError):
    """No limit of this key is declared, or none was in force on the day asked about."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One statutory limit, as one text in force between two dates sets it.

    ``certain`` is false where the figure is not confirmed in the official text: such a limit may
    warn, and never blocks. ``valid_from`` is None where nobody has checked since when it is in force.
    ``extension`` is the key of the limit by which this one may be extended.
    """

    key: str
    title: str
    article: str
    bound: Bound
    valid_from: date | None
    valid_to: date | None = None
    length: Length | None = None
    cadence: Cadence | None = None
    starts: str = ""
    extension: str = ""
    certain: bool = True
    note: str = ""

    def in_force_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    @property
    def text(self) -> str:
        """The limit in words: 20个工作日, 不少于30日（自然日）, 每年01-31前."""
        if self.cadence is not None:
            return self.cadence.text
        lead = {Bound.AT_LEAST: "不少于", Bound.BEFORE: "提前不少于"}.get(self.bound, "")
        return f"{lead}{self.length}"


@dataclass(frozen=True)
class Limits:
    """All limits declared."""

    rows: tuple[Limit, ...]

    @cached_property
    def _by_key(self) -> dict[str, list[Limit]]:
        out: dict[str, list[Limit]] = {}
        for row in self.rows:
            out.setdefault(row.key, []).append(row)
        return {key: sorted(texts, key=lambda row: row.valid_from or date.min) for key, texts in out.items()}

    @property
    def keys(self) -> list[str]:
        """The keys in the order of the catalogue."""
        return list(self._by_key)

    def history(self, key: str) -> list[Limit]:
        """Every text of one limit, oldest first. Raises UnknownLimit."""
        if key not in self._by_key:
            raise UnknownLimit(f"没有名为“{key}”的时限")
        return self._by_key[key]

    def on(self, key: str, day: date) -> Limit:
        """The limit as it stood on ``day``, the day on which the matter is judged. Raises UnknownLimit."""
        if row := self.in_force(key, day):
            return row
        raise UnknownLimit(f"{day} 时“{self.history(key)[-1].title}”没有有效的时限规定")

    def in_force(self, key: str, day: date) -> Limit | None:
        """The limit as it stood on ``day``, None if no text of it was in force. Raises UnknownLimit."""
        return next((row for row in self.history(key) if row.in_force_on(day)), None)


FIELDS = {
    "key", "title", "article", "bound", "valid_from", "valid_to", "amount", "unit", "cadence", "starts",
    "extension", "certain", "note",
}  # fmt: skip
REQUIRED = ("key", "title", "article")
UNCHECKED = "待核"


def limit_from(data: Mapping[str, object]) -> Limit:
    """Build a limit from plain data. Raises BadLimit with a sentence that says what is wrong."""
    if unknown := set(data) - FIELDS:
        raise BadLimit(f"不认识的字段：{'、'.join(sorted(unknown))}")
    if missing := [name for name in REQUIRED if not data.get(name)]:
        raise BadLimit(f"缺少字段：{'、'.join(missing)}")
    cadence = _cadence(data)
    length = None if cadence else _length(data)
    since, until = _day(data, "valid_from"), _day(data, "valid_to")
    if since is not None and until is not None and until < since:
        raise BadLimit("valid_to 早于 valid_from")
    certain, note = _flag(data, "certain"), str(data.get("note", ""))
    if certain and since is None:
        raise BadLimit("缺少 valid_from；施行日期不明的应当写 certain: false")
    if certain and UNCHECKED in note:
        raise BadLimit("说明写了“待核”，应当同时写 certain: false")
    return Limit(
        key=str(data["key"]),
        title=str(data["title"]),
        article=str(data["article"]),
        bound=Bound.CADENCE if cadence else _bound(data),
        valid_from=since,
        valid_to=until,
        length=length,
        cadence=cadence,
        starts=str(data.get("starts", "")),
        extension=str(data.get("extension", "")),
        certain=certain,
        note=note,
    )


def limits_from(rows: Iterable[Limit]) -> Limits:
    """Put limits together. Raises BadLimit if texts of one key overlap or an extension is not declared."""
    limits = Limits(tuple(rows))
    for key in limits.keys:
        history = limits.history(key)
        for earlier, later in zip(history, history[1:], strict=False):
            begun = later.valid_from or date.min
            if earlier.valid_to is None or begun <= earlier.valid_to:
                raise BadLimit(f"“{key}”的两个版本在 {later.valid_from or '不明之日'} 同时有效")
    for row in limits.rows:
        if row.extension and row.extension not in limits.keys:
            raise BadLimit(f"“{row.key}”引用的延长时限“{row.extension}”不存在")
    return limits


def _length(data: Mapping[str, object]) -> Length:
    amount, unit = data.get("amount"), str(data.get("unit", ""))
    if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
        raise BadLimit(f"amount 应当是大于零的整数，而不是“{amount}”")
    if unit not in set(Unit):
        raise BadLimit(f"unit 应当是 {'、'.join(Unit)} 之一，而不是“{unit}”")
    return Length(amount, Unit(unit))


def _cadence(data: Mapping[str, object]) -> Cadence | None:
    if "cadence" not in data:
        return None
    if {"amount", "unit", "bound"} & set(data):
        raise BadLimit("写了 cadence 就不能再写 amount、unit、bound")
    try:
        return Cadence(str(data["cadence"]))
    except BadCadence as error:
        raise BadLimit(str(error)) from None


def _bound(data: Mapping[str, object]) -> Bound:
    word = str(data.get("bound", Bound.WITHIN))
    if word not in {Bound.WITHIN, Bound.AT_LEAST, Bound.BEFORE}:
        raise BadLimit(f"bound 应当是 within、at_least、before 之一，而不是“{word}”")
    return Bound(word)


def _day(data: Mapping[str, object], name: str) -> date | None:
    if name not in data:
        return None
    try:
        return date.fromisoformat(str(data[name]))
    except ValueError:
        raise BadLimit(f"{name} 不是日期：“{data[name]}”") from None


def _flag(data: Mapping[str, object], name: str) -> bool:
    value = data.get(name, True)
    if not isinstance(value, bool):
        raise BadLimit(f"{name} 应当是 true 或 false，而不是“{value}”")
    return value
