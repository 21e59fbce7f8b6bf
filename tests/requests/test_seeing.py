"""Who does not tell which step they saw is refused like who saw less, and keeps what they typed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gongkai.requests import services
from gongkai.requests.models import Consultation, Letter, Suggestion
from tests import make
from tests.requests.answered import answered, clerk
from tests.requests.answered import office as openness
from tests.requests.letters import office

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ODD = (None, "", "x", "-1", "0", "99999", "999999999999", "１", "²")


@pytest.fixture
def desk(monkeypatch):
    made = office(date(2026, 11, 23))
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.at)
    return made


def another(desk):
    return make.person("clerk", desk.case.organisation)


def events(case):
    case.refresh_from_db()
    return case.number_of_events


@pytest.mark.parametrize("seen", ODD)
def test_a_review_is_not_registered_without_what_was_seen(client, seen):
    case = answered("secret", after=5, at=NOW - timedelta(days=10))
    client.force_login(clerk(case))
    today, path = str(timezone.localdate()), f"/desk/requests/{case.pk}/proceedings/"
    told = {"route": "review", "body": "区人民政府", "applied_on": today, "begun_on": today}
    mark = {} if seen is None else {"seen": seen}
    page = client.post(f"{path}contest/", told | mark)
    assert page.status_code == 422
    assert "刚刚有了新的办理情况" in page.text and "区人民政府" in page.text
    assert not case.proceedings.exists()
    client.post(f"{path}contest/", told | {"seen": events(case)})
    begun = case.proceedings.get()
    for act, more in (
        (f"{begun.pk}/reply", {"words": "证据"}),
        (f"{begun.pk}/conclude", {"result": "corrected", "on": today, "words": "撤销原答复"}),
    ):
        assert client.post(f"{path}{act}/", more | mark).status_code == 422
        assert client.post(f"{path}{act}/", more | {"seen": events(case)}).status_code == 302
    again = {"on": today, "words": "收到决定书"}
    assert client.post(f"{path}reopen/", again | mark).status_code == 422
    assert client.post(f"{path}reopen/", again | {"seen": events(case)}).status_code == 302


@pytest.mark.parametrize("seen", ODD)
def test_a_suggestion_does_not_move_without_what_was_seen(client, seen):
    by, body = openness(), make.organisation()
    due = timezone.localdate() + timedelta(days=7)
    made = services.suggest(organisation=body, problem="late", words="x", due_on=due, by=by, at=NOW)
    worker, path = make.person("clerk", body), f"/desk/requests/suggestions/{made.pk}/"
    mark = {} if seen is None else {"seen": seen}
    for person, act, told in (
        (worker, "read", {}),
        (worker, "answer", {"words": "已经改正"}),
        (by, "return", {"words": "不够具体", "due_on": str(due)}),
        (worker, "answer", {"words": "已经补充"}),
        (by, "accept", {"words": "同意"}),
    ):
        client.force_login(person)
        page = client.post(f"{path}{act}/", told | mark)
        assert (page.status_code, "刚刚有了新的办理情况" in page.text) == (422, True)
        assert told.get("words", "") in page.text
        steps = Suggestion.objects.get().number_of_steps
        assert client.post(f"{path}{act}/", told | {"seen": steps}).status_code == 302


@pytest.mark.parametrize("seen", ODD)
@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("note", {"words": "电话联系过"}),
        ("split", {"title_1": "甲", "content_1": "乙", "words": "两个事项"}),
        ("reissue", {"words": "核对过证件"}),
        ("withdraw", {"on": "2026-11-23", "words": "书面撤回"}),
        ("consultations/new", {"kind": "third-party", "key": "甲公司", "question": "可以公开吗？"}),
        ("letters/new/extension", {"body": "档案较多", "submit": "1"}),
    ],
)
def test_nothing_is_done_to_a_case_without_what_was_seen(client, desk, act, told, seen):
    client.force_login(desk.clerk)
    before, mark = events(desk.case), {} if seen is None else {"seen": seen}
    page = client.post(f"/desk/requests/{desk.case.pk}/{act}/", told | mark)
    assert page.status_code == 422
    assert all(said in page.text for said in told.values())
    assert f'name="seen" value="{before}"' in page.text, "the page carries what it shows now"
    assert events(desk.case) == before
    assert not Consultation.objects.exists() and not Letter.objects.filter(state="submitted").exists()


@pytest.mark.parametrize("seen", ODD)
def test_an_answered_case_is_not_made_public_without_what_was_seen(client, seen):
    case = answered("granted", after=5, at=NOW - timedelta(days=10))
    client.force_login(clerk(case))
    told = {"title": "环卫经费", "body": "支出", "reason": "公众关注"}
    mark = {} if seen is None else {"seen": seen}
    path = f"/desk/requests/{case.pk}/publish/"
    page = client.post(path, told | mark)
    assert page.status_code == 422 and "公众关注" in page.text
    assert client.post(path, told | {"seen": events(case)}).status_code == 302


@pytest.mark.parametrize("written_at", [None, "", "x", "2026-11-23", "2020-01-01T00:00:00+08:00"])
@pytest.mark.parametrize("act", ["submit", "return", "cancel"])
def test_nothing_is_decided_about_a_letter_without_the_text_that_was_read(client, desk, act, written_at):
    letter = desk.submitted("answer") if act == "return" else desk.draft("answer")
    state = letter.state
    client.force_login(desk.signer if act == "return" else desk.clerk)
    path = f"/desk/requests/{desk.case.pk}/letters/{letter.pk}/{act}/"
    told = {"reason": "理由不充分", "seen": events(desk.case)}
    page = client.post(path, told | ({} if written_at is None else {"written_at": written_at}))
    assert page.status_code == 422
    assert Letter.objects.get().state == state
    assert act == "submit" or "理由不充分" in page.text
    assert client.post(path, told | {"written_at": letter.drafted_at.isoformat()}).status_code == 302


@pytest.mark.parametrize("written_at", [None, "", "x"])
def test_a_draft_is_not_written_over_without_the_text_that_was_read(client, desk, written_at):
    letter = desk.draft("extension")
    client.force_login(desk.clerk)
    path = f"/desk/requests/{desk.case.pk}/letters/{letter.pk}/edit/"
    told = {"body": "另写的理由", "seen": events(desk.case)}
    page = client.post(path, told | ({} if written_at is None else {"written_at": written_at}))
    assert page.status_code == 422 and "另写的理由" in page.text
    assert Letter.objects.get().body == letter.body


def test_of_two_who_weigh_an_objection_at_once_one_is_told(desk):
    asked = desk.asked()
    desk.hear(asked, "objection", reasons="商业秘密")
    other = Consultation.objects.select_related("request").get(pk=asked.pk)
    services.weigh(consultation=asked, is_overridden=False, weighing="成立", by=desk.clerk, at=desk.at)
    with pytest.raises(services.ChangedMeanwhile):
        services.weigh(
            consultation=other, is_overridden=True, weighing="不成立", by=another(desk), at=desk.at
        )
    assert desk.case.events.last().words == "对反对公开的意见予以采纳"
    assert not Consultation.objects.get().is_overridden


def test_a_letter_is_not_put_forward_nor_returned_by_who_missed_an_event(desk):
    letter = desk.draft("answer")
    late = Letter.objects.select_related("request").get(pk=letter.pk)
    services.note(request=desk.case, words="有新情况", by=another(desk), at=desk.at)
    for verb, more in (
        (services.letters.submit, {}),
        (services.letters.cancel, {"reason": "不再需要"}),
    ):
        with pytest.raises(services.ChangedMeanwhile):
            verb(letter=late, by=desk.clerk, at=desk.at, **more)
    assert Letter.objects.get().state == "draft"


def test_the_sending_of_what_a_third_party_is_told_stands_in_the_case(desk):
    asked = desk.asked()
    desk.hear(asked, "objection", reasons="商业秘密")
    services.weigh(consultation=asked, is_overridden=True, weighing="公共利益", by=desk.clerk, at=desk.at)
    letter = desk.sent("override", asked)
    assert desk.case.events.last().facts["letter"] == letter.pk
