"""The desk pages of annual reports: who sees them, what they do, what is said when something is wrong."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from gongkai.requests.models import AnnualReport, Correction
from gongkai.requests.reports.finding import places_of
from gongkai.requests.services import annual
from tests import make
from tests.requests import annual as made
from tests.requests.annual import AT, YEAR
from tests.requests.histories import History, contest, keep

pytestmark = pytest.mark.django_db
GRANTED = ("requests", "granted", "自然人")
NEW = ("requests", "new", "自然人")


@pytest.fixture
def people(finance):
    return {
        "clerk": make.person("clerk", finance),
        "signer": make.person("signer", finance),
        "secrecy": make.person("secrecy", finance),
        "openness": make.person("openness", make.office()),
        "other": make.person("clerk", make.organisation("audit")),
        "admin": make.person("admin", make.office()),
    }


@pytest.fixture
def report(finance, people):
    made.cases(finance)
    return made.ready(finance, by=people["clerk"])[0]


@pytest.fixture
def enter(client, people):
    def as_(role):
        client.force_login(people[role])
        return client

    return as_


def url(name, *args):
    return reverse(f"reports:{name}", args=args)


def text(response):
    return response.content.decode()


def said(response):
    return [str(each) for each in response.context["messages"]][-1]


def number(report, place=GRANTED):
    return places_of(report).index(place)


def pages(report):
    return [url("report", report.pk), url("cell", report.pk, number(report))]


@pytest.mark.parametrize(
    ("role", "status"),
    [("clerk", 200), ("signer", 200), ("openness", 200), ("other", 404), ("secrecy", 404), ("admin", 404)],
)
def test_a_report_is_seen_by_its_body_and_the_openness_office(enter, report, role, status):
    client = enter(role)
    assert {client.get(page).status_code for page in pages(report)} == {status}
    assert client.get(url("section", report.pk, "overview")).status_code == (
        200 if role in {"clerk", "signer"} else 404
    )


def test_strangers_sign_in_first(client, report):
    for page in [*pages(report), url("index"), url("year", YEAR), url("section", report.pk, "overview")]:
        assert client.get(page).status_code == 302


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [("clerk", "财政局", "audit"), ("other", "audit", "财政局"), ("openness", "财政局", "没有由您编制")],
)
def test_the_list_holds_what_one_may_see(enter, report, role, seen, unseen):
    page = text(enter(role).get(url("year", YEAR)))
    assert seen in page
    assert unseen not in page


def test_who_has_no_report_is_told(enter, people):
    assert "没有由您编制或者查看的报告" in text(enter("admin").get(url("year", YEAR)))
    assert enter("clerk").get(url("index")).status_code == 200


@pytest.mark.parametrize("year", [1999, 2013, 9999])
def test_no_list_of_a_year_without_reports(enter, people, year):
    assert enter("clerk").get(url("year", year)).status_code == 404


def test_a_report_is_begun_from_the_list(enter, finance, people):
    client = enter("clerk")
    assert "开始编制" in text(client.get(url("year", YEAR)))
    response = client.post(url("open", YEAR, "finance"))
    assert response["Location"] == url("report", AnnualReport.objects.get().pk)
    assert client.post(url("open", YEAR, "audit")).status_code == 404
    assert said(client.post(url("open", 2099, "finance"), follow=True)) == "2099年还没有开始"


def test_the_page_shows_figures_that_lead_to_their_cells(enter, report):
    page = text(enter("clerk").get(url("report", report.pk)))
    assert f'<a href="{url("cell", report.pk, number(report))}">1</a>' in page
    assert "勾稽关系全部成立" in page
    assert 'rowspan="22"' in page


def test_a_broken_identity_is_named_and_marked_on_the_page(enter, report, people):
    place = ("requests", "new", "自然人")
    annual.correct_cell(report=report, place=place, text="9", reason="甲", by=people["clerk"], at=AT)
    client = enter("clerk")
    page = text(client.get(url("report", report.pk)))
    assert f'id="c{number(report, place)}" class="cell-bad"' in page
    assert f'<a href="#c{number(report, place)}">表三“第一项 本年新收政府信息公开申请数量”·自然人</a>' in page
    response = client.post(url("submit", report.pk), follow=True)
    assert "必须改正" in said(response)
    assert "表三“第一项 本年新收政府信息公开申请数量”·自然人" in said(response)
    report.refresh_from_db()
    assert report.is_open


def test_a_cell_lists_its_cases(enter, report, finance):
    keep(finance, History("citizen", date(2023, 3, 1), date(2023, 3, 20), "partly"))
    response = enter("clerk").get(url("cell", report.pk, number(report)))
    (case,) = response.context["page"]
    assert case.counted_as == "granted"
    assert case.number in text(response)


def test_a_cell_of_table_four_lists_its_proceedings(enter, report, finance):
    (case,) = keep(finance, History("citizen", date(2023, 1, 5), date(2023, 1, 9), "secret"))
    contest(case, "review", date(2023, 2, 1), "upheld", date(2023, 4, 1))
    page = url("cell", report.pk, number(report, ("remedies", "行政复议", "结果维持")))
    assert "2023-04-01" in text(enter("openness").get(page))


def test_a_cell_of_table_two_says_that_no_case_is_behind_it(enter, report):
    place = ("disclosure", "行政强制", "本年处理决定数量")
    page = text(enter("clerk").get(url("cell", report.pk, number(report, place))))
    assert "不由案卷统计" in page
    assert "据实填报" in page


def test_a_cell_whose_cases_one_may_not_see_does_not_say_that_no_case_is_behind_it(enter, report):
    empty = text(enter("clerk").get(url("cell", report.pk, number(report, ("requests", "secret", "自然人")))))
    assert "没有您可以查看的案卷" in empty
    assert "不由案卷统计" not in empty


def test_a_cell_is_corrected_with_a_reason(enter, report):
    client, page = enter("clerk"), url("cell", report.pk, number(report))
    wrong = client.post(page, {"text": "3", "reason": ""})
    assert wrong.status_code == 422
    assert 'value="3"' in text(wrong)
    assert "更正数字须说明理由" in text(wrong)
    assert client.post(page, {"text": "三", "reason": "甲"}).status_code == 422
    assert not Correction.objects.filter(row="granted").exists()
    assert client.post(page, {"text": "3", "reason": "纸质登记"}).status_code == 302
    assert "1 → 3" in text(client.get(page))


def test_only_who_writes_corrects(enter, report):
    page = url("cell", report.pk, number(report))
    assert "更正为" not in text(enter("openness").get(page))
    assert enter("openness").post(page, {"text": "3", "reason": "甲"}).status_code == 404
    assert enter("clerk").get(url("cell", report.pk, 9999)).status_code == 404


def test_a_section_is_written_with_help(enter, report):
    client, page = enter("clerk"), url("section", report.pk, "overview")
    assert "本年新收政府信息公开申请2件" in text(client.get(page))
    assert "本年新收政府信息公开申请2件" in client.get(page, {"draft": "1"}).context["form"].initial["text"]
    seen = client.get(page).context["form"].initial["seen"]
    client.post(page, {"text": "甲。\n乙。", "seen": seen})
    report.refresh_from_db()
    assert report.sections["overview"] == "甲。\n乙。"
    assert client.get(url("section", report.pk, "seventh")).status_code == 404


def test_of_two_who_write_a_section_nobody_loses_anything(enter, report):
    client, page = enter("clerk"), url("section", report.pk, "overview")
    seen = client.get(page).context["form"].initial["seen"]
    client.post(page, {"text": "先保存的", "seen": seen})
    conflict = client.post(page, {"text": "后保存的", "seen": seen})
    assert conflict.status_code == 422
    assert "先保存的" in text(conflict)
    assert "后保存的" in text(conflict)
    again = conflict.context["form"].data["seen"]
    assert client.post(page, {"text": "合并的", "seen": again}).status_code == 302


def test_a_text_that_is_too_long_is_refused_at_the_field(enter, report):
    response = enter("clerk").post(url("section", report.pk, "other"), {"text": "长" * 20_001, "seen": ""})
    assert response.status_code == 422


def test_the_way_of_a_report_from_desk_to_public(enter, report):
    assert said(enter("clerk").post(url("submit", report.pk), follow=True)) == "报告已提交政务公开科"
    back = enter("openness").post(url("return", report.pk), {"reason": ""})
    assert back.status_code == 422
    assert (
        said(enter("openness").post(url("return", report.pk), {"reason": "核对"}, follow=True))
        == "已退回修改"
    )
    assert "退回意见：核对" in text(enter("clerk").get(url("report", report.pk)))
    enter("clerk").post(url("submit", report.pk))
    assert said(enter("openness").post(url("accept", report.pk), {}, follow=True)) == "报告已审定，可以公布"
    assert said(enter("signer").post(url("publish", report.pk), follow=True)) == "报告已公布"
    report.refresh_from_db()
    assert report.is_public


@pytest.mark.parametrize("act", ["submit", "return", "accept", "publish"])
def test_acts_are_not_there_for_others(enter, report, act):
    assert enter("other").post(url(act, report.pk), {"reason": "甲"}).status_code == 404
    assert enter("other").get(url(act, report.pk)).status_code == 405


@pytest.mark.parametrize(
    ("act", "role"), [("submit", "clerk"), ("accept", "openness"), ("publish", "openness")]
)
def test_what_was_done_meanwhile_is_said(enter, report, people, act, role):
    made.write(report, people["clerk"])
    annual.submit(report=report, by=people["clerk"], at=AT)
    if act == "accept":
        annual.accept(report=report, by=people["openness"], at=AT)
    response = enter(role).post(url(act, report.pk), follow=True)
    assert "报告已" in said(response)


def test_a_submitted_report_cannot_be_written_any_more(enter, report, people):
    annual.submit(report=report, by=people["clerk"], at=AT)
    client = enter("clerk")
    assert "填写</a>" not in text(client.get(url("report", report.pk)))
    for page, data in (
        (url("section", report.pk, "other"), {"text": "甲", "seen": ""}),
        (url("cell", report.pk, number(report)), {"text": "3", "reason": "甲"}),
    ):
        assert "不能再修改" in said(client.post(page, data, follow=True))


def test_the_report_of_2017_has_its_list_on_the_page(enter, finance, people):
    old = annual.open_report(organisation=finance, year=2017, by=people["clerk"], at=AT)
    client = enter("clerk")
    page = text(client.get(url("report", old.pk)))
    assert "三、依申请公开情况" in page
    assert 'class="level-3"' in page
    cell = places_of(old).index(("list", "meetings", ""))
    assert client.post(url("cell", old.pk, cell), {"text": "2", "reason": "会议记录"}).status_code == 302


def test_the_list_of_a_district_asks_little(enter, report, django_assert_max_num_queries):
    for place in range(30):
        make.organisation(f"body{place}")
    client = enter("openness")
    client.get(url("year", YEAR))
    with django_assert_max_num_queries(25):
        client.get(url("year", YEAR))


@pytest.fixture
def published(finance, people):
    made.cases(finance)
    return made.published(finance, by=people["clerk"])


def test_a_published_report_is_corrected_from_the_desk(enter, published):
    client = enter("openness")
    assert "要求更正" in text(client.get(url("report", published.pk)))
    done = client.post(url("reopen", published.pk), {"reason": "数字有误"}, follow=True)
    assert said(done) == "已要求更正，公众看到的在公布新的一版以前不变"
    assert "正在更正，公众看到的仍是第1版" in text(done)
    assert "目前与第1版没有差别" in text(done)
    client = enter("clerk")
    page = text(client.get(url("report", published.pk)))
    assert "数字有误" in page
    assert "终止更正" not in page
    assert "没有差别" in said(client.post(url("submit", published.pk), follow=True))
    client.post(url("cell", published.pk, number(published)), {"text": "2", "reason": "漏登"})
    client.post(url("cell", published.pk, number(published, NEW)), {"text": "2", "reason": "漏登"})
    page = text(client.get(url("report", published.pk)))
    assert "与第1版不同之处（数字6处，文字0部分）" in page
    assert said(client.post(url("submit", published.pk), follow=True)) == "报告已提交政务公开科"
    enter("openness").post(url("accept", published.pk), {})
    done = enter("openness").post(url("publish", published.pk), follow=True)
    assert said(done) == "报告已公布"
    assert "公众看到第2版" in text(enter("clerk").get(url("year", YEAR)))


def test_a_correction_is_given_up_from_the_desk(enter, published):
    client = enter("openness")
    client.post(url("reopen", published.pk), {"reason": "数字有误"})
    assert said(client.post(url("abandon", published.pk), follow=True)) == "已终止更正"
    again = client.post(url("abandon", published.pk), follow=True)
    assert "没有正在进行的更正" in said(again)
    assert [each.level_tag for each in again.context["messages"]] == ["error"]


def test_a_report_is_withdrawn_from_the_desk(enter, published):
    client = enter("openness")
    done = client.post(url("withdraw", published.pk), {"reason": "含有不应公开的内容"}, follow=True)
    assert said(done) == "报告已撤回"
    page = text(done)
    assert "重新编制" in page
    assert "撤回公开" not in page
    assert "公众看到的页面" not in page
    assert "目前没有公开" in said(client.post(url("withdraw", published.pk), {"reason": "甲"}, follow=True))


@pytest.mark.parametrize("act", ["reopen", "withdraw"])
@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", "说明"), ("长" * 301, "300"), ("身份证号 11010519491231002X 有误", "身份证")],
)
def test_a_reason_that_will_not_do_is_told_at_its_field(enter, published, act, reason, sentence):
    response = enter("openness").post(url(act, published.pk), {"reason": reason})
    assert response.status_code == 422
    (wrong,) = response.context[f"{act}_form"].errors["reason"]
    assert sentence in wrong
    assert reason in text(response)
    published.refresh_from_db()
    assert published.state == "published"


@pytest.mark.parametrize("act", ["reopen", "abandon", "withdraw"])
@pytest.mark.parametrize("role", ["clerk", "signer", "other", "admin"])
def test_only_the_openness_office_corrects_and_withdraws(enter, published, act, role):
    assert enter(role).post(url(act, published.pk), {"reason": "甲"}).status_code == 404
    page = enter("clerk").get(url("report", published.pk))
    assert url(act, published.pk) not in text(page)


@pytest.mark.parametrize("act", ["return", "publish"])
def test_what_is_refused_is_an_error(enter, published, act):
    response = enter("openness").post(url(act, published.pk), {"reason": "甲"}, follow=True)
    assert [each.level_tag for each in response.context["messages"]] == ["error"]
    assert "不能这样办理" in said(response)


def test_the_report_of_the_district_tells_what_was_corrected_afterwards(enter, published, people):
    at = AT + timedelta(days=1)
    whole = made.published(made.government(), by=make.person("openness", make.office()), at=AT)
    client = enter("openness")
    assert "该报告汇总的" not in text(client.get(url("report", whole.pk)))
    made.corrected(published, people["clerk"], reason="数字有误", at=at)
    page = text(client.get(url("report", whole.pk)))
    assert "该报告汇总的《" in page
    assert f">{published.title}</a>》已于 2024-01-16" in page
    assert "更正：数字有误" in page
