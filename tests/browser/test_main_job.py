"""The main job on the real document: from a file to a verified public page and to the departments' tasks."""

from pathlib import Path

import pytest

from tests.browser.conftest import enter

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "catalogue" / "samples" / "work-points-2017.txt"
NUMBER = "330103--2017--0510"
PUBLIC = f"/items/{NUMBER}/"
TITLE = "杭州市下城区2017年政务公开工作要点"


@pytest.fixture
def desk(chromium, empty_site):
    """Return a function that signs someone in at the empty district's desk."""
    contexts = {}

    def at(account, path="/desk/"):
        if account not in contexts:
            contexts[account] = chromium.new_context(locale="zh-CN", base_url=empty_site.url)
        page = contexts[account].new_page()
        page.set_default_timeout(20_000)
        page.goto(path)
        if "/sign-in/" in page.url:
            enter(page, account, path)
        return page

    yield at
    for context in contexts.values():
        context.close()


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def waiting(page, title):
    """Open from the list of what is due today."""
    page.get_by_role("link", name=title).first.click()
    page.wait_for_load_state()


def the_document_is_read_and_filled_in(desk):
    page = desk("clerk-office", "/desk/items/upload/")
    page.set_input_files("[name=uploads]", DOCUMENT)
    page.select_option("[name=publisher]", label="杭州市下城区人民政府办公室")
    press(page, "上传并读入")
    understood = page.locator("main").inner_text()
    for expected in (
        NUMBER,
        "面向社会",
        "长期公开",
        "国办发〔2017〕24号",
        "杭政办函〔2016〕129号",
    ):
        assert expected in understood
    page.get_by_role("link", name=TITLE).click()
    page.wait_for_load_state("networkidle")  # what is typed before htmx listens finds nothing
    page.get_by_label("内容概述").fill("本区2017年政务公开工作的六个方面、三十二项任务。")
    page.locator("#find-obligation").fill("工作要点")
    page.locator("#found-obligations button").first.click()
    assert page.locator("[name=obligation]").input_value()
    press(page, "保存并送审")
    assert "填写了原发布日期2017-07-01" in page.locator("main").inner_text()
    page.get_by_label("仍然送审的理由").fill("原载旧网站，已对照原件核对")
    press(page, "送审")
    assert "审核" in page.locator("main").inner_text()


def three_others_look_at_it_and_the_last_signs(desk):
    hands = [
        ("reviewer-office", "审核通过"),
        ("secrecy-office", "不涉密，可以公开"),
        ("signer-office", "签发"),
    ]
    for account, button in hands:
        page = desk(account)
        waiting(page, TITLE)
        if page.get_by_role("button", name=button, exact=True).count() == 0:
            page.get_by_role("link", name="办理").first.click()
        press(page, button)


def the_public_reads_finds_and_verifies_it(chromium, empty_site):
    context = chromium.new_context(locale="zh-CN", base_url=empty_site.url)
    page = context.new_page()
    for _ in range(240):
        if page.goto(PUBLIC).status == 200:
            break
        page.wait_for_timeout(250)
    header = page.locator(".header-table").first.inner_text()
    for expected in (NUMBER, "主动公开", "面向社会", "长期公开", "2017-07-01"):
        assert expected in header
    for _ in range(120):  # the index follows within a second, on a busy machine a few
        page.goto("/search/?q=剿灭劣V类水")
        if page.locator(f'main a[href="{PUBLIC}"]').count():
            break
        page.wait_for_timeout(250)
    assert page.locator(f'main a[href="{PUBLIC}"]').count() >= 1
    page.goto(PUBLIC)
    page.get_by_role("button", name="在浏览器中核验").click()
    page.get_by_text("签名").first.wait_for()
    page.wait_for_timeout(500)
    steps = page.locator("[data-verify]").inner_text()
    assert "✗" not in steps and steps.count("✓") >= 3, steps
    context.close()


def the_command_line_and_the_audit_agree(empty_site):
    assert "一致" in empty_site.gongkai("audit")
    assert "核验通过" in empty_site.gongkai("verify", f"{empty_site.url}{PUBLIC}")


def the_office_turns_it_into_tasks(desk):
    page = desk("openness", "/desk/planning/")
    press(page, "分解为任务")
    page.goto("/desk/planning/2017/")
    assert page.locator(".stat").first.inner_text().startswith("32")
    for code in ("1.1", "1.4"):
        page.get_by_label(f"选择要点{code}").check()
    page.locator("#assign [name=lead]").select_option(label="杭州市下城区财政局")
    page.locator("#assign [name=due_on]").fill("2027-03-31")
    press(page, "交办")
    assert page.get_by_role("link", name="区财政局").count() == 2


def the_department_files_its_plan(desk):
    page = desk("clerk-finance", "/desk/planning/2017/finance/plan/")
    for area in page.locator("textarea").all():
        area.fill("按月公开财政收支，随附增减原因和走势预判。")
    for day in page.locator("[name$=due_on]").all():
        day.fill("2027-03-01")
    press(page, "保存并报备案")
    assert "已报备" in page.locator("main").inner_text()


def the_office_returns_it_with_a_reason_and_accepts_it_the_second_time(desk):
    office = desk("openness", "/desk/planning/2017/filings/")
    office.get_by_role("link", name="财政局").click()
    office.locator("[name=reason]").fill("请写明公开渠道。")
    press(office, "退回")
    clerk = desk("clerk-finance", "/desk/planning/2017/finance/plan/")
    assert "请写明公开渠道。" in clerk.locator("main").inner_text()
    clerk.locator("textarea").first.fill("按月在门户公开财政收支，随附增减原因和走势预判。")
    press(clerk, "保存并报备案")
    office.reload()
    press(office, "予以备案")
    assert "备案" in office.locator("main h1 + p").inner_text()


def progress_with_its_proof_reaches_the_public_page(desk, chromium, empty_site):
    page = desk("clerk-finance", "/desk/planning/2017/finance/")
    page.get_by_role("link", name="1.1").click()
    page.locator("[name=percent]").fill("40")
    page.locator("[name=note]").fill("上半年六期已公开。")
    press(page, "填报")
    context = chromium.new_context(locale="zh-CN", base_url=empty_site.url)
    public = context.new_page()
    for _ in range(240):
        public.goto("/work-points/2017/")
        if "40%" in public.locator("main").inner_text():
            break
        public.wait_for_timeout(250)
    text = public.locator("main").inner_text()
    assert "财政局" in text and "40%" in text
    context.close()


def test_the_main_job_from_file_to_progress(desk, chromium, empty_site):
    the_document_is_read_and_filled_in(desk)
    three_others_look_at_it_and_the_last_signs(desk)
    the_public_reads_finds_and_verifies_it(chromium, empty_site)
    the_command_line_and_the_audit_agree(empty_site)
    the_office_turns_it_into_tasks(desk)
    the_department_files_its_plan(desk)
    the_office_returns_it_with_a_reason_and_accepts_it_the_second_time(desk)
    progress_with_its_proof_reaches_the_public_page(desk, chromium, empty_site)


def test_a_clerk_of_another_department_cannot_see_a_draft(desk):
    clerk = desk("clerk-finance", "/desk/items/new/")
    clerk.locator("[name=title]").fill("尚未公开的事项")
    clerk.locator("main button[type=submit]").click()
    clerk.wait_for_load_state()
    address = clerk.url
    stranger = desk("clerk-education")
    assert stranger.goto(address).status == 404
    assert "尚未公开的事项" not in stranger.goto("/desk/items/").text()
