"""What an applicant says after their answer: a rating, a complaint; with the case that the session holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.orgs.rules import Refusal
from gongkai.requests import limiting, services
from gongkai.requests.declared import law
from gongkai.requests.forms.voices import OwnComplaintForm, RatingForm
from gongkai.requests.models import Rating, Request
from gongkai.requests.views import visit
from gongkai.requests.views.reaching import WRONG, done


class TooOften(Refusal):
    """One place on the net writes too often."""


@visit.private
@require_http_methods(["GET", "HEAD", "POST"])
@visit.with_case
def rate(http: HttpRequest, *, case: Request) -> HttpResponse:
    """Rate how the case was dealt with, or change that."""
    at = timezone.now()
    form = RatingForm(http.POST) if http.method == "POST" else None
    if form is not None and done(form, lambda: _rated(http, case, form, at)):
        return redirect("voices:rating")
    told = rating(case, at)
    if form is not None:
        told["form"] = form
    context = {"case": case, "rating": told}
    return render(http, "requests/rating.html", context, status=WRONG if form is not None else 200)


def _rated(http: HttpRequest, case: Request, form: forms.Form, at: datetime) -> None:
    _count(http)
    services.rate(request=case, at=at, **form.cleaned_data)


def rating(case: Request, at: datetime) -> dict[str, Any]:
    """Return what ``requests/_rating.html`` shows of a case under the name ``rating``."""
    given, days = Rating.objects.filter(request=case).first(), law().rating_days
    initial = {"stars": given.stars, "words": given.words} if given else {}
    return {
        "given": given,
        "days": days,
        "form": RatingForm(initial=initial),
        "is_open": case.answered_on is not None and (given is None or given.is_changeable(days=days, at=at)),
    }


@visit.private
@require_http_methods(["GET", "HEAD", "POST"])
@visit.with_case
def complain(http: HttpRequest, *, case: Request) -> HttpResponse:
    """Complain of how the case is dealt with; read what was answered."""
    at = timezone.now()
    form = OwnComplaintForm(http.POST if http.method == "POST" else None)
    if http.method == "POST" and done(form, lambda: _complained(http, case, form, at)):
        return redirect("voices:complaint")
    context = {"case": case, "form": form, "complaints": case.complaints.all()}
    return render(http, "requests/own_complaint.html", context, status=WRONG if form.errors else 200)


def _complained(http: HttpRequest, case: Request, form: forms.Form, at: datetime) -> None:
    _count(http)
    services.complain(request=case, at=at, **form.cleaned_data)


def _count(http: HttpRequest) -> None:
    """Count one more thing that is written from an address. Raises TooOften."""
    if visit.used(http, limiting.acts()).is_over:
        raise TooOften("提交太频繁，请一小时后再试")
