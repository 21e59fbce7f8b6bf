"""How deep, how long and how crowded markup may be: beyond it a parser loses words or takes minutes."""

import re

DEEPEST = 60
"""Elements within each other; the parser gives up at some 250, counting those that are not counted here."""
LONGEST = 2_000_000
"""Characters with the markup; the parser drops a text of ten million bytes without a word."""
MOST_ATTRIBUTES = 100
"""Of one element; the sanitiser compares each with each."""

_VALUE = r"""(?:"[^"]*+"?+|'[^']*+'?+|[^\s>]*+)"""
_ATTRIBUTE = rf"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+{_VALUE})?+"
ATTRIBUTE = re.compile(_ATTRIBUTE)
# Read as a browser reads: what stands in comments and in values of attributes opens and closes nothing.
TOKEN = re.compile(
    r"<!--(?:-?+>|.*?(?:--!?+>|\Z))|<[!?][^>]*+|</(?![A-Za-z])[^>]*+"
    rf"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*+)[^\s/>]*+(?P<attributes>(?:{_ATTRIBUTE})*+)",
    re.DOTALL,
)
UNNESTED = set("br hr img col input meta link wbr p li tr td th thead tbody tfoot".split())


class TooDeep(ValueError):
    """Markup beyond anything that a person writes."""


def check(text: str) -> None:
    """Raise TooDeep, with a sentence, for markup that could not be read to its end."""
    if len(text) > LONGEST:
        raise TooDeep(f"正文连同格式超过{LONGEST // 10_000}万字，请分成几条，或者作为附件上传")
    depth = 0
    for found in TOKEN.finditer(text):
        _check_attributes(found["attributes"] or "")
        if found["name"] and found["name"].lower() not in UNNESTED:
            depth = max(0, depth - 1) if found["end"] else depth + 1
        if depth > DEEPEST:
            raise TooDeep("正文的格式嵌套过深，请先粘贴为纯文本再排版")


def _check_attributes(text: str) -> None:
    if len(text) > MOST_ATTRIBUTES and len(ATTRIBUTE.findall(text)) > MOST_ATTRIBUTES:
        raise TooDeep("正文的格式过于复杂，请先粘贴为纯文本再排版")
