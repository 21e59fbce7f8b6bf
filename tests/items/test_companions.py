"""A policy says on its pages that it needs an interpretation, and offers to begin one."""

import pytest
from django.urls import reverse

from gongkai.items import services
from gongkai.items.models import Item, Relation
from tests import make
from tests.items.desk import at_signing, fill, newest, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(finance, people):
    return make.item(finance, people["clerk"], title="关于扶持小微企业的意见", needs_interpretation=True)


def test_an_exemption_is_registered_with_its_reason_by_who_may_sign(enter, policy, people):
    fill(enter("clerk"), policy)
    at_signing(policy, people)
    client = enter("signer")
    assert "请说明不需要解读的理由" in client.post(url("exempt", policy)).content.decode()
    client.post(url("exempt", policy), {"exempt_reason": "仅转发上级文件"})
    assert not client.get(url("detail", policy)).context["companions"].is_wanting
    assert "仅转发上级文件" in text(client, url("detail", policy))
    assert "免予解读</a>" not in text(enter("clerk"), url("detail", policy))


def text(client, address):
    return client.get(address).content.decode()


@pytest.mark.parametrize("page", ["detail", "edit", "review"])
def test_a_policy_without_interpretation_says_so_and_offers_one(enter, policy, page):
    found = text(enter("clerk"), url(page, policy))
    assert "没有解读不能签发" in found
    assert f"{reverse('items:new')}?interprets={policy.pk}" in found


def test_who_drafts_nothing_is_told_but_not_offered(enter, policy):
    found = text(enter("signer"), url("review", policy))
    assert "没有解读不能签发" in found
    assert "?interprets=" not in found


def test_the_interpretation_is_begun_with_its_link(enter, finance, policy):
    client = enter("clerk")
    address = f"{reverse('items:new')}?interprets={policy.pk}"
    form = client.get(address).context["form"]
    assert form.initial["title"] == "《关于扶持小微企业的意见》解读"
    assert [value for value, _ in form.fields["kind"].choices] == ["interpretation", "conference"]
    sent = {"title": "一图读懂", "kind": "interpretation", "publisher": finance.pk}
    client.post(address, sent)
    client.post(address, sent)
    made = Item.objects.get(kind="interpretation")
    assert list(Relation.objects.values_list("source", "kind", "target")) == [
        (made.pk, "interprets", policy.pk)
    ]
    assert "《一图读懂》</a>（起草）正在办理" in text(client, url("detail", policy))
    assert "同步审签" in text(client, url("edit", made))


def test_an_ordinary_notice_asks_for_none(enter, item):
    assert "没有解读不能签发" not in text(enter("clerk"), url("detail", item))


def test_a_policy_whose_interpretation_is_public_asks_for_none(enter, policy, finance, people):
    told = make.public_item(finance, kind="interpretation")
    Relation.objects.create(source=told, kind="interprets", target=policy, stated_in=1)
    assert not enter("clerk").get(url("detail", policy)).context["companions"].is_wanting


@pytest.mark.parametrize("given", ["999999", "abc", "1'"])
def test_what_cannot_be_interpreted_is_not_found(enter, policy, given):
    assert enter("clerk").get(reverse("items:new"), {"interprets": given}).status_code == 404


def test_another_departments_draft_is_not_interpreted(enter, policy):
    assert enter("other").get(reverse("items:new"), {"interprets": policy.pk}).status_code == 404


def test_a_kind_that_interprets_nothing_is_refused_and_begins_nothing(finance, people, policy):
    with pytest.raises(services.Unready):
        services.interpret(
            item=policy, kind="notice", title="说明", publisher=finance, by=people["clerk"], at=make.NOW
        )


def test_links_to_drafts_are_named_by_their_title(enter, finance, people, policy):
    services.interpret(
        item=policy,
        kind="interpretation",
        title="一图读懂",
        publisher=finance,
        by=people["clerk"],
        at=make.NOW,
    )
    assert newest(policy).title in text(
        enter("clerk"), url("detail", Item.objects.get(kind="interpretation"))
    )
    assert "草稿 " not in text(enter("clerk"), url("detail", policy))
