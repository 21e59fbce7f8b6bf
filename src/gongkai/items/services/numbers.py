"""Index numbers: given once at publication, never changed, without gaps within a series.

A series is what the organisation's template leaves open once everything but the serial is filled in. The
counter gives 1, 2, 3 … Numbers that came in with imported items stand in their places: the counter steps over
those that are taken, so that every serial up to the last is some item's. A number that an unpublished draft
claims is stepped over too but remembered, and given to the next item if the draft lets go of it.
"""

from collections.abc import Sequence
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


def allocate_many(wanted: Sequence[tuple[Organisation, date]]) -> list[str]:
    """Return the next numbers of many items at once, as ``allocate`` would give them one after the other.

    Numbers that were let go of wait for the next single item. Raises Unready.
    """
    found = [""] * len(wanted)
    places: dict[tuple[int, date], list[int]] = {}
    for place, (organisation, day) in enumerate(wanted):
        places.setdefault((organisation.pk, day), []).append(place)
    bodies = {organisation.pk: organisation for organisation, _ in wanted}
    series: dict[str, list[tuple[int, Template, dict[str, str | int]]]] = {}
    for (key, day), those in sorted(places.items()):
        template, values = _template(bodies[key]), _values(bodies[key], day)
        name = _rendered(bodies[key], template, {**values, "serial": 0})
        series.setdefault(name, []).extend((place, template, values) for place in those)
    for name, those_of_one in sorted(series.items()):
        serial = _lock(name)
        for (place, _, _), number in zip(those_of_one, _counted(serial, those_of_one), strict=True):
            found[place] = number
        serial.save(update_fields=["last", "skipped"])
    return found


def _rendered(organisation: Organisation, template: Template, values: dict[str, str | int]) -> str:
    try:
        return template.render(values)
    except BadNumber as error:
        wrong = f"{organisation.short_name}的索引号规则有误：{error}"
        raise Unready([Finding("number_wanted", wrong)]) from error


def _counted(serial: Serial, those: Sequence[tuple[int, Template, dict[str, str | int]]]) -> list[str]:
    """Count on for each; step over what is taken, and over what a draft claims, which is remembered."""
    template, values = those[0][1], those[0][2]
    found: list[str] = []
    while len(found) < len(those):
        ahead = range(serial.last + 1, serial.last + 1 + len(those) - len(found))
        numbers = {each: template.render({**values, "serial": each}) for each in ahead}
        taken = set(Item.objects.filter(number__in=numbers.values()).values_list("number", flat=True))
        claims = Version.objects.filter(number_wanted__in=numbers.values())
        claimed = set(claims.values_list("number_wanted", flat=True)) - taken
        serial.skipped += [each for each, number in numbers.items() if number in claimed]
        found += [number for number in numbers.values() if number not in taken | claimed]
        serial.last = ahead[-1]
    return found


def free(numbers: Sequence[str]) -> set[str]:
    """Return those of the numbers that no item has and no draft claims."""
    taken = Item.objects.filter(number__in=numbers).values_list("number", flat=True)
    claimed = Version.objects.filter(number_wanted__in=numbers).values_list("number_wanted", flat=True)
    return set(numbers) - set(taken) - set(claimed)


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
