"""A table comes in: the file, then what its columns mean."""

from dataclasses import replace

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import signed_in
from gongkai.registers import services
from gongkai.registers.fields import typed
from gongkai.registers.forms import ColumnForm, LayoutForm, UploadForm
from gongkai.registers.models import Batch
from gongkai.registers.models.batch import OPEN
from gongkai.registers.services.receiving import SHOWN
from gongkai.registers.sheets.columns import Across
from gongkai.registers.sheets.table import Line, at
from gongkai.registers.views.finding import own_batches, the_batch, the_place
from gongkai.ui.keeping import sent, status

SHOWN_ROWS, SHOWN_SIGNS = 3, 40


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest, key: str, organisation: str) -> HttpResponse:
    """Take a table in; one that replaces an earlier batch ends that."""
    register, place = the_place(request, key, organisation)
    form = UploadForm(sent(request), request.FILES or None)
    replaced = own_batches(request).filter(register=register, organisation=place, stage__in=OPEN)
    earlier = replaced.filter(pk=number(request.GET.get("instead", ""))).first()
    if form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["table"]
        try:
            batch = services.receive(
                register=register,
                organisation=place,
                name=file.name or "",
                source=file,
                by=request.user,
                at=timezone.now(),
            )
            if earlier is not None and earlier != batch:
                services.drop(batch=earlier, by=request.user, at=timezone.now())
            return _next(request, batch, is_whole=earlier is not None and earlier.is_whole)
        except services.REFUSALS as error:
            form.add_error("table", str(error))
    context = {"register": register, "place": place, "form": form, "earlier": earlier}
    return render(request, "registers/upload.html", context, status=status(form))


def _next(request: SignedInRequest, batch: Batch, *, is_whole: bool) -> HttpResponse:
    """Ask what the columns mean, unless that was said before of all of them."""
    if not services.go_on(batch=batch, is_whole=is_whole, by=request.user, at=timezone.now()):
        return redirect("registers:columns", batch.pk)
    messages.success(request, "各列与上次相同，已直接核对；要改的，请点“改列的对应”")
    return redirect("registers:batch", batch.pk)


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what the columns seem to mean; as the clerk corrects it, it is settled and checked."""
    batch = the_batch(request, pk)
    if batch.stage not in OPEN or batch.source not in SHOWN:
        return redirect("registers:batch", pk)
    try:
        return _columns(request, batch, request.POST.get("sheet") or request.GET.get("sheet", ""))
    except services.REFUSALS as error:
        messages.error(request, str(error))
        return redirect("registers:batch", pk)


def _columns(request: SignedInRequest, batch: Batch, sheet: str) -> HttpResponse:
    seen, said = services.look(batch, sheet), batch.register.definition.said
    sheet = sheet if sheet in seen.names else ""
    lines = [each for each in seen.first if isinstance(each, Line)]
    forms = [ColumnForm(sent(request), column=each, definition=said) for each in seen.columns]
    before = {"is_whole": batch.is_whole}
    form = LayoutForm(sent(request), spread=seen.across, definition=said, initial=before)
    if all([form.is_valid(), *(each.is_valid() for each in forms)]):
        layout = _layout(form, forms, seen.across, sheet)
        for doubt in services.unclear(layout, said, lines):
            form.add_error(None, doubt)
        if form.is_valid():
            services.settle(batch=batch, layout=layout, by=request.user, at=timezone.now())
            return redirect("registers:batch", batch.pk)
    rows = [(each, [_shown(line, each.column.index) for line in lines[:SHOWN_ROWS]]) for each in forms]
    context = {
        "batch": batch,
        "seen": seen,
        "sheet": sheet or (seen.names[0] if seen.names else ""),
        "rows": rows,
        "form": form,
        "has_units": any("unit" in each.fields for each in forms),
    }
    return render(request, "registers/columns.html", context, status=status(form))


def _shown(line: Line, index: int) -> str:
    text = typed(at(line.cells, index))
    return text if len(text) <= SHOWN_SIGNS else f"{text[:SHOWN_SIGNS]}…"


def _layout(form: LayoutForm, forms: list[ColumnForm], spread: Across | None, sheet: str) -> services.Layout:
    given = form.cleaned_data
    if spread is not None:
        spread = replace(spread, unit=given.get("across_unit", "")) if given["is_across"] else None
    return services.Layout(tuple(each.said() for each in forms), spread, sheet, given["is_whole"])
