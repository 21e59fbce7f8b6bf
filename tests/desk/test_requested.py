"""What requests and annual reports ask of whom: on the page of today, and as notices."""

from datetime import date, timedelta

import pytest

from gongkai.desk import requested, services
from gongkai.desk.models import Notice
from gongkai.desk.standing import standing
from gongkai.requests import services as requests
from gongkai.requests.models import Event, Request
from tests import make
from tests.requests import annual, cases
from tests.requests.letters import office

pytestmark = pytest.mark.django_db
AT = cases.MONDAY
LATER = AT + timedelta(days=1)


@pytest.fixture
def desk():
    return office(date(2026, 11, 23))


def labels(person, at=AT):
    return [task.label for task in requested.tasks(standing(person, at=at))[0]]


def back(person, at=AT):
    return [task.words for task in requested.tasks(standing(person, at=at))[1]]


def told(person, at=AT):
    services.notify(at=at)
    return list(Notice.objects.visible_to(person).order_by("pk").values_list("title", flat=True))


def test_a_new_request_waits_for_its_clerks_until_somebody_has_it(desk):
    stranger = make.person("clerk", make.organisation("audit"))
    assert labels(desk.clerk) == ["无经办人"]
    assert told(desk.clerk) == [f"收到新的公开申请：{desk.case.number}"]
    assert labels(stranger) == told(stranger) == labels(desk.signer) == []
    requests.assign(request=desk.case, to=desk.clerk, words="", by=desk.clerk, at=AT)
    assert labels(desk.clerk) == []


def test_a_letter_waits_for_its_signer_then_for_who_wrote_it(desk):
    letter = desk.submitted("answer")
    other = make.person("signer", make.organisation("audit"))
    assert labels(desk.signer) == ["待签发"]
    assert told(desk.signer) == [f"答复告知书待签发：{desk.case.number}"]
    assert labels(other) == told(other) == []
    requests.letters.sign(letter=letter, by=desk.signer, at=AT)
    assert "待发出" in labels(desk.clerk)
    assert f"答复告知书已签发，待发出：{desk.case.number}" in told(desk.clerk)
    assert labels(desk.signer) == []


def test_a_letter_sent_back_tells_who_wrote_it_why_and_again_when_it_comes_back_again(desk):
    letter = desk.submitted("extension")
    for turn, reason in enumerate(["请写明依据", "仍缺条款"], start=1):
        requests.letters.return_letter(letter=letter, reason=reason, by=desk.signer, at=desk.at)
        assert back(desk.clerk) == [f"退回理由：{reason}"]
        assert told(desk.clerk).count(f"延期答复告知书被退回：{desk.case.number}") == turn
        desk.later(1)
        words = requests.letters.Words(body=f"第{turn}次改。")
        letter = requests.letters.revise(letter=letter, words=words, by=desk.clerk, at=desk.at)
        letter = requests.letters.submit(letter=letter, by=desk.clerk, at=desk.at)
        assert back(desk.clerk) == []


def test_what_an_applicant_does_is_told_to_who_has_the_case(desk):
    requests.assign(request=desk.case, to=desk.clerk, words="", by=desk.clerk, at=AT)
    colleague = make.person("clerk", desk.case.organisation)
    desk.serve(desk.sent("correction"))
    case = Request.objects.get(pk=desk.case.pk)
    requests.answer_correction(request=case, words="是2016年的", papers=[], at=LATER)
    assert f"{case.number}：申请人在网上提交了补正" in told(desk.clerk, LATER)
    assert told(colleague, LATER) == [f"收到新的公开申请：{case.number}"]
    assert "是2016年的" not in "".join(Notice.objects.values_list("words", flat=True))


def test_a_report_goes_between_its_clerks_and_the_office():
    clerk, officer = make.person("clerk", make.organisation()), make.person("openness", make.office())
    report, _ = annual.ready(by=clerk)
    at = annual.AT
    report = requests.annual.submit(report=report, by=clerk, at=at)
    assert labels(officer, at) == ["待审定"]
    assert report.title in told(officer, at)
    requests.annual.return_report(report=report, reason="表二不全", by=officer, at=at)
    assert back(clerk, at) == ["退回修改：表二不全"]
    assert report.title in told(clerk, at)
    assert labels(officer, at) == []


def test_the_page_of_today_leads_there(client, desk, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    letter = desk.submitted("answer")
    client.force_login(desk.signer)
    page = client.get("/desk/").text
    assert f'href="/desk/requests/{desk.case.pk}/letters/{letter.pk}/"' in page
    assert desk.case.title not in page


def test_what_nobody_did_is_found_by_its_index(desk):
    plan = Event.objects.filter(account="system", recorded_at__gte=AT).explain()
    assert "requests_done_by_nobody" in plan
