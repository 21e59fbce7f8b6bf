"""Days of birth, and children under fourteen (个人信息保护法第二十八条).

Of a child, name, school and home are never published together.
"""

import re
from collections.abc import Iterator

from gongkai.law.chinese import NotANumber, number
from gongkai.law.masking.finding import Around, Finding

GROWN = 14
"""个人信息保护法第二十八条：不满十四周岁未成年人的个人信息是敏感个人信息。"""
_Y = r"(?:19|20)\d{2}"
WRITTEN = rf"{_Y}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日"
DAY = rf"(?:{WRITTEN}|(?<!\d){_Y}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)|(?<!\d){_Y}\d{{4}}(?!\d))"
NAMED = re.compile(rf"(?:出生(?:日期|年月日?|时间|于)?|生日|生于)[为是:：\s]{{0,3}}(?P<day>{DAY})")
AFTER = re.compile(rf"(?P<day>{WRITTEN})\s?(?:出生|生(?![\u4e00-\u9fff]{{0,2}}(?:产|效|成)))")
HEADING = re.compile("出生|生日")
BARE_DAY = re.compile(DAY)
AGE = re.compile(r"(?P<age>\d{1,2}|[一二三四五六七八九十]{1,2})\s?周?岁")
SCHOOL = re.compile("小学|幼儿园|初中|中学|学校|就读|年级")
END = re.compile("[。！？；\n]")
SENTENCE = 200
"""Characters of a sentence to either side of a home: there are texts without a full stop."""


def births(plain: str, around: Around) -> Iterator[Finding]:
    """Days of birth; a year and month alone are published of those who are to be appointed."""
    if HEADING.search(around.heading):
        for found in BARE_DAY.finditer(plain):
            yield Finding("birth", *found.span(), found[0])
    for pattern in (NAMED, AFTER):
        for found in pattern.finditer(plain):
            yield Finding("birth", *found.span("day"), found["day"])


def young(plain: str, start: int, end: int) -> bool:
    """Whether the sentence around a home speaks of a child under fourteen and of a school."""
    before, after = plain[max(0, start - SENTENCE) : start], plain[end : end + SENTENCE]
    sentence = END.split(before)[-1] + plain[start:end] + END.split(after, maxsplit=1)[0]
    return SCHOOL.search(sentence) is not None and any(
        _is_young(found["age"]) for found in AGE.finditer(sentence)
    )


def _is_young(age: str) -> bool:
    try:
        return number(age) < GROWN
    except NotANumber:
        return False
