"""Who asks for it is told by mail what became public, as they filtered it; and forgotten when they leave."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from gongkai.channels import services as channels
from gongkai.channels.models import Message
from gongkai.orgs.models import Act
from gongkai.registers import services
from gongkai.registers.models import Follower
from tests.mailbox import mailbox
from tests.registers.test_batches import FIRST, NOW, released

pytestmark = pytest.mark.django_db
BASE = "/registers/product-checks/subscribe/"
WHO = "citizen@example.cn"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME, settings.LIMITS = tmp_path, tmp_path / "limits"


@pytest.fixture
def public(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    services.rebuild_waiting(at=NOW)
    return register


def follows(register, query="", address=WHO):
    services.follow(register=register, address=address, query=query, at=NOW)
    found = Follower.objects.get(address=address, query=query)
    services.confirm(follower=found, at=NOW)
    return found


def next_release(register, clerk, signer, rows):
    released(register, clerk, signer, rows)
    services.rebuild_waiting(at=NOW)
    return services.tell(at=NOW)


def mails():
    return Message.objects.exclude(key__contains=":confirm:").order_by("pk")


def test_a_citizen_follows_what_they_filtered_and_gets_it_by_mail(client, public, clerk, signer, settings):
    page = client.get(f"{BASE}?result=不合格")
    assert "结果为不合格" in page.text
    with mailbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        assert "请查收确认邮件" in client.post(f"{BASE}?result=不合格", {"address": WHO}).text
        channels.deliver(at=NOW + timedelta(days=1))
        link = re.search(r"/registers/\S+/confirm/\S+/", box.mails()[0].get_content())[0]
        asked = client.get(link).text
        assert "确认订阅" in asked
        assert 'name="referrer" content="same-origin"' in asked, "without one browsers press from nowhere"
        assert Follower.objects.get().confirmed_at is None, "to look is not to confirm"
        assert "已经生效" in client.post(link, follow=True).text
        rows = ["003,演示糕点,,合格,,,2017-06-03", "004,演示酱油,,不合格,,,2017-06-04"]
        assert next_release(public, clerk, signer, rows) == 1
        channels.deliver(at=NOW + timedelta(days=1))
        mail = box.mails()[1]
    text = mail.get_content()
    assert mail["To"] == WHO
    assert "演示酱油" in text and "/entries/4/" in text
    assert "演示糕点" not in text and "演示饼干" not in text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip(" <>") in text


def test_an_address_is_forgotten_with_one_click_and_with_all_its_mails(public, clerk, signer):
    found = follows(public)
    next_release(public, clerk, signer, ["003,演示糕点,,合格,,,2017-06-03"])
    assert Message.objects.filter(recipient=WHO).count() == 2
    strict, link = Client(enforce_csrf_checks=True), f"{BASE}unsubscribe/{found.token}/"
    assert "退订后您的邮箱会被删除" in strict.get(link).text
    assert "已经退订" in strict.post(link, {"List-Unsubscribe": "One-Click"}).text
    assert not Follower.objects.exists() and not Message.objects.filter(recipient=WHO).exists()
    assert strict.get(link).status_code == 404
    assert WHO not in str(list(Act.objects.values()))


def test_each_is_told_once_of_a_release_and_of_nothing_that_does_not_concern_them(public, clerk, signer):
    follows(public)
    follows(public, query="result=不合格", address="other@example.cn")
    assert next_release(public, clerk, signer, ["003,演示糕点,,合格,,,2017-06-03"]) == 1
    assert services.tell(at=NOW) == 0
    assert [each.recipient for each in mails()] == [WHO]
    assert set(Follower.objects.values_list("told", flat=True)) == {2}


def test_changes_are_told_apart_from_new_entries_and_what_comes_down_is_not_told(public, clerk, signer):
    follows(public)
    changed = [FIRST[0].replace("20000", "30000"), "003,演示糕点,,合格,,,2017-06-03"]
    next_release(public, clerk, signer, changed)
    assert "【变更】演示饼干" in mails()[0].body and "【新增】演示糕点" in mails()[0].body
    released(public, clerk, signer, changed, is_whole=True)
    services.rebuild_waiting(at=NOW)
    assert services.tell(at=NOW) == 0


def test_a_mail_names_twenty_and_counts_the_rest(public, clerk, signer):
    follows(public)
    next_release(public, clerk, signer, [f"1{n:02},演示糕点,,合格,,,2017-06-03" for n in range(25)])
    body = mails()[0].body
    assert body.count("/entries/") == 20
    assert "有 25 条" in body and "另有 5 条没有列出" in body


def test_nobody_is_told_before_the_snapshot_is_there(public, clerk, signer):
    follows(public)
    released(public, clerk, signer, ["003,演示糕点,,合格,,,2017-06-03"])
    assert services.tell(at=NOW) == 0
    services.rebuild_waiting(at=NOW)
    assert services.tell(at=NOW) == 1


def test_who_does_not_confirm_is_not_told_and_forgotten(public, clerk, signer):
    services.follow(register=public, address=WHO, query="", at=NOW)
    assert next_release(public, clerk, signer, ["003,演示糕点,,合格,,,2017-06-03"]) == 0
    services.tell(at=NOW + timedelta(days=3))
    assert not Follower.objects.exists() and not Message.objects.exists()


def test_asking_again_sends_no_second_mail_and_tells_nobody_who_follows(client, public):
    first = client.post(BASE, {"address": WHO})
    again = client.post(BASE, {"address": WHO})
    assert "请查收确认邮件" in first.text and "请查收确认邮件" in again.text
    assert Message.objects.count() == 1


def test_what_is_no_address_is_told_at_the_field_and_kept(client, public):
    page = client.post(BASE, {"address": "nobody"})
    assert "field-wrong" in page.text and 'value="nobody"' in page.text
    assert not Follower.objects.exists()


def test_who_asks_too_often_or_for_too_much_is_refused(client, public, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    monkeypatch.setattr("gongkai.registers.services.following.MOST_OF_ONE", 1)
    client.post(BASE, {"address": WHO})
    assert "订阅太多" in client.post(f"{BASE}?result=合格", {"address": WHO}).text
    for number in range(8):
        client.post(BASE, {"address": f"a{number}@example.cn"})
    assert "太频繁" in client.post(BASE, {"address": "b@example.cn"}).text


def test_a_form_of_another_site_signs_nobody_up(public):
    assert Client(enforce_csrf_checks=True).post(BASE, {"address": WHO}).status_code == 403


def test_a_mail_to_confirm_says_nothing_that_a_stranger_typed(public):
    services.follow(register=public, address=WHO, query="result=请登录evil.example", at=NOW)
    [mail] = Message.objects.all()
    assert "evil.example" not in mail.subject + mail.body
    assert "符合所选条件" in mail.body


def test_nobody_is_sent_one_question_after_another(public):
    for query in ("", "result=合格", "result=不合格"):
        services.follow(register=public, address=WHO, query=query, at=NOW)
    with pytest.raises(services.Refused, match="请先确认"):
        services.follow(register=public, address=WHO, query="street=330103003", at=NOW)
    services.follow(register=public, address=WHO, query="", at=NOW + timedelta(hours=11))
    assert Message.objects.count() == 3
    services.follow(register=public, address=WHO, query="q=糖", at=NOW + timedelta(hours=25))
    assert Message.objects.count() == 4


def test_more_conditions_than_are_kept_are_refused_at_the_form(client, public):
    address = BASE + "?" + "&".join(f"result={'甲' * 90}{number}" for number in range(9))
    assert client.get(address).status_code == 200
    assert "条件太多" in client.post(address, {"address": WHO}).text
    assert not Follower.objects.exists()
