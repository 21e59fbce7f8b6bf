"""An organisation that changes its name is found by the new one."""

from datetime import timedelta

import pytest

from gongkai.orgs import services as orgs
from gongkai.publication import services
from gongkai.search import services as search
from gongkai.search.finding import Query, find
from gongkai.search.models import Document
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
LATER = make.NOW + timedelta(hours=1)


def renamed(**fields):
    organisation = make.organisation("finance")
    services.announce(notice=make.notice(publisher=organisation), by=None, at=make.NOW)
    services.announce(notice=make.notice(publisher=make.organisation("audit")), by=None, at=make.NOW)
    search.index()
    orgs.change(organisation=organisation, fields=fields, by=None, at=make.NOW)
    services.follow_acts(at=LATER)
    return search.index()


def shown():
    return sorted(hit.entry.organisation_name for hit in find(Query(text="正文")).hits)


def test_what_it_published_is_found_under_its_new_name():
    assert renamed(name="下城区新财政局") == 2
    names = Document.objects.order_by("publisher_key").values_list("publisher_name", flat=True)
    assert list(names) == ["下城区audit", "下城区新财政局"]
    assert shown() == ["下城区audit", "下城区新财政局"]


def test_another_change_leaves_the_index_alone(settings):
    assert renamed(phone="0571-12345678") == 0
