"""What people are told: the right ones, once, and by mail as often as they chose."""

from datetime import date, timedelta

import pytest

from gongkai.channels.models import Message
from gongkai.clocks import services as clocks
from gongkai.desk import due, rules, services
from gongkai.desk.models import Choices, Notice
from gongkai.desk.standing import standing
from gongkai.items import services as items
from gongkai.orgs import services as orgs
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.NOW
DAY = timedelta(days=1)


@pytest.fixture
def team():
    return make.staff(make.organisation("finance", short_name="区财政局"))


def told(person):
    return list(Notice.objects.visible_to(person).values_list("kind", flat=True))


def submitted(team, at=NOW):
    version = make.drafted(team, at=at)
    return items.submit(version=version, by=team.clerk, at=at)


def appoint(organisation, due_on, subject="obligation:x"):
    return clocks.appoint(
        subject=subject,
        duty="test",
        title="月度收支",
        organisation=organisation,
        due_on=due_on,
        by=None,
        at=NOW - 40 * DAY,
    )


def test_whoever_is_to_act_is_told_and_the_submitter_is_not(team):
    other, officer = make.staff(make.organisation("health")), make.person("openness", make.office())
    submitted(team)
    services.notify(at=NOW)
    assert told(team.reviewer) == told(officer) == ["waiting"]
    for person in (team.clerk, team.secrecy, team.signer, other.reviewer):
        assert told(person) == []


def test_whoever_cleared_a_text_of_secrets_is_not_told_to_sign_it(team):
    team.secrecy.posts.create(organisation=team.organisation, role="signer", valid_from=date(2010, 1, 1))
    make.at_signing(team)
    services.notify(at=NOW)
    assert told(team.signer) == ["waiting"]
    assert told(team.secrecy) == []


def test_each_fact_is_told_once_even_after_a_week(team):
    submitted(team)
    assert services.notify(at=NOW) == 1
    assert services.notify(at=NOW) == 0
    assert services.notify(at=NOW + 7 * DAY) == 0
    assert Notice.objects.count() == 1


def test_a_second_worker_writes_nothing_twice(team, monkeypatch):
    submitted(team)
    services.notify(at=NOW)
    monkeypatch.setattr(
        Notice.objects, "filter", lambda **_: Notice.objects.none()
    )  # as if it came in between
    services.notify(at=NOW)
    monkeypatch.undo()
    assert Notice.objects.count() == 1


def test_what_comes_back_tells_its_clerk_why_and_again_when_it_comes_back_again(team):
    version = submitted(team)
    items.send_back(version=version, reason="请写明依据", by=team.reviewer, at=NOW)
    services.notify(at=NOW)
    notice = Notice.objects.get(person=team.clerk)
    assert (notice.kind, notice.words, notice.href) == (
        "returned",
        "请写明依据",
        f"/desk/items/{version.item_id}/",
    )
    again = items.submit(version=version, reply="依据见第二段", by=team.clerk, at=NOW + DAY)
    items.send_back(version=again, reason="仍缺", by=team.reviewer, at=NOW + DAY)
    services.notify(at=NOW + DAY)
    assert told(team.clerk) == ["returned", "returned"]


def test_a_clerk_who_has_left_the_post_is_not_told(team):
    version = submitted(team)
    items.send_back(version=version, reason="请写明依据", by=team.reviewer, at=NOW)
    team.clerk.posts.update(valid_to=date(2017, 7, 2))
    services.notify(at=NOW)
    assert told(team.clerk) == []


def test_the_author_learns_of_a_publication_by_others_and_not_of_old_ones(team):
    make.published(team)
    make.published(team, version=make.drafted(team, made_on=date(2015, 3, 2), published_on=date(2015, 3, 2)))
    services.notify(at=NOW)
    assert told(team.clerk) == ["published"]
    Notice.objects.all().delete()
    services.notify(at=NOW + 15 * DAY)
    assert told(team.clerk) == []


