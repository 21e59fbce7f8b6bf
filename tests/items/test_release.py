"""国办发〔2016〕80号: a policy document and its interpretation are signed and published together."""

from datetime import date, timedelta

import pytest

from gongkai.items import services
from gongkai.items.models import Item, Version
from gongkai.items.services import workflow
from gongkai.orgs import services as orgs
from gongkai.orgs.models import Act
from gongkai.publication.models import Announcement
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=3)


OLD = date(2016, 5, 4)
"""A day before the duty to interpret began."""


def policy(team, **fields):
    return make.drafted(team, kind="document", title="关于扶持小微企业的意见", **fields)


def interpretation(team, document, **fields):
    version = make.drafted(team, kind="interpretation", title="《意见》解读", **fields)
    services.relate(item=version.item, kind="interprets", target=document.item, by=team.clerk, at=make.NOW)
    return version


def titles():
    return list(Announcement.objects.order_by("seq").values_list("title", flat=True))


def test_policy_without_interpretation_stays_unpublished():
    team = make.staff()
    version = make.at_signing(team, version=policy(team))
    assert version.needs_interpretation
    with pytest.raises(services.MissingInterpretation, match="须有政策解读"):
        services.sign(version=version, by=team.signer, at=make.NOW)
    version.refresh_from_db()
    assert (version.stage, titles()) == ("signing", [])


def test_interpretation_that_is_still_in_review_is_not_enough():
    team = make.staff()
    document = make.at_signing(team, version=policy(team))
    draft = interpretation(team, document)
    services.submit(version=draft, by=team.clerk, at=make.NOW)
    with pytest.raises(services.MissingInterpretation):
        services.sign(version=document, by=team.signer, at=make.NOW)


@pytest.mark.parametrize("signed", ["document", "interpretation"])
def test_both_are_signed_and_published_together_whichever_is_signed(signed):
    team = make.staff()
    document = make.at_signing(team, version=policy(team))
    told = make.at_signing(team, version=interpretation(team, document))
    services.sign(version=document if signed == "document" else told, by=team.signer, at=make.NOW)
    assert titles() == ["关于扶持小微企业的意见", "《意见》解读"]
    assert Item.objects.public().count() == 2
    assert Version.objects.filter(stage="public", signed_by=team.signer).count() == 2


def test_interpretation_does_not_go_before_its_document():
    team = make.staff()
    document = policy(team)
    told = make.at_signing(team, version=interpretation(team, document))
    with pytest.raises(services.MissingInterpretation, match="尚在“起草”阶段"):
        services.sign(version=told, by=team.signer, at=make.NOW)
    assert titles() == []


def test_a_release_waits_for_its_time_as_a_whole():
    team = make.staff()
    document = make.at_signing(team, version=policy(team))
    told = make.at_signing(team, version=interpretation(team, document))
    services.sign(version=document, publish_at=LATER, by=team.signer, at=make.NOW)
    told.refresh_from_db()
    assert (told.stage, told.publish_at) == ("signed", LATER)
    assert services.publish_due(at=LATER) == 2
    assert titles() == ["关于扶持小微企业的意见", "《意见》解读"]


def test_a_release_is_sent_back_as_a_whole():
    team = make.staff()
    document = make.at_signing(team, version=policy(team))
    told = make.at_signing(team, version=interpretation(team, document))
    services.sign(version=document, publish_at=LATER, by=team.signer, at=make.NOW)
    services.send_back(version=told, reason="解读有误", by=team.signer, at=make.NOW)
    assert set(Version.objects.values_list("stage", flat=True)) == {"draft"}
    assert services.publish_due(at=LATER) == 0


def test_one_who_submitted_the_interpretation_does_not_sign_the_release():
    team = make.staff()
    document = make.at_signing(team, version=policy(team))
    told = make.at_signing(team, version=interpretation(team, document))
    Version.objects.filter(pk=told.pk).update(submitted_by=team.signer)
    with pytest.raises(services.NotAllowed, match="送审人不能签发"):
        services.sign(version=document, by=team.signer, at=make.NOW)
    assert set(Version.objects.values_list("stage", flat=True)) == {"signing"}


def test_a_later_interpretation_of_a_public_document_goes_alone():
    team = make.staff()
    document = make.published(team, version=policy(team, made_on=OLD, published_on=OLD))
    told = make.published(team, version=interpretation(team, document.current))
    assert told.is_public
    assert len(titles()) == 2


def test_a_corrected_policy_needs_no_second_interpretation():
    team = make.staff()
    document = make.at_signing(team, version=policy(team))
    make.published(team, version=interpretation(team, document))
    item = Item.objects.get(pk=document.item_id)
    second = services.revise(item=item, change="correct", by=team.clerk, at=LATER)
    services.save(version=second, fields={"change_note": "更正错字"}, revision=0, by=team.clerk, at=LATER)
    make.published(team, version=second, at=LATER)
    assert [each.event for each in Announcement.objects.order_by("seq")] == ["published"] * 2 + ["corrected"]


