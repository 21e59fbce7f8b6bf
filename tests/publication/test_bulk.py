"""Many acts at once leave behind exactly what they leave one after the other."""

from datetime import timedelta

import pytest
import rfc8785
from django.db import transaction

from gongkai.channels.models import Message, Subscription
from gongkai.ledger.models import Leaf
from gongkai.publication import services
from gongkai.publication.models import Announcement, Dependency, Page, Topic
from gongkai.search.models import Document
from tests import make

pytestmark = pytest.mark.django_db
DIFFERENT = {"digest", "salt"}


def acts():
    """Return acts on two addresses: one is amended in the same batch, one withdrawn."""
    first, second = make.notice(), make.notice()
    later = make.NOW + timedelta(minutes=5)
    amended = make.notice(address=first.address, number=first.number, event="amended", version=2)
    gone = make.notice(address=second.address, number=second.number, event="withdrawn")
    return [(first, make.NOW), (second, make.NOW), (amended, later), (gone, later)]


def state():
    """Return all rows that announcing leaves behind, without what is drawn by lot."""
    rows = {}
    for model in (Announcement, Document, Page, Topic, Message):
        plain = [
            field.name for field in model._meta.fields if field.name not in DIFFERENT | {"id", "changed"}
        ]
        rows[model.__name__] = sorted(map(repr, model.objects.values(*plain)))
    rows["Dependency"] = sorted(Dependency.objects.values_list("page__path", "topic_id"))
    return rows


def test_many_acts_leave_what_single_acts_leave():
    Subscription.objects.create(channel="email", recipient="reader@example.cn")
    wanted = acts()
    with transaction.atomic():
        for notice, at in wanted:
            services.announce(notice=notice, by=None, at=at)
        one_by_one = state()
        transaction.set_rollback(True)
    made = services.announce_all(acts=wanted, by=None)
    assert state() == one_by_one
    assert [each.seq for each in made] == [0, 1, 2, 3]
    assert [each.is_newest for each in made] == [False, False, True, True]


def test_what_was_announced_before_is_followed_and_no_longer_newest():
    before = services.announce(notice=make.notice(), by=None, at=make.NOW)
    again = make.notice(address=before.address, number=before.number, event="corrected", version=2)
    [made] = services.announce_all(acts=[(again, make.NOW)], by=None)
    before.refresh_from_db()
    assert not before.is_newest and made.published_at == before.published_at
    assert f'"previous":{before.seq}' in Leaf.objects.get(index=made.seq).data


def test_nothing_is_written_when_one_act_fails_and_nobody_is_told_where_it_is_no_news():
    Subscription.objects.create(channel="email", recipient="reader@example.cn")
    broken = make.notice(content={"unsayable": object()})
    with pytest.raises(rfc8785.CanonicalizationError):
        services.announce_all(acts=[(make.notice(), make.NOW), (broken, make.NOW)], by=None)
    assert not Announcement.objects.exists() and not Leaf.objects.exists() and not Topic.objects.exists()
    services.announce_all(acts=[(make.notice(), make.NOW)], tells=False, by=None)
    assert Announcement.objects.count() == 1 and not Message.objects.exists()
    assert services.announce_all(acts=[], by=None) == []
