"""A request that did not come by the web is registered for its applicant, who gets a receipt."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.items.services import in_turn
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import signed_in
from gongkai.requests import services
from gongkai.requests.declared import law
from gongkai.requests.forms.intake import AT_THE_DESK, IntakeForm
from gongkai.requests.models import Channel, Purpose, Request
from gongkai.requests.showing import term, waiting
from gongkai.requests.views.finding import registering
from gongkai.ui.keeping import sent, status

SECOND_PRESS = timedelta(seconds=60)
OF_TODAY = frozenset({Channel.IN_PERSON.value, Channel.ORAL.value})
"""What is brought is submitted there and then: the day is filled in."""


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(http: SignedInRequest) -> HttpResponse:
    """Choose how it came, then register it; the answer to that is the receipt, shown once."""
    organisations = registering(http)
    if not organisations.exists():
        raise Http404
    channel = http.POST.get("channel") or http.GET.get("channel", "")
    if channel not in [each.value for each in AT_THE_DESK]:
        return render(http, "requests/channels.html", {"channels": AT_THE_DESK})
    today = timezone.localdate()
    initial: dict[str, Any] = {"channel": channel, "supply": "paper", "delivery": "post"}
    if channel in OF_TODAY:
        initial["submitted"] = today
    form = IntakeForm(
        sent(http), http.FILES or None, organisations=organisations, evidences=evidences(channel),
        initial=initial,
    )  # fmt: skip
    if form.is_valid():
        try:
            return receipt(http, [_registered(http, form)])
        except services.REFUSALS as error:
            form.add_error(None, str(error))
    context = {"form": form, "channel": Channel(channel), "channels": AT_THE_DESK}
    return render(http, "requests/intake.html", context, status=status(form))


def evidences(channel: str) -> list[str]:
    """Return which days decide when a request of this channel counts as received, by any text."""
    return list(dict.fromkeys(each.evidence for each in law().receipts if each.channel == channel))


def _registered(http: SignedInRequest, form: IntakeForm) -> services.Registered:
    """Register what the form tells, or find what the first press of the button has registered."""
    told, by, now = form.cleaned_data, http.user, timezone.now()
    with in_turn(by):
        if twin := _just_registered(form):
            return services.reissue(request=twin, words="登记时重复提交，重新生成查询码", by=by, at=now)
        made = services.register(
            organisation=told["organisation"], identity=form.identity, asked=form.asked,
            evidence=form.evidence, by=by, at=now,
        )  # fmt: skip
        for purpose, name in ((Purpose.ORIGINAL, "originals"), (Purpose.IDENTITY, "proofs")):
            for file in told[name]:
                services.keep(
                    request=made.request, purpose=purpose.value, name=file.name or "", data=file.read(),
                    by=by, at=now,
                )  # fmt: skip
        return made


def _just_registered(form: IntakeForm) -> Request | None:
    told = form.cleaned_data
    recent = Request.objects.filter(
        organisation=told["organisation"], registered_at__gte=timezone.now() - SECOND_PRESS
    )
    same = {name: told[name] for name in ("title", "content", "channel")}
    return recent.filter(**same, applicant__fingerprint=form.identity.fingerprint).first()


def receipt(http: SignedInRequest, made: Iterable[services.Registered]) -> HttpResponse:
    """Show the query codes of new cases, to be printed: they are stored nowhere and shown once."""
    slips = [_slip(each) for each in made]
    response = render(http, "requests/receipt.html", {"slips": slips})
    response["Cache-Control"] = "no-store"
    return response


def _slip(made: services.Registered) -> dict[str, Any]:
    """Return what the applicant takes away: the code, where it is used, until when they wait and why."""
    case = made.request
    return {
        "case": case,
        "code": made.code,
        "address": f"{settings.SITE_URL}{reverse('asking:status')}",
        "waiting": waiting(case),
        "reasons": term(case, at=timezone.now()).reasons if case.received_on else [],
    }
