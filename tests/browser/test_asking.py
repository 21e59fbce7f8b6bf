"""A citizen asks for information and follows it: with and without scripts, on a phone, for everybody."""

import re

import pytest

from gongkai.requests.slips import DIGITS
from tests.browser.following import follow
from tests.browser.test_every_page import faults
from tests.items.photos import png
from tests.requests.applying import CITIZEN, NUMBER

DRAFT = "localStorage.getItem('request-draft-citizen')"
TYPED = ("title", "content", "name", "id_number", "phone")


def fill(page):
    page.select_option("[name=organisation]", "finance")
    for name in TYPED:
        page.fill(f"[name={name}]", CITIZEN[name])


def answer(page):
    """Answer the question and add what the last step asks, at the pace of a person."""
    first, second = re.search(
        r"([一二三四五六七八九])加([一二三四五六七八九])等于几", page.content()
    ).groups()
    page.fill("[name=answer]", str(DIGITS.index(first) + DIGITS.index(second)))
    page.check("[name=truth]")
    page.set_input_files("[name=identity]", {"name": "证件.png", "mimeType": "image/png", "buffer": png()})
    page.wait_for_timeout(5000)


def press(page, step):
    follow(page.locator(f"main button[value={step}]").first)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_citizen_asks_and_follows_the_request(open_page, has_scripts):
    page = open_page("/requests/", width=375, height=812, java_script_enabled=has_scripts)
    follow(page.locator("text=我要申请：公民").first)
    press(page, "check")
    assert page.locator(".form-errors li").count() >= 5
    fill(page)
    press(page, "check")
    assert page.locator("h1").inner_text() == "核对并提交申请"
    answer(page)
    press(page, "send")
    assert page.url.endswith("/requests/receipt/")
    code = page.locator("#code").inner_text()
    page.goto("/requests/status/")
    page.fill("[name=code]", code.lower())
    follow(page.locator("main form button").first)
    assert page.locator(".steps [aria-current=step]").inner_text().startswith("办理中")
    follow(page.locator("text=清除查询").first)
    assert page.locator("[name=code]").count() == 1


def test_every_step_is_for_everybody(open_page, accessible):
    page = open_page("/requests/?organisation=finance")
    found = faults(page, "entry", accessible)
    page.goto("/requests/apply/organisation/")
    press(page, "check")
    found += faults(page, "errors", accessible)
    page.goto("/requests/apply/citizen/")
    fill(page)
    press(page, "check")
    found += faults(page, "check", accessible)
    answer(page)
    press(page, "send")
    found += faults(page, "receipt", accessible)
    code = page.locator("#code").inner_text()
    page.goto("about:blank")
    page.goto(f"/requests/status/#{code}")
    assert page.input_value("[name=code]") == code, "it came in by the QR code"
    assert "#" not in page.url
    follow(page.locator("main form button").first)
    found += faults(page, "status", accessible)
    follow(page.locator("text=撤回申请").first)
    found += faults(page, "withdraw", accessible)
    assert found == []


def test_a_draft_is_kept_for_who_wants_one_and_gone_when_it_is_sent(open_page):
    page = open_page("/requests/apply/citizen/")
    fill(page)
    assert page.evaluate(DRAFT) is None
    page.check("#keep-draft")
    page.fill("[name=unit]", "某某单位")
    assert "某某单位" in page.evaluate(DRAFT)
    assert NUMBER not in page.evaluate(DRAFT)
    page.goto("/requests/apply/citizen/")
    assert page.input_value("[name=title]") == CITIZEN["title"]
    assert page.input_value("[name=id_number]") == ""
    page.fill("[name=id_number]", NUMBER)
    press(page, "check")
    answer(page)
    press(page, "send")
    page.wait_for_selector("#code")
    assert page.evaluate(DRAFT) is None


def test_what_is_public_already_is_shown_while_its_name_is_typed(open_page):
    page = open_page("/requests/apply/citizen/")
    page.fill("[name=title]", "2017年部门预算")
    page.wait_for_selector("#similar a[href^='/items/']")
    assert page.locator("#similar a").count() <= 5
    assert "title=" not in page.url
