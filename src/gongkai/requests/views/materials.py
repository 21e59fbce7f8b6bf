"""A material and its copies: what looks personal is marked, a copy without it is made and looked at."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import signed_in
from gongkai.requests import services
from gongkai.requests.forms.consulting import HideForm
from gongkai.requests.forms.seeing import SENTENCE, SeenForm
from gongkai.requests.models import Document, Purpose
from gongkai.requests.services import letters
from gongkai.requests.views.letters import a_case
from gongkai.ui.keeping import sent, status

SHOWN = 20_000
"""Characters of a copy that are shown: enough to see what became of it."""


def _material(http: SignedInRequest, pk: int, document: int) -> Document:
    """Return a material of a case that the person may handle, or 404."""
    case = a_case(http, pk)
    if not services.can(http.user, "handle", case, at=timezone.now()):
        raise Http404("没有这个页面")
    rows = case.documents.kept().filter(purpose=Purpose.MATERIAL.value)
    found = get_object_or_404(rows, pk=document)
    found.request = case
    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def material(http: SignedInRequest, pk: int, document: int) -> HttpResponse:
    """Choose what is hidden and make the copy; what cannot be proven to be gone is refused."""
    found, now = _material(http, pk, document), timezone.now()
    try:
        suggested = services.suggestions(document=found, by=http.user, at=now)
    except letters.REFUSALS as error:
        messages.error(http, str(error))
        return redirect("letters:index", pk)
    initial = {"seen": found.request.number_of_events, "keys": [each.key for each in suggested]}
    form = HideForm(sent(http), suggestions=suggested, initial=initial)
    if form.is_valid():
        last, found.request.number_of_events = found.request.number_of_events, form.cleaned_data["seen"]
        keys = form.cleaned_data["keys"]
        try:
            services.make_copy(document=found, keys=keys, words=form.lines, by=http.user, at=now)
        except letters.REFUSALS as error:
            form.add_error(None, str(error))
            found.request.number_of_events = last
        else:
            messages.success(http, "已制作副本，请核对后随答复提供")
            return redirect("letters:material", pk, document)
    if form.errors:
        form.renew(seen=found.request.number_of_events)
    copies = [{"row": each, "text": services.text_of(each, most=SHOWN)} for each in found.copies.kept()]
    context = {"case": found.request, "document": found, "form": form, "copies": copies}
    return render(http, "requests/material.html", context, status=status(form))


@signed_in
@require_POST
def whole(http: SignedInRequest, pk: int, document: int) -> HttpResponse:
    """Make a copy that is the material as it is."""
    found = _material(http, pk, document)
    form = SeenForm(http.POST)
    if form.is_valid():
        found.request.number_of_events = form.cleaned_data["seen"]
        try:
            services.copy_whole(document=found, by=http.user, at=timezone.now())
            messages.success(http, "已制作原样副本")
        except letters.REFUSALS as error:
            messages.error(http, str(error))
    else:
        messages.error(http, SENTENCE)
    return redirect("letters:material", pk, document)
