"""Subtitles of a film (WebVTT or SubRip): checked, and turned into WebVTT. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

TIME = r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
TIMING = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?")
TAGS = re.compile(r"</?[a-zA-Z][^>\n]{0,80}>|<[\d:.]{5,14}>|\{\\[^}\n]{1,40}\}")
ASIDE = re.compile(r"(NOTE|STYLE|REGION)\b")


class BadSubtitles(ValueError):
    """A file that is no well-formed list of subtitles; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words shown from ``start`` to ``end``, in milliseconds."""

    start: int
    end: int
    text: str


def cues(text: str) -> list[Cue]:
    """Return the cues of a WebVTT or SubRip file in order. Raises BadSubtitles."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = list(_cues(lines))
    if not found:
        raise BadSubtitles("字幕文件里没有字幕，请检查时间行，例如 00:00:01.000 --> 00:00:04.000")
    for before, cue in zip(found, found[1:], strict=False):
        if cue.start < before.start:
            raise BadSubtitles(f"字幕的次序有误：{stamp(cue.start)} 在 {stamp(before.start)} 之后")
    return found


def _cues(text: str) -> Iterator[Cue]:
    for number, block in enumerate(re.split(r"\n[ \t]*\n", text.strip("\n")), start=1):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if not lines or ASIDE.match(lines[0]) or (number == 1 and lines[0].startswith("WEBVTT")):
            continue
        at = next((index for index, line in enumerate(lines[:2]) if "-->" in line), None)
        if at is None:
            raise BadSubtitles(f"第{number}段字幕没有时间行：{lines[0][:30]}")
        yield _cue(lines[at], lines[at + 1 :])


def _cue(timing: str, lines: list[str]) -> Cue:
    match = TIMING.fullmatch(timing)
    if match is None:
        raise BadSubtitles(f"字幕的时间写法有误：{timing[:40]}，应当如 00:00:01.000 --> 00:00:04.000")
    values = [int(each or 0) for each in match.groups()]
    start, end = (((h * 60 + m) * 60 + s) * 1000 + ms for h, m, s, ms in (values[:4], values[4:]))
    if end <= start:
        raise BadSubtitles(f"字幕的结束时间不晚于开始时间：{timing[:40]}")
    return Cue(start, end, "\n".join(TAGS.sub("", line) for line in lines))


def stamp(moment: int) -> str:
    """Return milliseconds as 00:00:01.000."""
    seconds, rest = divmod(moment, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def webvtt(found: list[Cue]) -> str:
    """Return the cues as a WebVTT file, without settings and markup."""
    texts = ((each, each.text.replace("&", "&amp;").replace("<", "&lt;")) for each in found)
    parts = (f"{stamp(each.start)} --> {stamp(each.end)}\n{text}\n" for each, text in texts)
    return "WEBVTT\n\n" + "\n".join(parts)
