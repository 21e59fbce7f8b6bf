"""lapse, hold, lift: entries come down by themselves when they have been shown long enough.

个人信息保护法第十九条、第四十七条：保存期限届满的，应当停止公开或者删除。
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Value as Constant
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation, Person
from gongkai.orgs.services import record
from gongkai.publication import services as waist
from gongkai.registers import schema
from gongkai.registers.fields import Value
from gongkai.registers.models import Change, Entry, Register, Release
from gongkai.registers.models.entry import ENDING, ERASED
from gongkai.registers.schema.definition import Definition, Retention
from gongkai.registers.services.errors import IllegalMove, Refused
from gongkai.registers.services.releasing import put
from gongkai.registers.services.retaining import Displays, rule_for, shown_until
from gongkai.registers.services.retiming import outdated, retime
from gongkai.registers.services.rights import demand

MOST = 20_000
"""So many entries come down in one release; what is left waits for the next."""

LONGEST_NOTE = 300
Over = tuple[int, str, dict[str, Value]]
"""An entry that comes down: its serial, its key, its values."""


def lapse(*, at: datetime) -> int:
    """Take down what has been shown long enough, a release for each organisation and rule; return how many
    entries came down. What the rule says to erase loses its values in all versions, their digests stay.
    """
    for register in list(outdated()):
        retime(register=register, at=at)
    due = Entry.objects.over(localdate(at)).order_by()
    places = set(due.values_list("register", "organisation").distinct())
    return sum(_taken_down(register, body, at) for register, body in sorted(places))


@transaction.atomic
def _taken_down(register_id: int, organisation_id: int, at: datetime) -> int:
    register = Register.objects.select_for_update().get(pk=register_id)  # first: releases wait here
    if register.is_held:
        return 0
    said = register.definition.said
    found = Entry.objects.over(localdate(at)).filter(register=register, organisation=organisation_id)
    by_rule: dict[Retention, list[Over]] = defaultdict(list)
    for entry in found.order_by("serial")[:MOST]:
        rule, until = rule_for(said, entry.values), shown_until(said, entry.values)
        if rule is None or until is None or until >= localdate(at):
            Entry.objects.filter(pk=entry.pk).update(shown_until=until)  # the declaration has changed since
        elif entry.change in ENDING:
            _settle(register, rule, entry)
        else:
            by_rule[rule].append((entry.serial, entry.key, entry.values))
    body = Organisation.objects.get(pk=organisation_id)
    return sum(_come_down(register, body, rule, over, at) for rule, over in by_rule.items())


def _settle(register: Register, rule: Retention, entry: Entry) -> None:
    """Finish with an entry that was taken down before its time was over."""
    Entry.objects.filter(pk=entry.pk).update(shown_until=None)
    if rule.is_erased:
        _erase(register, [entry.serial])


def _come_down(
    register: Register, body: Organisation, rule: Retention, over: list[Over], at: datetime
) -> int:
    note = f"展示期满：{rule.basis}"[:LONGEST_NOTE]
    release = Release(
        register=register,
        definition=register.definition,
        organisation=body,
        note=note,
        by=None,
        at=at,
    )
    put(release=release, rows=((Change.LAPSED.value, 0, key, values) for _, key, values in over))
    if rule.is_erased:
        _erase(register, [serial for serial, _, _ in over])
    record(
        verb="lapse",
        thing=register.uri,
        by=None,
        at=at,
        organisation_key=body.key,
        number=release.number,
        entries=len(over),
        basis=rule.basis,
        erased=rule.is_erased,
    )
    return len(over)


PIECE = 500


def _erase(register: Register, serials: list[int]) -> None:
    """Remove what entries said in all their versions; who asks for one finds its digests and its dates."""
    for start in range(0, len(serials), PIECE):
        versions = Entry.objects.filter(register=register, serial__in=serials[start : start + PIECE])
        erased = Concat(Constant(ERASED), Cast("serial", CharField()))
        versions.update(values={}, key=erased, shown_until=None)


def finished(said: Definition, *, on: date) -> Callable[[schema.Values], Iterator[tuple[str, str]]]:
    """Return what finds the entries whose display would be over before it begins: field and sentence."""

    displays = Displays(said)

    def found(values: schema.Values) -> Iterator[tuple[str, str]]:
        until = displays.until(values)
        if until and until < on and (rule := rule_for(said, values)):
            yield rule.after, f"展示期到 {until} 已满，不再公开，请删去这一行（{rule.basis}）"

    return found


@transaction.atomic
def hold(*, register: Register, reason: str, by: Person | None, at: datetime) -> Register:
    """Let nothing lapse in a register until ``lift``; the reason is shown to the public.

    Raises Refused, IllegalMove, NotAllowed.
    """
    demand(by, "hold", at=at)
    fresh = Register.objects.select_for_update().get(pk=register.pk)
    if not reason.strip():
        raise Refused("请写明暂停展示期的理由")
    if fresh.is_held:
        raise IllegalMove("这个台账的展示期已经暂停")
    return _held(fresh, reason.strip()[:LONGEST_NOTE], "hold", by, at)


@transaction.atomic
def lift(*, register: Register, by: Person | None, at: datetime) -> Register:
    """Let the entries of a register lapse again. Raises IllegalMove, NotAllowed."""
    demand(by, "hold", at=at)
    fresh = Register.objects.select_for_update().get(pk=register.pk)
    if not fresh.is_held:
        raise IllegalMove("这个台账的展示期没有暂停")
    return _held(fresh, "", "lift", by, at)


def _held(register: Register, reason: str, verb: str, by: Person | None, at: datetime) -> Register:
    register.hold = reason
    register.save(update_fields=["hold"])
    waist.touch(register.uri)
    record(verb=verb, thing=register.uri, by=by, at=at, reason=reason)
    return register
