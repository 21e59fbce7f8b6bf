"""Every test has data folders of its own; nothing reaches the developer's own var/."""

import os

import pytest

# Playwright leaves an event loop in the thread that drove a browser; other tests run there after it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, monkeypatch):
    # PostgreSQL counts on from test to test: whatever was made before, a test's own items lie in one portion.
    monkeypatch.setattr("gongkai.items.models.item.PORTION", 10**9)
    for name in ("PAGES", "FILES", "INDEX", "LEDGER"):
        setattr(settings, name, tmp_path / name.lower())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path
