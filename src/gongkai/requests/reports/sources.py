"""Where the figures of a report come from besides its cases: registers, and rows of another law. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.obligations.node import Node
from gongkai.requests.reports.form import WORDS as FILE
from gongkai.requests.reports.form import Form
from gongkai.requests.reports.listing import rows_of
from gongkai.requests.rules.declared import Law

WORDS = ("decisions", "documents", "never", "outcomes", "rest")
DECISION = ("row", "column", "register", "by", "made")
DOCUMENT = ("row", "register", "by", "made", "ended", "validity", "over")


@dataclass(frozen=True, slots=True)
class Decisions:
    """A cell of table two: entries of a register by the organisation in ``by``, in the year of ``made``."""

    row: str
    column: str
    register: str
    by: str
    made: str


@dataclass(frozen=True, slots=True)
class Documents:
    """A row of table two: documents made in a year, ended in it, in force at its end.

    A document has ended on the day in ``ended`` if its ``validity`` is one of ``over``.
    """

    row: str
    register: str
    by: str
    made: str
    ended: str
    validity: str
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """All of it. ``never`` are rows that are nothing in a district; ``rest`` where the other answers go."""

    decisions: tuple[Decisions, ...]
    documents: tuple[Documents, ...]
    never: tuple[str, ...]
    outcomes: Mapping[str, str]
    rest: tuple[str, ...]

    def row_of(self, outcome: str, law: Law, form: Form) -> str:
        """Return the row of table three that counts an answer, by the key of its kind.

        A withdrawal, and what the form of the year has no row for, is counted as other.
        """
        rows = {row.key for row in form.of("answered")}
        declared = {each.key: each.row for each in law.outcomes}.get(outcome, "")
        wanted = (declared, self.outcomes.get(outcome, ""), *self.rest)
        return next(row for row in wanted if row in rows)


def sources(node: Node) -> Sources:
    """Return what ``catalogue/reports.yaml`` declares. Raises Wrong."""
    said = node.mapping(known=FILE, needed=("counts",))["counts"].mapping(known=WORDS, needed=WORDS)
    decisions = (each.mapping(known=DECISION, needed=DECISION) for each in said["decisions"].items())
    return Sources(
        tuple(Decisions(*(row[word].text() for word in DECISION)) for row in decisions),
        tuple(map(_documents, said["documents"].items())),
        said["never"].texts(),
        rows_of(said["outcomes"]),
        said["rest"].texts(),
    )


def _documents(node: Node) -> Documents:
    said = node.mapping(known=DOCUMENT, needed=DOCUMENT)
    row, register, by, made, ended, validity = (said[word].text() for word in DOCUMENT[:-1])
    return Documents(row, register, by, made, ended, validity, said["over"].texts())
