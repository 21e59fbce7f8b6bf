"""The pictures, sound and films of an item, each with the words that stand for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from gongkai.items.models import Attachment

SUBTITLES = "text/vtt"
DRAWING = "image/svg+xml"


@dataclass(frozen=True)
class Medium:
    """``kind`` is picture, audio or video; ``track`` the address of its subtitles; ``words`` a transcript."""

    kind: str
    name: str
    href: str
    media_type: str
    track: str
    words: str


def media_of(attachments: Iterable[Attachment]) -> list[Medium]:
    """Return what is to be seen and heard. Subtitles belong to the film or sound of the same name."""
    files = list(attachments)
    said = {_stem(each): each for each in files if each.media_type == SUBTITLES}
    return [_medium(each, said.get(_stem(each))) for each in files if _kind(each)]


def _stem(file: Attachment) -> str:
    return PurePosixPath(file.name).stem


def _kind(file: Attachment) -> str:
    kind = file.media_type.partition("/")[0]
    if file.media_type == DRAWING:
        return "picture"
    return kind if kind in {"audio", "video"} else ""


def _medium(file: Attachment, subtitles: Attachment | None) -> Medium:
    words = file if file.media_type == DRAWING else subtitles
    return Medium(
        kind=_kind(file),
        name=_stem(file),
        href=address(file),
        media_type=file.media_type,
        track=address(subtitles) if subtitles else "",
        words=words.text if words else "",
    )


def address(file: Attachment) -> str:
    return f"/files/{file.sha256}/{quote(file.name)}"
