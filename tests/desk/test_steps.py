"""What waits for whom along a review path: co-signers, deputies, approval after an emergency."""

from datetime import timedelta

import pytest

from gongkai.desk import today
from gongkai.desk.standing import standing
from gongkai.items import services
from gongkai.orgs import services as orgs
from tests import make

pytestmark = pytest.mark.django_db


def waiting(person):
    return [(version.title, version.step) for version in today.waiting_for(standing(person, at=make.NOW))]


def test_a_joint_document_waits_for_each_co_signer_and_not_yet_for_the_signer():
    team, partner = make.staff(), make.staff(make.organisation("audit"))
    version = make.drafted(team, title="联合通知")
    services.arrange(
        version=version, is_normative=False, cosigners=[partner.organisation], by=team.clerk, at=make.NOW
    )
    services.submit(version=version, by=team.clerk, at=make.NOW)
    assert waiting(team.reviewer) == [("联合通知", "科室负责人审核")]
    services.review(version=version, by=team.reviewer, at=make.NOW)
    services.clear(version=version, by=team.secrecy, at=make.NOW)
    assert waiting(partner.signer) == [("联合通知", "会签")]
    assert today.waiting_for(standing(partner.signer, at=make.NOW))[0].step_due is not None
    assert waiting(team.signer) == waiting(partner.clerk) == waiting(team.reviewer) == []
    services.cosign(version=version, by=partner.signer, at=make.NOW)
    assert waiting(team.signer) == [("联合通知", "签发")]


def test_what_waits_for_somebody_away_waits_for_the_deputy_too():
    team = make.staff()
    deputy = make.person("clerk", team.organisation)
    make.at_signing(team, title="待签发")
    assert waiting(deputy) == []
    days = {"since": make.NOW.date(), "until": make.NOW.date() + timedelta(days=1)}
    orgs.delegate(
        post=team.signer.posts.get(), deputy=deputy, reason="出差", by=team.signer, at=make.NOW, **days
    )
    assert waiting(deputy) == waiting(team.signer) == [("待签发", "签发")]


def test_an_emergency_waits_for_another_than_who_forced_it(client):
    team = make.staff()
    office = make.person("openness", make.office())
    version = services.force(
        version=make.drafted(team), reason="台风", is_unclassified=True, by=team.signer, at=make.NOW
    )
    assert [row.version for row in today.emergencies(standing(office, at=make.NOW))] == [version]
    assert today.emergencies(standing(team.signer, at=make.NOW)) == []
    assert today.emergencies(standing(make.person("signer", make.organisation("audit")), at=make.NOW)) == []
    client.force_login(office)
    assert "紧急公开，待补批" in client.get("/desk/").content.decode()
    page = client.get(f"/desk/items/{version.item_id}/ratify/").content.decode()
    assert "台风" in page
    refused = client.post(f"/desk/items/{version.item_id}/ratify/", {"is_ratified": "no"})
    assert "不予补批的，请说明理由" in refused.content.decode()
    client.post(f"/desk/items/{version.item_id}/ratify/", {"is_ratified": "yes", "remark": "情况属实"})
    assert today.emergencies(standing(office, at=make.NOW)) == []


def test_a_co_signer_named_twice_is_told_at_the_page(client):
    team, audit = make.staff(), make.organisation("audit")
    version = make.drafted(team)
    client.force_login(team.clerk)
    address = f"/desk/items/{version.item_id}/arrange/"
    answer = client.post(address, {"cosigner_1": audit.pk, "cosigner_2": audit.pk, "is_normative": "on"})
    assert "重复了" in answer.content.decode() and not version.cosigners.exists()
    client.post(address, {"cosigner_2": audit.pk, "is_normative": "on"})
    version.refresh_from_db()
    assert version.is_normative and version.cosigners.get().organisation == audit
    page = client.get(address).content.decode()
    assert "合法性审查" in page and "会签" in page
