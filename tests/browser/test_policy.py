"""A policy from a Word file to its repeal, as four people of a department and a stranger live through it."""

import re

import pytest

from tests.browser.test_editor import PASTE
from tests.items import containers

SCREENS = {"desktop": (1280, 900, "小微"), "phone": (375, 812, "文创")}
TITLE = "杭州市下城区财政局关于扶持{}企业的意见"
LATER = "杭州市下城区财政局关于废止扶持{}企业意见的公告"
IDENTITY = "110101199003077934"  # its check digit is right; region and birthday are made up
ELEMENTS = (
    "<h2>背景依据</h2><p>小微企业房租负担重，依据上级关于减轻企业负担的要求制定。</p>"
    "<h2>主要内容</h2><p>明确补贴的对象、标准、程序和申请方式，本区注册的小微企业均可申请。</p>"
)
PAGES = ("", "edit/", "review/", "submit/", "proofing/", "release/", "preview/", "compare/", "plan/")
VERBS = ("submit", "recall", "return", "approve", "clear", "sign", "publish", "discard", "mask", "exempt")


class Office:
    """The finance bureau at one size of screen: a window for each of its people, one for the public."""

    def __init__(self, sign_in, open_page, screen):
        width, height, whom = SCREENS[screen]
        self.size = {"width": width, "height": height}
        self.title, self.later = TITLE.format(whom), LATER.format(whom)
        self.sign_in, self.open_page, self.windows = sign_in, open_page, {}

    def at(self, account, path):
        if account not in self.windows:
            self.windows[account] = self.sign_in(account, path, **self.size)
        return go(self.windows[account], path)

    def public(self, path):
        if "public" not in self.windows:
            self.windows["public"] = self.open_page(path, **self.size)
        return go(self.windows["public"], path)

    def decide(self, account, pk, button, **typed):
        """Open what is to be decided, fill in what is asked and press; return what the page says then."""
        page = self.at(f"{account}-finance", f"/desk/items/{pk}/review/")
        for name, value in typed.items():
            page.fill(f"main [name={name}]", value)
        press(page, button)
        return said(page)


def go(page, path):
    page.goto(path)
    return page


def press(page, button):
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def said(page):
    return page.locator("main").inner_text()


def pk_of(page):
    return re.search(r"/items/(\d+)/", page.url)[1]


def in_word(title, number, *lines, table=()):
    """Return a .docx with the header, the lines, a table and the signature of an official document."""
    drawn = containers.table(*table) if table else ""
    signed = "".join(map(containers.paragraph, ("杭州市下城区财政局", "2017年9月20日")))
    return containers.whole_docx(title, number, "各街道办事处：", *lines, extra=drawn + signed)


def drop(office, title, number, *lines, table=()):
    """Drop a file, look at what was understood, say that it is right."""
    page = office.at("clerk-finance", "/desk/items/upload/")
    data = in_word(title, number, *lines, table=table)
    page.set_input_files("[name=uploads]", {"name": f"{number}.docx", "mimeType": "", "buffer": data})
    press(page, "上传并读入")
    for read in (title, number, "各街道办事处", "2017年9月20日"):
        assert read in said(page)
    go(page, page.get_by_role("link", name=title).get_attribute("href"))
    assert "读自：第1段" in said(page)
    press(page, "已核对")
    return page


def fill_in(page, obligation):
    page.get_by_label("主动公开", exact=True).check()
    page.locator("#find-obligation").fill(obligation)
    page.locator("#found-obligations button", has_text=obligation).first.click()


def the_file_is_dropped_and_understood(office, number):
    named = [("姓名", "身份证号", "金额（元）"), ("王小明", IDENTITY, "5000")]
    lines = ["为扶持小微企业，提出以下意见。", "一、补贴对象", "在本区注册的小微企业。", "二、首批补贴名单"]
    return pk_of(drop(office, office.title, number, *lines, table=named))


def the_identity_number_is_found_and_masked(office, pk):
    page = office.at("clerk-finance", f"/desk/items/{pk}/edit/")
    fill_in(page, "文件全文")
    press(page, "保存并送审")
    assert "“身份证号”一列是身份证件号码" in said(page)
    assert page.get_by_role("button", name="送审", exact=True).count() == 0
    press(page, "遮蔽整列")
    assert "“身份证号”一列" not in said(page)
    go(page, f"/desk/items/{pk}/")
    assert IDENTITY not in page.content() and "王小明" in said(page)


def the_plan_is_filled_in(office, pk):
    page = office.at("clerk-finance", f"/desk/items/{pk}/submit/")
    page.get_by_role("link", name="去填写").click()
    page.get_by_label("文字解读").check()
    page.get_by_label("政府网站").check()
    page.fill("[name=outline]", "背景依据和主要内容")
    page.fill("[name=first_interpreter]", "财政局局长")
    press(page, "保存方案")


