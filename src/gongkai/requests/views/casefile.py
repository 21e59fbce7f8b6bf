"""One case: its page, its applicant on demand, its papers, the package of all of it."""

from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import signed_in
from gongkai.requests import services, showing
from gongkai.requests.models import Request
from gongkai.requests.rules.applicant import ID_KINDS
from gongkai.requests.views.acting import ACTS
from gongkai.requests.views.alike import alike
from gongkai.requests.views.finding import the_case
from gongkai.requests.views.handling import handling

LOOKS_SHOWN = 50
NO_STORE = "private, no-store"


@signed_in
@require_safe
def case(http: SignedInRequest, pk: int) -> HttpResponse:
    return render(http, "requests/case.html", about(http, the_case(http, pk)))


def about(http: SignedInRequest, found: Request) -> dict[str, Any]:
    """Return what the page of a case shows."""
    now = timezone.now()
    prefetch_related_objects([found], "events", "documents")  # each asked for more than once
    offered = services.acts(found, http.user, at=now)
    parts, merged = showing.family(found)
    oversees = services.can(http.user, "oversee", found, at=now)
    return {
        "case": found,
        "badges": showing.badges(found),
        "term": showing.term(found, at=now),
        "timeline": showing.timeline(found),
        "alike": alike(found, http.user, now),
        "oversees": oversees,
        "others": showing.others(found, http.user, at=now),
        "documents": found.documents.all(),
        "parts": parts,
        "merged": merged,
        "acts": [act for act in ACTS.values() if act.name in offered],
        "may_export": "export" in offered,
        "looks": found.looks.all()[:LOOKS_SHOWN] if oversees else None,
    } | handling(found, http.user, now)


@signed_in
@require_POST
def applicant(http: SignedInRequest, pk: int) -> HttpResponse:
    """Show who asks; that somebody looked is noted."""
    found = the_case(http, pk)
    try:
        identity = services.reveal(request=found, by=http.user, at=timezone.now())
    except services.REFUSALS as error:
        return render(http, "requests/applicant.html", {"case": found, "refused": str(error)}, status=422)
    kind = ID_KINDS.get(identity.id_kind, "")
    response = render(http, "requests/applicant.html", {"case": found, "identity": identity, "id_kind": kind})
    response["Cache-Control"] = NO_STORE
    return response


@signed_in
@require_safe
def paper(http: SignedInRequest, pk: int, document: int) -> HttpResponse:
    """Hand out a paper of the case; that somebody looked is noted."""
    found = the_case(http, pk)
    held = get_object_or_404(found.documents.kept().select_related("request__organisation"), pk=document)
    try:
        data = services.open_paper(document=held, by=http.user, at=timezone.now())
    except FileNotFoundError as error:
        raise Http404("文件不在了") from error
    except services.REFUSALS as error:
        messages.error(http, str(error))
        return redirect("casework:case", pk)
    response = HttpResponse(data, content_type=held.media_type)
    _guard(response, content_disposition_header(True, held.name) or "attachment")
    return response


@signed_in
@require_POST
def export(http: SignedInRequest, pk: int) -> HttpResponseBase:
    """Hand out the case as a package; that somebody took it is noted."""
    found = the_case(http, pk)
    try:
        file = services.export(request=found, by=http.user, at=timezone.now())
    except services.REFUSALS as error:
        messages.error(http, str(error))
        return redirect("casework:case", pk)
    response = FileResponse(file, content_type="application/zip")
    name = f"request-{found.organisation.key}-{found.year}-{found.serial}.zip"
    _guard(response, f'attachment; filename="{name}"')
    return response


def _guard(response: HttpResponseBase, disposition: str) -> None:
    """Let no browser show a paper in the page's name, or keep it."""
    response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = NO_STORE
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
