"""The audit finds each broken promise, and nothing where all is well."""

import gzip
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from gongkai.items import services as items
from gongkai.items.models import Item, Relation, Version
from gongkai.ledger.models import Leaf
from gongkai.publication import services, store
from gongkai.publication.models import Announcement, Page, Topic
from gongkai.publication.services import auditing
from gongkai.search.models import Document
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    """One public item of which everything is in order."""
    made = make.published(make.staff())
    while services.refresh(at=make.NOW):
        pass
    assert services.audit() == []
    return made


def facts():
    return [each.fact for each in services.audit()]


def announced(item):
    return Announcement.objects.filter(address=item.address)


def test_an_empty_house_is_in_order():
    assert services.audit() == []


def test_a_row_without_announcement_is_named(item):
    announced(item).update(address="/items/elsewhere/")
    assert {"没有公开记录", "有公开记录而无对应信息", "检索库有该条而无公开记录"} <= set(facts())


def test_a_public_row_without_an_address_is_named(item):
    Item.objects.update(address="")
    assert str(next(iter(services.audit()))) == f"{item.address}：有公开记录而无对应信息"
    assert "没有公开记录" in facts()


@pytest.mark.parametrize(
    "change",
    [{"validity": "repealed"}, {"published_on": date(2001, 1, 1)}, {"kind": "document"}],
)
def test_what_stands_beside_the_text_is_vouched_for_too(item, change):
    Item.objects.update(**change)
    assert facts() == ["内容与公开日志所载摘要值不一致"]


def test_a_link_slipped_in_is_named(item):
    Relation.objects.create(source=item, kind="based-on", cited_title="伪造的依据", stated_in=1)
    assert facts() == ["内容与公开日志所载摘要值不一致"]


def test_an_earlier_version_rewritten_is_named(item):
    clerk, later = item.created_by, make.NOW + timedelta(days=1)
    team = replace(make.staff(item.publisher), clerk=clerk)
    second = items.revise(item=item, change="amend", by=clerk, at=later)
    items.save(version=second, fields={"change_note": "补充"}, revision=0, by=clerk, at=later)
    make.published(team, version=second, at=later)
    while services.refresh(at=later):
        pass
    assert facts() == []
    Version.objects.filter(serial=1).update(body="<p>改写的历史。</p>")
    assert facts() == ["第1版的内容与公开日志第0号所载摘要值不一致"]


def test_an_attachment_lost_or_replaced_is_named():
    team = make.staff()
    version = make.drafted(team)
    file = items.attach(version=version, name="表.txt", data="收支表".encode(), by=team.clerk, at=make.NOW)
    make.published(team, version=version)
    while services.refresh(at=make.NOW):
        pass
    assert facts() == []
    file.path.write_bytes(b"other")
    assert facts() == [f"附件文件 {file.sha256[:16]}… 的内容已被改动"]
    file.path.unlink()
    assert facts() == [f"附件文件 {file.sha256[:16]}… 缺失"]


@pytest.mark.parametrize("suffix", [".gz", ".br"])
@pytest.mark.parametrize("data", [None, b"junk", gzip.compress(b"other", mtime=0)])
def test_a_compressed_page_that_says_something_else_is_repaired(item, suffix, data):
    file = path_of(item)
    copy = file.with_name(file.name + suffix)
    copy.unlink() if data is None else copy.write_bytes(data)
    assert facts() == ["成品页的压缩文件与原文件不一致"]
    services.audit(repair=True)
    while services.refresh(at=make.NOW):
        pass
    assert facts() == []


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"announced": 7}, "公开序号 7 与最新公开记录 0 不一致"),
        ({"is_public": False}, "公开状态与最新公开记录不一致"),
    ],
)
def test_a_row_that_says_something_else_is_named(item, change, fact):
    Item.objects.update(**change)
    assert facts() == [fact]


def test_a_changed_text_is_named(item):
    Version.objects.update(title="改过的标题")
    assert facts() == ["内容与公开日志所载摘要值不一致"]


def test_a_text_changed_together_with_its_digest_is_betrayed_by_the_ledger(item):
    Version.objects.update(title="改过的标题")
    item = Item.objects.get(pk=item.pk)
    announced(item).update(digest=auditing.digest(item.content(), announced(item).get().salt))
    assert facts() == ["公开记录与公开日志所载不一致"]


