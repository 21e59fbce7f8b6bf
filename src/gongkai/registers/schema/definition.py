"""A register as it is declared: its fields and what people may do with them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.law.deadlines import Length
from gongkai.registers.fields import FieldType, Value

Values = Mapping[str, Value]
"""One entry: a value for each field that says something."""

When = tuple[tuple[str, str], ...]
"""A condition: each of these fields has this value. An empty one always holds."""


Among = tuple[tuple[str, tuple[str, ...]], ...]
"""Of which entries a chart, a ranking or a check speaks: each of these fields has one of these values."""


def holds(when: When, values: Values) -> bool:
    """Return whether a condition holds of an entry."""
    for key, value in when:  # millions of times: three times as quick as all()
        if values.get(key) != value:
            return False
    return True


def is_among(when: Among, values: Values) -> bool:
    """Return whether an entry is one of those that are spoken of."""
    for key, several in when:
        if values.get(key) not in several:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Field:
    """One column. ``aliases`` are other headings that clerks use; after ``until`` it takes no values.

    ``holds`` names the personal information that its text may contain because it is an office's own.
    """

    key: str
    label: str
    type: FieldType
    is_required: bool = False
    aliases: tuple[str, ...] = ()
    hint: str = ""
    until: date | None = None
    holds: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The label with its unit, as tables and charts write it."""
        return f"{self.label}（{self.type.unit}）" if self.type.unit else self.label


@dataclass(frozen=True, slots=True)
class Mask:
    """How a personal field is hidden on every way out; only where ``when`` holds, if it says anything.

    With ``is_dropped`` the value is masked before it is stored: nobody can look it up afterwards.
    """

    field: str
    manner: str
    when: When = ()
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class Retention:
    """How long an entry is shown after the day in ``after``; then it is archived or erased.

    Either ``length`` says it, or ``limit``, a key of ``catalogue/limits.yaml``.
    """

    after: str
    length: Length | None
    limit: str
    is_erased: bool
    basis: str
    when: When = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: entries, or the sum or mean of one field or of several side by side."""

    verb: str = "count"
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: along ``by``, and what is ``below`` it as people look closer.

    Of each field in ``pick`` one value is looked at at a time. ``is_whole`` lists all declared choices one
    by one, also those of which there is nothing; ``is_per_head`` tells what falls to each resident.
    """

    key: str
    title: str
    form: str
    by: str
    measure: Measure
    split: str = ""
    step: str = ""
    when: Among = ()
    below: tuple[str, ...] = ()
    pick: tuple[str, ...] = ()
    is_whole: bool = False
    is_per_head: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """Who is first: by a field, within each value of ``within``. Equal values share a place."""

    title: str
    by: str
    is_descending: bool
    within: str = ""
    when: Among = ()


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold of an entry, wherever ``when`` does: a closed list of verbs over fields."""

    verb: str
    fields: tuple[str, ...]
    of: str = ""
    when: Among = ()


@dataclass(frozen=True, slots=True)
class Stages:
    """The steps of a project or a deal: the field that says which, and what is told at each."""

    field: str
    chain: str
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """A field, and what its choices are called in a standard; those that are not named say nothing there."""

    field: str
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ocds:
    """What of an entry is what in OCDS 1.1: the process, the day, the tag, and all other paths."""

    process: str
    date: str
    tag: Coded
    paths: Mapping[str, Coded]


@dataclass(frozen=True, slots=True)
class Sort:
    field: str
    is_descending: bool = False

    def __str__(self) -> str:
        return f"-{self.field}" if self.is_descending else self.field


@dataclass(frozen=True)
class Definition:
    """A whole register. Everything that names a field names one that is declared.

    ``obligations`` are the duties it meets, the main one first.
    """

    key: str
    title: str
    description: str
    obligations: tuple[str, ...]
    systems: tuple[str, ...]
    fields: Mapping[str, Field]
    identity: tuple[str, ...]
    headline: tuple[str, ...]
    columns: tuple[str, ...]
    facets: tuple[str, ...]
    sorts: tuple[Sort, ...]
    search: tuple[str, ...]
    masks: tuple[Mask, ...] = ()
    retention: tuple[Retention, ...] = ()
    charts: tuple[Chart, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    stages: Stages | None = None
    checks: tuple[Check, ...] = ()
    event: str = ""
    export: str = ""
    ocds: Ocds | None = None
    licence: str = ""
    samples: tuple[Values, ...] = ()

    @property
    def obligation(self) -> str:
        return self.obligations[0]

    @property
    def current(self) -> tuple[Field, ...]:
        """The fields that still take values."""
        return tuple(each for each in self.fields.values() if each.until is None)

    def identify(self, values: Values) -> str:
        """Return what tells the entry apart: the values of its identifying fields, joined."""
        return "\t".join([str(values[key]) for key in self.identity])

    def headed(self, values: Values) -> str:
        """Return the entry's name for people, as far as nothing personal is in it."""
        shown = (self.fields[key].type.show(values.get(key)) for key in self.headline)
        return " ".join(filter(None, shown))
