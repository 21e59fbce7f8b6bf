"""The annual reports as anyone reads them: by year, by body, beside one another, and taken away."""

from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from docx import Document
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from gongkai.publication.models import Page
from gongkai.publication.services import audit, refresh
from gongkai.requests.models import Edition
from gongkai.requests.reports import grids, reading
from gongkai.requests.reports.declared import form_of
from gongkai.requests.services import annual
from tests import make
from tests.requests import annual as made
from tests.requests.annual import AT

pytestmark = pytest.mark.django_db
PLACE = "/annual-reports/2023/finance/"


@pytest.fixture
def finance():
    return make.organisation("finance", name="下城区财政局", short_name="财政局")


@pytest.fixture
def report(finance):
    made.cases(finance)
    return made.published(finance)


def text(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_without_any_report_the_page_says_so(client):
    assert "还没有公布年度报告" in text(client, "/annual-reports/")
    assert client.get("/annual-reports/2023/").status_code == 404


def test_what_is_not_published_is_not_there(client, finance):
    made.accepted(finance)
    assert client.get(PLACE).status_code == 404
    assert client.get(f"{PLACE}report.xlsx").status_code == 404
    assert client.get("/annual-reports/2023/").status_code == 404


def test_a_report_is_read_with_six_sections_and_its_tables(client, report):
    page = text(client, PLACE)
    tree = html.fromstring(page)
    heads = [head.text for head in tree.xpath("//h2[starts-with(@id, 's-')]")]
    assert len(heads) == 6
    assert heads[0] == "一、总体情况"
    assert "主动公开的内容还不够全面。" in page
    assert "/desk/requests/" not in page


def test_the_page_passes_our_own_check(client, report):
    file = grids.page(client.get(PLACE).content)
    told = reading.report(form_of(2023), file.grids, file.prose)
    assert told.missing == []
    stored = report.figures["requests"]
    assert {"·".join(key): each.text for key, each in told.requests.items()} == stored


def test_the_workbook_passes_our_own_check(client, report, tmp_path):
    response = client.get(f"{PLACE}report.xlsx")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert "filename*=UTF-8''%E4%B8%8B" in response["Content-Disposition"]
    place = tmp_path / "报告.xlsx"
    place.write_bytes(response.content)
    out = StringIO()
    call_command("check_report", place, stdout=out, no_color=True)
    assert "2023 年度（国办公开办函〔2021〕30号）：0 处错误，0 处提示" in out.getvalue()
    assert load_workbook(BytesIO(response.content))["依申请公开"]["J5"].value == 2


def test_a_paper_is_made_once_and_kept(client, report, settings):
    first = {}
    for form, words in (("docx", "word"), ("pdf", "pdf")):
        response = client.get(f"{PLACE}report.{form}")
        assert words in response["Content-Type"]
        first[form] = response.content
    (kept,) = (settings.FILES / "annual-reports").glob("*.pdf")
    kept.write_bytes(b"kept")
    assert client.get(f"{PLACE}report.pdf").content == b"kept"
    pages = PdfReader(BytesIO(first["pdf"])).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    assert "六、其他需要报告的事项" in text
    assert "要求行政机关确认或重新出具已获取信息" in text.replace("\n", "")
    tables = Document(BytesIO(first["docx"])).tables
    assert [len(table.columns) for table in tables] == [4, 10, 15]
    assert tables[1].cell(3, 9).text == "2"


def test_an_unknown_form_of_file_is_not_there(client, report):
    assert client.get(f"{PLACE}report.exe").status_code == 404
    assert client.get("/annual-reports/2023/audit/").status_code == 404


def test_the_report_of_2017_is_read_with_its_list(client, finance):
    made.published(finance, year=2017)
    page = text(client, "/annual-reports/2017/finance/")
    assert "政府信息公开情况统计表" in page
    assert "其中：主动公开规范性文件数" in page
    for form in ("xlsx", "docx", "pdf"):
        assert client.get(f"/annual-reports/2017/finance/report.{form}").status_code == 200


def test_years_and_bodies_stand_beside_one_another(client, finance, report):
    for year in (2021, 2022):
        made.published(finance, year=year)
    for key in ("audit", "commerce"):
        body = make.organisation(key)
        made.cases(body)
        made.published(body)
    page = html.fromstring(text(client, PLACE))
    assert page.xpath("//figure//h2/text()") == ["2023年办理结果", "历年申请办理", "历年行政复议和行政诉讼"]
    (years,) = page.xpath("//figure[.//h2='历年申请办理']//tbody")
    assert [row.text_content() for row in years] == ["2021年000", "2022年101", "2023年221"]
    bodies = html.fromstring(text(client, "/annual-reports/2023/"))
    (table,) = bodies.xpath("//figure[.//h2='各单位申请办理']//tbody")
    assert len(table) == 3
    assert bodies.xpath("//figure//*[local-name()='svg']/*[local-name()='title']/text()")


def test_the_government_comes_first(client, report):
    keeper = make.person("openness", make.office())
    made.published(make.office())
    whole = made.published(made.government(), by=keeper)
    page = text(client, "/annual-reports/2023/")
    assert page.index(whole.title) < page.index(report.title)
    assert f'<a href="{whole.address}">杭州市下城区人民政府</a>' in text(client, "/annual-reports/")


def test_finished_pages_follow_what_is_published(client, finance, report):
    for path in ("/annual-reports/", "/annual-reports/2023/", PLACE):
        text(client, path)
    refresh(at=AT)
    body = make.organisation("audit")
    made.published(body)
    stale = set(Page.objects.stale().values_list("path", flat=True))
    assert {"/annual-reports/", "/annual-reports/2023/"} <= stale


def test_what_is_published_agrees_with_the_ledger(client, report):
    refresh(at=AT)
    assert [each for each in audit() if "annual-reports" in each.address] == []
    Edition.objects.filter(report=report).update(sections={"overview": "改过的"})
    assert any("摘要值不一致" in each.fact for each in audit())


def test_nobody_who_wrote_it_is_named(client, finance):
    clerk = make.person("clerk", finance, name="某经办人")
    made.published(finance, by=clerk)
    assert "某经办人" not in text(client, PLACE)
    assert annual.can(clerk, "see", finance, at=AT)


def test_reports_are_in_the_sitemap_and_linked_from_the_platform(client, report):
    assert PLACE in text(client, "/sitemaps/columns.xml")
    assert '<a href="/annual-reports/">' in text(client, "/reports/")
