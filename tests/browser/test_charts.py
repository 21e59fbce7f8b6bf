"""A journalist with the budgets: two departments side by side, then closer and closer down to entries."""

from tests.browser.following import follow

PAGE = "/registers/budget-lines/charts"


def test_two_departments_are_compared(site, open_page, accessible):
    page = open_page(f"{PAGE}/compare/", width=375, java_script_enabled=False)
    page.get_by_text("选择要比较的单位").click()
    for name in ("区教育局", "区财政局"):
        page.get_by_label(name, exact=True).check()
    follow(page.get_by_role("button", name="比较"))
    assert page.locator(".chart-table thead th").all_inner_texts()[1:3] == ["区教育局", "区财政局"]
    totals = page.locator(".chart-table tbody tr", has_text="合计").locator("td").all_inner_texts()
    education, finance, both = (float(each.replace(",", "")) for each in totals)
    assert education > finance > 0 and round(education + finance, 2) == both
    assert page.locator(".chart-legend li").count() == 2
    assert "单位为区教育局或区财政局" in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    wide = open_page(page.url)
    assert accessible(wide) == []


def test_spending_is_entered_down_to_its_entries(site, open_page, accessible):
    page = open_page(f"{PAGE}/spending/")
    assert accessible(page) == []
    page.locator(".chart-tree a[aria-label^='区教育局']").click()
    page.locator(".chart-tree a[aria-label^='205 教育支出']").focus()
    page.keyboard.press("Enter")
    follow(page.locator(".chart-table a", has_text="20502 普通教育"))
    assert page.locator(".chart-trail li").all_inner_texts() == [
        "全部",
        "区教育局",
        "205 教育支出",
        "20502 普通教育",
    ]
    page.locator(".chart-table a", has_text="小学教育").click()
    assert "小学教育" in page.locator("main").inner_text()
    assert "/charts/" not in page.url
