"""The editor in a real browser: nothing typed is lost, and the keyboard reaches all of it."""

import re
from itertools import count

import pytest

from tests.browser.conftest import enter
from tests.items import photos

WORD = (
    '<style>p.MsoNormal{color:red}</style><p class=MsoNormal style="mso-pagination:none">'
    "<span lang=EN-US><o:p>&nbsp;</o:p></span><b>一、督查范围</b></p>"
    "<table class=MsoTableGrid><tr><td><p class=MsoNormal>单位</p></td><td>时间</td></tr></table>"
    "<p class=MsoListParagraph style='mso-list:l0 level1'><span style='mso-list:Ignore'>1.</span>各街道"
    "<span style='mso-hide:all'>隐藏的字</span></p><p style='mso-outline-level:1'>督查方式</p>"
    "<p><span style='font-weight:bold'>重点</span>内容<img src='file:///C:/图.png'></p>"
)
PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  document.querySelector(".ProseMirror").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


serial = count(1)


@pytest.fixture
def draft(sign_in):
    """Return the page of a new draft, opened by a clerk of the government office."""
    page = sign_in("clerk-office", "/desk/items/new/")
    page.fill("[name=title]", f"关于开展第{next(serial)}次督查的通知")
    page.select_option("[name=kind]", "notice")
    page.click("main button[type=submit]")
    page.wait_for_selector(".ProseMirror")
    return page


def text_of(page):
    return page.locator(".ProseMirror").inner_text()


def kept(page):
    page.locator("#kept", has_text=re.compile("已自动保存")).wait_for()


def test_word_is_pasted_without_its_styles_and_saved(draft):
    draft.click(".ProseMirror")
    draft.evaluate(PASTE, WORD)
    draft.wait_for_selector("text=有1张图片没有带过来")
    draft.click("button[name=save]")
    draft.wait_for_selector("text=草稿已保存")
    body = draft.input_value("#id_body")
    assert "<p>1.各街道</p>" in body and "隐藏" not in body
    assert ">督查方式</h2>" in body and "<strong>重点</strong>内容" in body
    assert "督查范围" in body and "<table>" in body
    assert "Mso" not in body and "style" not in body


def test_notes_tables_and_replacing_leave_plain_markup(draft, accessible):
    draft.focus(".ProseMirror")
    draft.keyboard.press("Control+a")
    draft.keyboard.type("督察督察重点")
    draft.get_by_role("button", name="插入脚注").click()
    draft.keyboard.type("全区的重点")
    draft.keyboard.press("Enter")
    draft.keyboard.type("和督察方式")
    draft.get_by_role("button", name="查找替换").click()
    draft.keyboard.type("督察")
    finding = draft.get_by_role("group", name="查找和替换")
    assert "第1处，共3处" in finding.inner_text()
    draft.get_by_label("替换为").fill("督查")
    draft.get_by_role("button", name="全部替换").click()
    assert "已替换3处" in finding.inner_text()
    assert accessible(draft) == []
    draft.keyboard.press("Escape")
    draft.keyboard.press("Control+End")
    draft.get_by_role("button", name="插入表格").click()
    draft.get_by_role("button", name="下方加行").click()
    draft.click("button[name=save]")
    draft.wait_for_selector("text=草稿已保存")
    body = draft.input_value("#id_body")
    assert '<sup id="s8-1"><a href="#s9-1"' in body and '<li id="s9-1">全区的重点' in body
    assert body.count("<tr>") == 4 and body.count("<th>") == 3
    assert "督察" not in body
    assert "督查督查重点" in body and "</sup>和督查方式" in body
    draft.get_by_text("正文11字").wait_for()


PASTE_PICTURE = """([bytes, kind]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(bytes)], "image.png", { type: "image/png" }));
  const body = document.querySelector(".ProseMirror");
  const { left, bottom } = body.lastElementChild.getBoundingClientRect();
  const place = { clientX: left + 20, clientY: bottom - 3 };
  const event = kind === "drop"
    ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, ...place })
    : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  body.dispatchEvent(event);
}"""
WORDS = "2017年支出比上年增长6.1%"


