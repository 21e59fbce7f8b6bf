"""The annual reports as the public reads them: pages, charts beside their tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from gongkai.orgs.models import Kind
from gongkai.publication.models import Announcement, Event
from gongkai.requests.models import AnnualReport, Edition
from gongkai.requests.reports.comparing import CONTESTED, HANDLED, Drawn, Row, answers, compared
from gongkai.requests.reports.declared import form_of, has_list

TOPIC = "annual-reports"


@dataclass(frozen=True)
class Chart:
    """A drawing with its table, ready for ``portal/annual/chart.html``."""

    drawn: Drawn
    svg: SafeString
    legend: list[tuple[SafeString, str]]


def chart(drawn: Drawn) -> Chart:
    swatches = [(mark_safe(swatch), told) for swatch, told in drawn.legend]  # noqa: S308 - every word escaped
    return Chart(drawn, mark_safe(drawn.svg), swatches)  # noqa: S308 - the same


def over_years(reports: Iterable[Edition]) -> list[Chart]:
    """Return the reports of one body year by year; nothing where there is only one."""
    rows = [Row(str(each.year), f"{each.year}年", each.figures) for each in sorted(reports, key=_year)]
    if len(rows) < 2:
        return []
    return [
        chart(compared("handled", "历年申请办理", "年度", rows, HANDLED, is_time=True)),
        chart(compared("contested", "历年行政复议和行政诉讼", "年度", rows, CONTESTED, is_time=True)),
    ]


def over_bodies(reports: Iterable[Edition]) -> list[Chart]:
    """Return the bodies of one year beside one another, those with most requests first."""
    mine = [each for each in reports if each.organisation.kind != Kind.GOVERNMENT.value]
    rows = [Row(each.organisation.key, each.organisation.short_name, each.figures) for each in mine]
    if len(rows) < 2:
        return []
    return [
        chart(compared("bodies", "各单位申请办理", "单位", rows, HANDLED)),
        chart(compared("contests", "各单位行政复议和行政诉讼", "单位", rows, CONTESTED)),
    ]


def of_answers(report: Edition) -> list[Chart]:
    """Return how the answers of a report divide; the lists of the years before 2019 divide otherwise."""
    return [] if has_list(report.year) else [chart(answers(form_of(report.year), report.figures))]


def withdrawal_of(report: AnnualReport, number: int) -> Announcement | None:
    """Return the act by which an edition was taken back; None if it was not."""
    acts = Announcement.objects.filter(address=report.address, event=Event.WITHDRAWN.value)
    return acts.filter(version__gte=number).order_by("seq").first()


def _year(report: Edition) -> int:
    return report.year
