"""The office's numbers, the rows behind each of them, and the workbook."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from gongkai.clocks import services as clocks
from gongkai.desk import figures, office
from gongkai.desk.standing import standing
from gongkai.desk.tables import TABLES, Table, workbook
from gongkai.items import services as items
from gongkai.items.models import Arrival, Item
from gongkai.obligations.models import Publisher
from tests import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def officer():
    return make.person("openness", make.office())


@pytest.fixture
def district(officer):
    """Return a team whose office has duties of every sort, as of this moment: three of them overdue."""
    team, now = make.staff(make.organisation("finance", short_name="区财政局")), timezone.now()
    monthly, never = make.obligation("fiscal-monthly"), make.obligation("never", level2="从未公开")
    for duty in (monthly, never):
        Publisher.objects.create(obligation=duty, organisation=team.organisation)
    make.obligation(
        "for-all", level2="所有部门的事", all_departments=True, area=make.area("other", title="其他")
    )
    make.published(team, at=now - 5 * HOUR, obligation=monthly)
    back = make.drafted(team, at=now - 4 * HOUR, obligation=monthly)
    items.submit(version=back, by=team.clerk, at=now - 4 * HOUR)
    items.send_back(version=back, reason="=HYPERLINK(1)", by=team.reviewer, at=now - 2 * HOUR)
    make.public_item(team.organisation, title="没有解读的文件")
    for number, day in enumerate([date(2017, 6, 1), date(2017, 6, 2)]):
        clocks.appoint(
            subject=f"obligation:{number}",
            duty="test",
            title="到期的事",
            organisation=team.organisation,
            due_on=day,
            by=None,
            at=make.NOW - timedelta(days=60),
        )
    return team


def desk(officer):
    return standing(officer, at=timezone.now())


def test_every_number_of_the_heat_map_is_the_number_of_its_rows(district, officer):
    here = desk(officer)
    heat = office.heat(office.owed(here))
    assert {area.key for area, _, _ in heat.rows} == {"fiscal", "other"}
    for area, whole, cells in heat.rows:
        for met, number in (("", whole.owed), ("1", whole.met), ("0", whole.owed - whole.met)):
            assert len(TABLES["coverage"](here, {"area": area.key, "met": met}).rows) == number
        for body, cell in cells:
            chosen = {"area": area.key, "organisation": body.key}
            found = TABLES["coverage"](here, chosen)
            assert len(found.rows) == (cell.owed if cell else 0)
            assert len(TABLES["coverage"](here, chosen | {"met": "1"}).rows) == (cell.met if cell else 0)
    fiscal = next(cells for area, _, cells in heat.rows if area.key == "fiscal")
    assert [(cell.met, cell.owed, cell.level) for body, cell in fiscal if body.key == "finance"] == [
        (1, 2, 2)
    ]


def test_the_rate_of_interpretation_counts_no_document_from_before_the_duty_or_an_old_site(officer):
    brought, older, owed = (make.public_item(kind="document") for _ in range(3))
    Item.objects.filter(pk=older.pk).update(published_on=date(2016, 11, 9))
    Arrival.objects.create(site="旧站", key="1", line=1, outcome="public", item=brought, at=make.NOW)
    assert office.interpretation() == office.Cell(1, 0)
    assert list(office.needing_interpretation()) == [owed]


def test_every_other_number_is_the_number_of_its_rows(district, officer):
    here = desk(officer)
    page = office.dashboard(here)
    interpretation, returns = page["interpretation"], page["returns"]
    assert (interpretation.owed, interpretation.met) == (1, 0)
    assert len(TABLES["interpretation"](here, {}).rows) == interpretation.owed
    assert len(TABLES["interpretation"](here, {"met": "1"}).rows) == interpretation.met
    assert (returns.submitted, returns.returned, returns.percent) == (2, 1, 50)
    assert len(TABLES["returns"](here, {}).rows) == returns.returned
    for pace in page["paces"]:
        assert len(TABLES["steps"](here, {"step": pace.label}).rows) == pace.count
    assert page["due"]["overdue"] == len(TABLES["clocks"](here, {"state": "overdue"}).rows) == 3
    assert [(row["label"], row["value"]) for row in page["late"]] == [("区财政局", 3)]


def test_the_links_lead_to_lists_of_as_many_rows(client, district, officer):
    client.force_login(officer)
    shown = client.get("/desk/office/").text
    assert "/desk/office/coverage/?area=fiscal&amp;organisation=finance" in shown
    assert "共 2 项" in client.get("/desk/office/coverage/?area=fiscal&organisation=finance").text
    link = office.late(timezone.now())[0]["href"]
    assert "已逾期 3" in client.get(link).text
    assert client.get("/desk/office/nonsense/").status_code == 404
    assert "没有这样的内容" in client.get("/desk/office/coverage/?area=%00none&met=7").text


def test_how_long_each_step_took(district, officer):
    found = list(figures.spells(None, at=timezone.now()))
    returned = [spell for spell in found if spell.hours == 2]
    assert [(spell.waited_for, spell.organisation) for spell in returned] == [("科室负责人审核", "区财政局")]
    paces = {pace.label: (pace.count, pace.hours) for pace in figures.paces(found)}
    assert paces["科室负责人审核"] == (2, 1.0)  # one at once, one after two hours
    assert paces["签发"] == (1, 0.0)
    assert figures.paces([]) == []


def test_each_step_answers_for_its_own_time_alone():
    team, now = make.staff(make.organisation("finance")), make.NOW
    others = [make.staff(make.organisation(key)) for key in ("health", "audit")]
    version = make.drafted(team, at=now)
    bodies = [other.organisation for other in others]
    items.arrange(version=version, is_normative=True, cosigners=bodies, by=team.clerk, at=now)
    make.cleared(team, version=version, at=now)
    for hours, other in zip((5, 8), others, strict=True):
        items.cosign(version=version, by=other.signer, at=now + hours * HOUR)
    legal = make.person("legality", team.organisation)
    items.review(version=version, by=legal, at=now + 18 * HOUR)
    items.sign(version=version, publish_at=now + 25 * HOUR, by=team.signer, at=now + 19 * HOUR)
    items.publish_due(at=now + 25 * HOUR)
    found = list(figures.spells([team.organisation.pk], at=now + 26 * HOUR))
    assert [(pace.label, pace.count, pace.hours) for pace in figures.paces(found)] == [
        ("科室负责人审核", 1, 0),
        ("保密审查", 1, 0),
        ("会签", 2, 6.5),
        ("合法性审查", 1, 10),
        ("签发", 1, 1),
        ("待公开", 1, 6),
    ]
    assert list(figures.spells([others[0].organisation.pk], at=now + 26 * HOUR)) == []


def test_the_twelve_months_end_with_this_one():
    months = figures.months_of(date(2017, 2, 20))
    assert (months[0], months[-1], len(months)) == (date(2016, 3, 1), date(2017, 2, 1), 12)


def test_published_per_month_counts_ones_own(district):
    on = timezone.localdate(timezone.now() - 5 * HOUR)
    assert figures.published([district.organisation.pk], on=on).rows[-1]["value"] == 1
    assert figures.published([], on=on) == figures.Published([], None)


def test_where_nothing_was_published_for_a_year_it_says_when_something_last_was(client, district, officer):
    later = timezone.localdate() + timedelta(days=800)
    own = figures.published([district.organisation.pk], on=later)
    assert (own.rows, own.last) == ([], timezone.localdate(timezone.now() - 5 * HOUR))
    Item.objects.update(published_on=date(2017, 7, 1))
    client.force_login(officer)
    assert "最近一次公开的发布时间是 2017-07-01" in client.get("/desk/office/").text


def test_the_workbook_holds_every_table_and_no_formula(client, district, officer):
    client.force_login(officer)
    answer = client.get("/desk/office/export.xlsx")
    assert "attachment" in answer["Content-Disposition"]
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["目录落实情况", "政策解读", "退回情况", "各环节用时", "到期事项"]
    assert book["退回情况"].max_row == 2
    cell = book["退回情况"]["E2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert isinstance(book["各环节用时"]["F2"].value, (int, float))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "a\x00b"])
def test_whatever_is_typed_stays_text(text):
    data = workbook([Table("表", ["甲"], [text], lambda each: ([each], ""))], at=make.NOW)
    cell = load_workbook(BytesIO(data))["表"]["A2"]
    assert cell.data_type == "s"
    assert cell.value == text.replace("\x00", "")


def test_only_one_table_narrowed_as_on_its_page(client, district, officer):
    client.force_login(officer)
    book = load_workbook(BytesIO(client.get("/desk/office/export.xlsx?table=coverage&met=1").content))
    assert book.sheetnames == ["目录落实情况"]
    assert book["目录落实情况"].max_row == 2


def test_a_clerk_sees_the_figures_of_the_own_organisation(client, district):
    other = make.staff(make.organisation("health"))
    client.force_login(district.clerk)
    assert "送审 2 次，退回 1 次" in client.get("/desk/figures/").text
    client.force_login(other.clerk)
    assert "送审 0 次，退回 0 次" in client.get("/desk/figures/").text
    assert client.get("/desk/office/").status_code == 404
