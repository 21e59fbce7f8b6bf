"""A normative document is looked at before it lapses (law.md 6.7: T−180, −90, −30)."""

from datetime import date, datetime, time, timedelta

import pytest

from gongkai.clocks.models import Clock
from gongkai.desk import today
from gongkai.desk.standing import standing
from gongkai.items import services
from gongkai.items.models import Item, Reminder
from gongkai.publication.models import Announcement
from tests import make
from tests.items.desk import url

pytestmark = pytest.mark.django_db
END = date(2018, 7, 1)


def on(days_before):
    return datetime.combine(END - timedelta(days=days_before), time(9), tzinfo=make.SHANGHAI)


def normative(team, **fields):
    values = {"doc_number": "ZJAC01-2017-0001", "expires_on": END, **fields}
    return make.published(team, title="小微企业补贴办法", **values)


def clock():
    return Clock.objects.filter(duty="lapse").order_by("-pk").first()


def decide(item, outcome, *, by, days=100, **more):
    return services.assess(item=item, outcome=outcome, reason="仍有需要", by=by, at=on(days), **more)


def test_its_people_are_reminded_three_times_each_once():
    item = normative(make.staff())
    said = {days: services.remind_due(at=on(days)) for days in (181, 180, 179, 90, 89, 30, 1, 0, -1)}
    assert [days for days, number in said.items() if number] == [180, 90, 30]
    assert list(Reminder.objects.order_by("-days").values_list("item", "days")) == [
        (item.pk, 180),
        (item.pk, 90),
        (item.pk, 30),
    ]
    assert clock().due_on == END and Clock.objects.filter(duty="lapse").count() == 1


def test_who_comes_late_is_reminded_once():
    normative(make.staff(), expires_on=END)
    assert [services.remind_due(at=on(days)) for days in (40, 39)] == [1, 0]
    assert Reminder.objects.get().days == 90


@pytest.mark.parametrize(
    ("kind", "number", "ticked", "reminded"),
    [
        ("notice", "", False, 0),
        ("notice", "", True, 1),
        ("notice", "ZJSP00-2018-0001", False, 1),
        ("document", "", False, 1),
    ],
)
def test_policies_and_normative_documents_are_meant_not_any_notice(kind, number, ticked, reminded):
    old = date(2016, 7, 1)  # no interpretation was owed then
    fields = {"doc_number": number, "is_normative": ticked, "published_on": old, "made_on": old}
    make.published(make.staff(), kind=kind, expires_on=END, **fields)
    assert services.remind_due(at=on(100)) == reminded


def test_the_department_and_the_openness_office_see_it_at_their_desks_others_do_not():
    team = make.staff()
    item = normative(team)
    services.remind_due(at=on(180))
    services.remind_due(at=on(90))
    openness = make.person("openness", make.office())
    other = make.person("clerk", make.organisation("audit"))
    seen = {
        who: [each.item for each in today.lapsing(standing(who, at=on(90)))]
        for who in (team.clerk, openness, other)
    }
    assert list(seen.values()) == [[item], [item], []]
    assert today.pressing(standing(team.clerk, at=on(3)))[1].total == 1


def test_keeping_it_begins_a_version_with_the_new_expiry_that_is_announced_as_an_amendment():
    team = make.staff()
    item = normative(team)
    services.remind_due(at=on(180))
    decide(item, "keep", until=date(2020, 7, 1), by=team.clerk)
    draft = item.versions.first()
    assert (draft.stage, draft.change, draft.expires_on) == ("draft", "amend", date(2020, 7, 1))
    assert "继续有效，有效期延长至2020-07-01。仍有需要" in draft.change_note
    assert clock().is_open  # until the public is told it lapses all the same
    make.published(team, version=draft, at=on(90))
    assert Announcement.objects.order_by("seq").last().event == "amended"
    services.remind_due(at=on(89))
    assert clock().met_at and not today.lapsing(standing(team.clerk, at=on(89)))
    services.expire_due(at=on(-2))
    item.refresh_from_db()
    assert item.validity == "valid"


