"""Personal information in text: found by its check digits, its form and the words around it, and masked.

个人信息保护法第六、十三、二十五、二十八、三十四条: what is published holds no more personal information
than the duty to publish requires. Codes of organisations and documents are not personal, although some
have the length of an identity card or a phone number; nor are the addresses and telephones of offices.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from gongkai.law.chinese import plain_width
from gongkai.law.masking import contacts, papers, people
from gongkai.law.masking.addresses import addresses
from gongkai.law.masking.codes import not_personal
from gongkai.law.masking.finding import KINDS, Around, Finding
from gongkai.law.masking.papers import born
from gongkai.law.masking.written import GAP, in_latin

__all__ = ["KINDS", "TRUNCATED", "Around", "Finding", "born", "find", "hidden", "mask"]

INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufe00-\ufe0f\ufeff]"
)
"""What copying leaves behind between two digits, and what hides a number from a search."""

BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")

SIGNS = {
    "row": re.compile(rf"\d(?:{GAP}\d){{10}}"),
    "lettered": re.compile(r"[A-Z]\d{7}"),
    "figures": re.compile(r"\d\d{4}"),
    "name": re.compile(r"[A-Za-z\d_-][A-Za-z\d_-]{4}"),
    "at": re.compile("@"),
    "": re.compile(""),
}
"""What the findings of a search hold in any case. Most texts hold none of it, which is seen at a glance."""

# In this order: the longer and the better checked first, so that no part of one is taken for another.
SEARCHES: list[tuple[str, Callable[[str, Around], Iterator[Finding]]]] = [
    ("row", papers.id_cards),
    ("row", papers.bank_cards),
    ("row", papers.id_cards_15),
    ("at", contacts.emails),
    ("row", contacts.mobiles),
    ("", contacts.plates),
    ("lettered", papers.passports),
    ("lettered", papers.permits),
    ("figures", papers.titled),
    ("name", contacts.chats),
    ("figures", contacts.landlines),
    ("", people.births),
    ("", addresses),
]
NOWHERE = Around()
SHORTEST = 5
"""Nothing personal has fewer signs: most cells of a sheet need no search."""


def find(text: str, around: Around = NOWHERE) -> list[Finding]:
    """Find the personal information in a text, in order, none overlapping another.

    ``around`` says what heads the column in which the text stands, if it stands in a table.
    """
    if len(text) < SHORTEST:
        return []
    plain, places = _visible(BLANKS.sub(" ", plain_width(text)))
    plain = in_latin(plain)
    held = {name for name, sign in SIGNS.items() if sign.search(plain)}
    wanted = [search for sign, search in SEARCHES if sign in held]
    candidates = [each for search in wanted for each in search(plain, around)]
    taken = bytearray(len(plain))
    for start, end in not_personal(plain) if candidates else ():
        taken[start:end] = b"\1" * (end - start)
    found: list[Finding] = []
    for each in candidates:
        if not any(taken[each.start : each.end]):
            taken[each.start : each.end] = b"\1" * (each.end - each.start)
            found.append(_placed(_of_a_child(plain, each), text, places))
    return sorted(found, key=lambda each: each.start)


def _visible(plain: str) -> tuple[str, list[int]]:
    """Return the text without invisible signs, and where each of its signs stood if there were any."""
    if INVISIBLE.search(plain) is None:
        return plain, []
    places = [place for place, sign in enumerate(plain) if not INVISIBLE.match(sign)]
    return INVISIBLE.sub("", plain), places


def _of_a_child(plain: str, finding: Finding) -> Finding:
    if finding.kind == "address" and people.young(plain, finding.start, finding.end):
        return replace(finding, kind="minor")
    return finding


def _placed(finding: Finding, text: str, places: list[int]) -> Finding:
    """Return the finding with its place in the text as it was given."""
    start, end = finding.start, finding.end
    if places:
        start, end = places[start], places[end - 1] + 1
    return replace(finding, start=start, end=end, value=text[start:end])


def mask(text: str, findings: Iterable[Finding] | None = None) -> str:
    """Return the text with its certain findings masked. All but an address keep their length.

    An identity card keeps the province and the last two characters, a phone its first three and last
    two digits, so that people with one name can be told apart; a bank card keeps nothing, and of an address
    what lies below its street office, community or village is cut off.
    """
    chosen = [each for each in find(text) if each.certain] if findings is None else list(findings)
    pieces, end = [], 0
    for finding in sorted(chosen, key=lambda each: each.start):
        pieces += [text[end : finding.start], hidden(finding)]
        end = finding.end
    return "".join([*pieces, text[end:]])


KEPT = {"id_card": (2, 2), "id_card_15": (2, 2), "mobile": (3, 2), "plate": (2, 1), "email": (1, 0)}
TRUNCATED = "***"


def hidden(finding: Finding) -> str:
    """Return what was found as it may be shown."""
    if finding.kind in {"address", "minor"}:
        return TRUNCATED
    head, tail = KEPT.get(finding.kind, (0, 0))
    end = finding.value[len(finding.value) - tail :]
    return finding.value[:head] + "*" * (len(finding.value) - head - tail) + end
