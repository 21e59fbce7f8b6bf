"""What is owed and what has been published: coverage, and the clocks of obligations that come back."""

from datetime import date, timedelta

import pytest

from gongkai.clocks.models import Clock
from gongkai.obligations import services
from gongkai.obligations.models import Obligation
from gongkai.publication.services import announce
from tests import make
from tests.obligations.declaring import MONTHLY, row, write

pytestmark = pytest.mark.django_db


def sync():
    return services.sync(by=None, at=make.NOW)


def office():
    make.organisation("finance")
    return make.person("openness", make.organisation("government-office", kind="office"))


def publish(obligation, at, publisher=None, **fields):
    publisher = publisher or make.organisation()
    who = make.person("signer", publisher)
    return announce(
        notice=make.notice(publisher=publisher, obligation_key=obligation.key, **fields), by=who, at=at
    )


def test_coverage_counts_what_is_public_now(folder, django_assert_max_num_queries):
    write(folder, row(), row("accounts"), row("figures", limit=MONTHLY))
    make.organisation("finance")
    sync()
    budget, accounts, figures = (Obligation.objects.get(key=k) for k in ("budget", "accounts", "figures"))
    publish(budget, make.moment(2017, 6, 1))
    publish(budget, make.moment(2017, 6, 20))
    publish(figures, make.moment(2017, 4, 20))
    publish(accounts, make.moment(2017, 6, 1), address="/items/gone/")
    publish(accounts, make.moment(2017, 6, 2), address="/items/gone/", event="withdrawn", version=2)
    with django_assert_max_num_queries(3):
        found = services.coverage([budget, accounts, figures], at=make.NOW)
    assert (found["budget"].count, found["budget"].last_on) == (2, date(2017, 6, 20))
    assert (found["budget"].is_in_time, found["accounts"].is_in_time, found["figures"].is_in_time) == (
        True,
        None,
        False,
    )
    assert found["accounts"].count == 0
    assert services.coverage_by_organisation(budget)["finance"].count == 2


def test_a_repeal_is_no_publication(folder):
    write(folder, row(limit=MONTHLY))
    make.organisation("finance")
    sync()
    budget = Obligation.objects.get(key="budget")
    publish(budget, make.moment(2017, 4, 3), address="/items/old/")
    publish(budget, make.moment(2017, 6, 20), address="/items/old/", event="repealed", version=1)
    found = services.coverage([budget], at=make.NOW)["budget"]
    assert (found.count, found.last_on, found.is_in_time) == (1, date(2017, 4, 3), False)


def test_coverage_can_be_asked_for_one_organisation(folder):
    write(folder, row(limit=MONTHLY, publishers="all-departments"))
    finance, education = make.organisation("finance"), make.organisation("education")
    sync()
    budget = Obligation.objects.get(key="budget")
    publish(budget, make.moment(2017, 6, 20))
    assert services.coverage([budget], at=make.NOW, of=finance)["budget"].is_in_time
    assert services.coverage([budget], at=make.NOW, of=education)["budget"] == services.Coverage()
    services.expect_periodic(at=make.moment(2017, 5, 1))
    found = services.coverage([budget], at=make.NOW, of=education)["budget"]
    assert (found.overdue, found.is_in_time) == (1, False)


def test_each_organisation_owes_a_periodic_obligation_once_a_period(folder):
    finance, audit = make.organisation("finance"), make.organisation("audit")
    make.organisation("closed", valid_to=date(2016, 1, 1))
    write(folder, row(), row("figures", limit=MONTHLY, publishers="all-departments"))
    sync()
    assert services.expect_periodic(at=make.NOW) == 2
    assert services.expect_periodic(at=make.NOW) == 0
    assert set(Clock.objects.values_list("organisation__key", "due_on")) == {
        (finance.key, date(2017, 7, 31)),
        (audit.key, date(2017, 7, 31)),
    }
    obligation = Obligation.objects.get(key="figures")
    assert services.meet_periodic(obligation=obligation, organisation=finance, by=None, at=make.NOW)
    assert services.expect_periodic(at=make.NOW) == 0
    assert services.expect_periodic(at=make.moment(2017, 8, 1)) == 1


def test_a_publication_meets_the_clock_of_its_publisher_only(folder):
    finance, _ = make.organisation("finance"), make.organisation("audit")
    write(folder, row("figures", limit=MONTHLY, publishers="finance, audit"))
    sync()
    services.expect_periodic(at=make.NOW)
    figures = Obligation.objects.get()
    publish(figures, make.NOW + timedelta(days=1), publisher=finance)
    assert services.settle_periodic(at=make.NOW) == 0
    assert services.settle_periodic(at=make.NOW + timedelta(days=2)) == 1
    assert Clock.objects.open().get().organisation.key == "audit"
    assert Clock.objects.exclude(met_at=None).get().met_at == make.NOW + timedelta(days=1)


def test_a_late_publication_meets_the_month_it_was_owed_for_and_not_the_next(folder):
    make.organisation("finance")
    write(folder, row("figures", limit=MONTHLY))
    sync()
    services.expect_periodic(at=make.NOW)
    late = make.moment(2017, 8, 5)
    figures = Obligation.objects.get()
    assert services.coverage([figures], at=late)["figures"].overdue == 1
    publish(figures, late)
    assert services.expect_periodic(at=late + timedelta(hours=1)) == 2
    assert Clock.objects.exclude(met_at=None).get().due_on == date(2017, 7, 31)
    assert Clock.objects.open().get().due_on == date(2017, 8, 31)
    publish(figures, late + timedelta(days=1))
    assert services.settle_periodic(at=late + timedelta(days=2)) == 1


def test_a_retired_obligation_is_owed_no_longer(folder):
    make.organisation("finance")
    write(folder, row("figures", limit=MONTHLY), row("more", limit=MONTHLY))
    sync()
    services.expect_periodic(at=make.NOW)
    services.retire(obligation=Obligation.objects.get(key="more"), reason="取消", by=office(), at=make.NOW)
    assert Clock.objects.open().get().duty == "figures"
    write(folder, row())
    sync()
    assert services.expect_periodic(at=make.NOW) == 1
    assert not Clock.objects.open().exists()