def test_due_soon_and_overdue_tell_the_clerks_and_long_overdue_is_no_news(team):
    appoint(team.organisation, date(2017, 7, 5), "obligation:soon")
    appoint(team.organisation, date(2017, 6, 28), "obligation:late")
    appoint(team.organisation, date(2017, 6, 1), "obligation:old")
    services.notify(at=NOW)
    assert sorted(told(team.clerk)) == ["due-soon", "overdue"]
    assert told(team.signer) == []
    services.notify(at=make.moment(2017, 7, 6))
    assert sorted(told(team.clerk)) == ["due-soon", "overdue", "overdue"]


def by_kind(person, kind):
    return list(Notice.objects.visible_to(person).filter(kind=kind).values_list("title", flat=True))


def test_a_step_that_is_due_tells_whoever_decides_it_and_not_the_clerks(team):
    audit = make.staff(make.organisation("audit", short_name="区审计局"))
    lawyer = make.person("legality", team.organisation)
    version = make.drafted(team)
    partners = {"is_normative": True, "cosigners": [audit.organisation]}
    version = items.arrange(version=version, by=team.clerk, at=NOW, **partners)
    make.cleared(team, version=version)
    clocks.cancel(subject=version.item.uri, duty="publication", by=None, at=NOW)
    services.notify(at=NOW)
    assert told(audit.signer) == ["waiting"]  # not that it is due soon as well
    assert told(lawyer) == []  # whose turn comes after the co-signers'
    for at, kind in ((NOW + DAY, "due-soon"), (NOW + 14 * DAY, "overdue")):
        services.notify(at=at)
        assert by_kind(audit.signer, kind) == ["会签《关于公开财政收支情况的通知》"]
    items.cosign(version=version, by=audit.signer, at=NOW + 14 * DAY)
    for at, kind in ((NOW + 21 * DAY, "due-soon"), (NOW + 28 * DAY, "overdue")):
        services.notify(at=at)
        assert by_kind(lawyer, kind) == ["合法性审查《关于公开财政收支情况的通知》"]
    for person in (team.clerk, audit.clerk, team.signer, audit.reviewer):
        assert by_kind(person, "due-soon") == by_kind(person, "overdue") == []


def test_what_was_forced_is_told_to_whoever_may_approve_it_and_is_due_with_them(team):
    other, officer = make.person("signer", team.organisation), make.person("openness", make.office())
    version = items.force(
        version=make.drafted(team), reason="台风", is_unclassified=True, by=team.signer, at=NOW
    )
    services.notify(at=NOW)
    for person in (other, officer):
        notice = Notice.objects.get(person=person)
        assert notice.href == f"/desk/items/{version.item_id}/ratify/"
        assert "限 2017-07-04 09:30 前补批" in notice.words
        assert due.clocks(standing(person, at=NOW)).get().due_at == NOW + DAY
    assert told(team.signer) == told(team.reviewer) == []
    services.notify(at=NOW + 2 * DAY)
    assert told(other) == told(officer) == ["overdue", "waiting"]
    assert told(team.clerk) == ["published"]
    items.ratify(version=version, is_ratified=True, by=other, at=NOW + 2 * DAY)
    assert not due.clocks(standing(officer, at=NOW)).exists()


def test_what_is_withheld_and_to_be_looked_at_again_tells_whoever_decides_it(team):
    said = {"disclosure": "withheld", "ground": "E16a", "ground_reason": "内部流程"}
    items.sign(version=make.at_signing(team, **said), by=team.signer, at=NOW)
    services.notify(at=NOW + 364 * DAY)
    assert told(team.signer) == ["due-soon"]
    assert told(team.clerk) == []


def test_the_heir_of_a_dissolved_organisation_is_told(team):
    heir = make.staff(make.organisation("heir"))
    appoint(team.organisation, date(2017, 7, 7))
    orgs.close(
        organisation=team.organisation, on=date(2017, 7, 3), successor=heir.organisation, by=None, at=NOW
    )
    services.notify(at=make.moment(2017, 7, 4))
    assert told(heir.clerk) == ["due-soon"]


def waiting(team, **fields):
    team.reviewer.email = "reviewer@example.gov.cn"
    team.reviewer.save()
    if fields:
        Choices.objects.create(person=team.reviewer, **fields)
    submitted(team)
    services.notify(at=NOW)
    return team.reviewer


