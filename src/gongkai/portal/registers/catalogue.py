"""All registers that are public: how much is in each, whose it is, and whether it is in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from gongkai.law.chinese import plain_width
from gongkai.obligations import services as obligations
from gongkai.obligations.models import Area
from gongkai.obligations.rules import is_met
from gongkai.orgs.models import Organisation
from gongkai.portal.catalogue import Publisher, publishers_of
from gongkai.registers.models import Register


@dataclass(frozen=True)
class Standing:
    """When a register was renewed last, and whether that is in time; an event's limit is its clock's."""

    last_on: date | None
    overdue: int = 0
    is_in_time: bool | None = None

    @property
    def words(self) -> str:
        if self.is_in_time is False:
            return f"逾期未公开{self.overdue}件" if self.overdue else "更新不及时"
        return "更新及时" if self.is_in_time else ""

    @property
    def tone(self) -> str:
        return "bad" if self.is_in_time is False else "ok"


@dataclass(frozen=True)
class Line:
    """A register in the list of all."""

    register: Register
    description: str
    publishers: list[Publisher]
    standing: Standing

    @property
    def count(self) -> int:
        """How many entries are shown of it."""
        return self.register.total


@dataclass(frozen=True)
class Group:
    area: Area
    lines: list[Line]


def lines(*, at: datetime) -> list[Line]:
    """Return all public registers in the order of the areas."""
    found = list(_public())
    standings = standings_of(found, at=at)
    return [
        Line(
            each,
            max(each.definitions.all(), key=lambda one: one.number).said.description,
            publishers_of(each.obligation),
            standings[each.key],
        )
        for each in found
    ]


def newest(limit: int) -> list[Line]:
    """Return the registers that were renewed last, without how they stand."""
    found = Register.objects.filter(is_public=True).order_by("-released_at", "key")[:limit]
    return [Line(each, "", [], Standing(None)) for each in found]


def _public() -> Iterable[Register]:
    found = Register.objects.filter(is_public=True).select_related("obligation__area")
    ordered = found.order_by("obligation__area__order", "obligation__area__key", "obligation__order", "key")
    return ordered.prefetch_related("definitions", "obligation__publisher_rows__organisation")


def standings_of(registers: Iterable[Register], *, at: datetime) -> dict[str, Standing]:
    """Return by key how each register stands against what its obligation asks."""
    rows = list(registers)
    duties = {each.obligation.key: each.obligation for each in rows}
    coverage = obligations.coverage(duties.values(), at=at)
    found = {}
    for each in rows:
        last = localdate(each.released_at) if each.released_at else None
        duty = coverage[each.obligation.key]
        met = is_met(each.obligation.cadence, last, localdate(at))
        is_in_time = False if duty.overdue or duty.late else met
        found[each.key] = Standing(last, duty.overdue, is_in_time)
    return found


def matching(found: list[Line], text: str) -> list[Line]:
    """Return the registers whose name or description holds every word of ``text``."""
    words = plain_width(text).casefold().split()
    return [
        each
        for each in found
        if all(word in f"{each.register.title}{each.description}".casefold() for word in words)
    ]


def grouped(found: list[Line]) -> list[Group]:
    """Return the registers by key area."""
    groups: dict[int, Group] = {}
    for each in found:
        area = each.register.obligation.area
        groups.setdefault(area.pk, Group(area, [])).lines.append(each)
    return list(groups.values())


def of_organisation(organisation: Organisation) -> list[Register]:
    """Return the public registers that an organisation must keep, or has released something of."""
    duty = Register.objects.filled_by(organisation)
    released = Register.objects.filter(releases__organisation=organisation)
    return list((duty | released).filter(is_public=True).distinct())
