"""The pictures inside an office file: what stands beside them, and the file without it."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator

from gongkai.items import photographs
from gongkai.items.photographs.beside import said
from gongkai.items.reading.unseen import DEEPEST, EMBEDDED
from gongkai.items.uploads import BROKEN, PARTS, Refused, opened, part, suffix_of

PICTURES = re.compile(r"(?:word|xl|ppt)/media/[^/]+")
WRITTEN_AT = (1980, 1, 1, 0, 0, 0)


def told(container: zipfile.ZipFile) -> Iterator[tuple[str, ...]]:
    """Yield what stands beside each picture of a container that has something beside it. Raises Refused."""
    for name in container.namelist():
        if PICTURES.fullmatch(name) and (kinds := said(part(container, name))):
            yield kinds


def bare_inside(data: bytes, suffix: str, depth: int = 0) -> bytes:
    """Return an office file whose pictures have nothing beside them, itself if none had anything.

    Raises Refused for a picture that cannot be cleaned.
    """
    if suffix not in PARTS:
        return data
    cleaned: dict[str, bytes] = {}
    with opened(io.BytesIO(data), suffix) as container:
        for name in container.namelist():
            before = part(container, name) if _may_tell(name, depth) else b""
            if (after := _bare(before, name, depth)) != before:
                cleaned[name] = after
        return _with(container, cleaned) if cleaned else data


def _may_tell(name: str, depth: int) -> bool:
    return bool(PICTURES.fullmatch(name) or (depth < DEEPEST and EMBEDDED.fullmatch(name)))


def _bare(before: bytes, name: str, depth: int) -> bytes:
    if EMBEDDED.fullmatch(name):
        return bare_inside(before, suffix_of(name), depth + 1)
    if not said(before):
        return before
    if not photographs.is_picture(before):
        raise Refused(f"文件中的图片 {name.rsplit('/', maxsplit=1)[-1]} 不是 JPEG、PNG 或 WebP，不能自动清除")
    return photographs.bare(before).data


def _with(container: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    """Return the container with some of its entries changed, the others as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in container.infolist():
            fresh = zipfile.ZipInfo(entry.filename, WRITTEN_AT)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            source = io.BytesIO(changed[entry.filename]) if entry.filename in changed else None
            try:
                with source or container.open(entry) as words, made.open(fresh, "w") as target:
                    shutil.copyfileobj(words, target)
            except BROKEN as error:
                raise Refused("文件已损坏，无法读取") from error
    return buffer.getvalue()