def insert(page, words, data=None):
    """Fill in the window that is open; ``data`` where no picture is chosen yet."""
    window = page.get_by_role("dialog", name="插入图片")
    if data:
        window.get_by_label("图片文件").set_input_files(
            {"name": "IMG_2017.jpg", "mimeType": "image/jpeg", "buffer": data}
        )
    window.get_by_label("替代文字", exact=False).last.fill(words)
    window.get_by_role("button", name="插入", exact=True).click()
    return window


def test_a_picture_is_chosen_described_and_seen_as_the_public_will_see_it(draft, accessible):
    draft.click(".ProseMirror")
    draft.keyboard.type("收支如下图。")
    draft.get_by_role("button", name="插入图片").click()
    window = insert(draft, " ")
    assert "请选择图片" in window.inner_text() and "请填写替代文字" in window.inner_text()
    assert accessible(draft) == []
    insert(draft, WORDS, b"no picture at all")
    window.get_by_text("这不是 JPG、PNG 或者 WebP 图片").wait_for()
    assert window.get_by_label("替代文字", exact=False).last.input_value() == WORDS
    insert(draft, WORDS, photos.jpeg())
    window.wait_for(state="hidden")
    draft.wait_for_selector("text=已去除照片中的位置、设备等信息")
    draft.keyboard.type("图后的话。")
    assert accessible(draft) == []
    draft.click("button[name=save]")
    draft.wait_for_selector("text=草稿已保存")
    body = draft.input_value("#id_body")
    assert f'alt="{WORDS}" width="4" height="3"' in body and "图后的话" in body and "IMG_2017" not in body
    assert "<p><img" in body
    draft.locator(".ProseMirror p", has_text="图后的话").click()
    draft.keyboard.type("再说。")
    assert draft.input_value("#id_body") == body.replace("图后的话。", "图后的话。再说。")
    with draft.expect_navigation():
        draft.click("button[name=save]")
    for width in ("", "?width=phone"):
        draft.goto(draft.url.partition("/edit/")[0].partition("/preview/")[0] + f"/preview/{width}")
        image = draft.frame_locator("iframe").get_by_role("img", name=WORDS)
        image.wait_for()
        assert image.evaluate("(each) => each.complete && each.naturalWidth") == 4


def test_a_pasted_and_a_dropped_picture_are_described_changed_and_removed(draft, accessible):
    draft.click(".ProseMirror")
    draft.evaluate(PASTE_PICTURE, [list(photos.png()), "paste"])
    insert(draft, "第一张").wait_for(state="hidden")
    draft.evaluate(PASTE_PICTURE, [list(photos.png(5, 5)), "drop"])
    insert(draft, "第二张").wait_for(state="hidden")
    images = draft.locator(".ProseMirror img:not(.ProseMirror-separator)")
    assert images.count() == 2
    draft.locator(".ProseMirror img[alt=第一张]").click()
    bar = draft.get_by_role("group", name="图片", exact=True)
    bar.get_by_label("替代文字").fill("")
    bar.get_by_text("替代文字必须填写").wait_for()
    beside = draft.locator("#illustrations")
    assert "1张图片没有替代文字" in beside.inner_text()
    assert accessible(draft) == []
    beside.locator("input[aria-invalid=true]").fill("改过的话")
    assert "没有替代文字" not in beside.inner_text()
    draft.locator(".ProseMirror img[alt=第二张]").click()
    bar.get_by_role("button", name="删除图片").click()
    assert images.count() == 1
    draft.click("button[name=save]")
    draft.wait_for_selector("text=草稿已保存")
    body = draft.input_value("#id_body")
    assert 'alt="改过的话"' in body and "第二张" not in body


def test_a_picture_waits_in_its_form_while_the_session_or_the_network_is_gone(draft, open_page):
    draft.get_by_role("button", name="插入图片").click()
    draft.evaluate("() => { window.real = fetch; window.fetch = () => Promise.reject(new TypeError()); }")
    window = insert(draft, WORDS, photos.png())
    window.get_by_text("暂时连不上服务器").wait_for()
    draft.evaluate("() => { window.fetch = window.real; }")
    draft.context.clear_cookies(name="sessionid")
    window.get_by_role("button", name="插入", exact=True).click()
    window.get_by_text("登录已过期").wait_for()
    enter(fresh := open_page("/desk/"), "clerk-office", "/desk/")
    draft.context.add_cookies(fresh.context.cookies())
    window.get_by_role("button", name="插入", exact=True).click()
    window.wait_for(state="hidden")
    assert f'alt="{WORDS}"' in draft.input_value("#id_body")


