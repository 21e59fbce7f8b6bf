"""How letters of an organisation are numbered, and to whom one may turn against them. Pure.

What ``catalogue/letters.yaml`` declares: the short form in a document number cannot be derived from a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.obligations.node import Node, Wrong

WORDS = ("number", "codes", "review_bodies", "court")
PLACES = {"code": "财", "year": 2026, "serial": 1}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """``codes`` and ``review_bodies`` are by organisation key."""

    pattern: str
    codes: Mapping[str, str]
    review_bodies: Mapping[str, str]
    court: str

    def number(self, *, organisation: str, short_name: str, year: int, serial: int) -> str:
        """Return a document number such as 下财公复〔2026〕3号."""
        code = self.codes.get(organisation, short_name)
        return self.pattern.format(code=code, year=year, serial=serial)


def parse_letterhead(node: Node) -> Letterhead:
    """Return what is declared. Raises Wrong."""
    said = node.mapping(known=WORDS, needed=WORDS)
    pattern = said["number"].text()
    try:
        told = {pattern.format(**{**PLACES, place: f"<{place}>"}) for place in PLACES}
    except (KeyError, IndexError, ValueError) as error:
        raise Wrong(said["number"].line, "文号只能有 {code}、{year}、{serial} 三处") from error
    if any(f"<{place}>" not in "".join(told) for place in PLACES):
        raise Wrong(said["number"].line, "文号必须有 {code}、{year}、{serial}")
    return Letterhead(
        pattern,
        _by_organisation(said["codes"], "code"),
        _by_organisation(said["review_bodies"], "body"),
        said["court"].text(),
    )


def _by_organisation(node: Node, what: str) -> dict[str, str]:
    words = ("organisation", what)
    rows = [row.mapping(known=words, needed=words) for row in node.items()]
    return {row["organisation"].text(): row[what].text() for row in rows}
