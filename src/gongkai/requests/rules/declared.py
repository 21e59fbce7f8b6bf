"""What ``catalogue/requests.yaml`` declares, checked with the line on which it stands. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from gongkai.obligations.node import Node, Wrong
from gongkai.requests.rules.answers import INFORMATION, SUBJECTS, Outcome, Standing
from gongkai.requests.rules.during import During
from gongkai.requests.rules.fees import Tariff
from gongkai.requests.rules.receipt import EVIDENCES, Policy
from gongkai.requests.rules.remedies import Remedy, Way
from gongkai.requests.rules.retention import KEPT, Retention

WORDS = "channels receipts outcomes needs remedies fees retention problems alike rating ahead fewest".split()
AHEAD = ("suggestion", "correction", "consult", "reasons")
TIMES = ("since", "until")
Said = dict[str, Node]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Alike:
    """From when on requests count as similar, and how many ask for a decision (条例第四十四条).

    ``percent`` is of ``likeness.likeness``; ``opened`` are the answers after which the information may
    become public.
    """

    percent: int
    applicants: int
    months: int
    opened: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """All of it. ``channels``, ``needs`` and ``problems`` are keys with what people read.

    For ``rating_days`` an applicant may change a rating. ``ahead`` is how many days ahead an answer may be
    appointed at most, to a suggestion or to a letter by its kind. Public figures about applicants tell
    nothing that is smaller than ``fewest``.
    """

    channels: Mapping[str, str]
    receipts: tuple[Policy, ...]
    outcomes: tuple[Outcome, ...]
    needs: Mapping[str, str]
    remedies: tuple[Remedy, ...]
    fees: tuple[Tariff, ...]
    retention: Mapping[str, Retention]
    problems: Mapping[str, str]
    alike: Alike
    rating_days: int
    ahead: Mapping[str, int]
    fewest: int

    def too_far(self, kind: str, day: date, on: date) -> str:
        """Return why an answer asked for ``on`` one day cannot be due on ``day``; "" if it can."""
        most = self.ahead[kind]
        last = on + timedelta(days=most)
        return f"期限最长{most}天，不能晚于{last}" if day > last else ""

    def outcome(self, key: str) -> Outcome:
        """Return an outcome by its key. Raises KeyError."""
        return {each.key: each for each in self.outcomes}[key]


def parse(node: Node) -> Law:
    """Return what is declared. Raises Wrong."""
    said = node.mapping(known=WORDS, needed=WORDS)
    channels, needs = _titled(said["channels"]), _titled(said["needs"])
    return Law(
        channels,
        _each(said["receipts"], ("channel", "evidence", "basis"), (), lambda row: _policy(row, channels)),
        _each(
            said["outcomes"],
            ("key", "title", "article"),
            ("needs", "row", "standing", "subject"),
            lambda row: _outcome(row, needs),
        ),
        needs,
        _each(said["remedies"], ("way", "standings", "basis"), ("certain",), _remedy),
        _each(said["fees"], ("key", "title", "free", "brackets"), ("every", "by", "certain"), _tariff),
        _retained(said["retention"]),
        _titled(said["problems"]),
        _alike(said["alike"]),
        said["rating"].mapping(known=("days",), needed=("days",))["days"].number(),
        {word: days.number() for word, days in said["ahead"].mapping(known=AHEAD, needed=AHEAD).items()},
        said["fewest"].number(),
    )


def _each(
    node: Node, needed: tuple[str, ...], known: tuple[str, ...], make: Callable[[Said], Made]
) -> tuple[Made, ...]:
    rows = (row.mapping(known=(*needed, *known, *TIMES), needed=needed) for row in node.items())
    return tuple(make(row) for row in rows)


def _retained(node: Node) -> dict[str, Retention]:
    rows = _each(node, ("key", "title", "days", "basis"), ("certain",), _retention)
    if lacking := set(KEPT) - {row.key for row in rows}:
        raise Wrong(node.line, f"retention 缺少{'、'.join(sorted(lacking))}")
    return {row.key: row for row in rows}


def _retention(said: Said) -> Retention:
    return Retention(
        said["key"].choice(KEPT),
        said["title"].text(),
        said["days"].number(),
        said["basis"].text(),
        _is_certain(said),
    )


def _titled(node: Node) -> dict[str, str]:
    words = ("key", "title")
    rows = [row.mapping(known=words, needed=words) for row in node.items()]
    return {row["key"].text(): row["title"].text() for row in rows}


def _during(said: Said) -> During:
    since, until = (said[word].day() if word in said else None for word in TIMES)
    if since and until and until < since:
        raise Wrong(said["until"].line, "until 早于 since")
    return During(since, until)


def _is_certain(said: Said) -> bool:
    return said["certain"].flag() if "certain" in said else True


def _policy(said: Said, channels: Mapping[str, str]) -> Policy:
    return Policy(
        said["channel"].choice(channels),
        said["evidence"].choice(EVIDENCES),
        _during(said),
        said["basis"].text(),
    )


def _outcome(said: Said, needs: Mapping[str, str]) -> Outcome:
    return Outcome(
        said["key"].text(),
        said["title"].text(),
        said["article"].text(),
        _during(said),
        said["row"].text() if "row" in said else "",
        said["needs"].choices(needs) if "needs" in said else (),
        Standing(said["standing"].choice([each.value for each in Standing]))
        if "standing" in said
        else Standing.OTHER,
        said["subject"].choice(SUBJECTS) if "subject" in said else INFORMATION,
    )


def _alike(node: Node) -> Alike:
    words = ("percent", "applicants", "months", "opened")
    said = node.mapping(known=words, needed=words)
    percent, applicants, months = (said[word].number() for word in words[:3])
    return Alike(percent, applicants, months, said["opened"].texts())


def _remedy(said: Said) -> Remedy:
    standings = said["standings"].choices([each.value for each in Standing])
    return Remedy(
        Way(said["way"].choice([each.value for each in Way])),
        tuple(map(Standing, standings)),
        _during(said),
        said["basis"].text(),
        _is_certain(said),
    )


def _tariff(said: Said) -> Tariff:
    words = ("from", "yuan")
    brackets = [row.mapping(known=words, needed=words) for row in said["brackets"].items()]
    return Tariff(
        said["key"].text(),
        said["title"].text(),
        _during(said),
        said["free"].number(),
        {row["from"].number(): row["yuan"].number() for row in brackets},
        said["every"].number() if "every" in said else 0,
        said["by"].number() if "by" in said else 0,
        _is_certain(said),
    )
