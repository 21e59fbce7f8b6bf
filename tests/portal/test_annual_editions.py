"""A corrected annual report as anyone reads it: what holds, what stood before it, what was taken back."""

from datetime import timedelta
from io import BytesIO

import pytest
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from gongkai.publication.models import Page
from gongkai.publication.services import audit, refresh
from gongkai.requests.models import AnnualReport
from gongkai.requests.services import annual
from gongkai.search.models import Document
from tests import make
from tests.requests import annual as made
from tests.requests.annual import AT

pytestmark = pytest.mark.django_db
PLACE = "/annual-reports/2023/finance/"
FIRST, SECOND = f"{PLACE}editions/1/", f"{PLACE}editions/2/"
LATER = AT + timedelta(days=100)
WHY = "问题部分表述有误"


@pytest.fixture
def finance():
    return make.organisation("finance", name="下城区财政局", short_name="财政局")


@pytest.fixture
def clerk(finance):
    return make.person("clerk", finance)


@pytest.fixture
def keeper():
    return make.person("openness", make.office())


@pytest.fixture
def report(finance, clerk):
    made.cases(finance)
    return made.published(finance, by=clerk)


@pytest.fixture
def corrected(report, clerk):
    return made.corrected(report, clerk, reason=WHY, at=LATER)


def text(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def files(client, place=PLACE):
    return {form: client.get(f"{place}report.{form}").content for form in ("xlsx", "docx", "pdf")}


def test_nothing_changes_for_the_public_while_a_report_is_corrected(client, report, clerk, keeper):
    page, taken = text(client, PLACE), files(client)
    again = annual.reopen(report=report, reason=WHY, by=keeper, at=LATER)
    again = made.mended(again, clerk, text="还没有审定的文字。", at=LATER)
    assert (text(client, PLACE), files(client)) == (page, taken)
    annual.accept(report=annual.submit(report=again, by=clerk, at=LATER), by=keeper, at=LATER)
    assert (text(client, PLACE), files(client)) == (page, taken)
    assert "第2版" not in page
    assert client.get(SECOND).status_code == 404
    assert report.title in text(client, "/annual-reports/2023/")


def test_a_corrected_report_says_when_and_why(client, corrected):
    page = text(client, PLACE)
    assert "第2版，2024-04-24更正" in page
    assert f"更正原因：{WHY}" in page
    assert "文字有改动的部分：存在的主要问题及改进情况。" in page
    assert "更新还不够及时" in page
    assert "公布日期 2024-01-15" in page
    assert "第2版 2024-04-24更正" in text(client, "/annual-reports/2023/")


def test_every_edition_is_read_and_taken_at_its_own_address(client, corrected):
    first, second = text(client, FIRST), text(client, SECOND)
    assert "这不是现行的报告" in first
    assert "更新还不够及时" not in first
    assert "更正原因" not in html.fromstring(first).xpath("string(//main//header)")
    assert "这是现行第2版的版本页" in second
    assert [f'href="{FIRST}"' in page for page in (text(client, PLACE), first, second)] == [True] * 3
    for page in (first, second):
        tree = html.fromstring(page)
        assert tree.xpath("//link[@rel='canonical']/@href") == [PLACE]
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert f'href="{FIRST}report.pdf"' in first


def test_the_files_of_every_edition_stay_what_they_were(client, report, clerk):
    before = files(client)
    made.corrected(report, clerk, reason=WHY, at=LATER)
    assert files(client, FIRST) == before
    now = files(client)
    assert files(client, SECOND) == now
    assert all(now[form] != before[form] for form in now)
    lines = [row[0].value for row in load_workbook(BytesIO(now["xlsx"]))["文字"].iter_rows()]
    assert lines[1] == f"第2版，2024年4月24日更正公布。更正原因：{WHY}"
    said = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(now["pdf"])).pages)
    assert f"更正原因：{WHY}" in said
    name = client.get(f"{PLACE}report.docx")["Content-Disposition"]
    assert "%EF%BC%88%E7%AC%AC2%E7%89%88%EF%BC%89" in name  # （第2版）
    assert client.get(f"{FIRST}report.exe").status_code == 404
    assert client.get(f"{PLACE}editions/9/report.pdf").status_code == 404


