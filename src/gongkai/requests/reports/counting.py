"""What the report of a year counts, of many organisations at once: a few grouped queries, whatever the size.

新收: received in the year. 上年结转: received before it and not answered at its beginning. 办理结果: answered
in it for the first time. 结转下年度: received by its end and not answered by then. So every case that is in
one of the first two is in one of the last two, and both sides of the sheet are counted by themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from gongkai.items.models import Item
from gongkai.requests.declared import law
from gongkai.requests.models import Asker, Event, Letter, LetterKind, Proceeding, Record, Request, Route
from gongkai.requests.models.cases import Subject
from gongkai.requests.reports.declared import sources_of
from gongkai.requests.reports.drafting import Facts
from gongkai.requests.reports.form import REMEDY, REQUESTS, Form
from gongkai.requests.reports.layout import Place
from gongkai.requests.reports.listing import Listing, summed
from gongkai.requests.reports.registers import tallied
from gongkai.requests.rules.course import Contest, Kind

Keys = Collection[int]
Found = Iterator[tuple[int, Place, Decimal]]
MINE = {"subject": Subject.INFORMATION.value}
"""A request to correct one's own record (条例第四十一条) is none for information."""

RESULTS = {
    Contest.UPHELD.value: "结果维持",
    Contest.CORRECTED.value: "结果纠正",
    Contest.OTHER.value: "其他结果",
}
PENDING = "尚未审结"
WAN = Decimal(10_000)


