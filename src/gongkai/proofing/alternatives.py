"""Words for those who cannot see a picture (GB/T 37668-2019, WCAG 1.1.1)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai.proofing.rules import Finding, Weight

EMPTY_WORDS = re.compile(
    r"(?:图片?|图像|照片|插图|image|img|picture|photo|截图|未标题|微信图片)[\s_\-（(]*\d*[)）]?|.*\.(?:png|jpe?g|gif|bmp|webp)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Picture:
    place: str
    alternative: str
    address: str = ""


def check(pictures: Iterable[Picture]) -> Iterator[Finding]:
    """Yield the pictures without words in their place, or with words that say nothing."""
    for picture in pictures:
        words = picture.alternative.strip()
        if not words:
            yield _finding(picture, Weight.ASKS, "图片没有替代文字，看不见图片的人不知道其中内容")
        elif EMPTY_WORDS.fullmatch(words):
            yield _finding(picture, Weight.TELLS, f"图片的替代文字“{words[:30]}”没有说明图片内容")


def _finding(picture: Picture, weight: Weight, sentence: str) -> Finding:
    return Finding(
        field="body",
        sentence=sentence,
        code="alternatives.missing",
        weight=weight,
        place=picture.place,
        excerpt=picture.alternative.strip()[:30],
        mark=picture.address,
        remedy="填写替代文字，说明图片传达的内容",
    )
