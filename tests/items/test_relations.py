from datetime import timedelta

import pytest

from gongkai.items import services
from gongkai.items.models import Item, Relation
from gongkai.publication.models import Topic
from gongkai.publication.services import audit as services_audit
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)


def changed(item):
    return Topic.objects.get(name=f"item:{item.address}").changed


def test_a_draft_is_linked_to_an_item_or_to_a_document_it_cites():
    team = make.staff()
    old, new = make.published(team), make.drafted(team)
    services.relate(item=new.item, kind="based-on", target=old, by=team.clerk, at=make.NOW)
    services.relate(
        item=new.item,
        kind="based-on",
        cited_number=" 国办发〔2017〕24号 ",
        cited_title="要点",
        by=team.clerk,
        at=make.NOW,
    )
    rows = list(new.item.relations.values_list("kind", "target", "cited_number", "cited_title"))
    assert rows == [("based-on", old.pk, "", ""), ("based-on", None, "国办发〔2017〕24号", "要点")]


def test_linking_twice_gives_one_link():
    team = make.staff()
    old, new = make.published(team), make.drafted(team)
    for _ in range(2):
        services.relate(item=new.item, kind="implements", target=old, by=team.clerk, at=make.NOW)
        services.relate(
            item=new.item, kind="based-on", cited_number="国发〔2017〕1号", by=team.clerk, at=make.NOW
        )
    assert Relation.objects.count() == 2


def test_what_cannot_be_linked_is_refused_with_a_sentence():
    team = make.staff()
    version, foreign = make.drafted(team), make.drafted(make.staff(make.organisation("audit")))
    refused = [
        ({"kind": "likes", "target": version.item}, "种类"),
        ({"kind": "based-on"}, "请选择所关联的信息"),
        ({"kind": "interprets", "target": foreign.item}, "只有政策解读和新闻发布会"),
        ({"kind": "repeals", "cited_number": "国发〔2017〕1号"}, "请选择所关联的信息"),
        ({"kind": "based-on", "target": version.item}, "不能关联自身"),
        ({"kind": "based-on", "target": foreign.item}, "没有找到"),
    ]
    for options, sentence in refused:
        with pytest.raises(services.Unready, match=sentence):
            services.relate(item=version.item, by=team.clerk, at=make.NOW, **options)
    assert not Relation.objects.exists()


def test_a_clerk_does_not_repeal_the_documents_of_another_organisation():
    team = make.staff()
    theirs = make.published(make.staff(make.organisation("audit")))
    version = make.drafted(team)
    for kind in ("repeals", "amends"):
        with pytest.raises(services.NotAllowed, match="请由政务公开科办理"):
            services.relate(item=version.item, kind=kind, target=theirs, by=team.clerk, at=make.NOW)
    services.relate(item=version.item, kind="implements", target=theirs, by=team.clerk, at=make.NOW)


def test_links_do_not_change_while_others_review():
    team = make.staff()
    version, other = make.drafted(team), make.published(team)
    relation = services.relate(item=version.item, kind="based-on", target=other, by=team.clerk, at=make.NOW)
    services.submit(version=version, by=team.clerk, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        services.relate(item=version.item, kind="implements", target=other, by=team.clerk, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        services.unrelate(relation=relation, by=team.clerk, at=make.NOW)


def test_strangers_link_nothing():
    version = make.drafted(make.staff())
    stranger = make.person("clerk", make.organisation("audit"))
    with pytest.raises(services.NotAllowed):
        services.relate(
            item=version.item, kind="based-on", cited_number="国发〔2017〕1号", by=stranger, at=make.NOW
        )


def revised(team, item):
    return services.revise(item=item, change="amend", by=team.clerk, at=LATER)


def publish_again(team, version):
    services.save(version=version, fields={"change_note": "补充依据"}, revision=0, by=team.clerk, at=LATER)
    return make.published(team, version=version, at=LATER)


def test_the_links_of_a_public_item_change_by_a_new_version_only():
    team = make.staff()
    first, second = make.published(team), make.published(team)
    with pytest.raises(services.IllegalMove):
        services.relate(item=second, kind="based-on", target=first, by=team.clerk, at=LATER)
    assert not Relation.objects.exists()


def test_what_a_draft_says_of_others_has_no_effect_before_it_is_signed():
    team = make.staff()
    old, new = make.published(team), make.published(team)
    version = revised(team, new)
    services.relate(item=new, kind="repeals", target=old, by=team.clerk, at=LATER)
    services.relate(item=new, kind="based-on", cited_title="未经审核的文字", by=team.clerk, at=LATER)
    assert not Relation.objects.public().exists()
    assert Item.objects.get(pk=old.pk).validity == "valid"
    services.discard(version=version, by=team.clerk, at=LATER)
    assert not Relation.objects.exists()


def test_a_link_of_a_new_version_takes_effect_with_it_and_renews_both_pages():
    team = make.staff()
    old, new = make.published(team), make.published(team)
    version = revised(team, new)
    relation = services.relate(item=new, kind="repeals", target=old, by=team.clerk, at=LATER)
    before = changed(old), changed(new)
    publish_again(team, version)
    assert Item.objects.get(pk=old.pk).validity == "repealed"
    assert all(now > then for then, now in zip(before, (changed(old), changed(new)), strict=True))
    revised(team, new)
    with pytest.raises(services.IllegalMove, match="不能删除"):
        services.unrelate(relation=relation, by=team.clerk, at=LATER)


def test_a_link_is_dropped_by_the_version_that_says_so_and_stays_in_those_before():
    team = make.staff()
    first, new = make.published(team), make.drafted(team)
    relation = services.relate(item=new.item, kind="based-on", target=first, by=team.clerk, at=make.NOW)
    item = make.published(team, version=new)
    version = revised(team, item)
    services.unrelate(relation=relation, by=team.clerk, at=LATER)
    assert Relation.objects.public().exists()
    publish_again(team, version)
    assert not Relation.objects.public().exists()
    assert Relation.objects.stated(item.versions.get(serial=1)).get() == relation
    assert [each for each in services_audit() if "成品页" not in each.fact] == []


def test_a_draft_thrown_away_drops_nothing():
    team = make.staff()
    first, new = make.published(team), make.drafted(team)
    relation = services.relate(item=new.item, kind="based-on", target=first, by=team.clerk, at=make.NOW)
    item = make.published(team, version=new)
    version = revised(team, item)
    services.unrelate(relation=relation, by=team.clerk, at=LATER)
    services.discard(version=version, by=team.clerk, at=LATER)
    assert Relation.objects.newest().get() == relation


def test_publication_renews_the_pages_that_show_the_item():
    team = make.staff()
    document = make.published(team)
    told = make.drafted(team, kind="interpretation")
    services.relate(item=told.item, kind="interprets", target=document, by=team.clerk, at=make.NOW)
    before = changed(document)
    make.published(team, version=told)
    assert changed(document) > before
