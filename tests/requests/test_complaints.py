"""Complaints about how requests are dealt with: the openness office examines them, nobody else sees them."""

from datetime import date

import pytest
from django.db import connection

from gongkai.clocks.models import Clock
from gongkai.requests import services
from gongkai.requests.models import Complaint
from tests import make
from tests.requests import cases
from tests.requests.answered import clerk, office

pytestmark = pytest.mark.django_db
AT = cases.MONDAY
DAY = date(2026, 11, 23)


def test_an_applicant_complains_and_the_office_has_fifteen_working_days():
    by, request = office(), cases.request().request
    complaint = services.complain(request=request, words="逾期不答复", at=AT)
    assert complaint.number == "投诉〔2026〕1号"
    assert complaint.due_on == date(2026, 12, 14)
    clock = Clock.objects.get(subject=complaint.uri)
    assert clock.organisation == make.office(), "the body complained of does not see it"
    assert "逾期" not in clock.title
    services.reply_to_complaint(complaint=complaint, finding="founded", words="已督促整改", by=by, at=AT)
    complaint.refresh_from_db()
    clock.refresh_from_db()
    assert (complaint.finding, complaint.reply, clock.met_at) == ("founded", "已督促整改", AT)
    with pytest.raises(services.AlreadyReplied):
        services.reply_to_complaint(complaint=complaint, finding="unfounded", words="另", by=by, at=AT)


def test_no_more_than_three_are_open_about_one_case():
    request = cases.request().request
    for _ in range(3):
        services.complain(request=request, words="逾期", at=AT)
    with pytest.raises(services.TooMany, match="正在办理"):
        services.complain(request=request, words="逾期", at=AT)


def test_the_office_writes_one_down_and_the_contact_lies_sealed():
    by = office()
    complaint = services.note_complaint(
        organisation=make.organisation(),
        request=None,
        words="不按时公开",
        contact="陈某 13800000000",
        by=by,
        at=AT,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM requests_complaint")
        assert "13800000000" not in cursor.fetchone()[0]
    assert services.contact_of(complaint) == "陈某 13800000000"


def test_a_department_neither_sees_nor_answers_what_is_complained_of_it():
    request = cases.request().request
    complaint, by = services.complain(request=request, words="逾期", at=AT), clerk(request)
    for person in (None, by, make.person("admin", make.office())):
        assert not Complaint.objects.visible_to(person, on=DAY).exists()
    assert Complaint.objects.visible_to(office(), on=DAY).get() == complaint
    with pytest.raises(services.NotAllowed):
        services.reply_to_complaint(complaint=complaint, finding="unfounded", words="没有", by=by, at=AT)
    with pytest.raises(services.NotAllowed):
        services.note_complaint(
            organisation=request.organisation, request=None, words="x", contact="", by=by, at=AT
        )


def test_a_contact_that_cannot_be_read_says_so(settings):
    by = office()
    complaint = services.note_complaint(
        organisation=make.organisation(), request=None, words="x", contact="某处", by=by, at=AT
    )
    settings.CASE_KEY = "another-key-altogether"
    assert "无法读取" in services.contact_of(complaint)
