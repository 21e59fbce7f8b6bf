"""One entry by form: recorded, amended, corrected, taken down, its credit repaired."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation
from gongkai.orgs.views.guard import signed_in
from gongkai.registers import services
from gongkai.registers.forms import EndForm, EntryForm, RepairForm
from gongkai.registers.models import Batch, Change, Entry, Register
from gongkai.registers.models.batch import OPEN
from gongkai.registers.views.finding import own_batches, the_place
from gongkai.registers.views.uploading import number
from gongkai.ui.keeping import sent, status

ENDS = {Change.WITHDRAWN.value: EndForm, Change.REPAIRED.value: RepairForm}
CHANGES = (Change.AMENDED.value, Change.CORRECTED.value, *ENDS)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: SignedInRequest, key: str, organisation: str) -> HttpResponse:
    """Record a new entry."""
    register, place = the_place(request, key, organisation)
    earlier = _earlier(request, register, place)
    form = _entry_form(request, register, place, None, services.reentered(earlier) if earlier else {})
    return _answer(request, (register, place), form, Change.RECORDED.value, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, key: str, organisation: str, serial: int, change: str) -> HttpResponse:
    """Change an entry that is public, or take it down."""
    register, place = the_place(request, key, organisation)
    if change not in CHANGES or (change == Change.REPAIRED and not register.definition.said.retention):
        raise Http404("没有这个页面")
    try:
        entry = services.newest_entry(register, serial)
    except services.Refused as error:
        raise Http404(str(error)) from None
    if change in ENDS:
        form: EntryForm | EndForm = ENDS[change](sent(request))
    else:
        earlier = _earlier(request, register, place)
        before = (
            services.reentered(earlier)
            if earlier
            else services.cells_of(register.definition.said, entry.values)
        )
        form = _entry_form(request, register, place, entry, before)
        form.fields["reason"].required = change == Change.CORRECTED
    return _answer(request, (register, place), form, change, entry)


def _earlier(request: SignedInRequest, register: Register, place: Organisation) -> Batch | None:
    """Return the returned batch that is to be mended, if the address names one."""
    own = own_batches(request).filter(register=register, organisation=place, source="form", stage__in=OPEN)
    return own.filter(pk=number(request.GET.get("instead", ""))).first()


def _entry_form(
    request: SignedInRequest,
    register: Register,
    place: Organisation,
    entry: Entry | None,
    before: dict[str, str],
) -> EntryForm:
    said = register.definition.said
    fixed = said.identity if entry else ()
    known = services.known_to(place)
    return EntryForm(sent(request), definition=said, known=known, fixed=fixed, before=before)


def _answer(
    request: SignedInRequest,
    where: tuple[Register, Organisation],
    form: EntryForm | EndForm,
    change: str,
    entry: Entry | None,
) -> HttpResponse:
    register, place = where
    if form.is_valid():
        given = form.cleaned_data
        typed = services.Typed(
            change=change,
            cells=form.cells() if isinstance(form, EntryForm) else {},
            serial=entry.serial if entry else 0,
            reason=given["reason"],
            repaired_on=given.get("repaired_on"),
        )
        if batch := _entered(request, where, form, typed):
            messages.success(request, "已提交，等待第二个人审核")
            return redirect("registers:batch", batch.pk)
    context = {
        "register": register,
        "place": place,
        "form": form,
        "entry": entry,
        "title": services.titled(register.definition.said, entry.values) if entry else "",
        "change": Change(change),
        "is_ended": change in ENDS,
    }
    return render(request, "registers/enter.html", context, status=status(form))


def _entered(
    request: SignedInRequest,
    where: tuple[Register, Organisation],
    form: EntryForm | EndForm,
    typed: services.Typed,
) -> Batch | None:
    """Return the batch of what was typed, None where the form says what is wrong with it."""
    register, place = where
    try:
        return services.enter(
            register=register,
            organisation=place,
            typed=typed,
            instead=_earlier(request, register, place),
            by=request.user,
            at=timezone.now(),
        )
    except services.Faulty as error:
        if isinstance(form, EntryForm):
            form.blame(error.found)
        else:
            for name, sentence in error.found.items():
                form.add_error(name, sentence)
    except services.REFUSALS as error:
        form.add_error(None, str(error))
    return None
