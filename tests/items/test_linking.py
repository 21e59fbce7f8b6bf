"""What an item may be linked to, found with the search index and without one."""

import pytest

from gongkai.items import linking, services
from gongkai.items.models import Item
from gongkai.search import services as search
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make.staff(make.organisation("finance", short_name="区财政局"))


def found(text, person, size=12):
    among = Item.objects.visible_to(person, at=make.NOW).select_related("publisher", "current")
    own = Item.objects.at_desk(person, at=make.NOW)
    rows = linking.found(text, among=among, own=own, size=size)
    return [version.title for _, version in rows]


@pytest.mark.parametrize("is_indexed", [True, False])
def test_public_items_of_all_and_drafts_of_ones_own_are_found(team, is_indexed):
    other = make.staff(make.organisation("health"))
    public = make.published(other, version=make.drafted(other, title="关于饮水安全的通知"))
    make.drafted(team, title="饮水安全（草稿）")
    make.drafted(other, title="饮水安全别家草稿")
    if is_indexed:
        search.index()
    assert sorted(found("饮水安全", team.clerk)) == ["关于饮水安全的通知", "饮水安全（草稿）"]
    assert found(public.number, team.clerk) == ["关于饮水安全的通知"]
    assert found("没有这样的标题", team.clerk) == found("", team.clerk) == []


def test_what_is_called_exactly_so_comes_first_with_an_index_and_without(team):
    for number in range(3):
        make.published(team, version=make.drafted(team, title=f"关于饮水安全的通知（{number}）"))
        make.drafted(team, title=f"转发关于用水安全的通知{number}")
    make.published(team, version=make.drafted(team, title="关于饮水安全的通知"))
    make.drafted(team, title="关于用水安全的通知")
    assert found("关于饮水安全的通知", team.clerk, size=2)[0] == "关于饮水安全的通知"
    search.index()
    for typed in ("关于饮水安全的通知", "《关于饮水安全的通知》"):
        assert found(typed, team.clerk, size=2)[0] == "关于饮水安全的通知"
    assert found("关于用水安全的通知", team.clerk, size=2)[0] == "关于用水安全的通知"


def test_what_was_withdrawn_and_what_is_being_amended_are_found_at_their_own_desk(team):
    gone = make.published(team, version=make.drafted(team, title="关于饮水安全的通知"))
    services.withdraw(item=gone, reason="含有个人信息", by=team.signer, at=make.NOW)
    renewed = make.published(team, version=make.drafted(team, title="关于用电安全的通知"))
    version = services.revise(item=renewed, change="amend", by=team.clerk, at=make.NOW)
    version.title = "关于饮水和用电安全的通知"
    version.save()
    search.index()
    assert found("饮水安全", team.clerk) == ["关于饮水安全的通知"]
    assert found("饮水和用电", team.clerk) == [
        "关于用电安全的通知"
    ]  # by its new name, shown by the public one
    other = make.staff(make.organisation("health"))
    assert found("饮水", other.clerk) == []


def test_the_number_of_a_document_finds_it_before_the_index_knows_it(team):
    search.index()
    public = make.published(team)
    assert found(public.number, team.clerk) == ["关于公开财政收支情况的通知"]
