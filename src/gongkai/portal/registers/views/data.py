"""What there is of a register as data, and what machines are told of it: packages and catalogues."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from gongkai.portal.feeds import FORMATS as FEEDS
from gongkai.portal.finish import finish
from gongkai.portal.registers.asked import api_of, reader_of
from gongkai.portal.registers.structured import described
from gongkai.publication.finished import finished
from gongkai.registers import services
from gongkai.registers.export import dcat, linked
from gongkai.registers.export.columns import columns
from gongkai.registers.export.package import File, package
from gongkai.registers.export.saying import dictionary
from gongkai.registers.models import Register
from gongkai.registers.services import Reader

JSON_LD, RDF_XML = "application/ld+json", "application/rdf+xml"
OPEN = {"Access-Control-Allow-Origin": "*"}
"""Programs of other sites may read what is for programs."""


@require_safe
def data(request: HttpRequest, key: str) -> HttpResponse:
    """The files of a register with their hashes, what its columns mean, and how to cite it."""
    reader = reader_of(key)
    about, made = services.describe(reader=reader), services.files_of(reader=reader)
    context = {
        "register": reader.register,
        "about": about,
        "files": list(made.values()),
        "formats": list(services.FORMATS),
        "dictionary": list(dictionary(reader.said, columns(reader.said))),
        "api": api_of(key),
        "structured": described(about, made.values()),
    }
    return finish(request, "portal/registers/data.html", context, *topics_of(key))


@require_safe
def datapackage(request: HttpRequest, key: str) -> HttpResponse:
    reader = reader_of(key)
    wanted = columns(reader.said)
    told = package(services.describe(reader=reader), files(reader), wanted, services.empties(reader=reader))
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1}, headers=OPEN)
    return finished(answer, *topics_of(key))


@require_safe
def catalogue_json(request: HttpRequest) -> HttpResponse:
    return _catalogue(JSON_LD)


@require_safe
def catalogue_xml(request: HttpRequest) -> HttpResponse:
    return _catalogue(RDF_XML)


def _catalogue(media_type: str) -> HttpResponse:
    """Answer with the catalogue of all registers whose files lie ready, and of the information items."""
    listed = list(_listed())
    nodes = dcat.catalogue(_site(), listed, [_items()])
    body = linked.to_json(nodes) if media_type == JSON_LD else linked.to_xml(nodes)
    answer = HttpResponse(body, content_type=f"{media_type}; charset=utf-8", headers=OPEN)
    return finished(answer, "site", "organisations", *_downloads())


def _listed() -> Iterator[dcat.Listed]:
    for key in _public():
        reader = reader_of(key)
        if found := files(reader):
            api = api_of(key)
            yield dcat.Listed(
                about=services.describe(reader=reader),
                files=found,
                cadence=reader.register.obligation.cadence,
                first_on=services.first_on(reader=reader).isoformat(),
                api=f"{settings.SITE_URL}{api}" if api else "",
            )


def _public() -> list[str]:
    found = Register.objects.filter(is_public=True)
    return [each.key for each in found if services.newest(each)]


def _downloads() -> list[str]:
    return [services.topic(key) for key in Register.objects.values_list("key", flat=True)]


def _items() -> linked.Node:
    feeds = [(format, media.partition(";")[0]) for format, media in FEEDS.items()]
    return dcat.items_set(
        _site(),
        title="政府信息公开目录",
        description="主动公开的政府信息：名称、索引号、文号、公开机关、日期和有效性。",
        formats=feeds,
    )


def _site() -> dcat.Site:
    return dcat.Site(
        address=settings.SITE_URL,
        name=settings.SITE_NAME,
        sponsor=settings.SITE_SPONSOR,
        region=settings.SITE_REGION,
        contact=settings.SITE_CONTACT,
    )


def files(reader: Reader) -> list[File]:
    """Return the facts of the files that lie ready."""
    made = services.files_of(reader=reader).values()
    return [File(each.format, services.FORMATS[each.format], each.size, each.sha256) for each in made]


def topics_of(key: str) -> list[str]:
    """Return what changes the pages that tell of a register and its files."""
    return [f"register:{key}", services.topic(key), "organisations"]
