"""What was returned is changed or answered before it is sent again."""

import pytest

from gongkai.items import services
from gongkai.items.models import Step, Version
from tests import make
from tests.items.desk import newest, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make.staff()


@pytest.fixture
def back(team):
    version = services.submit(version=make.drafted(team), by=team.clerk, at=make.NOW)
    return services.send_back(version=version, reason="标题不妥", by=team.reviewer, at=make.NOW)


def send(version, team, **words):
    return services.submit(version=version, by=team.clerk, at=make.NOW, **words)


def test_a_text_that_came_back_is_not_sent_again_as_it_was_without_a_word(team, back):
    for words in ({}, {"reply": "  "}, {"overruling": "均已核对"}):
        with pytest.raises(services.Unready, match="没有改动"):
            send(back, team, **words)
    assert Version.objects.get().stage == "draft"
    assert send(back, team, reply="标题与上级文件一致，不改").stage == "review"
    assert Step.objects.filter(verb="submit").last().reason == "答复退回意见：标题与上级文件一致，不改"


@pytest.mark.parametrize(
    "fields", [{"title": "关于公开收支的通知"}, {"body": "<p>改。</p>"}, {"obligation": "other"}]
)
def test_a_change_of_header_or_text_is_an_answer(team, back, fields):
    fields = {
        name: make.obligation("other", level2="年度收支") if value == "other" else value
        for name, value in fields.items()
    }
    services.save(version=back, fields=fields, revision=0, by=team.clerk, at=make.NOW)
    assert send(back, team).stage == "review"
    assert Step.objects.filter(verb="submit").last().reason == ""


def test_so_is_a_changed_file(team, back):
    services.attach(version=back, name="表.txt", data="表".encode(), by=team.clerk, at=make.NOW)
    assert send(back, team).stage == "review"


def test_saving_without_a_change_is_none(team, back):
    services.save(version=back, fields={"title": back.title}, revision=0, by=team.clerk, at=make.NOW)
    with pytest.raises(services.Unready, match="没有改动"):
        send(back, team)


def test_a_reply_is_kept_only_of_what_came_back(team):
    version = send(make.drafted(team), team, reply="没有退回过")
    assert Step.objects.get(verb="submit").reason == ""
    version = services.recall(version=version, by=team.clerk, at=make.NOW)
    assert send(version, team).stage == "review"  # recalled, not returned: nobody waits for an answer


def test_the_page_shows_why_it_came_back_and_asks_at_the_field(team, back, client):
    client.force_login(team.clerk)
    page = client.get(url("submit", back.item)).content.decode()
    assert "标题不妥" in page and "对退回意见的答复" in page
    answer = client.post(url("submit", back.item), {"reply": ""}).content.decode()
    assert "没有改动" in answer and 'aria-invalid="true"' in answer
    assert "还不能送审" not in answer  # nothing else is in the way
    assert newest(back.item).stage == "draft"
    client.post(url("submit", back.item), {"reply": "照旧即可"})
    assert newest(back.item).stage == "review"
    history = client.get(url("detail", back.item)).content.decode()
    assert "答复退回意见：照旧即可" in history


def test_a_draft_that_never_came_back_is_asked_for_no_reply(team, client):
    version = make.drafted(team)
    client.force_login(team.clerk)
    assert "对退回意见的答复" not in client.get(url("submit", version.item)).content.decode()
