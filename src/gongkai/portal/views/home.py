"""The front page, help, accessibility."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.items.models import Kind
from gongkai.portal import figures
from gongkai.portal.finish import finish
from gongkai.portal.listing import lines
from gongkai.portal.registers.catalogue import newest

NEWEST = 12  # registers
TALKS = [Kind.MEETING.value, Kind.CONFERENCE.value, Kind.REPLY.value]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page. Its yearly figure is of the newest year in which something was published."""
    today = timezone.localdate(timezone.now())
    plan = figures.newest_work_points()
    latest = list(lines()[:10])
    year = latest[0].published_on.year if latest and latest[0].published_on else today.year
    counts, this_year = figures.by_obligation(year)
    context = {
        "latest": latest,
        "talks": lines().filter(kind__in=TALKS)[:5],
        "pairs": figures.interpreted(4),
        "areas": figures.areas(counts),
        "statutory": figures.statutory(counts),
        "figures": figures.figures(counts, this_year=this_year, on=today),
        "year": year,
        "plan": plan,
        "sections": figures.sections(plan),
        "registers": newest(NEWEST),
    }
    return finish(request, "portal/home.html", context, "site", "catalogue", "organisations")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return finish(request, "portal/help.html", {}, "texts")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return finish(request, "portal/accessibility.html", {}, "texts")
