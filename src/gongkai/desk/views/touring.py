"""The tour: put away, or begun once more."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.desk import services
from gongkai.desk.middleware import DeskRequest
from gongkai.orgs.views.guard import signed_in


@signed_in
@require_POST
def finish(request: DeskRequest) -> HttpResponse:
    services.finish_tour(by=request.user, at=timezone.now())
    return redirect("desk:home")


@signed_in
@require_POST
def repeat(request: DeskRequest) -> HttpResponse:
    services.repeat_tour(by=request.user)
    return redirect("desk:home")
