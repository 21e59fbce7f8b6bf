"""A log of one's own for every test: folder, origin, and a quick way to fill it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gongkai.ledger.models import Leaf
from gongkai.ledger.rules import digest, leaf_bytes
from gongkai.ledger.rules.tree import leaf_hash

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
ORIGIN = "gongkai.example/330103"
SALT = "00112233445566778899aabbccddeeff"


def leaf(serial: int = 0, **changes: object) -> dict[str, object]:
    """A leaf as publication makes it; its content is ``content(serial)``."""
    return {
        "type": "published",
        "address": f"/items/330103--2026-{serial:04}/",
        "number": f"330103--2026-{serial:04}",
        "version": 1,
        "previous": None,
        "content": digest(content(serial), SALT),
        "time": "2026-03-02T09:30:00+08:00",
        "publisher": "office",
        **changes,
    }


def content(serial: int) -> dict[str, object]:
    return {"title": f"关于公布第 {serial} 号清单的通知", "attachments": [], "order": serial, "ends": None}


def fill(count: int, *, start: int = 0) -> None:
    """Append many leaves in one statement, as a restored or long-running database holds them."""
    rows = []
    for serial in range(start, start + count):
        data = leaf_bytes(leaf(serial))
        rows.append(Leaf(index=serial, data=data.decode(), hash=leaf_hash(data).hex(), at=AT))
    Leaf.objects.bulk_create(rows)


@pytest.fixture
def log(tmp_path: Path, settings: Callable[..., object]) -> Path:
    settings.LEDGER = tmp_path / "ledger"
    settings.LEDGER_ORIGIN = ORIGIN
    return settings.LEDGER
