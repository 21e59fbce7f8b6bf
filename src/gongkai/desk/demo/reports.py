"""Annual reports of some departments and the district on the last two years, one of them corrected."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from gongkai.desk.demo.people import Cast
from gongkai.orgs.models import Person, Role
from gongkai.requests.models import AnnualReport
from gongkai.requests.reports.drafting import BARE
from gongkai.requests.reports.form import DISCLOSURE
from gongkai.requests.services import annual

BODIES = ("finance", "urban-management", "government")
"""Whose reports are made: the district's last, for it adds up the others."""

OTHERWISE = {
    "overview": "（三）政府信息管理、平台建设和监督保障。制度和台账逐项落实，公开平台按要求维护。（演示）",
    "problems": "主动公开的内容还不够全面，将结合群众关心的事项继续补充。（演示）",
}
"""What stands in a section for which the figures give no words."""

CORRECTED = "finance"
"""Whose report on the last year has a second edition, with one more sentence than the first."""
FORGOTTEN = "上年报告指出的问题已经整改：公开目录逐项核对，过期信息及时更新。（演示）"
WHY = "“存在的主要问题及改进情况”漏写上年问题的整改情况，予以补充（演示）"


def load(cast: Cast, *, at: datetime) -> int:
    """Publish the reports of the last two years unless there are some; return how many."""
    if AnnualReport.objects.exists():
        return 0
    last, made = localdate(at).year - 1, 0
    for year in (last - 1, last):
        for key in BODIES:
            by, body = cast.of(Role.CLERK, key), cast.organisations[key]
            report = annual.open_report(organisation=body, year=year, by=by, at=at)
            report = _publish(_written(report, by, cast), by, cast)
            if (year, key) == (last, CORRECTED):
                _correct(report, by, cast)
            made += 1
    return made


def _written(report: AnnualReport, by: Person, cast: Cast) -> AnnualReport:
    at, drafts = cast.at, annual.drafts_of(report)
    for key in ("overview", "problems", "other"):
        told = [line for line in drafts.get(key, ()) if line not in BARE]
        text = "\n".join([*told, *([OTHERWISE[key]] if key in OTHERWISE else ())])
        report = annual.save_section(
            report=report, key=key, text=text, seen=annual.mark_of(report.sections.get(key, "")), by=by, at=at
        )
    for name, text in annual.sheet(report).figures[DISCLOSURE].items():
        if not text:
            row, _, column = name.partition("·")
            place = (DISCLOSURE, row, column)
            annual.correct_cell(report=report, place=place, text="0", reason="本年没有（演示）", by=by, at=at)
    return report


def _correct(report: AnnualReport, by: Person, cast: Cast) -> None:
    report = annual.reopen(report=report, reason=WHY, by=cast.openness, at=cast.at)
    now = report.sections["problems"]
    text, seen = f"{now}\n{FORGOTTEN}", annual.mark_of(now)
    report = annual.save_section(report=report, key="problems", text=text, seen=seen, by=by, at=cast.at)
    _publish(report, by, cast)


def _publish(report: AnnualReport, by: Person, cast: Cast) -> AnnualReport:
    report = annual.submit(report=report, by=by, at=cast.at)
    report = annual.accept(report=report, by=cast.openness, at=cast.at)
    return annual.publish(report=report, by=cast.openness, at=cast.at)
