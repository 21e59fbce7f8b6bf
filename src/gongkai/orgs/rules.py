"""Who may keep organisations and people, and how a district is written down. Pure.

A right comes from a role alone; nobody decides about their own posts, and only an administrator
decides about administrators, so that no post can be used to climb.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar


class Refusal(Exception):
    """An act that is refused; the message is the sentence to show."""


ACCOUNT = re.compile(r"[a-z][a-z0-9-]{1,39}")
KEEPERS = frozenset({"openness", "admin"})
RIGHTS: Mapping[str, frozenset[str]] = {
    "found": KEEPERS,
    "change": KEEPERS,
    "close": KEEPERS,
    "see-people": KEEPERS,
    "read-log": KEEPERS,
    "hire": frozenset({"admin"}),
    "change-person": frozenset({"admin"}),
    "deactivate": frozenset({"admin"}),
    "reactivate": frozenset({"admin"}),
    "reset-password": frozenset({"admin"}),
    "disable-totp": frozenset({"admin"}),
    "appoint": KEEPERS,
    "dismiss": KEEPERS,
}
NOT_TO_ONESELF = frozenset({"deactivate", "reset-password", "disable-totp", "appoint", "dismiss"})
DELEGABLE = frozenset({"clerk", "reviewer", "secrecy", "legality", "signer"})
"""The posts that may be lent: those that handle papers. Whoever keeps people and posts is appointed."""
INITIAL_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread on paper
SENSITIVE_ROLES = frozenset({"admin", "openness"})


def allows(roles: Collection[str], verb: str, *, to_oneself: bool = False, about_role: str = "") -> bool:
    """Return whether someone holding ``roles`` may do ``verb``.

    ``to_oneself``: the act is about the actor. ``about_role``: the role being given or taken; the
    administrator's and the openness office's are the administrator's to give.
    """
    if to_oneself and verb in NOT_TO_ONESELF:
        return False
    if about_role in SENSITIVE_ROLES and "admin" not in roles:
        return False
    return not RIGHTS[verb].isdisjoint(roles)


def whose_papers(keepers: Collection[int], passed: Mapping[int, int]) -> set[int]:
    """Return ``keepers`` and all whose papers came to them; ``passed`` is from whom to whom, step by step."""
    before: dict[int, list[int]] = {}
    for old, new in passed.items():
        before.setdefault(new, []).append(old)
    found, waiting = set(keepers), list(keepers)
    while waiting:
        fresh = set(before.get(waiting.pop(), ())) - found
        found |= fresh
        waiting += fresh
    return found


class Placed(Protocol):
    """A row that may stand under another."""

    pk: int
    parent_id: int | None


P = TypeVar("P", bound=Placed)


def tree(rows: Sequence[P]) -> list[tuple[int, P]]:
    """Return rows with their depth, each below its parent, in the order given among brothers.

    A row whose parent is not among the rows stands at the top.
    """
    known = {row.pk for row in rows}
    below: dict[int | None, list[P]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)

    def walk(parent: int | None, depth: int) -> Iterator[tuple[int, P]]:
        for row in below.get(parent, ()):
            yield depth, row
            yield from walk(row.pk, depth + 1)

    return list(walk(None, 0))


@dataclass(frozen=True)
class DeclaredRegion:
    code: str
    name: str
    parent: str = ""
    valid_to: date | None = None
    successor: str = ""


@dataclass(frozen=True)
class DeclaredOrganisation:
    key: str
    name: str
    short_name: str
    kind: str
    region: str
    valid_from: date
    parent: str = ""
    successor: str = ""
    succeeded_on: date | None = None
    order: int = 100
    contact: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DeclaredDistrict:
    regions: tuple[DeclaredRegion, ...]
    organisations: tuple[DeclaredOrganisation, ...]


class WrongDeclaration(ValueError):
    """A district file that cannot be understood; the message names the entry and what is wrong."""


CONTACT = ("functions", "divisions", "address", "hours", "phone", "fax", "online", "head", "index_template")
REGION_WORDS = {"code", "name", "parent", "valid_to", "successor"}
NEEDED = {"key", "name", "short_name", "kind", "region", "valid_from"}
ORGANISATION_WORDS = NEEDED | {"parent", "successor", "succeeded_on", "order", *CONTACT}
KINDS = {"government", "office", "department", "street", "institution"}


def parse_district(data: object) -> DeclaredDistrict:
    """Return what a district file declares; raises WrongDeclaration naming the entry."""
    if not isinstance(data, dict) or set(data) != {"regions", "organisations"}:
        raise WrongDeclaration("区县文件应有且仅有 regions 与 organisations 两部分")
    regions = tuple(_region(each, place) for place, each in enumerate(data["regions"], 1))
    organisations = tuple(_organisation(each, place) for place, each in enumerate(data["organisations"], 1))
    _check_references(regions, organisations)
    return DeclaredDistrict(regions, organisations)


def _region(entry: Any, place: int) -> DeclaredRegion:
    _check_words(entry, REGION_WORDS, {"code", "name"}, f"第 {place} 个区划")
    return DeclaredRegion(**entry)


def _organisation(entry: Any, place: int) -> DeclaredOrganisation:
    where = f"第 {place} 个机构"
    _check_words(entry, ORGANISATION_WORDS, NEEDED, where)
    if entry["kind"] not in KINDS:
        raise WrongDeclaration(f"{where}（{entry['key']}）的类别“{entry['kind']}”不认识")
    contact = {word: str(entry[word]).strip() for word in CONTACT if word in entry}
    rest = {word: value for word, value in entry.items() if word not in CONTACT}
    return DeclaredOrganisation(**rest, contact=contact)


def _check_words(entry: Any, known: set[str], needed: set[str], where: str) -> None:
    if not isinstance(entry, dict):
        raise WrongDeclaration(f"{where}应是一组“名称: 值”")
    if unknown := set(entry) - known:
        raise WrongDeclaration(f"{where}有不认识的词：{'、'.join(sorted(map(str, unknown)))}")
    if missing := needed - set(entry):
        raise WrongDeclaration(f"{where}缺少：{'、'.join(sorted(missing))}")
    for word, value in entry.items():
        if word in {"valid_from", "valid_to", "succeeded_on"} and not isinstance(value, date):
            raise WrongDeclaration(f"{where}的 {word} 应是日期，而不是“{value}”")
        if word in {"code", "region", "parent", "successor"} and not isinstance(value, str):
            raise WrongDeclaration(f"{where}的 {word} 应加引号写成文字，而不是“{value}”")


def _check_references(
    regions: tuple[DeclaredRegion, ...], organisations: tuple[DeclaredOrganisation, ...]
) -> None:
    codes = [each.code for each in regions]
    keys = [each.key for each in organisations]
    for names in (codes, keys):
        if twice := {name for name in names if names.count(name) > 1}:
            raise WrongDeclaration(f"重复：{'、'.join(sorted(twice))}")
    wanted = {each.region for each in organisations} | {
        name for r in regions for name in (r.parent, r.successor)
    }
    if lost := wanted - set(codes) - {""}:
        raise WrongDeclaration(f"没有这样的区划：{'、'.join(sorted(lost))}")
    wanted = {name for each in organisations for name in (each.parent, each.successor)}
    if lost := wanted - set(keys) - {""}:
        raise WrongDeclaration(f"没有这样的机构：{'、'.join(sorted(lost))}")
