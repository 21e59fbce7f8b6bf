"""A report goes through the one door, in or out: as a page of its own, whose duty the catalogue knows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.clocks import services as clocks
from gongkai.clocks.models import Clock
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Person
from gongkai.publication import services as publication
from gongkai.publication.models import Announcement, Event
from gongkai.publication.services import Notice
from gongkai.requests.models import AnnualReport, Edition, ReportState
from gongkai.requests.services.annual.deciding import move, standing
from gongkai.requests.services.annual.rights import demand
from gongkai.requests.services.annual.writing import DUTY, key_of, periodic

KIND = "report"
"""As the items of that kind, which hold the reports of the years before."""


@transaction.atomic
def publish(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """Publish an accepted report as it was frozen, as its next edition; its clocks are met.

    A second edition corrects the first, or brings back what was taken back, for the reason for which it was
    reopened. Raises Closed, NotAllowed.
    """
    demand(by, "publish", report, at=at)
    locked = standing(report, ReportState.ACCEPTED)
    event, reason = _event(locked), _reason(locked)
    locked.address, locked.published_at = locked.get_absolute_url(), locked.published_at or at
    locked.edition, locked.is_public = locked.edition + 1, True
    move(locked, ReportState.PUBLISHED, reason, by, at)
    Edition.objects.create(
        report=locked,
        number=locked.edition,
        name=locked.name,
        sections=locked.sections,
        figures=locked.figures,
        reason=reason,
        by=by,
        at=at,
    )
    _meet(locked, by, at)
    return tell(locked, event, reason, by=by, at=at)


def _event(report: AnnualReport) -> Event:
    if not report.edition:
        return Event.PUBLISHED
    return Event.CORRECTED if report.is_public else Event.RESTORED


def _reason(report: AnnualReport) -> str:
    """Return why there is another edition: what was said when it was reopened."""
    reopened = report.steps.filter(state=ReportState.REOPENED.value).last()
    return reopened.reason if reopened else ""


def _meet(report: AnnualReport, by: Person, at: datetime) -> None:
    """Meet what is owed about this report: the clock of its obligation may run for another year already."""
    owed = periodic(report)
    if owed is not None and owed.is_open:
        clocks.meet(subject=owed.subject, duty=owed.duty, by=by, at=at)
    clocks.meet(subject=report.uri, duty=DUTY, by=by, at=at)


def tell(report: AnnualReport, event: Event, reason: str, *, by: Person, at: datetime) -> AnnualReport:
    """Announce what has just been done to a report, within the same transaction."""
    made = publication.announce(notice=_notice(report, event, reason, at), by=by, at=at)
    report.announced = made.seq
    report.save(update_fields=["announced"])
    return report


def _notice(report: AnnualReport, event: Event, reason: str, at: datetime) -> Notice:
    obligation, edition = _obligation(report), report.last_edition()
    return Notice(
        event=event.value,
        address=report.address,
        number="",
        version=report.edition,
        kind=KIND,
        title=edition.title if edition else report.title,
        publisher=report.organisation,
        content=report.content(),
        text="\n".join(filter(None, edition.sections.values() if edition else ())),
        published_on=localdate(report.published_at or at),
        area_key=obligation.area.key if obligation else "",
        area_title=obligation.area.title if obligation else "",
        obligation_key=obligation.key if obligation else "",
        topics=("annual-reports", f"annual-reports:{report.year}"),
        note=reason,
    )


def _obligation(report: AnnualReport) -> Obligation | None:
    """Return the obligation that a report fulfils: what was said of it first holds of all its editions.

    A report on a year long past must not meet what is owed about another: it names none while a clock of
    the obligation runs to another day.
    """
    known = Obligation.objects.select_related("area")
    last = Announcement.objects.latest_per_address().filter(address=report.address).first()
    if last is not None:
        return known.filter(key=last.obligation_key).first()
    found = known.filter(key=key_of(report.organisation)).first()
    if found is None or periodic(report) is not None:
        return found
    subject = found.subject_of(report.organisation)
    return None if Clock.objects.open().filter(subject=subject).exists() else found
