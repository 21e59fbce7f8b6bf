"""What has the length of a personal identifier and is none: codes of organisations, documents, projects."""

import re
from collections.abc import Iterator

from stdnum.cn import uscc

from gongkai.law.masking.finding import LABEL_REACH
from gongkai.law.masking.identity import is_identity

CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
CREDIT_LABEL = re.compile("信用代码|组织机构代码|纳税人识别号")
ADDRESS = re.compile(r"https?://[^\s<>\"'\u4e00-\u9fff]{1,300}")
LONG = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
# Project codes, index numbers, the number of a document, fingerprints of files, book numbers, amounts
# with their unit.
PATTERNS = [
    re.compile(r"(?<!\d)(?:19|20)\d{2}-\d{6}-\d{2}-\d{2}-\d{6}(?:-\d{3})?(?!\d)"),
    re.compile(r"(?<![0-9A-Za-z])[0-9A-Z-]{8,19}/(?:19|20)\d{2}(?:\d{2})?-\d{4,7}(?!\d)"),
    re.compile(r"(?<!\d)\d{6}-[0-9A-Za-z]*-(?:19|20)\d{2}-[0-9A-Za-z]*-\d{4,6}(?!\d)"),
    re.compile(r"SY-?\d{6}-?(?:19|20)\d{2}-?\d{5}(?!\d)"),
    re.compile(r"[〔\[(【](?:19|20)\d{2}[〕\])】]第?\d{1,8}号"),
    re.compile(r"(?<![0-9A-Za-z])(?=[0-9a-f]*[a-f])[0-9a-f]{32,128}(?![0-9A-Za-z])"),
    re.compile(r"(?<![\d-])97[89](?:[ -]?\d){10}(?!\d)"),
    re.compile(
        r"(?<!\d)\d{9,19}(?:\.\d{1,4})?"
        r"(?= ?(?:[百千万亿]*元|平方米|立方米|公顷|亩|吨|千克|千瓦|人次|辆次))"
    ),
]  # fmt: skip


def not_personal(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the places of codes that are nobody's."""
    for pattern in PATTERNS:
        yield from (found.span() for found in pattern.finditer(plain))
    yield from _addresses(plain)
    yield from _credit_codes(plain)


def _addresses(plain: str) -> Iterator[tuple[int, int]]:
    """The addresses of pages, but the identity numbers in them: the check digit is no accident."""
    for found in ADDRESS.finditer(plain):
        start, end = found.span()
        for number in LONG.finditer(plain, start, end):
            if is_identity(number[0].upper()):
                yield start, number.start()
                start = number.end()
        yield start, end


def _credit_codes(plain: str) -> Iterator[tuple[int, int]]:
    """The unified credit codes: by their check digit, unless the same digits are an identity number."""
    for found in CREDIT_CODE.finditer(plain):
        named = CREDIT_LABEL.search(plain[max(0, found.start() - LABEL_REACH) : found.start()]) is not None
        if uscc.is_valid(found[0]) and (named or not is_identity(found[0])):
            yield found.span()
