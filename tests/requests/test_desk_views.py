"""The officer's side over HTTP: intake, receipt, board, case, and acts that keep what was typed."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from lxml import html

from gongkai.requests import services
from gongkai.requests.models import Document, Look, Request
from gongkai.requests.rules import Evidence
from gongkai.requests.rules.course import Kind
from tests import make
from tests.requests import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.organisation("finance", short_name="区财政局")


@pytest.fixture
def clerk(place, client):
    person = make.person("clerk", place)
    client.force_login(person)
    return person


@pytest.fixture
def case(place):
    return cases.request(place, at=timezone.now()).request


def typed(place, channel="signed-mail", **fields):
    return {
        "channel": channel, "organisation": place.pk, "asker": "citizen", "name": "陈某",
        "id_kind": "passport", "id_number": "E12345678", "phone": "0571-85820000", "subject": "information",
        "title": "2016年环卫经费", "content": "2016年预算。", "supply": "paper", "delivery": "pick-up",
        **fields,
    }  # fmt: skip


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def errors(page):
    return html.fromstring(page.text).xpath("//p[@class='error']/@id")


def shown(page):
    """Return the numbers of the cases in a list."""
    return html.fromstring(page.text).xpath("//tbody//th/a/text()")


def test_only_the_days_that_decide_are_asked(client, clerk):
    names = {"in-person": ["submitted"], "signed-mail": ["signed"], "fax": ["confirmed"]}
    for channel, wanted in names.items():
        page = html.fromstring(client.get(f"/desk/requests/new/?channel={channel}").text)
        assert [e.get("name") for e in page.xpath("//input[@type='date']")] == wanted


def test_a_letter_is_registered_with_its_scans_and_its_code_is_shown_once(client, clerk, place):
    files = {"originals": SimpleUploadedFile("申请.txt", "原件".encode())}
    page = client.post("/desk/requests/new/", typed(place, signed=today(-1)) | files)
    made = Request.objects.get()
    assert "no-store" in page["Cache-Control"]
    code = html.fromstring(page.text).xpath("//strong[@class='secret']/text()")[0]
    assert services.digest_of(code) == made.code_digest
    assert (made.received_on, made.channel, made.stage) == (today(-1), "signed-mail", "handling")
    assert made.documents.get().purpose == "original"
    assert code not in client.get(f"/desk/requests/{made.pk}/").text


def test_the_slip_tells_until_when_one_waits_and_why_and_where_to_look(client, clerk, place):
    page = html.fromstring(client.post("/desk/requests/new/", typed(place, signed=today(-1))).text)
    made = Request.objects.get()
    reasons = page.xpath("//section[h3='为什么是这一天']/ul/li/text()")
    assert any(f"{made.due_on}" in each for each in reasons)
    (code,) = page.xpath("//span[@class='qr']/@aria-label")
    assert code.endswith("/requests/status/"), "the picture leads to the page, it holds no query code"


def test_what_is_noted_later_than_it_happened_says_both(client, clerk, place):
    client.post("/desk/requests/new/", typed(place, signed=today(-9)))
    case = Request.objects.get()
    first = client.get(case.get_absolute_url()).context["timeline"][0]
    assert first.when == f"{today(-9)}（{timezone.localtime(case.registered_at):%Y-%m-%d %H:%M} 记入）"


def test_the_second_press_makes_no_second_case_and_its_receipt_holds_the_code_that_works(
    client, clerk, place
):
    for _ in range(2):
        page = client.post("/desk/requests/new/", typed(place, signed=today()))
    made = Request.objects.get()
    code = html.fromstring(page.text).xpath("//strong[@class='secret']/text()")[0]
    assert services.digest_of(code) == made.code_digest


def test_a_fax_that_nobody_confirmed_says_why_its_time_does_not_run(client, clerk, place):
    page = client.post("/desk/requests/new/", typed(place, "fax"))
    assert "还没有与申请人确认之日，已登记，答复期限尚未起算" in page.text
    made = Request.objects.get()
    assert "答复期限尚未起算" in client.get(f"/desk/requests/{made.pk}/").text
    address = f"/desk/requests/{made.pk}/confirm/"
    assert "答复期限尚未起算" in client.get(address).text
    client.post(address, {"seen": 1, "confirmed": today(), "words": "电话确认"})
    made.refresh_from_db()
    assert made.received_on == today()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"id_kind": "id-card", "id_number": "330103197001010019"}, "id_id_number_error"),
        ({"phone": "123"}, "id_phone_error"),
        ({"delivery": "post"}, "id_address_error"),
        ({"needs_help": "on"}, "id_assistance_error"),
        ({"asker": "business"}, "id_code_error"),
        ({"email": "x"}, "id_email_error"),
        ({"title": ""}, "id_title_error"),
        ({"signed": "昨天"}, "id_signed_error"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(client, clerk, place, wrong, field):
    page = client.post("/desk/requests/new/", typed(place, content="独一无二的描述") | wrong)
    assert page.status_code == 422
    assert field in errors(page)
    assert "独一无二的描述" in page.text
    assert not Request.objects.exists()


def test_a_day_that_lies_ahead_is_told(client, clerk, place):
    page = client.post("/desk/requests/new/", typed(place, signed=today(1)))
    assert page.status_code == 422
    assert "不能晚于今天" in page.text


def test_a_file_that_is_not_what_it_says_registers_nothing(client, clerk, place):
    files = {"originals": SimpleUploadedFile("申请.pdf", b"no pdf")}
    page = client.post("/desk/requests/new/", typed(place, signed=today()) | files)
    assert page.status_code == 422
    assert errors(page) == ["id_originals_error"]
    assert not Request.objects.exists() and not Document.objects.exists()


def test_a_clerk_registers_for_nobody_else(client, clerk):
    other = make.organisation("audit")
    page = client.post("/desk/requests/new/", typed(other, signed=today()))
    assert "id_organisation_error" in errors(page)
    assert not Request.objects.exists()


def test_the_board_counts_and_lists_what_is_to_be_done(client, clerk, place, case):
    cases.request(place, channel="fax", evidence=Evidence(), at=timezone.now())
    late = cases.request(place, evidence=Evidence(confirmed=today(-60)), at=timezone.now()).request
    page = client.get("/desk/requests/")
    tiles = dict(
        zip(
            html.fromstring(page.text).xpath("//ul[contains(@class,'tiles')]//a/text()"),
            html.fromstring(page.text).xpath("//ul[contains(@class,'tiles')]//b/text()"),
            strict=True,
        )
    )
    assert (tiles["已逾期"], tiles["待确认收到"], tiles["办理中"]) == ("1", "1", "2")
    assert "已逾期" in page.text and "剩余20个工作日" in page.text
    assert shown(client.get("/desk/requests/?group=overdue")) == [late.number]


def test_the_board_names_no_applicant(client, clerk, case):
    assert "陈某" not in client.get("/desk/requests/?group=all").text


def test_other_departments_see_an_empty_board_and_no_case(client, case):
    client.force_login(make.person("clerk", make.organisation("audit")))
    assert shown(client.get("/desk/requests/?group=all")) == []
    for address in ("", "documents/1/", "note/", "assign/"):
        assert client.get(f"/desk/requests/{case.pk}/{address}").status_code == 404
    assert client.post(f"/desk/requests/{case.pk}/applicant/").status_code == 404
    assert client.post(f"/desk/requests/{case.pk}/export/").status_code == 404
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    ("query", "is_found"),
    [("q=环卫", True), ("q=1", True), ("q=不存在", False), ("channel=web", True), ("channel=fax", False)]
    + [("asker=citizen", True), ("asker=legal", False), ("handler=none", True), ("handler=me", False)]
    + [("organisation=finance", True), ("year=2001", False), ("q=〔2026〕7号", False), ("channel=?", True)],
)
def test_filters_let_through_what_they_say(client, clerk, case, query, is_found):
    assert bool(shown(client.get(f"/desk/requests/?group=all&{query}"))) is is_found


def test_a_case_is_found_by_its_whole_number(client, clerk, case):
    assert shown(client.get(f"/desk/requests/?group=all&q={case.number}")) == [case.number]


def test_whatever_stands_in_the_address_the_board_answers(client, clerk, case):
    for query in ("year=99999999999", "q=" + "9" * 400, "page=x", "group=%00", "handler=%00", "q=%25_"):
        assert client.get(f"/desk/requests/?{query}").status_code == 200


def test_a_number_too_large_for_a_column_is_no_case(client, clerk, case):
    big = "9" * 25
    for address in (f"{big}/", f"{case.pk}/documents/{big}/", f"{big}/note/"):
        assert client.get(f"/desk/requests/{address}").status_code == 404
    page = client.post(f"/desk/requests/{case.pk}/note/", {"seen": big, "words": "x"})
    assert page.status_code == 422
    page = client.post(f"/desk/requests/{case.pk}/assign/", {"seen": 2, "to": big})
    assert page.status_code == 422
    page = client.post(f"/desk/requests/{case.pk}/note/", {"seen": "", "words": "没有看到最后一步"})
    assert page.status_code == 422 and "没有看到最后一步" in page.text


def test_the_page_of_a_case_shows_its_applicant_only_on_demand(client, clerk, case):
    assert "陈某" not in client.get(f"/desk/requests/{case.pk}/").text
    page = client.post(f"/desk/requests/{case.pk}/applicant/")
    assert "陈某" in page.text and "no-store" in page["Cache-Control"]
    assert Look.objects.get().what == "申请人信息"


def test_looks_are_for_the_openness_office(client, clerk, case):
    client.post(f"/desk/requests/{case.pk}/applicant/")
    assert "查阅记录</h2>" not in client.get(f"/desk/requests/{case.pk}/").text
    client.force_login(make.person("openness", make.office()))
    page = client.get(f"/desk/requests/{case.pk}/").text
    assert "查阅记录</h2>" in page and clerk.account in page


def test_a_paper_is_downloaded_as_what_it_is_and_the_look_noted(client, clerk, case):
    paper = services.keep(
        request=case, purpose="original", name="申请 书.txt", data=b"x", by=None, at=timezone.now()
    )
    page = client.get(f"/desk/requests/{case.pk}/documents/{paper.pk}/")
    assert page.content == b"x"
    assert page["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert (page["X-Content-Type-Options"], "no-store" in page["Cache-Control"]) == ("nosniff", True)
    assert Look.objects.count() == 1
    services.remove(document=paper, reason="x", by=None, at=timezone.now())
    assert client.get(f"/desk/requests/{case.pk}/documents/{paper.pk}/").status_code == 404


def test_the_package_of_a_case_bears_no_name(client, clerk, case):
    page = client.post(f"/desk/requests/{case.pk}/export/")
    with zipfile.ZipFile(BytesIO(b"".join(page.streaming_content))) as bundle:
        assert "index.html" in bundle.namelist()
    assert page["Content-Disposition"] == f'attachment; filename="request-finance-{case.year}-1.zip"'


def test_who_did_not_see_the_last_event_is_told_and_keeps_what_was_typed(client, clerk, case):
    services.note(request=case, words="别人的记录", by=clerk, at=timezone.now())
    address = f"/desk/requests/{case.pk}/note/"
    page = client.post(address, {"seen": 2, "words": "我写了很久的记录"})
    assert page.status_code == 422
    assert "刚刚有了新的办理情况" in page.text
    assert "我写了很久的记录" in page.text and "别人的记录" in page.text
    seen = html.fromstring(page.text).xpath("//input[@name='seen']/@value")
    assert seen == ["3"]
    assert client.post(address, {"seen": seen[0], "words": "我写了很久的记录"}).status_code == 302


def test_what_was_undone_is_struck_through_with_who_and_why(client, clerk, case):
    services.happen(request=case, kind=Kind.EXTEND, amount=5, words="复杂", by=clerk, at=timezone.now())
    client.post(f"/desk/requests/{case.pk}/undo/", {"seen": 3, "words": "登记错了案件"})
    page = html.fromstring(client.get(f"/desk/requests/{case.pk}/").text)
    assert page.xpath("//s/strong/text()") == ["延长答复期限"]
    assert "登记错了案件" in page.text_content()
    case.refresh_from_db()
    assert case.was_extended is False


def test_the_parts_of_a_case_get_their_codes_on_one_receipt(client, clerk, case):
    data = {"seen": 2, "words": "两件事"}
    for n in (1, 2):
        data |= {f"title_{n}": f"第{n}件", f"content_{n}": "内容"}
    page = client.post(f"/desk/requests/{case.pk}/split/", data)
    codes = html.fromstring(page.text).xpath("//strong[@class='secret']/text()")
    assert {services.digest_of(code) for code in codes} == set(
        Request.objects.filter(parent=case).values_list("code_digest", flat=True)
    )


def test_half_a_part_is_told(client, clerk, case):
    data = {"seen": 2, "words": "x", "title_1": "a", "content_1": "b", "title_2": "只有名称"}
    page = client.post(f"/desk/requests/{case.pk}/split/", data)
    assert "id_content_2_error" in errors(page)


def test_an_act_that_no_longer_fits_leads_back_to_the_case(client, clerk, case):
    services.withdraw(request=case, on=today(), words="撤回", by=clerk, at=timezone.now())
    page = client.get(f"/desk/requests/{case.pk}/assign/", follow=True)
    assert "现在不能“交办”" in page.text


def test_a_reader_without_the_right_does_not_find_the_act(client, case, place):
    client.force_login(make.person("signer", place))
    assert client.get(f"/desk/requests/{case.pk}/").status_code == 200
    for name in ("note", "assign", "split", "undo"):
        assert client.get(f"/desk/requests/{case.pk}/{name}/").status_code == 404


def test_the_same_applicants_requests_are_counted_for_the_month_and_listed_where_they_may_be(
    client, clerk, case
):
    cases.request(make.organisation("audit"), at=timezone.now(), title="给审计局的")
    other = cases.request(case.organisation, at=timezone.now(), title="第二件").request
    page = client.get(f"/desk/requests/{case.pk}/").text
    assert f"/desk/requests/{other.pk}/" in page
    assert "给审计局的" not in page
    assert "<b>2</b> 件" in page


@pytest.mark.parametrize("role", ["clerk", "openness"])
def test_a_page_of_a_case_asks_few_questions(client, clerk, case, role, django_assert_max_num_queries):
    if role == "openness":
        client.force_login(make.person(role, make.office()))
    for _ in range(3):
        cases.request(case.organisation, at=timezone.now())
        services.note(request=case, words="记录", by=clerk, at=timezone.now())
    for address in ("/desk/requests/", f"/desk/requests/{case.pk}/", "/desk/requests/new/?channel=fax"):
        client.get(address)
        with django_assert_max_num_queries(17, info=address):
            assert client.get(address).status_code == 200
