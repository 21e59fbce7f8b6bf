"""One entry: what it says, the chain it belongs to, how it came to say so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from gongkai.orgs.models import Organisation
from gongkai.portal.registers import cells
from gongkai.portal.registers.page import titled
from gongkai.registers import services
from gongkai.registers.asking import Names
from gongkai.registers.models import Change
from gongkai.registers.schema import Definition, Values
from gongkai.registers.services import Reader, Version
from gongkai.registers.snapshot.answering import Shown

TONES = {
    Change.RECORDED.value: "ok",
    Change.AMENDED.value: "info",
    Change.CORRECTED.value: "warn",
    Change.RESTORED.value: "warn",
}
MOST_LINKED = 200


@dataclass(frozen=True)
class Difference:
    """A field that two versions say otherwise."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Edition:
    """One version of an entry: who changed what, when, why; ``is_told`` where it may still be read."""

    number: int
    change: str
    tone: str
    at: datetime
    organisation: str
    organisation_key: str
    release: int
    reason: str
    is_told: bool
    differences: list[Difference]


@dataclass(frozen=True)
class Link:
    href: str
    title: str
    day: str
    is_here: bool


@dataclass(frozen=True)
class Step:
    """One stage of a chain with the entries that tell of it."""

    title: str
    links: list[Link] = field(default_factory=list)

    @property
    def is_here(self) -> bool:
        return any(each.is_here for each in self.links)


def said_of(shown: Shown, said: Definition, names: Mapping[str, Names]) -> list[cells.Cell]:
    """Return all fields that say something or are hidden by rule; links lead to what is public."""
    linked = services.addresses(said=said, values=shown.values)
    made = (cells.cell(each, shown.values, said, names) for each in said.fields.values())
    told = [each for each in made if each.text or each.note]
    return [replace(each, href=linked.get(each.key, each.href)) for each in told]


def steps(reader: Reader, here: Shown) -> list[Step]:
    """Return the chain of a project or deal, stage by stage; nothing where a register knows none."""
    stages = reader.said.stages
    if stages is None or not (value := here.values.get(stages.chain)):
        return []
    found = list(reversed(reader.alike(stages.chain, str(value), limit=MOST_LINKED)))
    names = _telling(reader.said, found)
    made = {stage: Step(stage) for stage in stages.order}
    for each in found:
        if (stage := str(each.values.get(stages.field, ""))) in made:
            made[stage].links.append(_link(reader, each, here, names))
    return list(made.values())


def _telling(said: Definition, found: list[Shown]) -> list[str]:
    """Return the fields of their name by which the entries of one chain can be told apart."""
    several = [key for key in said.headline if len({each.values.get(key) for each in found}) > 1]
    return several or list(said.headline)


def _link(reader: Reader, each: Shown, here: Shown, keys: list[str]) -> Link:
    said, names = reader.said, reader.names
    called = (cells.text_of(said.fields[key], each.values.get(key), names) for key in keys)
    return Link(
        href=f"/registers/{said.key}/entries/{each.serial}/",
        title=" ".join(filter(None, called)) or titled(each, said, names),
        day=_day(said, each),
        is_here=each.serial == here.serial,
    )


def _day(said: Definition, each: Shown) -> str:
    """Return the day that an entry tells of: that of the usual order, else its first."""
    days = [key for key, one in said.fields.items() if one.type.word == "date" and each.values.get(key)]
    usual = said.sorts[0].field
    return str(each.values[usual if usual in days else days[0]]) if days else ""


def editions(versions: list[Version], said: Definition, names: Mapping[str, Names]) -> list[Edition]:
    """Return the versions of an entry, the newest first, each with what it changed."""
    called = dict(Organisation.objects.values_list("key", "short_name"))
    before = [older for _, older in pairwise(versions)] + [None]
    return [
        Edition(
            number=each.number,
            change=Change(each.change).label,
            tone=TONES.get(each.change, "bad"),
            at=each.at,
            organisation=called.get(each.organisation, each.organisation),
            organisation_key=each.organisation,
            release=each.release,
            reason=each.reason,
            is_told=bool(each.values),
            differences=list(differences(older.values, each.values, said, names))
            if older and older.values
            else [],
        )
        for each, older in zip(versions, before, strict=True)
    ]


def differences(
    old: Values, new: Values, said: Definition, names: Mapping[str, Names]
) -> Iterator[Difference]:
    """Yield the fields that two versions of an entry say otherwise."""
    for key, each in said.fields.items():
        if old.get(key) != new.get(key):
            texts = [cells.text_of(each, values.get(key), names) or "—" for values in (old, new)]
            yield Difference(each.heading, *texts)
