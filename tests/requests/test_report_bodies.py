"""The government sums up its bodies; who may write, decide and publish, and who may see what."""

from datetime import date

import pytest

from gongkai.requests.models import AnnualReport
from gongkai.requests.reports.finding import places_of
from gongkai.requests.services import annual
from tests import make
from tests.requests import annual as made
from tests.requests.annual import AT, YEAR
from tests.requests.histories import History, keep

pytestmark = pytest.mark.django_db
GRANTED = ("requests", "granted", "自然人")


def test_who_submitted_does_not_accept(keeper):
    report = made.submitted(made.government(), by=keeper, at=make.moment(2024, 3, 1))
    with pytest.raises(annual.SameHands):
        annual.accept(report=report, by=keeper, at=AT)
    other = make.person("openness", make.office())
    assert annual.accept(report=report, by=other, at=AT).state == "accepted"


@pytest.mark.parametrize(
    ("role", "at_home", "verbs"),
    [
        ("clerk", True, {"see", "write"}),
        ("reviewer", True, {"see", "write"}),
        ("signer", True, {"see", "write", "publish"}),
        ("secrecy", True, set()),
        ("clerk", False, set()),
        ("openness", False, {"see", "decide", "publish"}),
    ],
)
def test_who_may_do_what(finance, role, at_home, verbs):
    person = make.person(role, finance if at_home else make.office())
    found = {
        verb for verb in ("see", "write", "decide", "publish") if annual.can(person, verb, finance, at=AT)
    }
    assert found == verbs
    assert not annual.can(None, "see", finance, at=AT)


def test_the_openness_office_writes_the_report_of_the_government(keeper, clerk):
    assert annual.can(keeper, "write", made.government(), at=AT)
    assert not annual.can(clerk, "write", made.government(), at=AT)


def test_acts_are_refused_to_others(finance, clerk, keeper):
    report, _ = made.ready(finance, by=clerk)
    other = make.person("clerk", make.organisation("audit"))
    for act in (
        lambda: annual.open_report(organisation=finance, year=2022, by=other, at=AT),
        lambda: annual.save_section(report=report, key="other", text="甲", seen="", by=other, at=AT),
        lambda: annual.correct_cell(report=report, place=GRANTED, text="1", reason="甲", by=other, at=AT),
        lambda: annual.submit(report=report, by=other, at=AT),
        lambda: annual.return_report(report=report, reason="甲", by=clerk, at=AT),
        lambda: annual.accept(report=report, by=clerk, at=AT),
        lambda: annual.publish(report=report, by=clerk, at=AT),
    ):
        with pytest.raises(annual.NotAllowed):
            act()


def test_the_government_sums_up_its_bodies(finance, clerk, keeper):
    made.cases(finance)
    made.cases(make.organisation("audit"))
    made.cases(made.government())
    made.submitted(finance, by=clerk)
    keep(finance, History("citizen", date(2023, 5, 1), date(2023, 5, 2), "granted"))  # after it was submitted
    report = annual.open_report(organisation=made.government(), year=YEAR, by=keeper, at=AT)
    told = annual.sheet(report)
    assert told.report.requests["new", "总计"].text == "6"
    assert told.report.requests["carried", "法律服务机构"].text == "3"
    assert "K11" not in {each.check for each in told.broken}
    annual.correct_cell(report=report, place=GRANTED, text="5", reason="手工登记", by=keeper, at=AT)
    assert "K11" in made.checks(report)


def test_the_government_waits_for_what_a_body_has_not_said(finance, clerk, keeper):
    report = annual.open_report(organisation=made.government(), year=YEAR, by=keeper, at=AT)

    def blank():
        return {place for each in annual.sheet(report).errors for place in each.places}

    forced = "表二“行政强制”·本年处理决定数量"
    made.ready(make.office())
    assert forced in blank()
    made.ready(finance, by=clerk)
    assert blank() == set()


def test_the_list_of_the_government_sums_up_those_of_its_bodies(finance, clerk, keeper):
    keep(finance, History("citizen", date(2017, 3, 1), date(2017, 3, 2), "public-2007"))
    keep(made.government(), History("citizen", date(2017, 3, 1), channel="fax"))
    mine = annual.open_report(organisation=finance, year=2017, by=clerk, at=AT)
    annual.correct_cell(report=mine, place=("list", "meetings", ""), text="3", reason="甲", by=clerk, at=AT)
    report = annual.open_report(organisation=made.government(), year=2017, by=keeper, at=AT)
    figures = annual.sheet(report).figures["list"]
    wanted = {"received": "2", "by-fax": "1", "by-web": "1", "granted": "1", "meetings": "", "trained": ""}
    assert {key: figures[key] for key in wanted} == wanted


def test_the_public_sees_only_what_is_published(finance, clerk, keeper):
    mine = made.submitted(finance, by=clerk)
    audit_ = make.organisation("audit")
    theirs = made.published(audit_, by=make.person("clerk", audit_))
    see = AnnualReport.objects.visible_to
    assert list(see(None, at=AT)) == [theirs]
    assert set(see(clerk, at=AT)) == {mine, theirs}
    assert set(see(make.person("clerk", audit_), at=AT)) == {theirs}
    assert set(see(keeper, at=AT)) == {mine, theirs}


def test_a_sum_tells_of_whose_figures_it_is_the_greatest_first(finance, clerk, keeper):
    audit, government = make.organisation("audit", short_name="审计局"), made.government()
    made.cases(finance)
    keep(audit, *[History("citizen", date(2023, 3, 1), date(2023, 3, 20), "granted")] * 2)
    make.organisation("health", short_name="卫健局")
    report = annual.open_report(organisation=government, year=YEAR, by=keeper, at=AT)
    told = annual.sheet(report)
    assert [(body.key, text) for body, text in annual.parts_of(told, GRANTED)] == [
        ("audit", "2"),
        ("finance", "1"),
    ]
    of_table_two = ("disclosure", "行政许可", "本年处理决定数量")
    assert {body.key for body, text in annual.parts_of(told, of_table_two) if not text} >= {
        "audit",
        "health",
    }
    own, _ = made.ready(finance, by=clerk)
    assert annual.parts_of(annual.sheet(own), GRANTED) == []


def test_the_page_of_a_sum_shows_its_parts(client, finance, keeper):
    made.cases(finance)
    report = annual.open_report(organisation=made.government(), year=YEAR, by=keeper, at=AT)
    client.force_login(keeper)
    number = places_of(report).index(GRANTED)
    page = client.get(f"/desk/requests/reports/{report.pk}/cells/{number}/").content.decode()
    assert "各单位的数字" in page
    assert finance.short_name in page[page.index("各单位的数字") :]
