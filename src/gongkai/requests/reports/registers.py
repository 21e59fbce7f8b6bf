"""Table two from the registers: decisions of a year, normative documents, by the organisation they name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from django.db.models import Count, Q, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from gongkai.orgs.models import Organisation
from gongkai.registers.models import Change, Entry, Register
from gongkai.registers.models.entry import EntryQuerySet
from gongkai.requests.reports.form import DISCLOSURE, Form
from gongkai.requests.reports.layout import Place
from gongkai.requests.reports.sources import Decisions, Documents, Sources

ISSUED, REPEALED, IN_FORCE = "本年制发件数", "本年废止件数", "现行有效件数"
Found = Iterator[tuple[int, Place, Decimal]]


def tallied(form: Form, told: Sources, keys: Collection[int]) -> Found:
    """Yield the cells of table two that registers know; one that this house lacks tells nothing."""
    names = dict(Organisation.objects.filter(pk__in=keys).values_list("key", "pk"))
    rows = {row: block.columns for block in form.blocks for row in block.rows}
    for row in told.never:
        for column in rows.get(row, ()):
            yield from ((key, (DISCLOSURE, row, column), Decimal()) for key in keys)
    known = dict(Register.objects.values_list("key", "pk"))
    for decisions in told.decisions:
        if decisions.row in rows and decisions.register in known:
            yield from _decided(form, decisions, _entries(known[decisions.register]), names)
    for documents in told.documents:
        if IN_FORCE in rows.get(documents.row, ()) and documents.register in known:
            yield from _documents(form, documents, _entries(known[documents.register]), names)


def _entries(register: int) -> EntryQuerySet:
    """Return all that was entered and not taken back; what is no longer shown was decided all the same."""
    found = Entry.objects.newest().filter(register=register)
    return found.exclude(change=Change.WITHDRAWN.value).order_by()


def _text(path: str) -> Cast:
    """Return what stands in the values as plain text: on it the lookups of text work everywhere."""
    return Cast(KT(path), TextField())


def _decided(form: Form, told: Decisions, entries: EntryQuerySet, names: dict[str, int]) -> Found:
    place = (DISCLOSURE, told.row, told.column)
    made = entries.annotate(made=_text(f"values__{told.made}")).filter(made__startswith=f"{form.year}-")
    grouped = made.values_list(_text(f"values__{told.by}")).annotate(number=Count("pk"))
    numbers = {name: number for name, number in grouped if name in names}
    yield from ((key, place, Decimal(numbers.get(name, 0))) for name, key in names.items())


def _documents(form: Form, told: Documents, entries: EntryQuerySet, names: dict[str, int]) -> Found:
    """Days are compared as they are written: year, month, day."""
    first, last = f"{form.year}-01-01", f"{form.year}-12-31"
    over = Q(state__in=told.over)
    counts = {
        ISSUED: Count("pk", filter=Q(made__gte=first, made__lte=last)),
        REPEALED: Count("pk", filter=over & Q(ended__gte=first, ended__lte=last)),
        IN_FORCE: Count("pk", filter=Q(made__lte=last) & (~over | Q(ended__gt=last))),
    }
    rows = entries.annotate(
        made=_text(f"values__{told.made}"),
        ended=_text(f"values__{told.ended}"),
        state=_text(f"values__{told.validity}"),
    )
    grouped = rows.values_list(_text(f"values__{told.by}")).annotate(
        **{f"count{number}": each for number, each in enumerate(counts.values())}
    )
    numbers = {name: found for name, *found in grouped if name in names}
    for name, key in names.items():
        told_of = numbers.get(name, [0] * len(counts))
        for column, number in zip(counts, told_of, strict=True):
            yield key, (DISCLOSURE, told.row, column), Decimal(number)
