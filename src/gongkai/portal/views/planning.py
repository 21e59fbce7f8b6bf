"""The year's work points: what is to be done, by whom, and how far it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gongkai.planning.models import WorkPoints
from gongkai.planning.rules import percent
from gongkai.portal.figures import Section, planning_topics, sections
from gongkai.portal.finish import finish


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    found = WorkPoints.objects.public().select_related("item__publisher")
    plan = found.first()
    context = {"years": found, "plan": plan, "sections": sections(plan.year) if plan else []}
    return finish(request, "portal/work_points.html", context, "kind:work-points", *planning_topics())


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    public = WorkPoints.objects.public().select_related("item__publisher", "item__current")
    plan = get_object_or_404(public, year=year)
    parts = sections(year)
    context = {
        "plan": plan,
        "sections": parts,
        "tasks": sum(len(part.tasks) for part in parts),
        "percent": percent(task.percent for part in parts for task in part.tasks),
        "bars": [{"label": part.title, "value": part.percent, "href": f"#s{part.number}"} for part in parts],
    }
    topics = [f"planning:{year}", f"item:{plan.item.address}", "organisations", *proofs(parts)]
    return finish(request, "portal/work_points_year.html", context, *topics)


def proofs(parts: list[Section]) -> list[str]:
    """Return the topics of the items that prove progress: their titles are shown."""
    return [
        f"item:{evidence.item.address}"
        for part in parts
        for task in part.tasks
        for given in getattr(task, "assigned", [])
        for evidence in given.proof
    ]
