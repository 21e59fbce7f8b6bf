"""The declared review paths, drawn for one organisation and one kind of text, with the people of today."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.items import services
from gongkai.items.forms.paths import PathForm
from gongkai.items.models import Kind
from gongkai.obligations.node import BadCatalogue
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation
from gongkai.orgs.views.guard import keepers_only


@require_safe
@keepers_only("see-people")
def paths(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    among = Organisation.objects.valid_on(timezone.localdate(now))
    shown = {"organisation": getattr(among.first(), "key", ""), "kind": Kind.DOCUMENT.value}
    form = PathForm(shown | request.GET.dict(), among=among)
    try:
        context = {"form": form, **_drawn(form, now)}
    except BadCatalogue as bad:
        context = {"form": form, "problems": bad.problems}
    is_wrong = bool(form.errors or context.get("problems"))
    return render(request, "items/paths.html", context, status=422 if is_wrong else 200)


def _drawn(form: PathForm, now: datetime) -> dict[str, object]:
    """Return what is drawn of the chosen path, and the list of all. Raises BadCatalogue."""
    declared = [(path, services.scope(path)) for path in services.declared()]
    if not form.is_valid():
        return {"declared": declared}
    organisation, kind = form.cleaned_data["organisation"], form.cleaned_data["kind"]
    path = services.path_of_kind(organisation, kind)
    seats = services.laid_out(path=path, organisation=organisation, kind=kind, at=now)
    return {"declared": declared, "path": path, "organisation": organisation, "seats": seats}
