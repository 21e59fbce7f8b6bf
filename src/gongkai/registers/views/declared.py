"""The registers that are declared: the list, one with the history of its definitions, its end and return."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import signed_in, those_who
from gongkai.registers import services
from gongkai.registers.declaring_forms import RetireForm
from gongkai.registers.models import Definition, Register
from gongkai.registers.sheets.template import template
from gongkai.registers.views.declaring import names
from gongkai.registers.views.finding import fillers_of
from gongkai.ui.keeping import sent, status

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AROUND = 3
SAME, GONE, COME, LEFT_OUT = "same", "gone", "come", "left-out"


@require_safe
@those_who(services.can, "declare")
def index(request: SignedInRequest) -> HttpResponse:
    registers = Register.objects.select_related("obligation__area").prefetch_related("definitions__by")
    wanted = request.GET.get("q", "").strip()[:60]
    rows = [
        (each, each.definitions.all()[0], len(each.definitions.all()))
        for each in registers
        if wanted in each.title or wanted in each.key
    ]
    rows.sort(key=lambda row: row[1].at, reverse=True)
    context = {"rows": rows, "q": wanted, "today": timezone.localdate(), "total": len(registers)}
    return render(request, "registers/declared.html", context)


@require_safe
@those_who(services.can, "declare")
def detail(request: SignedInRequest, key: str) -> HttpResponse:
    """Show the definition in force and what to do next."""
    register = get_object_or_404(Register.objects.select_related("obligation"), key=key)
    definitions = list(register.definitions.select_related("by"))
    today = timezone.localdate()
    duties = [register.obligation, *register.further.all()]
    context = {
        "register": register,
        "definition": definitions[0],
        "definitions": definitions,
        "said": definitions[0].said,
        "lines": list(enumerate(definitions[0].text.splitlines(), 1)),
        "duties": duties,
        "fillers": {each.pk: each for duty in duties for each in duty.responsible(today)}.values(),
        "may_fill": bool(fillers_of(request, register)),
        "is_retired": register.retired_on is not None and register.retired_on <= today,
    }
    return render(request, "registers/declaration.html", context)


@require_safe
@those_who(services.can, "declare")
def version(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """Show one definition of a register beside the one before it."""
    found = Definition.objects.select_related("register", "by")
    definition = get_object_or_404(found, register__key=key, number=number)
    before = found.filter(register__key=key, number=number - 1).first()
    context = {
        "register": definition.register,
        "definition": definition,
        "before": before,
        "lines": list(changes(before.text if before else "", definition.text)),
    }
    return render(request, "registers/declare_version.html", context)


def changes(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of two texts: same, gone, come, and how many of the same are left out."""
    was, now = old.splitlines(), new.splitlines()
    for group in SequenceMatcher(None, was, now, autojunk=False).get_grouped_opcodes(AROUND):
        if group[0][3]:
            yield LEFT_OUT, f"第 {group[0][3] + 1} 行起"
        for verb, first, last, start, end in group:
            if verb == "equal":
                yield from ((SAME, line) for line in now[start:end])
                continue
            yield from ((GONE, line) for line in was[first:last])
            yield from ((COME, line) for line in now[start:end])


@those_who(services.can, "retire")
def retire(request: SignedInRequest, key: str) -> HttpResponse:
    """Ask from when on and why, then take the register out of use."""
    register = get_object_or_404(Register, key=key)
    form = RetireForm(sent(request), initial={"on": timezone.localdate()})
    if form.is_valid():
        on, reason = form.cleaned_data["on"], form.cleaned_data["reason"]
        try:
            services.retire(register=register, on=on, reason=reason, by=request.user, at=timezone.now())
        except services.REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{register}”自 {on} 起停用")
            return redirect("registers:declaration", key)
    context = {"form": form, "register": register, "heading": f"停用：{register}", "action": "停用"}
    return render(request, "registers/declare_retire.html", context, status=status(form))


@require_POST
@those_who(services.can, "restore")
def restore(request: SignedInRequest, key: str) -> HttpResponse:
    register = get_object_or_404(Register, key=key)
    try:
        services.restore(register=register, by=request.user, at=timezone.now())
    except services.REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{register}”已恢复")
    return redirect("registers:declaration", key)


@require_safe
@signed_in
def workbook(request: SignedInRequest, key: str) -> HttpResponse:
    """Return the workbook in which a register is filled in."""
    register = get_object_or_404(Register, key=key)
    called = {word: list(each.values()) for word, each in names().items()}
    response = HttpResponse(template(register.definition.said, called), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{register.key}.xlsx"'
    return response
