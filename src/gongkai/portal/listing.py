"""Lists of public items as the portal shows them: what a line needs and no more."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404

from gongkai.items.models import Item, ItemQuerySet

LENGTH = 20


def items() -> ItemQuerySet:
    """Return public items, newest first, with all of their header; bodies stay in the database."""
    return Item.objects.public().with_header().defer("current__body", "current__ground_reason")


SHOWN = [
    *("number", "address", "kind", "published_on", "validity"),
    *("publisher__key", "publisher__name", "publisher__short_name"),
    *("current__title", "current__doc_number"),
]


def lines() -> ItemQuerySet:
    """Return public items, newest first, with what one line shows: some lists hold hundreds of them."""
    return Item.objects.public().select_related("publisher", "current").only(*SHOWN)


def topics_of(shown: Iterable[Item]) -> list[str]:
    """Return the topics of the items on a page: a new title, a repeal or a move to another list renews it."""
    return [f"item:{item.address}" for item in shown]


def page_of(found: ItemQuerySet, number: int) -> Page[Item]:
    """Return one page of a list; raise Http404 for a page that does not exist.

    Counting and turning to the page happen in an index; only the items shown are fetched.
    """
    paginator: Paginator[Any] = Paginator(found.values_list("pk", flat=True), LENGTH)
    try:
        wanted = list(paginator.page(number))
    except EmptyPage as error:
        raise Http404(f"没有第 {number} 页") from error
    shown = lines().in_bulk(wanted)
    return Page([shown[pk] for pk in wanted if pk in shown], number, paginator)
