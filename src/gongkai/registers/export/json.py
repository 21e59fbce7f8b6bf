"""JSON with typed values: numbers with every digit, truth as true and false, days in ISO 8601. Pure."""

import json
from collections.abc import Iterator, Sequence

from gongkai.registers.export.columns import Column
from gongkai.registers.export.csv import Pieces, Row
from gongkai.registers.export.saying import About
from gongkai.registers.fields.picks import Boolean

PROPERTY = "entries"
quoted = json.encoder.encode_basestring


def written(columns: Sequence[Column], pieces: Pieces, about: About) -> Iterator[bytes]:
    """Yield one object: what the file says of itself, then the entries, one a line."""
    said = about.said
    head = {
        "register": said.key,
        "title": said.title,
        "description": said.description,
        "address": about.address,
        "filter": about.meant,
        "release": about.number,
        "released_at": about.at.isoformat(),
        "publishers": list(about.publishers),
        "licence": about.licence,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + f', "{PROPERTY}": ['.encode()
    keys = [f"{quoted(column.key)}: " for column in columns]
    bare = [column.kind.is_number or isinstance(column.kind, Boolean) for column in columns]
    before = "\n"
    for piece in pieces:
        yield (before + ",\n".join(_entry(row, keys, bare) for row in piece)).encode()
        before = ",\n"
    yield b"\n]}\n"


def _entry(row: Row, keys: list[str], bare: list[bool]) -> str:
    """Return one entry; what says nothing is null."""
    values = (
        key + ("null" if text is None else text if is_bare else quoted(text))
        for key, text, is_bare in zip(keys, row, bare, strict=True)
    )
    return "{" + ", ".join(values) + "}"