def test_charts_and_comparisons_show_the_edition_that_holds(client, finance, report, clerk, keeper):
    made.published(finance, by=clerk, year=2022)
    again = annual.reopen(report=report, reason=WHY, by=keeper, at=LATER)
    for row in ("granted", "new"):
        place = ("requests", row, "自然人")
        annual.correct_cell(report=again, place=place, text="8", reason=WHY, by=clerk, at=LATER)
    again = annual.submit(report=again, by=clerk, at=LATER)

    def received():
        tree = html.fromstring(text(client, PLACE))
        (years,) = tree.xpath("//figure[.//h2='历年申请办理']//tbody")
        return years.xpath("./tr[2]/td[1]/text()")

    assert received() == ["2"]
    made.republished(again, keeper, at=LATER)
    assert received() == ["9"]


def test_a_withdrawn_report_says_when_and_why_and_gives_nothing_away(client, corrected, keeper):
    annual.withdraw(report=corrected, reason="含有不应公开的内容", by=keeper, at=LATER)
    for path in (PLACE, FIRST, SECOND, f"{PLACE}report.pdf", f"{FIRST}report.xlsx"):
        response = client.get(path)
        page = response.content.decode()
        assert response.status_code == 410, path
        assert "理由：含有不应公开的内容" in page
        assert corrected.title in page
        assert "2024-04-24" in page
        assert "主动公开的内容还不够全面" not in page
    assert client.get(f"{PLACE}report.exe").status_code == 404
    assert client.get("/annual-reports/2023/").status_code == 404
    assert corrected.title not in text(client, "/annual-reports/")
    assert PLACE not in text(client, "/sitemaps/columns.xml")


def test_what_was_taken_back_stays_away_when_the_report_is_public_again(client, report, clerk, keeper):
    annual.withdraw(report=report, reason="含有不应公开的内容", by=keeper, at=LATER)
    again = annual.reopen(report=AnnualReport.objects.get(), reason=WHY, by=keeper, at=LATER)
    again = made.mended(again, clerk, at=LATER)
    made.republished(annual.submit(report=again, by=clerk, at=LATER), keeper, at=LATER)
    page = text(client, PLACE)
    assert "第1版（已撤回，不再展示）" in page
    assert f'href="{FIRST}"' not in page
    gone = client.get(FIRST)
    assert gone.status_code == 410
    assert "该报告第1版已撤回" in gone.content.decode()
    assert client.get(f"{FIRST}report.docx").status_code == 410


def test_finished_pages_follow_corrections_and_withdrawals(client, report, clerk, keeper):
    for path in ("/annual-reports/", "/annual-reports/2023/", PLACE, FIRST):
        text(client, path)
    refresh(at=AT)
    corrected = made.corrected(report, clerk, reason=WHY, at=LATER)
    stale = set(Page.objects.stale().values_list("path", flat=True))
    assert {"/annual-reports/", "/annual-reports/2023/", PLACE, FIRST} <= stale
    refresh(at=LATER)
    annual.withdraw(report=corrected, reason="甲", by=keeper, at=LATER)
    refresh(at=LATER)
    assert set(Page.objects.filter(path__in=[PLACE, FIRST]).values_list("status", flat=True)) == {410}
    assert not Page.objects.filter(path="/annual-reports/2023/").exists()
    assert [each for each in audit() if "annual-reports" in each.address] == []


def test_a_report_is_found_by_the_words_of_the_edition_that_holds(report, clerk):
    def words():
        return Document.objects.get(address=PLACE).text

    assert "更新还不够及时" not in words()
    made.corrected(report, clerk, reason=WHY, at=LATER)
    assert "更新还不够及时" in words()


def test_a_report_of_one_edition_speaks_of_none(client, report):
    page = text(client, PLACE)
    assert "版本</h2>" not in page
    assert "更正" not in html.fromstring(page).xpath("string(//main//header)")
    assert "这是现行第1版的版本页" in text(client, FIRST)
