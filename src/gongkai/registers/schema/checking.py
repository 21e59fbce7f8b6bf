"""The declared arithmetic of an entry: sums that add up, bounds that hold, days in their order. Pure."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from math import isqrt

from gongkai.registers.fields import FieldType
from gongkai.registers.schema.definition import Check, Definition, Values, is_among

FILLED, TOTAL, PAST = "filled", "total", "past"
SLACK = Decimal("0.05")
"""For each summand rounded to one decimal; what is kept finer must add up accordingly closer."""


Find = Callable[[Values], Iterable[tuple[str, str]]]
"""Finds what is wrong with an entry: the field and a sentence."""


def broken(definition: Definition) -> Find:
    """Return what finds the fields at which a declared check fails; what is left empty is not checked.

    What is said of a whole table (``total``) is no matter of one entry, what is ``past`` one of the day.
    """
    checks = [check for check in definition.checks if check.verb not in {TOTAL, PAST}]

    def found(values: Values) -> Iterator[tuple[str, str]]:
        for check in checks:
            if not is_among(check.when, values):
                continue
            if check.verb == FILLED:
                yield from _empty(definition, check, values)
            elif None not in map(values.get, (*check.fields, check.of)):
                if not _holds(definition, check, values):
                    yield (
                        check.of if check.verb == "sum" else check.fields[0],
                        _sentence(definition, check, values),
                    )

    return found


def ahead(definition: Definition, *, on: date) -> Find:
    """Return what finds the days that have not come yet although what they date has happened."""
    checks = [check for check in definition.checks if check.verb == PAST]
    today = on.isoformat()

    def found(values: Values) -> Iterator[tuple[str, str]]:
        for check in checks:
            for key in check.fields if is_among(check.when, values) else ():
                value = values.get(key)
                if value is not None and str(value) > today[: len(str(value))]:
                    field = definition.fields[key]
                    yield key, f"“{field.label}”{field.type.show(value)}还没有到，不能晚于今天（{today}）"

    return found


def _empty(definition: Definition, check: Check, values: Values) -> Iterator[tuple[str, str]]:
    for key in check.fields:
        if values.get(key) is None:
            why = "、".join(f"{definition.fields[each].label}为“{values[each]}”" for each, _ in check.when)
            yield key, f"{why}时，“{definition.fields[key].label}”必须填写"


def _holds(definition: Definition, check: Check, values: Values) -> bool:
    if check.verb == "sum":
        total = sum((Decimal(str(values[key])) for key in check.fields), Decimal())
        slack = slack_of(definition.fields[check.of].type, len(check.fields))
        return abs(total - Decimal(str(values[check.of]))) <= slack
    order = _order(definition, values, check.fields[0], check.of)
    return {"at-most": order <= 0, "not-before": order >= 0, "equal": order == 0}[check.verb]


def slack_of(kind: FieldType, summands: int) -> Decimal:
    """Return by how much a sum of so many numbers may be off because each of them was rounded."""
    places = getattr(kind, "decimals", 0)
    if not places:
        return Decimal()
    of_many = 2 * (isqrt(summands) + 1)  # some of them go up and some down
    return SLACK.scaleb(1 - places) * min(summands, of_many)


def _order(definition: Definition, values: Values, one: str, other: str) -> int:
    """Return -1, 0 or 1: whether one value is smaller, the same or larger."""
    first, second = str(values[one]), str(values[other])
    if definition.fields[one].type.is_number:
        return int(Decimal(first).compare(Decimal(second)))
    return (first > second) - (first < second)


def _sentence(definition: Definition, check: Check, values: Values) -> str:
    labels = [definition.fields[key].label for key in check.fields]
    of = definition.fields[check.of]
    told = of.type.show(values[check.of])
    if check.verb == "sum":
        total = sum((Decimal(str(values[key])) for key in check.fields), Decimal())
        return f"{'、'.join(labels)}相加是 {total:,}，与“{of.label}”{told} 不一致"
    words = {"at-most": "不应大于", "not-before": "不应早于", "equal": "应等于"}[check.verb]
    return f"“{labels[0]}”{words}“{of.label}”（{told}）"
