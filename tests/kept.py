"""Rows that many tests of a module begin with, made once for all of them.

What a test changes is rolled back after it, and the rows themselves after the module: a test of the same
module that begins with nothing finds them too, and belongs elsewhere.
"""

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

HOST = "https://data.example.cn"
"""The one host from which tables may be fetched: nothing answers there."""

FOLDERS = ("PAGES", "FILES", "INDEX", "LEDGER", "CASES")


def own_settings(home: Path) -> dict[str, Any]:
    """Return the settings of a test: all data below ``home``, no mail, no limits, no time for passwords."""
    return {
        "LIMITS": home / "limits",
        "API_PER_MINUTE": 10**6,
        "PULL_FROM": {HOST: []},
        **{name: home / name.lower() for name in FOLDERS},
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }


class Kept:
    """What was made, with the files that belong to it."""

    def __init__(self, made: Any, home: Path) -> None:
        self.made, self.home = made, home

    def copy(self) -> Any:
        """Return it as it was, with its files in the folders of the test."""
        for name in FOLDERS:
            if (folder := self.home / name.lower()).exists():
                shutil.copytree(folder, getattr(settings, name), dirs_exist_ok=True)
        return copy.deepcopy(self.made)


@contextmanager
def kept(build: Callable[[], Any], blocker: Any, home: Path) -> Iterator[Kept]:
    """Make the rows in a transaction that surrounds those of the tests."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # durable blocks may stand in it, as in a test
    with pytest.MonkeyPatch.context() as patch, blocker.unblock(), around:
        patch.setattr(connection, "close", lambda: None)  # a test that ends closes its connection
        with override_settings(**own_settings(home)):
            made = build()
        yield Kept(made, home)
        transaction.set_rollback(True)
