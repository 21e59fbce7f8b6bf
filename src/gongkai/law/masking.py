"""Personal identifiers in text: found with their check digits, and masked.

个人信息保护法第六、十三、二十五、二十八、三十四条: what is published holds no more personal information
than the duty to publish requires. Codes of organisations and documents are not personal, although some
have the length of an identity card or a phone number.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from stdnum import luhn
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from gongkai.law.chinese import plain_width

KINDS = {
    "id_card": "身份证号码",
    "id_card_15": "十五位身份证号码",
    "mobile": "手机号码",
    "bank_card": "银行卡号",
    "email": "电子邮箱",
    "plate": "车牌号",
    "passport": "护照号",
    "permit": "通行证或军官证号",
}
# The provinces with which an identity number may begin (GB/T 2260).
PROVINCES = {
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66),
    71, 81, 82, 83, 91,
}  # fmt: skip
PLATE_LETTERS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
LABEL_REACH = 12  # how far before a number the word that names it may stand
CARD_LENGTHS = (16, 17, 18, 19)
CARD_ISSUERS = re.compile(r"62|60|4|5[1-5]|3[4578]|9[0-9]")

# One blank or mark between groups, among them the invisible ones that copying leaves behind.
GAP = r"[ \-\u00a0\u2009\u200b\u2060\ufeff·]?"
ID_CARD = re.compile(rf"(?<!\d)\d{{6}}{GAP}(?:18|19|20)\d{{2}}{GAP}\d{{4}}{GAP}\d{{3}}{GAP}[\dXx](?!\d)")
ID_CARD_15 = re.compile(r"(?<![0-9A-Za-z])\d{15}(?![0-9A-Za-z])")
MOBILE = re.compile(rf"(?<!\d)(?<!\d\.)(?:\+?86{GAP})?1[3-9]\d{GAP}\d{{4}}{GAP}\d{{4}}(?!\d)")
BANK_CARD = re.compile(rf"(?<!\d)\d{{4}}{GAP}\d{{4}}{GAP}\d{{4}}{GAP}\d{{4}}(?:{GAP}\d{{1,3}})?(?!\d)")
EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?P<host>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})"
)
PLATE = re.compile(
    rf"[{PLATE_LETTERS}][A-HJ-NP-Z]{GAP}(?=[A-Z0-9]*\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9学警港澳挂](?![0-9A-Za-z])"
)
PASSPORT = re.compile(r"(?<![0-9A-Za-z])(?:[EG]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSPH]\d{7})(?![0-9A-Za-z])")
PERMIT = re.compile(r"(?<![0-9A-Za-z])[CWHM]\d{8,10}(?![0-9A-Za-z])|[军兵士文警]字第?\d{6,8}号?")

CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
CREDIT_LABEL = re.compile("信用代码|组织机构代码|纳税人识别号")
# Not personal: project codes, index numbers, the number of a document, fingerprints of files.
NOT_PERSONAL = [
    re.compile(r"(?<!\d)(?:19|20)\d{2}-\d{6}-\d{2}-\d{2}-\d{6}(?:-\d{3})?(?!\d)"),
    re.compile(r"(?<![0-9A-Za-z])[0-9A-Z-]{8,19}/(?:19|20)\d{2}(?:\d{2})?-\d{4,7}(?!\d)"),
    re.compile(r"(?<!\d)\d{6}-[0-9A-Za-z]*-(?:19|20)\d{2}-[0-9A-Za-z]*-\d{4,6}(?!\d)"),
    re.compile(r"SY-?\d{6}-?(?:19|20)\d{2}-?\d{5}(?!\d)"),
    re.compile(r"[〔\[(【](?:19|20)\d{2}[〕\])】]第?\d{1,8}号"),
    re.compile(r"(?<![0-9A-Za-z])(?=[0-9a-f]*[a-f])[0-9a-f]{32,128}(?![0-9A-Za-z])"),
]


@dataclass(frozen=True, slots=True)
class Finding:
    """A personal identifier between ``start`` and ``end``; ``value`` is the text as it stands there.

    ``certain`` is false for what has the form but not the check digit, or no word that names it.
    """

    kind: str
    start: int
    end: int
    value: str
    certain: bool = True

    @property
    def label(self) -> str:
        return KINDS[self.kind]


def find(text: str) -> list[Finding]:
    """Find the personal identifiers in a text, in order, none overlapping another."""
    plain = plain_width(text)
    taken = bytearray(len(plain))
    for start, end in _not_personal(plain):
        taken[start:end] = b"\1" * (end - start)
    found: list[Finding] = []
    for search in _SEARCHES:
        for finding in search(plain):
            start, end = finding.start, finding.end
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(replace(finding, value=text[start:end]))
    return sorted(found, key=lambda finding: finding.start)


def mask(text: str, findings: Iterable[Finding] | None = None) -> str:
    """Return the text with its certain identifiers masked, its length unchanged.

    An identity card keeps the province and the last two characters, a phone its first three and last
    two digits, so that people with one name can be told apart; a bank card keeps nothing.
    """
    chosen = [each for each in find(text) if each.certain] if findings is None else list(findings)
    signs = list(text)
    for finding in chosen:
        signs[finding.start : finding.end] = hidden(finding)
    return "".join(signs)


KEPT = {"id_card": (2, 2), "id_card_15": (2, 2), "mobile": (3, 2), "plate": (2, 1), "email": (1, 0)}


def hidden(finding: Finding) -> str:
    """Return the identifier alone as it may be shown."""
    head, tail = KEPT.get(finding.kind, (0, 0))
    end = finding.value[len(finding.value) - tail :]
    return finding.value[:head] + "*" * (len(finding.value) - head - tail) + end


def _not_personal(plain: str) -> Iterator[tuple[int, int]]:
    for pattern in NOT_PERSONAL:
        yield from (found.span() for found in pattern.finditer(plain))
    yield from _credit_codes(plain)


def _credit_codes(plain: str) -> Iterator[tuple[int, int]]:
    """The unified credit codes: by their check digit, unless the same digits are an identity number."""
    for found in CREDIT_CODE.finditer(plain):
        named = CREDIT_LABEL.search(_before(plain, found.start())) is not None
        if uscc.is_valid(found[0]) and (named or not _is_identity(found[0])):
            yield found.span()


def _before(plain: str, start: int) -> str:
    return plain[max(0, start - LABEL_REACH) : start]


def _bare(value: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", value).upper()


def _is_identity(code: str) -> bool:
    return (
        bool(re.fullmatch(r"\d{17}[\dX]", code)) and _plausible(code, code[6:14]) and mod_11_2.is_valid(code)
    )


def _plausible(code: str, born: str) -> bool:
    """Whether a number begins with a province and holds a date on which a person may be born."""
    try:
        birth = date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    return int(code[:2]) in PROVINCES and birth.year >= 1880


def _id_cards(plain: str) -> Iterator[Finding]:
    for found in ID_CARD.finditer(plain):
        code = _bare(found[0])
        if _plausible(code, code[6:14]):
            yield Finding("id_card", *found.span(), found[0], certain=mod_11_2.is_valid(code))


def _id_cards_15(plain: str) -> Iterator[Finding]:
    for found in ID_CARD_15.finditer(plain):
        if _plausible(found[0], f"19{found[0][6:12]}"):
            yield Finding("id_card_15", *found.span(), found[0])


def _bank_cards(plain: str) -> Iterator[Finding]:
    for found in BANK_CARD.finditer(plain):
        code = _bare(found[0])
        if len(code) in CARD_LENGTHS and CARD_ISSUERS.match(code) and luhn.is_valid(code):
            yield Finding("bank_card", *found.span(), found[0])


def _mobiles(plain: str) -> Iterator[Finding]:
    return (Finding("mobile", *found.span(), found[0]) for found in MOBILE.finditer(plain))


def _emails(plain: str) -> Iterator[Finding]:
    """Mailboxes of people; those of government sites (gov.cn) are the offices' own."""
    for found in EMAIL.finditer(plain):
        if not found["host"].lower().endswith("gov.cn"):
            yield Finding("email", *found.span(), found[0])


def _plates(plain: str) -> Iterator[Finding]:
    return (Finding("plate", *found.span(), found[0]) for found in PLATE.finditer(plain))


def _labelled(
    kind: str, pattern: re.Pattern[str], label: re.Pattern[str]
) -> Callable[[str], Iterator[Finding]]:
    def search(plain: str) -> Iterator[Finding]:
        for found in pattern.finditer(plain):
            named = label.search(_before(plain, found.start())) is not None
            yield Finding(kind, *found.span(), found[0], certain=named or "字" in found[0])

    return search


# In this order: the longer and the better checked first, so that no part of one is taken for another.
_SEARCHES: list[Callable[[str], Iterator[Finding]]] = [
    _id_cards,
    _bank_cards,
    _id_cards_15,
    _emails,
    _mobiles,
    _plates,
    _labelled("passport", PASSPORT, re.compile("护照")),
    _labelled("permit", PERMIT, re.compile("通行证|回乡证|台胞证")),
]
