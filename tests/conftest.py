"""Every test has data folders of its own; nothing reaches the developer's own var/."""

import os

import pytest

from tests.kept import own_settings

# Playwright leaves an event loop in the thread that drove a browser; other tests run there after it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, monkeypatch):
    # PostgreSQL counts on from test to test: whatever was made before, a test's own items lie in one portion.
    monkeypatch.setattr("gongkai.items.models.item.PORTION", 10**9)
    for name, value in own_settings(tmp_path).items():
        setattr(settings, name, value)
    return tmp_path
