"""Whatever is done and taken back: the case stands where it stood, to the day."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.clocks.models import Clock
from gongkai.clocks.services import NotExtendable
from gongkai.requests import services
from gongkai.requests.models import Request
from gongkai.requests.rules.course import IllegalStep, Kind, course, is_legal
from gongkai.requests.services.course import UNDOABLE, steps
from tests import make
from tests.requests import cases

pytestmark = pytest.mark.django_db
KEYED = {
    Kind.CONSULT: ["第三方1", "某局"],
    Kind.HEAR: ["第三方1", "某局"],
    Kind.DECIDE: ["granted", "secret", "not-corrected", "not-paid"],
}
TRIED = [(kind, key) for kind in sorted(UNDOABLE) for key in KEYED.get(kind, [""])]
COLUMNS = ("stage", "time", "decision", "service", "contest", "was_extended", "due_at", "decided_on")


def told(request):
    """Return everything that one sees of a case: its axes, its dates, how its clock explains itself."""
    row = Request.objects.values(*COLUMNS).get(pk=request.pk)
    return row | Clock.objects.values("due_at", "is_paused", "explanation").get(subject=request.uri)


def tried(request, kind, key, at):
    try:
        with transaction.atomic():
            services.happen(request=request, kind=kind, key=key, amount=20, by=None, at=at)
    except (IllegalStep, NotExtendable):
        request.refresh_from_db()
        return False
    return True


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(TRIED), st.integers(0, 9), st.booleans()), max_size=9))
def test_what_is_taken_back_leaves_no_trace_in_where_a_case_stands(db, history):
    with transaction.atomic():
        at, by = cases.MONDAY, make.person("clerk")
        request = cases.request(at=at).request
        for (kind, key), days, is_undone in history:
            at += timedelta(days=days)
            before = told(request)
            if not tried(request, kind, key, at):
                assert told(request) == before, "what is refused changes nothing"
                continue
            request.refresh_from_db()
            if is_undone:
                services.undo(request=request, words="误操作", by=by, at=at)
                request.refresh_from_db()
                assert told(request) == before
            case = course(steps(request.events.all()))
            assert is_legal(case)
            assert (request.stage, request.time, request.decision) == (case.stage, case.time, case.decision)
        transaction.set_rollback(True)


def test_a_history_that_takes_back_its_taking_back_goes_on():
    request, by = cases.request().request, make.person("clerk")
    for _ in range(3):
        assert tried(request, Kind.EXTEND, "", cases.MONDAY)
        services.undo(request=request, words="误操作", by=by, at=cases.MONDAY)
    assert [event.kind for event in request.events.all()][2:] == ["extend", "undo"] * 3
    assert course(steps(request.events.all())).was_extended is False
