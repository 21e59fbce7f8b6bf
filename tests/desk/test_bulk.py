"""One act on several drafts: tried, done, undone; each for itself, and never more than the law permits."""

from datetime import timedelta

import pytest

from gongkai.desk import services
from gongkai.desk.models import Batch
from gongkai.items import services as items
from gongkai.items.models import Step, Version
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.NOW
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def team():
    return make.staff()


@pytest.fixture
def drafts(team):
    """Return a draft that is ready, and one that lacks its abstract."""
    return [make.drafted(team, title="齐备的通知"), make.drafted(team, title="缺概述的通知", abstract="")]


def stages(versions):
    return [Version.objects.get(pk=each.pk).stage for each in versions]


def test_a_preview_says_what_would_happen_and_changes_nothing(team, drafts):
    steps = Step.objects.count()
    lines = services.preview(versions=drafts, verb="submit", by=team.clerk, at=NOW)
    assert [line.after is not None for line in lines] == [True, False]
    assert lines[0].after.stage == "review"
    assert "内容概述" in lines[1].refusal
    assert stages(drafts) == ["draft", "draft"]
    assert (Step.objects.count(), Batch.objects.count()) == (steps, 0)


def test_what_can_be_done_is_done_and_the_rest_is_kept_with_its_reason(team, drafts):
    batch = services.carry_out(versions=drafts, verb="submit", by=team.clerk, at=NOW)
    assert stages(drafts) == ["review", "draft"]
    assert [bool(row["refusal"]) for row in batch.rows] == [False, True]


def test_if_nothing_can_be_done_nothing_is_kept(team, drafts):
    with pytest.raises(services.Refusal):
        services.carry_out(versions=drafts, verb="submit", by=team.signer, at=NOW)
    assert not Batch.objects.exists()


@pytest.mark.parametrize("verb", ["submit", "recall"])
def test_sending_in_and_taking_back_undo_each_other(team, drafts, verb):
    ready = drafts[:1]
    services.carry_out(versions=ready, verb="submit", by=team.clerk, at=NOW)
    if verb == "recall":
        ready = [Version.objects.get(pk=ready[0].pk)]
        services.carry_out(versions=ready, verb="recall", by=team.clerk, at=NOW)
    before = {"submit": "draft", "recall": "review"}[verb]
    services.undo(batch=Batch.objects.first(), by=team.clerk, at=LATER)
    assert stages(ready) == [before]


def test_a_field_is_set_on_all_and_put_back(team, drafts):
    duty = make.obligation("other", level2="另一事项")
    batch = services.carry_out(versions=drafts, verb="obligation", value=duty, by=team.clerk, at=NOW)
    assert {each.obligation for each in Version.objects.all()} == {duty}
    services.undo(batch=batch, by=team.clerk, at=LATER)
    assert {each.obligation.key for each in Version.objects.all()} == {"fiscal-monthly"}


def test_what_has_moved_on_is_left_alone(team, drafts):
    both = [drafts[0], make.drafted(team)]
    batch = services.carry_out(versions=both, verb="submit", by=team.clerk, at=NOW)
    items.review(version=both[0], by=team.reviewer, at=NOW)
    lines = services.undo(batch=batch, by=team.clerk, at=LATER)
    assert stages(both) == ["secrecy", "draft"]
    assert "此后已有变化" in next(line.refusal for line in lines if line.refusal)


def test_a_draft_edited_since_keeps_what_was_typed(team, drafts):
    batch = services.carry_out(versions=drafts[:1], verb="section", value="预算科", by=team.clerk, at=NOW)
    fresh = Version.objects.get(pk=drafts[0].pk)
    items.save(version=fresh, fields={"section": "国库科"}, revision=fresh.revision, by=team.clerk, at=LATER)
    with pytest.raises(services.Refusal):
        services.undo(batch=batch, by=team.clerk, at=LATER)
    assert Version.objects.get(pk=fresh.pk).section == "国库科"


def test_undone_once_by_whoever_did_it_within_a_day(team, drafts):
    batch = services.carry_out(versions=drafts, verb="section", value="预算科", by=team.clerk, at=NOW)
    colleague = make.person("clerk", team.organisation)
    for by, at in ((colleague, LATER), (team.clerk, NOW + timedelta(days=1))):
        with pytest.raises(services.Refusal):
            services.undo(batch=batch, by=by, at=at)
    services.undo(batch=batch, by=team.clerk, at=LATER)
    with pytest.raises(services.Refusal):
        services.undo(batch=batch, by=team.clerk, at=LATER)


def test_nothing_is_signed_in_bulk():
    assert services.VERBS.keys() == {"submit", "recall", "section", "theme", "obligation"}


def post(client, versions, **fields):
    return client.post("/desk/bulk/", {"items": [each.item_id for each in versions], **fields})


def test_the_whole_way_over_the_pages(client, team, drafts):
    client.force_login(team.clerk)
    shown = post(client, drafts, verb="submit").text
    assert "可以办理 1 件" in shown and "内容概述" in shown
    done = post(client, drafts, verb="submit", confirm="1")
    assert stages(drafts) == ["review", "draft"]
    shown = client.get(done.url).text
    assert "已办理 1 件" in shown and "没有办理的 1 件" in shown
    client.post(f"{done.url}undo/")
    assert stages(drafts) == ["draft", "draft"]
    assert "撤销这次办理" not in client.get(done.url).text


def test_a_field_is_asked_for_before_the_preview(client, team, drafts):
    client.force_login(team.clerk)
    assert 'name="section"' in post(client, drafts, verb="section").text
    assert "必填" in post(client, drafts, verb="section", section="").text
    assert "可以办理 2 件" in post(client, drafts, verb="section", section="预算科").text
    assert 'name="theme"' in post(client, drafts, verb="theme").text
    assert "月度收支" in post(client, drafts, verb="obligation").text
    post(client, drafts, verb="section", section="预算科", confirm="1")
    assert {each.section for each in Version.objects.all()} == {"预算科"}


def test_what_is_not_at_ones_desk_is_not_there(client, team, drafts):
    client.force_login(make.person("clerk", make.organisation("health")))
    assert post(client, drafts, verb="submit").status_code == 404
    client.force_login(team.clerk)
    assert "还没有勾选" in post(client, [], verb="submit").text
    assert post(client, drafts, verb="sign").url == "/desk/items/"
    assert "没有勾选" in client.post("/desk/bulk/", {"items": "x", "verb": "submit"}).text
