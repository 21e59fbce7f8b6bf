"""A published report is corrected or taken back; what the public reads stays until another edition."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.clocks.models import Clock
from gongkai.ledger.models import Leaf
from gongkai.obligations import services as obligations
from gongkai.orgs.models import Act
from gongkai.publication.models import Announcement
from gongkai.publication.services import audit
from gongkai.requests.models import AnnualReport, AppendOnly, Edition
from gongkai.requests.services import annual
from gongkai.search.models import Document
from tests import make
from tests.requests import annual as made
from tests.requests.annual import AT, YEAR
from tests.requests.histories import History, keep

pytestmark = pytest.mark.django_db
GRANTED = ("requests", "granted", "自然人")
NEW = ("requests", "new", "自然人")
LATER = AT + timedelta(days=100)
WHY = "漏登一件，予以更正"


@pytest.fixture
def report(finance, clerk):
    made.cases(finance)
    return made.published(finance, by=clerk)


def reopen(report, keeper, reason=WHY, at=LATER):
    return annual.reopen(report=report, reason=reason, by=keeper, at=at)


def acts(report):
    return list(
        Announcement.objects.filter(address=report.address)
        .order_by("seq")
        .values_list("event", "version", "note")
    )


def test_what_is_published_is_an_edition(report, finance):
    edition = Edition.objects.get()
    assert (edition.number, edition.name, edition.reason, edition.at) == (1, "下城区财政局", "", AT)
    assert (edition.sections, edition.figures) == (report.sections, report.figures)
    assert edition.address == "/annual-reports/2023/finance/editions/1/"
    assert list(Edition.objects.current()) == [edition]


def test_an_edition_is_written_once(report, clerk):
    edition = Edition.objects.get()
    edition.figures = {"requests": {}}
    with pytest.raises(AppendOnly):
        edition.save()
    with pytest.raises(AppendOnly):
        edition.delete()
    said = {"report": report, "name": "甲", "figures": {"a": {}}, "by": clerk, "at": AT}
    for wrong in (
        {"number": 1},
        {"number": 2},
        {"number": 3, "reason": "甲", "figures": {}},
        {"number": 0, "reason": "甲"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.create(**said | wrong)


def test_the_database_keeps_states_and_editions_together(report):
    for wrong in (
        {"is_public": False},
        {"edition": 0, "published_at": None},
        {"retracted": 1},
        {"state": "draft"},
        {"state": "withdrawn"},
        {"published_at": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            AnnualReport.objects.filter(pk=report.pk).update(**wrong)


def test_a_reopened_report_is_written_in_while_the_public_reads_what_it_read(report, finance, clerk, keeper):
    before = Edition.objects.get().content()
    report = reopen(report, keeper)
    assert (report.state, report.is_open, report.is_public, report.edition) == ("reopened", True, True, 1)
    keep(finance, History("citizen", date(2023, 5, 1), date(2023, 5, 2), "granted"))
    report = made.mended(report, clerk, at=LATER)
    assert annual.sheet(report).figures["requests"]["granted·自然人"] == "2"
    report = annual.submit(report=report, by=clerk, at=LATER)
    assert report.content() == before
    (edition,) = Edition.objects.current()
    assert edition.content() == before
    assert acts(report) == [("published", 1, "")]


def test_a_corrected_report_is_published_as_its_second_edition(report, finance, clerk, keeper):
    keep(finance, History("citizen", date(2023, 5, 1), date(2023, 5, 2), "granted"))
    report = annual.submit(report=reopen(report, keeper), by=clerk, at=LATER)
    report = made.republished(report, keeper, at=LATER)
    assert (report.state, report.edition, report.published_at) == ("published", 2, AT)
    first, second = Edition.objects.order_by("number")
    assert (second.reason, second.at) == (WHY, LATER)
    assert first.figures["requests"]["granted·自然人"] == "1"
    assert second.figures["requests"]["granted·自然人"] == "2"
    assert [each.number for each in Edition.objects.current()] == [2]
    assert set(Edition.objects.readable()) == {first, second}
    assert acts(report) == [("published", 1, ""), ("corrected", 2, WHY)]
    assert Leaf.objects.size() == 2
    assert [each for each in audit() if "annual-reports" in each.address and "页" not in each.fact] == []


def test_what_was_corrected_is_told_by_cell_and_section(report, finance, clerk, keeper):
    assert not annual.corrected_in(Edition.objects.get())
    report = made.mended(reopen(report, keeper), clerk, at=LATER)
    for place in (GRANTED, NEW):
        annual.correct_cell(report=report, place=place, text="2", reason=WHY, by=clerk, at=LATER)
    difference = annual.amended(report, annual.sheet(report))
    assert difference.sections == ("存在的主要问题及改进情况",)
    told = [(each.name, each.before, each.after) for each in difference.cells]
    assert ("表三“三（一） 予以公开”·自然人", "1", "2") in told
    assert (
        len(told) == 6
    )  # the cell and its two totals, the column's and the row's; what was received and its sum
    annual.submit(report=report, by=clerk, at=LATER)
    report = made.republished(report, keeper, at=LATER)
    assert annual.corrected_in(report.last_edition()) == difference


def test_a_past_edition_that_was_changed_is_found(report, clerk):
    made.corrected(report, clerk, at=LATER)
    Edition.objects.filter(number=1).update(sections={"overview": "改过的"})
    assert any("第1版的内容与公开日志" in each.fact for each in audit())


def test_a_correction_that_corrects_nothing_is_refused_and_can_be_ended(report, clerk, keeper):
    content = Edition.objects.get().content()
    report = reopen(report, keeper)
    with pytest.raises(annual.Unchanged, match="与公布的第1版没有差别"):
        annual.submit(report=report, by=clerk, at=LATER)
    made.mended(report, clerk, at=LATER)
    report = annual.abandon(report=report, by=keeper, at=LATER)
    assert (report.state, report.edition, report.sections) == ("published", 1, content["sections"])
    assert annual.document_of(report) == annual.document_of(report.last_edition())
    assert report.steps.last().reason == "终止更正，仍以第1版为准"
    with pytest.raises(annual.Closed, match="没有正在进行的更正"):
        annual.abandon(report=report, by=keeper, at=LATER)


def test_another_name_of_the_body_is_a_correction(report, finance, clerk, keeper):
    report = reopen(report, keeper)
    finance.name = "下城区财政和国资局"
    finance.save()
    report = annual.submit(report=AnnualReport.objects.get(pk=report.pk), by=clerk, at=LATER)
    report = made.republished(report, keeper, at=LATER)
    names = [each.name for each in Edition.objects.order_by("number")]
    assert names == ["下城区财政局", "下城区财政和国资局"]


@pytest.mark.parametrize("build", [made.submitted, made.accepted])
def test_only_what_is_published_is_reopened_or_withdrawn(finance, clerk, keeper, build):
    report = build(finance, by=clerk)
    with pytest.raises(annual.Closed, match="不能这样办理"):
        reopen(report, keeper)
    with pytest.raises(annual.Closed, match="目前没有公开"):
        annual.withdraw(report=report, reason=WHY, by=keeper, at=LATER)
    with pytest.raises(annual.Closed, match="没有正在进行的更正"):
        annual.abandon(report=report, by=keeper, at=LATER)


def test_a_report_is_reopened_once_at_a_time(report, keeper):
    reopen(report, keeper)
    with pytest.raises(annual.Closed, match="更正中"):
        reopen(report, keeper)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [(" ", "说明理由"), ("长" * 301, "最多300字"), ("申请人身份证号 11010519491231002X", "身份证")],
)
def test_the_public_must_be_able_to_read_the_reason(report, keeper, reason, sentence):
    for act in (annual.reopen, annual.withdraw):
        with pytest.raises(annual.Unstated, match=sentence):
            act(report=report, reason=reason, by=keeper, at=LATER)
    assert AnnualReport.objects.get().state == "published"


def test_only_the_openness_office_reopens_and_withdraws(report, finance, clerk):
    others = [clerk, make.person("signer", finance), make.person("clerk", make.organisation("audit"))]
    for person in others:
        for act in (
            lambda by: annual.reopen(report=report, reason=WHY, by=by, at=LATER),
            lambda by: annual.withdraw(report=report, reason=WHY, by=by, at=LATER),
            lambda by: annual.abandon(report=report, by=by, at=LATER),
        ):
            with pytest.raises(annual.NotAllowed):
                act(person)


def test_a_withdrawn_report_is_gone_and_owed_again(report, keeper):
    report = annual.withdraw(report=report, reason=WHY, by=keeper, at=LATER)
    assert (report.state, report.is_public, report.is_withdrawn) == ("withdrawn", False, True)
    assert not Edition.objects.readable().exists()
    assert not AnnualReport.objects.public().exists()
    assert acts(report) == [("published", 1, ""), ("withdrawn", 1, WHY)]
    assert Document.objects.get(address=report.address).is_removed
    clock = Clock.objects.open().get(subject=report.uri)
    assert clock.due_on == date(2024, 1, 31)
    assert [each for each in audit() if "annual-reports" in each.address and "页" not in each.fact] == []
    assert set(Act.objects.filter(verb="report.withdrawn").values_list("thing", flat=True)) == {report.uri}


def test_what_was_withdrawn_comes_back_only_as_another_edition(report, clerk, keeper):
    report = annual.withdraw(report=report, reason="泄露了不应公开的内容", by=keeper, at=LATER)
    report = annual.submit(report=reopen(report, keeper), by=clerk, at=LATER)  # unchanged, it may come back
    report = made.republished(report, keeper, at=LATER)
    assert [each.number for each in Edition.objects.readable()] == [2]
    assert not annual.corrected_in(report.last_edition())
    assert [event for event, *_ in acts(report)] == ["published", "withdrawn", "restored"]
    assert not Clock.objects.open().filter(subject=report.uri).exists()
    assert not Document.objects.get(address=report.address).is_removed


def test_a_correction_goes_on_when_what_it_corrects_is_withdrawn(report, clerk, keeper):
    report = made.mended(reopen(report, keeper), clerk, at=LATER)
    report = annual.submit(report=report, by=clerk, at=LATER)
    report = annual.accept(report=report, by=keeper, at=LATER)
    report = annual.withdraw(report=report, reason="不应公开", by=keeper, at=LATER)
    assert (report.state, report.is_public) == ("returned", False)
    assert [step.state for step in report.steps.all()][-2:] == ["withdrawn", "returned"]
    report = annual.submit(report=report, by=clerk, at=LATER)
    report = made.republished(report, keeper, at=LATER)
    assert (report.edition, report.retracted, report.last_edition().reason) == (2, 1, WHY)


def test_giving_up_a_report_made_anew_leaves_it_withdrawn(report, keeper):
    report = annual.withdraw(report=report, reason=WHY, by=keeper, at=LATER)
    report = annual.abandon(report=reopen(report, keeper), by=keeper, at=LATER)
    assert (report.state, report.is_public) == ("withdrawn", False)


def test_a_correction_meets_no_clock_of_the_next_year(finance, clerk, keeper):
    make.obligation("annual-report-department", cadence="01-31", all_departments=True,
                    limit={"cadence": "01-31"})  # fmt: skip
    obligations.expect_periodic(at=AT)
    report = made.published(finance, by=clerk)
    later = make.moment(2025, 1, 10)
    obligations.expect_periodic(at=later)
    made.corrected(report, clerk, at=later)
    obligations.settle_periodic(at=later)
    assert Clock.objects.get(duty="annual-report-department", due_on=date(2025, 1, 31)).met_at is None
    assert set(Announcement.objects.values_list("obligation_key", flat=True)) == {"annual-report-department"}


def test_the_sums_of_a_district_follow_what_is_public(report, finance, clerk, keeper):
    whole = annual.open_report(organisation=made.government(), year=YEAR, by=keeper, at=LATER)

    def granted():
        return annual.sheet(whole).figures["requests"]["granted·自然人"]

    report = made.mended(reopen(report, keeper), clerk, at=LATER)
    for place in (GRANTED, NEW):
        annual.correct_cell(report=report, place=place, text="9", reason=WHY, by=clerk, at=LATER)
    assert granted() == "1"
    annual.submit(report=report, by=clerk, at=LATER)
    assert granted() == "1"
    report = made.republished(report, keeper, at=LATER)
    assert granted() == "9"
    annual.withdraw(report=report, reason=WHY, by=keeper, at=LATER)
    assert granted() == "9"  # counted from the cases again, with what was corrected by hand


def test_the_year_before_is_that_which_is_public(finance, clerk, keeper):
    before = made.published(finance, by=clerk, year=2022)
    report, _ = made.ready(finance, by=clerk)
    assert made.checks(report) == set()
    keep(finance, History("citizen", date(2022, 12, 20), date(2023, 1, 9), "granted"))
    reopen(before, keeper)
    assert "K5" in made.checks(report)  # the edition says that nothing was carried over


def test_a_district_is_told_of_what_changed_in_the_reports_it_summed(report, clerk, keeper):
    other = make.person("openness", make.office())
    whole, _ = made.ready(made.government(), by=other, at=LATER)
    assert list(annual.changed_since(whole)) == []
    whole = annual.submit(report=whole, by=other, at=LATER)
    assert list(annual.changed_since(whole)) == []
    made.corrected(report, clerk, reason=WHY, at=LATER + timedelta(days=1))
    (told,) = annual.changed_since(whole)
    assert (told.event, told.note, told.title) == ("corrected", WHY, report.title)
    report = AnnualReport.objects.get(pk=report.pk)
    annual.withdraw(report=report, reason="撤回", by=keeper, at=LATER + timedelta(days=2))
    assert [each.event for each in annual.changed_since(whole)] == ["withdrawn"]
    assert annual.changed_since(report) == []


def test_the_report_of_2017_is_corrected_too(finance, clerk, keeper):
    report = made.published(finance, by=clerk, year=2017)
    report = reopen(report, keeper)
    place = ("list", "meetings", "")
    annual.correct_cell(report=report, place=place, text="3", reason=WHY, by=clerk, at=LATER)
    report = annual.submit(report=report, by=clerk, at=LATER)
    report = made.republished(report, keeper, at=LATER)
    (changed,) = annual.corrected_in(report.last_edition()).cells
    assert (changed.before, changed.after) == ("", "3")
    assert "更正原因" in annual.document_of(report.last_edition()).note


def test_what_was_done_to_a_published_report_is_in_the_log(report, keeper):
    annual.abandon(report=reopen(report, keeper), by=keeper, at=LATER)
    annual.withdraw(report=report, reason=WHY, by=keeper, at=LATER)
    done = Act.objects.filter(thing=report.uri).values_list("verb", flat=True)
    assert {"report.reopened", "report.abandon", "report.withdrawn"} <= set(done)
