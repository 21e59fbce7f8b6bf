"""Every test has data folders of its own; nothing reaches the developer's own var/."""

import gc
import os

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as trying

from tests.browser.site import ARGUMENTS, CHROMIUM
from tests.kept import own_settings

# Playwright leaves an event loop in the thread that drove a browser; other tests run there after it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# On a busy machine every example may take its time.
trying.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
trying.load_profile("patient")

# Files that take longest, longest first: begun last, one of them would keep one worker while the other has
# nothing left to do. While the first prepares the demonstration, the second does what needs none.
LONGEST = """
browser/test_every_page.py journeys/test_rights.py journeys/test_crashes.py hostile/test_addresses.py
browser/test_policy.py browser/test_sampling.py browser/test_editor.py browser/test_main_job.py
desk/test_demo.py config/test_backup.py browser/test_search.py items/test_formats.py ledger/test_browser.py
hostile/test_files.py journeys/test_together.py
""".split()


def pytest_collection_modifyitems(items):
    ranks = {f"tests/{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.nodeid.split("::")[0], len(ranks)))


def pytest_collection_finish():
    gc.collect()
    gc.freeze()  # what was imported stays until the end: nobody need look through it again and again


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, monkeypatch):
    # PostgreSQL counts on from test to test: whatever was made before, a test's own items lie in one portion.
    monkeypatch.setattr("gongkai.items.models.item.PORTION", 10**9)
    for name, value in own_settings(tmp_path).items():
        setattr(settings, name, value)
    return tmp_path


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests of a worker: a second Playwright cannot begin beside the first."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: browser tests not run")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
