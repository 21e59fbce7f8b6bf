"""From when until when a document says itself that it is in force.

A document states it once, of itself, as a rule in its last article: 本办法自2017年8月1日起施行，有效期三年.
"""

import re
from datetime import date, timedelta

from gongkai.law import chinese
from gongkai.law.deadlines import add_months

_NUMBER = rf"[\d{chinese.NUMERAL}]"
_DAY = rf"{_NUMBER}{{4}}[年\-./]\s?{_NUMBER}{{1,3}}[月\-./]\s?{_NUMBER}{{1,3}}日?"
BEGINS = re.compile(rf"自(?P<day>{_DAY}|印发之日|发文之日|成文之日)起(?:正式)?(?:施行|实施|执行|生效|试行)")
ENDS = re.compile(
    rf"有效期(?:限)?(?:自[^，。；]{{1,20}}起?)?(?:截?至|到)(?P<day>{_DAY})|施行至(?P<last>{_DAY})"
)
LASTS = re.compile(rf"(?:有效期|试行期)(?:限)?(?:为|是)?(?P<years>\d{{1,2}}|[{chinese.NUMERAL}两]{{1,3}})年")


def terms(text: str, *, made_on: date | None = None) -> dict[str, date]:
    """Return ``effective_on`` and ``expires_on`` as far as the text states them.

    ``made_on`` is the day of 印发之日. A text that names several days, as of other documents, states none.
    """
    plain = chinese.plain_width(text)
    found: dict[str, date] = {}
    begins = {_day(each["day"], made_on) for each in BEGINS.finditer(plain)}
    if len(begins) == 1 and (begun := begins.pop()):
        found["effective_on"] = begun
    ends = {_day(each["day"] or each["last"], None) for each in ENDS.finditer(plain)}
    lasts = {each["years"] for each in LASTS.finditer(plain)}
    if len(ends) == 1 and not lasts and (end := ends.pop()):
        found["expires_on"] = end
    elif len(lasts) == 1 and not ends and (begun := found.get("effective_on")):
        found["expires_on"] = add_months(begun, 12 * chinese.number(lasts.pop())) - timedelta(days=1)
    if "expires_on" in found and found["expires_on"] <= found.get("effective_on", date.min):
        return {}
    return found


def _day(text: str, made_on: date | None) -> date | None:
    if text.endswith("之日"):
        return made_on
    try:
        return chinese.parse_date(text.replace(" ", ""))
    except chinese.NotADate:
        return None
