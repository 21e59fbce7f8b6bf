"""清理: reviews of documents at the desk, as the openness office leads them and departments answer."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.items import services
from gongkai.items.forms.editing import accuse
from gongkai.items.forms.reviewing import CloseForm, OpenForm, StateForm, TurnDownForm
from gongkai.items.models import ReviewEntry, ReviewEntryQuerySet, ReviewRound
from gongkai.items.views.finding import signed_in, typed
from gongkai.orgs.entering import SignedInRequest

ACTS: dict[str, tuple[Callable[..., ReviewEntry], str]] = {
    "state": (services.state, "form"),
    "return": (services.turn_down, "return_form"),
}


def _mine(request: SignedInRequest) -> ReviewEntryQuerySet:
    return ReviewEntry.objects.at_desk(request.user, at=timezone.now())


def _is_office(request: SignedInRequest) -> bool:
    return services.is_office(request.user, at=timezone.now())


def _office_only(request: SignedInRequest) -> None:
    if not _is_office(request):
        raise Http404


def _the_round(request: SignedInRequest, pk: int) -> ReviewRound:
    """Return a review that concerns the person; raise Http404 otherwise."""
    found = get_object_or_404(ReviewRound.objects.select_related("opened_by", "result"), pk=pk)
    if not _is_office(request) and not _mine(request).filter(round=found).exists():
        raise Http404
    return found


@signed_in
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    mine = _mine(request)
    concerned = (
        ReviewRound.objects.all()
        if _is_office(request)
        else ReviewRound.objects.filter(pk__in=mine.order_by().values("round_id"))
    )
    rows = concerned.annotate(
        total=Count("entries", filter=Q(entries__in=mine)),
        owed=Count("entries", filter=Q(entries__in=mine.owed())),
    )
    return render(request, "items/reviews.html", {"rounds": rows, "may_open": _is_office(request)})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest) -> HttpResponse:
    _office_only(request)
    form = OpenForm(typed(request), initial={"cutoff_on": timezone.localdate(), "scope": "normative"})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_review(by=request.user, at=timezone.now(), **form.cleaned_data)
        except services.REFUSALS as error:
            accuse(form, error)
        else:
            messages.success(request, f"已开始清理，共{made.entries.count()}份文件，各责任单位开始计时")
            return redirect("items:review-round", made.pk)
    return render(request, "items/review_open.html", {"form": form})


@signed_in
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    review = _the_round(request, pk)
    entries = _mine(request).filter(round=review)
    context = {
        "round": review,
        "entries": entries.select_related("item__current", "organisation").defer("item__current__body"),
        "is_office": _is_office(request),
        "owed": entries.owed().count(),
        "undecided": entries.undecided().count(),
        "organisations": _progress(review) if _is_office(request) else [],
    }
    return render(request, "items/review_round.html", context)


def _progress(review: ReviewRound) -> list[dict[str, Any]]:
    """Return how many opinions each department still owes, as rows of a bar chart."""
    rows = review.entries.owed().order_by().values("organisation__short_name")
    counted = rows.annotate(number=Count("pk")).order_by("-number")
    return [{"label": row["organisation__short_name"], "value": row["number"]} for row in counted]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """One document of a review: the department says what becomes of it, the office takes or returns it."""
    found = get_object_or_404(_mine(request).select_related("round", "item__current", "organisation"), pk=pk)
    initial = {"verdict": found.verdict, "reason": found.reason}
    form = StateForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        return _acted(request, found, form, "state", "意见已填报")
    return _entry_page(request, found, form=form)


def _entry_page(request: SignedInRequest, found: ReviewEntry, **forms_: forms.Form) -> HttpResponse:
    context = {
        "entry": found,
        "round": found.round,
        "may_state": services.may_state(request.user, found, at=timezone.now()) and found.round.is_open,
        "may_decide": _is_office(request) and found.round.is_open and found.verdict,
        "form": StateForm(initial={"verdict": found.verdict, "reason": found.reason}),
        "return_form": TurnDownForm(),
        **forms_,
    }
    return render(request, "items/review_entry.html", context)


def _acted(
    request: SignedInRequest, found: ReviewEntry, form: forms.Form, verb: str, said: str
) -> HttpResponse:
    act, slot = ACTS[verb]
    try:
        act(entry=found, by=request.user, at=timezone.now(), **form.cleaned_data)
    except services.Unready as error:
        accuse(form, error)
        return _entry_page(request, found, **{slot: form})
    except services.REFUSALS as error:
        messages.info(request, str(error))
    else:
        messages.success(request, said)
    return redirect("items:review-round", found.round_id)


@signed_in
@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one opinion (``entry``) or all that were stated."""
    _office_only(request)
    review = _the_round(request, pk)
    given = request.POST.get("entry", "")
    entries = review.entries.undecided()
    chosen = entries.filter(pk=int(given)) if given.isdecimal() else entries
    number = services.accept(entries=list(chosen), by=request.user, at=timezone.now())
    messages.success(request, f"已采纳{number}份文件的意见")
    return redirect("items:review-round", pk)


@signed_in
@require_POST
def turn_down(request: SignedInRequest, pk: int) -> HttpResponse:
    _office_only(request)
    found = get_object_or_404(_mine(request).select_related("round", "item__current", "organisation"), pk=pk)
    form = TurnDownForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, found, return_form=form)
    return _acted(request, found, form, "return", "已退回，责任单位重新计时")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """What closing would do, and the closing itself."""
    _office_only(request)
    review = _the_round(request, pk)
    form = CloseForm(typed(request), initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            done = services.close_review(
                review=review, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except services.REFUSALS as error:
            accuse(form, error)
        else:
            messages.success(request, "清理已结束，废止和失效已标注；结果已起草，请核对后送审公开")
            return redirect("items:edit" if done.result_id else "items:review-round", done.result_id or pk)
    context = {"round": review, "form": form, "preview": services.preview_review(review)}
    return render(request, "items/review_close.html", context)
