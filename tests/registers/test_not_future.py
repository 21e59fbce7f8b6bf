"""What is filled in as having happened lies not in the future, whichever way it comes."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongkai.registers import services
from gongkai.registers.models import Batch, Stage
from tests import make
from tests.registers.test_batches import FIRST, NOW, received, settled
from tests.registers.test_schema import SAMPLING

pytestmark = pytest.mark.django_db
BOUND = "{that: at-most, fields: [paid], of: fine}"
TODAY = localdate(NOW)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def register(register):
    text = SAMPLING.replace(BOUND, "{that: past, fields: [checked_on]}")
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    register.refresh_from_db()
    return register


def test_a_row_of_tomorrow_is_a_fault_of_its_cell_and_one_of_today_is_none(register, clerk):
    rows = [FIRST[0].replace("2017-06-01", f"{TODAY}"), FIRST[1].replace("2017年6月2日", f"{TOMORROW}")]
    batch = settled(received(register, clerk, rows), clerk)
    assert (batch.stage, batch.counts["faulty"]) == (Stage.CHECKED, 1)
    [fault] = services.faults(batch, page=1)
    assert "还没有到" in str(fault)
    with pytest.raises(services.Refused, match="1 行有错"):
        services.submit(batch=batch, reason="", by=clerk, at=NOW)


def test_an_entry_of_tomorrow_is_refused_at_its_field(register, clerk):
    cells = {"number": "9", "product": "糕", "result": "合格", "checked_on": f"{TOMORROW}"}
    given = {"register": register, "organisation": make.organisation("market"), "by": clerk, "at": NOW}
    with pytest.raises(services.Faulty) as told:
        services.enter(typed=services.Typed("recorded", cells), **given)
    assert list(told.value.found) == ["checked_on"] and not Batch.objects.exists()
    cells["checked_on"] = f"{TODAY}"
    assert services.enter(typed=services.Typed("recorded", cells), **given).stage == Stage.SUBMITTED


def test_it_holds_also_while_the_display_period_stands_still(register, clerk):
    services.hold(register=register, reason="复核", by=None, at=NOW)
    rows = [FIRST[0].replace("2017-06-01", f"{TOMORROW}")]
    assert settled(received(register, clerk, rows), clerk).counts["faulty"] == 1
