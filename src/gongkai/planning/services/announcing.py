"""How a year's overview goes through the one door: who answers for which point, and how far that is."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from gongkai.orgs.models import Person
from gongkai.planning.models import WorkPoints
from gongkai.publication import services as publication
from gongkai.publication.models import Event
from gongkai.publication.services import Notice

KIND = "work-points-progress"


def hold(work_points: WorkPoints) -> WorkPoints:
    """Hold a year until the commit: every verb of which the public learns begins so."""
    return WorkPoints.objects.select_for_update(no_key=True).get(pk=work_points.pk)


def announce(work_points: WorkPoints, *, by: Person | None, at: datetime) -> None:
    """Announce the overview as it now stands, as the last thing in the transaction that changed it.

    The year must be held. A year of another region than the site's has no page here and stays at the desk;
    one whose document is withdrawn goes, and comes back, with it.
    """
    found = WorkPoints.objects.select_related("item__publisher").prefetch_related(*WorkPoints.content_needs)
    row = found.get(pk=work_points.pk)
    event = _event(row)
    if event is None:
        return
    row.address, row.edition = row.get_absolute_url(), row.edition + 1
    made = publication.announce(notice=notice_of(row, event), by=by, at=at)
    row.announced, row.is_public = made.seq, event is not Event.WITHDRAWN
    row.save(update_fields=["address", "edition", "announced", "is_public"])


def _event(row: WorkPoints) -> Event | None:
    """Return what is to be announced of a year that has changed, None if the public learns nothing."""
    if not row.item.is_public:
        return Event.WITHDRAWN if row.is_public else None
    if not row.address:
        return Event.PUBLISHED if row.region_id == settings.SITE_REGION else None
    return Event.AMENDED if row.is_public else Event.RESTORED


def notice_of(row: WorkPoints, event: Event) -> Notice:
    """Return what the public is to know. The words of the document are not repeated: they are its own."""
    bodies = {
        each.organisation.name
        for task in row.tasks.all()
        for each in task.assignments.all()
        if each.ended_at is None and not task.is_dropped
    }
    return Notice(
        event=event.value,
        address=row.address,
        number="",
        version=row.edition,
        kind=KIND,
        title=f"{row.year}年政务公开工作要点落实情况",
        publisher=row.item.publisher,
        content=row.content(),
        text="、".join(["责任单位", *sorted(bodies)]),
        published_on=localdate(row.adopted_at),
    )


def follow_documents(*, at: datetime) -> int:
    """Withdraw the overviews whose document was withdrawn, and bring them back with it; return how many.

    Nothing is shown meanwhile: the page asks for both.
    """
    waiting = list(WorkPoints.objects.estranged().order_by("pk"))
    return sum(_follow(row, at) for row in waiting)


@transaction.atomic
def _follow(work_points: WorkPoints, at: datetime) -> int:
    row = hold(work_points)
    if row.is_public == row.item.is_public:
        return 0
    announce(row, by=None, at=at)
    return 1
