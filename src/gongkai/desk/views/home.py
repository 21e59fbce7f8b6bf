"""The first page of the workbench."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.desk import requested, today, tour
from gongkai.desk.middleware import DeskRequest
from gongkai.desk.models import Choices
from gongkai.orgs.views.guard import signed_in


@signed_in
@require_safe
def home(request: DeskRequest) -> HttpResponse:
    """Show what is to be done today, the most pressing first."""
    desk = request.standing
    has_toured = Choices.objects.filter(person=request.user, toured_at__isnull=False).exists()
    overdue, due_soon = today.pressing(desk)
    tables, tables_back = today.batches(desk)
    returned, waiting = today.returned(desk), today.waiting_for(desk)
    requests, requests_back = requested.tasks(desk)
    context: dict[str, object] = {
        "today": desk.on,
        "tour": None if has_toured else tour.step(desk.roles, request.GET.get("tour", "")),
        "has_posts": bool(desk.roles),
        "may_draft": desk.may_draft,
        "is_office": desk.is_openness,
        "overdue": overdue,
        "due_soon": due_soon,
        "returned": returned,
        "to_mend": len(returned) + len(tables_back) + len(requests_back),
        "emergencies": today.emergencies(desk),
        "waiting": waiting,
        "to_decide": len(waiting) + len(tables) + len(requests),
        "requests": requests,
        "requests_back": requests_back,
        "gaps": today.gaps(desk),
        "filings": today.filings(desk),
        "tables": tables,
        "tables_back": tables_back,
        "proofs": today.proofs(desk),
        "drafts": today.drafts(desk),
        "lapsing": today.lapsing(desk),
        "scheduled": today.scheduled(desk),
        "recent": today.recent(desk),
    }
    if desk.is_openness:
        context |= {"coverage": today.coverage(at=desk.at), "late": today.late_organisations(at=desk.at)}
    return render(request, "desk/home.html", context)
