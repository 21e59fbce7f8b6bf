"""Within which time something must be public: by the row's own limit, or by the law of the day."""

from datetime import date

import pytest

from gongkai.law.deadlines import Length, Unit
from gongkai.law.limits import UnknownLimit
from gongkai.obligations import services
from tests import make

pytestmark = pytest.mark.django_db
FRIDAY = date(2017, 6, 30)


def after(amount, unit, kind=""):
    return {"form": "after", "event": "批准之日", "amount": amount, "unit": unit, "kind": kind}


def due_with(*forms, certain=True):
    limit = {"forms": list(forms), "retention": "", "certain": certain}
    basis = [{"text": "《预算法》第十四条"}]
    obligation = make.obligation(f"row-{len(forms)}", limit=limit, limit_text="批准后公开", basis=basis)
    return services.event_limit(obligation, on=FRIDAY)


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


def test_a_limit_for_one_kind_binds_no_other():
    assert due_with(after(7, "working_days", "行政许可")) == services.general_limit(on=FRIDAY)


def test_a_limit_of_its_own_counts_even_if_it_is_longer():
    assert due_with(after(60, "calendar_days")).length == Length(60, Unit.CALENDAR_DAYS)


def test_of_several_limits_the_shortest_counts_whatever_its_unit():
    calendar, working = after(20, "calendar_days"), after(20, "working_days")
    assert due_with(calendar, working).length.unit == Unit.CALENDAR_DAYS
    assert due_with(calendar, working, after(2, "working_days")).length.amount == 2


def test_a_limit_tells_what_it_rests_on_and_whether_that_was_checked():
    limit = due_with(after(20, "calendar_days"), certain=False)
    assert (limit.article, limit.starts, limit.certain) == (
        "批准后公开（《预算法》第十四条）",
        "批准之日",
        False,
    )
