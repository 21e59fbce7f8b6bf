"""The same information asked for by several: found without being told, decided upon, made public."""

from datetime import timedelta

import pytest

from gongkai.clocks.models import Clock
from gongkai.items.models import Item
from gongkai.requests import services
from gongkai.requests.models import Event, Group, Kinship, Mark, Request
from tests import make
from tests.requests import cases
from tests.requests.answered import answer, answered, clerk, office

pytestmark = pytest.mark.django_db
AT = cases.MONDAY
WORDS = [
    ("2016年环卫经费支出情况", "申请公开2016年本区环卫作业经费的预算和实际支出明细。"),
    ("环境卫生经费2016年花费", "请提供2016年度环境卫生作业经费预算、实际支出。"),
    ("2016年环卫作业经费支出", "本人希望了解2016年环卫作业经费的开支明细表。"),
]
OTHER = ("老旧小区加装电梯补助政策", "申请公开加装电梯的补助办法。")


def ask(place, *, name="", at=AT, **fields):
    title, content = WORDS[place] if isinstance(place, int) else place
    return cases.request(name=name or f"申请人{place}", title=title, content=content, at=at, **fields).request


def compared(*requests, at=AT):
    services.compare_waiting(at=at)
    return [Kinship.objects.get(request=each).group for each in requests]


def test_requests_for_the_same_information_come_together():
    found = compared(ask(0), ask(1), ask(OTHER))
    assert found[0] == found[1] is not None
    assert found[2] is None
    assert services.compare_waiting(at=AT) == 0, "each is compared once"
    later = ask(2, at=AT + timedelta(days=3))
    (joined,) = compared(later, at=AT + timedelta(days=3))
    assert joined == found[0]
    assert joined.last_on == (AT + timedelta(days=3)).date()


def test_the_last_day_of_a_group_is_that_of_its_newest_request_whichever_was_compared_first():
    older, newer = ask(0, at=AT - timedelta(days=2)), ask(1)
    services.compare(request=newer, at=AT)
    services.compare(request=older, at=AT)
    assert Group.objects.get().last_on == AT.date()


def test_what_is_asked_of_another_body_is_not_compared():
    found = compared(ask(0), ask(0, organisation=make.organisation("audit")))
    assert found == [None, None]


def test_a_record_of_ones_own_is_nobody_elses_matter():
    ask(0, subject="own-record")
    ask(0)
    assert services.compare_waiting(at=AT) == 1


def test_three_different_applicants_ask_for_a_decision_and_three_requests_of_one_do_not():
    same = [ask(place, name="同一人") for place in range(3)]
    group = compared(*same)[0]
    assert group.alerted_at is None
    ask(0, name="另一人")
    ask(1, name="第三人")
    services.compare_waiting(at=AT)
    group.refresh_from_db()
    assert group.alerted_at == AT
    clock = Clock.objects.get(subject=group.uri)
    assert clock.organisation == group.organisation
    assert "环卫" not in clock.title, "what was asked for may name somebody"
    ask(2, name="第四人")
    services.compare_waiting(at=AT)
    assert Clock.objects.filter(subject=group.uri).count() == 1


def test_what_was_asked_for_long_ago_is_neither_found_nor_kept_in_mind():
    ask(0, at=AT - timedelta(days=400))
    services.compare_waiting(at=AT - timedelta(days=400))
    assert Mark.objects.exists()
    services.forget_marks(at=AT)
    assert not Mark.objects.exists()
    (group,) = compared(ask(1))
    assert group is None


def opened():
    """Return a group of two, one of them answered."""
    first, second = ask(0, name="王小明", phone="13800000000"), ask(1)
    group = compared(first, second)[0]
    answer(Request.objects.get(pk=first.pk), "granted", at=AT)
    return group


def publish(group, by, *, title="2016年环卫作业经费", body="预算800万元。\n\n支出<790>万元。"):
    return services.publish(group=group, title=title, body=body, reason="多人申请", by=by, at=AT)


