"""Real Chromium on a real server. Where no Chromium is installed these tests are skipped, and say so."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from gongkai.desk.demo.people import PASSWORD
from tests.browser.site import CHROMIUM, running_site, shared_site


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed: browser tests not run"))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The demonstration district, one for all workers of a run."""
    own = tmp_path_factory.getbasetemp()
    with shared_site(own.parent / "site" if "PYTEST_XDIST_WORKER" in os.environ else own / "site") as running:
        yield running


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory):
    """A district with organisations and people and nothing published."""
    with running_site(tmp_path_factory.mktemp("empty"), demo=False) as running:
        yield running


def is_fault(message):
    """A refusal is no fault, said by Chromium or by htmx: "status of 404", "Status Error Code 401"."""
    return message.type == "error" and not re.search(r"status of 4|Status Error Code 4", message.text)


@pytest.fixture
def open_page(chromium, site):
    """Return a function that opens a page in a context of its own; any script error fails the test."""
    contexts, errors = [], []

    def opened(path="/", *, width=1280, height=900, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", base_url=site.url, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.on("console", lambda message: is_fault(message) and errors.append(f"{page.url}: {message.text}"))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


SIGNED_IN: dict[str, Any] = {}  # what the browser of each account keeps after it has signed in


@pytest.fixture
def sign_in(open_page):
    def signed_in(account, path="/desk/", **options):
        page = open_page(path, storage_state=SIGNED_IN.get(account), **options)
        if "/sign-in/" in page.url:
            enter(page, account, path)
            SIGNED_IN[account] = page.context.storage_state()
        return page

    return signed_in


def enter(page, account, path):
    """Sign in on the page that asks for it, and come to ``path``."""
    page.fill("[name=account]", account)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"**{path}")


AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # to name every node that passes takes longest
}


ALIKE = Path(__file__).with_name("alike.js").read_text(encoding="utf-8")
VIOLATIONS = """async (options) => {
  axe.configure({ rules: [{ id: "color-contrast", selector: ":not([data-unmeasured])" }] });
  return (await axe.run(options)).violations;
}"""


@pytest.fixture(scope="session")
def accessible():
    """Return a function that lists what axe finds on a page: rule and place, ``most`` of each rule."""
    axe = Axe().axe_script

    def check(page, most=2):
        page.evaluate(axe)
        page.evaluate(ALIKE)
        found = page.evaluate(VIOLATIONS, AXE_OPTIONS)
        return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"][:most]]

    return check
