"""From a bar of a chart to the entries behind it: the same question, narrowed to them. Pure."""

from __future__ import annotations

from dataclasses import replace

from gongkai.registers.asking import Question, Range
from gongkai.registers.fields.days import Date
from gongkai.registers.periods import YEAR, bounds, is_time, step_of
from gongkai.registers.schema import Definition
from gongkai.registers.schema.definition import Among, Chart

FAR = "9999"


def within(question: Question, when: Among, said: Definition) -> Question | None:
    """Return a question narrowed to some entries, None if people cannot ask for them."""
    facets = dict(question.facets)
    for key, values in when:
        if key not in said.facets:
            return None
        asked = facets.get(key, values)
        facets[key] = tuple(value for value in values if value in asked) or values
    return replace(question, facets=facets, page=1)


def narrowed(question: Question, chart: Chart, key: str, step: str, said: Definition) -> Question | None:
    """Return a question for the entries of one bar, None if people cannot ask for them."""
    found = within(question, chart.when, said)
    if found is None:
        return None
    field = said.fields[chart.by]
    own = step_of(field, "")
    counted = YEAR if isinstance(field.type, Date) else own
    if chart.by in said.facets and step == counted:
        return replace(found, facets={**found.facets, chart.by: (key,)})
    if not is_time(field):
        return None
    least, most = (key, key) if step == own else bounds(key, step, own)
    asked = question.ranges.get(chart.by, Range())
    bound = Range(max(least, str(asked.least or "")), min(most, str(asked.most or FAR)))
    return replace(found, ranges={**found.ranges, chart.by: bound})
