"""The way to the public at the desk: who may press what, and what is said to them."""

import pytest
from django.urls import reverse

from gongkai.items.models import Item, Version
from tests import make
from tests.items.desk import at_signing, fill, newest, said, url

pytestmark = pytest.mark.django_db


# the way to the public


def test_what_is_missing_is_listed_before_review(enter, item):
    page = enter("clerk").post(url("submit", item))
    assert "请填写发文机关" in page.content.decode()
    assert newest(item).stage == "draft"


def test_personal_data_needs_a_reason_to_stand(enter, item):
    client = enter("clerk")
    fill(client, item, body="<p>联系人电话13800138000。</p>")
    page = client.get(url("submit", item)).content.decode()
    assert "可以说明理由" in page or "仍然送审的理由" in page
    client.post(url("submit", item))
    assert newest(item).stage == "draft"
    client.post(url("submit", item), {"overruling": "办公手机，已公布"})
    assert newest(item).stage == "review"


def test_a_draft_goes_through_four_hands_to_the_public(enter, item):
    client = enter("clerk")
    fill(client, item)
    client.post(url("submit", item))
    for role, name in (("reviewer", "approve"), ("secrecy", "clear"), ("signer", "sign")):
        client = enter(role)
        assert "办理" in client.get(url("detail", item)).content.decode()
        response = client.post(url(name, item), {"note": "同意"}, follow=True)
        assert response.redirect_chain[-1][0] == url("detail", item)
    item.refresh_from_db()
    assert item.is_public
    assert item.number in said(response)


def test_pressing_twice_does_no_harm_and_says_so(enter, item):
    client = enter("clerk")
    fill(client, item)
    client.post(url("submit", item))
    again = client.post(url("submit", item), follow=True)
    assert newest(item).steps.filter(verb="submit").count() == 1
    assert "审核" in said(again)
    client = enter("reviewer")
    client.post(url("approve", item))
    again = client.post(url("approve", item), follow=True)
    assert newest(item).steps.filter(verb="review").count() == 1
    assert said(again)


def test_who_may_not_decide_changes_nothing(enter, item):
    client = enter("clerk")
    fill(client, item)
    client.post(url("submit", item))
    for role in ("clerk", "secrecy", "signer"):
        client = enter(role)
        assert "审核通过</button>" not in client.get(url("review", item)).content.decode()
        client.post(url("approve", item))
    assert newest(item).stage == "review"


def test_a_return_needs_a_reason_and_the_clerk_reads_it(enter, item):
    client = enter("clerk")
    fill(client, item)
    client.post(url("submit", item))
    client = enter("reviewer")
    assert "请说明退回理由" in client.post(url("return", item), {"reason": ""}).content.decode()
    client.post(url("return", item), {"reason": "文号有误"})
    assert newest(item).stage == "draft"
    assert "文号有误" in enter("clerk").get(url("edit", item)).content.decode()


def test_a_clerk_recalls_what_waits_for_review(enter, item):
    client = enter("clerk")
    fill(client, item)
    client.post(url("submit", item))
    client.post(url("recall", item))
    assert newest(item).stage == "draft"


def test_signing_for_a_later_time_waits_and_can_be_published_at_once(enter, item, people):
    fill(enter("clerk"), item)
    at_signing(item, people)
    client = enter("signer")
    bad = client.post(url("sign", item), {"publish_at": "明天"})
    assert "请填写时间" in bad.content.decode()
    response = client.post(url("sign", item), {"publish_at": "2999-01-01T09:00"}, follow=True)
    assert "2999-01-01 09:00" in said(response)
    assert newest(item).stage == "signed"
    client.post(url("publish", item))
    assert newest(item).stage == "public"


def test_a_document_without_interpretation_is_not_signed_and_the_reason_is_shown(enter, item, people):
    Item.objects.filter(pk=item.pk).update(kind="document")
    fill(enter("clerk"), item)
    at_signing(item, people)
    page = enter("signer").post(url("sign", item)).content.decode()
    assert "须有政策解读" in page
    assert newest(item).stage == "signing"


