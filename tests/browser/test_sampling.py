"""Registers as their users live through them: a clerk's messy table, a citizen's biscuit, a new register."""

import csv
import io
import re

import pytest
from openpyxl import Workbook, load_workbook

from tests.browser.conftest import enter, is_fault
from tests.browser.site import CATALOGUE, running_site
from tests.mailbox import mailbox

PHONE = {"width": 375, "height": 812}
CITIZEN = "citizen@example.cn"
FOOD = "/registers/food-sampling/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = (
    "序号 样品编号 抽检任务 样品名称 食品类别 规格（克） 被抽检单位 街道 抽样日期 检验结论"
    " 不合格项目 检验值 标准值"
)
ROWS = (
    "1 ＸＣ１７０８００１ 第5期 演示苏打饼干 饼干 100 演示便利店 天水街道 ２０１７年８月３日 不合格"
    " 菌落总数 2.1×10⁴ ≤10⁴",
    "2 XC1708002 第5期 演示曲奇饼干 饼干 150 演示超市 武林门街道 2017/8/3 合格",
    "3 XC1708003 第5期 演示夹心饼干 饼干 200 演示食品店 朝晖街道 2017.8.4 不合格"
    " 铝的残留量 150mg/kg ≤100mg/kg",
    "4 XC1708004 第5期 演示纯牛奶 乳制品 250 演示超市 潮鸣街道 2017年6月31日 合格",
    "5 XC1708005 第5期 演示酱油 调味品 500 演示农贸市场 长庆街道 20170805 基本合格",
)
WRONG = {"H6": "武林街道", "I9": "2017-08-04", "J10": "合格"}
"""The cells in which something is wrong, and what the clerk meant."""


def messy():
    """Return a workbook as offices make them: a merged title, units, groups, a sum, a note below."""
    book = Workbook()
    sheet = book.active
    sheet.append(["2017年8月食品安全监督抽检结果（演示数据）"])
    sheet.merge_cells("A1:M1")
    sheet.append(["填报单位：区市场监管局"])
    sheet.append(HEAD.split())
    for number, row in enumerate(ROWS):
        if number in (0, 3):
            sheet.append([("一、饼干" if number == 0 else "二、其他食品")])
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=13)
        sheet.append(row.split())
    sheet.append(["合计", "", "", "5批次"])
    sheet.append(["注：检验依据为食品安全国家标准。"])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.fixture(scope="module")
def letters():
    with mailbox() as box:
        yield box


@pytest.fixture(scope="module")
def town(tmp_path_factory, letters):
    """A district with one register, the bureaus that fill in registers, and a mail server."""
    mail = {
        "GONGKAI_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "GONGKAI_EMAIL_HOST": "127.0.0.1",
        "GONGKAI_EMAIL_PORT": str(letters.port),
    }
    areas = ("disclosure-work", "food-drug", "municipal-services")
    bodies = ("market-supervision", "urban-management")
    home = tmp_path_factory.mktemp("town")
    with running_site(home, demo=False, areas=areas, bodies=bodies, settings=mail) as site:
        site.gongkai("registers", "apply", str(CATALOGUE / "registers" / "food-sampling.yaml"))
        yield site


@pytest.fixture(scope="module")
def windows(chromium, town):
    """Return a function that opens a page as somebody, in a browser of their own."""
    contexts, errors = {}, []

    def opened(account, path):
        if account not in contexts:
            contexts[account] = chromium.new_context(locale="zh-CN", base_url=town.url)
        page = contexts[account].new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.on("console", lambda message: is_fault(message) and errors.append(f"{page.url}: {message.text}"))
        page.goto(path)
        if "/sign-in/" in page.url:
            enter(page, account, path)
        return page

    yield opened
    for context in contexts.values():
        context.close()
    assert errors == []


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def said(page):
    return page.locator("main").inner_text()


def until(page, words):
    """Open a page anew until the worker has put these words on it."""
    for _ in range(80):
        if words in said(page):
            return page
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(f"{page.url} does not say {words}: {said(page)}")


def mail(page, box, count):
    """Return what the newest of so many mails says."""
    for _ in range(120):
        if len(box.mails()) >= count:
            return box.mails()[-1].get_content()
        page.wait_for_timeout(250)
    raise AssertionError(f"{len(box.mails())} mails came, not {count}")


def fits(page):
    """Look at a page on a phone: nothing is wider than it."""
    size = page.viewport_size
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size)
    return width <= PHONE["width"]


