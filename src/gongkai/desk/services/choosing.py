"""What a person chooses for themselves: a calendar address, filters under names, to have seen the tour."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from gongkai.desk.models import Choices, SavedFilter
from gongkai.orgs import services as orgs
from gongkai.orgs.models import Person

MOST_FILTERS = 12


class Refusal(Exception):
    """A wish that cannot be met; the message is the sentence to show."""


def open_feed(*, by: Person, at: datetime) -> str:
    """Return a new secret for the address of the person's calendar; an earlier one opens nothing any more.

    Only its hash is kept, so it can be shown this once.
    """
    token = secrets.token_urlsafe(24)
    Choices.objects.update_or_create(person=by, defaults={"feed_hash": hashed(token)})
    orgs.record(verb="desk.open-feed", thing=by.uri, by=by, at=at)
    return token


def close_feed(*, by: Person, at: datetime) -> None:
    """Let the address of the person's calendar open nothing any more."""
    if Choices.objects.filter(person=by).exclude(feed_hash="").update(feed_hash=""):
        orgs.record(verb="desk.close-feed", thing=by.uri, by=by, at=at)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def save_filter(*, name: str, query: str, by: Person, at: datetime) -> SavedFilter:
    """Keep a filter under a name; the same name again replaces it. Raises Refusal for one too many."""
    Person.objects.select_for_update().get(pk=by.pk)
    mine = SavedFilter.objects.filter(person=by)
    if mine.exclude(name=name).count() >= MOST_FILTERS:
        raise Refusal(f"最多保存{MOST_FILTERS}个筛选，请先删除不用的")
    values = {"query": query, "made_at": at}
    return SavedFilter.objects.update_or_create(person=by, name=name, defaults=values)[0]


def drop_filter(*, name: str, by: Person) -> None:
    """Let go of a filter of one's own."""
    SavedFilter.objects.filter(person=by, name=name).delete()


def finish_tour(*, by: Person, at: datetime) -> None:
    """Show the tour to the person no more."""
    Choices.objects.update_or_create(person=by, defaults={"toured_at": at})


def repeat_tour(*, by: Person) -> None:
    """Show the tour once more from its beginning."""
    Choices.objects.filter(person=by).update(toured_at=None)
