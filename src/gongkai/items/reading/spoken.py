"""The words of subtitles: what is said in a film or a recording."""

from collections.abc import Iterator

from gongkai.items import subtitles
from gongkai.items.reading.blocks import Block
from gongkai.items.uploads import Refused, decode


def blocks(data: bytes) -> Iterator[Block]:
    """Yield a block for each cue. Raises Refused."""
    for cue in cues(data):
        yield Block(cue.text.replace("\n", " "), f"字幕 {subtitles.stamp(cue.start)}")


def cues(data: bytes) -> list[subtitles.Cue]:
    """Return the cues of a file of subtitles. Raises Refused."""
    try:
        return subtitles.cues(decode(data))
    except subtitles.BadSubtitles as error:
        raise Refused(str(error)) from error


def as_webvtt(data: bytes) -> bytes:
    """Return the one form of subtitles that browsers show. Raises Refused."""
    return subtitles.webvtt(cues(data)).encode()
