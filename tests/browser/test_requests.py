"""A request from the phone of a citizen to the copy without what may not be told; the year's report."""

import re
from datetime import datetime

import pytest

from gongkai.law.deadlines import SHANGHAI
from tests.browser.following import follow
from tests.browser.test_asking import answer, fill, press

TITLE = "演示停车场经营权出让合同"
SECRET = "13800138000"  # noqa: S105 - a telephone number in the paper that is asked for
PAPER = f"停车场经营权出让合同（演示）\n受让方联系人电话{SECRET}\n出让金一百万元\n"
CONSULTED = "第三方1"


@pytest.fixture
def desk(sign_in):
    """Return a function that opens a page of the desk as somebody of the finance bureau."""
    pages = {}

    def opened(role, path):
        if role not in pages:
            pages[role] = sign_in(f"{role}-finance", path)
        pages[role].goto(path)
        return pages[role]

    return opened


def today():
    return datetime.now(SHANGHAI).date()


def click(page, name):
    follow(page.locator("main").get_by_role("button", name=name, exact=True).first)


def signed(desk, page):
    """Have the letter that is open signed by the signer; return its page as the clerk sees it."""
    path = re.sub(r"https?://[^/]+", "", page.url)
    signer = desk("signer", path)
    click(signer, "签发")
    assert "已签发" in signer.locator("main").inner_text()
    return desk("clerk", path)


def sent(page, way):
    page.select_option("[name=way]", way)
    page.fill("[name=sent_on]", f"{today()}")
    click(page, "登记发出")


def looked_up(open_page, code):
    page = open_page("/requests/status/", width=375, height=812)
    page.fill("[name=code]", code)
    page.click("main form button")
    return page


def test_a_request_on_a_phone_becomes_a_copy_without_what_may_not_be_told(open_page, desk):
    phone = open_page("/requests/apply/citizen/", width=375, height=812)
    fill(phone)
    phone.fill("[name=title]", TITLE)
    press(phone, "check")
    answer(phone)
    press(phone, "send")
    code = phone.locator("#code").inner_text()
    number = phone.locator(".doc-number").inner_text()

    page = desk("clerk", "/desk/requests/")
    follow(page.get_by_role("link", name=number))
    case = re.sub(r"https?://[^/]+", "", page.url)
    page.goto(f"{case}letters/new/correction/")
    page.fill("[name=body]", "请写明停车场的名称和出让的年份。")
    click(page, "保存并送签")
    sent(signed(desk, page), "online")

    phone = looked_up(open_page, code)
    assert "请您补正" in phone.locator("main").inner_text()
    phone.fill("[name=words]", "天水街道演示停车场，2025年出让。")
    phone.click("main form[enctype] button[type=submit]")
    assert "办理中" in phone.locator(".steps [aria-current=step]").inner_text()

    page = desk("clerk", f"{case}consultations/new/")
    page.select_option("[name=kind]", "third-party")
    page.fill("[name=key]", CONSULTED)
    page.fill("[name=name]", "演示停车服务有限公司")
    page.fill("[name=question]", "所申请的合同涉及贵公司，是否同意公开？")
    follow(page.locator("main form button[type=submit]").first)
    page.goto(case)
    page.get_by_role("link", name="起草征求意见函").click()
    click(page, "保存并送签")
    sent(signed(desk, page), "post")
    assert "停止计算" in desk("clerk", case).locator("main").inner_text()
    page.get_by_role("link", name="登记意见").click()
    page.check("[name=opinion][value=objection]")
    page.fill("[name=heard_on]", f"{today()}")
    page.fill("[name=reasons]", "合同载有联系人的电话。")
    follow(page.locator("main form button[type=submit]").first)
    page.goto(case)
    page.get_by_role("link", name="审查反对意见").click()
    page.check("[name=is_overridden][value='0']")
    page.fill("[name=weighing]", "电话属于个人信息，予以遮蔽；其余内容可以公开。")
    follow(page.locator("main form button[type=submit]").first)

    page.goto(f"{case}attach/")
    page.select_option("[name=purpose]", "material")
    paper = {"name": "合同.txt", "mimeType": "text/plain", "buffer": PAPER.encode()}
    page.set_input_files("input[type=file]", paper)
    click(page, "收存材料")
    page.goto(case)
    page.get_by_role("link", name="合同.txt：遮蔽并制作副本").click()
    for box in page.locator("[name=keys]").all():
        box.check()
    assert page.locator("[name=keys]:checked").count() >= 1, "the telephone number was found"
    click(page, "制作遮蔽后的副本")
    page.goto(f"{case}letters/new/answer/?outcome=partly")
    page.fill("[name=given_reason]", "合同中的电话属于个人隐私，已作区分处理。")
    page.fill("[name=given_manner]", "随本答复以电子文件提供。")
    page.locator("[name=enclosures]").first.check()
    click(page, "保存并送签")
    sent(signed(desk, page), "online")

    phone = looked_up(open_page, code)
    phone.get_by_role("link", name="答复告知书").first.click()
    told = phone.locator("main").inner_text()
    assert "部分公开" in told
    assert "行政复议" in told, "the way against it is told"
    with phone.expect_download() as loading:
        phone.get_by_role("link", name="合同").first.click()
    supplied = loading.value.path().read_text(encoding="utf-8")
    assert "出让金一百万元" in supplied
    assert SECRET not in supplied
    assert "已办结" in desk("clerk", case).locator("main").inner_text()
    assert "部门" not in looked_up(open_page, code).title(), "titles tell nothing of the matter"


def test_a_report_with_a_broken_identity_is_refused_with_its_cells(desk):
    page = desk("clerk", f"/desk/requests/reports/years/{today().year - 3}/")
    follow(page.locator("main button", has_text="开始编制").first)
    report = page.url
    follow(page.locator("tr", has_text="（一）予以公开").locator("td a").first)
    page.fill("[name=text]", "99")
    page.fill("[name=reason]", "试填")
    follow(page.get_by_role("button", name="更正", exact=True))
    page.goto(report)
    click(page, "提交政务公开科")
    faults = page.locator("ul.faults").inner_text()
    assert "必须改正" in faults
    assert "K1" in faults
    assert page.locator("ul.faults a[href^='#c']").count() >= 1, "each cell is named and linked"
    assert page.get_by_role("button", name="提交政务公开科").count() == 1, "it was not submitted"