def test_mail_names_no_title_and_comes_once_a_day(team):
    reviewer = waiting(team)
    assert [services.tell(at=NOW) for _ in range(2)] == [1, 0]
    mail = Message.objects.get()
    assert mail.recipient == reviewer.email
    assert "等您办理 1 条" in mail.body and "财政收支" not in mail.subject + mail.body
    submitted(team, at=NOW + timedelta(hours=2))
    services.notify(at=NOW + timedelta(hours=2))
    assert services.tell(at=NOW + timedelta(hours=2)) == 0
    assert services.tell(at=make.moment(2017, 7, 4, 8)) == 1


def test_a_week_of_silence_ends_in_one_mail(team):
    waiting(team)
    services.tell(at=NOW)
    for number in range(3):
        submitted(team, at=NOW + number * DAY)
    services.notify(at=NOW + 8 * DAY)
    assert services.tell(at=NOW + 8 * DAY) == 1
    assert services.tell(at=NOW + 8 * DAY) == 0
    assert Message.objects.count() == 2


def test_whoever_wants_no_mail_gets_none_and_later_only_what_is_new(team):
    reviewer = waiting(team, digest="none")
    assert services.tell(at=NOW) == 0
    services.choose_digest(digest="at-once", by=reviewer, at=NOW)
    assert services.tell(at=NOW) == 0
    submitted(team, at=NOW)
    services.notify(at=NOW)
    assert services.tell(at=NOW) == 1
    assert "1条新提醒" in Message.objects.get().subject


def test_what_was_read_at_the_desk_is_not_told_by_mail(team):
    reviewer = waiting(team)
    assert services.read(notices=Notice.objects.all(), by=team.clerk, at=NOW) == 0
    assert services.read(notices=Notice.objects.all(), by=reviewer, at=NOW) == 1
    assert services.tell(at=NOW) == 0


def test_without_an_address_there_is_no_mail(team):
    submitted(team)
    services.notify(at=NOW)
    assert services.tell(at=NOW) == 0


@pytest.mark.parametrize(
    ("digest", "told_at", "at", "due"),
    [
        ("at-once", make.moment(2017, 7, 3, 9), make.moment(2017, 7, 3, 9, 1), True),
        ("daily", None, make.moment(2017, 7, 3, 7), True),
        ("daily", make.moment(2017, 7, 3, 7), make.moment(2017, 7, 3, 7, 59), False),
        ("daily", make.moment(2017, 7, 3, 7), make.moment(2017, 7, 3, 8), True),
        ("daily", make.moment(2017, 7, 3, 8), make.moment(2017, 7, 4, 7), False),
        ("weekly", make.moment(2017, 7, 3, 8), make.moment(2017, 7, 9, 23), False),  # Monday to Sunday
        ("weekly", make.moment(2017, 7, 3, 8), make.moment(2017, 7, 10, 7), False),
        ("weekly", make.moment(2017, 7, 3, 8), make.moment(2017, 7, 10, 8), True),
        ("weekly", make.moment(2017, 7, 1, 8), make.moment(2017, 7, 20, 12), True),
        ("none", None, make.moment(2017, 7, 3, 9), False),
    ],
)
def test_when_mail_is_due(digest, told_at, at, due):
    assert rules.is_time(digest, told_at, at) is due


def test_the_page_shows_ones_own_and_reading_leads_there(client, team):
    version = submitted(team)
    services.notify(at=NOW)
    notice = Notice.objects.get(person=team.reviewer)
    client.force_login(team.reviewer)
    assert "关于公开财政收支情况的通知" in client.get("/desk/notices/").text
    assert "1<span" in client.get("/desk/").text
    assert client.post(f"/desk/notices/{notice.pk}/").url == f"/desk/items/{version.item_id}/"
    assert Notice.objects.unread().count() == 0
    assert "没有提醒" in client.get("/desk/notices/?unread=1").text
    client.force_login(team.clerk)
    assert client.post(f"/desk/notices/{notice.pk}/").status_code == 404


def test_the_digest_is_chosen_on_the_page_and_nothing_else_is_taken(client, team):
    client.force_login(team.clerk)
    client.post("/desk/notices/digest/", {"digest": "weekly"})
    assert Choices.objects.get(person=team.clerk).digest == "weekly"
    assert "不在可用的选项中" in client.post("/desk/notices/digest/", {"digest": "hourly"}).text
