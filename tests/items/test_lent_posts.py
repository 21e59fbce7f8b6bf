"""Acts on what is public under a lent post: both are written down, in the log too, and shown."""

from datetime import date, timedelta

import pytest

from gongkai.items import services
from gongkai.items.models import Assessment, Presence, Validity
from gongkai.orgs import services as orgs
from gongkai.orgs.models import Act
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.NOW.date()


@pytest.fixture
def team():
    return make.staff()


@pytest.fixture
def deputy(team):
    """Somebody who may do nothing to what is public but for the signer, who is away."""
    person = make.person("reviewer", team.organisation)
    days = {"since": TODAY, "until": TODAY + timedelta(days=6), "reason": "外出培训"}
    orgs.delegate(post=team.signer.posts.get(), deputy=person, by=team.signer, at=make.NOW, **days)
    return person


def hands(row):
    return row.by, row.on_behalf_of


def told(verb):
    act = Act.objects.filter(verb=f"items.{verb}").first()
    return act.account, act.detail.get("for")


def test_withdrawing_and_restoring_name_the_deputy_and_whose_post_it_was(team, deputy, client):
    item = make.published(team)
    second = services.revise(item=item, change="amend", by=team.clerk, at=make.NOW)
    second = services.save(
        version=second, fields={"change_note": "补充"}, revision=0, by=team.clerk, at=make.NOW
    )
    second = make.at_signing(team, version=second)
    services.sign(version=second, publish_at=make.NOW + timedelta(days=1), by=team.signer, at=make.NOW)
    services.withdraw(item=item, reason="有误", by=deputy, at=make.NOW)
    assert hands(Presence.objects.first()) == (deputy, team.signer)
    assert told("withdraw") == (deputy.account, team.signer.account)
    step = second.steps.get(verb="return")
    assert (step.by, step.on_behalf_of) == (deputy, team.signer)
    services.restore(item=item, reason="核对无误", by=deputy, at=make.NOW)
    assert hands(Presence.objects.first()) == (deputy, team.signer)
    assert told("restore") == (deputy.account, team.signer.account)
    client.force_login(team.clerk)
    page = client.get(f"/desk/items/{item.pk}/").content.decode()
    assert page.count(f"{deputy.name} 受 {team.signer.name} 委托") == 3  # both, and the return of the draft
    services.withdraw(item=item, reason="仍有误", by=team.signer, at=make.NOW)
    assert hands(Presence.objects.first()) == (team.signer, None)
    assert told("withdraw") == (team.signer.account, None)


@pytest.mark.parametrize("verb", ["repeal", "expire"])
def test_declaring_a_text_without_force_names_both(team, deputy, client, verb):
    item = make.published(team)
    getattr(services, verb)(item=item, basis="区政府决定", since=TODAY, by=deputy, at=make.NOW)
    assert hands(Validity.objects.first()) == (deputy, team.signer)
    assert told(verb) == (deputy.account, team.signer.account)
    client.force_login(team.clerk)
    page = client.get(f"/desk/items/{item.pk}/").content.decode()
    assert f"{deputy.name} 受 {team.signer.name} 委托" in page


def test_assessing_before_a_text_lapses_names_both(team, deputy, client):
    item = make.published(team, expires_on=date(2017, 8, 1))
    services.assess(item=item, outcome="lapse", reason="任务已完成", by=deputy, at=make.NOW)
    assert hands(Assessment.objects.get()) == (deputy, team.signer)
    assert told("assess") == (deputy.account, team.signer.account)
    services.assess(item=item, outcome="lapse", reason="再次确认", by=team.clerk, at=make.NOW)
    assert hands(Assessment.objects.first()) == (team.clerk, None)
    client.force_login(team.signer)
    page = client.get(f"/desk/items/{item.pk}/assess/").content.decode()
    assert f"{deputy.name} 受 {team.signer.name} 委托" in page
