"""Whether entries became public in time: one figure a release, and what meets a duty that comes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.clocks.models import Clock
from gongkai.law.deadlines import Unit
from gongkai.obligations import services as obligations
from gongkai.obligations.models import Obligation
from gongkai.registers import services
from gongkai.registers.models import Register
from tests.registers.test_batches import FIRST, NOW, released

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOW + 60 * DAY


@pytest.fixture
def timed(register, clerk, signer):
    """Return the register, whose rows are due seven working days after their day; its first release made."""
    limit = {"forms": [{"form": "after", "event": "抽查", "amount": 7, "unit": Unit.WORKING_DAYS.value}]}
    Obligation.objects.update(limit=limit, limit_text="自抽查之日起7个工作日")
    released(register, clerk, signer, FIRST)
    return register


def rows(*days):
    return [f"1{n},演示糕点,,合格,,,{timezone.localdate(day)}" for n, day in enumerate(days)]


def test_stock_taken_over_is_not_judged(timed):
    found = services.punctuality(register=timed)
    assert (found.judged, found.share) == (0, None)
    assert found.released_at == NOW


def test_each_release_counts_what_came_in_time_and_what_late(timed, clerk, signer):
    made = released(timed, clerk, signer, rows(LATER, LATER - DAY, LATER - 40 * DAY), at=LATER)
    assert (made.in_time, made.late) == (2, 1)
    assert 10 < made.latest < 30, "working days, not days"
    found = services.punctuality(register=Register.objects.get())
    assert (found.in_time, found.late, found.share, found.released_at) == (2, 1, 66, LATER)
    assert services.punctuality(register=timed, since=timezone.localdate(LATER + DAY)).judged == 0


def test_a_correction_of_what_was_in_time_does_not_count_again(timed, clerk, signer):
    released(timed, clerk, signer, rows(LATER), at=LATER)
    again = [row.replace("糕点", "饼干") for row in rows(LATER)]
    made = released(timed, clerk, signer, again, at=LATER + 30 * DAY)
    assert (made.changed, made.in_time, made.late) == (1, 0, 0)


def test_a_release_meets_the_duty_that_comes_back_and_a_lapse_does_not(register, clerk, signer):
    Obligation.objects.update(cadence="monthly")
    obligations.expect_periodic(at=NOW)
    clock = Clock.objects.get(obligation_key="product-quality-checks")
    released(register, clerk, signer, FIRST, at=NOW)
    obligations.settle_periodic(at=NOW)
    clock.refresh_from_db()
    assert clock.met_at == NOW
    long_after = NOW + 60 * 366 * DAY
    assert services.lapse(at=long_after) == 2
    obligations.expect_periodic(at=long_after)
    obligations.settle_periodic(at=long_after + DAY)
    assert Clock.objects.open().filter(obligation_key="product-quality-checks").exists()
