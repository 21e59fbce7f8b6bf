"""Whom a time limit concerns where it is not the clerks: whoever can do what ends it."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import QuerySet

from gongkai.clocks.models import Clock
from gongkai.items import rules
from gongkai.items.models import RATIFICATION, STEP, Approval, Emergency
from gongkai.items.services import reexamining
from gongkai.items.services.staffing import answerers
from gongkai.orgs.models import Role
from gongkai.orgs.services import Staff

Row = TypeVar("Row", Approval, Emergency)


def charged(people: Staff, clocks: Iterable[Clock]) -> dict[int, set[int]]:
    """Return who is to act before a clock runs out, by its key; the clerks look after the others.

    The step of a path is its deciders', be they of an organisation asked to co-sign or examine; what was
    forced or withheld is decided by whoever may.
    """
    rows = list(clocks)
    steps, forced = _numbered(rows, STEP), _numbered(rows, RATIFICATION)
    waiting = Approval.objects.waiting().filter(pk__in=steps)
    found = {steps[row.pk]: answerers(people, row, row.version) for row in _with_item(waiting)}
    for row in _with_item(Emergency.objects.pending().filter(version__in=forced)):
        found[forced[row.version_id]] = ratifiers(people, row)
    for clock in rows:
        if clock.duty == reexamining.DUTY:
            found[clock.pk] = _entitled(people, "reexamine", clock.organisation_id, set())
    return found


def ratifiers(people: Staff, row: Emergency) -> set[int]:
    """Return who may approve afterwards what was forced: neither who did it nor whose text it is."""
    return _entitled(people, "ratify", row.version.item.publisher_id, {each for each in row.eyes if each})


def _entitled(people: Staff, verb: str, publisher: int, eyes: set[int]) -> set[int]:
    right = rules.RIGHTS[verb]
    anywhere = people.anywhere(Role.OPENNESS.value, but=eyes) if right.anywhere else set()
    return people.of(publisher, *right.own, but=eyes) | anywhere


def _numbered(clocks: Iterable[Clock], duty: str) -> dict[int, int]:
    """Return the keys of the clocks of one kind of duty, by the key of what each is about."""
    return {int(each.duty.removeprefix(duty)): each.pk for each in clocks if each.duty.startswith(duty)}


def _with_item(rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows.select_related("version__item").defer("version__body", "version__ground_reason")
