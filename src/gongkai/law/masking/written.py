"""Numbers written in other signs than the usual digits: 三三〇一〇三… for 330103…, × for the X at the end.

Every sign is replaced by one sign, so that places stay what they were. What is shorter than a telephone is
left alone: 一二三 in running text is no number of a person.
"""

import re

from gongkai.law.chinese import DIGITS
from gongkai.law.masking.identity import is_identity

GAP = r"(?: {1,3}|[.\-\u2010-\u2015·])?"
"""Blanks or a mark between two digits. Pages show several blanks as one; the invisible signs are gone, and
the blanks of other widths are plain ones, before anything is looked for."""

CHINESE = "".join(DIGITS)
ZEROS = "Oo"  # between Chinese digits people type them for 〇
CROSSES = "×✕✖✗╳⨯ХхΧχⅩⅹ"
"""Signs that look like the X of an identity number: of multiplying, Cyrillic, Greek, Roman."""
LATIN = str.maketrans(
    {
        **{sign: str(value) for sign, value in DIGITS.items()},
        **dict.fromkeys(ZEROS, "0"),
        **dict.fromkeys(CROSSES, "X"),
    }
)
SHORTEST = 11
RUN = re.compile(
    rf"(?<![0-9A-Za-z])[0-9{CHINESE}](?:{GAP}[0-9{CHINESE}{ZEROS}]){{{SHORTEST - 1},}}(?:{GAP}[Xx{CROSSES}])?"
)
ARE_CHINESE = re.compile(rf"[{CHINESE}]{GAP}[0-9{CHINESE}{ZEROS}]{GAP}[0-9{CHINESE}{ZEROS}]")
IS_LATIN = re.compile(rf"[0-9](?:{GAP}[0-9]){{{SHORTEST - 1},}}")
IN_GAP = set(" .-·") | set(map(chr, range(0x2010, 0x2016)))
NUMBER = re.compile(r"(?=(?P<code>[1-9][0-9]{5}(?:1[89]|20)[0-9]{9}[0-9X]))")
CROSSED = re.compile(rf"(?P<body>(?:[0-9]{GAP}){{17}})[{CROSSES}](?![0-9A-Za-z{CROSSES}])")


def in_latin(plain: str) -> str:
    """Return the text with the numbers that are written in other signs written in the usual ones."""
    if ARE_CHINESE.search(plain):
        plain = RUN.sub(_read, plain)
    if any(sign in plain for sign in CROSSES):
        plain = CROSSED.sub(r"\g<body>X", plain)
    return plain


def _read(found: re.Match[str]) -> str:
    """Read an identity number wherever it begins (张三三三〇一…), else all of it if none of it is usual."""
    written = found[0]
    read = written.translate(LATIN)
    if read == written:
        return written
    places = [place for place, sign in enumerate(read) if sign not in IN_GAP]
    signs = "".join(read[place] for place in places).upper()
    for number in NUMBER.finditer(signs):
        if is_identity(number["code"]):
            start, end = places[number.start("code")], places[number.end("code") - 1] + 1
            return written[:start] + read[start:end] + written[end:]
    return written if IS_LATIN.search(written) else read
