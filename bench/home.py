"""A data folder of its own for one benchmark, so that nobody's data is touched."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


@contextmanager
def fresh_home() -> Iterator[Path]:
    """Set Django up on a new folder; call once a process, before anything of gongkai is imported."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name:
        os.environ |= {
            "GONGKAI_HOME": name,
            "GONGKAI_DATABASE_URL": f"sqlite:///{name}/gongkai.sqlite3",
            "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        }
        django.setup()
        yield Path(name)
