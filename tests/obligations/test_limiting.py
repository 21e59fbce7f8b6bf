"""Within which time something must be public: by the row's own limit, or by the law of the day."""

from datetime import date

import pytest

from gongkai.law.deadlines import Length, Unit
from gongkai.law.limits import UnknownLimit
from gongkai.obligations import services
from gongkai.obligations.models import Obligation
from tests import make

pytestmark = pytest.mark.django_db
FRIDAY = date(2017, 6, 30)


def after(amount, unit, kind="", key=""):
    return {"form": "after", "event": "批准之日", "amount": amount, "unit": unit, "kind": kind, "key": key}


def due_with(*forms, certain=True, on=FRIDAY, kind="", **fields):
    limit = {"forms": list(forms), "retention": "", "certain": certain}
    basis = [{"text": "《预算法》第十四条"}, {"text": "某通知", "certain": False}]
    obligation = make.obligation(
        f"row-{next(make.number)}", limit=limit, limit_text="批准后公开", basis=basis, **fields
    )
    return services.event_limit(obligation, on=on, kind=kind)


@pytest.mark.parametrize(
    ("on", "article"),
    [
        (date(2008, 5, 1), "政府信息公开条例（2007）第十八条"),
        (date(2019, 5, 14), "政府信息公开条例（2007）第十八条"),
        (date(2019, 5, 15), "政府信息公开条例（2019）第二十六条"),
    ],
)
def test_the_general_limit_is_that_of_the_day(on, article):
    assert services.general_limit(on=on).article == article


def test_before_the_regulation_there_was_no_limit():
    with pytest.raises(UnknownLimit):
        services.event_limit(None, on=date(2008, 4, 30))


def test_a_row_that_names_no_amount_has_the_general_limit():
    general = services.general_limit(on=FRIDAY)
    assert due_with({"form": "vague", "word": "及时", "kind": ""}) == general


SPLIT = (after(7, "working_days", "行政许可"), after(60, "working_days", "其他"), after(48, "hours", "舆情"))


def test_as_long_as_the_kind_is_not_told_the_shortest_limit_of_all_kinds_binds():
    assert due_with(*SPLIT).length == Length(48, Unit.HOURS)
    assert due_with(*SPLIT, kind="一种没有的情形").length == Length(48, Unit.HOURS)
    assert due_with(*SPLIT, after(5, "hours")).length == Length(5, Unit.HOURS)  # set for every kind


def test_a_kind_without_a_number_has_the_general_limit_even_beside_longer_ones():
    vague = {"form": "vague", "word": "及时", "kind": "调查报告"}
    assert due_with(after(12, "months", "整改评估"), vague) == services.general_limit(on=FRIDAY)


@pytest.mark.parametrize(("kind", "amount"), [("行政许可", 7), ("其他", 60), ("舆情", 48)])
def test_once_the_kind_is_told_its_own_limit_binds(kind, amount):
    assert due_with(*SPLIT, after(3, "working_days"), kind=kind).length.amount == amount


def test_the_kinds_of_an_obligation_are_known():
    obligation = make.obligation(limit={"forms": list(SPLIT)}, limit_text="字")
    assert services.kinds_of(obligation) == ("行政许可", "其他", "舆情")
    assert services.kinds_of(None) == ()


@pytest.mark.parametrize(
    ("on", "amount", "article"),
    [
        (date(2017, 7, 3), 20, "政府信息公开条例（2007）第十八条"),
        (date(2021, 8, 31), 20, "政府信息公开条例（2019）第二十六条"),
        (date(2021, 9, 1), 15, "土地管理法实施条例第三十一条"),
    ],
)
def test_a_number_binds_only_while_its_own_law_is_in_force(on, amount, article):
    limit = due_with(after(15, "working_days", key="land-approval-notice"), on=on)
    assert (limit.length.amount, limit.article) == (amount, article)


