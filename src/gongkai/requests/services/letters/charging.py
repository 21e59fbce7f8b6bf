"""信息处理费: what a case costs, computed before anybody is asked for it (国办函〔2020〕109号)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from gongkai.orgs.rules import Refusal
from gongkai.requests.declared import law
from gongkai.requests.models import Letter, LetterKind, Request
from gongkai.requests.rules import Tariff, charge
from gongkai.requests.services.letters.refusals import Fault

MOST_PAGES = 100_000
SORTS = {"items": "件", "pages": "页"}


class NotChargeable(Refusal):
    """Nothing may be charged, or not so."""


@dataclass(frozen=True, slots=True)
class Fee:
    """What is charged, in whole yuan, and how it was computed."""

    amount: int
    lines: tuple[str, ...]


def fee(*, request: Request, basis: str, pages: int = 0) -> Fee:
    """Return what a case costs by ``items`` (the cases of its applicant in the calendar month) or ``pages``.

    Raises NotChargeable before there was a tariff, and for a number of pages that is none.
    """
    tariffs = {each.key: each for each in law().fees if request.received_on}
    found = tariffs.get(basis)
    if found is None:
        raise NotChargeable("请选择按件还是按量计收，二者不能同时采用")
    if request.received_on is None or not found.during.holds(request.received_on):
        raise NotChargeable("收到申请时还没有信息处理费的规定，不能收费")
    if basis == "items":
        before = Request.objects.earlier_in_month(request).count()
        lead = f"同一申请人在{request.received_on:%Y年%m月}内的第{before + 1}件申请。"
        return Fee(charge(found, 1, before=before), (lead, *_lines(found, 1, before)))
    if not 0 < pages <= MOST_PAGES:
        raise NotChargeable("请填写页数")
    return Fee(charge(found, pages), (f"共{pages}页。", *_lines(found, pages, 0)))


def _lines(tariff: Tariff, count: int, before: int) -> Iterator[str]:
    """Yield one line for each rate: which items or pages, how much each, how much together."""
    sort = SORTS[tariff.key]
    for rate, each in groupby(range(before + 1, before + count + 1), key=tariff.rate):
        numbers = list(each)
        which = f"第{numbers[0]}{sort}" if len(numbers) == 1 else f"第{numbers[0]}至{numbers[-1]}{sort}"
        yield f"{which}：{f'每{sort}{rate}元，计{rate * len(numbers)}元' if rate else '不收费'}。"


def of(letter: Letter) -> Fee:
    """Return what a fee notice charges. Raises NotChargeable."""
    pages = letter.given.get("pages", "")
    number = int(pages) if pages.isascii() and pages.isdigit() and len(pages) < 7 else 0
    return fee(request=letter.request, basis=letter.given.get("basis", ""), pages=number)


def estimate(request: Request) -> Fee | None:
    """Return what a case would cost by items, None where nothing may be charged."""
    try:
        return fee(request=request, basis="items")
    except NotChargeable:
        return None


def reckon(letter: Letter) -> None:
    """Write the amount to the row, unsaved; none where nothing may be charged."""
    try:
        letter.amount = of(letter).amount
    except NotChargeable:
        letter.amount = None


def faults(letter: Letter) -> Iterator[Fault]:
    """Yield why a fee notice may not go out: one tariff, once in a case, and never for what is free."""
    try:
        amount = of(letter).amount
    except NotChargeable as error:
        yield Fault("basis", str(error))
        return
    if not amount:
        yield Fault("basis", "没有超过免费的数量，不收费")
    others = letter.request.letters.filter(kind=LetterKind.FEE.value).gone().exclude(pk=letter.pk)
    if others.exists():
        yield Fault("basis", "这件申请已经发过收费通知，按件和按量不能同时采用，也不能重复收费")
