"""How long an entry is shown: by a length that its register declares, or by a statutory limit."""

from datetime import date, timedelta

from gongkai.clocks.loading import calendar, limits
from gongkai.law.deadlines import Length, Unit, add_months, due
from gongkai.registers import schema
from gongkai.registers.schema.definition import Retention


def shown_until(said: schema.Definition, values: schema.Values) -> date | None:
    """Return the last day on which an entry is shown by the first rule that fits it, None for ever."""
    return Displays(said).until(values)


class Displays:
    """The same of many entries of one register: each day is counted from once."""

    def __init__(self, said: schema.Definition) -> None:
        self.ends: list[tuple[Retention, dict[str, date | None]]] = [(rule, {}) for rule in said.retention]

    def until(self, values: schema.Values) -> date | None:
        """Return the last day on which an entry is shown, None for ever."""
        for rule, ends in self.ends:
            if fits(rule, values):
                day = str(values[rule.after])
                if day not in ends:
                    ends[day] = _end(rule, date.fromisoformat(day))
                return ends[day]
        return None


def _end(rule: Retention, start: date) -> date | None:
    length = length_of(rule, start)
    return end_of(start, length) if length else None


def fits(rule: Retention, values: schema.Values) -> bool:
    return bool(values.get(rule.after)) and schema.holds(rule.when, values)


def rule_for(said: schema.Definition, values: schema.Values) -> Retention | None:
    """Return the first rule that fits an entry, None where it is shown for ever."""
    return next((rule for rule in said.retention if fits(rule, values)), None)


def length_of(rule: Retention, day: date | None = None) -> Length | None:
    """Return how long a rule says: of a statutory limit as it stood on ``day``, else its newest text.

    None where that limit is no number of days or months.
    """
    if rule.length:
        return rule.length
    laws = limits()
    law = (day and laws.in_force(rule.limit, day)) or laws.history(rule.limit)[-1]
    return law.length if law.length and law.length.unit is not Unit.HOURS else None


def end_of(start: date, length: Length) -> date:
    """Return the last day of a display. Unlike a duty it is not put off when it ends on a day off."""
    if length.unit is Unit.WORKING_DAYS:
        return due(start, length, calendar()).due_on
    if length.unit is Unit.MONTHS:
        return add_months(start, length.amount)
    return start + timedelta(days=length.amount)
