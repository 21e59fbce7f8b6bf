from datetime import date, timedelta

import pytest

from gongkai.items import services
from gongkai.items.models import Item, Relation, Validity
from gongkai.orgs.models import Act
from gongkai.publication.models import Announcement, Topic
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2017, 7, 3)
LATER = make.NOW + timedelta(days=30)


def state(item):
    return Item.objects.get(pk=item.pk).validity


def announced():
    return list(Announcement.objects.order_by("seq").values_list("event", "note"))[1:]


def changed(item):
    return Topic.objects.get(name=f"item:{item.address}").changed


def test_repeal_marks_the_item_with_date_basis_and_successor_both_ways():
    team = make.staff()
    old, new = make.published(team), make.published(team, title="新办法")
    before = changed(new)
    services.repeal(
        item=old, basis="区政府第3次常务会议", since=TODAY, successor=new, by=team.signer, at=LATER
    )
    row = old.validities.first()
    assert (row.state, row.since, row.basis, row.successor) == ("repealed", TODAY, "区政府第3次常务会议", new)
    assert state(old) == "repealed"
    assert new.relations.get(kind="repeals").target == old
    assert old.referrers.get().source == new
    assert announced()[-1] == ("repealed", "区政府第3次常务会议")
    assert changed(new) > before
    assert Item.objects.get(pk=old.pk).is_public
    assert Act.objects.filter(verb="items.repeal", thing=old.uri).count() == 1


def test_republishing_never_changes_validity():
    team = make.staff()
    item = make.published(team)
    services.repeal(item=item, basis="依据", since=TODAY, by=team.signer, at=make.NOW)
    second = services.revise(item=item, change="correct", by=team.clerk, at=LATER)
    services.save(version=second, fields={"change_note": "更正"}, revision=0, by=team.clerk, at=LATER)
    item = make.published(team, version=second, at=LATER)
    assert (item.current.serial, state(item)) == (2, "repealed")
    assert item.validities.count() == 2


