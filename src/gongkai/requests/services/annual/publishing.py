"""A report goes through the one door: as a page of its own, whose duty the catalogue knows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.clocks import services as clocks
from gongkai.clocks.models import Clock
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Person
from gongkai.publication import services as publication
from gongkai.publication.models import Event
from gongkai.publication.services import Notice
from gongkai.requests.models import AnnualReport, ReportState
from gongkai.requests.services.annual.deciding import move, standing
from gongkai.requests.services.annual.rights import demand
from gongkai.requests.services.annual.writing import DUTY, key_of, periodic

KIND = "report"
"""As the items of that kind, which hold the reports of the years before."""


@transaction.atomic
def publish(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """Publish an accepted report as it was frozen; its clocks are met. Raises Closed, NotAllowed."""
    demand(by, "publish", report, at=at)
    locked = standing(report, ReportState.ACCEPTED)
    locked.address, locked.published_at = locked.get_absolute_url(), at
    locked.edition, locked.is_public = locked.edition + 1, True
    move(locked, ReportState.PUBLISHED, "", by, at)
    owed = periodic(locked)
    if owed is not None:
        clocks.meet(subject=owed.subject, duty=owed.duty, by=by, at=at)
    clocks.meet(subject=locked.uri, duty=DUTY, by=by, at=at)
    made = publication.announce(notice=_notice(locked, is_owed=owed is not None, at=at), by=by, at=at)
    locked.announced = made.seq
    locked.save(update_fields=["announced"])
    return locked


def _notice(report: AnnualReport, *, is_owed: bool, at: datetime) -> Notice:
    obligation = _obligation(report, is_owed=is_owed)
    return Notice(
        event=Event.PUBLISHED.value,
        address=report.address,
        number="",
        version=report.edition,
        kind=KIND,
        title=report.title,
        publisher=report.organisation,
        content=report.content(),
        text="\n".join(filter(None, report.sections.values())),
        published_on=localdate(at),
        area_key=obligation.area.key if obligation else "",
        area_title=obligation.area.title if obligation else "",
        obligation_key=obligation.key if obligation else "",
        topics=("annual-reports", f"annual-reports:{report.year}"),
    )


def _obligation(report: AnnualReport, *, is_owed: bool) -> Obligation | None:
    """Return the obligation that a report fulfils.

    A report on a year long past must not meet what is owed about another: it names none while a clock of
    the obligation runs to another day.
    """
    found = Obligation.objects.filter(key=key_of(report.organisation)).select_related("area").first()
    if found is None or is_owed:
        return found
    subject = found.subject_of(report.organisation)
    return None if Clock.objects.open().filter(subject=subject).exists() else found
