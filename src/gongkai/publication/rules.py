"""Pure rules of the waist: which topics an announcement touches, where a finished page lies."""

from collections.abc import Iterable
from pathlib import PurePosixPath

STATUSES = (200, 301, 410)
"""Statuses a page may be finished with; each has a folder of its own, so that nginx can serve the first."""

SUFFIXES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
}
LONGEST_PATH = 300


class BadPath(ValueError):
    """The path cannot be the name of a finished page."""


def topics_of(facts: dict[str, str]) -> set[str]:
    """Return the topics that follow from an announcement's facts (empty facts name no topic)."""
    return {"site"} | {f"{name}:{value}" for name, value in facts.items() if value}


def file_of(path: str) -> PurePosixPath:
    """Return where the finished page of ``path`` lies below its status folder; raise BadPath.

    ``/items/1/`` lies at ``items/1/index.html``, ``/feeds/all.atom`` at ``feeds/all.atom``.
    Anything that could leave the folder, or is no plain name, is refused.
    """
    if not path.startswith("/") or len(path) > LONGEST_PATH or "\\" in path or "\0" in path:
        raise BadPath(path)
    parts = path[1:].split("/")
    if parts[-1] == "":
        parts[-1] = "index.html"
    if any(part in {"", ".", ".."} or part.startswith("~") or len(part.encode()) > 200 for part in parts):
        raise BadPath(path)
    return PurePosixPath(*parts)


def path_of(file: PurePosixPath) -> str:
    """Return the path whose finished page lies at ``file``: the reverse of `file_of`."""
    return f"/{file}".removesuffix("index.html") if file.name == "index.html" else f"/{file}"


def media_type(file: PurePosixPath) -> str | None:
    """Return the media type of a finished page by its suffix, or None if such a page is never finished."""
    return SUFFIXES.get(file.suffix)


def sorted_topics(topics: Iterable[str]) -> list[str]:
    """Return topics once each, in the one order in which rows are locked, none longer than its column."""
    return sorted({topic[:160] for topic in topics})
