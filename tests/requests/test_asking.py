"""The citizen's form: what is refused is said at its field, what is sent makes one case and one receipt."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from gongkai.requests import services
from gongkai.requests.models import Document, Request
from tests import make
from tests.requests import applying

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organisation():
    return applying.organisation()


@pytest.fixture
def browser():
    return Client()


def error_at(page, name):
    found = re.search(rf'id="id_{name}_error">(.*?)</p>', page, re.S)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


def test_a_request_is_sent_with_its_identity_proof_and_leads_to_a_receipt(browser):
    answer = applying.send(browser)
    assert (answer.status_code, answer["Location"]) == (302, "/requests/receipt/")
    case = Request.objects.get()
    assert (case.channel, case.stage, case.asker) == ("web", "handling", "citizen")
    assert case.applicant.identity.name == applying.NAME
    assert case.applicant.identity.id_kind == "id-card"
    paper = case.documents.get()
    assert (paper.purpose, paper.name, paper.is_for_applicant) == ("identity", "身份证明.png", False)
    page = browser.get("/requests/receipt/").text
    assert case.number in page
    assert case.receipt_basis in page
    assert f"{case.due_on}" in page
    assert services.digest_of(applying.CODE.search(page)[0]) == case.code_digest


def test_an_organisation_asks_with_its_code(browser):
    applying.send(browser, "organisation")
    case = Request.objects.get()
    assert (case.asker, case.applicant.identity.code) == ("business", "91110000600037341L")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("title", "", "请填写信息的名称"),
        ("title", "长" * 201, "最多200个字，现在有201个字"),
        ("content", "", "请描述所需信息的内容"),
        ("content", "长" * 4001, "最多4000个字"),
        ("organisation", "", "请选择受理机关"),
        ("organisation", "nobody", "已经撤销或者不存在"),
        ("name", "", "请填写姓名"),
        ("id_number", "", "请填写证件号码"),
        ("id_number", "110105194912310021", "校验位不对"),
        ("phone", "12345", "电话号码不完整"),
        ("email", "某@", "电子邮箱不对"),
        ("postcode", "3100", "6位数字"),
        ("supply", "gold", "请选择提供方式"),
        ("delivery", "pigeon", "请选择获取方式"),
        ("delivery", "post", "不能用“邮寄”获取"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_keeps_what_was_typed(browser, name, value, sentence):
    answer = applying.check(browser, **{name: value})
    assert answer.status_code == 200
    assert sentence in error_at(answer.text, name)
    assert f'href="#id_{name}' in answer.text.split("form-errors")[1].split("</div>")[0]
    assert "有内容需要修改" in answer.text.split("</title>")[0]
    assert (applying.NUMBER if name != "id_number" else applying.NAME) in answer.text
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("code", "91110000600037341X", "统一社会信用代码应为18位"),
        ("code", "", "请填写统一社会信用代码"),
        ("asker", "", "请选择单位类别"),
        ("asker", "citizen", "请选择单位类别"),
        ("contact", "", "请填写联系人"),
        ("head", "", "请填写法定代表人"),
    ],
)
def test_what_is_wrong_with_an_organisation_is_said_at_its_field(browser, name, value, sentence):
    assert sentence in error_at(applying.check(browser, "organisation", **{name: value}).text, name)


def test_an_organisation_without_a_code_is_one_of_the_others(browser):
    assert "核对并提交申请" in applying.check(browser, "organisation", asker="other", code="").text


@pytest.mark.parametrize(
    ("supply", "delivery", "needed"),
    [("paper", "post", "address"), ("electronic", "email", "email"), ("paper", "fax", "fax")],
)
def test_a_way_of_delivery_needs_where_it_leads(browser, supply, delivery, needed):
    page = applying.check(browser, supply=supply, delivery=delivery).text
    assert "请填写" in error_at(page, needed)


def test_somebody_must_be_reachable(browser):
    assert "至少填写一种" in error_at(applying.check(browser, phone="").text, "phone")
    assert "核对并提交申请" in applying.check(browser, phone="", email="a@example.com").text


def test_numbers_in_full_width_are_taken(browser):
    applying.send(browser, id_number="１１０１０５１９４９１２３１００２ｘ", phone="１３８ ００００ ００００")
    assert Request.objects.get().applicant.identity.id_number == applying.NUMBER


def test_the_purpose_is_not_asked_any_more(browser):
    assert 'name="use"' not in browser.get("/requests/apply/citizen/").text


def test_what_is_looked_over_shows_everything_and_registers_nothing(browser):
    page = applying.check(browser).text
    for value in (
        applying.CITIZEN["title"],
        applying.NAME,
        applying.NUMBER,
        "居民身份证",
        "电子文件",
        "网上查看",
    ):
        assert value in page
    assert not Request.objects.exists()


def test_several_matters_are_warned_of_and_not_refused(browser):
    told = {"content": "申请公开：一、2016年预算；二、2016年决算。"}
    assert "好像写了几个事项" in applying.check(browser, **told).text
    assert "好像写了几个事项" not in applying.check(browser).text
    assert applying.send(browser, **told).status_code == 302


def test_going_back_to_change_keeps_everything(browser):
    page = browser.post(
        "/requests/apply/citizen/", {**applying.CITIZEN, "step": "edit", "slip": applying.opened(browser)}
    ).text
    assert f'value="{applying.NUMBER}"' in page
    assert "form-errors" not in page


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "请选择身份证明"),
        (applying.scan("证件.png", b"MZ" + b"0" * 99), "可执行程序"),
        (applying.scan("证件.png", b"<html>"), "内容不是 png 格式"),
        (applying.scan("证件.txt", b"text"), "只收 jpg、png、pdf"),
        (applying.scan("证件.png", b""), "文件是空的"),
        (applying.scan("证件.png", b"\x89PNG\r\n\x1a\n" + b"0" * (10 * 1024 * 1024)), "最大 10 MB"),
    ],
    ids=["none", "program", "another", "text", "empty", "large"],
)
def test_files_are_told_by_their_content(browser, file, sentence):
    answer = applying.send(browser, identity=file)
    assert sentence in error_at(answer.text, "identity")
    assert "请重新选择" in answer.text
    assert applying.CITIZEN["title"] in answer.text
    assert not Document.objects.exists()


def test_a_person_who_answers_wrongly_is_asked_once_more(browser):
    first = applying.send(browser, answer="99")
    assert "没有通过核对" in error_at(first.text, "answer")
    assert applying.send(browser, page=first.text).status_code == 302


@pytest.mark.parametrize("answer", ["full", "words"])
def test_the_answer_may_be_written_in_any_digits(browser, answer):
    page = applying.check(browser).text
    right = applying.answer_in(page)
    typed = chr(ord(right[0]) + 0xFEE0) if answer == "full" else "零一二三四五六七八九"[int(right)]
    assert applying.send(browser, page=page, answer=typed).status_code == 302


def test_a_program_that_fills_every_field_is_asked_once_more(browser):
    page = applying.check(browser).text
    told = {
        **applying.CITIZEN,
        "answer": applying.answer_in(page),
        "truth": "on",
        "identity": applying.scan(),
    }
    sent = {**told, "website": "x", "step": "send", "slip": applying.slip_in(page)}
    assert "没有通过核对" in browser.post("/requests/apply/citizen/", sent).text
    assert not Request.objects.exists()


def test_nobody_fills_in_a_form_in_a_moment(browser):
    answer = applying.send(browser, slip=applying.opened(browser, waited=-60))
    assert "没有通过核对" in answer.text


def test_a_forged_slip_is_worth_nothing(browser):
    page = applying.check(browser).text
    told = {
        **applying.CITIZEN,
        "answer": applying.answer_in(page),
        "truth": "on",
        "identity": applying.scan(),
    }
    answer = browser.post("/requests/apply/citizen/", {**told, "step": "send", "slip": "made-up"})
    assert "没有通过核对" in answer.text
    assert not Request.objects.exists()


def test_a_form_sent_twice_makes_one_case_and_the_same_receipt(browser):
    slip = applying.opened(browser)
    applying.send(browser, slip=slip)
    first = applying.code_of(browser)
    assert applying.send(browser, slip=slip).status_code == 302
    assert applying.code_of(browser) == first
    assert Request.objects.count() == 1
    assert Document.objects.count() == 1


def test_a_form_that_became_a_case_long_ago_shows_its_code_to_nobody(browser):
    slip = applying.opened(browser)
    applying.send(browser, slip=slip)
    Request.objects.update(registered_at=make.moment(2026, 1, 5))
    other = Client()
    answer = applying.send(other, slip=slip)
    assert answer.status_code == 409
    assert not applying.CODE.search(answer.text)


def test_the_receipt_is_for_the_session_that_sent_it_until_it_is_put_away(browser):
    applying.send(browser)
    assert Client().get("/requests/receipt/").status_code == 302
    assert browser.get("/requests/receipt/").status_code == 200
    browser.post("/requests/receipt/")
    assert browser.get("/requests/receipt/")["Location"] == "/requests/status/"


def test_the_receipt_is_kept_as_pdf_by_who_sent_it(browser):
    applying.send(browser)
    answer = browser.get("/requests/receipt/pdf/")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Cache-Control"] == "no-store, private"
    assert Client().get("/requests/receipt/pdf/")["Location"] == "/requests/status/"


def test_neither_session_nor_address_holds_who_it_is_or_the_code(browser, caplog):
    answer = applying.send(browser)
    code = applying.code_of(browser)
    told = [str(each.get_decoded()) for each in Session.objects.all()] + [answer["Location"], caplog.text]
    for secret in (applying.NAME, applying.NUMBER, code, code.replace("-", "")):
        assert not [each for each in told if secret in each]


def test_own_records_are_corrected_with_evidence(browser):
    assert "记录不准确的证据" in applying.check(browser, subject="own-record").text
    answer = applying.send(browser, subject="own-record")
    assert "须附记录不准确的证据" in answer.text
    page = applying.check(browser, subject="own-record").text
    told = {**applying.CITIZEN, "subject": "own-record", "answer": applying.answer_in(page), "truth": "on"}
    files = {"identity": applying.scan(), "evidence": applying.scan("证据.png"), "step": "send"}
    sent = browser.post("/requests/apply/citizen/", {**told, **files, "slip": applying.slip_in(page)})
    assert sent.status_code == 302
    assert Request.objects.get().documents.count() == 2


def test_a_request_is_only_addressed_to_whoever_exists_today(browser):
    make.organisation("former", valid_to="2020-01-01")
    assert "已经撤销" in error_at(applying.check(browser, organisation="former").text, "organisation")
    assert 'value="former"' not in browser.get("/requests/apply/citizen/").text


def test_an_organisation_page_leads_to_a_form_that_names_it(browser):
    page = browser.get("/requests/apply/citizen/?organisation=finance").text
    assert '<option value="finance" selected>' in page


def test_who_sends_too_often_keeps_what_they_typed(browser, settings, monkeypatch):
    settings.REQUEST_FORMS_PER_HOUR, at = 1, timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    applying.check(browser)
    answer = applying.check(browser)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert f'value="{applying.NUMBER}"' in answer.text


def test_what_is_typed_is_looked_for_without_standing_in_an_address(browser):
    assert browser.get("/requests/similar/?title=预算").status_code == 405
    answer = browser.post("/requests/similar/", {"title": "2017年预算"})
    assert answer.status_code == 200
    page = browser.post(
        "/requests/apply/citizen/", {**applying.CITIZEN, "step": "find", "slip": applying.opened(browser)}
    ).text
    assert "没有找到名称相近的公开信息" in page
    assert "form-errors" not in page


@pytest.mark.parametrize("path", ["", "apply/citizen/", "status/", "receipt/"])
def test_no_page_is_kept_anywhere(browser, path):
    answer = browser.get(f"/requests/{path}")
    assert answer["Cache-Control"] == "no-store, private"
    assert ("noindex" in answer.headers.get("X-Robots-Tag", "")) is bool(path), "the entry is to be found"
    assert answer["Referrer-Policy"] == "same-origin"


def test_no_other_kind_of_applicant_is_known(browser):
    assert browser.get("/requests/apply/nobody/").status_code == 404


def test_the_entry_tells_the_limits_in_force_and_whom_to_ask(browser):
    page = browser.get("/requests/?organisation=finance").text
    assert "20个工作日" in page
    assert "第三十三条" in page
    assert "某路1号" in page
    assert "/requests/apply/citizen/?organisation=finance" in page