def test_what_is_repealed_can_neither_be_repealed_again_nor_expire():
    team = make.staff()
    item = make.published(team, expires_on=date(2017, 12, 31))
    services.repeal(item=item, basis="依据", since=TODAY, by=team.signer, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        services.repeal(item=item, basis="依据", since=TODAY, by=team.signer, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        services.expire(item=item, basis="依据", since=TODAY, by=team.signer, at=make.NOW)
    assert services.expire_due(at=make.moment(2018, 2, 1)) == 0
    assert state(item) == "repealed"


def test_a_repeal_from_a_day_to_come_waits_for_it():
    team = make.staff()
    item = make.published(team)
    before = changed(item)
    services.repeal(item=item, basis="依据", since=date(2017, 8, 1), by=team.signer, at=make.NOW)
    assert (state(item), announced()) == ("valid", [])
    assert changed(item) > before  # the page tells of it beforehand
    assert services.expire_due(at=make.moment(2017, 7, 31, 23, 59)) == 0
    assert services.expire_due(at=make.moment(2017, 8, 1, 0, 0)) == 1
    assert (state(item), announced()) == ("repealed", [("repealed", "依据")])
    assert services.expire_due(at=make.moment(2017, 8, 2)) == 0


def test_an_expiry_date_takes_effect_by_itself_on_the_day_after():
    team = make.staff()
    item = make.published(team, expires_on=date(2017, 12, 31))
    assert services.expire_due(at=make.moment(2017, 12, 31, 23, 59)) == 0
    assert services.expire_due(at=make.moment(2018, 1, 1, 0, 0)) == 1
    row = item.validities.first()
    assert (state(item), row.state, row.since) == ("expired", "expired", date(2018, 1, 1))
    assert row.basis == "有效期至2017-12-31，已届满"
    assert [event for event, _ in announced()] == ["expired"]
    assert services.expire_due(at=make.moment(2018, 1, 2)) == 0


def test_what_is_not_yet_in_force_enters_into_force_by_itself():
    team = make.staff()
    item = make.published(team, effective_on=date(2017, 8, 1))
    assert (state(item), item.validities.get().state) == ("pending", "pending")
    assert services.expire_due(at=make.moment(2017, 7, 31)) == 0
    assert services.expire_due(at=make.moment(2017, 8, 1)) == 1
    assert state(item) == "valid"
    assert item.validities.first().since == date(2017, 8, 1)
    assert len(announced()) == 1


def test_a_historical_text_whose_time_is_over_is_published_as_expired():
    team = make.staff()
    item = make.published(
        team, made_on=date(2012, 1, 5), published_on=date(2012, 1, 10), expires_on=date(2014, 1, 5)
    )
    row = item.validities.get()
    assert (state(item), row.state, row.since) == ("expired", "expired", date(2014, 1, 6))
    assert services.expire_due(at=make.NOW) == 0


def test_expire_is_declared_with_a_basis():
    team = make.staff()
    item = make.published(team)
    with pytest.raises(services.Unready, match="请填写依据"):
        services.expire(item=item, basis=" ", since=TODAY, by=team.signer, at=make.NOW)
    services.expire(item=item, basis="适用期已过", since=TODAY, by=team.signer, at=make.NOW)
    assert (state(item), announced()) == ("expired", [("expired", "适用期已过")])


def test_a_document_repeals_another_as_soon_as_it_is_in_force():
    team = make.staff()
    old = make.published(team, title="旧办法")
    new = make.drafted(team, title="新办法", effective_on=date(2017, 8, 1))
    services.relate(item=new.item, kind="repeals", target=old, by=team.clerk, at=make.NOW)
    assert state(old) == "valid"
    make.published(team, version=new)
    assert state(old) == "valid"
    services.expire_due(at=make.moment(2017, 8, 1))
    row = old.validities.first()
    assert (state(old), row.basis, row.since, row.successor) == (
        "repealed",
        "《新办法》",
        date(2017, 8, 1),
        new.item,
    )


def test_a_document_amends_another_when_published():
    team = make.staff()
    old = make.published(team)
    new = make.drafted(team, title="修改决定")
    services.relate(item=new.item, kind="amends", target=old, by=team.clerk, at=make.NOW)
    make.published(team, version=new)
    assert (state(old), old.validities.first().basis) == ("amended", "《修改决定》")
    second = services.revise(item=new.item, change="correct", by=team.clerk, at=LATER)
    services.save(version=second, fields={"change_note": "更正"}, revision=0, by=team.clerk, at=LATER)
    make.published(team, version=second, at=LATER)
    assert Validity.objects.filter(item=old, state="amended").count() == 1


def test_a_successor_must_be_another_public_item():
    team = make.staff()
    item, draft = make.published(team), make.drafted(team)
    for successor in (item, draft.item):
        with pytest.raises(services.Unready, match="替代文件"):
            services.repeal(
                item=item, basis="依据", since=TODAY, successor=successor, by=team.signer, at=make.NOW
            )
    assert state(item) == "valid"
    assert not Relation.objects.exists()


def test_what_was_never_public_cannot_be_repealed():
    team = make.staff()
    version = make.drafted(team)
    with pytest.raises(services.IllegalMove, match="尚未公开过"):
        services.repeal(item=version.item, basis="依据", since=TODAY, by=team.signer, at=make.NOW)


def test_withdrawal_hides_and_restoring_shows_again_what_it_was():
    team = make.staff()
    item = make.published(team)
    services.withdraw(item=item, reason="含有个人信息", by=team.signer, at=make.NOW)
    item = Item.objects.get()
    assert not item.is_public
    assert list(Item.objects.visible_to(None, at=make.NOW)) == []
    assert item.presences.first().reason == "含有个人信息"
    assert (item.number, item.validity, item.current.stage) == ("330103--2017--0001", "valid", "public")
    services.restore(item=item, reason="已遮蔽", by=team.signer, at=LATER)
    assert Item.objects.get().is_public
    assert announced() == [("withdrawn", "含有个人信息"), ("restored", "已遮蔽")]


def test_a_withdrawn_item_is_repealed_in_silence_and_comes_back_repealed():
    team = make.staff()
    item = make.published(team)
    services.withdraw(item=item, reason="核实", by=team.signer, at=make.NOW)
    services.repeal(item=item, basis="依据", since=TODAY, by=team.signer, at=make.NOW)
    assert [event for event, _ in announced()] == ["withdrawn"]
    services.restore(item=item, reason="核实完毕", by=team.signer, at=LATER)
    assert (state(item), Item.objects.get().is_public) == ("repealed", True)


def test_what_everyone_will_read_of_an_act_holds_no_personal_data():
    team = make.staff()
    item, words = make.published(team), "张三（11010519491231002X）要求"
    for act in (services.repeal, services.expire):
        with pytest.raises(services.Unready, match="身份证号码"):
            act(item=item, basis=words, since=TODAY, by=team.signer, at=make.NOW)
    with pytest.raises(services.Unready, match="身份证号码"):
        services.withdraw(item=item, reason=words, by=team.signer, at=make.NOW)
    services.withdraw(item=item, reason="核实", by=team.signer, at=make.NOW)
    with pytest.raises(services.Unready, match="身份证号码"):
        services.restore(item=item, reason=words, by=team.signer, at=make.NOW)
    assert [event for event, _ in announced()] == ["withdrawn"]


def test_withdrawal_and_restoring_need_a_reason_and_their_state():
    team = make.staff()
    item = make.published(team)
    with pytest.raises(services.Unready, match="请说明理由"):
        services.withdraw(item=item, reason="", by=team.signer, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        services.restore(item=item, reason="理由", by=team.signer, at=make.NOW)
    services.withdraw(item=item, reason="理由", by=team.signer, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        services.withdraw(item=item, reason="理由", by=team.signer, at=make.NOW)


def test_publishing_a_mended_version_of_a_withdrawn_item_shows_it_again():
    team = make.staff()
    item = make.published(team)
    services.withdraw(item=item, reason="含有个人信息", by=team.signer, at=make.NOW)
    second = services.revise(item=item, change="correct", by=team.clerk, at=LATER)
    services.save(version=second, fields={"change_note": "遮蔽个人信息"}, revision=0, by=team.clerk, at=LATER)
    make.published(team, version=second, at=LATER)
    item = Item.objects.get()
    assert item.is_public
    assert [row.is_public for row in item.presences.all()] == [True, False, True]
    assert item.presences.first().reason == "遮蔽个人信息"


def test_a_text_whose_day_of_entry_is_taken_away_is_in_force():
    team = make.staff()
    item = make.published(team, effective_on=date(2018, 1, 1))
    second = services.revise(item=item, change="correct", by=team.clerk, at=LATER)
    fields = {"effective_on": None, "change_note": "自公布之日起施行"}
    services.save(version=second, fields=fields, revision=0, by=team.clerk, at=LATER)
    make.published(team, version=second, at=LATER)
    assert state(item) == "pending"
    assert services.expire_due(at=LATER) == 1
    assert state(item) == "valid"


def test_what_is_amended_before_its_day_still_comes_into_force_and_repeals():
    team = make.staff()
    old = make.published(team)
    version = make.drafted(team, effective_on=date(2018, 1, 1))
    services.relate(item=version.item, kind="repeals", target=old, by=team.clerk, at=make.NOW)
    pending = make.published(team, version=version)
    change = make.drafted(team, title="修改决定")
    services.relate(item=change.item, kind="amends", target=pending, by=team.clerk, at=make.NOW)
    make.published(team, version=change)
    assert (state(pending), state(old)) == ("pending", "valid")
    services.expire_due(at=make.moment(2018, 1, 2))
    assert (state(pending), state(old)) == ("amended", "repealed")


def test_a_repeal_still_to_come_renews_the_page_of_the_successor_too():
    team = make.staff()
    old, new = make.published(team), make.published(team, title="新办法")
    before = changed(new)
    services.repeal(
        item=old, basis="决定", since=date(2018, 1, 1), successor=new, by=team.signer, at=make.NOW
    )
    assert changed(new) > before
