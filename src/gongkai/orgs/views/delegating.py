"""Lending one's posts to colleagues, from one's own account page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.orgs import services
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.forms import DelegateForm
from gongkai.orgs.models import Delegation
from gongkai.orgs.views.guard import signed_in
from gongkai.orgs.views.organisations import REFUSED, refuse


@signed_in
def delegate(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    form = DelegateForm(request.POST or None, person=request.user, at=now)
    if form.is_valid():
        try:
            made = services.delegate(**form.cleaned_data, by=request.user, at=now)
        except REFUSED as error:
            refuse(form, error)
        else:
            messages.success(request, f"已委托{made.deputy.name}，{made.valid_from}至{made.valid_to}有效")
            return redirect("/desk/account/")
    return render(request, "orgs/delegate.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@signed_in
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Delegation, pk=pk, giver=request.user)
    services.revoke(delegation=row, by=request.user, at=timezone.now())
    messages.success(request, f"已撤销对{row.deputy.name}的委托，此前代办的事项仍然有效")
    return redirect("/desk/account/")
