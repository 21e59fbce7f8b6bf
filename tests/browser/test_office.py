"""A letter signed for on a holiday; the report of a year, from a department to the public."""

import json
import re
import zipfile
from datetime import datetime
from io import BytesIO, StringIO

from django.core.management import call_command
from pypdf import PdfReader

from gongkai.law.deadlines import SHANGHAI
from tests.browser.following import follow
from tests.browser.test_every_page import faults
from tests.browser.test_requests import click, looked_up
from tests.items.photos import png
from tests.requests.applying import CITIZEN

SIGNED = "2026-09-26"  # a Saturday, within the days off of 中秋节
COUNTED = """
2026-09-28 2026-09-29 2026-09-30
2026-10-08 2026-10-09 2026-10-10 2026-10-12 2026-10-13 2026-10-14 2026-10-15 2026-10-16
2026-10-19 2026-10-20 2026-10-21 2026-10-22 2026-10-23 2026-10-26 2026-10-27 2026-10-28 2026-10-29
""".split()
"""Counted by hand after 国办发明电〔2025〕7号: no day from 10-01 to 10-07, but Saturday 10-10."""

WHY = """
自2026-09-26起算，当日不计，期限20个工作日。
其间周末5天不计。
2026-09-27中秋节放假（国办发明电〔2025〕7号），1天不计。
2026-10-01至2026-10-07国庆节放假（国办发明电〔2025〕7号），7天不计。
2026-10-10调休上班（国庆节）（国办发明电〔2025〕7号），计1天。
应于2026-10-29 24:00前完成。
""".strip().splitlines()
BASIS = f"以行政机关签收之日（{SIGNED}）为收到申请之日（政府信息公开条例（2019）第三十一条第二项）"

YEAR = datetime.now(SHANGHAI).year - 4  # the demonstration has neither reports nor requests so old
YEARS, PUBLIC = f"/desk/requests/reports/years/{YEAR}/", f"/annual-reports/{YEAR}/government/"
PAST = [
    ("education", "citizen", "03-01", "granted", 9),
    ("education", "business", "06-01", "partly", 9),
    ("education", "citizen", "12-20", "granted", 20),  # answered in the year after: carried over
    ("civil-affairs", "citizen", "03-01", "granted", 9),
]
"""Who was asked by whom, when it was received, how it was answered after how many days."""

HALF = {"政府信息管理": "制度逐项落实", "政府信息公开平台建设": "按要求维护"}
"""What is written under the headings that no figure fills, but one."""

CASES = """
import json, sys
from datetime import date
import django; django.setup()
from django.conf import settings
from django.utils import timezone
from gongkai.desk.demo.people import Cast
from gongkai.desk.demo.requests import DOES, Desk
from gongkai.desk.demo.source import read
from gongkai.requests.models import Request

declared, now = read(settings.CATALOGUE / "samples" / "requests.yaml"), timezone.now()
cast = Cast(at=now)
for number, (of, asker, on, outcome, after) in enumerate(json.loads(sys.argv[1]), 900):
    ago = (timezone.localdate(now) - date.fromisoformat(on)).days
    said = {"of": of, "asker": asker, "title": f"往年申请{number}", "content": "往年的一件申请。", "ago": ago}
    desk = Desk(declared, said, cast, number, at=now)
    case = desk.register()
    step = {"do": "answer", "outcome": outcome, "at": after}
    DOES["answer"](desk, Request.objects.get(pk=case.pk), step)
"""


def place(page):
    """Return where a page stands, for somebody else to open."""
    return re.sub(r"https?://[^/]+", "", page.url)


def register(page):
    """Type a letter in as it lies on the desk."""
    for name in ("name", "id_number", "title", "content"):
        page.fill(f"[name={name}]", CITIZEN[name])
    page.select_option("[name=id_kind]", CITIZEN["id_kind"])
    page.fill("[name=address]", "天水街道演示路1号")
    page.fill("[name=signed]", SIGNED)
    page.set_input_files("[name=originals]", {"name": "来信.png", "mimeType": "image/png", "buffer": png()})
    click(page, "登记")