def test_work_points_and_notices_need_none():
    team = make.staff()
    kinds = ["work-points", "notice", "guide"]
    assert all(make.published(team, kind=kind).is_public for kind in kinds)


def test_a_policy_that_is_not_proactive_needs_none():
    team = make.staff()
    fields = {"disclosure": "withheld", "ground": "E16a", "ground_reason": "内部流程"}
    version = services.sign(
        version=make.at_signing(team, version=policy(team, **fields)), by=team.signer, at=make.NOW
    )
    assert version.stage == "signed"


def test_an_interpretation_that_stays_hidden_is_none():
    team = make.staff()
    document = make.at_signing(team, version=policy(team))
    fields = {"disclosure": "withheld", "ground": "E16a", "ground_reason": "内部流程"}
    make.at_signing(team, version=interpretation(team, document, **fields))
    with pytest.raises(services.MissingInterpretation):
        services.sign(version=document, by=team.signer, at=make.NOW)


def test_a_clerk_cannot_do_without_an_interpretation_but_a_signer_can_say_why():
    team = make.staff()
    draft = policy(team)
    with pytest.raises(TypeError):
        services.save(
            version=draft, fields={"needs_interpretation": False}, revision=0, by=team.clerk, at=LATER
        )
    document = make.at_signing(team, version=draft)
    for person, reason, refusal in (
        (team.clerk, "不涉及公众", services.NotAllowed),
        (team.signer, " ", services.Unready),
    ):
        with pytest.raises(refusal):
            services.exempt(version=document, exempt_reason=reason, by=person, at=make.NOW)
    services.exempt(version=document, exempt_reason="仅转发上级文件", by=team.signer, at=make.NOW)
    assert services.sign(version=document, by=team.signer, at=make.NOW).stage == "public"
    assert Act.objects.filter(verb="items.exempt").exists()
    second = services.revise(item=document.item, change="amend", by=team.clerk, at=LATER)
    assert not second.needs_interpretation


def test_what_was_signed_in_the_same_moment_is_not_torn_apart_by_a_return(monkeypatch):
    team = make.staff()
    other = make.person("signer", team.organisation)
    document = policy(team)
    told = interpretation(team, document)
    for version in (document, told):
        make.at_signing(team, version=version)
    lock = workflow.locked_all

    def overtaken(versions):
        services.sign(version=document, publish_at=LATER, by=team.signer, at=make.NOW)
        return lock(versions)

    monkeypatch.setattr(workflow, "locked_all", overtaken)
    with pytest.raises(services.IllegalMove, match="由他人办理"):
        services.send_back(version=document, reason="再改", by=other, at=make.NOW)


@pytest.mark.parametrize("is_deferred", [False, True])
def test_whoever_exempts_a_draft_does_not_submit_it(is_deferred):
    team = make.staff()
    team.clerk.posts.create(organisation=team.organisation, role="signer", valid_from=date(2010, 1, 1))
    document, wanted = policy(team), {"is_deferred": is_deferred, "exempt_reason": "仅转发上级文件"}
    services.exempt(version=document, by=team.clerk, at=make.NOW, **wanted)
    document.refresh_from_db()
    assert not services.can(team.clerk, "submit", document, at=make.NOW)
    with pytest.raises(services.NotAllowed, match="另一人送审"):
        services.submit(version=document, overruling="均已核对", by=team.clerk, at=make.NOW)
    colleague = make.person("clerk", team.organisation)
    assert services.submit(version=document, overruling="均已核对", by=colleague, at=make.NOW).round == 1


def test_an_exemption_in_a_lent_post_names_both():
    team = make.staff()
    document = make.at_signing(team, version=policy(team))
    day = {"since": make.NOW.date(), "until": make.NOW.date()}
    orgs.delegate(
        post=team.signer.posts.get(), deputy=team.reviewer, reason="外出", by=team.signer, at=make.NOW, **day
    )
    services.exempt(version=document, exempt_reason="仅转发上级文件", by=team.reviewer, at=make.NOW)
    step = document.steps.get(verb="exempt")
    assert (step.by, step.on_behalf_of) == (team.reviewer, team.signer)


def test_another_departments_interpretation_does_not_hold_up_a_correction():
    team, others = make.staff(), make.staff(make.organisation("audit"))
    document = make.published(team, version=policy(team, made_on=OLD, published_on=OLD))
    told = make.drafted(others, kind="interpretation", title="他部门的解读")
    services.relate(item=told.item, kind="interprets", target=document, by=others.clerk, at=make.NOW)
    make.at_signing(others, version=told)
    second = services.revise(item=document, change="correct", by=team.clerk, at=LATER)
    services.save(version=second, fields={"change_note": "更正错字"}, revision=0, by=team.clerk, at=LATER)
    assert make.published(team, version=second, at=LATER).current.serial == 2
    told.refresh_from_db()
    assert told.stage == "signing"