def nobody_else_finds_it_or_acts_on_it(office, pk):
    stranger = office.at("clerk-education", "/desk/")
    token = next(each["value"] for each in stranger.context.cookies() if each["name"] == "csrftoken")
    for page in PAGES:
        assert stranger.request.get(f"/desk/items/{pk}/{page}").status == 404, page
    for verb in VERBS:
        answer = stranger.request.post(
            f"/desk/items/{pk}/{verb}/", form={"csrfmiddlewaretoken": token, "reason": "越权"}
        )
        assert answer.status == 404, f"{verb} answered {answer.status}"
    for path in ("/desk/items/?q=企业的意见", f"/desk/search/?q={office.title}"):
        assert go(stranger, path).locator(f"main a[href*='/items/{pk}/']").count() == 0
    assert (
        office.public(f"/search/?q={office.title}")
        .locator("main a[href^='/items/']", has_text=office.title)
        .count()
        == 0
    )


def it_is_sent_and_passed_on(office, pk):
    press(office.at("clerk-finance", f"/desk/items/{pk}/submit/"), "送审")
    office.decide("reviewer", pk, "审核通过")
    office.decide("secrecy", pk, "不涉密，可以公开")


def the_signer_returns_it_and_the_clerk_mends_it(office, pk):
    office.decide("signer", pk, "退回经办人", reason="请写明咨询窗口。")
    page = office.at("clerk-finance", f"/desk/items/{pk}/edit/")
    assert "请写明咨询窗口。" in said(page)
    page.locator(".ProseMirror p").first.click()
    page.keyboard.press("End")
    page.keyboard.type("咨询请到一楼五号窗口。")
    press(page, "保存")


def signing_waits_for_the_interpretation(office, pk):
    assert "须有政策解读" in office.decide("signer", pk, "签发")
    page = office.at("clerk-finance", f"/desk/items/{pk}/release/")
    page.get_by_role("link", name="起草解读").first.click()
    press(page, "开始起草")
    fill_in(page, "解读材料")
    page.fill("[name=abstract]", "说明意见的背景依据和主要内容。")
    page.fill("[name=issuer]", "杭州市下城区财政局")
    page.fill("[name=made_on]", "2017-09-20")
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+a")
    page.evaluate(PASTE, ELEMENTS)
    press(page, "保存并送审")
    told = pk_of(page)
    it_is_sent_and_passed_on(office, told)
    return told


def both_go_public_at_one_instant(office, pk, told):
    """Return the address of the policy."""
    office.decide("signer", pk, "签发")
    clerk = office.at("clerk-finance", f"/desk/items/{pk}/")
    address = clerk.get_by_role("link", name="公开页面").get_attribute("href")
    page = office.public(address)
    assert IDENTITY not in page.content() and "咨询请到一楼五号窗口" in said(page)
    interpretation = page.locator("main a", has_text=f"《{office.title}》解读").first.get_attribute("href")
    assert moment_of(page, address) == moment_of(page, interpretation)
    assert go(page, interpretation).locator(f"main a[href='{address}']").count()
    return address


def moment_of(page, address):
    return page.request.get(f"{address}evidence.json").json()["leaf"]["time"]


def settled(office, address, words):
    """Open a public page once the worker has put these words on it."""
    for _ in range(240):
        page = office.public(address)
        if words in said(page):
            return page
        page.wait_for_timeout(250)
    raise AssertionError(f"{address} does not say {words}")


def a_new_one_repeals_it_and_both_pages_say_so(office, address, number):
    page = drop(office, office.later, number, "经研究，该意见自本通知印发之日起废止。")
    fill_in(page, "其他公文")
    press(page, "保存")
    page.locator("#relations [name=kind]").select_option(label="废止")
    page.locator("#find-target").fill(office.title)
    page.locator("#found-targets").get_by_role("button", name=office.title, exact=True).click()
    press(page, "添加关联")
    pk = pk_of(page)
    it_is_sent_and_passed_on(office, pk)
    office.decide("signer", pk, "签发")
    later = office.at("clerk-finance", f"/desk/items/{pk}/").get_by_role("link", name="公开页面")
    repealing = settled(office, later.get_attribute("href"), "所废止的文件")
    assert repealing.locator(f"main a[href='{address}']").count()
    repealed = settled(office, address, "本文件已废止")
    assert repealed.locator("main .notice a", has_text=office.later).count()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_policy_from_the_word_file_to_its_repeal(sign_in, open_page, site, screen):
    office, serial = Office(sign_in, open_page, screen), 91 + 2 * list(SCREENS).index(screen)
    pk = the_file_is_dropped_and_understood(office, f"下财〔2017〕{serial}号")
    the_identity_number_is_found_and_masked(office, pk)
    the_plan_is_filled_in(office, pk)
    nobody_else_finds_it_or_acts_on_it(office, pk)
    it_is_sent_and_passed_on(office, pk)
    the_signer_returns_it_and_the_clerk_mends_it(office, pk)
    it_is_sent_and_passed_on(office, pk)
    told = signing_waits_for_the_interpretation(office, pk)
    address = both_go_public_at_one_instant(office, pk, told)
    a_new_one_repeals_it_and_both_pages_say_so(office, address, f"下财〔2017〕{serial + 1}号")
    assert "一致" in site.gongkai("audit")
