"""declare, retire, restore: the openness office keeps the registers at the desk, one by one."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.orgs.models import Person
from gongkai.orgs.services import record
from gongkai.registers.models import Register
from gongkai.registers.rules import ADDED, Difference, differences
from gongkai.registers.services.declaring import Declared, apply, place, read
from gongkai.registers.services.errors import IllegalMove, Overtaken, Refused
from gongkai.registers.services.rights import demand

SOURCE = "声明"


@dataclass(frozen=True)
class Comparison:
    """A declaration beside the one in force; ``seen`` is the digest of that, empty where there is none."""

    declared: Declared
    register: Register | None
    found: list[Difference]
    seen: str


def compare(text: str) -> Comparison:
    """Return how a declaration differs from the one in force. Raises BadCatalogue for what cannot be read."""
    (declared,) = place([read(text, name=SOURCE)])
    register = Register.objects.filter(key=declared.said.key).first()
    if register is None:
        found = [
            Difference(ADDED, f"字段“{each.label}”（{each.type.title}）") for each in declared.said.current
        ]
        return Comparison(declared, None, found, "")
    old = register.definition
    found = [] if old.digest == declared.digest else differences(old.said, declared.said)
    return Comparison(declared, register, found, old.digest)


@transaction.atomic
def declare(*, text: str, seen: str, by: Person, at: datetime) -> Register:
    """Bring a declaration into force that was compared with the one of digest ``seen``.

    Raises Overtaken where another came into force since, BadCatalogue, NotAllowed.
    """
    demand(by, "declare", at=at)
    declared = read(text, name=SOURCE)
    register = Register.objects.select_for_update().filter(key=declared.said.key).first()
    if (register.definition.digest if register else "") != seen:
        raise Overtaken("核对之后这个台账的声明又有变化，请重新核对")
    apply([declared], by=by, at=at)
    return Register.objects.get(key=declared.said.key)


@transaction.atomic
def retire(*, register: Register, on: date, reason: str, by: Person, at: datetime) -> Register:
    """Take a register out of use from a day on: what is public stays, nothing more is filled in.

    Raises IllegalMove, Refused, NotAllowed.
    """
    demand(by, "retire", at=at)
    fresh = Register.objects.select_for_update().get(pk=register.pk)
    if fresh.retired_on is not None:
        raise IllegalMove(f"这个台账已定于 {fresh.retired_on} 停用")
    if not reason.strip():
        raise Refused("请写明停用的理由")
    fresh.retired_on = on
    fresh.save(update_fields=["retired_on"])
    record(verb="retire", thing=fresh.uri, by=by, at=at, on=on.isoformat(), reason=reason.strip())
    return fresh


@transaction.atomic
def restore(*, register: Register, by: Person, at: datetime) -> Register:
    """Take a register back into use. Raises IllegalMove, NotAllowed."""
    demand(by, "restore", at=at)
    fresh = Register.objects.select_for_update().get(pk=register.pk)
    if fresh.retired_on is None:
        raise IllegalMove("这个台账没有停用")
    fresh.retired_on = None
    fresh.save(update_fields=["retired_on"])
    record(verb="restore", thing=fresh.uri, by=by, at=at)
    return fresh


def usual_keys() -> dict[str, str]:
    """Return of each label that a field has anywhere the key by which most registers know it."""
    found: dict[str, Counter[str]] = {}
    for register in Register.objects.prefetch_related("definitions"):
        for field in register.definition.said.fields.values():
            found.setdefault(field.label, Counter())[field.key] += 1
    return {label: keys.most_common(1)[0][0] for label, keys in found.items()}
