"""The openness office's page, the rows behind each of its numbers, and all of it as a workbook."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.clocks.models import Clock
from gongkai.desk import due, figures, office
from gongkai.desk.middleware import DeskRequest
from gongkai.desk.tables import TABLES, workbook
from gongkai.desk.views.guard import office_only
from gongkai.obligations.models import Area
from gongkai.orgs.models import Organisation
from gongkai.orgs.views.guard import signed_in

ON_A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILTERS = ("area", "organisation", "met", "step", "state")


@require_safe
@office_only
def dashboard(request: DeskRequest) -> HttpResponse:
    """Show how far the whole district is."""
    return render(request, "desk/office.html", office.dashboard(request.standing))


@require_safe
@office_only
def rows(request: DeskRequest, name: str) -> HttpResponse:
    """Show the rows behind one number; what narrows them stands in the address."""
    if name not in TABLES:
        raise Http404("没有这个表")
    chosen = _chosen(request)
    table = TABLES[name](request.standing, chosen)
    page = Paginator(table.found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "table": table,
        "name": name,
        "page": page,
        "lines": [table.line(each) for each in page.object_list],
        "narrowed": _narrowed(chosen),
        "query": f"{urlencode(chosen)}&" if chosen else "",
    }
    return render(request, "desk/office_rows.html", context)


@require_safe
@office_only
def export(request: DeskRequest) -> HttpResponse:
    """Return the tables as one workbook; ``?table=`` only one of them, narrowed as on its page."""
    name, chosen = request.GET.get("table", ""), _chosen(request)
    wanted = [name] if name in TABLES else list(TABLES)
    data = workbook([TABLES[each](request.standing, chosen) for each in wanted], at=timezone.now())
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="gongkai-{request.standing.on}.xlsx"'
    return response


@signed_in
@require_safe
def own(request: DeskRequest) -> HttpResponse:
    """Show the figures of the person and of their organisations."""
    desk = request.standing
    mine = Clock.objects.open().filter(organisation__in=desk.own)
    context = figures.own(desk) | {"due": due.counts(mine, desk.at)}
    return render(request, "desk/figures.html", context)


def _chosen(request: DeskRequest) -> dict[str, str]:
    """Return what narrows the rows, as far as this page knows such filters."""
    given = {name: request.GET.get(name, "").replace("\x00", "")[:60] for name in FILTERS}
    return {name: value for name, value in given.items() if value}


def _narrowed(chosen: dict[str, str]) -> list[str]:
    """Say in words to what the rows are narrowed."""
    words = []
    if key := chosen.get("area"):
        words.append(next(iter(Area.objects.filter(key=key).values_list("title", flat=True)), key))
    if key := chosen.get("organisation"):
        words.append(
            next(iter(Organisation.objects.filter(key=key).values_list("short_name", flat=True)), key)
        )
    words += [chosen["step"]] if "step" in chosen else []
    words += [due.STATES[chosen["state"]][0]] if chosen.get("state") in due.STATES else []
    met = {"0": "未落实", "1": "已落实"}.get(chosen.get("met", ""))
    return words + ([met] if met else [])
