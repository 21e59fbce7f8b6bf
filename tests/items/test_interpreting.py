"""Late interpretation is a clock (国办发〔2016〕80号；最迟不晚于文件公开后3个工作日)."""

from datetime import date, timedelta

import pytest

from gongkai.clocks.models import Clock
from gongkai.items import services
from tests import make
from tests.items.test_release import interpretation, policy

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=2)


def clock():
    return Clock.objects.filter(duty="interpretation").order_by("-pk").first()


def without_interpretation(team, *, is_deferred):
    version = make.at_signing(team, version=policy(team))
    reason = {"exempt_reason": "来不及同步"}
    services.exempt(version=version, is_deferred=is_deferred, by=team.signer, at=make.NOW, **reason)
    return services.sign(version=version, by=team.signer, at=make.NOW).item


def test_a_policy_published_before_its_interpretation_owes_it_within_three_working_days():
    item = without_interpretation(make.staff(), is_deferred=True)
    found = clock()
    assert (found.subject, found.organisation) == (item.uri, item.publisher)
    assert found.due_on == date(2017, 7, 6)  # Monday 3 July plus 4, 5, 6 July
    assert found.is_open and not found.is_certain  # the three days are a local rule: they warn


def test_publishing_the_interpretation_meets_the_clock():
    team = make.staff()
    item = without_interpretation(team, is_deferred=True)
    make.published(team, version=interpretation(team, item.current), at=LATER)
    assert clock().met_at == LATER


def test_a_policy_that_is_exempted_for_good_owes_nothing():
    without_interpretation(make.staff(), is_deferred=False)
    assert clock() is None


def test_a_policy_released_with_its_interpretation_owes_nothing():
    team = make.staff()
    document = make.at_signing(team, version=policy(team))
    make.published(team, version=interpretation(team, document))
    assert clock() is None


def test_withdrawing_the_only_interpretation_starts_the_clock_and_restoring_it_meets_it():
    team = make.staff()
    document = make.at_signing(team, version=policy(team))
    told = make.published(team, version=interpretation(team, document))
    services.withdraw(item=told, reason="有误", by=team.signer, at=LATER)
    assert clock().is_open and clock().subject == document.item.uri
    services.restore(item=told, reason="核对无误", by=team.signer, at=LATER)
    assert clock().met_at == LATER


def test_a_withdrawn_policy_owes_no_interpretation():
    team = make.staff()
    item = without_interpretation(team, is_deferred=True)
    services.withdraw(item=item, reason="有误", by=team.signer, at=LATER)
    assert clock().cancelled_at == LATER
    services.restore(item=item, reason="核对无误", by=team.signer, at=LATER)
    assert clock().is_open


def test_a_historical_document_owes_none():
    make.published(make.staff(), version=policy(make.staff(), published_on=date(2016, 5, 4)))
    assert clock() is None


def test_no_limit_was_set_before_2016():
    team, long_ago = make.staff(), make.moment(2016, 3, 1)
    version = make.drafted(team, kind="document", at=long_ago, made_on=date(2016, 2, 29))
    version = make.at_signing(team, version=version, at=long_ago)
    reason = {"exempt_reason": "来不及同步", "is_deferred": True}
    services.exempt(version=version, by=team.signer, at=long_ago, **reason)
    assert services.sign(version=version, by=team.signer, at=long_ago).item.is_public
    assert clock() is None
