"""Which edition of the software, under which name, renders the pages."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

SHOWN = (
    "SITE_URL", "SITE_NAME", "SITE_CODE", "SITE_SPONSOR", "SITE_CONTACT", "SITE_ICP", "SITE_POLICE",
    "SITE_MISTAKES", "LEDGER_ORIGIN", "API_PER_MINUTE", "API_SENDS_PER_HOUR",
)  # fmt: skip
"""Settings that stand on every page."""

KINDS = {".py", ".html", ".xml", ".css", ".js", ".svg", ".txt"}


@cache
def edition() -> str:
    """Return the hash of everything but the data that a finished page is made of."""
    made_of = hashlib.sha256()
    for name in SHOWN:
        made_of.update(f"{name}={getattr(settings, name)}\n".encode())
    for path in sources(Path(__file__).parents[1]):
        made_of.update(path.read_bytes())
    return made_of.hexdigest()[:32]


def sources(package: Path) -> Iterator[Path]:
    return (path for path in sorted(package.rglob("*")) if path.suffix in KINDS)
