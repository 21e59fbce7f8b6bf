"""Declare registers: from the folder of the catalogue, or at the desk. Look first, then apply."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from gongkai.clocks.loading import limits
from gongkai.obligations import source
from gongkai.obligations.models import Obligation
from gongkai.obligations.node import BadCatalogue, Problem
from gongkai.orgs.models import Person
from gongkai.orgs.services import record
from gongkai.registers import schema
from gongkai.registers.fields.words import Link
from gongkai.registers.models import Definition, Register
from gongkai.registers.rules import ADDED, RESTORED, RETIRED, Difference, differences, refused
from gongkai.registers.services import retaining
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

    def problem(self, word: str, value: str, sentence: str) -> Problem:
        """Return what is wrong with a value, with the line on which it stands after its word."""
        after = re.compile(rf"{word}.*\b{re.escape(value)}\b|^\s*- {re.escape(value)}\b")
        numbered = enumerate(self.text.splitlines(), 1)
        return Problem(
            self.source, next((line for line, text in numbered if after.search(text)), 0), sentence
        )


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
    """Return the registers if what each names outside of itself is there. Raises BadCatalogue.

    These are obligations of the catalogue, registers to whose entries it links, statutory limits.
    """
    wanted = {key for each in declared for key in each.said.obligations}
    known = set(Obligation.objects.filter(key__in=wanted).values_list("key", flat=True))
    problems = [
        each.problem("obligation:", key, f"目录里没有公开事项“{key}”")
        for each in declared
        for key in each.said.obligations
        if key not in known
    ]
    problems += [*_loose(declared), *_lawless(declared)]
    if problems:
        raise BadCatalogue(problems)
    return declared


def _loose(declared: list[Declared]) -> Iterator[Problem]:
    """Yield each link to a register that is not there, or whose entries have no single identifying value."""
    links = [
        (each, field.type.register)
        for each in declared
        for field in each.said.fields.values()
        if isinstance(field.type, Link)
    ]
    said = {each.said.key: each.said for each in declared}
    stored = Register.objects.filter(key__in={key for _, key in links} - set(said))
    said |= {register.key: register.definition.said for register in stored}
    for each, key in links:
        if key not in said:
            yield each.problem("register:", key, f"没有代号为“{key}”的台账可以关联")
        elif len(said[key].identity) > 1:
            yield each.problem("register:", key, f"台账“{key}”由几个字段识别，不能用一个值关联")


def _lawless(declared: list[Declared]) -> Iterator[Problem]:
    """Yield each statutory limit that is not declared, or says no length of days or months."""
    laws = limits()
    for each in declared:
        for rule in each.said.retention:
            if rule.limit and rule.limit not in laws.keys:
                yield each.problem("limit:", rule.limit, f"limits.yaml 没有代号为“{rule.limit}”的时限")
            elif rule.limit and not retaining.length_of(rule):
                yield each.problem("limit:", rule.limit, f"时限“{rule.limit}”没有写明多少天或多少个月")


def preview(declared: list[Declared], *, whole: bool = False) -> Plan:
    """Return what ``apply`` would do. ``whole`` says that nothing else is declared in the folder.

    Raises BadCatalogue where a definition may not follow the one before it, or has no obligation.
    """
    plan = Plan(place(declared))
    stored = {each.key: each for each in Register.objects.prefetch_related("definitions")}
    problems = []
    for each in declared:
        found = plan.found[each.said.key] = _found(stored.get(each.said.key), each, whole=whole)
        problems += [Problem(each.source, 0, bad.what) for bad in refused(found)]
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


def _found(register: Register | None, declared: Declared, *, whole: bool) -> list[Difference]:
    """Return how a register would differ. What the desk did lasts until the folder says something new."""
    said = declared.said
    if register is None:
        return [Difference(ADDED, f"台账“{said.title}”")]
    if declared.digest == (register.file_digest if whole else register.definition.digest):
        return [] if whole or not register.retired_on else [Difference(RESTORED, f"台账“{said.title}”")]
    restored = [Difference(RESTORED, f"台账“{said.title}”")] if register.retired_on else []
    return restored + differences(register.definition.said, said)


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
    duties = Obligation.objects.in_bulk(said.obligations, field_name="key")
    facts = {"title": said.title, "obligation": duties[said.obligation], "retired_on": None}
    facts |= {"file_digest": declared.digest} if is_from_folder else {}
    register, _ = Register.objects.update_or_create(key=said.key, defaults=facts)
    register.further.set([duties[key] for key in said.obligations[1:]])
    number = register.definitions.count() + 1
    Definition.objects.create(
        register=register, number=number, text=declared.text, digest=declared.digest, by=by, at=at
    )
    record(verb="declare", thing=register.uri, by=by, at=at, number=number, title=said.title)
