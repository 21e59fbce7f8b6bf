"""What must not be possible in a case, nor left behind by one that has ended."""

from datetime import date, timedelta

import pytest

from gongkai.clocks.models import Clock
from gongkai.requests import services
from gongkai.requests.models import Letter
from gongkai.requests.services.course import CORRECTION, PAYMENT, opinion_of
from tests import make
from tests.requests import cases
from tests.requests.answered import answered, clerk
from tests.requests.letters import office

pytestmark = pytest.mark.django_db


def waiting(case, duty):
    return Clock.objects.open().filter(subject=case.uri, duty=duty)


def test_the_letter_of_a_decision_that_was_taken_back_cannot_go_out():
    desk = office()
    old = desk.signed("answer")
    services.take_back(request=desk.case, words="结论有误", by=desk.signer, at=desk.at)
    new = desk.signed("answer", outcome="internal", given={"reason": "内部管理", "article": "第十六条"})
    old = Letter.objects.select_related("request").get(pk=old.pk)
    with pytest.raises(services.Refusal):
        desk.send(old)
    assert Letter.objects.get(pk=old.pk).state == "cancelled"
    assert Letter.objects.get(pk=new.pk).state == "signed"


def test_a_letter_about_a_step_taken_back_waits_to_be_sent_again_and_one_served_binds():
    desk = office()
    letter = desk.sent("correction")
    services.take_back(request=desk.case, words="没有寄出", by=desk.clerk, at=desk.at)
    letter.refresh_from_db()
    assert (letter.state, letter.sent_on) == ("signed", None)
    desk.case.refresh_from_db()
    letter.request = desk.case
    desk.serve(desk.send(letter))
    with pytest.raises(services.NotUndoable):
        services.take_back(request=desk.case, words="没有寄出", by=desk.clerk, at=desk.at)


def test_the_proof_that_a_question_arrived_starts_no_clock_in_a_case_that_has_ended():
    desk = office()
    asked = desk.ask()
    letter = desk.sent("consult", asked)
    services.withdraw_online(request=desk.case, at=desk.at)
    desk.serve(letter)
    assert not waiting(desk.case, opinion_of(asked.key)).exists()


def test_the_proof_that_a_fee_notice_arrived_starts_no_clock_once_nothing_is_waited_for():
    desk = office()
    letter = desk.sent("fee", given={"basis": "pages", "pages": "50"})
    services.withdraw_online(request=desk.case, at=desk.at)
    desk.serve(letter)
    assert not waiting(desk.case, PAYMENT).exists()


def test_who_is_waited_for_again_after_an_undo_has_a_clock_again():
    desk = office()
    asked = desk.asked()
    desk.hear(asked, "consent")
    services.take_back(request=desk.case, words="登记有误", by=desk.clerk, at=desk.at)
    assert waiting(desk.case, opinion_of(asked.key)).exists()


def test_a_correction_that_is_waited_for_again_after_an_undo_has_a_clock_again():
    desk = office()
    letter = desk.sent("correction")
    services.correct(request=desk.case, words="2025年度", on=desk.at.date(), by=desk.clerk, at=desk.at)
    services.take_back(request=desk.case, words="登记有误", by=desk.clerk, at=desk.at)
    assert waiting(desk.case, CORRECTION).get().due_on == letter.appointed_on


def test_an_objection_is_not_weighed_after_the_answer():
    desk = office()
    asked = desk.asked()
    desk.hear(asked, "objection", reasons="商业秘密")
    services.withdraw_online(request=desk.case, at=desk.at)
    with pytest.raises(services.BadConsultation, match="已经作出答复"):
        services.weigh(consultation=asked, is_overridden=True, weighing="公共利益", by=desk.clerk, at=desk.at)


def test_nobody_is_asked_about_a_case_that_has_ended():
    desk = office()
    services.withdraw_online(request=desk.case, at=desk.at)
    with pytest.raises(services.BadConsultation):
        desk.ask()


def test_a_merged_case_follows_when_the_decision_of_the_other_is_taken_back():
    desk = office()
    other = cases.request(desk.case.organisation, at=desk.at).request
    services.merge(request=other, into=desk.case, words="同一事项", by=desk.clerk, at=desk.at)
    desk.signed("answer")
    services.follow_merged(at=desk.at)
    services.take_back(request=desk.case, words="结论有误", by=desk.signer, at=desk.at)
    desk.later(1).sent("answer", outcome="internal", given={"reason": "内部管理", "article": "第十六条"})
    services.follow_merged(at=desk.at)
    other.refresh_from_db()
    assert (other.decision, other.answered_on) == ("internal", desk.case.answered_on)
    assert not waiting(other, "answer").exists()


def test_what_is_noted_after_an_answer_names_no_applicant():
    request = answered()
    at = make.moment(2027, 1, 5)
    told = {"request": request, "route": "review", "applied_on": date(2026, 12, 20)}
    with pytest.raises(services.NamesSomebody):
        services.contest(
            **told, body="区人民政府（陈某）", begun_on=date(2026, 12, 25), by=clerk(request), at=at
        )


def test_a_payment_is_noted_without_the_name_of_who_paid():
    desk = office()
    desk.sent("fee", given={"basis": "pages", "pages": "50"})
    with pytest.raises(services.NamesSomebody):
        services.pay(request=desk.case, words="陈某已缴", on=desk.at.date(), by=desk.clerk, at=desk.at)


def test_no_review_was_applied_for_before_there_was_an_answer():
    request = answered()
    with pytest.raises(services.NotContestable):
        services.contest(
            request=request, route="review", body="区人民政府", applied_on=date(2026, 11, 24),
            begun_on=date(2026, 12, 25), by=clerk(request), at=make.moment(2027, 1, 5),
        )  # fmt: skip


def test_two_who_revise_a_draft_are_told_apart():
    desk = office()
    letter = desk.draft("answer")
    first, second = Letter.objects.get(pk=letter.pk), Letter.objects.get(pk=letter.pk)
    words = services.letters.Words(body="甲", outcome="granted", given={"manner": "见附件"})
    services.letters.revise(letter=first, words=words, by=desk.clerk, at=desk.at + timedelta(minutes=1))
    with pytest.raises(services.Refusal):
        services.letters.revise(letter=second, words=words, by=desk.clerk, at=desk.at + timedelta(minutes=2))


def test_no_correction_is_asked_for_while_a_fee_is_waited_for():
    desk = office()
    desk.sent("fee", given={"basis": "pages", "pages": "50"})
    with pytest.raises(services.letters.Incomplete, match="等待申请人缴费"):
        desk.signed("correction")


def test_a_merged_case_that_has_an_answer_of_its_own_keeps_it():
    desk = office()
    leader = cases.request(desk.case.organisation, at=desk.at).request
    services.merge(request=desk.case, into=leader, words="同一事项", by=desk.clerk, at=desk.at)
    desk.signed("answer")
    services.follow_merged(at=desk.at)
    desk.case.refresh_from_db()
    assert desk.case.decision == "granted"
