"""What is to vanish from a file, as a pattern: however it is typed, in groups or full width. Pure."""

import re
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase, ascii_uppercase

from ahocorasick_rs import AhoCorasick

from gongkai.law.chinese import plain_width

GAP = "[ \\-\u00a0\u00ad\u2009·\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\r\n\t]*"
BLANK = "[ \u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\r\n\t]*"
SPACED = re.compile(GAP[:-1])
DROPPED = re.compile("[ \u00a0\u00ad\u2009\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\r\n\t]")
NEVER = "\0"
"""No text has it: what is all blanks and dashes is not there to be hidden."""
LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
SHORT = 5
"""A value of fewer signs stands in too many other words: it vanishes only where it stands alone."""


@dataclass(frozen=True)
class Hide:
    """Words that are to be nowhere in a file any more, and what stands in their place."""

    value: str
    replacement: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        plain = DROPPED.sub("", plain_width(self.value))
        number = plain.replace("-", "").replace("·", "")
        is_number = number.isascii() and number.isalnum() and len(number) > 6
        signs, gap = (number, GAP) if is_number else (plain, BLANK)
        body = gap.join(map(_either, signs))
        if len(signs) < SHORT:
            return re.compile(rf"^\s*{body}\s*$")
        before = r"(?<!\d)" if signs[0].isdigit() else ""
        after = r"(?!\d)" if signs[-1].isdigit() else ""
        return re.compile(before + body + after)


@dataclass(frozen=True)
class Order:
    """What is to be done with a file: words to hide, and headings whose columns are to be emptied."""

    hides: tuple[Hide, ...]
    columns: tuple[str, ...] = ()

    def masked(self, text: str) -> str:
        for each in self.within(text):
            text = each.pattern.sub(lambda _, each=each: each.replacement, text)  # type: ignore[misc]
        return text

    def is_in(self, text: str) -> bool:
        return any(each.pattern.search(text) for each in self.within(text))

    def within(self, text: str) -> list[Hide]:
        """Return what may stand in a text, of thousands perhaps: its signs do, whatever parts them."""
        found = self._finder.find_matches_as_indexes(_signs(text), overlapping=True)
        return [self.hides[place] for place in sorted({place for place, _, _ in found})]

    @cached_property
    def _finder(self) -> AhoCorasick:
        return AhoCorasick([_signs(each.value) or NEVER for each in self.hides])


def _signs(text: str) -> str:
    """Return a text without what may part the signs of a value, in one width and one case."""
    return SPACED.sub("", plain_width(text)).translate(LOWER)


def _either(sign: str) -> str:
    """Return what matches a sign in either width, a letter in either case."""
    forms = {sign, sign.lower(), sign.upper()} if sign.isascii() else {sign}
    forms |= {chr(ord(each) + 0xFEE0) for each in forms if "!" <= each <= "~"}
    return "[" + "".join(map(re.escape, sorted(forms))) + "]"
