"""From when until when a document says itself that it is in force.

A document states it once, of itself, as a rule in its last article: 本办法自2017年8月1日起施行，有效期三年.
"""

import re
from datetime import date, timedelta

from gongkai.law import chinese
from gongkai.law.deadlines import add_months

BEFORE = "自"
BEGINS = re.compile(r"起(?:正式)?(?:施行|实施|执行|生效|试行)")
ISSUED = re.compile(rf"自(?:印发|发文|成文)之日{BEGINS.pattern}")
UNTIL = re.compile(r"(?:有效期(?:限)?(?:自[^，。；]{1,20}起?)?(?:截?至|到)|施行至)$")
LASTS = re.compile(rf"(?:有效期|试行期)(?:限)?(?:为|是)?(?P<years>\d{{1,2}}|[{chinese.NUMERAL}两]{{1,3}})年")
LEAD = 30
"""So many signs before a day may say that something ends with it."""


def terms(text: str, *, made_on: date | None = None) -> dict[str, date]:
    """Return ``effective_on`` and ``expires_on`` as far as the text states them.

    ``made_on`` is the day of 印发之日. A text that names several days, as of other documents, states none.
    """
    plain = chinese.plain_width(text)
    begins, ends = _days(plain)
    if ISSUED.search(plain):
        begins.add(made_on)
    found: dict[str, date] = {}
    if len(begins) == 1 and (begun := begins.pop()):
        found["effective_on"] = begun
    lasts = {each["years"] for each in LASTS.finditer(plain)}
    if len(ends) == 1 and not lasts:
        found["expires_on"] = ends.pop()
    elif len(lasts) == 1 and not ends and (begun := found.get("effective_on")):
        found["expires_on"] = add_months(begun, 12 * chinese.number(lasts.pop())) - timedelta(days=1)
    if "expires_on" in found and found["expires_on"] <= found.get("effective_on", date.min):
        return {}
    return found


def _days(plain: str) -> tuple[set[date | None], set[date]]:
    """Return the days with which something begins, and those with which something ends."""
    begins: set[date | None] = set()
    ends: set[date] = set()
    for start, end, day in chinese.find_dates(plain):
        if plain.endswith(BEFORE, 0, start) and BEGINS.match(plain, end):
            begins.add(day)
        elif UNTIL.search(plain[max(start - LEAD, 0) : start]):
            ends.add(day)
    return begins, ends
