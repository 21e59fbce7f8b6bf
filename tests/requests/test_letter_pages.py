"""The desk pages of letters: who sees them, what they do, what is said when something is wrong."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.requests import services
from gongkai.requests.models import Consultation, Document, Letter, Look
from tests import make
from tests.requests.letters import office

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch):
    made = office(date(2026, 11, 23))
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.at)
    return made


@pytest.fixture
def enter(client, desk):
    def as_(person):
        client.force_login(person)
        return client

    return as_


def url(name, desk, **more):
    return reverse(f"letters:{name}", kwargs={"pk": desk.case.pk, **more})


def read(desk, letter, **more):
    """Return what is sent about a letter: also which text was read."""
    letter.refresh_from_db()
    return {**seen(desk, written_at=letter.drafted_at.isoformat()), **more}


def seen(desk, **more):
    desk.case.refresh_from_db()
    return {"seen": desk.case.number_of_events, **more}


def test_an_answer_is_asked_for_by_its_outcome_with_what_it_needs(desk, enter):
    client = enter(desk.clerk)
    bare = client.get(url("draft", desk, kind="answer")).text
    assert "请先选择答复的种类" in bare
    assert "信息不存在" in bare
    assert '-2007"' not in bare
    page = client.get(url("draft", desk, kind="answer"), {"outcome": "internal"}).text
    for name in ("given_reason", "given_article"):
        assert f'name="{name}"' in page
    for name in ("given_where", "given_search", "organ"):
        assert f'name="{name}"' not in page
    assert "负责公开的机关" in client.get(url("draft", desk, kind="answer"), {"outcome": "not-ours"}).text


def test_what_an_answer_lacks_is_told_at_its_field_and_what_was_typed_stays(desk, enter):
    client = enter(desk.clerk)
    data = seen(desk, outcome="internal", given_reason="内部管理", submit="1")
    page = client.post(url("draft", desk, kind="answer"), data)
    assert page.status_code == 422
    assert "应写明法律依据的条款" in page.text
    assert 'id="id_given_article_error"' in page.text
    assert "内部管理" in page.text
    letter = Letter.objects.get()
    assert letter.state == "draft"
    assert url("edit", desk, letter=letter.pk) in page.text, "the next press changes the draft that was kept"
    client.post(url("edit", desk, letter=letter.pk), read(desk, letter, **data, given_article="第十六条"))
    letter.refresh_from_db()
    assert letter.state == "submitted"


def test_a_letter_is_signed_sent_and_served_at_the_desk(desk, enter):
    letter = desk.submitted("answer")
    page = enter(desk.signer).get(reverse("letters:waiting")).text
    assert url("letter", desk, letter=letter.pk) in page
    act = {name: url("act", desk, letter=letter.pk, verb=name) for name in ("sign", "send", "serve")}
    enter(desk.signer).post(act["sign"], read(desk, letter))
    client = enter(desk.clerk)
    proof = SimpleUploadedFile("回执.txt", "邮件号".encode())
    client.post(act["send"], seen(desk, way="post", sent_on="2026-11-23", proof=proof))
    client.post(act["serve"], seen(desk, served_on="2026-11-23"))
    letter.refresh_from_db()
    assert (letter.state, letter.number, letter.way) == ("served", "下财公复〔2026〕1号", "post")
    assert Document.objects.get(proves=letter).purpose == "evidence"
    page = client.get(url("letter", desk, letter=letter.pk)).text
    assert "已送达" in page
    assert act["serve"] not in page


def test_whoever_did_not_see_the_last_event_is_told(desk, enter):
    letter = desk.submitted("answer")
    page = enter(desk.signer).post(
        url("act", desk, letter=letter.pk, verb="sign"), read(desk, letter) | {"seen": 0}
    )
    assert page.status_code == 422
    assert "刚刚有了新的办理情况" in page.text
    letter.refresh_from_db()
    assert letter.state == "submitted"


@pytest.mark.parametrize("given", ["", "x", "-1", "99999999999999"])
def test_a_mark_that_makes_no_sense_is_refused(desk, enter, given):
    letter = desk.submitted("answer")
    page = enter(desk.signer).post(url("act", desk, letter=letter.pk, verb="sign"), {"seen": given})
    assert page.status_code == 422


def test_who_wrote_an_answer_is_not_offered_to_sign_it_and_a_clerk_neither(desk, enter):
    both = make.person("openness", make.office())
    words = services.letters.Words(outcome="granted", given={"manner": "见附件"})
    letter = services.letters.draft(request=desk.case, kind="answer", words=words, by=both, at=desk.at)
    services.letters.submit(letter=letter, by=both, at=desk.at)
    sign = url("act", desk, letter=letter.pk, verb="sign")
    page = enter(both).get(url("letter", desk, letter=letter.pk)).text
    assert sign not in page
    assert "须由其他签发人签发" in page
    assert "起草人不能签发" in enter(both).post(sign, read(desk, letter)).text
    assert enter(desk.clerk).post(sign, seen(desk)).status_code == 404
    assert sign in enter(desk.signer).get(url("letter", desk, letter=letter.pk)).text


def test_others_find_nothing(desk, enter):
    asked, letter = desk.ask(), desk.draft("answer")
    client = enter(make.person("clerk", make.organisation("audit")))
    for address in (
        url("index", desk),
        url("draft", desk, kind="answer"),
        url("letter", desk, letter=letter.pk),
        url("edit", desk, letter=letter.pk),
        url("paper", desk, letter=letter.pk, form="pdf"),
        url("ask", desk),
        url("hear", desk, consultation=asked.pk),
        url("correct", desk),
        url("pay", desk),
    ):
        assert client.get(address).status_code == 404, address
    assert enter(desk.clerk).get(url("draft", desk, kind="receipt")).status_code == 404
    assert enter(desk.clerk).get(url("draft", desk, kind="consult")).status_code == 404
    assert enter(desk.clerk).get(url("draft", desk, kind="consult"), {"consultation": "²"}).status_code == 404


def test_a_letter_of_another_case_is_not_found_under_this_one(desk, enter):
    letter = office().draft("answer")
    assert enter(desk.clerk).get(url("letter", desk, letter=letter.pk)).status_code == 404


def test_somebody_is_asked_and_heard_at_the_desk(desk, enter):
    client = enter(desk.clerk)
    data = seen(desk, kind="third-party", key="第三方甲", name="某某公司", question="能否公开？")
    client.post(url("ask", desk), data)
    again = client.post(url("ask", desk), seen(desk) | {**data, "seen": desk.case.number_of_events})
    assert "已经登记过" in again.text
    asked = Consultation.objects.get()
    asked.request = desk.case
    page = client.get(url("draft", desk, kind="consult"), {"consultation": asked.pk})
    assert page.status_code == 200
    assert "某某公司" not in page.text
    desk.case.refresh_from_db()
    desk.serve(desk.sent("consult", asked))
    hear = url("hear", desk, consultation=asked.pk)
    early = client.post(hear, seen(desk, opinion="silence"))
    assert "还没有届满" in early.text
    bad = client.post(hear, seen(desk, opinion="objection", heard_on="2026-11-23"))
    assert "请写明对方不同意公开的理由" in bad.text
    client.post(hear, seen(desk, opinion="objection", heard_on="2026-11-23", reasons="商业秘密"))
    weigh = url("weigh", desk, consultation=asked.pk)
    client.post(weigh, seen(desk, is_overridden="1", weighing="公共利益"))
    asked.refresh_from_db()
    assert asked.is_overridden
    page = client.get(url("index", desk)).text
    assert "起草公开决定告知书" in page
    assert "某某公司" not in page


def test_a_correction_and_a_payment_are_noted_at_the_desk(desk, enter):
    client = enter(desk.clerk)
    desk.sent("correction")
    assert url("correct", desk) in client.get(url("index", desk)).text
    assert (
        "不能晚于今天" in client.post(url("correct", desk), seen(desk, on="2026-11-24", words="2016年")).text
    )
    client.post(url("correct", desk), seen(desk, on="2026-11-23", words="2016年"))
    desk.case.refresh_from_db()
    assert desk.case.stage == "handling"
    desk.sent("fee", given={"basis": "pages", "pages": "120"})
    assert url("pay", desk) in client.get(url("index", desk)).text
    client.post(url("pay", desk), seen(desk, on="2026-11-23"))
    assert url("pay", desk) not in client.get(url("index", desk)).text


def test_only_what_can_come_next_is_offered(desk, enter):
    client = enter(desk.clerk)
    page = client.get(url("index", desk)).text
    for kind in ("correction", "extension", "answer"):
        assert url("draft", desk, kind=kind) in page
    desk.sent("extension", working_days=5)
    assert url("draft", desk, kind="extension") not in client.get(url("index", desk)).text
    desk.sent("answer")
    page = client.get(url("index", desk)).text
    assert "/letters/new/" not in page
    assert "/letters/new/" not in enter(desk.signer).get(url("index", desk)).text


def test_a_fee_is_shown_before_it_is_asked_for(desk, enter):
    page = enter(desk.clerk).get(url("draft", desk, kind="fee")).text
    assert "第1件申请" in page
    data = seen(desk, basis="pages", pages="120")
    enter(desk.clerk).post(url("draft", desk, kind="fee"), data)
    letter = Letter.objects.get()
    page = enter(desk.clerk).get(url("letter", desk, letter=letter.pk)).text
    assert "信息处理费1100元" in page


def test_a_letter_is_downloaded_in_both_forms_and_the_look_is_noted(desk, enter):
    letter = desk.draft("answer")
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        page = enter(desk.clerk).get(url("paper", desk, letter=letter.pk, form=form))
        assert page.content.startswith(begins)
        assert "no-store" in page["Cache-Control"]
        assert "陈" not in page["Content-Disposition"]
    assert Look.objects.filter(request=desk.case).count() == 2
    assert enter(desk.clerk).get(url("paper", desk, letter=letter.pk, form="exe")).status_code == 404


def test_a_copy_is_made_and_enclosed_at_the_desk(desk, enter):
    client = enter(desk.clerk)
    data = "承包人张三，电话13800138000。合同金额12万元。".encode()
    material = services.keep(
        request=desk.case, purpose="material", name="合同.txt", data=data, by=desk.clerk, at=desk.at
    )
    address = url("material", desk, document=material.pk)
    page = client.get(address)
    assert "13800138000" in page.text
    assert "请选择或者填写" in client.post(address, seen(desk)).text
    assert "请重新核对" in client.post(address, seen(desk, keys="x")).text
    client.post(address, seen(desk, words="张三\n13800138000"))
    copy = Document.objects.get(purpose="redacted")
    page = client.get(address).text
    assert "合同金额12万元" in page
    answer = client.get(url("draft", desk, kind="answer"), {"outcome": "partly"}).text
    assert "合同.txt" in answer
    given = seen(desk, outcome="partly", given_reason="个人信息", enclosures=copy.pk, submit="1")
    client.post(url("draft", desk, kind="answer"), given)
    letter = Letter.objects.get()
    assert (letter.state, list(letter.enclosures.all())) == ("submitted", [copy])
    client.post(url("whole", desk, document=material.pk), seen(desk))
    assert Document.objects.filter(purpose="other", made_from=material).exists()


def test_a_fee_notice_that_is_not_reckoned_yet_can_be_looked_at(desk, enter):
    letter = desk.draft("fee")
    assert enter(desk.clerk).get(url("letter", desk, letter=letter.pk)).status_code == 200


def test_the_applicant_reads_the_whole_letter_with_its_remedy_and_takes_it_along(desk, client):
    letter = desk.sent("answer", way="online")
    client.post("/requests/status/", {"code": desk.code})
    page = client.get(f"/requests/status/letters/{letter.pk}/").text
    for line in letter.paper["paragraphs"]:
        assert line in page
    letter.refresh_from_db()
    assert letter.state == "served"
    taken = client.get(f"/requests/status/letters/{letter.pk}/paper.pdf")
    assert taken.content.startswith(b"%PDF")
    desk.case.refresh_from_db()
    assert desk.case.stage == "closed"
    other = office().sent("answer", way="online")
    assert client.get(f"/requests/status/letters/{other.pk}/paper.pdf").status_code == 404


@pytest.mark.parametrize("given", ["", "x", "2026-11-23", "0001-01-01T00:00:00", "2020-01-01T00:00:00+08:00"])
def test_a_signature_for_another_text_is_refused(desk, enter, given):
    letter = desk.submitted("answer")
    address = url("act", desk, letter=letter.pk, verb="sign")
    page = enter(desk.signer).post(address, seen(desk, written_at=given))
    assert page.status_code == 422
    letter.refresh_from_db()
    assert letter.state == "submitted"
