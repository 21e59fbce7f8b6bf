"""The year's work points: what is to be done, by whom, and how far it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gongkai.planning.models import WorkPoints
from gongkai.planning.rules import percent
from gongkai.portal.figures import Section, sections
from gongkai.portal.finish import finish

KINDS = ("kind:work-points", "kind:work-points-progress")


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    found = WorkPoints.objects.public().with_document()
    plan = found.first()
    context = {"years": found, "plan": plan, "sections": sections(plan)}
    return finish(request, "portal/work_points.html", context, *KINDS, "organisations")


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    plan = get_object_or_404(WorkPoints.objects.of_site().with_document(), year=year)
    topics = [f"item:{plan.address}", f"item:{plan.item.address}", "organisations"]
    if not (plan.is_public and plan.item.is_public):
        return finish(request, "portal/work_points_gone.html", {"plan": plan}, *topics, status=410)
    parts = sections(plan)
    context = {
        "plan": plan,
        "sections": parts,
        "tasks": sum(len(part.rows) for part in parts),
        "percent": percent(row.percent for part in parts for row in part.rows),
        "bars": [{"label": part.title, "value": part.percent, "href": f"#s{part.number}"} for part in parts],
    }
    return finish(request, "portal/work_points_year.html", context, *topics, *proofs(parts))


def proofs(parts: list[Section]) -> list[str]:
    """Return the topics of the items that prove progress: their titles are shown."""
    tasks = [row.task for part in parts for row in part.rows if row.task]
    return [
        f"item:{evidence.item.address}"
        for task in tasks
        for given in task.departments
        for evidence in getattr(given, "proof", [])
    ]