def test_the_editor_is_worked_by_keyboard_alone(draft, accessible):
    draft.focus(".ProseMirror")
    draft.keyboard.press("Control+a")
    draft.keyboard.type("督查重点")
    draft.get_by_role("button", name="一级标题").focus()
    draft.keyboard.press("Enter")
    assert "<h2" in draft.input_value("#id_body")
    draft.keyboard.press("Control+z")
    draft.focus("#id_abstract")
    draft.keyboard.type("督查的范围和时间。")
    assert "已写 9 / 100 字" in draft.locator("main").inner_text()
    assert accessible(draft) == []


def test_the_header_is_shown_as_it_is_typed_and_obligations_are_found(draft):
    draft.fill("[name=section]", "政务公开科")
    draft.locator("[name=section]").press("Tab")
    draft.locator("#header-preview", has_text="政务公开科").wait_for()
    draft.fill("#find-obligation", "要点")
    draft.locator("#found-obligations button").first.click()
    assert draft.input_value("[name=obligation]")


def test_the_kinds_of_a_split_limit_appear_with_the_obligation_that_has_them(draft, accessible):
    assert draft.locator("select[name=limit_kind]").count() == 0
    draft.fill("#find-obligation", "权威信息")
    draft.locator("#found-obligations button", has_text="权威信息").first.click()
    draft.select_option("select[name=limit_kind]", "新闻发布会")
    assert accessible(draft) == []
    draft.fill("[name=obligation]", "fiscal-monthly")
    draft.locator("[name=obligation]").press("Tab")
    draft.wait_for_selector("select[name=limit_kind]", state="detached")
    draft.click("button[name=save]")
    draft.wait_for_selector("text=草稿已保存")


def test_after_a_crash_the_words_are_offered_again(draft):
    draft.focus(".ProseMirror")
    draft.keyboard.type("还没有保存的一段话。")
    kept(draft)
    again = draft.context.new_page()
    again.goto(draft.url)
    again.click("text=恢复这些内容")
    again.wait_for_selector(".ProseMirror")
    assert "还没有保存的一段话" in text_of(again)


def test_after_the_session_has_ended_the_words_stay_and_are_saved(draft, open_page):
    draft.fill("[name=issuer]", "下城区人民政府办公室")
    draft.locator("[name=issuer]").press("Tab")
    draft.locator("#header-preview", has_text="下城区人民政府办公室").wait_for()
    draft.context.clear_cookies(name="sessionid")
    draft.click("button[name=save]")
    draft.wait_for_selector("text=登录已过期")
    assert draft.input_value("[name=issuer]") == "下城区人民政府办公室"
    enter(fresh := open_page("/desk/"), "clerk-office", "/desk/")
    draft.context.add_cookies(fresh.context.cookies())
    draft.click("button[name=save]")
    draft.wait_for_selector("text=草稿已保存")
    assert draft.input_value("[name=issuer]") == "下城区人民政府办公室"


def test_two_windows_of_one_draft_end_in_a_choice(draft, accessible):
    other = draft.context.new_page()
    other.goto(draft.url)
    other.wait_for_selector(".ProseMirror")
    other.fill("[name=issuer]", "先保存的机关")
    other.click("button[name=save]")
    other.wait_for_selector("text=草稿已保存")
    draft.fill("[name=abstract]", "后保存的概述。")
    draft.click("button[name=save]")
    draft.wait_for_selector("text=有人先保存了修改")
    assert accessible(draft) == []
    draft.check("[name=take-issuer]")
    draft.click("text=按选择保存")
    draft.wait_for_selector("text=草稿已保存")
    assert draft.input_value("[name=issuer]") == "先保存的机关"
    assert draft.input_value("[name=abstract]") == "后保存的概述。"


def test_without_script_the_body_is_a_plain_field(draft, chromium, site):
    context = chromium.new_context(java_script_enabled=False, base_url=site.url)
    context.add_cookies(draft.context.cookies())
    page = context.new_page()
    page.goto(draft.url)
    page.fill("[name=body]", "<p>没有脚本也能写。</p>")
    page.click("button[name=save]")
    assert "草稿已保存" in page.locator("main").inner_text()
    assert page.input_value("[name=body]") == "<p>没有脚本也能写。</p>"
    context.close()
