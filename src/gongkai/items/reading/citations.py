"""The documents that a text cites: their titles in 《》 and their numbers."""

import re
from dataclasses import dataclass

from gongkai.law import numbering

REACH = 400  # how long a title may be
JOINT = re.compile("^[和与及]")


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document; ``title`` is empty where the text gives only the number."""

    number: str
    title: str = ""


def find(text: str, *, own: str = "") -> tuple[Citation, ...]:
    """Return each document cited by number, once, in order, without the text's ``own`` number."""
    found: dict[str, Citation] = {}
    for each in numbering.find_all(text):
        before = text[max(0, each.start - REACH) : each.start]
        number, title = _without_joint(str(each.number), before), _title_before(before)
        if number != own and not (number in found and found[number].title):
            found[number] = Citation(number, title)
    return tuple(found.values())


def _without_joint(number: str, before: str) -> str:
    """Take away the word that joins a citation to one in brackets just before: （…）和国办发〔2017〕24号."""
    return JOINT.sub("", number) if before.rstrip().endswith(("）", ")")) else number


def _title_before(text: str) -> str:
    """Return the title in 《》 that ends just before a bracketed number, outer marks left out."""
    before = text.rstrip()
    if not before.endswith(("（", "(")) or not before[:-1].rstrip().endswith("》"):
        return ""
    before = before[:-1].rstrip()
    depth = 0
    for position in range(len(before) - 1, -1, -1):
        depth += {"》": 1, "《": -1}.get(before[position], 0)
        if depth == 0:
            return before[position + 1 : -1]
    return ""
