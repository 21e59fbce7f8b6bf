"""The first page of the workbench."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.desk import today
from gongkai.orgs.models import Person, Post, Role


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what is to be done today, the most pressing first."""
    person, at = request.user, timezone.now()
    assert isinstance(person, Person)  # noqa: S101 - login_required
    roles = Post.objects.exercised_by(person, on=timezone.localdate(at)).roles()
    context = {
        "today": timezone.localdate(at),
        "has_posts": bool(roles),
        "may_draft": bool(roles & {Role.CLERK.value, Role.OPENNESS.value}),
        "overdue": today.overdue(person, at=at),
        "due_soon": today.due_soon(person, at=at),
        "returned": today.returned(person, at=at),
        "emergencies": today.emergencies(person, at=at),
        "waiting": today.waiting_for(person, at=at),
        "filings": today.filings(person, at=at),
        "drafts": today.drafts(person, at=at),
        "lapsing": today.lapsing(person, at=at),
        "scheduled": today.scheduled(person, at=at),
        "recent": today.recent(person, at=at),
    }
    if Role.OPENNESS.value in roles:
        context |= {"coverage": today.coverage(at=at), "late": today.late_organisations(at=at)}
    return render(request, "desk/home.html", context)
