"""What a person may see, or 404: whoever may not see a thing does not learn that it exists."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gongkai.orgs.models import Organisation, Person
from gongkai.planning.models import Assignment, Filing, WorkPoints

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request behind ``signed_in``."""

    user: Person


View = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let only signed-in people through; others sign in first and come back."""
    return login_required(view)  # type: ignore[return-value]


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
