"""The pages of what follows an answer: what they offer, what they refuse with a sentence, what they keep."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.requests import services
from gongkai.requests.models import Complaint, Group, Kinship, Rating, Suggestion
from tests import make
from tests.requests import cases
from tests.requests.answered import answered, clerk, office

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def hold(client, request, *, minutes=30):
    """Let a session hold a case, as the query code opens it."""
    session = client.session
    until = timezone.now() + timedelta(minutes=minutes)
    session["requests-status"] = {
        "case": request.pk,
        "until": until.isoformat(),
        "lock": request.code_digest[:16],
    }
    session.save()


def seen(request, **told):
    """Return what a page of a case sends: also the last event that it showed."""
    request.refresh_from_db()
    return told | {"seen": request.number_of_events}


def recent(outcome="granted", **fields):
    return answered(outcome, after=5, at=NOW - timedelta(days=10), **fields)


def test_a_proceeding_is_registered_concluded_and_the_case_handled_anew(client):
    request = recent("secret")
    client.force_login(clerk(request))
    today, path = str(timezone.localdate()), f"/desk/requests/{request.pk}/proceedings/"
    page = client.get(path)
    assert "登记复议或者诉讼" in page.text
    sent = {"route": "review", "body": "区人民政府", "applied_on": today, "begun_on": today, "seen": "99"}
    refused = client.post(f"{path}contest/", sent)
    assert refused.status_code == 422
    assert "刚刚有了新的办理情况" in refused.text
    assert "区人民政府" in refused.text, "what was typed is kept"
    request.refresh_from_db()
    client.post(f"{path}contest/", sent | {"seen": request.number_of_events})
    request.refresh_from_db()
    assert request.contest == "review"
    proceeding = request.proceedings.get()
    assert "第四十八条" in client.get(path).text
    client.post(f"{path}{proceeding.pk}/reply/", seen(request, words=""))
    client.post(f"{path}{proceeding.pk}/conclude/", seen(request, result="corrected", on=today, words="撤销"))
    assert "重新处理" in client.get(path).text
    client.post(f"{path}reopen/", seen(request, on=today, words="收到决定书"))
    request.refresh_from_db()
    assert (request.stage, request.counted_as) == ("handling", "secret")
    listed = client.get("/desk/requests/proceedings/").text
    assert "结果纠正" in listed


def test_days_that_are_none_get_a_sentence_at_their_field(client):
    request = recent("secret")
    client.force_login(clerk(request))
    sent = {"route": "review", "body": "区政府", "applied_on": "2026-13-40", "begun_on": ""}
    page = client.post(f"/desk/requests/{request.pk}/proceedings/contest/", sent)
    assert page.status_code == 422
    assert "请填写日期" in page.text and "请填写受理日期" in page.text


def test_a_suggestion_is_issued_answered_and_accepted(client):
    request = recent("secret")
    by, worker = office(), clerk(request)
    client.force_login(by)
    due = str(timezone.localdate() + timedelta(days=7))
    sent = {"organisation": request.organisation.pk, "problem": "reasons", "words": "说明理由", "due_on": due}
    client.post(f"/desk/requests/suggestions/new/?case={request.pk}", sent)
    suggestion = Suggestion.objects.get()
    assert suggestion.request == request
    path = f"/desk/requests/suggestions/{suggestion.pk}/"
    client.force_login(worker)
    assert "签收" in client.get(path).text
    client.post(f"{path}read/", {"seen": "1"})
    late = client.post(f"{path}answer/", {"words": "已改", "seen": "1"})
    assert late.status_code == 422
    assert "刚刚有了新的办理情况" in late.text
    client.post(f"{path}answer/", {"words": "已改", "seen": "2"})
    client.force_login(by)
    client.post(f"{path}return/", {"words": "不够", "due_on": due, "seen": "3"})
    client.force_login(worker)
    client.post(f"{path}answer/", {"words": "再改", "seen": "4"})
    client.force_login(by)
    client.post(f"{path}accept/", {"words": "", "seen": "5"})
    suggestion.refresh_from_db()
    assert suggestion.state == "accepted"
    assert "说理不足" in client.get("/desk/requests/suggestions/").text


def test_an_overdue_suggestion_is_shown_as_such(client):
    by = office()
    suggestion = services.suggest(
        organisation=make.organisation(),
        problem="late",
        words="x",
        due_on=timezone.localdate(),
        by=by,
        at=NOW,
    )
    Suggestion.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    client.force_login(by)
    assert "已逾期" in client.get(f"/desk/requests/suggestions/{suggestion.pk}/").text
    assert suggestion.number in client.get("/desk/requests/suggestions/?state=overdue").text
    for odd in ("state=nothing", "year=abcd", "year=99999", "page=-1"):
        assert client.get(f"/desk/requests/suggestions/?{odd}").status_code == 200


def test_a_group_is_decided_on_its_page_and_leads_to_the_draft(client):
    request = recent()
    other = cases.request(at=NOW, name="另一人").request
    group = services.group_of(request, at=NOW)
    Kinship.objects.update_or_create(request=other, defaults={"group": group, "percent": 80})
    client.force_login(clerk(request))
    assert request.title in client.get("/desk/requests/alike/").text
    path = f"/desk/requests/alike/{group.pk}/"
    assert "80%" in client.get(path).text
    named = client.post(f"{path}publish/", {"title": "陈某申请的信息", "body": "x", "reason": "多人申请"})
    assert named.status_code == 422
    assert "申请人的姓名" in named.text and "陈某申请的信息" in named.text
    made = client.post(f"{path}publish/", {"title": "环卫经费", "body": "支出", "reason": "多人申请"})
    group.refresh_from_db()
    assert made["Location"] == group.item.get_absolute_url()


def test_a_request_for_something_else_is_taken_out(client):
    request, other = recent(), cases.request(at=NOW).request
    group = services.group_of(request, at=NOW)
    Kinship.objects.create(request=other, group=group)
    client.force_login(clerk(request))
    done = client.post(f"/desk/requests/alike/{group.pk}/part/{other.pk}/")
    assert done["Location"] == "/desk/requests/alike/"
    assert not Group.objects.exists()


def test_an_applicant_rates_with_the_case_that_the_session_holds(client):
    request = recent()
    assert client.get("/requests/rating/")["Location"] == "/requests/status/"
    hold(client, request)
    assert "满意" in client.get("/requests/rating/").text
    assert client.post("/requests/rating/", {"words": "x"}).status_code == 422
    assert client.post("/requests/rating/", {"stars": "6"}).status_code == 422
    client.post("/requests/rating/", {"stars": "4", "words": "附件打不开"})
    assert Rating.objects.get().stars == 4
    client.force_login(clerk(request))
    shown = client.get("/desk/requests/satisfaction/?first=x&last=2026-99-99").text
    assert "附件打不开" in shown and "4.0" in shown
    assert request.number not in shown, "a rating names no case"


def test_a_session_whose_time_is_over_holds_nothing(client):
    hold(client, recent(), minutes=-1)
    assert client.get("/requests/rating/")["Location"] == "/requests/status/"
    client.post("/requests/complaint/", {"words": "x"})
    assert not Complaint.objects.exists()


def test_an_applicant_complains_and_reads_what_the_office_says(client):
    request = recent()
    hold(client, request)
    assert client.post("/requests/complaint/", {"words": ""}).status_code == 422
    client.post("/requests/complaint/", {"words": "逾期才答复"})
    complaint = Complaint.objects.get()
    by = office()
    client.force_login(by)
    assert "逾期才答复" in client.get(f"/desk/requests/complaints/{complaint.pk}/").text
    client.post(f"/desk/requests/complaints/{complaint.pk}/", {"finding": "founded", "words": "已督促"})
    assert complaint.number in client.get("/desk/requests/complaints/").text
    client.logout()
    hold(client, request)
    assert "已督促" in client.get("/requests/complaint/").text


def test_the_statistics_are_public_and_can_be_taken_along(client):
    request = recent()
    page = client.get("/requests/statistics/")
    assert page.status_code == 200
    assert page["Cache-Control"] == "public, max-age=60"
    assert "<svg" in page.text and "数据表" in page.text
    assert request.title not in page.text
    table = client.get(f"/requests/statistics.csv?year={request.received_on.year}")
    assert table.content.startswith(b"\xef\xbb\xbf")
    assert "总体,收到,1" in table.content.decode()
    for odd in ("year=x", "year=0000", "year=9999"):
        assert client.get(f"/requests/statistics/?{odd}").status_code == 200


@pytest.mark.parametrize("path", ["suggestions/new/", "complaints/new/", "{}/publish/"])
def test_a_form_says_what_it_is_and_its_button_what_it_does(client, path):
    request = recent()
    client.force_login(make.person("openness", make.office()))
    page = client.get(f"/desk/requests/{path.format(request.pk)}").text
    assert "<h1></h1>" not in page
    assert 'type="submit"></button>' not in page
