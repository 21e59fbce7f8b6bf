"""A report is opened, written, submitted, decided about and published; what may not happen is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongkai.clocks.models import Clock
from gongkai.obligations import services as obligations
from gongkai.orgs.models import Act
from gongkai.publication.models import Announcement, Topic
from gongkai.publication.services import audit
from gongkai.requests.models import AnnualReport, Correction, ReportStep
from gongkai.requests.models.events import AppendOnly
from gongkai.requests.reports.checks import WARNING
from gongkai.requests.services import annual
from tests import make
from tests.requests import annual as made
from tests.requests.annual import AT, YEAR
from tests.requests.histories import History, keep

pytestmark = pytest.mark.django_db
GRANTED = ("requests", "granted", "自然人")


def test_a_report_is_opened_once_and_its_time_runs(finance, clerk):
    first = annual.open_report(organisation=finance, year=YEAR, by=clerk, at=AT)
    assert annual.open_report(organisation=finance, year=YEAR, by=clerk, at=AT) == first
    assert first.due_on == date(2024, 1, 31)
    assert Clock.objects.get(subject=first.uri).due_on == date(2024, 1, 31)
    assert [step.state for step in first.steps.all()] == ["draft"]


@pytest.mark.parametrize(
    ("year", "department", "government"),
    [(2023, date(2024, 1, 31), date(2024, 3, 31)), (2017, date(2018, 3, 31), date(2018, 3, 31))],
)
def test_the_law_of_the_day_says_when_it_is_due(finance, clerk, keeper, year, department, government):
    mine = annual.open_report(organisation=finance, year=year, by=clerk, at=AT)
    whole = annual.open_report(organisation=made.government(), year=year, by=keeper, at=AT)
    assert (mine.due_on, whole.due_on) == (department, government)


def test_no_second_clock_runs_beside_that_of_the_catalogue(finance, clerk):
    make.obligation("annual-report-department", cadence="01-31", all_departments=True,
                    limit={"cadence": "01-31"})  # fmt: skip
    obligations.expect_periodic(at=AT)
    report = annual.open_report(organisation=finance, year=YEAR, by=clerk, at=AT)
    assert not Clock.objects.filter(subject=report.uri).exists()
    assert Clock.objects.get(duty="annual-report-department").due_on == report.due_on


@pytest.mark.parametrize(("year", "sentence"), [(2025, "还没有开始"), (2013, "没有 2013 年度报告")])
def test_no_report_is_opened_on_a_year_without_one(finance, clerk, year, sentence):
    with pytest.raises(annual.NoReport, match=sentence):
        annual.open_report(organisation=finance, year=year, by=clerk, at=AT)


def test_who_was_not_there_owes_nothing(clerk):
    late = make.organisation("late", valid_from=date(2024, 1, 1))
    with pytest.raises(annual.NoReport, match="不需要编制"):
        annual.open_report(organisation=late, year=YEAR, by=make.person("clerk", late), at=AT)


def test_figures_follow_the_cases_while_a_report_is_open(finance, clerk):
    report = annual.open_report(organisation=finance, year=YEAR, by=clerk, at=AT)
    assert annual.sheet(report).report.requests["new", "总计"].text == "0"
    made.cases(finance)
    told = annual.sheet(report).report.requests
    assert {key[0]: each.text for key, each in told.items() if key[1] == "总计" and each.text != "0"} == {
        "new": "2", "brought": "1", "granted": "1", "not-held": "1", "total": "2", "carried": "1",
    }  # fmt: skip


def test_what_nobody_counted_must_be_said(finance, clerk):
    report = annual.open_report(organisation=finance, year=YEAR, by=clerk, at=AT)
    with pytest.raises(annual.BrokenReport) as refused:
        annual.submit(report=report, by=clerk, at=AT)
    told = [str(each) for each in refused.value.broken]
    assert "K9 “行政强制·本年处理决定数量”空白，没有的应填 0（表二“行政强制”·本年处理决定数量）" in told
    assert "K0 “总体情况”没有填写" in told
    assert AnnualReport.objects.get().is_open


@pytest.mark.parametrize(
    ("place", "text", "check", "cell"),
    [
        (("requests", "new", "自然人"), "9", "K1", "表三“第一项 本年新收政府信息公开申请数量”·自然人"),
        (("requests", "total", "自然人"), "9", "K2", "表三“三（七） 总计”·自然人"),
        (("requests", "granted", "总计"), "9", "K3", "表三“三（一） 予以公开”·总计"),
        (("remedies", "行政复议", "总计"), "9", "K4", "表四“行政复议”·总计"),
    ],
)
def test_a_report_with_a_broken_identity_is_refused_with_its_cells(finance, clerk, place, text, check, cell):
    made.cases(finance)
    report, _ = made.ready(finance, by=clerk)
    annual.correct_cell(report=report, place=place, text=text, reason="手工统计", by=clerk, at=AT)
    with pytest.raises(annual.BrokenReport, match="必须改正") as refused:
        annual.submit(report=report, by=clerk, at=AT)
    assert any(each.check == check and cell in each.places for each in refused.value.broken)


def test_a_warning_does_not_stand_in_the_way(finance, clerk):
    made.cases(finance)
    report, _ = made.ready(finance, by=clerk)
    for place in (GRANTED, ("requests", "new", "自然人")):
        annual.correct_cell(report=report, place=place, text="2", reason="漏登一件", by=clerk, at=AT)
    assert {each.level for each in annual.sheet(report).broken} == {WARNING}
    assert "K10" in made.checks(report)
    assert annual.submit(report=report, by=clerk, at=AT).state == "submitted"


def test_no_report_is_submitted_before_the_year_is_over(finance, clerk):
    december = make.moment(2023, 12, 31)
    report, _ = made.ready(finance, by=clerk, at=december)
    with pytest.raises(annual.TooEarly, match="12月31日"):
        annual.submit(report=report, by=clerk, at=december)
    annual.submit(report=report, by=clerk, at=make.moment(2024, 1, 1, 0))


def test_section_six_must_tell_the_fees(finance, clerk):
    report, _ = made.ready(finance, by=clerk)
    seen = annual.mark_of(report.sections["other"])
    annual.save_section(report=report, key="other", text="无其他事项。", seen=seen, by=clerk, at=AT)
    with pytest.raises(annual.BrokenReport, match="信息处理费"):
        annual.submit(report=report, by=clerk, at=AT)


def test_what_is_submitted_stands_whatever_is_registered_later(finance, clerk):
    report = made.submitted(finance, by=clerk)
    made.cases(finance)
    assert annual.sheet(report).report.requests["new", "总计"].text == "0"
    assert "K10" in made.checks(report)
    for act in (
        lambda: annual.save_section(report=report, key="problems", text="乙", seen="", by=clerk, at=AT),
        lambda: annual.correct_cell(report=report, place=GRANTED, text="1", reason="甲", by=clerk, at=AT),
        lambda: annual.submit(report=report, by=clerk, at=AT),
    ):
        with pytest.raises(annual.Closed, match="已提交"):
            act()


def test_a_returned_report_is_counted_anew(finance, clerk, keeper):
    report = made.submitted(finance, by=clerk)
    made.cases(finance)
    report = annual.return_report(report=report, reason="请核对数字", by=keeper, at=AT)
    assert report.is_open
    assert annual.sheet(report).report.requests["new", "总计"].text == "2"
    assert report.steps.last().reason == "请核对数字"
    assert annual.submit(report=report, by=clerk, at=AT).state == "submitted"


def test_returning_needs_a_reason(finance, keeper):
    report = made.submitted(finance)
    with pytest.raises(ValueError, match="说明理由"):
        annual.return_report(report=report, reason=" ", by=keeper, at=AT)


def test_a_corrected_cell_keeps_what_stood_there_and_why(finance, clerk):
    made.cases(finance)
    report, _ = made.ready(finance, by=clerk)
    first = annual.correct_cell(report=report, place=GRANTED, text=" ７ ", reason="纸质登记", by=clerk, at=AT)
    assert (first.before, first.text) == ("1", "7")
    assert annual.sheet(report).report.requests["granted", "自然人"].text == "7"
    again = annual.correct_cell(report=report, place=GRANTED, text="", reason="恢复", by=clerk, at=AT)
    assert again.before == "7"
    assert annual.sheet(report).report.requests["granted", "自然人"].text == "1"
    with pytest.raises(AppendOnly):
        first.save()
    with pytest.raises(AppendOnly):
        ReportStep.objects.first().delete()


@pytest.mark.parametrize(
    ("place", "text", "sentence"),
    [
        (GRANTED, "-1", "不小于 0"),
        (GRANTED, "很多", "不小于 0"),
        (GRANTED, "1.5", "整数"),
        (GRANTED, "9" * 40, "不小于 0"),
        (("requests", "granted", "外国人"), "1", "没有这个单元格"),
        (("list", "received", ""), "1", "没有这个单元格"),
        (("disclosure", "行政事业性收费", "本年收费金额"), "1.1234567", "六位小数"),
    ],
)
def test_only_figures_stand_in_cells(finance, clerk, place, text, sentence):
    report, _ = made.ready(finance, by=clerk)
    with pytest.raises(annual.NotAFigure, match=sentence):
        annual.correct_cell(report=report, place=place, text=text, reason="甲", by=clerk, at=AT)


def test_a_correction_needs_its_reason(finance, clerk):
    report, _ = made.ready(finance, by=clerk)
    with pytest.raises(annual.NotAFigure, match="说明理由"):
        annual.correct_cell(report=report, place=GRANTED, text="1", reason=" ", by=clerk, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(report=report, table="a", row="b", text="1", by=clerk, at=AT)


def test_an_amount_may_have_decimals(finance, clerk):
    report, _ = made.ready(finance, by=clerk)
    place = ("disclosure", "行政事业性收费", "本年收费金额")
    annual.correct_cell(report=report, place=place, text="1,234.56", reason="决算数", by=clerk, at=AT)
    assert annual.sheet(report).report.disclosure[place[1:]].text == "1234.56"
    assert annual.sheet(report).errors == []


def test_of_two_who_write_one_section_the_second_is_told(finance, clerk):
    report, _ = made.ready(finance, by=clerk)
    seen = annual.mark_of(report.sections["problems"])
    annual.save_section(report=report, key="problems", text="甲写的", seen=seen, by=clerk, at=AT)
    with pytest.raises(annual.SectionConflict) as refused:
        annual.save_section(report=report, key="problems", text="乙写的", seen=seen, by=clerk, at=AT)
    assert refused.value.theirs == "甲写的"
    annual.save_section(report=report, key="overview", text="另一部分",
                        seen=annual.mark_of(report.sections["overview"]), by=clerk, at=AT)  # fmt: skip


def test_no_section_but_the_six_is_written(finance, clerk):
    report, _ = made.ready(finance, by=clerk)
    with pytest.raises(annual.NoReport):
        annual.save_section(report=report, key="seventh", text="甲", seen="", by=clerk, at=AT)
    with pytest.raises(annual.NotAFigure, match="最多"):
        annual.save_section(report=report, key="other", text="甲" * 20_001, seen="", by=clerk, at=AT)


def test_only_an_accepted_report_is_published(finance, keeper):
    report = made.submitted(finance)
    with pytest.raises(annual.Closed, match="已提交"):
        annual.publish(report=report, by=keeper, at=AT)


def test_a_published_report_stands_in_the_ledger_and_its_clock_is_met(finance, clerk):
    make.obligation("annual-report-department", cadence="01-31", all_departments=True,
                    limit={"cadence": "01-31"})  # fmt: skip
    obligations.expect_periodic(at=AT)
    report = made.published(finance, by=clerk)
    told = Announcement.objects.get(address="/annual-reports/2023/finance/")
    assert (told.seq, told.kind, told.obligation_key) == (
        report.announced,
        "report",
        "annual-report-department",
    )
    assert told.title == "下城区财政局2023年政府信息公开工作年度报告"
    assert Clock.objects.get(subject__endswith="/finance").met_at == AT
    assert Topic.objects.filter(name="annual-reports:2023").exists()
    assert [each for each in audit() if "annual-reports" in each.address and "页" not in each.fact] == []


def test_a_report_on_a_year_long_past_meets_no_clock_of_this_year(finance, clerk):
    make.obligation("annual-report-department", cadence="01-31", all_departments=True,
                    limit={"cadence": "01-31"})  # fmt: skip
    obligations.expect_periodic(at=AT)
    made.published(finance, by=clerk, year=2021)
    obligations.settle_periodic(at=AT)
    assert Clock.objects.get(duty="annual-report-department").met_at is None
    assert Announcement.objects.get().obligation_key == ""
    assert Clock.objects.get(duty="annual-report").met_at == AT


def test_the_year_before_is_looked_at(finance, clerk):
    keep(finance, History("citizen", date(2022, 12, 20), date(2023, 1, 9), "granted"))
    made.submitted(finance, by=clerk, year=2022)
    report, _ = made.ready(finance, by=clerk)
    assert made.checks(report) == set()
    keep(finance, History("citizen", date(2022, 12, 21), date(2023, 1, 9), "granted"))
    assert "K5" in made.checks(report)


def test_what_is_drafted_can_be_submitted_as_it_is(finance, clerk):
    made.cases(finance)
    report, _ = made.ready(finance, by=clerk)
    drafts = {key: "\n".join(told) for key, told in annual.drafts_of(report).items()}
    drafts["overview"] = drafts["overview"].partition("（三）")[0]  # below it only headings to be filled
    report = made.write(report, clerk, words=drafts)
    assert made.checks(report) == set()
    assert "本年新收政府信息公开申请2件，上年结转1件，办结2件" in drafts["overview"]
    assert "未收取信息处理费" in drafts["other"]


def test_the_report_on_2017_is_a_list_that_only_warns(finance, clerk):
    report, _ = made.ready(finance, by=clerk, year=2017)
    told = annual.sheet(report)
    assert told.errors == []
    assert {each.check for each in told.warnings} == {"L2"}
    annual.correct_cell(
        report=report, place=("list", "meetings", ""), text="3", reason="会议记录", by=clerk, at=AT
    )
    report = annual.submit(report=report, by=clerk, at=AT)
    assert report.figures["list"]["meetings"] == "3"
    (grid,) = annual.document_of(report).grids()
    assert [cell.text for cell in grid.rows[-3]] == ["（一）召开政府信息公开工作会议或专题会议数", "次", "3"]


def test_what_was_done_is_in_the_log(finance, clerk):
    made.published(finance, by=clerk)
    verbs = set(Act.objects.filter(thing__startswith="annual-report:").values_list("verb", flat=True))
    assert verbs == {f"report.{verb}" for verb in (
        "open", "write", "correct", "submitted", "accepted", "published")}  # fmt: skip


def test_one_report_a_year_and_no_figures_without_who_submitted(finance):
    fields = {"organisation": finance, "year": YEAR, "due_on": date(2024, 1, 31)}
    AnnualReport.objects.create(**fields)
    for wrong in ({}, {"year": 2022, "state": "submitted"}, {"year": 2022, "state": "published"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AnnualReport.objects.create(**fields | wrong)
