"""Document numbers (文号) and index numbers (索引号), read in every form met in practice.

No national standard fixes the index number of a county; the forms below are those that sites use. A
number once given is never rewritten, so parsing keeps the text and only says what its parts mean.
Document numbers follow 党政机关公文处理工作条例: the agency's word, the year in 〔〕, a serial without 第.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.law.chinese import plain_width

OPEN, CLOSE = r"[〔\[(【［（﹝]", r"[〕\])】］）﹞]"
AGENCY = r"[\u4e00-\u9fff]{1,12}"
YEAR = r"(?:19|20)\d{2}"
DOCUMENT = re.compile(
    rf"(?P<agency>{AGENCY})\s*{OPEN}\s*(?P<year>{YEAR})\s*年?\s*{CLOSE}\s*第?\s*(?P<serial>\d{{1,5}})\s*号"
)
ORDER = re.compile(r"(?P<agency>[\u4e00-\u9fff]{1,20}令)\s*第?\s*(?P<serial>\d{1,4})\s*号")
# In running text a citation may be led in by words that are no part of the agency's own. Words of one
# character that begin agencies' names (和 平区, 将 乐县, 经 信, 文 旅) are not among them.
LEAD = re.compile(
    "根据|按照|依照|依据|遵照|参照|贯彻|落实|执行|印发|转发|下发|废止|修改|详见|参见|以及|关于|文件|通知|按|据|见|的|及"
)
JOINED = re.compile("^[和与或、，,及]+")
EMPTY = {"", "无", "暂无", "-", "--", "—", "——", "/", "空"}


class BadNumber(ValueError):
    """Text that is not a number of the kind asked for."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document number in its parts; ``str`` gives the official form. An order (令) has no year."""

    agency: str
    year: int | None
    serial: int

    def __str__(self) -> str:
        if self.year is None:
            return f"{self.agency}第{self.serial}号"
        return f"{self.agency}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, slots=True)
class Citation:
    """A document number found in running text, between ``start`` and ``end``."""

    start: int
    end: int
    number: DocumentNumber


def parse_document_number(text: str) -> DocumentNumber:
    """Read one document number, whatever its brackets, widths and spaces. Raises BadNumber."""
    plain = re.sub(r"\s+", "", plain_width(text))
    for form in (DOCUMENT, ORDER):
        if found := form.fullmatch(plain):
            return _document(found, found["agency"])
    raise BadNumber(f"“{text}”不是文号，请写成“国办发〔2017〕24号”的样子")


def normalise_document_number(text: str) -> str:
    """The official form of a document number; empty for the placeholders that mean there is none.

    Raises BadNumber.
    """
    if re.sub(r"\s+", "", text) in EMPTY:
        return ""
    return str(parse_document_number(text))


def find_all(text: str) -> list[Citation]:
    """Find the document numbers cited in running text, in order, with their places."""
    return list(_citations(plain_width(text)))


def _citations(plain: str) -> Iterator[Citation]:
    end = -1
    for found in DOCUMENT.finditer(plain):
        agency = _own_name(found["agency"], follows=found.start() == end)
        end = found.end()
        if agency:
            start = found.end("agency") - len(agency)
            yield Citation(start, end, _document(found, agency))


def _own_name(words: str, *, follows: bool) -> str:
    """Take away what leads a citation in, and what joins it to the citation just before."""
    if follows:
        words = JOINED.sub("", words)
    leads = list(LEAD.finditer(words))
    return words[leads[-1].end() :] if leads else words


def _document(found: re.Match[str], agency: str) -> DocumentNumber:
    year = found.groupdict().get("year")
    return DocumentNumber(agency, int(year) if year else None, int(found["serial"]))


@dataclass(frozen=True, slots=True)
class IndexNumber:
    """An index number: the form it follows and what its parts say. Parts a form lacks are empty."""

    text: str
    form: str
    year: int | None
    serial: str
    region: str = ""
    organisation: str = ""
    rest: tuple[str, ...] = ()


_ORG9, _USCC = r"[0-9A-Z]{8}[0-9X]", r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}"
_TAIL = rf"/(?P<year>{YEAR})-(?P<serial>\d{{4,7}})"
_CODE = r"[0-9A-Za-z]*"
# From the most particular to the most general; the first that fits names the form.
FORMS = {
    "shanghai": rf"SY-?(?P<region>\d{{6}})-?(?P<year>{YEAR})-?(?P<serial>\d{{5}})",
    "ningbo": rf"(?P<region>\d{{2,6}})-(?P<organisation>{_CODE})-(?P<a>{_CODE})-(?P<b>{_CODE})"
    rf"-(?P<year>{YEAR})(?P<c>\d{{4}})-(?P<serial>\d{{1,6}})",
    "region": rf"(?P<region>\d{{6}})-(?P<organisation>{_CODE})-(?P<year>{YEAR})-(?P<a>{_CODE})"
    r"-(?P<serial>\d{4,6})",
    "credit-code": rf"(?P<organisation>{_USCC}){_TAIL}",
    "credit-code-month": rf"(?P<organisation>{_USCC})/(?P<year>{YEAR})(?P<a>0[1-9]|1[0-2])"
    r"-(?P<serial>\d{5})",
    "organisation-code": rf"(?P<organisation>{_ORG9}){_TAIL}",
    "organisation-code-hyphen": rf"(?P<organisation>[0-9A-Z]{{7,8}}-[0-9X]){_TAIL}",
    "site-code": rf"(?P<organisation>\d{{10}}|bm\d{{8}}){_TAIL}",
    "organisation-dashes": rf"(?P<organisation>{_ORG9})-(?P<year>{YEAR})-(?P<serial>\d{{4,7}})",
    "lianyungang": rf"(?P<organisation>[A-Za-z]{{2}}[0-9A-Za-z]{{3}})-(?P<a>{_CODE})-(?P<year>{YEAR})"
    r"-(?P<serial>\d{3,6})",
    "twenty-one-digits": rf"(?P<region>\d{{6}})(?P<a>\d{{7}})(?P<year>{YEAR})(?P<serial>\d{{4}})",
}
_COMPILED = {name: re.compile(pattern) for name, pattern in FORMS.items()}


def parse_index_number(text: str) -> IndexNumber:
    """Read an index number in any form met in practice. Raises BadNumber."""
    plain = plain_width(text.strip())
    for form, pattern in _COMPILED.items():
        if found := pattern.fullmatch(plain):
            return _index(plain, form, found.groupdict())
    raise BadNumber(f"“{text}”不是索引号，例如“330103--2017--0510”")


def _index(plain: str, form: str, parts: dict[str, str]) -> IndexNumber:
    return IndexNumber(
        text=plain,
        form=form,
        year=int(parts["year"]),
        serial=parts["serial"],
        region=parts.get("region", ""),
        organisation=parts.get("organisation", ""),
        rest=tuple(parts[name] for name in "abc" if name in parts),
    )
