"""The status page: opened with the query code alone, by its browser alone, and what can be done there."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.clocks.models import Clock
from gongkai.requests import services
from gongkai.requests.models import Letter, Record
from gongkai.requests.rules import Evidence
from gongkai.requests.rules.course import Kind
from tests import make
from tests.items.photos import png
from tests.requests import cases
from tests.requests.letters import Office

pytestmark = pytest.mark.django_db
STATUS = "/requests/status/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def made(now):
    return cases.request(at=now - timedelta(days=3))


@pytest.fixture
def case(made):
    return made.request


@pytest.fixture
def browser(made):
    client = Client()
    client.post(STATUS, {"code": made.code})
    return client


def clerk_of(case):
    return make.person("clerk", case.organisation)


def corrected(case, at):
    """Let the clerk ask for a correction."""
    services.happen(request=case, kind=Kind.ASK_CORRECTION, words="请写明年份", by=clerk_of(case), at=at)


def office(case, at):
    """Return who writes, signs and sends the letters of a case; what they did is seen by the case."""
    return Office(case, clerk_of(case), make.person("signer", case.organisation), at)


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "]
)
def test_the_code_opens_its_case_however_it_was_typed(made, typed):
    client = Client()
    assert client.post(STATUS, {"code": typed(made.code)})["Location"] == STATUS
    page = client.get(STATUS).text
    assert made.request.number in page
    assert made.request.title in page
    assert f"{made.request.due_on}" in page
    assert "20个工作日" in page, "why it is that day"


def test_another_browser_sees_nothing(browser, case):
    other = Client()
    assert case.number not in other.get(STATUS).text
    paper = services.keep(
        request=case, purpose="other", name="信息.txt", data="内容".encode(), is_for_applicant=True,
        by=None, at=timezone.now(),
    )  # fmt: skip
    sent = office(case, timezone.now()).sent("extension", way="online")
    for path in (
        "withdraw/",
        f"letters/{sent.pk}/",
        f"letters/{sent.pk}/paper.pdf",
        f"documents/{paper.pk}/",
    ):
        assert browser.get(STATUS + path).status_code == 200
        assert other.get(STATUS + path)["Location"] == STATUS
    assert other.post(f"{STATUS}reply/")["Location"] == STATUS


def test_a_wrong_code_is_said_at_its_field(db):
    page = Client().post(STATUS, {"code": "AAAA-BBBB-CCCC-DDDD"}).text
    assert "没有找到这个查询码" in page
    assert "请填写查询码" in Client().post(STATUS, {"code": ""}).text


def test_who_guesses_is_locked_out_even_with_the_right_code(made, now, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client = Client()
    for number in range(10):
        assert client.post(STATUS, {"code": f"AAAA-BBBB-CCCC-DDD{number}"}).status_code == 200
    answer = client.post(STATUS, {"code": made.code})
    assert answer.status_code == 429
    assert "填错的次数太多" in answer.text
    assert int(answer["Retry-After"]) > 0
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert elsewhere.post(STATUS, {"code": made.code}).status_code == 302


def test_right_codes_lock_nobody_out(made):
    client = Client()
    assert {client.post(STATUS, {"code": made.code}).status_code for _ in range(15)} == {302}


def test_the_session_holds_the_key_of_the_case_alone(browser, made):
    told = Session.objects.get().get_decoded()
    assert set(told) == {"requests-status"}
    assert set(told["requests-status"]) == {"case", "until", "lock"}


def test_a_new_query_code_ends_what_the_old_one_opened(browser, case):
    assert case.number in browser.get(STATUS).text
    clerk = make.person("clerk", case.organisation)
    case.refresh_from_db()
    services.reissue(request=case, words="核对证件原件", by=clerk, at=timezone.now())
    assert case.number not in browser.get(STATUS).text


def test_the_look_up_ends_by_itself(browser, case):
    store = SessionStore(session_key=Session.objects.get().session_key)
    over = (timezone.now() - timedelta(seconds=1)).isoformat()
    store["requests-status"] = store["requests-status"] | {"until": over}
    store.save()
    assert case.number not in browser.get(STATUS).text


def test_the_look_up_ends_when_it_is_put_away(browser, case):
    assert case.number in browser.get(STATUS).text
    browser.post(f"{STATUS}close/")
    assert case.number not in browser.get(STATUS).text


def test_a_code_opens_a_session_of_its_own(made):
    client = Client()
    client.post(STATUS, {"code": made.code})
    before = client.cookies["sessionid"].value
    client.post(STATUS, {"code": made.code})
    assert client.cookies["sessionid"].value != before


def test_a_correction_is_kept_and_the_time_runs_anew(browser, case, now):
    corrected(case, now - timedelta(days=1))
    page = browser.get(STATUS).text
    assert "请您补正" in page
    seen = case.number_of_events
    file = SimpleUploadedFile("某人的说明.png", png())
    answer = browser.post(f"{STATUS}reply/", {"words": "2016年", "seen": seen, "first": file})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.stage == "handling"
    words, file = case.documents.order_by("pk")
    assert services.read(words).decode() == "2016年"
    assert file.name == "附件一.png"
    assert "2016年" not in "".join(case.events.values_list("words", flat=True))
    clock = Clock.objects.get(subject=case.uri)
    assert not clock.is_paused
    assert timezone.localdate(now).isoformat() in str(clock.explanation) + "".join(
        browser.get(STATUS).text.split()
    )


def test_a_correction_is_taken_only_while_it_is_asked_for(browser, case, now):
    answer = browser.post(f"{STATUS}reply/", {"words": "2016年", "seen": case.number_of_events})
    assert "现在不需要" in answer.text
    assert not case.documents.exists()
    with pytest.raises(services.NotAsked):
        services.answer_correction(request=case, words="x", papers=[], at=now)


def test_a_correction_that_says_nothing_is_refused_at_its_field(browser, case, now):
    corrected(case, now)
    page = browser.post(f"{STATUS}reply/", {"words": " ", "seen": case.number_of_events}).text
    assert "请填写内容" in page
    case.refresh_from_db()
    assert case.stage == "correcting"


def test_who_did_not_see_the_last_event_is_told_and_keeps_what_they_typed(browser, case, now):
    corrected(case, now)
    page = browser.post(f"{STATUS}reply/", {"words": "写好的补正", "seen": 1}).text
    assert "刚刚有了新的办理情况" in page
    assert "写好的补正" in page


def test_reasons_are_given_once_when_asked(browser, case, now):
    services.happen(request=case, kind=Record.ASK_REASONS, by=clerk_of(case), at=now)
    assert "请您说明理由" in browser.get(STATUS).text
    browser.post(f"{STATUS}reply/", {"words": "研究需要", "seen": case.number_of_events})
    assert "请您说明理由" not in browser.get(STATUS).text
    assert case.documents.get().name == "说明理由.txt"


def test_a_request_is_taken_back_after_one_more_question(browser, case):
    page = browser.get(f"{STATUS}withdraw/").text
    assert "不能恢复" in page
    case.refresh_from_db()
    assert case.stage == "handling"
    browser.post(f"{STATUS}withdraw/", {"seen": case.number_of_events})
    case.refresh_from_db()
    assert (case.stage, case.decision) == ("closed", "withdrawn")
    assert not Clock.objects.open().filter(subject=case.uri).exists()
    assert "已撤回" in browser.get(STATUS).text
    assert browser.get(f"{STATUS}withdraw/").status_code == 302


def test_what_was_not_looked_at_is_not_taken_back(browser, case):
    for seen in ("0", "x", ""):
        assert "刚刚有了新的办理情况" in browser.post(f"{STATUS}withdraw/", {"seen": seen}).text
    case.refresh_from_db()
    assert case.stage == "handling"


def test_an_answer_sent_on_the_web_is_served_when_it_is_opened(browser, case, now):
    sent = office(case, now).sent("answer", way="online")
    assert "打开即为送达" in browser.get(STATUS).text
    assert "本答复所附的表" in browser.get(f"{STATUS}letters/{sent.pk}/").text
    sent.refresh_from_db()
    case.refresh_from_db()
    assert (sent.state, case.stage, case.service) == ("served", "closed", "served")
    events = case.number_of_events
    browser.get(f"{STATUS}letters/{sent.pk}/")
    case.refresh_from_db()
    assert case.number_of_events == events, "noted once"
    assert "予以公开" in browser.get(STATUS).text


def test_who_acts_too_often_is_told_and_nothing_happens(browser, case, settings):
    settings.REQUEST_ACTS_PER_HOUR = 0
    assert "太频繁" in browser.post(f"{STATUS}withdraw/", {"seen": case.number_of_events}).text
    assert "太频繁" in browser.post(f"{STATUS}reply/", {"words": "x", "seen": case.number_of_events}).text
    case.refresh_from_db()
    assert case.stage == "handling"


def test_a_letter_is_kept_as_pdf(browser, case, now):
    sent = office(case, now).sent("answer", way="online")
    answer = browser.get(f"{STATUS}letters/{sent.pk}/paper.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Cache-Control"] == "no-store, private"
    sent.refresh_from_db()
    assert sent.state == "served"


def test_a_letter_sent_by_post_is_not_served_by_looking(browser, case, now):
    sent = office(case, now).sent("extension", way="post")
    assert browser.get(f"{STATUS}letters/{sent.pk}/").status_code == 200
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_a_letter_that_was_not_sent_is_not_shown(browser, case, now):
    hidden = office(case, now).signed("extension")
    assert browser.get(f"{STATUS}letters/{hidden.pk}/").status_code == 404
    assert hidden.number not in browser.get(STATUS).text


@pytest.mark.parametrize("kind", ["consult", "override"])
def test_letters_to_others_are_not_shown(browser, case, now, kind):
    sent = office(case, now).sent("reasons", way="post")
    Letter.objects.filter(pk=sent.pk).update(kind=kind)
    assert browser.get(f"{STATUS}letters/{sent.pk}/").status_code == 404
    assert sent.number not in browser.get(STATUS).text


def test_papers_of_others_and_inner_papers_are_not_shown(browser, case, now):
    told = {"name": "信息.txt", "data": "内容".encode(), "by": None, "at": now}
    other = cases.request(at=now).request
    inner = services.keep(request=case, purpose="material", **told)
    foreign = services.keep(request=other, purpose="redacted", is_for_applicant=True, **told)
    mine = services.keep(request=case, purpose="redacted", is_for_applicant=True, **told)
    for hidden in (inner, foreign):
        assert browser.get(f"{STATUS}documents/{hidden.pk}/").status_code == 404
    answer = browser.get(f"{STATUS}documents/{mine.pk}/")
    assert answer.content.decode() == "内容"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store, private"


def test_who_is_asked_is_never_named(browser, case, now):
    team = office(case, now)
    asked = team.asked("甲公司")
    page = browser.get(STATUS).text
    assert "正在征求第三方或者其他机关的意见" in page
    assert "甲公司" not in page
    team.hear(asked, "consent")
    page = browser.get(STATUS).text
    assert "正在征求" not in page
    assert "甲公司" not in page


def test_a_case_that_waits_for_its_confirmation_says_so(now):
    made = cases.request(channel="plain-mail", evidence=Evidence(arrived=timezone.localdate(now)), at=now)
    client = Client()
    client.post(STATUS, {"code": made.code})
    assert "确认收到之后开始计算" in client.get(STATUS).text
    client.post(f"{STATUS}withdraw/", {"seen": made.request.number_of_events})
    assert "已撤回" in client.get(STATUS).text


def test_a_letter_was_not_submitted_after_it_was_received(now):
    signed = timezone.localdate(now) - timedelta(days=9)
    made = cases.request(channel="signed-mail", evidence=Evidence(signed=signed), at=now)
    client = Client()
    client.post(STATUS, {"code": made.code})
    marks = client.get(STATUS).context["now"].marks
    assert [each.on for each in marks[:2]] == [signed, signed]


@pytest.mark.parametrize(("days", "is_over"), [(3, False), (90, True)])
def test_who_waits_longer_than_the_law_allows_is_told_what_to_do(now, days, is_over):
    made = cases.request(at=now - timedelta(days=days))
    client = Client()
    client.post(STATUS, {"code": made.code})
    assert ("答复期限已过" in client.get(STATUS).text) is is_over
