from datetime import date, timedelta

import pytest

from gongkai.clocks.models import Clock
from gongkai.items import services
from gongkai.items.models import Item, Presence, Step, Validity, Version
from gongkai.items.services import announcing
from gongkai.ledger.rules import digest
from gongkai.publication import services as publication
from gongkai.publication.models import Announcement
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=3)


def events():
    return list(Announcement.objects.order_by("seq").values_list("event", "address"))


def test_signing_makes_an_item_public_with_all_its_records():
    team = make.staff()
    version = make.at_signing(team)
    signed = services.sign(version=version, by=team.signer, at=make.NOW)
    item = Item.objects.get()
    assert (signed.stage, item.is_public, item.number) == ("public", True, "330103--2017--0001")
    assert item.address == "/items/330103--2017--0001/"
    assert (item.current, item.first_published_at, item.published_on) == (signed, make.NOW, date(2017, 7, 3))
    assert (item.validity, Validity.objects.get().state) == ("valid", "valid")
    assert Presence.objects.get().is_public
    announcement = Announcement.objects.get()
    assert (announcement.seq, announcement.event, announcement.obligation_key) == (
        item.announced,
        "published",
        "fiscal-monthly",
    )
    verbs = list(Step.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["draft", "submit", "review", "clear", "sign", "publish"]


def test_publication_meets_its_clock():
    team = make.staff()
    version = make.drafted(team)
    clock = Clock.objects.get()
    assert (clock.subject, clock.duty, clock.met_at) == (version.item.uri, "publication", None)
    assert clock.due_on == date(2017, 7, 28)  # twenty working days after Friday 30 June
    make.published(team, version=version)
    assert Clock.objects.get().met_at == make.NOW


def test_what_was_published_elsewhere_keeps_its_day_and_has_no_clock():
    team = make.staff()
    item = make.published(team, published_on=date(2016, 3, 1), made_on=date(2016, 2, 26))
    assert not Clock.objects.exists()
    assert item.published_on == date(2016, 3, 1)
    assert item.number == "330103--2016--0001"
    assert item.first_published_at == Announcement.objects.get().at == make.NOW


def test_an_imported_number_is_kept_and_the_counter_steps_over_it():
    team = make.staff()
    imported = make.published(team, number_wanted="330103--2017--0002")
    numbers = [make.published(team).number for _ in range(3)]
    assert imported.number == "330103--2017--0002"
    assert numbers == ["330103--2017--0001", "330103--2017--0003", "330103--2017--0004"]


def test_a_number_that_a_draft_claims_is_free_again_when_the_draft_is_discarded():
    team = make.staff()
    claim = make.drafted(team, number_wanted="330103--2017--0001")
    assert make.published(team).number == "330103--2017--0002"
    services.discard(version=claim, by=team.clerk, at=make.NOW)
    assert make.published(team).number == "330103--2017--0001"
    assert make.published(team).number == "330103--2017--0003"


def test_a_skipped_number_is_forgotten_once_its_draft_is_public():
    team = make.staff()
    claim = make.drafted(team, number_wanted="330103--2017--0001")
    make.published(team)
    make.published(team, version=claim)
    assert make.published(team).number == "330103--2017--0003"


def test_organisations_whose_templates_read_alike_share_a_counter():
    first, second = make.staff(), make.staff(make.organisation("audit"))
    numbers = [make.published(team).number for team in (first, second, first)]
    assert numbers == ["330103--2017--0001", "330103--2017--0002", "330103--2017--0003"]


def test_each_template_and_year_has_a_counter_of_its_own():
    own = make.organisation(
        "audit", org_code="00248984-X", index_template="{organisation}/{year}-{serial:05}"
    )
    team = make.staff(own)
    assert make.published(team).number == "00248984X/2017-00001"
    assert make.published(team, at=make.moment(2018, 1, 2)).number == "00248984X/2018-00001"
    assert make.published(team).number == "00248984X/2017-00002"


@pytest.mark.parametrize("template", ["{year}", "{organisation}-{year}-{serial}", "{nothing}{year}{serial}"])
def test_a_template_that_cannot_be_filled_in_stops_the_signature_with_a_sentence(template):
    team = make.staff(make.organisation("audit", index_template=template))
    version = make.at_signing(team)
    with pytest.raises(services.Unready, match="索引号规则有误"):
        services.sign(version=version, by=team.signer, at=make.NOW)
    version.refresh_from_db()
    assert version.stage == "signing"
    assert not Item.objects.public().exists()


def test_a_set_time_is_waited_for():
    team = make.staff()
    version = services.sign(version=make.at_signing(team), publish_at=LATER, by=team.signer, at=make.NOW)
    assert (version.stage, version.publish_at) == ("signed", LATER)
    assert services.publish_due(at=LATER - timedelta(seconds=1)) == 0
    assert events() == []
    assert services.publish_due(at=LATER) == 1
    item = Item.objects.get()
    assert (item.is_public, item.first_published_at) == (True, LATER)
    assert services.publish_due(at=LATER) == 0
    assert len(events()) == 1


def test_a_set_time_in_the_past_means_now():
    team = make.staff()
    version = make.at_signing(team)
    services.sign(version=version, publish_at=make.NOW - timedelta(1), by=team.signer, at=make.NOW)
    assert Item.objects.public().count() == 1


def test_what_waits_for_its_time_may_be_published_early_or_sent_back():
    team = make.staff()
    early = services.sign(version=make.at_signing(team), publish_at=LATER, by=team.signer, at=make.NOW)
    assert services.publish(version=early, by=team.signer, at=make.NOW).stage == "public"
    other = services.sign(version=make.at_signing(team), publish_at=LATER, by=team.signer, at=make.NOW)
    other = services.send_back(version=other, reason="数字有误", by=team.signer, at=make.NOW)
    assert (other.stage, other.signed_by, other.publish_at) == ("draft", None, None)
    assert services.publish_due(at=LATER) == 0


def test_one_that_cannot_be_published_does_not_hold_up_the_others(caplog):
    broken = make.staff(make.organisation("audit"))
    versions = [make.at_signing(broken), make.at_signing(make.staff())]
    for version in versions:
        signer = broken.signer if version.item.publisher == broken.organisation else None
        signer = signer or make.person("signer", version.item.publisher)
        services.sign(version=version, publish_at=LATER, by=signer, at=make.NOW)
    broken.organisation.index_template = "{year}"
    broken.organisation.save()
    assert services.publish_due(at=LATER) == 1
    assert "定时公开失败" in caplog.text
    assert Version.objects.filter(stage="signed").get() == versions[0]


@pytest.mark.parametrize("disclosure", ["on-request", "withheld"])
def test_what_is_not_proactive_is_never_announced(disclosure):
    team = make.staff()
    version = make.at_signing(team, disclosure=disclosure, ground="E16b", ground_reason="过程性信息")
    version = services.sign(version=version, publish_at=LATER, by=team.signer, at=make.NOW)
    assert (version.stage, version.publish_at) == ("signed", None)
    assert services.publish_due(at=LATER) == 0
    assert not services.can(team.signer, "publish", version, at=LATER)
    with pytest.raises(services.IllegalMove):
        services.publish(version=version, by=team.signer, at=LATER)
    assert events() == []
    assert not Item.objects.visible_to(None, at=LATER).exists()
    assert Item.objects.visible_to(team.clerk, at=LATER).count() == 1
    assert not Clock.objects.open().filter(duty="publication").exists()


def test_what_was_withheld_may_be_disclosed_by_a_new_version():
    team = make.staff()
    first = make.at_signing(team, disclosure="withheld", ground="E16b", ground_reason="过程稿")
    services.sign(version=first, by=team.signer, at=make.NOW)
    second = services.revise(item=first.item, change="amend", by=team.clerk, at=LATER)
    fields = {
        "disclosure": "proactive",
        "ground": "",
        "ground_reason": "",
        "change_note": "情况变化，予以公开",
    }
    second = services.save(version=second, fields=fields, revision=0, by=team.clerk, at=LATER)
    item = make.published(team, version=second, at=LATER)
    assert item.is_public
    assert item.versions.get(serial=1).stage == "signed"
    act = Announcement.objects.get()
    assert (act.event, act.published_at) == ("published", LATER)


def test_a_withdrawal_holds_back_what_was_signed_for_a_later_day():
    team = make.staff()
    item = make.published(team)
    second = services.revise(item=item, change="amend", by=team.clerk, at=make.NOW)
    services.save(version=second, fields={"change_note": "补充"}, revision=0, by=team.clerk, at=make.NOW)
    make.at_signing(team, version=second)
    services.sign(version=second, publish_at=LATER, by=team.signer, at=make.NOW)
    services.withdraw(item=item, reason="含有个人信息", by=team.signer, at=make.NOW)
    second.refresh_from_db()
    assert (second.stage, second.publish_at) == ("draft", None)
    assert second.steps.last().reason == "信息已撤回公开：含有个人信息"
    Version.objects.filter(pk=second.pk).update(
        stage="signed", publish_at=LATER, submitted_by=team.clerk, submitted_at=make.NOW,
        cleared_by=team.secrecy, signed_by=team.signer, signed_at=make.NOW,
    )  # fmt: skip
    assert services.publish_due(at=LATER) == 0
    assert not Item.objects.get(pk=item.pk).is_public


def test_signing_is_for_other_eyes():
    team = make.staff()
    for role in ("signer", "reviewer", "secrecy"):
        make.Post.objects.create(
            person=team.clerk, organisation=team.organisation, role=role, valid_from=date(2010, 1, 1)
        )
    version = make.drafted(team)
    services.submit(version=version, by=team.clerk, at=make.NOW)
    with pytest.raises(services.NotAllowed, match="送审人不能审核"):
        services.review(version=version, note="", by=team.clerk, at=make.NOW)
    services.review(version=version, note="", by=team.reviewer, at=make.NOW)
    with pytest.raises(services.NotAllowed, match="送审人不能进行保密审查"):
        services.clear(version=version, note="", by=team.clerk, at=make.NOW)
    services.clear(version=version, note="", by=team.secrecy, at=make.NOW)
    with pytest.raises(services.NotAllowed, match="送审人不能签发"):
        services.sign(version=version, by=team.clerk, at=make.NOW)
    assert services.can(team.signer, "sign", Version.objects.get(), at=make.NOW)


def test_whoever_cleared_does_not_sign():
    team = make.staff()
    make.Post.objects.create(
        person=team.secrecy, organisation=team.organisation, role="signer", valid_from=date(2010, 1, 1)
    )
    with pytest.raises(services.NotAllowed, match="保密审查人不能签发"):
        services.sign(version=make.at_signing(team), by=team.secrecy, at=make.NOW)


def test_signing_twice_is_refused_and_announces_once():
    team = make.staff()
    version = make.at_signing(team)
    services.sign(version=version, by=team.signer, at=make.NOW)
    with pytest.raises(services.IllegalMove, match="“已公开”阶段不能签发"):
        services.sign(version=version, by=team.signer, at=make.NOW)
    assert len(events()) == 1


def test_an_amendment_takes_the_place_of_the_version_before():
    team = make.staff()
    item = make.published(team)
    second = services.revise(item=item, change="amend", by=team.clerk, at=LATER)
    assert Item.objects.get().current.serial == 1
    fields = {"body": "<p>改过的正文</p>", "change_note": "更新数据"}
    second = services.save(version=second, fields=fields, revision=0, by=team.clerk, at=LATER)
    item = make.published(team, version=second, at=LATER)
    first, second = item.versions.order_by("serial")
    assert (first.stage, second.stage, item.current) == ("superseded", "public", second)
    assert item.number == "330103--2017--0001"
    assert (item.first_published_at, item.published_on) == (make.NOW, date(2017, 7, 3))
    assert [event for event, _ in events()] == ["published", "amended"]
    assert Announcement.objects.get(event="amended").note == "更新数据"
    assert Presence.objects.count() == Validity.objects.count() == 1


def test_a_correction_is_announced_as_one():
    team = make.staff()
    second = services.revise(item=make.published(team), change="correct", by=team.clerk, at=LATER)
    second = services.save(
        version=second, fields={"change_note": "更正错字"}, revision=0, by=team.clerk, at=LATER
    )
    make.published(team, version=second, at=LATER)
    assert [event for event, _ in events()] == ["published", "corrected"]


def test_a_change_needs_a_note_for_the_public():
    team = make.staff()
    second = services.revise(item=make.published(team), change="amend", by=team.clerk, at=LATER)
    with pytest.raises(services.Unready, match="请说明变更内容"):
        services.submit(version=second, by=team.clerk, at=LATER)


def test_the_ledger_vouches_for_exactly_the_content_shown():
    team = make.staff()
    version = make.drafted(team, effective_on=date(2017, 7, 1))
    services.attach(
        version=version, name="附表.txt", data="收入 100 万元".encode(), by=team.clerk, at=make.NOW
    )
    item = make.published(team, version=version)
    announcement = Announcement.objects.get()
    fresh = Item.objects.get(pk=item.pk)
    assert announcement.digest == digest(fresh.content(), announcement.salt)


def test_the_audit_finds_row_ledger_and_index_agreed_after_a_whole_life():
    team = make.staff()
    item, other = make.published(team), make.published(team)
    second = services.revise(item=item, change="amend", by=team.clerk, at=LATER)
    services.save(version=second, fields={"change_note": "更新"}, revision=0, by=team.clerk, at=LATER)
    make.published(team, version=second, at=LATER)
    services.repeal(
        item=item, basis="依据", since=date(2017, 7, 5), successor=other, by=team.signer, at=LATER
    )
    services.withdraw(item=other, reason="核实", by=team.signer, at=LATER)
    services.restore(item=other, reason="无误", by=team.signer, at=LATER)
    services.withdraw(item=item, reason="核实", by=team.signer, at=LATER)
    facts = [each.fact for each in publication.audit()]
    assert not [fact for fact in facts if "页" not in fact]


def test_a_number_taken_after_all_stops_the_signature_with_a_sentence():
    team = make.staff()
    version = make.at_signing(team, number_wanted="330103--2017--0510")
    other = make.published(team)
    Item.objects.filter(pk=other.pk).update(number="330103--2017--0510")
    with pytest.raises(services.Unready, match="已被其他信息使用"):
        services.sign(version=version, by=team.signer, at=make.NOW)


def test_a_claim_that_lasts_is_stepped_over_each_time():
    team = make.staff()
    make.drafted(team, number_wanted="330103--2017--0001")
    assert [make.published(team).number for _ in range(2)] == ["330103--2017--0002", "330103--2017--0003"]


def test_the_set_time_publishes_without_a_person():
    team = make.staff()
    version = services.sign(version=make.at_signing(team), publish_at=LATER, by=team.signer, at=make.NOW)
    services.publish(version=version, by=None, at=LATER)
    assert Step.objects.get(verb="publish").by is None
    with pytest.raises(services.NotAllowed):
        services.publish(version=version, by=team.clerk, at=LATER)


def test_what_has_no_public_version_cannot_be_announced():
    version = make.drafted(make.staff())
    with pytest.raises(services.Rejected, match="没有公开过的版本"):
        announcing.announce(version.item, "published", by=None, at=make.NOW)
    with pytest.raises(ValueError, match="没有公开过的版本"):
        version.item.content()