def test_what_several_asked_for_becomes_a_draft_that_names_nobody():
    group = opened()
    by = clerk(group)
    item = publish(group, by)
    version = item.versions.get()
    assert (item.publisher, version.title, version.disclosure) == (
        group.organisation,
        "2016年环卫作业经费",
        "proactive",
    )
    assert version.body == "<p>预算800万元。</p><p>支出&lt;790&gt;万元。</p>"
    group.refresh_from_db()
    assert (group.verdict, group.item) == ("publish", item)
    told = Event.objects.filter(kind="publish")
    assert {each.request_id for each in told} == set(group.members.values_list("request", flat=True))
    assert all(each.facts == {"item": item.pk, "group": group.pk} for each in told)
    with pytest.raises(services.NotPublishable, match="已经转为"):
        publish(group, by)
    assert Item.objects.count() == 1


@pytest.mark.parametrize("body", ["应王小明的申请公开。", "联系 138 0000 0000"])
def test_a_draft_that_tells_who_asked_is_refused(body):
    group = opened()
    with pytest.raises(services.NotPublishable, match="申请人"):
        publish(group, clerk(group), body=body)
    assert not Item.objects.exists()


def test_what_was_given_to_nobody_cannot_become_public_so():
    group = compared(ask(0), ask(1))[0]
    with pytest.raises(services.NotPublishable, match="还没有依申请公开过"):
        publish(group, clerk(group))


def test_one_answered_request_of_public_interest_becomes_public_too():
    request = answered("granted")
    by = clerk(request)
    item = services.publish_one(
        request=request,
        title="环卫经费",
        body="支出明细。",
        reason="公共利益",
        by=by,
        at=AT + timedelta(days=20),
    )
    assert Group.objects.get().item == item
    assert request.events.filter(kind="publish").exists()


def test_a_decision_against_has_a_reason_and_can_be_changed():
    group = opened()
    by = clerk(group)
    with pytest.raises(services.NotPublishable, match="理由"):
        services.decline(group=group, reason=" ", by=by, at=AT)
    services.decline(group=group, reason="涉及第三方", by=by, at=AT)
    group.refresh_from_db()
    assert (group.verdict, group.reason) == ("not", "涉及第三方")
    assert publish(group, by)


def test_what_asks_for_something_else_is_taken_out_and_a_group_of_one_is_none():
    first, second = ask(0), ask(1)
    group = compared(first, second)[0]
    by = clerk(group)
    services.part(kinship=Kinship.objects.get(request=second), by=by, at=AT)
    assert not Group.objects.exists()
    assert Kinship.objects.get(request=second).is_settled
    (group,) = compared(ask(2))
    assert set(group.members.values_list("request", flat=True)) == {first.pk, Request.objects.latest("pk").pk}
    with pytest.raises(services.NotPublishable):
        services.part(kinship=Kinship.objects.get(request=second), by=by, at=AT)


def test_the_openness_office_publishes_for_itself_and_who_drafts_nothing_does_not():
    by = office()
    assert publish(opened(), by).publisher == make.office()
    group = opened()
    with pytest.raises(services.NotAllowed, match="起草"):
        publish(group, make.person("reviewer", group.organisation))


def test_others_neither_see_nor_decide():
    group = opened()
    outsider, on = make.person("clerk", make.organisation("audit")), AT.date()
    assert not Group.objects.visible_to(None, on=on).exists()
    assert not Group.objects.visible_to(outsider, on=on).exists()
    assert Group.objects.visible_to(clerk(group), on=on).get() == group
    for act in (
        lambda: publish(group, outsider),
        lambda: services.decline(group=group, reason="x", by=outsider, at=AT),
        lambda: services.part(kinship=group.members.first(), by=outsider, at=AT),
    ):
        with pytest.raises(services.NotAllowed):
            act()


def test_where_no_applicant_can_be_read_no_draft_is_made(settings):
    group = opened()
    settings.CASE_KEY = "another-key-altogether"
    with pytest.raises(services.NotPublishable, match="不能核对"):
        publish(group, clerk(group))
