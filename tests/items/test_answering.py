"""The list of what one's organisations answered when asked to co-sign."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.items import services
from gongkai.items.models import Approval, Item
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make.staff(make.organisation("finance", short_name="区财政局"))


@pytest.fixture
def audit():
    return make.staff(make.organisation("audit", short_name="区审计局"))


def asked(team, partner, *, at=make.NOW, **fields):
    """Return a joint document that waits for its co-signer."""
    version = make.drafted(team, **fields)
    services.arrange(version=version, is_normative=False, cosigners=[partner], by=team.clerk, at=at)
    services.submit(version=version, by=team.clerk, at=at)
    services.review(version=version, by=team.reviewer, at=at)
    return services.clear(version=version, by=team.secrecy, at=at)


def listed(client, person, **query):
    client.force_login(person)
    return client.get(reverse("items:answers"), query)


def titles(response):
    return [each.header["title"] for each in response.context["answers"]]


def test_an_answer_stays_with_its_reason_after_the_text_went_back_and_changed(team, audit, client):
    version = asked(team, audit.organisation, title="关于联合检查的通知")
    services.send_back(version=version, reason="职责分工不清", by=audit.signer, at=make.NOW)
    version.refresh_from_db()
    version.title = "关于秘密名单的通知"
    version.save()
    shown = listed(client, audit.signer)
    page = shown.content.decode()
    assert titles(shown) == ["关于联合检查的通知"]
    assert "职责分工不清" in page and "退回" in page and "尚未公开" in page
    assert "秘密名单" not in page  # what it became is its own desk's
    assert reverse("items:review", args=[version.item_id]) not in page
    assert titles(listed(client, audit.signer, q="秘密名单")) == []


def test_nobody_sees_what_another_organisation_answered(team, audit, client):
    services.cosign(version=asked(team, audit.organisation), by=audit.signer, at=make.NOW)
    other = make.staff(make.organisation("health"))
    assert titles(listed(client, audit.clerk)) == ["关于公开财政收支情况的通知"]
    assert titles(listed(client, other.signer)) == titles(listed(client, team.signer)) == []
    assert titles(listed(client, make.person("openness", make.office()))) == ["关于公开财政收支情况的通知"]
    assert client.get(reverse("items:answers")).status_code == 200


def test_it_says_whether_the_text_is_public_since(team, audit, client):
    version = asked(team, audit.organisation)
    services.cosign(version=version, note="同意，请加日期", by=audit.signer, at=make.NOW)
    version.refresh_from_db()
    later = make.NOW + timedelta(hours=1)
    services.sign(version=version, by=team.signer, at=later)
    item = Item.objects.get(pk=version.item_id)
    assert item.is_public
    shown = listed(client, audit.signer, since="public")
    assert titles(shown) == ["关于公开财政收支情况的通知"]
    page = shown.content.decode()
    assert item.address in page and "附意见同意" in page and "同意，请加日期" in page
    assert titles(listed(client, audit.signer, since="waiting")) == []
    services.withdraw(item=item, reason="含有个人信息", by=team.signer, at=later)
    assert "已撤回" in listed(client, audit.signer).content.decode()


def test_the_list_is_narrowed_by_answer_by_words_and_to_ones_own(team, audit, client):
    agreed = asked(team, audit.organisation, title="关于甲事的通知", doc_number="下政发〔2017〕24号")
    services.cosign(version=agreed, by=audit.signer, at=make.NOW)
    back = asked(team, audit.organisation, title="关于乙事的通知")
    second = make.person("signer", audit.organisation)
    services.send_back(version=back, reason="不同意", by=second, at=make.NOW + timedelta(hours=1))
    assert titles(listed(client, audit.signer)) == ["关于乙事的通知", "关于甲事的通知"]
    assert titles(listed(client, audit.signer, decision="returned")) == ["关于乙事的通知"]
    assert titles(listed(client, audit.signer, q="24号")) == ["关于甲事的通知"]
    assert titles(listed(client, audit.signer, mine="on")) == ["关于甲事的通知"]
    odd = listed(client, audit.signer, decision="nonsense", since="never", page="x")
    assert odd.status_code == 200


def test_silence_that_counted_as_consent_is_an_answer(team, audit, client):
    version = asked(team, audit.organisation, at=timezone.now())
    Approval.objects.filter(version=version, verb="cosign").update(
        is_silence_consent=True, due_at=timezone.now() - timedelta(minutes=1)
    )
    assert services.lapse_due(at=timezone.now()) == 1
    assert "逾期视为同意" in listed(client, audit.signer, decision="silent").content.decode()