def table(name, data):
    return {"name": name, "mimeType": XLSX, "buffer": data}


def the_faults_of_a_messy_table_are_told_by_cell(windows):
    page = windows("clerk-market-supervision", "/desk/registers/")
    assert fits(page)
    page.get_by_role("link", name="上传“食品安全监督抽检”的表格").click()
    page.set_input_files("[name=table]", table("八月抽检.xlsx", messy()))
    press(page, "上传")
    assert page.locator(".columns tbody tr").count() == len(HEAD.split())
    press(page, "确认并核对")
    until(page, "有错的单元格（3 处，3 行）")
    assert page.locator("tbody th.short").all_inner_texts() == list(WRONG)
    assert "跳过的 4 行" in said(page)
    assert page.get_by_role("button", name="提交审核").count() == 0
    assert fits(page)
    return page


def the_marked_workbook_is_mended_and_comes_back(page):
    with page.expect_download() as download:
        page.get_by_role("link", name="标出问题的原表").click()
    assert download.value.suggested_filename == "八月抽检（标出问题）.xlsx"
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    sheet = book.worksheets[0]
    assert [cell.coordinate for row in sheet for cell in row if cell.comment] == list(WRONG)
    for place, meant in WRONG.items():
        sheet[place] = meant
    kept = io.BytesIO()
    book.save(kept)
    page.get_by_role("link", name="上传改好的表").click()
    page.set_input_files("[name=table]", table("八月抽检.xlsx", kept.getvalue()))
    press(page, "上传")
    assert "各列与上次相同，已直接核对" in said(page)
    until(page, "与已公开内容的差异")
    assert page.locator(".differences summary").count() == len(ROWS)
    page.locator(".differences summary", has_text="演示苏打饼干").click()
    fields = page.locator(".differences details[open] dl").inner_text()
    assert "XC1708001" in fields and "2017-08-03" in fields, "full-width digits are read as digits"
    assert fits(page)


