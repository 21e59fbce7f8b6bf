"""The catalogue at the desk: the list with its coverage, and one obligation with all that is known of it."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.obligations import services
from gongkai.obligations.forms import FilterForm
from gongkai.obligations.models import Area, Obligation, ObligationQuerySet
from gongkai.obligations.sentences import describe
from gongkai.obligations.services import Coverage
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Act, Organisation
from gongkai.orgs.views.guard import those_who, without_page

PAGE = 50
MATCHES = {"yes": True, "no": False, "none": None}


@require_safe
@those_who(services.can, "read")
def index(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    form = FilterForm(request.GET or None)
    form.is_valid()
    chosen = getattr(form, "cleaned_data", {})
    found = list(_filtered(chosen, now).select_related("area").prefetch_related("publishers"))
    covered = services.coverage(found, at=now)
    rows = _late([(each, covered[each.key]) for each in found], chosen.get("late") or "")
    published = sum(1 for _, coverage in rows if coverage.count)
    context = {
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "query": without_page(request.GET),
        "total": len(rows),
        "published": published,
        "late": sum(1 for _, coverage in rows if coverage.is_in_time is False),
        "may_keep": services.can(request.user, "add", at=now),
    }
    return render(request, "obligations/index.html", context)


def _filtered(chosen: dict[str, object], now: datetime) -> ObligationQuerySet:
    today = timezone.localdate(now)
    found = Obligation.objects.all()
    if chosen.get("state") == "retired":
        found = found.retired(today)
    elif chosen.get("state") != "all":
        found = found.current(today)
    if chosen.get("q"):
        found = found.search(str(chosen["q"]))
    if isinstance(area := chosen.get("area"), Area):
        found = found.filter(area=area)
    if isinstance(organisation := chosen.get("organisation"), Organisation):
        found = found.for_organisation(organisation)
    if code := chosen.get("statutory"):
        found = found.with_statutory_item(str(code))
    return found


def _late(rows: list[tuple[Obligation, Coverage]], wish: str) -> list[tuple[Obligation, Coverage]]:
    if wish not in MATCHES:
        return rows
    return [row for row in rows if row[1].is_in_time is MATCHES[wish]]


@require_safe
@those_who(services.can, "read")
def detail(request: SignedInRequest, key: str) -> HttpResponse:
    now = timezone.now()
    obligation = get_object_or_404(Obligation.objects.select_related("area"), key=key)
    row = services.row_of(obligation)
    codes, today = services.codes(), timezone.localdate(now)
    by_organisation = services.coverage_by_organisation(obligation, at=now)
    responsible = obligation.responsible(today)
    context = {
        "obligation": obligation,
        "row": row,
        "limit": row.limit,
        "rules": [describe(form) for form in row.limit.forms],
        "fallback": services.general_limit(on=today).article if row.limit.uses_fallback(codes) else "",
        "statutory": [codes.word("statutory_items", code) for code in row.statutory_items],
        "systems": [codes.word("systems", code) for code in row.systems],
        "coverage": services.coverage([obligation], at=now)[key],
        "organisations": [(each, by_organisation.get(each.key, Coverage())) for each in responsible],
        "acts": Act.objects.about(obligation.address)[:20],
        "may_keep": services.can(request.user, "change", at=now),
    }
    return render(request, "obligations/detail.html", context)
