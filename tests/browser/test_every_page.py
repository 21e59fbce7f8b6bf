"""Every kind of page, found by following links: nothing for axe, no script error, none wider than a phone."""

import re
from collections import deque
from datetime import date
from urllib.parse import unquote, urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.browser.following import follow

PHONE = 360
SEEDS = [
    "/",
    "/search/?q=公开",
    "/search/?q=没有这样的文字",
    "/no-such-page/",
    "/ledger/",
    "/items/330103--2017--0510/",
    "/registers/food-sampling/charts/",
    "/registers/food-sampling/?result=不合格&q=没有这样的食品&sampled_on.min=去年",
    "/registers/resource-trading/entries/3/",
    "/registers/food-sampling/compare/?serial=1&serial=2&serial=3",
    f"/registers/food-sampling/as-of/?as_of={date.today()}",
    f"/registers/food-sampling/entries/1/as-of/?as_of={date.today()}",
    "/registers/?q=饼干",
    "/registers/three-public-expenses/charts/",
    "/registers/food-sampling/data/",
]
WALKED: set[object] = set()  # views of the desk that were looked at with an account before
NO_PAGE = re.compile(
    r"\.(atom|rss|json|xml|txt|tlog-proof|yaml|csv|xlsx|pdf|docx|ics|parquet|jsonld|rdf)($|\?)"
    r"|^/files/|/static/|/files/\d|^/admin|/export/$|/documents/\d"
)


def kind(path):
    """Return the view that answers at ``path``: one page of a view stands for all."""
    try:
        return resolve(unquote(urlsplit(path).path)).func
    except Resolver404:
        return path


def pages(page, seeds, within="/"):
    """Yield after opening each seed and one page of each view, following links ``within`` an address."""
    seen, queue = set(), deque(seeds)
    while queue:
        path = queue.popleft()
        if (path if path in seeds else kind(path)) in seen:
            continue
        seen |= {path, kind(path)}
        answer = page.goto(path)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status in {200, 404, 410}, f"{path} answered {answer.status}"
        links = page.locator("a[href^='/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        queue.extend(
            link.split("#")[0] for link in links if link.startswith(within) and not NO_PAGE.search(link)
        )
        yield path


def faults(page, path, accessible):
    """Return what is wrong with one page, at desktop width and on a phone."""
    found = accessible(page)
    page.set_viewport_size({"width": PHONE, "height": 740})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return [f"{path} {each}" for each in found] + (
        [f"{path} is {width}px wide on a phone"] if width > PHONE else []
    )


def test_public_pages(open_page, accessible):
    page = open_page("/")
    walked = {path: faults(page, path, accessible) for path in pages(page, SEEDS)}
    assert [fault for found in walked.values() for fault in found] == []
    assert len(walked) >= 25


@pytest.mark.parametrize("account", ["clerk-finance", "signer-office", "openness", "admin"])
def test_desk_pages(sign_in, accessible, account):
    page = sign_in(account)
    walked = {}
    for path in pages(page, ["/desk/"], within="/desk/"):
        is_new = path == "/desk/" or kind(path) not in WALKED
        walked[path] = faults(page, path, accessible) if is_new else []
        WALKED.add(kind(path))
    assert [fault for found in walked.values() for fault in found] == []
    assert len(walked) >= 6


def test_too_little_contrast_is_found_wherever_it_looks_different(chromium, accessible):
    page = chromium.new_page()
    rows = "<p>清楚的文字</p>" * 9
    colours = {"color": "#bbb", "background": "#555", "opacity": ".3"}
    faint = "".join(f'<div style="{name}:{value}">{rows}</div>' for name, value in colours.items())
    page.set_content(f"<html lang=zh><title>对比</title><main><h1>对比</h1>{rows}{faint}</main></html>")
    assert len(accessible(page, most=99)) == 3 * len(colours)  # three of each stand for all nine
    page.close()


def test_pages_work_without_javascript(open_page):
    page = open_page("/", java_script_enabled=False)
    page.fill("main [name=q]", "财政")
    follow(page.locator("main form[action*=search] button").first)
    assert page.locator("main a[href^='/items/']").count() > 0
    follow(page.locator("main a[href^='/items/']").first)
    assert page.locator(".header-table").count() >= 1


def test_large_type_is_larger(open_page):
    page = open_page("/")
    size = "parseFloat(getComputedStyle(document.querySelector('main p, main a')).fontSize)"
    before = page.evaluate(size)
    page.get_by_label("长辈版").check()
    assert page.evaluate(size) >= before * 1.15
    page.goto("/catalogue/")
    assert page.get_by_label("长辈版").is_checked()


def test_the_keyboard_reaches_the_text_first(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
