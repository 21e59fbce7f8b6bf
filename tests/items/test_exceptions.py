"""Publication in an emergency and its approval afterwards; what is withheld, looked at again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.clocks.models import Clock
from gongkai.items import services
from gongkai.items.models import Approval, Emergency, Item, Presence, Step, Version
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=400)


@pytest.fixture
def team():
    return make.staff()


def force(version, by, **fields):
    values = {"reason": "台风红色预警", "is_unclassified": True, **fields}
    return services.force(version=version, by=by, at=make.NOW, **values)


def test_in_an_emergency_a_draft_is_public_at_once_and_marked(team):
    version = force(make.drafted(team), team.signer)
    item = Item.objects.get()
    assert (version.stage, version.is_forced, item.is_public) == ("public", True, True)
    row = Emergency.objects.get()
    assert row.skipped == "科室负责人审核、保密审查、签发"
    assert (row.forced_by, row.due_at) == (team.signer, make.NOW + timedelta(hours=24))
    assert set(Approval.objects.values_list("decision", flat=True)) == {"skipped"}
    assert Clock.objects.open().get(duty=row.duty).due_at == row.due_at
    assert Step.objects.get(verb="force").reason == "台风红色预警"


def test_only_those_named_may_force_and_never_without_declaring(team):
    version = make.drafted(team)
    for person in (team.clerk, team.reviewer, team.secrecy):
        with pytest.raises(services.NotAllowed):
            force(version, person)
    with pytest.raises(services.Unready, match="声明"):
        force(version, team.signer, is_unclassified=False)
    with pytest.raises(services.Unready, match="事由"):
        force(version, team.signer, reason=" ")
    assert not Item.objects.public().exists()


def test_an_emergency_excuses_no_personal_data_and_nothing_withheld(team):
    with pytest.raises(services.Unready, match="身份证"):
        force(make.drafted(team, body="<p>张三11010519491231002X</p>"), team.signer)
    said = {"disclosure": "withheld", "ground": "E16a", "ground_reason": "内部"}
    with pytest.raises(services.Unready, match="主动公开"):
        force(make.drafted(team, **said), team.signer)


def test_a_step_that_is_kept_in_an_emergency_must_be_done_first(team):
    version = services.submit(version=make.drafted(team), by=team.clerk, at=make.NOW)
    Approval.objects.filter(key="secrecy").update(is_kept_in_emergency=True)
    with pytest.raises(services.IllegalMove, match="保密审查"):
        force(version, team.signer)
    services.review(version=version, by=team.reviewer, at=make.NOW)
    services.clear(version=version, by=team.secrecy, at=make.NOW)
    assert force(version, team.signer).stage == "public"


def test_somebody_else_approves_afterwards(team):
    version = force(make.drafted(team), team.signer)
    with pytest.raises(services.NotAllowed, match="另一人"):
        services.ratify(version=version, is_ratified=True, by=team.signer, at=make.NOW)
    other = make.person("signer", team.organisation)
    services.ratify(version=version, is_ratified=True, by=other, at=make.NOW)
    row = Emergency.objects.get()
    assert (row.is_ratified, row.decided_by) == (True, other)
    assert not Clock.objects.open().filter(duty=row.duty).exists()
    with pytest.raises(services.IllegalMove):
        services.ratify(version=version, is_ratified=True, by=other, at=make.NOW)


def test_refused_it_is_withdrawn_with_the_reason(team):
    version = force(make.drafted(team), team.signer)
    office = make.person("openness", make.office())
    with pytest.raises(services.Unready, match="理由"):
        services.ratify(version=version, is_ratified=False, by=office, at=make.NOW)
    services.ratify(version=version, is_ratified=False, remark="数字未经核实", by=office, at=make.NOW)
    assert not Item.objects.get().is_public
    assert Presence.objects.first().reason == "数字未经核实"


def revised(team, item):
    version = services.revise(item=item, change="amend", by=team.clerk, at=make.NOW)
    fields = {"change_note": "补充核实后的数字"}
    return services.save(version=version, fields=fields, revision=0, by=team.clerk, at=make.NOW)


def test_refused_after_a_reviewed_version_took_its_place_it_is_written_down_and_that_one_stays(team):
    forced = force(make.drafted(team), team.signer)
    make.published(team, version=revised(team, forced.item))
    office = make.person("openness", make.office())
    services.ratify(version=forced, is_ratified=False, remark="数字未经核实", by=office, at=make.NOW)
    item = Item.objects.get()
    assert item.is_public and item.current.serial == 2
    assert Emergency.objects.get().is_ratified is False
    assert Step.objects.get(verb="refuse").reason == "数字未经核实"
    assert not Clock.objects.open().filter(duty__startswith="ratification:").exists()


def test_what_is_forced_twice_is_approved_twice_and_each_by_itself(team):
    first = force(make.drafted(team), team.signer)
    second = force(revised(team, first.item), team.signer)
    other = make.person("signer", team.organisation)
    assert Clock.objects.open().filter(duty__startswith="ratification:").count() == 2
    services.ratify(version=first, is_ratified=False, remark="数字有误", by=other, at=make.NOW)
    assert Item.objects.get().is_public
    assert Clock.objects.open().get(duty__startswith="ratification:").duty == second.emergency.duty
    services.ratify(version=second, is_ratified=False, remark="仍然有误", by=other, at=make.NOW)
    assert not Item.objects.get().is_public


def test_the_page_approves_what_was_forced_though_a_new_version_is_under_way(team, client):
    forced = force(make.drafted(team), team.signer)
    revised(team, forced.item)
    office = make.person("openness", make.office())
    client.force_login(office)
    page = client.get(f"/desk/items/{forced.item_id}/").content.decode()
    assert "第1版由" in page and f"/desk/items/{forced.item_id}/ratify/" in page
    client.post(f"/desk/items/{forced.item_id}/ratify/", {"is_ratified": "yes"})
    assert Emergency.objects.get().decided_by == office


def signing(person):
    person.posts.create(organisation=make.organisation(), role="signer", valid_from=date(2010, 1, 1))
    return person


def test_whoever_submitted_or_drafted_what_another_forced_does_not_approve_it(team):
    version, writer = make.drafted(team), signing(make.person("clerk", team.organisation))
    services.save(version=version, fields={"abstract": "预警。"}, revision=0, by=writer, at=make.NOW)
    submitter = signing(make.person("clerk", team.organisation))
    version = services.submit(version=Version.objects.get(), by=submitter, at=make.NOW)
    version = force(version, team.signer)
    for person in (signing(team.clerk), writer, submitter, team.signer):
        with pytest.raises(services.NotAllowed, match="另一人补批"):
            services.ratify(version=version, is_ratified=True, by=person, at=make.NOW)
        assert not services.can(person, "ratify", version, at=make.NOW)
        for acting in ({"decided_by": person}, {"decided_by": team.reviewer, "decided_for": person}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Emergency.objects.update(is_ratified=True, decided_at=make.NOW, **acting)
    services.ratify(version=version, is_ratified=True, by=signing(team.reviewer), at=make.NOW)


def test_the_database_itself_holds_what_an_emergency_needs(team):
    force(make.drafted(team), team.signer)
    rows = Emergency.objects.all()
    done = {"is_ratified": True, "decided_at": make.NOW}
    for wrong in (
        {**done, "decided_by": team.signer},
        {**done, "decided_by": team.clerk, "decided_for": team.signer},
        {**done, "decided_by": None},
        {"is_declared_unclassified": False},
        {"reason": ""},
        {"is_ratified": False, "decided_by": team.clerk, "decided_at": make.NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.update(is_forced=False)


def withheld(team):
    said = {"disclosure": "withheld", "ground": "E16a", "ground_reason": "内部流程"}
    version = make.at_signing(team, **said)
    return services.sign(version=version, by=team.signer, at=make.NOW).item


def test_what_is_withheld_comes_up_again_and_may_stay_so(team):
    item = withheld(team)
    clock = Clock.objects.open().get(duty="reexamination")
    assert clock.due_on == date(2018, 7, 3)
    with pytest.raises(services.Unready, match="理由"):
        services.reexamine(item=item, is_opened=False, reason="", by=team.signer, at=LATER)
    services.reexamine(item=item, is_opened=False, reason="仍属内部流程", by=team.signer, at=LATER)
    assert Clock.objects.open().get(duty="reexamination").due_on == date(2019, 8, 7)
    assert Step.objects.get(verb="reexamine").reason == "仍属内部流程"


def test_opened_it_becomes_a_draft_to_be_made_public(team):
    item = withheld(team)
    office = make.person("openness", make.office())
    version = services.reexamine(item=item, is_opened=True, reason="流程已经公布", by=office, at=LATER)
    assert (version.stage, version.disclosure, version.ground) == ("draft", "proactive", "")
    assert not Clock.objects.open().filter(duty="reexamination").exists()
    version = services.save(
        version=version, fields={"made_on": date(2018, 8, 1)}, revision=0, by=team.clerk, at=LATER
    )
    assert make.published(team, version=version, at=LATER).is_public


def test_only_what_is_withheld_is_looked_at_again(team):
    for item in (make.published(team), make.drafted(team).item):
        with pytest.raises(services.IllegalMove):
            services.reexamine(item=item, is_opened=False, reason="理由", by=team.signer, at=LATER)
    with pytest.raises(services.NotAllowed):
        services.reexamine(item=withheld(team), is_opened=False, reason="理由", by=team.clerk, at=LATER)