def test_an_index_entry_that_says_something_else_is_named(item):
    Document.objects.update(is_removed=True)
    assert facts() == ["检索库与最新公开记录不一致"]
    Document.objects.all().delete()
    assert facts() == ["检索库缺少该条"]


def test_a_missing_leaf_and_a_missing_announcement_are_named(item):
    Leaf.objects.bulk_create([Leaf(index=1, data="{}", hash="", at=make.NOW)])
    assert facts() == ["公开日志有该条而无公开记录"]
    row = announced(item).get()
    row.pk, row.is_newest = 2, False
    row.save(force_insert=True)
    assert "公开日志缺少该条" in facts()
    assert "最新公开记录没有标为最新" in facts()
    row.pk = 4
    row.save(force_insert=True)
    assert "公开日志序号不连续" in facts()


def path_of(item):
    return store.place(item.address, 200)


BREAKING = {
    "没有成品页": lambda item: services.pages.forget(item.address),
    "成品页文件缺失": lambda item: path_of(item).unlink(),
    "成品页文件与登记的校验值不一致": lambda item: path_of(item).write_bytes(b"forged"),
    "成品页尚未生成": lambda item: services.pages.expect_again(item.address),
    "成品页已过期而未更新": lambda item: Topic.objects.filter(name=f"item:{item.address}").update(changed=99),
}


@pytest.mark.parametrize("fact", BREAKING)
def test_a_page_that_is_not_as_it_should_be_is_named_and_made_anew(item, fact):
    good = store.read(item.address, 200)
    BREAKING[fact](item)
    assert facts() == [fact]
    assert [str(each) for each in services.audit(repair=True)] == [f"{item.address}：{fact}（已修复）"]
    services.refresh(at=make.NOW)
    assert store.read(item.address, 200) == good


def test_bytes_without_a_row_are_found_and_taken_away(item):
    store.put("/areas/gone/", 200, store.pack(b"old"))
    assert facts() == ["成品页文件没有登记"]
    assert services.audit(repair=True)[0].repaired
    while services.refresh(at=make.NOW):
        pass
    assert store.read("/areas/gone/", 200) is None
    assert facts() == []


def test_bytes_of_another_status_than_the_row_are_found(item):
    store.place(item.address, 410).parent.mkdir(parents=True)
    store.place(item.address, 410).write_bytes(b"gone")
    assert facts() == ["成品页文件没有登记"]


def test_more_than_one_piece_is_read_to_its_end(monkeypatch):
    monkeypatch.setattr(auditing, "PIECE", 2)
    team = make.staff()
    for _ in range(5):
        make.published(team)
    while services.refresh(at=make.NOW):
        pass
    assert facts() == []
    Version.objects.update(title="改过的标题")
    assert len(facts()) == 5


def test_what_is_half_seen_beside_an_announcement_is_looked_at_again():
    seen = []

    def look():
        seen.append(1)
        if len(seen) == 1:
            services.touch("site")
            yield auditing.Discrepancy("/a/", "half seen")

    assert auditing._steady(look) == []
    assert len(seen) == 2


def test_a_house_that_never_rests_is_reported_as_seen_last():
    def look():
        services.touch("site")
        yield auditing.Discrepancy("/a/", "seen")

    assert len(auditing._steady(look)) == 1


def test_the_audit_asks_as_often_for_many_items_as_for_one(item, django_assert_max_num_queries):
    team = make.staff(item.publisher)
    for _ in range(4):
        make.published(team)
    while services.refresh(at=make.NOW):
        pass
    with django_assert_max_num_queries(34):
        assert services.audit() == []


def test_the_command_repairs_and_proves_it(item, capsys):
    path_of(item).unlink()
    with pytest.raises(CommandError, match="发现 1 处不一致"):
        call_command("audit")
    call_command("audit", repair=True)
    assert "全部一致" in capsys.readouterr().out


def test_the_command_says_what_it_could_not_repair(item):
    Version.objects.update(title="改过的标题")
    with pytest.raises(CommandError, match="发现 1 处不一致"):
        call_command("audit", repair=True)


def test_the_command_renders_what_is_stale(item, capsys):
    Page.objects.update(is_stale=True)
    call_command("render")
    count = Page.objects.count()
    assert f"已生成 {count} 页" in capsys.readouterr().out
