"""Late interpretation is a clock (国办发〔2016〕80号；最迟不晚于文件公开后3个工作日)."""

from datetime import date, timedelta

import pytest

from gongkai.clocks.models import Clock
from gongkai.items import services
from gongkai.items.models import Arrival
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
    team, days = make.staff(), {"made_on": date(2016, 5, 3), "published_on": date(2016, 5, 4)}
    make.published(team, version=policy(team, **days))
    assert clock() is None
    assert not services.owing().exists()


def test_a_day_that_a_clerk_fills_in_excuses_nothing_since_the_duty_began():
    team, days = make.staff(), {"made_on": date(2016, 11, 9), "published_on": date(2016, 11, 10)}
    version = make.at_signing(team, version=policy(team, **days))
    with pytest.raises(services.MissingInterpretation):
        services.sign(version=version, by=team.signer, at=make.NOW)
    reason = {"exempt_reason": "来不及同步", "is_deferred": True}
    services.exempt(version=version, by=team.signer, at=make.NOW, **reason)
    item = services.sign(version=version, by=team.signer, at=make.NOW).item
    assert clock().is_open
    assert services.owing().get() == item


def test_what_an_old_site_brought_owes_none_whatever_its_day():
    team = make.staff()
    item = policy(team, published_on=date(2017, 5, 4), made_on=date(2017, 5, 3)).item
    Arrival.objects.create(site="旧站", key="1", line=1, outcome="held", item=item, at=make.NOW)
    version = item.versions.get()
    version = services.save(version=version, fields={}, revision=0, by=team.clerk, at=make.NOW)
    assert not version.needs_interpretation
    version = services.submit(version=version, by=team.clerk, at=make.NOW)  # no reason for its day is wanted
    services.review(version=version, by=team.reviewer, at=make.NOW)
    services.clear(version=version, by=team.secrecy, at=make.NOW)
    assert services.sign(version=version, by=team.signer, at=make.NOW).item.is_public
    assert clock() is None
    assert not services.owing().exists()


def test_no_limit_was_set_before_2016():
    team, long_ago = make.staff(), make.moment(2016, 3, 1)
    version = make.drafted(team, kind="document", at=long_ago, made_on=date(2016, 2, 29))
    version = make.at_signing(team, version=version, at=long_ago)
    reason = {"exempt_reason": "来不及同步", "is_deferred": True}
    services.exempt(version=version, by=team.signer, at=long_ago, **reason)
    assert services.sign(version=version, by=team.signer, at=long_ago).item.is_public
    assert clock() is None