def test_what_is_withheld_is_signed_and_stays_at_the_desk(enter, item, people):
    fill(enter("clerk"), item, disclosure="withheld", ground="E16b", ground_reason="讨论稿")
    at_signing(item, people)
    response = enter("signer").post(url("sign", item), follow=True)
    assert "不主动公开" in said(response)
    assert "讨论稿" in response.content.decode()


def test_a_draft_can_be_thrown_away(enter, item, people):
    client = enter("clerk")
    assert client.post(url("discard", item))["Location"] == reverse("items:index")
    assert not Item.objects.exists()


# what is public


def test_a_revision_shows_its_differences_word_by_word(enter, public):
    client = enter("clerk")
    assert client.get(url("revise", public)).status_code == 200
    assert "请选择修改或更正" in client.post(url("revise", public), {"change": "x"}).content.decode()
    client.post(url("revise", public), {"change": "correct"})
    again = client.get(url("revise", public))
    assert again["Location"] == url("edit", public)
    fill(
        client, public, body="<p>现公开<b>决算</b>。</p><p><i>&lt;script&gt;</i></p>", change_note="改正笔误"
    )
    page = enter("reviewer").get(url("review", public)).content.decode()
    assert "<del>预算</del>" in page
    assert "<ins>决算</ins>" in page
    assert "<ins>&lt;script&gt;</ins>" in page
    assert "改正笔误" in page


def test_repeal_needs_basis_and_day_and_marks_the_item(enter, public, finance):
    successor = make.public_item(finance, title="替代文件")
    client = enter("signer")
    assert client.get(url("repeal", public)).status_code == 200
    page = client.post(url("repeal", public), {"basis": "", "since": "x", "successor": "没有"})
    assert set(page.context["form"].errors) == {"basis", "since", "successor"}
    client.post(
        url("repeal", public), {"basis": "清理决定", "since": "2017-07-01", "successor": successor.number}
    )
    public.refresh_from_db()
    assert public.validity == "repealed"
    again = client.post(url("repeal", public), {"basis": "清理决定", "since": "2017-07-01"}, follow=True)
    assert public.validities.filter(state="repealed").count() == 1
    assert said(again)


def test_expiry_withdrawal_and_return_to_the_public(enter, public):
    client = enter("signer")
    client.post(url("expire", public), {"basis": "任务完成", "since": "2017-07-01"})
    assert client.post(url("withdraw", public), {"reason": ""}).context["form"].errors["reason"]
    client.post(url("withdraw", public), {"reason": "内容有误"})
    public.refresh_from_db()
    assert (public.is_public, public.validity) == (False, "expired")
    assert "已撤回" in client.get(url("detail", public)).content.decode()
    client.post(url("restore", public), {"reason": "已核实"})
    public.refresh_from_db()
    assert public.is_public


@pytest.mark.parametrize("name", ["repeal", "expire", "withdraw", "restore", "revise"])
def test_reviewers_do_none_of_it(enter, public, name):
    response = enter("reviewer").post(
        url(name, public),
        {"basis": "x", "since": "2017-07-01", "reason": "x", "change": "amend"},
        follow=True,
    )
    assert response.redirect_chain[-1][0] == url("detail", public)
    public.refresh_from_db()
    assert (public.is_public, public.validity) == (True, "valid")
    assert Version.objects.filter(item=public).count() == 1


def test_pages_of_a_public_item_show_its_history(enter, public):
    page = enter("openness").get(url("detail", public)).content.decode()
    for words in ("送审", "审核通过", "保密审查通过", "签发", public.number):
        assert words in page


def test_a_public_version_cannot_be_thrown_away(enter, public):
    response = enter("clerk").post(url("discard", public), follow=True)
    assert "不能" in said(response)
    assert Version.objects.filter(item=public).exists()
