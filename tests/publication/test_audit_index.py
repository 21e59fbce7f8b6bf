"""The audit looks into the search index itself, not only at the rows it is made from."""

import pytest

from gongkai.publication import services
from gongkai.search import services as search
from gongkai.search.embedded import writer
from gongkai.search.finding import Query, find
from tests import make

pytestmark = pytest.mark.django_db
FACT = "检索索引与登记的内容不一致"


def lose(settings, address):
    """Take one document out of the index behind its back."""
    writer.apply(settings.INDEX, [writer.Change(address, None)], upto=writer.position(settings.INDEX))


def test_a_document_missing_from_the_index_is_named_and_the_index_made_anew(settings):
    made = services.announce(notice=make.notice(text="剿灭劣五类水"), by=None, at=make.NOW)
    search.index()
    assert FACT not in {each.fact for each in services.audit()}
    lose(settings, made.address)
    assert (made.address, FACT) in {(each.address, each.fact) for each in services.audit(repair=True)}
    search.index()
    assert find(Query(text="剿灭劣五类水")).total == 1
    assert FACT not in {each.fact for each in services.audit()}
