"""The manual (``docs/manual``): chapters by role, written in Markdown, shown and searched at the desk."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

ORDER = ("start", "clerk", "requests", "reviewer", "secrecy", "signer", "openness", "admin")
IMAGE = re.compile(r"[a-z0-9-]+\.png")
MOST_WORDS = 120
"""So many characters of a section stand below its name among what was found."""


@dataclass(frozen=True)
class Section:
    """One part of a chapter, with the words in it."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True)
class Chapter:
    key: str
    title: str
    html: SafeString
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Found:
    """A section that holds what was asked for."""

    chapter: Chapter
    section: Section

    @property
    def href(self) -> str:
        return f"/desk/manual/{self.chapter.key}/#{self.section.anchor}"

    @property
    def excerpt(self) -> str:
        text = self.section.text
        return text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS]}……"


def chapters() -> tuple[Chapter, ...]:
    """Return the chapters in their order; read again only when a file has changed."""
    files = [settings.MANUAL / f"{key}.md" for key in ORDER]
    return _chapters(tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=4)
def _chapters(files: tuple[tuple[Path, int], ...]) -> tuple[Chapter, ...]:
    return tuple(_chapter(path.stem, path.read_text(encoding="utf-8")) for path, _ in files)


def _chapter(key: str, text: str) -> Chapter:
    """Read one chapter. The files are the product's own; markup in them is shown as text all the same."""
    parser = MarkdownIt("commonmark", {"html": False})
    tokens = parser.parse(text.replace("](../images/", "](/desk/manual/images/"))
    sections: list[Section] = []
    title, words = "", list[str]()
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type != "inline":
            continue
        if before is not None and before.type == "heading_open" and before.tag == "h1":
            title = token.content
        elif before is not None and before.type == "heading_open":
            before.attrSet("id", f"s{len(sections) + 1}")
            sections.append(Section(f"s{len(sections) + 1}", token.content, ""))
            words = []
        elif sections:
            words.append(plain(token))
            sections[-1] = Section(sections[-1].anchor, sections[-1].title, "".join(words))
        _lead_within(token)
    body = parser.renderer.render(_without_title(tokens), parser.options, {})
    return Chapter(key, title, mark_safe(body), tuple(sections))  # noqa: S308 - our own file, markup escaped


def _without_title(tokens: list[Token]) -> list[Token]:
    first = next((n for n, token in enumerate(tokens) if token.type == "heading_close"), -1)
    return tokens[first + 1 :]


def plain(token: Token) -> str:
    """Return the words of a piece of text without its markup; of a picture nothing."""
    children = token.children or []
    return "".join(each.content for each in children if each.type in {"text", "code_inline"})


def _lead_within(token: Token) -> None:
    """Let links to other chapters lead to their pages at the desk."""
    for each in token.children or []:
        target = str(each.attrGet("href") or "")
        if each.type == "link_open" and target.endswith(".md"):
            name = target.removesuffix(".md")
            each.attrSet("href", "/desk/manual/" if name == "index" else f"/desk/manual/{name}/")


def for_roles(roles: Collection[str]) -> list[Chapter]:
    """Return the chapters that concern someone with these roles: the general one, and theirs."""
    return [each for each in chapters() if each.key == "start" or each.key in roles]


def find(text: str) -> list[Found]:
    """Return the sections that hold every word of ``text``, those named so first."""
    words = text.split()
    if not words:
        return []
    found = [
        Found(chapter, section)
        for chapter in chapters()
        for section in chapter.sections
        if all(word in f"{chapter.title}{section.title}{section.text}" for word in words)
    ]
    return sorted(found, key=lambda each: not all(word in each.section.title for word in words))


def picture(name: str) -> Path | None:
    """Return where a picture of the manual lies, None if there is none of that name."""
    path = Path(settings.MANUAL).parent / "images" / name
    return path if IMAGE.fullmatch(name) and path.is_file() else None
