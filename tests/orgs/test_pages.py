"""The pages of organisations, people and the log: who may, who may not, what they see."""

import re
from datetime import date

import pytest

from gongkai.orgs import services
from gongkai.orgs.models import Act, Organisation, Person
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make.organisation("government-office", name="区政府办公室", short_name="区政府办")


@pytest.fixture
def admin(office, client):
    person = make.person("admin", office, account="admin")
    client.force_login(person)
    return person


PAGES = [
    "/desk/organisations/",
    "/desk/organisations/new/",
    "/desk/organisations/finance/",
    "/desk/organisations/finance/change/",
    "/desk/organisations/finance/close/",
    "/desk/people/",
    "/desk/people/new/",
    "/desk/people/wang/",
    "/desk/people/wang/change/",
    "/desk/log/",
]


@pytest.fixture
def world(office):
    make.person("clerk", make.organisation("finance", parent=office), account="wang", name="王某")
    services.record(verb="found", thing="organisation:finance", by=None, at=make.NOW, fields=["head"])


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_sign_in(client, world, page):
    assert client.get(page).url == f"/desk/sign-in/?next={page}"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["clerk", "reviewer", "secrecy", "signer"])
def test_for_those_who_do_not_keep_them_the_pages_are_not_there(client, world, office, page, role):
    client.force_login(make.person(role, office))
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_sees_every_page(client, world, admin, page):
    assert client.get(page).status_code == 200


def test_the_openness_office_sees_people_but_opens_no_accounts(client, world, office):
    client.force_login(make.person("openness", office))
    page = client.get("/desk/people/")
    assert "王某" in page.content.decode()
    assert "开设账号" not in page.content.decode()
    assert client.get("/desk/people/new/").status_code == 404
    assert client.post("/desk/people/wang/deactivate/").status_code == 404
    assert client.post("/desk/people/wang/reset-password/").status_code == 404
    assert "重置密码" not in client.get("/desk/people/wang/").content.decode()


def organisation_values(**changes):
    values = {
        "key": "sports",
        "region": "330103",
        "kind": "department",
        "name": "下城区体育局",
        "short_name": "区体育局",
        "valid_from": "2010-01-01",
        "order": "100",
        "index_template": "330103-TY-{year}--{serial:04}",
    }
    return {**values, **changes}


def test_an_organisation_is_founded_changed_and_closed_at_the_desk(client, world, admin, office):
    assert client.post("/desk/organisations/new/", organisation_values()).url == "/desk/organisations/sports/"
    changed = organisation_values(phone="0571-1", functions="管理体育工作")
    assert client.post("/desk/organisations/sports/change/", changed).status_code == 302
    sports = Organisation.objects.get(key="sports")
    assert (sports.phone, sports.functions) == ("0571-1", "管理体育工作")
    values = {"closed_on": "2018-12-31", "successor": office.pk}
    assert client.post("/desk/organisations/sports/close/", values).status_code == 302
    page = client.get("/desk/organisations/sports/").content.decode()
    assert "已于 2018-12-31 撤销" in page
    assert "区政府办公室" in page
    assert client.post("/desk/organisations/sports/close/", values).status_code == 422


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"key": "finance"}, "已存在"),
        ({"index_template": "{year}"}, "流水号"),
        ({"credit_code": "123"}, "统一社会信用代码的校验位不对"),
        ({"valid_from": "去年"}, "日期"),
        ({"name": ""}, "必填"),
        ({"region": "999999"}, "选"),
    ],
)
def test_wrong_values_are_refused_at_their_field_and_kept(client, world, admin, changes, sentence):
    values = {"functions": "写了很久的职能", **changes}
    response = client.post("/desk/organisations/new/", organisation_values(**values))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "写了很久的职能" in response.content.decode()


def test_a_loop_of_parents_is_refused_with_a_sentence(client, world, admin, office):
    finance = Organisation.objects.get(key="finance")
    values = organisation_values(parent=finance.pk)
    response = client.post("/desk/organisations/government-office/change/", values)
    assert response.status_code == 422
    assert "不能是自己的上级机构" in response.content.decode()


def test_two_editors_do_not_overwrite_each_other(client, world, admin):
    page = client.get("/desk/organisations/finance/change/").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    values = organisation_values(name="下城区财政局", seen=seen)
    address = "/desk/organisations/finance/change/"
    assert client.post(address, {**values, "phone": "先改的"}).status_code == 302
    second = client.post(address, {**values, "phone": "后改的"})
    assert second.status_code == 422
    assert "已被他人修改" in second.content.decode()
    assert "后改的" in second.content.decode()
    assert "现存内容：先改的" in second.content.decode()
    assert Organisation.objects.get(key="finance").phone == "先改的"
    again = re.search(r'name="seen" value="(\w+)"', second.content.decode())[1]
    assert client.post(address, {**values, "phone": "后改的", "seen": again}).status_code == 302
    assert Organisation.objects.get(key="finance").phone == "后改的"


