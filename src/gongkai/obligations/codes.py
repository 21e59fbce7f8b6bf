"""The closed lists of words (``catalogue/codes.yaml``) and the areas (``catalogue/areas.yaml``). Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gongkai.law.deadlines import Length, Unit
from gongkai.obligations.node import Node, Wrong

LISTS = (
    "channels", "other_channels", "audiences", "manners", "levels", "stages", "vague", "statutory_items",
    "systems", "genres", "themes",
)  # fmt: skip
OTHER = "其他"
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Word:
    """One entry of a closed list: ``key`` is its identifier, ``title`` the official wording.

    ``subjects`` are the words by which a text is known to belong to it, with blanks between them.
    """

    key: str
    title: str
    article: str = ""
    subjects: str = ""


@dataclass(frozen=True)
class Codes:
    """All closed lists, each in the official order, and the limit where the catalogue names none."""

    lists: Mapping[str, tuple[Word, ...]]
    fallback_event: str
    fallback_length: Length
    fallback_limit: str

    def __getitem__(self, name: str) -> tuple[Word, ...]:
        return self.lists[name]

    def titles(self, name: str) -> tuple[str, ...]:
        return tuple(word.title for word in self.lists[name])

    def subjects(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return the words by which a text is known to belong to each entry, by its title."""
        return {word.title: tuple(word.subjects.split()) for word in self.lists[name] if word.subjects}

    def keys(self, name: str) -> tuple[str, ...]:
        return tuple(word.key for word in self.lists[name])

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels a row may name: the boxes of the national table, and 其他 with a platform named."""
        return (*self.titles("channels"), *(f"{OTHER}（{title}）" for title in self.titles("other_channels")))

    def word(self, name: str, key: str) -> Word:
        """Return the entry ``key`` of the list ``name``; raises KeyError."""
        for word in self.lists[name]:
            if word.key == key:
                return word
        raise KeyError(key)


@dataclass(frozen=True)
class DeclaredArea:
    key: str
    title: str
    order: int = 1000
    summary: str = ""
    pilot: int | None = None
    systems: tuple[str, ...] = field(default=())


def parse_codes(node: Node) -> Codes:
    """Return the lists of ``codes.yaml``; raises Wrong."""
    entries = node.mapping(known=(*LISTS, "fallback"), needed=(*LISTS, "fallback"))
    words = ("after", "working_days", "limit")
    fallback = entries["fallback"].mapping(known=words, needed=words)
    return Codes(
        lists={name: _words(entries[name]) for name in LISTS},
        fallback_event=fallback["after"].text(),
        fallback_length=Length(fallback["working_days"].number(), Unit.WORKING_DAYS),
        fallback_limit=fallback["limit"].text(),
    )


def _words(node: Node) -> tuple[Word, ...]:
    words: list[Word] = []
    for each in node.items():
        entries = each.mapping(known=("key", "title", "article", "subjects"), needed=("key", "title"))
        word = Word(**{name: value.text() for name, value in entries.items()})
        if any(word.key == other.key or word.title == other.title for other in words):
            raise Wrong(each.line, f"“{word.key} {word.title}”重复了")
        words.append(word)
    return tuple(words)


def parse_areas(node: Node, codes: Codes) -> tuple[DeclaredArea, ...]:
    """Return the areas of ``areas.yaml`` in their order; raises Wrong."""
    areas: list[DeclaredArea] = []
    for order, each in enumerate(node.mapping(known=("areas",), needed=("areas",))["areas"].items(), 1):
        area = parse_area(each, codes, order=order * 10)
        if any(area.key == other.key for other in areas):
            raise Wrong(each.line, f"领域“{area.key}”重复了")
        areas.append(area)
    return tuple(areas)


def parse_area(node: Node, codes: Codes, *, order: int = 1000) -> DeclaredArea:
    entries = node.mapping(known=("key", "title", "summary", "pilot", "systems"), needed=("key", "title"))
    return DeclaredArea(
        key=parse_key(entries["key"]),
        title=entries["title"].text(60),
        order=order,
        summary=entries["summary"].text() if "summary" in entries else "",
        pilot=entries["pilot"].number() if "pilot" in entries else None,
        systems=entries["systems"].choices(codes.keys("systems")) if "systems" in entries else (),
    )


def parse_key(node: Node) -> str:
    key = node.text(60)
    if not KEY.fullmatch(key):
        raise Wrong(node.line, f"代号“{key}”只能用小写英文字母、数字和连字符")
    return key