def submitted(page):
    press(page, "提交审核")
    assert "等待另一位审核人或签发人审核" in said(page)
    assert page.get_by_role("button", name="同意公开").count() == 0
    token = next(each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
    form = {"csrfmiddlewaretoken": token}
    assert page.request.post(f"{page.url}release/", form=form).status == 404, "nobody approves their own"
    return page.url


def approved(windows, account, address):
    page = windows(account, address)
    press(page, "同意公开")
    return until(page, "已公开")


def the_biscuit_is_found_by_its_name(windows):
    page = until(windows("citizen", FOOD), "演示苏打饼干")
    page.goto("/search/?q=饼干")
    page.locator("#found-in-entries a", has_text="食品安全监督抽检").click()
    assert "含有“饼干”" in said(page)
    page.locator("#filters input[name=result][value=不合格]").check()
    page.locator(".finder-total", has_text="检验结果为不合格").wait_for()
    assert sorted(page.locator(".entries tbody th a").all_inner_texts()) == ["演示夹心饼干", "演示苏打饼干"]
    assert fits(page)
    return page


def the_rows_that_were_found_are_downloaded(page):
    with page.expect_download() as download:
        page.locator(".download-links a", has_text="CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    found = {
        row["食品名称"]: (row["抽样编号"], row["所在街道"], row["抽样日期"], row["检验结果"]) for row in rows
    }
    assert found == {
        "演示苏打饼干": ("XC1708001", "天水街道", "2017-08-03", "不合格"),
        "演示夹心饼干": ("XC1708003", "朝晖街道", "2017-08-04", "不合格"),
    }


def the_chart_shows_each_street(windows, accessible):
    page = windows("citizen", f"{FOOD}charts/streets/")
    assert page.locator(".chart-drawing svg").count() == 1
    counted = {row.locator("th").inner_text(): row.locator("td").first.inner_text()
               for row in page.locator(".chart-table tbody tr").all()}  # fmt: skip
    assert counted["天水街道"] == counted["朝晖街道"] == "1"
    assert accessible(page) == []
    assert fits(page)


def the_citizen_subscribes_to_what_they_found(page, town, letters):
    page.get_by_role("link", name="邮件订阅").click()
    assert "检验结果为不合格" in said(page)
    page.fill("[name=address]", CITIZEN)
    press(page, "发送确认邮件")
    link = re.search(r"http://\S+/confirm/\S+/", mail(page, letters, 1))[0]
    assert link.startswith(town.url)
    page.goto(link)
    press(page, "确认订阅")
    assert "订阅已经生效" in said(page)


def the_next_batch_reaches_the_subscriber(windows, letters):
    page = windows("clerk-market-supervision", "/desk/registers/of/food-sampling/")
    page.get_by_role("link", name="逐条填报").click()
    assert fits(page)
    cells = {"number": "XC1709001", "batch": "2017年第6期", "product": "演示蛋卷饼干", "seller": "演示茶馆"}
    for key, cell in {**cells, "sampled_on": "2017-09-01"}.items():
        page.fill(f"[name=cell-{key}]", cell)
    page.select_option("[name=cell-kind]", "饼干")
    page.select_option("[name=cell-result]", "不合格")
    for name, text in {"failed_items": "菌落总数", "measured": "3×10⁴", "standard": "≤10⁴"}.items():
        page.fill(f"[name=cell-{name}]", text)
    press(page, "提交审核")
    approved(windows, "signer-market-supervision", page.url)
    told = mail(page, letters, 2)
    assert letters.mails()[-1]["To"] == CITIZEN
    assert "演示蛋卷饼干" in told and "演示苏打饼干" not in told


def test_a_failed_biscuit_from_the_clerks_table_to_the_citizens_mailbox(windows, town, letters, accessible):
    page = the_faults_of_a_messy_table_are_told_by_cell(windows)
    assert accessible(page) == []
    the_marked_workbook_is_mended_and_comes_back(page)
    assert accessible(page) == []
    approved(windows, "reviewer-market-supervision", submitted(page))
    found = the_biscuit_is_found_by_its_name(windows)
    the_rows_that_were_found_are_downloaded(found)
    the_chart_shows_each_street(windows, accessible)
    the_citizen_subscribes_to_what_they_found(found, town, letters)
    the_next_batch_reaches_the_subscriber(windows, letters)


def column(page, place, **said):
    """Fill in one block of the form in which a register is declared."""
    block = page.locator("fieldset.declare-column").nth(place)
    for label, value in said.items():
        box = block.locator(f"[name$=-{label}]")
        if value is True:
            box.check()
        elif label == "type":
            box.select_option(label=value)
        else:
            box.fill(value)


def the_openness_office_declares_a_register(windows, accessible):
    page = windows("openness", "/desk/registers/declare/")
    page.get_by_role("link", name="声明新台账").click()
    page.fill("[name=head-title]", "共享单车投放")
    page.fill("[name=head-description]", "各企业在各街道投放的共享单车，每月更新。")
    page.fill("[name=head-obligation]", "市政设施建设和服务指南（municipal-guides）")
    page.fill("[name=head-register]", "shared-bikes")
    page.select_option("[name=head-chart]", label="条形图")
    column(page, 1, label="企业", facets=True)
    for place, said_of in enumerate(
        (
            {"label": "街道", "type": "区划", "columns": True, "facets": True},
            {"label": "投放数量", "type": "整数", "unit": "辆", "required": True, "columns": True},
            {"label": "投放日期", "type": "日期", "columns": True},
        ),
        start=2,
    ):
        page.get_by_role("button", name="再加一列").click()
        page.locator("fieldset.declare-column").nth(place).wait_for()
        column(page, place, **said_of)
    assert fits(page)
    press(page, "核对和预览")
    assert "新台账" in said(page) and "公开后的样子" in said(page) and "投放数量（辆）" in said(page)
    assert accessible(page) == []
    assert fits(page)
    press(page, "生效")
    assert "下一步：填写第一批数据" in said(page)


def it_is_filled_in_and_approved(windows):
    page = windows("clerk-urban-management", "/desk/registers/")
    page.get_by_role("link", name="共享单车投放", exact=True).click()
    page.get_by_role("link", name="逐条填报").click()
    for label, text in {"编号": "TS-001", "企业": "演示单车公司", "投放数量（辆）": "１，２００"}.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("街道").select_option(label="天水街道")
    page.get_by_label("投放日期").fill("2017-09-01")
    press(page, "提交审核")
    approved(windows, "reviewer-urban-management", page.url)


def test_a_register_of_the_districts_own_is_declared_filled_in_and_public(windows, accessible):
    the_openness_office_declares_a_register(windows, accessible)
    it_is_filled_in_and_approved(windows)
    page = windows("citizen", "/registers/shared-bikes/")
    until(page, "演示单车公司")
    row = page.locator(".entries tbody tr").inner_text()
    assert "天水街道" in row and "1,200" in row
    assert accessible(page) == []
    assert fits(page)
