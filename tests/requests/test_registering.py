"""A request comes in, is moved by one event after another, and its clock follows."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongkai.clocks.models import Clock
from gongkai.requests import services
from gongkai.requests.models import AppendOnly, Applicant, Record, Request
from gongkai.requests.rules import Evidence
from gongkai.requests.rules.course import IllegalStep, Kind
from tests import make
from tests.requests import cases

pytestmark = pytest.mark.django_db


def test_a_request_that_came_by_the_web_runs_from_the_day_on_which_it_was_confirmed():
    request = cases.request(at=make.moment(2026, 11, 23)).request
    assert request.received_on == date(2026, 11, 23)
    assert request.stage == "handling"
    assert request.due_on == date(2026, 12, 21), "twenty working days"
    assert "第三十一条第三项" in request.receipt_basis


def test_a_letter_of_which_nobody_knows_when_it_came_waits_for_its_confirmation():
    at = make.moment(2026, 11, 23)
    arrived = Evidence(arrived=date(2026, 11, 20))
    request = cases.request(channel="plain-mail", evidence=arrived, at=at).request
    assert (request.stage, request.received_on, request.due_on) == ("registered", None, None)
    clerk = make.person("clerk", request.organisation)
    evidence = Evidence(confirmed=date(2026, 11, 23))
    services.confirm(request=request, evidence=evidence, words="电话确认", by=clerk, at=at)
    request.refresh_from_db()
    assert (request.stage, request.received_on) == ("handling", date(2026, 11, 23))


def test_a_letter_signed_for_on_friday_and_registered_on_monday_runs_from_friday():
    made = cases.request(
        channel="signed-mail", evidence=Evidence(signed=date(2026, 11, 20)), at=make.moment(2026, 11, 23)
    )
    assert made.request.received_on == date(2026, 11, 20)
    assert made.request.due_on == date(2026, 12, 18)


def test_a_day_that_lies_ahead_is_refused():
    with pytest.raises(services.NotReceivable, match="不能晚于今天"):
        cases.request(evidence=Evidence(confirmed=date(2026, 11, 24)), at=make.moment(2026, 11, 23))


def test_numbers_have_no_gaps_and_begin_anew_with_organisation_and_year():
    at = make.moment(2026, 11, 23)
    numbers = [cases.request(at=at).request.serial for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert cases.request(organisation=make.organisation("office"), at=at).request.serial == 1
    assert cases.request(at=make.moment(2027, 1, 4)).request.serial == 1


def test_a_number_is_given_back_when_registering_fails():
    at = make.moment(2026, 11, 23)
    with pytest.raises(IntegrityError), transaction.atomic():
        cases.request(at=at, asker=None)
    assert cases.request(at=at).request.serial == 1


def test_the_query_code_is_stored_nowhere_and_found_however_it_is_typed():
    made = cases.request()
    assert len(made.code) == 19
    assert services.digest_of(made.code.lower().replace("-", " ")) == made.request.code_digest
    assert made.code not in str(Request.objects.values())


def test_the_applicant_is_readable_only_with_the_key(settings):
    made = cases.request(name="王某某", id_number="330103197001010014")
    row = Applicant.objects.get(request=made.request)
    assert row.identity.name == "王某某"
    assert "330103" not in row.sealed
    settings.CASE_KEY = "another"
    with pytest.raises(Exception, match="无法读取"):
        row.identity  # noqa: B018


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    made, old = cases.request(name="王某某"), settings.CASE_KEY
    settings.CASE_KEY = f"newer,{old}"
    assert Applicant.objects.get(request=made.request).identity.name == "王某某"
    assert services.digest_of(made.code) == made.request.code_digest, "hashes stay with the oldest key"


def test_consulting_stops_the_clock_and_hearing_lets_it_go_on():
    request = cases.request(at=make.moment(2026, 11, 23)).request
    clerk = make.person("clerk", request.organisation)
    services.happen(request=request, kind=Kind.CONSULT, key="第三方1", by=clerk, at=make.moment(2026, 11, 25))
    assert request.time == "paused"
    services.happen(request=request, kind=Kind.HEAR, key="第三方1", by=clerk, at=make.moment(2026, 12, 2))
    assert (request.time, request.due_on) == ("running", date(2026, 12, 28))


def test_a_correction_lets_the_whole_period_run_anew():
    request = cases.request(at=make.moment(2023, 9, 11)).request
    clerk = make.person("clerk", request.organisation)
    services.happen(request=request, kind=Kind.ASK_CORRECTION, by=clerk, at=make.moment(2023, 9, 20))
    assert Clock.objects.get(duty="answer").is_paused
    services.happen(request=request, kind=Kind.CORRECT, by=clerk, at=make.moment(2023, 9, 27))
    assert request.due_on == date(2023, 10, 31)
    services.happen(request=request, kind=Kind.EXTEND, amount=20, by=clerk, at=make.moment(2023, 10, 20))
    assert request.due_on == date(2023, 11, 28)


def test_an_undone_step_leaves_everything_as_it_was():
    request = cases.request(at=make.moment(2026, 11, 23)).request
    clerk, due = make.person("clerk", request.organisation), request.due_on
    services.happen(request=request, kind=Kind.EXTEND, amount=20, by=clerk, at=make.moment(2026, 11, 25))
    assert request.was_extended
    services.undo(request=request, words="误操作", by=clerk, at=make.moment(2026, 11, 25))
    assert (request.was_extended, request.due_on) == (False, due)
    services.happen(request=request, kind=Kind.EXTEND, amount=20, by=clerk, at=make.moment(2026, 11, 26))
    assert request.was_extended, "what was taken back may be done once more"


def test_the_receipt_is_not_undone():
    request = cases.request().request
    with pytest.raises(services.NotUndoable, match="“收到”不能撤销"):
        services.undo(request=request, words="", by=make.person("clerk"), at=make.NOW)


def test_of_two_who_act_at_once_one_is_told():
    request = cases.request(at=make.moment(2026, 11, 23)).request
    same, clerk = Request.objects.get(pk=request.pk), make.person("clerk", request.organisation)
    services.happen(request=request, kind=Record.NOTE, words="甲", by=clerk, at=make.moment(2026, 11, 25))
    with pytest.raises(services.ChangedMeanwhile):
        services.happen(request=same, kind=Kind.CONSULT, key="乙局", by=clerk, at=make.moment(2026, 11, 25))
    assert Clock.objects.get(duty="answer").is_paused is False


def test_what_cannot_follow_is_refused_and_changes_nothing():
    request = cases.request(at=make.moment(2026, 11, 23)).request
    before = request.number_of_events
    with pytest.raises(IllegalStep):
        services.happen(request=request, kind=Kind.SERVE, by=None, at=make.moment(2026, 11, 25))
    request.refresh_from_db()
    assert (request.number_of_events, request.stage) == (before, "handling")


def test_the_database_itself_refuses_axes_that_do_not_fit():
    request = cases.request().request
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(stage="closed")


def test_events_are_written_once():
    event = cases.request().request.events.get(number=1)
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()


def test_who_withdraws_owes_and_is_owed_nothing():
    request = cases.request(at=make.moment(2026, 11, 23)).request
    services.happen(request=request, kind=Kind.WITHDRAW, by=None, at=make.moment(2026, 11, 25))
    assert (request.stage, request.counted_as) == ("closed", "withdrawn")
    assert request.counted_on == date(2026, 11, 25)
    assert Clock.objects.get(duty="answer").cancelled_at


@pytest.mark.parametrize(
    ("role", "place", "sees"),
    [
        ("clerk", "finance", True),
        ("signer", "finance", True),
        ("secrecy", "finance", False),
        ("clerk", "office", False),
        ("admin", "finance", False),
        ("openness", "office", True),
    ],
)
def test_a_case_is_seen_by_those_who_handle_it(role, place, sees):
    request = cases.request(organisation=make.organisation("finance")).request
    who = make.person(role, make.organisation(place))
    assert Request.objects.visible_to(who, on=date(2026, 11, 23)).filter(pk=request.pk).exists() == sees


def test_a_stranger_sees_no_case():
    cases.request()
    assert not Request.objects.visible_to(None, on=date(2026, 11, 23)).exists()
