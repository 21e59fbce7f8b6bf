"""Whether a number is an identity number: its province, its date of birth, its check digit (GB 11643)."""

import re
from datetime import date

from stdnum.iso7064 import mod_11_2

# The provinces with which an identity number may begin (GB/T 2260); 81 to 83 are residence permits.
PROVINCES = {
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66),
    71, 81, 82, 83, 91,
}  # fmt: skip


def is_identity(code: str) -> bool:
    """Whether 18 signs are an identity number with its check digit."""
    return (
        bool(re.fullmatch(r"\d{17}[\dX]", code)) and plausible(code, code[6:14]) and mod_11_2.is_valid(code)
    )


def plausible(code: str, birth: str) -> bool:
    """Whether a number begins with a province and holds a date on which a person may be born."""
    try:
        day = date(int(birth[:4]), int(birth[4:6]), int(birth[6:]))
    except ValueError:
        return False
    return int(code[:2]) in PROVINCES and day.year >= 1880
