"""A policy from the first draft to its repeal, told over HTTP; nothing may disagree on the way."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gongkai.items import services
from gongkai.items.models import Item
from gongkai.orgs.models import Post
from gongkai.publication.models import Announcement
from tests.journeys.desk import STEPS, District

pytestmark = pytest.mark.django_db
TITLE = "关于扶持小微企业的意见"


@pytest.fixture
def district(db):
    return District()


@pytest.fixture
def public(district):
    """A public policy with its interpretation."""
    policy = district.draft(TITLE)
    told = district.draft(f"《{TITLE}》解读", kind="interpretation", body="<p>为什么补贴房租。</p>")
    district.post("clerk", "relate", told, kind="interprets", target=f"#{policy.pk}")
    district.to_signing(policy)
    district.to_signing(told)
    district.post("signer", "sign", policy)
    policy.refresh_from_db()
    told.refresh_from_db()
    return policy, told


def test_a_policy_waits_for_its_interpretation_and_both_go_public_at_once(district):
    policy = district.draft(TITLE)
    district.to_signing(policy)
    assert "须有政策解读" in district.post("signer", "sign", policy)
    assert not Item.objects.public().exists()
    told = district.draft(f"《{TITLE}》解读", kind="interpretation")
    district.post("clerk", "relate", told, kind="interprets", target=f"#{policy.pk}")
    district.to_signing(told)
    district.post("signer", "sign", policy)
    assert [act.event for act in Announcement.objects.order_by("seq")] == ["published", "published"]
    policy.refresh_from_db()
    told.refresh_from_db()
    assert told.current.title in district.read(policy.get_absolute_url())
    assert TITLE in district.read(told.get_absolute_url())
    assert policy.address in district.found("小微企业")


def test_an_amendment_keeps_the_address_and_the_earlier_text(district, public):
    policy, _ = public
    district.post("clerk", "revise", policy, change="amend")
    district.edit(policy, title=TITLE, change_note="提高补贴标准", body="<p>房租补贴提高一成。</p>")
    assert "房租补贴提高一成" not in district.read(policy.address), "a draft is seen by nobody"
    district.publish(policy)
    page = district.read(policy.address)
    assert "房租补贴提高一成" in page and "提高补贴标准" in page
    assert "给予房租补贴" in district.read(f"{policy.address}versions/1/")
    assert district.found("提高一成") == {policy.address}
    assert "【修改】" in district.read("/feeds/all.atom")


def test_a_repeal_marks_the_page_and_no_republishing_takes_the_mark_away(district, public):
    policy, _ = public
    successor = district.publish(district.draft("新的扶持意见", kind="notice"))
    repeal = {"basis": "区政府第8次常务会议决定", "since": "2017-12-01", "successor": successor.number}
    district.post("signer", "repeal", policy, **repeal)
    assert "废止" in district.top(policy)
    for stated in ("2017-12-01", repeal["basis"], successor.number):
        assert stated in district.read(policy.address)
    assert policy.number in district.read(successor.address)
    district.post("clerk", "revise", policy, change="correct")
    district.edit(policy, title=TITLE, change_note="改正错别字")
    district.publish(policy)
    assert "废止" in district.top(policy)
    assert policy.address in district.found("小微企业")


def test_what_is_withdrawn_is_gone_everywhere_and_comes_back_at_its_address(district, public):
    policy, _ = public
    district.post("signer", "withdraw", policy, reason="含有个人信息")
    gone = district.read(policy.address, status=410)
    assert "含有个人信息" in gone and "房租补贴" not in gone
    assert policy.address not in district.found("小微企业")
    for path in ("/sitemaps/items-1.xml", "/feeds/kinds/document.atom", "/kinds/document/"):
        assert policy.number not in district.read(path)
    district.post("signer", "restore", policy, reason="已删去个人信息")
    assert "房租补贴" in district.read(policy.address)
    assert policy.address in district.found("小微企业")


def test_a_set_time_is_kept_to(district):
    notice = district.draft("关于年终结算的通知", kind="notice")
    district.to_signing(notice)
    tomorrow = timezone.localtime() + timedelta(days=1)
    district.post("signer", "sign", notice, publish_at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    assert not Item.objects.public().exists()
    assert services.publish_due(at=tomorrow - timedelta(hours=1)) == 0
    district.settle(at=tomorrow)
    notice.refresh_from_db()
    assert "年终结算" in district.read(notice.address)


def test_what_is_sent_back_says_why_and_is_public_after_it_was_mended(district):
    notice = district.draft("关于补贴名单的通知", kind="notice")
    district.post("clerk", "submit", notice)
    district.post("reviewer", "return", notice, reason="请补充联系电话")
    assert "请补充联系电话" in district.desks["clerk"].get(f"/desk/items/{notice.pk}/").content.decode()
    district.edit(notice, title="关于补贴名单的通知", body="<p>咨询请到一号窗口。</p>")
    assert "一号窗口" in district.read(district.publish(notice).address)


def test_nobody_signs_what_they_sent_themselves(district):
    signer = district.people["signer"]
    Post.objects.create(
        person=signer, organisation=district.finance, role="clerk", valid_from=date(2010, 1, 1)
    )
    notice = district.draft("关于补贴名单的通知", kind="notice")
    district.post("signer", "submit", notice)
    for role, verb in STEPS[:2]:
        district.post(role, verb, notice)
    assert "送审人不能签发" in district.post("signer", "sign", notice)
    district.post("clerk", "sign", notice)
    assert not Item.objects.public().exists()
