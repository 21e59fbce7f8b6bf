"""What is owed and what has been published: coverage, and the clocks of obligations that come back."""

from datetime import date, timedelta

import pytest

from gongkai.clocks import services as clocks
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
    fields = {"published_on": at.date(), **fields}
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
    assert services.coverage_by_organisation(budget, at=make.NOW)["finance"].count == 2


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


def begun(obligation, subject, at, publisher=None, key=None):
    """Start the clock of one text under an obligation."""
    return clocks.start(
        subject=subject,
        duty="publication",
        title="公开",
        organisation=publisher or make.organisation(),
        limit="proactive",
        obligation_key=obligation.key if key is None else key,
        by=None,
        at=at,
    )


def done(clock, at):
    clocks.meet(subject=clock.subject, duty=clock.duty, by=None, at=at)


def test_a_text_that_is_overdue_or_came_late_keeps_its_obligation_from_being_in_time(
    folder, django_assert_num_queries
):
    write(folder, row(), row("accounts"), row("figures"))
    sync()
    budget, accounts, figures = (Obligation.objects.get(key=k) for k in ("budget", "accounts", "figures"))
    for each in (budget, accounts, figures):
        publish(each, make.moment(2017, 6, 1))
    begun(budget, "item:1", make.moment(2017, 5, 2))  # due on 31 May
    done(begun(accounts, "item:2", make.moment(2017, 5, 2)), make.moment(2017, 6, 1))
    done(begun(figures, "item:3", make.moment(2017, 5, 2)), make.moment(2017, 5, 31))  # on the last day
    with django_assert_num_queries(2):
        found = services.coverage([budget, accounts, figures], at=make.NOW)
    assert [(each.overdue, each.late, each.is_in_time) for each in found.values()] == [
        (1, 0, False),
        (0, 1, False),
        (0, 0, True),
    ]


def test_lateness_is_forgotten_after_twelve_months_and_belongs_to_one_organisation(folder):
    sync()
    budget, audit = Obligation.objects.get(), make.organisation("audit")
    publish(budget, make.moment(2017, 6, 1))
    publish(budget, make.moment(2017, 6, 1), publisher=audit)
    done(begun(budget, "item:1", make.moment(2017, 5, 2)), make.moment(2017, 6, 5))
    begun(budget, "item:2", make.moment(2017, 5, 2), publisher=audit)

    def judged(at, **of):
        found = services.coverage([budget], at=at, **of)["budget"]
        return found.overdue, found.late, found.is_in_time

    finance = make.organisation("finance")
    assert judged(make.NOW, of=finance) == (0, 1, False)
    assert judged(make.NOW, of=audit) == (1, 0, False)
    assert judged(make.moment(2018, 6, 6), of=finance) == (0, 0, True)
    by = services.coverage_by_organisation(budget, at=make.NOW)
    assert {key: (each.overdue, each.late, each.is_in_time) for key, each in by.items()} == {
        "finance": (0, 1, False),
        "audit": (1, 0, False),
    }


def test_what_was_published_elsewhere_years_ago_meets_no_duty_of_today(folder):
    make.organisation("finance")
    write(folder, row("figures", limit=MONTHLY))
    sync()
    today = make.moment(2026, 7, 15)
    services.expect_periodic(at=today)
    figures = Obligation.objects.get()
    publish(figures, today, published_on=date(2017, 7, 3))
    assert services.settle_periodic(at=today) == 0
    found = services.coverage([figures], at=today)["figures"]
    assert (found.count, found.last_on, found.is_in_time) == (1, date(2017, 7, 3), False)


def the_clock():
    return Clock.objects.open().get()


def test_a_periodic_clock_says_what_it_rests_on_and_follows_the_row(folder):
    make.organisation("finance")
    write(folder, row("figures", limit=MONTHLY))
    sync()
    services.expect_periodic(at=make.NOW)
    clock = the_clock()
    assert clock.obligation_key == "figures"
    assert clocks.explain(clock) == [
        "依据《中华人民共和国预算法》第十四条，每月至少一次，本期自2017-07-01至2017-07-31。",
        "应于2017-07-31 24:00前完成。",
    ]
    text = row("figures", title="月度数据", limit="{text: 每月公开, cadence: monthly, certain: false}")
    write(folder, text.replace("[《中华人民共和国预算法》第十四条]", "[{text: 某指引, certain: false}]"))
    sync()
    services.expect_periodic(at=make.NOW)
    assert the_clock().pk == clock.pk
    assert the_clock().title == "月度数据"
    assert clocks.explain(the_clock()) == [
        "依据某指引（待核实），每月至少一次，本期自2017-07-01至2017-07-31。",
        "应于2017-07-31 24:00前完成。",
        "该时限尚未与正式文本核对，仅作提醒。",
    ]


def test_another_rhythm_replaces_what_is_not_late_and_leaves_what_is(folder):
    make.organisation("finance")
    write(folder, row("figures", limit=MONTHLY))
    sync()
    services.expect_periodic(at=make.NOW)
    write(folder, row("figures", limit="{text: 每年公开, cadence: yearly}"))
    sync()
    services.expect_periodic(at=make.moment(2017, 7, 20))
    assert (the_clock().cadence, the_clock().due_on) == ("yearly", date(2017, 12, 31))
    write(folder, row("figures", limit=MONTHLY))
    sync()
    services.expect_periodic(at=make.moment(2018, 1, 10))
    assert (the_clock().cadence, the_clock().due_on) == ("yearly", date(2017, 12, 31))


def test_a_cadence_binds_only_while_its_law_is_in_force(folder):
    (folder / "limits.yaml").unlink()
    (folder / "limits.yaml").write_text(
        "limits: [{key: rule, title: 规定, article: 第一条, cadence: monthly, valid_from: '2017-08-01'}]"
    )
    make.organisation("finance")
    write(folder, row("figures", limit="{text: 每月公开, cadence: monthly, cadence_key: rule}"))
    sync()
    assert services.expect_periodic(at=make.NOW) == 0
    assert services.expect_periodic(at=make.moment(2017, 8, 1)) == 1
    (folder / "limits.yaml").write_text("limits: []")  # nobody loaded the catalogue after that
    assert services.expect_periodic(at=make.moment(2017, 9, 1)) == 1
    assert not Clock.objects.open().exists()


def test_what_is_owed_every_day_is_one_open_clock_an_organisation(folder):
    finance, _ = make.organisation("finance"), make.organisation("audit")
    write(folder, row("figures", limit="{text: 每日更新, cadence: daily}", publishers="finance, audit"))
    sync()
    for day in range(3, 8):
        services.expect_periodic(at=make.moment(2017, 7, day))
    assert set(Clock.objects.open().values_list("organisation__key", "due_on")) == {
        ("finance", date(2017, 7, 3)),
        ("audit", date(2017, 7, 3)),
    }
    publish(Obligation.objects.get(), make.moment(2017, 7, 7), publisher=finance)
    services.expect_periodic(at=make.moment(2017, 7, 7, 10))
    mine = Clock.objects.filter(organisation=finance)
    assert list(mine.open().values_list("due_on", flat=True)) == [date(2017, 7, 7)]
    assert mine.count() == 2  # nobody owes the days between after the fact


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
