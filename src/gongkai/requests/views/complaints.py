"""Complaints at the desk: the openness office reads, examines and answers them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import signed_in
from gongkai.requests import services
from gongkai.requests.forms.after import ComplaintForm, FindingForm
from gongkai.requests.models import Complaint
from gongkai.requests.views.reaching import WRONG, bodies, done, office_only, paged, reached


@signed_in
@require_safe
def index(http: SignedInRequest) -> HttpResponse:
    """All complaints, those to be answered first by their day."""
    office_only(http)
    today = timezone.localdate()
    mine = Complaint.objects.visible_to(http.user, on=today).select_related("organisation")
    context = {
        "waiting": mine.open().order_by("due_on", "pk"),
        "page": paged(http, mine.exclude(replied_at=None)),
        "query": "?",
        "today": today,
    }
    return render(http, "requests/complaints.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(http: SignedInRequest) -> HttpResponse:
    office_only(http)
    form = ComplaintForm(http.POST if http.method == "POST" else None, organisations=bodies())

    def act() -> None:
        services.note_complaint(request=None, by=http.user, at=timezone.now(), **form.cleaned_data)

    if http.method == "POST" and done(form, act):
        messages.success(http, "投诉已登记")
        return redirect("after:complaints")
    context = {"form": form, "heading": "登记投诉", "action": "登记"}
    return render(http, "requests/complaint_new.html", context, status=WRONG if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(http: SignedInRequest, pk: int) -> HttpResponse:
    """One complaint with how its author is reached; answered here."""
    found: Complaint = reached(http, Complaint, pk, "request", "replied_by")
    form: forms.Form = FindingForm(http.POST if http.method == "POST" else None)

    def act() -> None:
        services.reply_to_complaint(complaint=found, by=http.user, at=timezone.now(), **form.cleaned_data)

    if http.method == "POST" and done(form, act):
        messages.success(http, "已答复")
        return redirect("after:complaint", found.pk)
    context = {
        "complaint": found,
        "contact": services.contact_of(found),
        "form": form,
        "suggestions": found.suggestions.all(),
        "today": timezone.localdate(),
    }
    return render(http, "requests/complaint.html", context, status=WRONG if form.errors else 200)
