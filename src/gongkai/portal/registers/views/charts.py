"""Charts of a register: all of them, one with its table and numbers, one for other sites; its rankings."""

import csv
from collections.abc import Mapping

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from gongkai.portal.finish import finish
from gongkai.portal.registers import charts as drawn
from gongkai.portal.registers import rankings
from gongkai.portal.registers.asked import reader_of
from gongkai.registers import asking, services
from gongkai.registers.schema.definition import Chart

BOM = "\ufeff"
ANYONE = {"frame-ancestors": ["*"]}


def opened(request: HttpRequest, key: str) -> tuple[services.Reader, asking.Asked]:
    """Return a register and what is asked of it; raise Http404 where nothing of it is public."""
    reader = reader_of(key)
    return reader, asking.read(dict(request.GET.lists()), reader.said)


def chart_of(reader: services.Reader, key: str) -> Chart:
    for chart in reader.said.charts:
        if chart.key == key:
            return chart
    raise Http404("没有这张图")


def answered(
    request: HttpRequest, template: str, context: Mapping[str, object], reader: services.Reader
) -> HttpResponse:
    """Return a page: finished beforehand where nothing is asked, otherwise made now."""
    context = {**context, "register": reader.register, "said": reader.said}
    if request.GET:
        return render(request, template, context)
    return finish(request, template, context, reader.register.uri, "organisations", "catalogue")


@require_safe
def every(request: HttpRequest, key: str) -> HttpResponse:
    reader, asked = opened(request, key)
    context = {
        "charts": drawn.charts_of(reader, asked.question),
        "rankings": reader.said.rankings,
        "asked": drawn.asked_for(reader, asked.question),
        "misunderstood": asked.misunderstood,
    }
    return answered(request, "portal/registers/charts.html", context, reader)


@require_safe
def show(request: HttpRequest, key: str, chart: str) -> HttpResponse:
    reader, asked = opened(request, key)
    drawing = drawn.drawing(reader, chart_of(reader, chart), asked.question, is_alone=True)
    context = {
        "chart": drawing,
        "charts": reader.said.charts,
        "rankings": reader.said.rankings,
        "asked": drawn.asked_for(reader, asked.question),
        "misunderstood": asked.misunderstood,
    }
    return answered(request, "portal/registers/chart_page.html", context, reader)


@require_safe
@xframe_options_exempt
@csp_replace(ANYONE)  # type: ignore[arg-type] # it knows no views with arguments
def embed(request: HttpRequest, key: str, chart: str) -> HttpResponse:
    """One chart alone, which any site may show in a frame of its own: the only page that may be framed."""
    reader, asked = opened(request, key)
    drawing = drawn.drawing(reader, chart_of(reader, chart), asked.question, is_framed=True)
    context = {
        "chart": drawing,
        "asked": drawn.asked_for(reader, asked.question),
        "register": reader.register,
    }
    return render(request, "portal/registers/chart_embed.html", context)


@require_safe
def numbers(request: HttpRequest, key: str, chart: str) -> HttpResponse:
    """The table of a chart as CSV, every number exact."""
    reader, asked = opened(request, key)
    table = drawn.table(reader, chart_of(reader, chart), asked.question)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}-{chart}.csv"'
    response.write(BOM)
    lines = csv.writer(response)
    lines.writerow(table.head)
    for row in table.rows:
        lines.writerow(map(plain, (row.label, *row.cells)))
    return response


def plain(cell: str) -> str:
    """Return a cell as a spreadsheet reads it: no commas in numbers, no formula in names."""
    bare = cell.replace(",", "")
    if bare.lstrip("-").replace(".", "", 1).isdigit():
        return bare
    return f"'{cell}" if cell[:1] in "=+-@\t" else "" if cell == "—" else cell


@require_safe
def ranking(request: HttpRequest, key: str, number: int) -> HttpResponse:
    reader, asked = opened(request, key)
    within = request.GET.get(rankings.WITHIN)
    try:
        placing = rankings.placing(reader, number, asked.question, within)
    except LookupError:
        raise Http404("没有这个排名") from None
    context = {
        "placing": placing,
        "number": number,
        "rankings": reader.said.rankings,
        "charts": reader.said.charts,
        "asked": drawn.asked_for(reader, asked.question),
        "misunderstood": asked.misunderstood,
    }
    return answered(request, "portal/registers/ranking.html", context, reader)