def printed(page):
    """Return what stands on the paper that the browser prints."""
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(page.pdf())).pages)
    return re.sub(r"\s", "", text)


def test_a_letter_signed_for_on_a_holiday_is_due_after_twenty_working_days(open_page, sign_in, accessible):
    page = sign_in("clerk-finance", "/desk/requests/new/")
    page.get_by_role("link", name="邮寄（签收）").click()
    register(page)
    found = faults(page, "receipt", accessible)
    slip, paper = page.locator("main").inner_text(), printed(page)
    code = page.locator(".secret").inner_text()
    assert f"{COUNTED[-1]}（依法延长或者停止计算的，另行告知）" in slip
    assert BASIS in slip
    assert code in paper, "the slip goes to the applicant by post"
    assert "/requests/status/" in paper, "and says where the code is used"
    assert "今天要办" not in paper, "the furniture of the desk stays on the screen"
    page.emulate_media(media="print")
    assert page.locator("main").bounding_box()["width"] > 1000, "as wide as the paper"
    page.emulate_media(media="screen")

    page.get_by_role("link", name="查看这件申请").click()
    page.get_by_text("这个日期是怎样算出来的").click()
    found += faults(page, "case", accessible)
    term = page.locator("section[aria-labelledby=term]")
    assert term.locator(".due").inner_text().strip() == COUNTED[-1]
    assert len(COUNTED) == 20
    reasons = term.locator("li").all_inner_texts()
    assert reasons[0] == "依据政府信息公开条例（2019）第三十三条，自收到申请之日起20个工作日内完成。"
    assert reasons[1:] == WHY
    assert BASIS in page.locator("section[aria-labelledby=asked-head]").inner_text()
    assert f"登记 {SIGNED}（" in page.locator("#course").inner_text(), "noted later than it happened"
    assert page.locator("#papers").get_by_role("link", name="来信.png").count() == 1

    phone = looked_up(open_page, code)
    found += faults(phone, "status", accessible)
    assert phone.locator(".until b").inner_text() == COUNTED[-1]
    assert phone.locator(".reasons li").all_inner_texts() == reasons, "the same reasons for both"
    assert BASIS in phone.locator("main").inner_text()
    assert phone.locator(".steps time").all_inner_texts() == [SIGNED, SIGNED]
    assert "答复期限已过" in phone.locator("main").inner_text()
    assert found == []


def row(page, title):
    """Return the figures of one row of a table."""
    return page.locator("main tr", has_text=title).first.locator("td").all_inner_texts()


def correct(page, title, text, reason):
    page.locator("main tr", has_text=title).locator("td a").first.click()
    page.fill("[name=text]", text)
    page.fill("[name=reason]", reason)
    click(page, "更正")


def write(page, section, told="", **filled):
    """Write a section, beginning with the sentences composed from the figures; return those.

    ``told`` stands below them; what is ``filled`` follows the heading that ends with that name.
    """
    follow(page.get_by_role("link", name=f"填写：{section}"))
    if (offer := page.get_by_role("link", name="用这些句子代替现有文字")).count():
        follow(offer)
    text = drafted = page.input_value("[name=text]")
    for heading, words in filled.items():
        text = text.replace(f"{heading}。", f"{heading}。{words}。")
    page.fill("[name=text]", f"{text}\n{told}".strip())
    click(page, "保存")
    return drafted


def state(page):
    return page.locator("h1 + p .badge").first.inner_text()


def downloaded(page, form, folder):
    with page.expect_download() as loading:
        page.locator(f".aside a[href$='report.{form}']").click()
    file = folder / f"{YEAR}.{form}"
    loading.value.save_as(file)
    assert loading.value.suggested_filename.endswith(f"{YEAR}年政府信息公开工作年度报告.{form}")
    return file


