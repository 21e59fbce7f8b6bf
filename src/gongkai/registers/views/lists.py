"""The registers that somebody fills in, and one of them: its batches and its entries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.obligations import services as obligations
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation
from gongkai.orgs.views.guard import signed_in, without_page
from gongkai.registers import asking, services
from gongkai.registers.models import Batch, Entry, Register, Release, Stage
from gongkai.registers.models.batch import OPEN
from gongkai.registers.models.entry import ENDING
from gongkai.registers.schema import Values
from gongkai.registers.views.finding import fillers_of, own_batches, own_organisations, the_register

ON_A_PAGE, TOLD = 20, 4
Q = "q"


@dataclass
class Line:
    """One register as one organisation fills it in."""

    register: Register
    released_at: datetime | None
    is_in_time: bool | None
    opened: int
    submitted: int


@signed_in
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """What waits for the person, what they have begun, and every register they fill in."""
    now = timezone.now()
    batches = own_batches(request).select_related("register", "organisation", "by", "submitted_by")
    context = {
        "waiting": batches.waiting_for(request.user, at=now).order_by("submitted_at"),
        "begun": batches.filter(stage__in=OPEN),
        "may_hold": services.can(request.user, "hold", at=now),
        "places": [(each, lines(each, at=now)) for each in own_organisations(request)],
    }
    return render(request, "registers/index.html", context)


def lines(organisation: Organisation, *, at: datetime) -> list[Line]:
    """Return the registers that an organisation fills in, with how each stands."""
    current = Register.objects.current(timezone.localdate(at)).filled_by(organisation)
    registers = list(current.select_related("obligation__area"))
    met = obligations.coverage({each.obligation for each in registers}, at=at, of=organisation)
    last = dict(
        Release.objects.filter(organisation=organisation).order_by("at").values_list("register", "at")
    )
    stages = list(
        Batch.objects.filter(organisation=organisation, stage__in=(*OPEN, Stage.SUBMITTED.value)).values_list(
            "register", "stage"
        )
    )
    return [
        Line(
            register=each,
            released_at=last.get(each.pk),
            is_in_time=met[each.obligation.key].is_in_time,
            opened=sum(pk == each.pk and stage in OPEN for pk, stage in stages),
            submitted=sum(pk == each.pk and stage not in OPEN for pk, stage in stages),
        )
        for each in registers
    ]


@signed_in
@require_safe
def register(request: SignedInRequest, key: str) -> HttpResponse:
    """One register: ways to fill it in, its batches, its entries to be found and changed."""
    found = the_register(request, key)
    batches = own_batches(request).filter(register=found).select_related("organisation", "by", "release")
    said = found.definition.said
    query = request.GET.get(Q, "").replace("\x00", "")
    page = Paginator(batches, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "register": found,
        "said": said,
        "places": fillers_of(request, found),
        "page": page,
        "query": without_page(request.GET),
        "q": query,
        "entries": _entries(request, found, query) if query else None,
        "may_read_archive": services.can(request.user, "read-archive", found, at=timezone.now()),
    }
    return render(request, "registers/register.html", context)


def _entries(request: SignedInRequest, register: Register, query: str) -> list[Entry]:
    """Return the entries that the person may change and that hold the words asked for."""
    try:
        reader = services.reader(key=register.key)
    except services.NoSuchRegister:
        return []
    asked = asking.read({Q: [query]}, reader.said)
    serials = [each.serial for each in reader.answer(asked.question).entries]
    own = Entry.objects.newest().filter(register=register, serial__in=serials)
    rows = own.filter(organisation__in=own_organisations(request)).exclude(change__in=ENDING)
    found = {each.serial: each for each in rows.select_related("organisation")}
    for each in found.values():
        each.title = services.titled(reader.said, each.values)  # type: ignore[attr-defined]
        each.identity = "；".join(islice(identity(reader, each.values), TOLD))  # type: ignore[attr-defined]
    return [found[serial] for serial in serials if serial in found]


def identity(reader: services.Reader, values: Values) -> Iterator[str]:
    """Yield what tells entries of one name apart: identifying fields first, then the columns of the list."""
    said = reader.said
    for key in dict.fromkeys((*said.identity, *said.columns)):
        field, value = said.fields[key], values.get(key)
        shown = reader.names.get(field.type.word, {}).get(str(value)) or field.type.show(value)
        if key not in said.headline and shown:
            yield f"{field.label}：{shown}"
