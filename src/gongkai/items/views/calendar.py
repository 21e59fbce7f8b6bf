"""The calendar of releases, entries into force, lapses and repeals, month by month."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.items import services
from gongkai.items.views.finding import signed_in
from gongkai.orgs.entering import SignedInRequest
from gongkai.ui import months


@signed_in
@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    """Show a month (``?month=2017-07``), the present one unless another is asked for."""
    now = timezone.now()
    today = timezone.localdate(now)
    month = _month(request.GET.get("month", ""), today)
    last = months.after(month) - timedelta(days=1)
    found = services.happenings(request.user, first=month, last=last, at=now)
    context = {
        "month": month,
        "today": today,
        "before": months.before(month),
        "after": months.after(month),
        "found": found,
        "events": [
            {**_plain(each), "href": each.href, "tone": each.tone, "kind": f"{each.time} {each.kind}".strip()}
            for each in found
        ],
    }
    return render(request, "items/calendar.html", context)


def _plain(each: services.Happening) -> dict[str, object]:
    return {"date": each.date, "title": each.title}


def _month(given: str, today: date) -> date:
    """Return the first day of the month named, of this month if that is none between 1990 and 2199."""
    try:
        found = date.fromisoformat(f"{given}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 1990 <= found.year < 2200 else today.replace(day=1)