def test_a_named_limit_is_told_by_its_own_article_and_the_event_of_the_row():
    limit = due_with(after(20, "calendar_days", key="budget-publication"), certain=False)
    assert (limit.key, limit.article, limit.starts) == ("budget-publication", "预算法第十四条", "批准之日")
    assert not limit.certain
    assert due_with(after(20, "calendar_days", key="budget-publication")).certain
    assert not due_with(after(7, "working_days", key="penalty-result")).certain  # its beginning is unchecked


def test_a_row_binds_only_between_its_own_dates():
    row = {"valid_from": date(2017, 7, 1), "valid_to": date(2018, 6, 30)}
    days = [FRIDAY, date(2017, 7, 1), date(2018, 6, 30), date(2018, 7, 1)]
    amounts = [due_with(after(2, "working_days"), on=day, **row).length.amount for day in days]
    assert amounts == [20, 2, 2, 20]


def test_a_statutory_limit_that_is_no_longer_declared_binds_nobody():
    limit = due_with(after(1, "working_days", key="struck-out"))
    assert limit == services.general_limit(on=FRIDAY)


# Rows of the shipped catalogue whose law is newer than the mission: kind, the limit on 1 July 2017, today's.
SHIPPED = [
    ("land-approval-notice", "", (20, "working_days"), (15, "working_days")),
    ("unit-budget-and-accounts", "", (20, "working_days"), (20, "calendar_days")),
    ("project-quality-safety", "行政处罚", (20, "working_days"), (7, "working_days")),
    ("allowance-approval", "", (20, "working_days"), (10, "working_days")),
    ("penalty-withdrawal", "", (20, "working_days"), (3, "working_days")),
    ("ppp-project-stages", "适时公开", (6, "months"), (20, "working_days")),  # repealed in 2023
    ("safety-penalties", "", (7, "working_days"), (7, "working_days")),  # 双公示 before 安全生产法
    ("penalty-decisions", "", (7, "working_days"), (7, "working_days")),
    ("emergency-authoritative-information", "", (5, "hours"), (5, "hours")),
    ("emergency-authoritative-information", "新闻发布会", (24, "hours"), (24, "hours")),
    ("opinion-response", "其他政务舆情", (48, "hours"), (48, "hours")),
    ("eia-acceptance", "", (1, "working_days"), (1, "working_days")),
    ("eia-decision", "审批决定", (7, "working_days"), (7, "working_days")),
    ("accident-reports", "整改评估", (20, "working_days"), (12, "months")),
    ("accident-reports", "", (20, "working_days"), (20, "working_days")),
    ("government-budget", "", (20, "calendar_days"), (20, "calendar_days")),
]


@pytest.mark.parametrize("today", [False, True], ids=["2017", "today"])
def test_the_shipped_rows_follow_the_law_of_the_day(today):
    services.sync(by=None, at=make.NOW)
    on = date(2026, 7, 1) if today else date(2017, 7, 1)
    found = {}
    for key, kind, *_ in SHIPPED:
        limit = services.event_limit(Obligation.objects.get(key=key), on=on, kind=kind)
        found[key, kind] = (limit.length.amount, limit.length.unit.value)
        assert limit.valid_from <= on
    assert found == {(key, kind): now if today else then for key, kind, then, now in SHIPPED}


def test_a_limit_of_its_own_counts_even_if_it_is_longer():
    assert due_with(after(60, "calendar_days")).length == Length(60, Unit.CALENDAR_DAYS)


def test_of_several_limits_the_shortest_counts_whatever_its_unit():
    calendar, working = after(20, "calendar_days"), after(20, "working_days")
    assert due_with(calendar, working).length.unit == Unit.CALENDAR_DAYS
    assert due_with(calendar, working, after(2, "working_days")).length.amount == 2


def test_a_limit_tells_what_it_rests_on_and_whether_that_was_checked():
    limit = due_with(after(20, "calendar_days"), certain=False)
    assert (limit.article, limit.starts, limit.certain) == (
        "批准后公开（《预算法》第十四条、某通知（待核实））",
        "批准之日",
        False,
    )