def bounds(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def part(year: int, name: str) -> Q:
    """Return the condition of cases that are ``new``, ``brought``, ``carried`` or in the ``total``."""
    first, last = bounds(year)
    match name:
        case "new":
            return Q(received_on__range=(first, last))
        case "brought":
            return Q(received_on__lt=first) & (Q(counted_on=None) | Q(counted_on__gte=first))
        case "carried":
            return Q(received_on__lte=last) & (Q(counted_on=None) | Q(counted_on__gt=last))
    return Q(counted_on__range=(first, last))


PARTS = ("new", "brought", "carried")


def counted(form: Form, keys: Keys) -> dict[int, dict[Place, Decimal]]:
    """Return what is counted of each organisation by table, row and column, for ``composing.report``.

    What no case and no register holds is not there: somebody must say it.
    """
    made: dict[int, dict[Place, Decimal]] = {key: {} for key in keys}
    for count in (_received, _answered, _contested):
        for key, place, number in count(form, keys):
            made[key][place] = made[key].get(place, Decimal()) + number
    for key, place, number in tallied(form, sources_of(), keys):
        made[key][place] = number
    return made


def _received(form: Form, keys: Keys) -> Found:
    counts = {name: Count("pk", filter=part(form.year, name)) for name in PARTS}
    touched = part(form.year, "new") | part(form.year, "brought")
    rows = Request.objects.filter(touched, organisation__in=keys, **MINE).order_by()
    for key, asker, *numbers in rows.values_list("organisation", "asker").annotate(**counts):
        for name, number in zip(PARTS, numbers, strict=True):
            yield key, (REQUESTS, name, Asker(asker).label), Decimal(number)


def _answered(form: Form, keys: Keys) -> Found:
    known, declared = sources_of(), law()
    rows = Request.objects.counted_in(form.year).filter(organisation__in=keys, **MINE).order_by()
    grouped = rows.values_list("organisation", "asker", "counted_as").annotate(count=Count("pk"))
    for key, asker, outcome, number in grouped:
        row = known.row_of(outcome, declared, form)
        yield key, (REQUESTS, row, Asker(asker).label), Decimal(number)


def _contested(form: Form, keys: Keys) -> Found:
    first, last = bounds(form.year)
    rows = Proceeding.objects.filter(
        request__organisation__in=keys, request__subject=Subject.INFORMATION.value, begun_on__lte=last
    )
    ended = Q(ended_on__range=(first, last))
    counts = {result: Count("pk", filter=ended & Q(result=result)) for result in RESULTS}
    counts["pending"] = Count("pk", filter=Q(ended_on=None) | Q(ended_on__gt=last))
    grouped = rows.order_by().values_list("request__organisation", "route").annotate(**counts)
    for key, route, *numbers in grouped:
        for result, number in zip((*RESULTS.values(), PENDING), numbers, strict=True):
            yield key, (REMEDY, Route(route).label, result), Decimal(number)


def cases_of(form: Form, keys: Keys, row: str, asker: str) -> QuerySet[Request]:
    """Return the cases behind a cell of table three. Raises KeyError for a row that the form has not."""
    wanted = form.row(row)
    found = Request.objects.filter(organisation__in=keys, **MINE).select_related("organisation")
    kinds = {kind.label: kind.value for kind in Asker}
    if asker in kinds:
        found = found.filter(asker=kinds[asker])
    if wanted.part != "answered":
        return found.filter(part(form.year, wanted.key))
    known, declared = sources_of(), law()
    outcomes = found.counted_in(form.year).order_by().values_list("counted_as", flat=True).distinct()
    fitting = [each for each in outcomes if known.row_of(each, declared, form) == row]
    return found.counted_in(form.year).filter(counted_as__in=fitting)


def proceedings_of(year: int, keys: Keys, remedy: str, result: str) -> QuerySet[Proceeding]:
    """Return the reviews or lawsuits behind a cell of table four."""
    first, last = bounds(year)
    routes = {each.label: each.value for each in Route}
    found = Proceeding.objects.filter(
        request__organisation__in=keys,
        request__subject=Subject.INFORMATION.value,
        route=routes[remedy],
        begun_on__lte=last,
    ).select_related("request__organisation")
    ended = Q(ended_on__range=(first, last))
    pending = Q(ended_on=None) | Q(ended_on__gt=last)
    if result == PENDING:
        return found.filter(pending)
    codes = {label: code for code, label in RESULTS.items()}
    return found.filter(ended, result=codes[result]) if result in codes else found.filter(ended | pending)


def listed(told: Listing, keys: Keys) -> dict[int, dict[str, Decimal]]:
    """Return what is counted of each organisation for the list of a year before 2019, sums filled in."""
    made: dict[int, dict[str, Decimal]] = {key: _nothing(told) for key in keys}
    for count in (_by_channel, _by_answer, _by_remedy, _published):
        for key, line, number in count(told, keys):
            made[key][line] = made[key].get(line, Decimal()) + number
    return {key: summed(told, found) for key, found in made.items()}


def _nothing(told: Listing) -> dict[str, Decimal]:
    """Return the lines of which the cases tell all, with nothing counted yet."""
    lines = {*told.channels.values(), *told.outcomes.values(), "in-time", "extended", *REVIEW, *SUIT}
    return dict.fromkeys({line for line in lines if line}, Decimal())


REVIEW = ("review-upheld", "review-corrected", "review-other")
SUIT = ("suit-upheld", "suit-corrected", "suit-other")
Lines = Iterator[tuple[int, str, Decimal]]


def _by_channel(told: Listing, keys: Keys) -> Lines:
    rows = Request.objects.received_in(told.year).filter(organisation__in=keys, **MINE).order_by()
    for key, channel, number in rows.values_list("organisation", "channel").annotate(count=Count("pk")):
        yield key, told.channels[channel], Decimal(number)


def _by_answer(told: Listing, keys: Keys) -> Lines:
    rows = Request.objects.counted_in(told.year).filter(organisation__in=keys, **MINE).order_by()
    grouped = rows.values_list("organisation", "counted_as", "was_extended").annotate(count=Count("pk"))
    for key, outcome, was_extended, number in grouped:
        yield key, "extended" if was_extended else "in-time", Decimal(number)
        if line := told.outcomes.get(outcome):
            yield key, line, Decimal(number)


def _by_remedy(told: Listing, keys: Keys) -> Lines:
    rows = Proceeding.objects.filter(request__organisation__in=keys, ended_on__range=bounds(told.year))
    grouped = rows.order_by().values_list("request__organisation", "route", "result")
    for key, route, result, number in grouped.annotate(count=Count("pk")):
        lines = REVIEW if route == Route.REVIEW.value else SUIT
        yield key, lines[list(RESULTS).index(result)], Decimal(number)


def _published(told: Listing, keys: Keys) -> Lines:
    """All that is public here is public on the website."""
    for key, number in published(told.year, keys).items():
        yield from ((key, line, Decimal(number)) for line in ("published", "website"))


def published(year: int, keys: Keys) -> dict[int, int]:
    """Return how many items each organisation published in a year, where there are any."""
    rows = Item.objects.public().filter(publisher__in=keys, published_on__range=bounds(year)).order_by()
    return dict(rows.values_list("publisher").annotate(count=Count("pk")))


def facts(name: str, year: int, keys: Keys) -> Facts:
    """Return what sentences say besides the tables: of one organisation, or of several together."""
    first, last = bounds(year)
    letters = Letter.objects.filter(request__organisation__in=keys, kind=LetterKind.FEE.value)
    undone = Event.objects.filter(
        request=OuterRef("request"), kind=Record.UNDO.value, undoes=OuterRef("number")
    )
    paid = Event.objects.filter(
        ~Exists(undone), request=OuterRef("request"), kind=Kind.PAY.value, at__date__range=(first, last)
    )
    fees = letters.filter(Exists(paid)).aggregate(total=Sum("amount"))["total"]
    notices = letters.filter(sent_on__range=(first, last)).count()
    return Facts(name, sum(published(year, keys).values()), notices, Decimal(fees or 0))
