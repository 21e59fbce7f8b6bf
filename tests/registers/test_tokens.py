"""Tokens: who makes them, what the store knows of them, and when they end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.orgs.models import Act, Role
from gongkai.orgs.services import NotAllowed
from gongkai.registers import services
from gongkai.registers.models import Token
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def keeper():
    return make.person(role=Role.OPENNESS.value, at=make.office())


def made(clerk, keeper, *, days=30, organisation="market"):
    return services.make_token(
        organisation=make.organisation(organisation),
        person=clerk,
        purpose="业务系统",
        expires_on=TODAY + timedelta(days=days),
        by=keeper,
        at=NOW,
    )


def test_the_store_knows_the_hash_alone(clerk, keeper):
    token, secret = made(clerk, keeper)
    assert secret.startswith("gk_") and len(secret) > 40
    assert secret not in str(vars(Token.objects.get()))
    assert token.hint == secret[:10]
    assert secret not in str(list(Act.objects.values()))


def test_whoever_brings_it_is_known_and_the_day_is_noted(clerk, keeper):
    token, secret = made(clerk, keeper)
    assert services.bearer(secret=secret, at=NOW) == token
    assert Token.objects.get().last_used_on == TODAY
    assert services.bearer(secret=f"{secret}x", at=NOW) is None
    assert services.bearer(secret="", at=NOW) is None


def test_it_ends_by_itself_when_revoked_and_when_its_person_is_gone(clerk, keeper):
    _, secret = made(clerk, keeper, days=1)
    assert services.bearer(secret=secret, at=NOW + timedelta(days=1))
    assert services.bearer(secret=secret, at=NOW + timedelta(days=2)) is None
    token, secret = made(clerk, keeper)
    services.revoke_token(token=token, by=keeper, at=NOW)
    services.revoke_token(token=token, by=keeper, at=NOW)
    assert services.bearer(secret=secret, at=NOW) is None
    assert Act.objects.filter(verb="revoke-token").count() == 1
    _, secret = made(clerk, keeper)
    clerk.is_active = False
    clerk.save()
    assert services.bearer(secret=secret, at=NOW) is None


@pytest.mark.parametrize("days", [-1, 367])
def test_it_lasts_a_year_at_most(clerk, keeper, days):
    with pytest.raises(services.Refused, match="最长一年"):
        made(clerk, keeper, days=days)


def test_it_is_made_in_the_name_of_somebody_who_fills_in(clerk, keeper):
    with pytest.raises(services.Refused, match="不是"):
        made(clerk, keeper, organisation="finance")


def test_only_the_openness_office_and_administrators_keep_tokens(clerk, signer, keeper):
    token, _ = made(clerk, keeper)
    for person in (clerk, signer):
        with pytest.raises(NotAllowed):
            made(clerk, person)
        with pytest.raises(NotAllowed):
            services.revoke_token(token=token, by=person, at=NOW)
    assert made(clerk, make.person(role=Role.ADMIN.value, at=make.office()))
