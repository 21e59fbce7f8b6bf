"""The desk pages of what is fetched by itself: who sees them, what is typed, what they tell."""

import pytest

from gongkai.desk import services as desk
from gongkai.desk.models import Notice
from gongkai.orgs.models import Role
from gongkai.registers.models import Pull
from tests import make
from tests.registers.conftest import FIRST, HEAD, serve
from tests.registers.test_pulling import pulled
from tests.registers.test_views import signed_in

pytestmark = pytest.mark.django_db
PULLS = "/desk/registers/pulls/"


def typed(register, clerk, host, more={}):  # noqa: B006 - it never changes
    holder = clerk.posts.get().pk
    return {
        "register": register.pk, "holder": holder, "url": f"{host.origin}/a.csv", "every": "weekly",
        "weekday": "3", "day": "", "hour": "4",
    } | more  # fmt: skip


def test_the_office_sets_changes_stops_and_asks_at_once(register, clerk, host, keeper):
    office = signed_in(keeper)
    form = office.get(f"{PULLS}add/?register={register.key}")
    assert f'value="{register.pk}" selected' in form.text and host.origin in form.text
    page = office.post(f"{PULLS}add/", typed(register, clerk, host), follow=True)
    assert "已设定，周三 4 时抓取" in page.text
    one = f"{PULLS}{Pull.objects.get().pk}/"
    assert 'value="weekly" selected' in office.get(f"{one}change/").text
    page = office.post(
        f"{one}change/", typed(register, clerk, host, {"every": "monthly", "day": "9"}), follow=True
    )
    assert "每月 9 日 4 时" in page.text and f"{host.origin}/a.csv" in page.text
    assert "已停用" in office.post(f"{one}stop/", follow=True).text
    assert "请先恢复" in office.post(f"{one}now/", follow=True).text
    assert "仍然停用" in office.post(f"{one}change/", typed(register, clerk, host), follow=True).text
    assert "已恢复" in office.post(f"{one}resume/", follow=True).text
    assert "正在排队" in office.post(f"{one}now/", follow=True).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"url": "https://other.example.cn/a?key=kept"}, "不在允许抓取的主机之列"),
        ({"url": ""}, "请填写地址"),
        ({"every": "monthly", "day": "31"}, "请填写 1 至 28"),
        ({"every": "hourly"}, "请选择频次"),
        ({"hour": "24"}, "请选择几时"),
        ({"register": "0"}, "没有这个台账"),
        ({"holder": "0"}, "没有这个岗位"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    register,
    clerk,
    host,
    keeper,
    wrong,
    sentence,
):
    page = signed_in(keeper).post(f"{PULLS}add/", typed(register, clerk, host, wrong))
    assert page.status_code == 422 and sentence in page.text
    assert "key=kept" in page.text or "key" not in str(wrong)
    assert not Pull.objects.exists()


def test_somebody_of_an_office_that_does_not_fill_it_in_is_refused(register, host, keeper):
    strange = make.person(role=Role.CLERK.value, at=make.organisation("audit"))
    page = signed_in(keeper).post(f"{PULLS}add/", typed(register, strange, host))
    assert page.status_code == 422 and "不填报" in page.text


def test_where_no_host_is_admitted_the_page_says_what_to_do(keeper, settings):
    settings.PULL_FROM = {}
    assert "GONGKAI_PULL_FROM" in signed_in(keeper).get(PULLS).text


def test_the_list_and_the_page_tell_what_came(pull, host, clerk, keeper):
    pulled(pull)
    serve(host, FIRST, head=HEAD.replace("抽查编号", "单号"))
    batch = pulled(pull).batch
    for person in (keeper, clerk):
        page = signed_in(person).get(f"{PULLS}?register={pull.register.key}").text
        assert "有新内容" in page and "各列的含义" in page
    page = signed_in(clerk).get(f"{PULLS}{pull.pk}/").text
    assert f"/desk/registers/batches/{batch.pk}/" in page and "待对应列" in page
    assert "/抽查.csv" not in page and "%E6%8A%BD" not in page  # what stands in an address may be a key
    assert "修改</a>" not in page and "现在取一次" in page
    columns = signed_in(clerk).get(f"/desk/registers/batches/{batch.pk}/", follow=True)
    assert columns.redirect_chain[0][0].endswith("/columns/") and "单号" in columns.text


def notices(person):
    return list(Notice.objects.visible_to(person).values_list("kind", "words", "href"))


def test_after_three_failures_the_clerk_and_the_office_are_told_once(pull, host, clerk, keeper, signer):
    host.pages.clear()
    for _ in range(2):
        at = pulled(pull).at
        desk.notify(at=at)
    assert notices(clerk) == notices(keeper) == []
    for _ in range(2):
        at = pulled(pull).at
        desk.notify(at=at)
    for person in (clerk, keeper):
        [(kind, words, href)] = notices(person)
        assert kind == "failed" and "404" in words
        assert signed_in(person).get(href).status_code == 200
    assert notices(signer) == []
    assert "连续 4 次没有取到" in signed_in(clerk).get(f"{PULLS}{pull.pk}/").text


def test_the_clerk_is_told_of_what_came_and_is_not_plain(pull, host, clerk, signer):
    serve(host, [FIRST[0].replace("2017-06-01", "2017-06-31")])
    at = pulled(pull).at
    desk.notify(at=at)
    [(kind, words, _)] = notices(clerk)
    assert kind == "waiting" and words.startswith("定时抓取 · 已核对")
    assert notices(signer) == []
