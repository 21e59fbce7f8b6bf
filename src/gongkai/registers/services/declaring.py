"""Declare registers: from the folder of the catalogue, or at the desk. Look first, then apply."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from gongkai.obligations import source
from gongkai.obligations.models import Obligation
from gongkai.obligations.node import BadCatalogue, Problem
from gongkai.orgs.models import Person
from gongkai.orgs.services import record
from gongkai.registers import schema
from gongkai.registers.models import Definition, Register
from gongkai.registers.rules import ADDED, RESTORED, RETIRED, Difference, differences, refused
from gongkai.registers.services.rights import demand

FOLDER = "registers"


@dataclass(frozen=True)
class Declared:
    """One register as a file declares it."""

    source: str
    text: str
    said: schema.Definition

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass
class Plan:
    """What applying would do: of each register its differences, empty where it stays as it is."""

    declared: list[Declared]
    found: dict[str, list[Difference]] = field(default_factory=dict)
    retired: list[Register] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{key} {each}" for key, several in self.found.items() for each in several]
        lines += [f"{register.key} {RETIRED}：不在目录中" for register in self.retired]
        return "\n".join(lines) or "没有变化"


def read(text: str, *, name: str) -> Declared:
    """Return the register of one file. Raises BadCatalogue with file, line and a sentence."""
    return Declared(name, text, schema.parse(source.read(text, source=name), source=name))


def folder() -> list[Declared]:
    """Return what the folder declares. Raises BadCatalogue with all problems of all files."""
    return collect(sorted((Path(settings.CATALOGUE) / FOLDER).glob("*.yaml")))


def collect(paths: list[Path]) -> list[Declared]:
    """Return the registers of some files, each declared once. Raises BadCatalogue with all problems."""
    found: dict[str, Declared] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            each = read(source.decode(path.read_bytes(), source=path.name), name=path.name)
        except BadCatalogue as bad:
            problems += bad.problems
            continue
        if each.said.key in found:
            told = f"台账“{each.said.key}”已在 {found[each.said.key].source} 声明"
            problems.append(Problem(path.name, 1, told))
        found.setdefault(each.said.key, each)
    if problems:
        raise BadCatalogue(problems)
    return list(found.values())


def place(declared: list[Declared]) -> list[Declared]:
    """Return the registers if each belongs to an obligation of the catalogue. Raises BadCatalogue."""
    wanted = {each.said.obligation for each in declared}
    known = set(Obligation.objects.filter(key__in=wanted).values_list("key", flat=True))
    problems = [_placeless(each) for each in declared if each.said.obligation not in known]
    if problems:
        raise BadCatalogue(problems)
    return declared


def _placeless(declared: Declared) -> Problem:
    numbered = enumerate(declared.text.splitlines(), 1)
    line = next((number for number, text in numbered if text.startswith("obligation:")), 0)
    return Problem(declared.source, line, f"目录里没有公开事项“{declared.said.obligation}”")


def preview(declared: list[Declared], *, whole: bool = False) -> Plan:
    """Return what ``apply`` would do. ``whole`` says that nothing else is declared in the folder.

    Raises BadCatalogue where a definition may not follow the one before it, or has no obligation.
    """
    plan = Plan(place(declared))
    stored = {each.key: each for each in Register.objects.prefetch_related("definitions")}
    problems = []
    for each in declared:
        register = stored.get(each.said.key)
        if register is None:
            plan.found[each.said.key] = [Difference(ADDED, f"台账“{each.said.title}”")]
        elif register.retired_on:
            plan.found[each.said.key] = [Difference(RESTORED, f"台账“{each.said.title}”")]
            plan.found[each.said.key] += differences(register.definition.said, each.said)
        elif register.file_digest != each.digest:
            plan.found[each.said.key] = differences(register.definition.said, each.said)
            problems += [Problem(each.source, 0, bad.what) for bad in refused(plan.found[each.said.key])]
    if problems:
        raise BadCatalogue(problems)
    if whole:
        names = {each.said.key for each in declared}
        plan.retired = [
            each
            for key, each in stored.items()
            if key not in names and each.file_digest and not each.retired_on
        ]
    return plan


@transaction.atomic
def apply(declared: list[Declared], *, whole: bool = False, by: Person | None, at: datetime) -> Plan:
    """Declare registers, all or none, log it, and return what was done.

    Raises BadCatalogue, NotAllowed.
    """
    demand(by, "declare", at=at)
    list(Register.objects.select_for_update().values_list("pk"))
    plan = preview(declared, whole=whole)
    for each in _changed(plan):
        _put(each, is_from_folder=whole, by=by, at=at)
    for register in plan.retired:
        register.retired_on = localdate(at)
        register.file_digest = ""
        register.save(update_fields=["retired_on", "file_digest"])
        record(verb="retire", thing=register.uri, by=by, at=at)
    return plan


def _changed(plan: Plan) -> Iterator[Declared]:
    return (each for each in plan.declared if plan.found.get(each.said.key))


def _put(declared: Declared, *, is_from_folder: bool, by: Person | None, at: datetime) -> None:
    """Store one definition as the next version of its register."""
    said = declared.said
    obligation = Obligation.objects.get(key=said.obligation)
    facts = {"title": said.title, "obligation": obligation, "retired_on": None}
    facts |= {"file_digest": declared.digest} if is_from_folder else {}
    register, _ = Register.objects.update_or_create(key=said.key, defaults=facts)
    number = register.definitions.count() + 1
    Definition.objects.create(
        register=register, number=number, text=declared.text, digest=declared.digest, by=by, at=at
    )
    record(verb="declare", thing=register.uri, by=by, at=at, number=number, title=said.title)
