"""The same information asked for several times: found, told, and made public or not (条例第四十四条).

New requests are compared one by one with those of twelve months that share their rarest pairs of signs:
what it costs does not grow with the square of what there is.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count

from gongkai.clocks import services as clocks
from gongkai.law.deadlines import add_months, local_day, start_of
from gongkai.requests.declared import law
from gongkai.requests.models import Applicant, Group, Kinship, Mark, Request
from gongkai.requests.rules.answers import INFORMATION
from gongkai.requests.rules.likeness import Sketch, likeness, marks, sketch

DUTY = "decide-alike"
KEPT_MARKS = 24
"""So many pairs of a request can be looked up: a title has hardly more."""
RAREST = 10
COMMON = 2000
"""A pair that so many requests to one organisation have tells nothing."""
CANDIDATES = 60
AT_ONCE = 100


def compare_waiting(*, at: datetime, most: int = AT_ONCE) -> int:
    """Compare requests that were not yet, the oldest first; return how many."""
    since = _since(at)
    waiting = Request.objects.filter(
        kinship=None, registered_at__gte=since, subject=INFORMATION, anonymised_on=None
    )
    found = list(waiting.order_by("registered_at", "pk").select_related("organisation")[:most])
    for each in found:
        compare(request=each, at=at)
    return len(found)


def forget_marks(*, at: datetime) -> int:
    """Let go of the marks of requests that are too old to be compared; return how many."""
    old = Request.objects.filter(registered_at__lt=_since(at)).order_by().values("pk")
    removed, _ = Mark.objects.filter(request__in=old).delete()
    return removed


def _since(at: datetime) -> datetime:
    return start_of(add_months(local_day(at), -law().alike.months))


@transaction.atomic
def compare(*, request: Request, at: datetime) -> Kinship:
    """Look for requests for the same information, and join them; tell where enough applicants ask."""
    mine = sketch(request.title, request.content)
    values = marks(mine, KEPT_MARKS)
    percent, nearest = _nearest(request, mine, values)
    _keep(request, values)
    group = _group_of(request, nearest, percent, at) if nearest else None
    kinship, _ = Kinship.objects.get_or_create(request=request, defaults={"group": group, "percent": percent})
    if group is not None:
        alert(group=group, at=at)
    return kinship


def _keep(request: Request, values: list[int]) -> None:
    rows = [
        Mark(organisation_id=request.organisation_id, request=request, value=value)
        for value in dict.fromkeys(values)
    ]
    Mark.objects.bulk_create(rows, ignore_conflicts=True)


def _nearest(request: Request, mine: Sketch, values: list[int]) -> tuple[int, Request | None]:
    """Return the most similar earlier request to the same organisation, and how similar it is."""
    found = [(likeness(mine, sketch(each.title, each.content)), each) for each in candidates(request, values)]
    best = max(found, key=lambda each: (each[0], each[1].pk), default=(0, None))
    return best if best[0] >= law().alike.percent else (0, None)


def candidates(request: Request, values: list[int]) -> list[Request]:
    """Return the requests that share most of the rarest pairs with one."""
    told = Mark.objects.filter(organisation=request.organisation_id, value__in=values).order_by()
    counts = dict(told.values_list("value").annotate(number=Count("pk")).values_list("value", "number"))
    rarest = sorted((number, value) for value, number in counts.items() if number <= COMMON)[:RAREST]
    wanted = [value for _, value in rarest] or list(counts)[:1]
    sharing = (
        told.filter(value__in=wanted)
        .exclude(request=request)
        .values("request")
        .annotate(number=Count("pk"))
        .order_by("-number", "-request")[:CANDIDATES]
    )
    keys = [row["request"] for row in sharing]
    rows = Request.objects.filter(pk__in=keys, anonymised_on=None).exclude(kinship__is_settled=True)
    return list(rows.select_related("kinship__group"))


def _group_of(request: Request, nearest: Request, percent: int, at: datetime) -> Group:
    """Return the group of the nearest request, begun with it where it was alone."""
    theirs, _ = Kinship.objects.get_or_create(request=nearest)
    day = local_day(max(request.registered_at, nearest.registered_at))
    group = theirs.group
    if group is None:
        group = Group.objects.create(organisation=request.organisation, begun_at=at, last_on=day)
        Kinship.objects.filter(pk=theirs.pk).update(group=group, percent=percent)
    elif group.last_on < day:
        group.last_on = day
        group.save(update_fields=["last_on"])
    return group


def alert(*, group: Group, at: datetime) -> bool:
    """Begin the time for a decision about a group that enough applicants ask for; return whether it began."""
    said = law().alike
    if group.alerted_at is not None or group.verdict:
        return False
    recent = Kinship.objects.filter(group=group, request__registered_at__gte=_since(at))
    askers = Applicant.objects.filter(request__in=recent.order_by().values("request")).order_by()
    if askers.values("fingerprint").distinct().count() < said.applicants:
        return False
    group.alerted_at = at
    group.save(update_fields=["alerted_at"])
    clocks.start(
        subject=group.uri,
        duty=DUTY,
        title=f"研究多人申请的信息是否主动公开（{group}）",
        organisation=group.organisation,
        limit="alike-decision",
        by=None,
        at=at,
    )
    return True
