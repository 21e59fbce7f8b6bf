"""Looking closer: from departments to functions, from the beginning of a code to its whole. Pure.

Where somebody stands is in the question alone: a level is passed once one value of it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gongkai.registers.asking import Question
from gongkai.registers.fields.words import Code
from gongkai.registers.schema import Definition
from gongkai.registers.schema.definition import Chart


@dataclass(frozen=True, slots=True)
class Level:
    """One level: the values of a field, or how they begin; ``depth`` is with how many signs, 0 with all."""

    field: str
    depth: int = 0

    def passed(self, question: Question) -> str:
        """Return the one value of this level that is asked for, empty if it is none or several."""
        asked = question.facets.get(self.field, ())
        if len(asked) != 1 or len(asked[0]) < self.depth:
            return ""
        return asked[0][: self.depth] if self.depth else asked[0]


def levels(chart: Chart, said: Definition) -> list[Level]:
    """Return the levels of a chart from the outermost; the last one leads to the entries."""
    fields = (chart.by, *chart.below)
    found = [Level(key, depth) for key in fields for depth in _depths(said, key)]
    last = fields[-1]
    return [*found, Level(last)] if isinstance(said.fields[last].type, Code) else found


def _depths(said: Definition, key: str) -> tuple[int, ...]:
    kind = said.fields[key].type
    return kind.depths if isinstance(kind, Code) else (0,)


def level_of(chart: Chart, question: Question, said: Definition) -> Level:
    """Return the level that a question looks at: the first of which not one value is asked for."""
    found = levels(chart, said)
    return next((each for each in found if not each.passed(question)), found[-1])


def is_last(level: Level, chart: Chart, said: Definition) -> bool:
    return level == levels(chart, said)[-1]


def closer(question: Question, level: Level, value: str) -> Question:
    """Return the question that looks into one value of a level."""
    return replace(question, facets={**question.facets, level.field: (value,)}, page=1)


def trail(chart: Chart, question: Question, said: Definition) -> Iterator[tuple[str, str, Question]]:
    """Yield each level that was passed: its field, its value, and the question that looks into it.

    The field is empty for the first: from there everything is seen.
    """
    found = levels(chart, said)
    outside = {key: values for key, values in question.facets.items() if key not in {e.field for e in found}}
    if len(found) < 2:
        return
    yield "", "", replace(question, facets=outside, page=1)
    now = replace(question, facets=outside, page=1)
    for level in found[:-1]:
        value = level.passed(question)
        if not value:
            return
        now = closer(now, level, value)
        yield level.field, value, now
