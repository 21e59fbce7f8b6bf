"""Declare a register at the desk: typed into a form or as YAML, compared, looked at, brought into force."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.obligations.models import Obligation
from gongkai.obligations.node import BadCatalogue, Problem
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation, Region
from gongkai.orgs.views.guard import those_who
from gongkai.registers import drafting, services
from gongkai.registers.declaring_forms import PREFIX, HeadForm, Rows, YamlForm, rows_of, typed_rows
from gongkai.registers.models import Register
from gongkai.registers.rules import REFUSED
from gongkai.registers.schema.writing import written
from gongkai.registers.sight import sight
from gongkai.ui import notation
from gongkai.ui.keeping import UNPROCESSABLE, ApplyForm, sent, status

FEWEST_LINES = 24
AROUND = 2


@those_who(services.can, "declare")
def form(request: SignedInRequest) -> HttpResponse:
    """Show the form; add or drop rows, or take what is typed to the comparison."""
    if request.method != "POST":
        base = _text_of(request.GET.get("of", ""))
        return _form(request, drafting.shown(said_in(base)), base)
    act, base = request.POST.get("act", ""), request.POST.get("base", "")
    if act == "open":
        return _form(request, drafting.shown(said_in(base)), base)
    if act != "check":
        head = {name: request.POST.get(f"head-{name}", "") for name in HeadForm.base_fields}
        return _form(request, drafting.Draft(head, tuple(typed_rows(request.POST, act))), base)
    head_form, rows = HeadForm(request.POST, prefix="head"), Rows(request.POST, prefix=PREFIX)
    if not (head_form.is_valid() & rows.is_valid()):
        return _page(request, head_form, rows, base, code=UNPROCESSABLE)
    draft = drafting.Draft(head_form.cleaned_data, tuple(row.row for row in rows))
    text = written(drafting.drafted(draft, said_in(base), services.usual_keys()))
    try:
        compared = services.compare(text)
    except BadCatalogue as bad:
        told = list(_told(bad.problems, drafting.places(draft, text), rows))
        return _page(request, head_form, rows, base, told=told, code=UNPROCESSABLE)
    return _compared(request, compared)


def _told(problems: Iterable[Problem], places: Mapping[int, int], rows: Any) -> Iterator[dict[str, Any]]:
    """Say each problem at its row, and yield it with the name of that: who fills in a form knows no lines."""
    for each in problems:
        place = places.get(each.line)
        if place is not None:
            rows[place].add_error(None, each.message)
        column = "" if place is None else f"第 {place + 1} 列“{rows[place].cleaned_data.get('label', '')}”"
        yield {"column": column, "sentence": each.message}


def _form(request: SignedInRequest, draft: drafting.Draft, base: str) -> HttpResponse:
    head = HeadForm(prefix="head", initial=draft.head)
    return _page(request, head, Rows(prefix=PREFIX, initial=rows_of(draft)), base)


def _page(  # noqa: PLR0913 - what one page shows
    request: SignedInRequest,
    head: HeadForm,
    rows: Any,
    base: str,
    *,
    told: Sequence[dict[str, Any]] = (),
    code: int = 200,
) -> HttpResponse:
    context = {
        "head": head,
        "rows": rows,
        "base": base,
        "problems": told,
        "excerpts": told,
        "duties": Obligation.objects.current(timezone.localdate()),
        "more_charts": drafting.keeps_charts(said_in(base)),
    }
    return render(request, "registers/declare_form.html", context, status=code)


@those_who(services.can, "declare")
def as_yaml(request: SignedInRequest) -> HttpResponse:
    """Take a declaration as a file or as text and show how it differs from the one in force."""
    if request.method != "POST" or request.POST.get("act") == "open":
        text = request.POST.get("base", "") or _text_of(request.GET.get("of", ""))
        return _yaml(request, YamlForm(initial={"text": text}), text)
    typed = YamlForm(sent(request), request.FILES or None)
    if not typed.is_valid():
        return _yaml(request, typed, request.POST.get("text", ""), code=status(typed))
    text = typed.cleaned_data["text"].replace("\r\n", "\n")
    try:
        compared = services.compare(text)
    except BadCatalogue as bad:
        again = YamlForm(initial={"text": text})
        return _yaml(request, again, text, problems=bad.problems, code=UNPROCESSABLE)
    return _compared(request, compared)


def _yaml(
    request: SignedInRequest,
    typed: YamlForm,
    text: str,
    *,
    problems: tuple[Problem, ...] = (),
    code: int = 200,
) -> HttpResponse:
    wrong = {each.line for each in problems}
    lines = range(1, max(FEWEST_LINES, text.count("\n") + 3))
    typed.fields["text"].widget.attrs["rows"] = len(lines)
    context = {
        "form": typed,
        "problems": problems,
        "excerpts": excerpts(text, problems),
        "numbers": [(number, number in wrong) for number in lines],
    }
    return render(request, "registers/declare_yaml.html", context, status=code)


def _compared(request: SignedInRequest, compared: services.Comparison) -> HttpResponse:
    """Show the differences and how the register would look; it is not in force yet."""
    declared = compared.declared
    refused = [each for each in compared.found if each.kind == REFUSED]
    context = {
        "compared": compared,
        "said": declared.said,
        "refused": refused,
        "sight": sight(declared.said, names(), on=timezone.localdate()),
        "lines": list(enumerate(declared.text.splitlines(), 1)),
        "apply": ApplyForm({"text": declared.text, "seen": compared.seen}),
        "may_apply": bool(compared.found or compared.register is None) and not refused,
        "duties": Obligation.objects.filter(key__in=declared.said.obligations),
    }
    return render(request, "registers/declare_compared.html", context)


@require_POST
@those_who(services.can, "declare")
def apply(request: SignedInRequest) -> HttpResponse:
    """Bring into force what was compared and looked at."""
    given = ApplyForm({"text": request.POST.get("text", ""), "seen": request.POST.get("seen", "") or "-"})
    if not given.is_valid():
        messages.error(request, "没有收到声明的内容，请重新填写")
        return redirect("registers:declared")
    text, seen = given.cleaned_data["text"], request.POST.get("seen", "")
    try:
        register = services.declare(text=text, seen=seen, by=request.user, at=timezone.now())
    except BadCatalogue as bad:
        return _yaml(
            request, YamlForm(initial={"text": text}), text, problems=bad.problems, code=UNPROCESSABLE
        )
    except services.REFUSALS as error:
        problem = Problem("", 0, str(error))
        return _yaml(request, YamlForm(initial={"text": text}), text, problems=(problem,), code=UNPROCESSABLE)
    messages.success(request, f"“{register}”的声明已生效")
    return redirect("registers:declaration", register.key)


def names() -> dict[str, dict[str, str]]:
    """Return what organisations and regions are called, for rows that are made up."""
    bodies = Organisation.objects.valid_on(timezone.localdate())[:40]
    streets = Region.objects.filter(parent__isnull=False, valid_to=None).order_by("code")[:40]
    return {
        "organisation": {each.key: each.short_name for each in bodies},
        "region": {each.code: each.name for each in streets},
    }


def said_in(text: str) -> dict[str, Any]:
    """Return what a text of ours declares; of one that is no declaration nothing."""
    try:
        services.read(text, name="声明")
    except BadCatalogue:
        return {}
    said: dict[str, Any] = notation.load(text)
    return said


def _text_of(key: str) -> str:
    register = Register.objects.filter(key=key).first()
    return register.definition.text if register else ""


def excerpts(text: str, problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    """Return each problem with the lines around it."""
    lines = list(enumerate(text.splitlines(), 1))
    return [
        {
            "line": each.line,
            "sentence": each.message,
            "lines": lines[max(0, each.line - 1 - AROUND) : each.line + AROUND] if each.line else [],
        }
        for each in problems
    ]
