"""The disclosure catalogue and the organisations."""

from typing import TypeVar

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from gongkai.api import addresses
from gongkai.api.interface import refuse
from gongkai.api.problems import Fault, Problem, no_words
from gongkai.api.shapes.base import Named
from gongkai.api.shapes.catalogue import (
    Basis,
    Catalogue,
    CatalogueAsked,
    Element,
    ObligationRow,
    OrganisationRow,
    Organisations,
)
from gongkai.obligations.models import Area, Obligation
from gongkai.orgs.models import Organisation

router = Router(tags=["目录和机构"])
Thing = TypeVar("Thing")
NAMED = "publisher_rows__organisation"


@router.get("catalogue", response={200: Catalogue, **refuse()}, summary="主动公开基本目录")
def catalogue(request: HttpRequest, asked: Query[CatalogueAsked]) -> Catalogue:
    """现行的公开事项：公开什么、依据、时限、由谁公开。"""
    found = Obligation.objects.current(timezone.localdate())
    if asked.area:
        found = found.of_area(known(Area.objects.filter(key=asked.area).first(), "area", "没有这个领域").key)
    if asked.organisation:
        found = found.for_organisation(organisation_of(asked.organisation))
    found = found.order_by("area__order", "area__key", "order", "key")
    rows = [_row(each) for each in found.select_related("area").prefetch_related(NAMED)]
    return Catalogue(total=len(rows), obligations=rows)


@router.get("organisations", response={200: Organisations, **refuse()}, summary="公开主体")
def organisations(request: HttpRequest) -> Organisations:
    """全部公开主体，已撤销的也在内，写明承接机构。"""
    no_words(request)
    found = Organisation.objects.select_related("region", "successor")
    rows = [_organisation(each) for each in found]
    return Organisations(total=len(rows), organisations=rows)


def known(thing: Thing | None, where: str, sentence: str) -> Thing:
    """Return what a word of the query names. Raises Problem where it names nothing."""
    if thing is None:
        raise Problem(422, errors=[Fault(where, sentence)])
    return thing


def organisation_of(key: str) -> Organisation:
    return known(Organisation.objects.filter(key=key).first(), "organisation", "没有这个机关")


def _row(obligation: Obligation) -> ObligationRow:
    return ObligationRow(
        key=obligation.key,
        area=Named(key=obligation.area.key, name=obligation.area.title),
        level1=obligation.level1,
        level2=obligation.level2,
        level3=obligation.level3,
        elements=[
            Element(text=each["text"], is_required=each.get("required") is not False)
            for each in obligation.elements
        ],
        basis=[
            Basis(text=each["text"], is_checked=each.get("certain") is not False) for each in obligation.basis
        ],
        limit=obligation.limit_text,
        cadence=obligation.cadence,
        publishers=[row.organisation.key for row in obligation.publisher_rows.all()],
        all_departments=obligation.all_departments,
        all_streets=obligation.all_streets,
        audience=obligation.audience,
        channels=obligation.channels,
        items=addresses.api("items", query={"obligation": obligation.key}),
        url=addresses.page(obligation.get_absolute_url()),
    )


def _organisation(each: Organisation) -> OrganisationRow:
    return OrganisationRow(
        key=each.key,
        name=each.name,
        short_name=each.short_name,
        kind=each.kind,
        kind_name=each.get_kind_display(),
        region=Named(key=each.region.code, name=each.region.name),
        credit_code=each.credit_code,
        valid_from=each.valid_from,
        valid_to=each.valid_to,
        successor=each.successor.key if each.successor else None,
        phone=each.phone,
        address=each.address,
        hours=each.hours,
        url=addresses.page(each.get_absolute_url()),
    )