def test_letting_it_lapse_ends_the_reminders_and_it_lapses_by_itself():
    team = make.staff()
    item = normative(team)
    services.remind_due(at=on(180))
    decide(item, "lapse", by=team.signer)
    assert clock().met_at
    services.remind_due(at=on(90))
    assert Clock.objects.filter(duty="lapse").count() == 1
    assert today.lapsing(standing(team.clerk, at=on(90))) == []
    services.expire_due(at=on(-1))
    item.refresh_from_db()
    assert item.validity == "expired"


def test_amending_begins_a_version_and_repealing_is_left_to_its_own_verb():
    team = make.staff()
    item = normative(team)
    services.remind_due(at=on(180))
    decide(item, "repeal", by=team.signer)
    assert clock().is_open
    services.repeal(item=item, basis="已被替代", since=on(100).date(), by=team.signer, at=on(100))
    services.remind_due(at=on(99))
    assert clock().met_at
    other = normative(team, doc_number="ZJAC01-2017-0002")
    decide(other, "amend", by=team.clerk)
    assert other.versions.first().stage == "draft"


@pytest.mark.parametrize("act", ["withdraw", "expire_due"])
def test_what_is_withdrawn_or_has_lapsed_is_waited_for_no_longer(act):
    team = make.staff()
    item = normative(team)
    services.remind_due(at=on(30))
    if act == "withdraw":
        services.withdraw(item=item, reason="有误", by=team.signer, at=on(20))
    else:
        services.expire_due(at=on(-1))
    services.remind_due(at=on(-1))
    assert clock().cancelled_at and not clock().met_at


@pytest.mark.parametrize(
    ("outcome", "more", "field"),
    [
        ("keep", {}, "until"),
        ("keep", {"until": END}, "until"),
        ("lapse", {"until": date(2020, 1, 1)}, "until"),
        ("burn", {}, "outcome"),
    ],
)
def test_a_decision_that_does_not_say_enough_is_refused(outcome, more, field):
    team = make.staff()
    with pytest.raises(services.Unready) as refused:
        decide(normative(team), outcome, by=team.clerk, **more)
    assert refused.value.findings[0].field == field
    assert Item.objects.get().versions.count() == 1


def test_who_may_not_decide_does_not():
    team = make.staff()
    item, other = normative(team), make.person("clerk", make.organisation("audit"))
    for person, outcome in ((other, "lapse"), (team.clerk, "repeal"), (team.signer, "amend")):
        with pytest.raises(services.NotAllowed):
            decide(item, outcome, by=person)


def test_a_document_without_an_end_or_out_of_force_is_not_assessed():
    team = make.staff()
    with pytest.raises(services.IllegalMove, match="没有设定有效期"):
        decide(normative(team, expires_on=None), "lapse", by=team.clerk)
    item = normative(team, doc_number="ZJAC01-2017-0003")
    services.repeal(item=item, basis="已被替代", since=make.NOW.date(), by=team.signer, at=make.NOW)
    with pytest.raises(services.IllegalMove, match="有效的文件"):
        decide(item, "lapse", by=team.clerk)


def test_it_is_decided_at_the_desk(enter, public, people):
    public.current.__class__.objects.filter(pk=public.current_id).update(expires_on=date(2099, 1, 1))
    client = enter("clerk")
    sent = {"outcome": "keep", "reason": "仍需执行"}
    assert "请填写晚于2099-01-01的新有效期" in client.post(url("assess", public), sent).content.decode()
    made = client.post(url("assess", public), sent | {"until": "2101-01-01"})
    assert made["Location"] == url("edit", public)
    assert "继续有效" in client.get(url("assess", public)).content.decode()
    assert enter("other").get(url("assess", public)).status_code == 404


def test_a_document_without_an_end_has_no_such_page(enter, public):
    assert enter("clerk").get(url("assess", public))["Location"] == url("detail", public)
