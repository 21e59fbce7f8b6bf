"""The application: filled in, looked over, sent once, answered with a receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.clocks import services as clocks
from gongkai.requests import limiting, services, vault
from gongkai.requests.forms.asking import ApplicationForm, CitizenForm, OrganisationForm
from gongkai.requests.forms.sending import SendForm
from gongkai.requests.models import Request
from gongkai.requests.rules import asking
from gongkai.requests.slips import Slip
from gongkai.requests.standing import clock_of
from gongkai.requests.views import visit
from gongkai.search import finding
from gongkai.ui.limiting import Use
from gongkai.ui.paper import Unprintable

KINDS: dict[str, type[ApplicationForm]] = {form.who: form for form in (CitizenForm, OrganisationForm)}
HITS = 5
SHORTEST = 2
"""Of fewer characters nothing is looked for."""
LONGEST = 100


@visit.private
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, who: str) -> HttpResponse:
    """Write, look over (``step=check``), change (``edit``), see what is public (``find``), ``send``."""
    if who not in KINDS:
        raise Http404
    at = timezone.now()
    day = timezone.localdate(at)
    if request.method != "POST":
        wanted = {name: request.GET[name] for name in ("organisation", "subject") if name in request.GET}
        return _writing(request, KINDS[who](initial=wanted, day=day), Slip.new(at=at))
    slip, step = Slip.read(request.POST.get("slip", ""), at=at), request.POST.get("step", "check")
    use = visit.used(request, limiting.sends() if step == "send" else limiting.forms())
    if use.is_over or step in {"edit", "find"}:
        typed = KINDS[who](initial=request.POST.dict(), day=day)
        return _writing(request, typed, slip, over=use if use.is_over else None, find=step == "find")
    form = KINDS[who](request.POST, day=day)
    if not form.is_valid():
        return _writing(request, form, slip)
    return _sending(request, form, slip, at) if step == "send" else _checking(request, form, slip, at)


def _writing(
    request: HttpRequest, form: ApplicationForm, slip: Slip, *, over: Use | None = None, find: bool = False
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "slip": slip, "over": over}
    if find:
        context |= _found(str(form.initial.get("title", "")))
    response = render(request, "requests/applying.html", context, status=429 if over else 200)
    if over:
        response.headers["Retry-After"] = str(over.wait)
    return response


def _checking(
    request: HttpRequest, form: ApplicationForm, slip: Slip, at: datetime, send: SendForm | None = None
) -> HttpResponse:
    """Show what will be sent, with what belongs to the last step."""
    content = f"{form.cleaned_data['title']}\n{form.cleaned_data['content']}"
    shown = send or SendForm(subject=form.cleaned_data["subject"], slip=slip, at=at)
    context = {"form": form, "send": shown, "slip": slip, "is_several": asking.several(content)}
    return render(request, "requests/check.html", context)


def _sending(request: HttpRequest, form: ApplicationForm, slip: Slip, at: datetime) -> HttpResponse:
    subject = form.cleaned_data["subject"]
    send = SendForm(request.POST, request.FILES, subject=subject, slip=slip, at=at)
    if not send.is_valid():
        fresh = slip.again()
        send.ask_anew(fresh)
        return _checking(request, form, fresh, at, send)
    try:
        made = services.ask(
            organisation=form.cleaned_data["organisation"],
            identity=form.identity,
            asked=form.asked,
            papers=send.papers(),
            slip=slip.key,
            at=at,
        )
    except services.AlreadySent as again:
        if at - again.request.registered_at > visit.OPEN_FOR:
            return render(request, "requests/sent_before.html", status=409)
        made = services.Registered(again.request, again.code)
    sealed = vault.seal(made.code.encode()).decode("ascii")
    visit.remember(request.session, visit.RECEIPT, made.request, at=at, code=sealed)
    return redirect("asking:receipt")


def _found(text: str) -> dict[str, object]:
    """Return up to five public documents that speak of ``text``."""
    words = " ".join(text.split())[:LONGEST].replace("\0", "")
    if len(words) < SHORTEST:
        return {"asked": "", "hits": []}
    return {"asked": words, "hits": finding.find(finding.Query(text=words, size=HITS)).hits[:HITS]}


@visit.private
@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """The fragment under the name of the information; typed words never stand in an address."""
    if visit.used(request, limiting.searches()).is_over:
        return HttpResponse(status=204)
    return render(request, "requests/similar.html", _found(request.POST.get("title", "")))


@visit.private
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt, for half an hour and in this session only; a POST ends that sooner."""
    at = timezone.now()
    told = visit.recall(request.session, visit.RECEIPT, at=at)
    if request.method == "POST" or told is None:
        visit.forget(request.session, visit.RECEIPT)
        return redirect("asking:status" if told is None else "asking:entry")
    return render(request, "requests/applied.html", _received(told))


@visit.private
@require_safe
def receipt_pdf(request: HttpRequest) -> HttpResponse:
    """The receipt to keep."""
    told = visit.recall(request.session, visit.RECEIPT, at=timezone.now())
    if told is None:
        return redirect("asking:status")
    shown = _received(told)
    try:
        data = services.receipt_of(
            request=shown["case"], code=shown["code"], link=shown["link"], reasons=shown["reasons"]
        )
    except Unprintable as error:
        return render(request, "requests/applied.html", shown | {"error": str(error)}, status=503)
    name = f"receipt-{shown['case'].year}-{shown['case'].serial}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def _received(told: dict[str, Any]) -> dict[str, Any]:
    """Return what stands on the receipt of the case that this session has sent."""
    case = Request.objects.select_related("organisation").get(pk=told["case"])
    code, clock = vault.unseal(told["code"].encode("ascii")).decode(), clock_of(case)
    return {
        "case": case,
        "code": code,
        "clock": clock,
        "reasons": clocks.explain(clock) if clock else [],
        "address": f"{settings.SITE_URL}/requests/status/",
        "link": f"{settings.SITE_URL}/requests/status/#{code}",
    }