def test_the_report_of_the_year_goes_from_a_department_to_the_public(
    site, open_page, sign_in, accessible, tmp_path
):
    site.python("-c", CASES, json.dumps([(of, by, f"{YEAR}-{on}", how, at) for of, by, on, how, at in PAST]))
    clerk = sign_in("clerk-education", YEARS)
    click(clerk, "开始编制区教育局的报告")
    report = place(clerk)
    assert row(clerk, "一、本年新收政府信息公开申请数量") == ["2", "1", "0", "0", "0", "0", "3"]
    assert row(clerk, "（七）总计") == ["1", "1", "0", "0", "0", "0", "2"]
    assert row(clerk, "四、结转下年度继续办理") == ["1", "0", "0", "0", "0", "0", "1"]
    found = faults(clerk, "draft", accessible)
    correct(clerk, "行政强制", "0", "本年没有行政强制决定")
    correct(clerk, "行政事业性收费", "12.5", "幼儿园保教费，按财政专户数据")
    assert row(clerk, "行政事业性收费") == ["12.5"]
    drafted = write(clerk, "总体情况", **HALF)
    assert "本年新收政府信息公开申请3件，上年结转0件，办结2件，结转下年度继续办理1件" in drafted
    write(clerk, "存在的主要问题及改进情况", "公开的内容还不够全面，将继续补充。")
    write(clerk, "其他需要报告的事项")
    assert "“（五）监督保障”只有标题" in clerk.locator(".faults").inner_text()
    click(clerk, "提交政务公开科")

    office = sign_in("openness", report)
    assert state(office) == "已提交"
    office.fill("[name=reason]", "请写明监督保障的做法")
    click(office, "退回")
    clerk.goto(report)
    assert "退回意见：请写明监督保障的做法" in clerk.locator(".notice").inner_text()
    write(clerk, "总体情况", **HALF, 监督保障="培训两次")
    assert "文字齐全" in clerk.locator("section[aria-labelledby=faults]").inner_text()
    click(clerk, "提交政务公开科")
    assert clerk.get_by_role("button", name="予以审定").count() == 0
    office.goto(report)
    click(office, "予以审定")
    click(office, "公布报告")
    assert state(office) == "已公布"

    clerk = sign_in("clerk-government", YEARS)
    click(clerk, "开始编制区政府的报告")
    report = place(clerk)
    assert "各单位报告之和" in clerk.locator("main").inner_text()
    assert row(clerk, "一、本年新收政府信息公开申请数量") == ["3", "1", "0", "0", "0", "0", "4"]
    assert row(clerk, "（一）予以公开") == ["2", "0", "0", "0", "0", "0", "2"]
    correct(clerk, "行政强制", "0", "各单位均没有")
    correct(clerk, "行政事业性收费", "12.5", "按各单位报送数汇总")
    write(clerk, "总体情况", **HALF, 监督保障="检查一次")
    write(clerk, "存在的主要问题及改进情况", "公开的内容还不够全面，将继续补充。")
    write(clerk, "其他需要报告的事项")
    click(clerk, "提交政务公开科")
    assert clerk.get_by_role("button", name="予以审定").count() == 0, "who submits does not decide"
    assert (
        open_page(PUBLIC).locator("h1").inner_text()
        != f"杭州市下城区人民政府{YEAR}年政府信息公开工作年度报告"
    )
    office.goto(report)
    click(office, "予以审定")
    click(office, "公布报告")
    assert state(office) == "已公布"

    page = open_page(PUBLIC)
    assert [each[0] for each in page.locator("main section h2").all_inner_texts()][:6] == list("一二三四五六")
    assert page.locator(".report-table").count() == 3
    assert row(page, "一、本年新收政府信息公开申请数量")[-1] == "4"
    assert page.locator(".chart-drawing svg").count() == page.locator(".chart-table table").count() >= 1
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 812})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found += accessible(page)
    sheet, text, paper = (downloaded(page, form, tmp_path) for form in ("xlsx", "docx", "pdf"))
    assert "xl/workbook.xml" in zipfile.ZipFile(sheet).namelist()
    assert "word/document.xml" in zipfile.ZipFile(text).namelist()
    assert "培训" not in PdfReader(paper).pages[0].extract_text()
    assert "检查一次" in PdfReader(paper).pages[0].extract_text()
    said = StringIO()
    call_command("check_report", str(sheet), "--year", str(YEAR), stdout=said)
    assert "0 处错误，0 处提示" in said.getvalue()
    assert found == []
