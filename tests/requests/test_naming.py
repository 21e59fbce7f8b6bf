"""Who asked is told by sealed rows alone: what is said of a case beside them names its applicant nowhere."""

from datetime import date, timedelta

import pytest

from gongkai.requests import services
from gongkai.requests.models import Complaint, Letter, Rating, Suggestion
from tests import make
from tests.requests import cases
from tests.requests.answered import answered, clerk
from tests.requests.answered import office as openness
from tests.requests.letters import office

pytestmark = pytest.mark.django_db
AT = cases.MONDAY
NAMING = ("陈某要求尽快", "致电0571-00000000", "证件330103199001010011")


@pytest.fixture(params=NAMING)
def naming(request):
    return request.param


def refused(act, **told):
    with pytest.raises(services.NamesSomebody):
        act(**told)


def test_an_opinion_and_how_it_is_weighed_name_nobody(naming):
    desk = office(id_number="330103199001010011")
    asked = desk.asked()
    by = {"consultation": asked, "by": desk.clerk, "at": desk.at}
    refused(services.hear, opinion="objection", heard_on=desk.at.date(), reasons=naming, **by)
    services.hear(opinion="objection", heard_on=desk.at.date(), reasons="商业秘密", **by)
    refused(services.weigh, is_overridden=True, weighing=naming, **by)


def test_why_a_letter_is_returned_voided_or_late_names_nobody(naming):
    desk = office(id_number="330103199001010011")
    letter = desk.submitted("extension")
    refused(services.letters.return_letter, letter=letter, reason=naming, by=desk.signer, at=desk.at)
    refused(services.letters.cancel, letter=letter, reason=naming, by=desk.clerk, at=desk.at)
    refused(desk.draft, kind="correction", late_for=naming)
    notice = desk.signed("correction")
    refused(desk.send, letter=notice, late_for=naming)
    assert set(Letter.objects.values_list("returned_for", "late_for")) == {("", "")}


@pytest.mark.parametrize("way", ["request", "proceeding", "complaint"])
def test_a_suggestion_about_a_case_names_nobody(naming, way):
    by = openness()
    case = answered(id_number="330103199001010011")
    began = {"applied_on": date(2026, 12, 4), "begun_on": date(2026, 12, 4)}
    at = AT + timedelta(days=20)
    about = {
        "request": case,
        "proceeding": services.contest(
            request=case, route="review", body="区人民政府", by=clerk(case), at=at, **began
        ),
        "complaint": services.complain(request=case, words="太慢", at=at),
    }
    told = {"organisation": case.organisation, "problem": "late", "due_on": date(2026, 12, 20), "by": by}
    refused(services.suggest, words=naming, about={way: about[way]}, at=at, **told)
    made = services.suggest(words="请说明", about={way: about[way]}, at=at, **told)
    refused(services.answer_suggestion, suggestion=made, words=naming, by=clerk(case), at=at)
    made = Suggestion.objects.get()
    services.answer_suggestion(suggestion=made, words="已经说明", by=clerk(case), at=at)
    refused(services.return_answer, suggestion=made, words=naming, due_on=date(2026, 12, 21), by=by, at=at)
    refused(services.accept_answer, suggestion=Suggestion.objects.get(), words=naming, by=by, at=at)


def test_a_suggestion_in_general_may_say_what_it_likes():
    told = {"problem": "late", "words": "陈某", "due_on": date(2026, 12, 20)}
    assert services.suggest(organisation=make.organisation(), by=openness(), at=AT, **told).pk


def test_a_complaint_its_reply_and_a_rating_name_nobody(naming):
    by, case = openness(), answered(id_number="330103199001010011")
    at = AT + timedelta(days=20)
    with pytest.raises(services.NamesSomebody, match="查询码"):
        services.complain(request=case, words=naming, at=at)
    with pytest.raises(services.NamesSomebody, match="查询码"):
        services.rate(request=case, stars=1, words=naming, at=at)
    noted = {"organisation": case.organisation, "contact": "", "by": by, "at": at}
    refused(services.note_complaint, request=case, words=naming, **noted)
    assert not Complaint.objects.exists() and not Rating.objects.exists()
    made = services.complain(request=case, words="太慢", at=at)
    refused(services.reply_to_complaint, complaint=made, finding="founded", words=naming, by=by, at=at)


def test_why_something_becomes_public_or_not_names_nobody(naming):
    case = answered("granted", id_number="330103199001010011")
    group = services.group_of(case, at=AT)
    by = clerk(case)
    refused(services.decline, group=group, reason=naming, by=by, at=AT)
    refused(services.publish, group=group, title="环卫经费", body="支出", reason=naming, by=by, at=AT)
