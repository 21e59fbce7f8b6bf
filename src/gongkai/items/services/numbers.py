"""Index numbers: given once at publication, never changed, without gaps within a series.

A series is what the organisation's template leaves open once everything but the serial is filled in. The
counter gives 1, 2, 3 … Numbers that came in with imported items stand in their places: the counter steps over
those that are taken, so that every serial up to the last is some item's. A number that an unpublished draft
claims is stepped over too but remembered, and given to the next item if the draft lets go of it.
"""

from datetime import date, datetime

from django.utils.timezone import localdate

from gongkai.items.models import Item, Serial, Version
from gongkai.items.services.errors import Unready
from gongkai.law.numbering import BadNumber
from gongkai.law.templates import BadTemplate, Template, parse_template
from gongkai.orgs.models import Organisation
from gongkai.proofing.rules import Finding


def allocate(version: Version, *, at: datetime) -> str:
    """Return the index number of an item about to be published: its own, the one it brings, or the next.

    Runs within the publishing transaction, which holds the counter until it ends. Raises Unready.
    """
    item = version.item
    if item.number:
        return item.number
    wanted = version.number_wanted
    if not wanted:
        return _next(item.publisher, version.published_on or localdate(at))
    if Item.objects.filter(number=wanted).exists():
        raise Unready([Finding("number_wanted", f"索引号 {wanted} 已被其他信息使用")])
    return wanted


def _next(organisation: Organisation, day: date) -> str:
    template, values = _template(organisation), _values(organisation, day)
    try:
        series = template.render({**values, "serial": 0})
        serial = _lock(series)
        number = _count(serial, template, values)
    except BadNumber as error:
        raise Unready(
            [Finding("number_wanted", f"{organisation.short_name}的索引号规则有误：{error}")]
        ) from error
    serial.save(update_fields=["last", "skipped"])
    return number


def _template(organisation: Organisation) -> Template:
    try:
        return parse_template(organisation.index_template)
    except BadTemplate as error:
        raise Unready(
            [Finding("number_wanted", f"{organisation.short_name}的索引号规则有误：{error}")]
        ) from error


def _values(organisation: Organisation, day: date) -> dict[str, str | int]:
    values: dict[str, str | int] = {
        "region": organisation.region_id[:6],
        "organisation": organisation.org_code.replace("-", ""),
        "credit": organisation.credit_code,
        "year": day.year,
        "month": f"{day.month:02}",
        "day": f"{day:%Y%m%d}",
    }
    return {name: value for name, value in values.items() if value}


def _lock(series: str) -> Serial:
    Serial.objects.get_or_create(series=series)
    return Serial.objects.select_for_update().get(series=series)


def _count(serial: Serial, template: Template, values: dict[str, str | int]) -> str:
    """Take the first serial that was let go of, else count on; steps over what is taken or claimed."""
    for each in sorted(serial.skipped):
        number = template.render({**values, "serial": each})
        if _is_taken(number):
            serial.skipped.remove(each)
        elif not _is_claimed(number):
            serial.skipped.remove(each)
            return number
    while True:
        serial.last += 1
        number = template.render({**values, "serial": serial.last})
        if _is_claimed(number) and not _is_taken(number):
            serial.skipped.append(serial.last)
        elif not _is_taken(number):
            return number


def _is_taken(number: str) -> bool:
    return Item.objects.filter(number=number).exists()


def _is_claimed(number: str) -> bool:
    return Version.objects.filter(number_wanted=number).exists()
