"""Which cells a report has and what each is called: the same for page, drill-down and correction."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.requests.models import AnnualReport
from gongkai.requests.reports.checks import Broken
from gongkai.requests.reports.declared import form_of, has_list, listing_of
from gongkai.requests.reports.layout import LIST, Place, named


def places_of(report: AnnualReport) -> tuple[Place, ...]:
    """Return every cell of a report in its order: the place in it is the number of the cell."""
    if has_list(report.year):
        return tuple((LIST, line.key, "") for line in listing_of(report.year).lines())
    return form_of(report.year).places


def name_of(report: AnnualReport, place: Place) -> str:
    """Return how sentences call a cell."""
    if has_list(report.year):
        labels = {line.key: line.label for line in listing_of(report.year).lines()}
        return f"“{labels[place[1]]}”"
    return named(place, form_of(report.year))


def named_by(report: AnnualReport, broken: Iterable[Broken]) -> dict[str, Place]:
    """Return the cells that sentences name, by the name."""
    wanted = {name for each in broken for name in each.places}
    names = {name_of(report, place): place for place in places_of(report)} if wanted else {}
    return {name: names[name] for name in wanted if name in names}
