"""Rows that nobody ever filled in, as many as wanted: variations of a register's sample rows. Pure.

A variation keeps what belongs together in its sample (who, for what, how much) and moves its days, amounts
and names, so that sums still add up and days keep their order. The same seed makes the same rows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from gongkai.registers.fields import Value
from gongkai.registers.fields.base import exact
from gongkai.registers.fields.days import Date
from gongkai.registers.fields.numbers import Count, Money
from gongkai.registers.fields.picks import Region
from gongkai.registers.fields.words import Code, Note, Text
from gongkai.registers.schema import Definition, Field, Values

MARK = "演示"
MOST_NAMES, MOST_FOLD = 20_000, 9
SPAN = 3 * 365  # days over which the entries are spread
PLAIN_FORMS = ("free", "document-number", "digits")


class NotCountable(ValueError):
    """Nothing in the identity of a register can be counted on; the message is a sentence."""


@dataclass(frozen=True)
class MadeUp:
    """How the rows of one register are made up. ``until`` is the last day on which anything happens."""

    said: Definition
    samples: Sequence[Values]
    until: date
    seed: int = 2017

    def rows(self, count: int) -> Iterator[dict[str, Value]]:
        """Yield ``count`` rows, each with an identity of its own. Raises NotCountable."""
        counted = self._counted()
        chance, regions = Random(self.seed), self._regions()  # noqa: S311 - samples, no secrets
        for number in range(1, count + 1):
            row = _moved(self._kinds, self.samples[chance.randrange(len(self.samples))], chance, self.until)
            for key in regions:
                if key in row:
                    row[key] = chance.choice(regions[key])
            row[counted.key] = _identity(counted, number)
            yield self._marked(row)

    def _marked(self, row: dict[str, Value]) -> dict[str, Value]:
        """Return a row that says itself that it is none of real life."""
        free = [each for each in self.said.current if isinstance(each.type, (Note, Text))]
        if free and not any(MARK in str(value) for value in row.values()):
            key = next((each for each in free if isinstance(each.type, Note)), free[0]).key
            row[key] = f"{row.get(key, '')}（{MARK}数据）"
        return row

    @property
    def _kinds(self) -> Mapping[str, Field]:
        return self.said.fields

    def _counted(self) -> Field:
        """Return the identifying field that takes the number of the row."""
        for key in reversed(self.said.identity):
            field = self.said.fields[key]
            if isinstance(field.type, Code) and field.type.form in PLAIN_FORMS:
                return field
            if isinstance(field.type, (Count, Text)):
                return field
        raise NotCountable(f"“{self.said.title}”的识别字段不能编号，不能生成演示行")

    def _regions(self) -> dict[str, list[Value]]:
        """Return the regions that the samples name, by field: a row may lie in any of them."""
        keys = [key for key, field in self.said.fields.items() if isinstance(field.type, Region)]
        named = {key: sorted({str(row[key]) for row in self.samples if row.get(key)}) for key in keys}
        return {key: list(found) for key, found in named.items() if found and key not in self.said.identity}


def _moved(fields: Mapping[str, Field], sample: Values, chance: Random, until: date) -> dict[str, Value]:
    """Return a sample on other days, of another size, about somebody else."""
    row = dict(sample)
    days = [key for key in row if isinstance(fields[key].type, Date)]
    sums = [key for key in row if isinstance(fields[key].type, Money)]
    if days:
        last = max(date.fromisoformat(str(row[key])) for key in days)
        by = (until - last).days - chance.randrange(SPAN)
        row |= {key: (date.fromisoformat(str(row[key])) + timedelta(by)).isoformat() for key in days}
    words = {MARK: f"{MARK}{chance.randrange(MOST_NAMES)}"}
    fold = chance.randint(1, MOST_FOLD)
    for key in sums:
        was = str(row[key])
        row[key] = exact(Decimal(was) * fold)
        words[f"{was}{fields[key].type.unit}"] = f"{row[key]}{fields[key].type.unit}"
    return {key: _renamed(value, words) for key, value in row.items()}


def _renamed(value: Value, words: Mapping[str, str]) -> Value:
    if not isinstance(value, str):
        return value
    for word, other in words.items():
        if word in value:
            value = re.sub(rf"(?<!\d){re.escape(word)}", other, value)
    return value


def _identity(field: Field, number: int) -> Value:
    """Return the identifying value of a row, plainly one of a demonstration where it is no bare number."""
    if isinstance(field.type, Count):
        return number
    form = field.type.form if isinstance(field.type, Code) else ""
    forms = {"digits": f"{number:08}", "document-number": f"{MARK}〔2017〕{number}号"}
    return forms.get(form, f"{MARK}{number:08}")
