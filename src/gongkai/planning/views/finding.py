"""What a person may see, or 404: whoever may not see a thing does not learn that it exists."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation
from gongkai.planning.models import Assignment, Filing, WorkPoints


def the_year(request: SignedInRequest, year: int) -> WorkPoints:
    own = WorkPoints.objects.of_site().at_desk(request.user, at=timezone.now())
    return get_object_or_404(own.select_related("item__current"), year=year)


def the_filing(request: SignedInRequest, pk: int) -> Filing:
    visible = Filing.objects.visible_to(request.user, at=timezone.now())
    return get_object_or_404(visible.select_related("work_points", "organisation"), pk=pk)


def the_assignment(request: SignedInRequest, pk: int) -> Assignment:
    visible = Assignment.objects.visible_to(request.user, at=timezone.now())
    return get_object_or_404(
        visible.with_progress().with_evidence().select_related("task__work_points", "organisation"), pk=pk
    )


def own_organisation(request: SignedInRequest, key: str) -> Organisation:
    own = Organisation.objects.kept_by(request.user, on=timezone.localdate())
    return get_object_or_404(own, key=key)


def refused() -> HttpResponse:
    """Answer somebody without the right as if there were nothing here."""
    raise Http404
