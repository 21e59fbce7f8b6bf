"""The openness office looks at how registers keep their time, and holds their display periods."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import those_who
from gongkai.registers import services
from gongkai.registers.forms import HoldForm
from gongkai.registers.models import Register
from gongkai.registers.services import Punctuality
from gongkai.ui.keeping import sent, status

HOLD = "hold"


@dataclass(frozen=True)
class Line:
    """One public register: how its entries kept their time, and on what their display rests."""

    register: Register
    punctuality: Punctuality
    bases: tuple[str, ...]


@require_safe
@those_who(services.can, HOLD)
def periods(request: SignedInRequest) -> HttpResponse:
    """Every public register that has a limit or a display period."""
    registers = Register.objects.current(timezone.localdate()).filter(is_public=True)
    lines = []
    for each in registers.select_related("obligation__area").prefetch_related("definitions"):
        said = each.definition.said
        if said.event or said.retention:
            kept = services.punctuality(register=each)
            lines.append(Line(each, kept, tuple(dict.fromkeys(rule.basis for rule in said.retention))))
    return render(request, "registers/periods.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@those_who(services.can, HOLD)
def hold(request: SignedInRequest, key: str) -> HttpResponse:
    """Hold the display period of a register with a reason, or lift the hold."""
    register = get_object_or_404(Register.objects.filter(is_public=True), key=key)
    form = HoldForm(sent(request), is_held=register.is_held)
    if form.is_valid():
        try:
            act(request, register, **form.cleaned_data)
            return redirect("registers:periods")
        except services.REFUSALS as error:
            form.add_error(None, str(error))
    verb = "恢复展示期" if register.is_held else "暂停展示期"
    context = {"register": register, "form": form, "heading": f"{register.title}：{verb}", "action": verb}
    return render(request, "registers/hold.html", context, status=status(form))


def act(request: SignedInRequest, register: Register, reason: str = "") -> None:
    """Hold or lift. Raises Refused, IllegalMove, NotAllowed."""
    now = timezone.now()
    if register.is_held:
        services.lift(register=register, by=request.user, at=now)
        messages.success(request, f"“{register.title}”的展示期已恢复，到期的条目将自动撤下")
    else:
        services.hold(register=register, reason=reason, by=request.user, at=now)
        messages.success(request, f"“{register.title}”的展示期已暂停，理由已向公众说明")