def test_the_tree_shows_depth_and_staff(client, world, admin):
    page = client.get("/desk/organisations/").content.decode()
    assert page.index("区政府办公室") < page.index("下城区finance")
    assert "└" in page


def test_a_person_is_hired_appointed_and_dismissed_at_the_desk(client, world, admin, office):
    page = client.post("/desk/people/new/", {"account": "li", "name": "李某", "email": ""}).content.decode()
    secret = page.split("<code>")[1].split("</code>")[0]
    li = Person.objects.get(account="li")
    assert li.check_password(secret)
    post = {"organisation": office.pk, "role": "signer", "since": "2017-01-01"}
    assert client.post("/desk/people/li/appoint/", post).status_code == 302
    again = client.post("/desk/people/li/appoint/", post)
    assert again.status_code == 422
    assert "已任区政府办签发人" in again.content.decode()
    dismiss = f"/desk/people/li/posts/{li.posts.get().pk}/dismiss/"
    assert client.get(dismiss).status_code == 200
    assert client.post(dismiss, {"last_day": "2016-01-01"}).status_code == 422
    assert client.post(dismiss, {"last_day": "2017-12-31"}).status_code == 302
    assert li.posts.get().valid_to == date(2017, 12, 31)


@pytest.mark.parametrize("account", ["wang", "Wang", "王"])
def test_a_wrong_account_is_refused_and_the_name_kept(client, world, admin, account):
    response = client.post("/desk/people/new/", {"account": account, "name": "王某二"})
    assert response.status_code == 422
    assert "王某二" in response.content.decode()


def test_an_unknown_role_or_day_is_refused(client, world, admin, office):
    for wrong in ({"role": "king"}, {"since": "明天"}, {"organisation": "0"}):
        values = {"organisation": office.pk, "role": "clerk", "since": "2017-01-01", **wrong}
        assert client.post("/desk/people/wang/appoint/", values).status_code == 422


def test_an_account_is_switched_off_and_on(client, world, admin):
    wang = Person.objects.get(account="wang")
    other = type(client)()
    other.force_login(wang)
    assert other.get("/desk/account/").status_code == 200
    client.post("/desk/people/wang/deactivate/")
    assert other.get("/desk/account/").status_code == 302
    assert "已停用" in client.get("/desk/people/wang/").content.decode()
    client.post("/desk/people/wang/reactivate/")
    wang.refresh_from_db()
    assert wang.is_active


def test_a_name_is_corrected_and_the_account_stays(client, world, admin):
    values = {"name": "王某某", "email": "wang@example.gov.cn", "account": "other"}
    assert client.post("/desk/people/wang/change/", values).url == "/desk/people/wang/"
    assert Person.objects.get(account="wang").name == "王某某"
    response = client.post("/desk/people/wang/change/", {"name": "王", "email": "不是邮箱"})
    assert response.status_code == 422
    assert "不是邮箱" in response.content.decode()


def test_one_does_not_switch_oneself_off(client, world, admin):
    page = client.post("/desk/people/admin/deactivate/", follow=True).content.decode()
    assert "没有这项权限" in page
    page = client.post("/desk/people/admin/reset-password/", follow=True).content.decode()
    assert "没有这项权限" in page
    assert "任免由他人办理" in page


def test_a_reset_password_is_shown_once(client, world, admin):
    page = client.post("/desk/people/wang/reset-password/").content.decode()
    secret = page.split("<code>")[1].split("</code>")[0]
    assert Person.objects.get(account="wang").check_password(secret)
    assert not any(secret in str(act.detail) for act in Act.objects.all())


def test_people_and_log_are_filtered(client, world, admin):
    assert "王某" in client.get("/desk/people/?q=wang&organisation=finance&role=clerk").content.decode()
    assert "没有符合条件" in client.get("/desk/people/?q=nobody").content.decode()
    assert client.get("/desk/people/?role=king&page=abc").status_code == 200
    log = client.get("/desk/log/?thing=finance&organisation=&since=2017-07-01&until=2017-07-31")
    assert "设立机构" in log.content.decode()
    assert client.get("/desk/log/?since=gestern&page=99").status_code == 200


def test_filters_stay_when_the_page_is_turned(client, world, admin):
    for number in range(60):
        services.record(verb="hire", thing=f"person:p{number}", by=None, at=make.NOW)
    page = client.get("/desk/log/?verb=hire").content.decode()
    assert "verb=hire&amp;page=2" in page
    assert "共 60 条" in page
