"""Builders of annual reports: bodies with cases, reports that lack nothing."""

from datetime import date

from gongkai.requests.reports.drafting import Facts, fee_sentence
from gongkai.requests.services import annual
from tests import make
from tests.requests.histories import History, keep

AT = make.moment(2024, 1, 15)
YEAR = 2023
WORDS = {
    "overview": "本年度认真落实条例各项要求。",
    "problems": "主动公开的内容还不够全面。",
    "other": fee_sentence(Facts("")),
}
BY_HAND = (
    ("行政规范性文件", "本年制发件数"),
    ("行政规范性文件", "本年废止件数"),
    ("行政规范性文件", "现行有效件数"),
    ("行政许可", "本年处理决定数量"),
    ("行政处罚", "本年处理决定数量"),
    ("行政强制", "本年处理决定数量"),
    ("行政事业性收费", "本年收费金额"),
)
"""What no register tells where there is none."""


def government():
    return make.organisation(
        "government", kind="government", name="杭州市下城区人民政府", short_name="区政府", order=10
    )


def cases(body):
    keep(
        body,
        History("citizen", date(2023, 3, 1), date(2023, 3, 20), "granted"),
        History("business", date(2022, 12, 20), date(2023, 1, 9), "not-ours"),
        History("legal", date(2023, 12, 20)),
    )


def write(report, by, at=AT, words=WORDS):
    """Fill the sections of a report and what is counted by hand."""
    for key, text in words.items():
        seen = annual.mark_of(report.sections.get(key, ""))
        report = annual.save_section(report=report, key=key, text=text, seen=seen, by=by, at=at)
    blank = {each.places[0] for each in annual.sheet(report).errors if each.check == "K9"}
    for row, column in BY_HAND:
        if f"表二“{row}”·{column}" in blank:
            place = ("disclosure", row, column)
            annual.correct_cell(report=report, place=place, text="0", reason="据实填报", by=by, at=at)
    return report


def ready(body=None, *, by=None, year=YEAR, at=AT):
    """Return a report that can be submitted, and who wrote it."""
    body = body or make.organisation()
    by = by or make.person("clerk", body)
    report = annual.open_report(organisation=body, year=year, by=by, at=at)
    return write(report, by, at), by


def submitted(body=None, *, by=None, year=YEAR, at=AT):
    report, by = ready(body, by=by, year=year, at=at)
    return annual.submit(report=report, by=by, at=at)


def accepted(body=None, *, by=None, year=YEAR, at=AT):
    report = submitted(body, by=by, year=year, at=at)
    return annual.accept(report=report, by=make.person("openness", make.office()), at=at)


def published(body=None, *, by=None, year=YEAR, at=AT):
    report = accepted(body, by=by, year=year, at=at)
    return annual.publish(report=report, by=make.person("openness", make.office()), at=at)


def checks(report):
    """Return which checks find something in a report."""
    return {each.check for each in annual.sheet(report).broken}


def mended(report, by, *, text="主动公开的内容还不够全面，更新还不够及时。", at=AT):
    """Return a report that was reopened, with other words in it."""
    seen = annual.mark_of(report.sections["problems"])
    return annual.save_section(report=report, key="problems", text=text, seen=seen, by=by, at=at)


def corrected(report, by, *, reason="文字有误", at=AT):
    """Return a published report as its next edition, corrected by whoever wrote it."""
    keeper = make.person("openness", make.office())
    report = mended(annual.reopen(report=report, reason=reason, by=keeper, at=at), by, at=at)
    return republished(annual.submit(report=report, by=by, at=at), keeper, at=at)


def republished(report, keeper, *, at=AT):
    report = annual.accept(report=report, by=keeper, at=at)
    return annual.publish(report=report, by=keeper, at=at)


def stages(world, *, secret):
    """Put one report of the finance department at each stage into a district; each could go on."""
    clerk = world.people["clerk"]
    world.report_written, _ = ready(world.finance, by=clerk, year=2024, at=make.moment(2025, 1, 15))
    write(world.report_written, clerk, words={"problems": secret})
    world.report_submitted = submitted(world.finance, by=clerk, year=2023)
    world.report_decided = accepted(world.finance, by=clerk, year=2022)
    world.report_reported = published(world.finance, by=clerk, year=2021)
    world.report_reopened = corrected(published(world.finance, by=clerk, year=2018), clerk)
    again = annual.reopen(report=world.report_reopened, reason="仍有错漏", by=world.people["openness"], at=AT)
    world.report_reopened = mended(again, clerk, text=secret)
