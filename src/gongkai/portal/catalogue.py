"""The catalogue as the public reads it: each obligation with who must meet it and what has been published."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.timezone import localdate

from gongkai.obligations import services
from gongkai.obligations.models import Obligation, ObligationQuerySet
from gongkai.orgs.models import Organisation
from gongkai.registers.models import Register

GROUPS = {"all_departments": "区政府各部门", "all_streets": "各街道办事处"}


@dataclass(frozen=True)
class Publisher:
    """Who must publish: an organisation with its page, or a group of them without."""

    name: str
    href: str = ""


@dataclass(frozen=True)
class Row:
    """One obligation: ``count`` public items under it, the newest ``last_on``.

    ``overdue`` duties wait still, ``late`` ones were done after their time within the last twelve months;
    what should have been renewed and was not ``is_late`` without either.
    """

    obligation: Obligation
    publishers: list[Publisher]
    count: int
    last_on: date | None
    is_late: bool = False
    overdue: int = 0
    late: int = 0
    registers: list[Register] = field(default_factory=list)

    @property
    def tone(self) -> str:
        if self.is_late:
            return "bad"
        return "ok" if self.count else "muted"

    @property
    def state(self) -> str:
        if self.overdue:
            return f"逾期未公开{self.overdue}件"
        if self.late:
            return f"近一年逾期公开{self.late}件"
        if self.is_late:
            return "逾期未更新" if self.count else "逾期未公开"
        return f"已公开{self.count}条" if self.count else "暂无信息"


def rows(*, at: datetime, area: str = "", code: str = "", of: Organisation | None = None) -> list[Row]:
    """Return the obligations in force with their coverage, in the order of the catalogue.

    ``area`` and ``code`` (a statutory item) narrow the catalogue, ``of`` to what one organisation must
    publish, and then only its own items count.
    """
    found = Obligation.objects.current(localdate(at))
    found = found.of_area(area) if area else found
    found = found.with_statutory_item(code) if code else found
    found = found.for_organisation(of) if of else found
    return with_coverage(found, at=at, of=of)


def with_coverage(found: ObligationQuerySet, *, at: datetime, of: Organisation | None = None) -> list[Row]:
    """Return the rows of ``found``; ``of`` narrows what counts to one organisation."""
    ordered = found.order_by("area__order", "area__key", "order", "key")
    shown = Prefetch("registers", Register.objects.filter(is_public=True))
    named = ordered.select_related("area").prefetch_related("publisher_rows__organisation", shown)
    obligations = list(named)
    coverage = services.coverage(obligations, at=at, of=of)
    return [row_of(each, coverage[each.key]) for each in obligations]


def row_of(obligation: Obligation, coverage: services.Coverage) -> Row:
    return Row(
        obligation,
        publishers_of(obligation),
        coverage.count,
        coverage.last_on,
        is_late=coverage.is_in_time is False,
        overdue=coverage.overdue,
        late=coverage.late,
        registers=list(obligation.registers.all()),
    )


def publishers_of(obligation: Obligation) -> list[Publisher]:
    """Return who must publish: groups first, then the organisations named."""
    groups = [Publisher(name) for flag, name in GROUPS.items() if getattr(obligation, flag)]
    named = [row.organisation for row in obligation.publisher_rows.all()]
    return groups + [Publisher(each.short_name, f"/organisations/{each.key}/") for each in named]
