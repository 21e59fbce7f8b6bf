"""A register in a real browser: filtered without losing one's place, and the same without scripts."""

from tests.browser.following import follow

FOOD = "/registers/food-sampling/"


def total(page):
    return page.locator(".finder-total").inner_text()


def told(page, words):
    """Wait until the list says so: the address changes before what stands on the page."""
    page.locator(".finder-total", has_text=words).wait_for()


def failed(page):
    return page.locator("#filters input[name=result][value=不合格]")


def test_a_filter_is_set_without_leaving_the_page(open_page):
    page = open_page(FOOD)
    page.evaluate("window.stays = true")
    page.locator("#facet-batch > summary").click()
    page.get_by_role("checkbox", name="不合格", exact=False).first.focus()
    failed(page).check()
    page.wait_for_url("**/?result=*")
    told(page, "检验结果为不合格")
    assert page.evaluate("window.stays")
    assert failed(page).evaluate("box => box === document.activeElement"), "the keyboard stays where it was"
    assert page.locator("#facet-batch").get_attribute("open") is not None, "what was unfolded stays so"
    page.locator("#finder-charts > summary").click()
    page.locator("#finder-charts svg").first.wait_for()
    page.locator(".chips a").first.click()
    page.wait_for_url(f"**{FOOD}")
    told(page, "全部")
    page.go_back()
    page.wait_for_url("**/?result=*")
    told(page, "检验结果为不合格")


def test_entries_are_found_from_the_search_of_the_site(open_page):
    page = open_page("/search/?q=饼干")
    page.locator("#found-in-entries a", has_text="食品安全监督抽检").click()
    assert "含有“饼干”" in total(page)
    assert page.locator(".entries tbody tr").count() > 0


def test_a_register_works_without_scripts(open_page):
    page = open_page(FOOD, java_script_enabled=False, width=375)
    assert not failed(page).is_visible()
    page.locator(".finder-opener").click()
    failed(page).check()
    follow(page.locator(".finder-do button"))
    assert page.url.endswith("?result=%E4%B8%8D%E5%90%88%E6%A0%BC"), "a short address"
    assert "检验结果为不合格" in total(page)
    for box in page.locator(".entries [name=serial]").all()[:2]:
        box.check()
    follow(page.get_by_role("button", name="比较所选"))
    assert page.locator(".comparison thead th").count() == 2
    follow(page.locator(".comparison thead a").first)
    assert page.locator(".entry-fields dt").count() > 5
