"""The search box in a real browser: suggestions by keyboard, results and filters, also without scripts."""

import pytest

TERM = "公开"


@pytest.fixture(scope="module")
def followed(site):
    """The demonstration district with an index that has caught up."""
    site.gongkai("index")
    return site


def told(page):
    return page.locator("[role=status]:not(.visually-hidden)").inner_text()


def test_a_suggestion_is_reached_by_keyboard(followed, open_page, accessible):
    page = open_page("/")
    box = page.locator("#site-search")
    box.fill(TERM)
    first = page.get_by_role("option").first
    first.wait_for()
    assert TERM in first.inner_text()
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert accessible(page) == []
    wanted = first.get_attribute("data-address")
    box.press("Enter")
    page.wait_for_url(f"**{wanted}")


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(followed, open_page):
    page = open_page("/")
    box = page.locator("#site-search")
    box.fill(TERM)
    page.get_by_role("option").first.wait_for()
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert page.get_by_role("listbox").count() == 0
    assert box.input_value() == TERM


@pytest.mark.parametrize("script", [True, False])
def test_results_are_found_marked_and_narrowed(followed, open_page, script):
    page = open_page("/", java_script_enabled=script)
    page.fill("#site-search", TERM)
    page.press("#site-search", "Enter")
    page.wait_for_url("**/search/?q=*")
    everything = told(page)
    assert page.locator(".hits mark").first.inner_text() == TERM
    page.locator(".choices a").first.click()
    page.wait_for_load_state()
    assert told(page) != everything


@pytest.mark.parametrize("path", ["/search/", "/search/?q=公开", "/search/?q=没有这样的词句&first=x"])
@pytest.mark.parametrize("width", [1280, 375])
def test_the_page_is_accessible(followed, open_page, accessible, path, width):
    page = open_page(path, width=width)
    assert accessible(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
