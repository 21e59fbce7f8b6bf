"""The catalogue at the desk: who may, who may not, what they see, what is refused with a sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.obligations import services
from gongkai.obligations.forms import initial_of
from gongkai.obligations.models import Obligation
from gongkai.obligations.services.store import derive, put
from gongkai.orgs.models import Act
from tests import make
from tests.obligations.test_rules import FILE, parse

pytestmark = pytest.mark.django_db
INDEX = "/desk/catalogue/"
PATHS = ["", "add/", "upload/", *(f"of/budget/{verb}" for verb in ("", "change/", "retire/", "restore/"))]


@pytest.fixture
def budget():
    make.organisation("finance", name="财政局", short_name="财政局")
    make.area()
    made = put(parse().rows[0], origin="f.yaml:13")
    derive()
    return made


@pytest.fixture
def office(client, budget):
    person = make.person("openness", make.organisation("government-office", kind="office"))
    client.force_login(person)
    return person


def typed(row, **changes):
    """Return what a browser would send for the form of ``row``."""
    values = {**initial_of(row), **changes}
    names = set(values) - {"limit", "publishers_names"}
    return {name: "" if values[name] is None else values[name] for name in names}


@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_signs_in_first(client, budget, path):
    response = client.get(INDEX + path)
    assert response.status_code == 302
    assert response["Location"].startswith("/desk/sign-in/")


@pytest.mark.parametrize("role", ["clerk", "reviewer", "admin"])
def test_others_read_the_catalogue_but_find_no_way_to_change_it(client, budget, role):
    client.force_login(make.person(role))
    for path in ("", "of/budget/"):
        page = client.get(INDEX + path)
        assert page.status_code == 200
        assert "修改</a>" not in page.text
        assert "新增公开事项" not in page.text
    for path in ("add/", "upload/", "of/budget/change/", "of/budget/retire/", "of/budget/restore/"):
        assert client.get(INDEX + path).status_code == 404
        assert client.post(INDEX + path).status_code == 404
    assert client.post(INDEX + "upload/apply/").status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_the_openness_office_opens_every_page(client, office, path):
    page = client.get(INDEX + path)
    assert page.status_code == 200
    assert "有内容需要修改" not in page.text


def test_someone_without_a_post_sees_nothing(client, budget):
    client.force_login(make.person())
    assert client.get(INDEX).status_code == 404


def test_the_list_shows_each_obligation_with_its_state(client, office):
    page = client.get(INDEX).text
    assert "政府预算" in page
    assert "批准后20日内" in page
    assert "尚未公开" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=预算", True),
        ("q=垃圾", False),
        ("area=fiscal", True),
        ("area=nowhere", True),  # a value that is no choice filters nothing
        ("organisation=finance", True),
        ("organisation=government-office", False),
        ("statutory=20.7", True),
        ("statutory=20.1", False),
        ("state=retired", False),
        ("state=all", True),
        ("late=none", True),
        ("late=yes", False),
        ("page=999", True),
    ],
)
def test_the_list_can_be_narrowed(client, office, query, found):
    page = client.get(f"{INDEX}?{query}")
    assert page.status_code == 200
    assert (reverse("obligations:detail", args=["budget"]) in page.text) is found


def test_the_list_asks_the_database_no_more_for_many_rows(client, office, django_assert_max_num_queries):
    for serial in range(60):
        make.obligation(f"more-{serial}")
    with django_assert_max_num_queries(15):
        assert "共 61 条" in client.get(INDEX).text


def test_the_page_of_an_obligation_says_what_when_and_by_whom(client, office):
    page = client.get(INDEX + "of/budget/").text
    for words in (
        "自批准之日起20日内公开",
        "收入表",
        "可选",
        "财政局",
        "第二十条第七项",
        "《中华人民共和国预算法》第十四条",
    ):
        assert words in page
    assert client.get(INDEX + "of/nothing/").status_code == 404


def test_an_obligation_is_added_and_the_act_is_shown(client, office):
    row = parse().rows[0]
    response = client.post(INDEX + "add/", typed(row, key="parks", level2="公园绿地"), follow=True)
    assert "“公园绿地”已列入目录" in response.text
    assert "列入目录" in response.text
    added = Obligation.objects.get(key="parks")
    assert [each.key for each in added.publishers.all()] == ["finance"]


def test_the_form_shown_and_sent_back_unchanged_changes_nothing(client, office):
    row = services.row_of(Obligation.objects.get(key="budget"))
    response = client.post(INDEX + "of/budget/change/", typed(row))
    assert response.status_code == 302
    assert services.row_of(Obligation.objects.get(key="budget")) == row
    assert not Act.objects.about("obligation:budget").exists()


FULL = """\
自批准之日起20日内公开（时限 budget-publication）
公示不少于30日（时限 decision-consultation）
于听证会召开之日前不少于7日公开（时限 decision-hearing-papers）
行政许可：自决定作出之日起7个工作日内公开（时限 licence-result）
每季度至少一次（时限 drinking-water）"""


def test_the_statutory_limits_that_a_row_names_survive_the_form(client, office):
    row = services.row_of(Obligation.objects.get(key="budget"))
    channels = ["政府网站", "其他（信用中国）"]
    sent = typed(row, limit_rules=FULL, channels=channels)
    assert client.post(INDEX + "of/budget/change/", sent).status_code == 302
    stored = services.row_of(Obligation.objects.get(key="budget"))
    assert [form.key for form in stored.limit.forms] == [
        "budget-publication",
        "decision-consultation",
        "decision-hearing-papers",
        "licence-result",
        "drinking-water",
    ]
    assert stored.channels == ("政府网站", "其他（信用中国）")
    client.post(INDEX + "of/budget/change/", typed(stored, level2="改名"))
    again = services.row_of(Obligation.objects.get(key="budget"))
    assert (again.limit, again.channels, again.level2) == (stored.limit, stored.channels, "改名")


def test_an_upload_may_name_statutory_limits_and_is_held_to_them(client, office):
    text = FILE.replace("after: 批准之日, days: 20", "after: 批准之日, days: 20, key: budget-publication")
    assert "时限 budget-publication" in client.post(INDEX + "upload/", {"text": text}).text
    wrong = client.post(INDEX + "upload/", {"text": text.replace("days: 20", "days: 30")})
    assert wrong.status_code == 422
    assert "上传文件 第17行：与 limits.yaml 不一致：“budget-publication”是“20日（自然日）”" in wrong.text


def test_the_mark_of_normative_texts_is_set_at_the_desk(client, office):
    row = services.row_of(Obligation.objects.get(key="budget"))
    page = client.post(INDEX + "of/budget/change/", typed(row, is_normative="on"), follow=True).text
    assert Obligation.objects.get(key="budget").is_normative
    assert "规范性文件" in page


def test_a_change_is_saved_and_shown_in_the_history(client, office):
    row = services.row_of(Obligation.objects.get(key="budget"))
    sent = typed(row, limit_rules="自批准之日起10个工作日内公开\n每季度至少一次", limit_text="十个工作日")
    page = client.post(INDEX + "of/budget/change/", sent, follow=True).text
    assert "自批准之日起10个工作日内公开" in page
    assert "公开时限、时限规则" in page
    assert Obligation.objects.get(key="budget").cadence == "quarterly"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("key", "Budget", "代号只能用小写英文字母、数字和连字符"),
        ("key", "budget", "代号“budget”已经用过"),
        ("limit_rules", "及时公开\n尽快", "第2行：看不懂“尽快”"),
        (
            "limit_rules",
            "自甲起20日内公开（时限 unheard-of）",
            "第1行：limits.yaml 没有代号为“unheard-of”的时限",
        ),
        ("limit_rules", "自甲起7日内公开（时限 budget-publication）", "第1行：与 limits.yaml 不一致"),
        ("systems", "1.1、9.9", "没有编号为“9.9”的工作要点"),
        ("elements", "表\n〇", "第2行：要素应为 1 至 200 字"),
        ("basis", "（待核实）", "第1行：依据应为 1 至 200 字"),
        ("audience", "特定群体", "公开对象应是"),
        ("publishers", ["nobody"], "nobody"),
        ("channels", [], "这个字段是必填项"),
        ("manner", "也许", "也许"),
        ("valid_to", "2001-01-01", "失效日期早于施行日期"),
        ("valid_to", "昨天", "有效的日期"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(client, office, name, value, sentence):
    base = typed(parse().rows[0], key="parks", level2="打了很多字", valid_from="2010-01-01")
    response = client.post(INDEX + "add/", {**base, name: value})
    assert response.status_code == 422
    assert sentence in response.text
    assert "打了很多字" in response.text
    assert Obligation.objects.count() == 1


def test_two_editors_do_not_overwrite_each_other(client, office):
    row = services.row_of(Obligation.objects.get(key="budget"))
    client.post(INDEX + "of/budget/change/", typed(row, level2="甲"))
    response = client.post(INDEX + "of/budget/change/", typed(row, level2="乙"))
    assert response.status_code == 422
    assert "已被改动" in response.text
    assert Obligation.objects.get(key="budget").level2 == "甲"


def test_an_obligation_is_retired_with_a_reason_and_restored(client, office):
    path = INDEX + "of/budget/retire/"
    assert "理由" in client.post(path, {"reason": " "}).text
    page = client.post(path, {"reason": "职能划转"}, follow=True).text
    assert "停用，此前公开的信息仍然保留" in page
    assert "理由：职能划转" in page
    assert "已停用" in client.get(INDEX + "?state=retired").text
    twice = client.post(path, {"reason": "职能划转"})
    assert (twice.status_code, "事项已经停用" in twice.text) == (422, True)
    path = INDEX + "of/budget/restore/"
    page = client.post(path, {"reason": "恢复"}, follow=True).text
    assert "“政府预算”已恢复" in page
    twice = client.post(path, {"reason": "恢复"})
    assert (twice.status_code, "事项没有停用" in twice.text) == (422, True)


def test_a_retired_obligation_is_not_changed(client, office):
    row = services.row_of(Obligation.objects.get(key="budget"))
    client.post(INDEX + "of/budget/retire/", {"reason": "职能划转"})
    response = client.post(INDEX + "of/budget/change/", typed(row, level2="甲"))
    assert response.status_code == 422
    assert "请先恢复" in response.text


def test_a_file_is_uploaded_looked_at_and_applied(client, office):
    text = FILE.replace("收入表, 支出表", "收入表, 支出表, 三公经费")
    upload = SimpleUploadedFile("财政.yaml", text.encode("gb18030"))
    page = client.post(INDEX + "upload/", {"file": upload})
    assert "新增 1 项，变更 1 项，未变 0 项" in page.text
    assert "三公经费" in page.text
    assert Obligation.objects.count() == 1
    sent = {name: page.context["apply"][name].value() for name in ("text", "seen")}
    done = client.post(INDEX + "upload/apply/", sent, follow=True)
    assert "已生效：新增 1 项，变更 1 项" in done.text
    again = client.post(INDEX + "upload/", {"text": text})
    assert "完全一致" in again.text


def test_a_wrong_file_is_refused_line_by_line_and_kept(client, office):
    response = client.post(INDEX + "upload/", {"text": FILE.replace("vague: 及时", "vague: 立刻")})
    assert response.status_code == 422
    assert "上传文件 第21行：“立刻”不在允许的范围内" in response.text
    assert "vague: 立刻" in response.text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "请选择文件或者粘贴内容"),
        ({"text": " "}, "请选择文件或者粘贴内容"),
        ({"text": "\t"}, "请选择文件或者粘贴内容"),
        ({"text": "[" * 5000}, "层次过深"),
        ({"text": "a: &a [1]\nb: *a"}, "锚点"),
        ({"text": "<script>alert(1)</script>"}, "这里应是一组"),
    ],
)
def test_a_useless_upload_gets_a_sentence(client, office, sent, sentence):
    response = client.post(INDEX + "upload/", sent)
    assert response.status_code == 422
    assert sentence in response.text
    assert "<script>alert" not in response.text


def test_bytes_that_are_no_text_are_refused(client, office):
    response = client.post(INDEX + "upload/", {"file": SimpleUploadedFile("a.yaml", b"\xff\xff\xff")})
    assert response.status_code == 422
    assert "文件编码无法识别" in response.text


def test_applying_what_was_not_looked_at_is_refused(client, office):
    response = client.post(INDEX + "upload/apply/", {"text": FILE, "seen": "guess"})
    assert response.status_code == 422
    assert "请重新核对差异" in response.text
    assert Obligation.objects.count() == 1
    assert client.post(INDEX + "upload/apply/", {}).status_code == 302
    assert client.get(INDEX + "upload/apply/").status_code == 405


def test_what_is_shown_never_carries_script(client, office):
    row = services.row_of(Obligation.objects.get(key="budget"))
    client.post(INDEX + "of/budget/change/", typed(row, competence="<script>alert(1)</script>"))
    assert "<script>alert" not in client.get(INDEX + "of/budget/").text
