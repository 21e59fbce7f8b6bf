"""Letters: drafted, submitted, signed by another, numbered, sent and served, each at its time."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongkai.channels.models import Message
from gongkai.clocks.models import Clock
from gongkai.requests import services
from gongkai.requests.models import Document, Event, Letter
from gongkai.requests.rules.course import IllegalStep, Kind
from gongkai.requests.services import letters
from tests import make
from tests.requests import cases
from tests.requests.letters import office

pytestmark = pytest.mark.django_db


def test_a_letter_goes_from_draft_to_served_and_the_case_with_it():
    desk = office()
    letter = desk.draft("answer")
    assert (letter.state, desk.case.stage) == ("draft", "handling")
    letters.submit(letter=letter, by=desk.clerk, at=desk.at)
    letters.sign(letter=letter, by=desk.signer, at=desk.at)
    assert (letter.state, desk.case.stage, desk.case.decision) == ("signed", "decided", "granted")
    desk.send(letter)
    assert (letter.state, desk.case.service) == ("sent", "sent")
    desk.serve(letter)
    letter.refresh_from_db()
    desk.case.refresh_from_db()
    assert (letter.state, desk.case.stage) == ("served", "closed")
    assert desk.case.closed_at == desk.at
    kinds = Event.objects.filter(request=desk.case).values_list("kind", flat=True)
    assert list(kinds)[-3:] == ["decide", "send", "serve"]


@pytest.mark.parametrize("kind", ["answer", "extension"])
def test_nobody_signs_what_they_wrote_themselves(kind):
    desk = office()
    make.person("clerk", make.organisation("audit"))
    both = make.person("openness", make.office())
    words = letters.Words(body="档案较多", outcome="granted", given={"manner": "见附件"}, working_days=20)
    letter = letters.draft(request=desk.case, kind=kind, words=words, by=both, at=desk.at)
    letters.submit(letter=letter, by=both, at=desk.at)
    with pytest.raises(letters.SamePerson, match="起草人不能签发"):
        letters.sign(letter=letter, by=both, at=desk.at)
    letter.refresh_from_db()
    assert (letter.state, letter.number) == ("submitted", "")
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(signed_by=both)


def test_a_clerk_signs_nothing_and_a_signer_drafts_nothing():
    desk = office()
    letter = desk.submitted("answer")
    with pytest.raises(services.NotAllowed):
        letters.sign(letter=letter, by=make.person("clerk", desk.case.organisation), at=desk.at)
    with pytest.raises(services.NotAllowed):
        letters.draft(request=desk.case, kind="reasons", words=letters.Words(), by=desk.signer, at=desk.at)


def test_who_belongs_to_another_organisation_does_nothing():
    desk, stranger = office(), make.person("signer", make.organisation("audit"))
    letter = desk.submitted("answer")
    with pytest.raises(services.NotAllowed):
        letters.sign(letter=letter, by=stranger, at=desk.at)
    with pytest.raises(services.NotAllowed):
        letters.return_letter(letter=letter, reason="不妥", by=stranger, at=desk.at)


def test_of_two_who_sign_at_once_the_second_is_told():
    desk = office()
    letter = desk.submitted("answer")
    other = Letter.objects.get(pk=letter.pk)
    letters.sign(letter=letter, by=desk.signer, at=desk.at)
    with pytest.raises(letters.NotNow, match="刚刚有人修改、签发"):
        letters.sign(letter=other, by=make.person("signer", desk.case.organisation), at=desk.at)
    assert Letter.objects.get(pk=letter.pk).signed_by == desk.signer
    assert Event.objects.filter(request=desk.case, kind="decide").count() == 1
    following = office(organisation=desk.case.organisation).signed("answer")
    assert following.serial == letter.serial + 1, "the refused signature took no number"


def test_numbers_have_no_gaps_and_begin_anew_each_year_and_organisation():
    made = [office().signed("answer").number for _ in range(3)]
    assert made == ["下财公复〔2026〕1号", "下财公复〔2026〕2号", "下财公复〔2026〕3号"]
    assert office(date(2027, 1, 4)).signed("answer").number == "下财公复〔2027〕1号"
    other = office(organisation=make.organisation("parks", short_name="区园林局"))
    assert other.signed("answer").number == "区园林局公复〔2026〕1号", "no short form is declared for it"


def test_a_letter_that_cannot_be_signed_takes_no_number():
    desk = office()
    letter = desk.submitted("answer")
    Letter.objects.filter(pk=letter.pk).update(given={})
    letter.refresh_from_db()
    with pytest.raises(letters.Incomplete, match="应写明"):
        letters.sign(letter=letter, by=desk.signer, at=desk.at)
    assert office().signed("answer").serial == 1


def test_what_was_signed_changes_no_more():
    desk = office()
    letter = desk.signed("answer")
    paper = Letter.objects.get(pk=letter.pk).paper
    assert paper["number"] == letter.number
    with pytest.raises(letters.NotNow):
        letters.revise(letter=letter, words=letters.Words(body="改"), by=desk.clerk, at=desk.at)
    desk.case.title = "别的名称"
    desk.case.save(update_fields=["title"])
    assert letters.content(letter, at=desk.later(30).at) == paper


def test_a_letter_that_was_returned_says_why_and_is_revised():
    desk = office()
    letter = desk.submitted("answer")
    with pytest.raises(letters.Incomplete, match="退回的理由"):
        letters.return_letter(letter=letter, reason=" ", by=desk.signer, at=desk.at)
    letters.return_letter(letter=letter, reason="请写明获取地点", by=desk.signer, at=desk.at)
    assert (letter.state, letter.returned_for) == ("draft", "请写明获取地点")
    words = letters.Words(outcome="granted", given={"manner": "到机关一楼大厅查阅"})
    letters.revise(letter=letter, words=words, by=desk.clerk, at=desk.at)
    letters.submit(letter=letter, by=desk.clerk, at=desk.at)
    assert Letter.objects.get(pk=letter.pk).returned_for == ""


def test_while_a_letter_is_prepared_another_of_its_kind_is_refused():
    desk = office()
    desk.draft("answer")
    with pytest.raises(letters.NotNow, match="已有一份同类文书"):
        desk.draft("answer")


def test_a_signed_answer_that_was_not_sent_can_be_made_void_and_keeps_its_number():
    desk = office()
    letter = desk.signed("answer")
    letters.cancel(letter=letter, reason="依据有误", by=desk.signer, at=desk.at)
    desk.case.refresh_from_db()
    assert (letter.state, letter.number) == ("cancelled", "下财公复〔2026〕1号")
    assert (desk.case.stage, desk.case.decision, desk.case.decided_on) == ("handling", "", None)
    assert desk.signed("answer").serial == 2


def test_what_was_sent_cannot_be_made_void():
    desk = office()
    letter = desk.sent("answer")
    with pytest.raises(letters.NotNow):
        letters.cancel(letter=letter, reason="改主意", by=desk.clerk, at=desk.at)


def test_a_letter_is_sent_after_it_was_signed_and_not_tomorrow():
    desk = office(at=make.moment(2026, 11, 25))
    with pytest.raises(letters.NotNow, match="应当先签发"):
        desk.send(desk.submitted("reasons"))
    letter = desk.signed("answer")
    for day in (date(2026, 11, 24), date(2026, 11, 26)):
        with pytest.raises(letters.WrongDay, match="签发之日"):
            desk.send(letter, on=day)
    with pytest.raises(letters.Incomplete, match="送达方式"):
        desk.send(letter, way="pigeon")
    desk.send(letter)
    with pytest.raises(letters.NotNow):
        desk.send(letter)
    with pytest.raises(letters.WrongDay, match="发出之日"):
        desk.serve(letter, on=date(2026, 11, 24))


@pytest.mark.parametrize("way", ["post", "email", "fax", "online"])
def test_an_answer_counts_from_the_day_on_which_it_was_sent(way):
    desk = office()
    letter = desk.signed("answer")
    desk.later(2).send(letter, way=way, on=date(2026, 11, 24))
    case = desk.case
    case.refresh_from_db()
    assert (case.answered_on, case.counted_on, case.counted_as) == (date(2026, 11, 24),) * 2 + ("granted",)
    clock = Clock.objects.get(subject=case.uri, duty="answer")
    assert clock.met_at.date() == date(2026, 11, 24), "on the day of posting, whenever it was noted"
    assert case.closed_at is None
    desk.later(1).serve(letter)
    case.refresh_from_db()
    assert case.answered_on == date(2026, 11, 24)
    assert case.closed_at == desk.at


def test_an_answer_handed_over_counts_from_the_day_on_which_it_was_signed_for():
    desk = office()
    letter = desk.sent("answer", way="in-person")
    desk.case.refresh_from_db()
    assert desk.case.answered_on is None
    assert Clock.objects.get(subject=desk.case.uri, duty="answer").met_at is None
    desk.later(2).serve(letter)
    desk.case.refresh_from_db()
    assert desk.case.answered_on == desk.case.counted_on == date(2026, 11, 25)
    assert Clock.objects.get(subject=desk.case.uri, duty="answer").met_at == desk.at


def test_an_answer_posted_on_the_last_day_is_in_time_and_on_the_next_is_late():
    in_time, late = office(), office()
    letter = in_time.on(2026, 12, 21).signed("answer")
    in_time.on(2026, 12, 23).send(letter, on=date(2026, 12, 21))
    late.on(2026, 12, 22).sent("answer")
    assert list(Clock.objects.met_late().values_list("subject", flat=True)) == [late.case.uri]


def test_proof_of_posting_is_kept_sealed_and_never_shown_to_the_applicant():
    desk = office()
    letter = desk.send(desk.signed("answer"), proof=("回执.txt", "邮件号 1234".encode()))
    proof = Document.objects.get(proves=letter)
    assert (proof.purpose, proof.is_for_applicant) == ("evidence", False)


def test_what_is_to_be_read_on_the_web_is_served_when_it_is_opened():
    desk = office()
    letter = desk.sent("answer", way="online")
    later = desk.later(1).at
    letters.read_online(letter=letter, at=later)
    letters.read_online(letter=letter, at=later)
    desk.case.refresh_from_db()
    assert (letter.state, letter.served_on) == ("served", date(2026, 11, 24))
    assert desk.case.answered_on == date(2026, 11, 23)
    assert Event.objects.filter(request=desk.case, kind="serve").get().account == "system"


def test_what_was_posted_is_not_served_by_reading_it_on_the_web():
    desk = office()
    letter = desk.sent("answer", way="post")
    letters.read_online(letter=letter, at=desk.at)
    assert letter.state == "sent"


def test_the_applicant_reads_what_was_sent_to_them_and_nothing_else():
    desk = office()
    asked = desk.asked()
    desk.hear(asked, "consent")
    answer = desk.signed("answer")
    assert not Letter.objects.for_applicant().exists()
    desk.send(answer)
    assert list(Letter.objects.for_applicant()) == [answer]


def test_an_applicant_who_left_an_address_is_told_once_and_without_any_name():
    desk = office(email="chen@example.com", name="陈某某")
    desk.sent("answer", way="online")
    message = Message.objects.get()
    assert message.recipient == "chen@example.com"
    assert "/requests/status/" in message.body
    for word in ("陈某某", desk.case.title, desk.case.number, desk.code):
        assert word not in message.subject + message.body
    assert message.key.startswith(f"request:{desk.case.pk}:")


def test_nobody_is_told_of_letters_to_others_or_without_an_address():
    desk = office(email="chen@example.com")
    desk.asked()
    office(name="李某").sent("answer")
    assert not Message.objects.exists()


def test_the_name_of_the_applicant_stands_in_no_row_of_letters():
    desk = office(name="陈某某", id_number="330103197001010014")
    letter = desk.sent("answer")
    assert letters.addressee(letter) == "陈某某"
    assert "陈某某" not in str(Letter.objects.values())


def test_a_stale_view_of_a_case_signs_nothing():
    desk = office()
    letter = desk.submitted("answer")
    letter.request.number_of_events -= 1
    with pytest.raises(services.ChangedMeanwhile):
        letters.sign(letter=letter, by=desk.signer, at=desk.at)
    assert Letter.objects.get(pk=letter.pk).state == "submitted"


def test_a_case_that_was_withdrawn_is_not_answered():
    desk = office()
    letter = desk.submitted("answer")
    services.happen(request=desk.case, kind=Kind.WITHDRAW, by=desk.clerk, at=desk.at)
    with pytest.raises((letters.Incomplete, IllegalStep), match="已办结"):
        letters.sign(letter=letter, by=desk.signer, at=desk.at)


def test_only_those_who_handle_a_case_see_its_letters():
    desk = office()
    desk.draft("answer")
    seen = Letter.objects.visible_to(desk.clerk, on=cases.MONDAY.date())
    assert seen.count() == 1
    assert not Letter.objects.visible_to(None, on=cases.MONDAY.date()).exists()
    outsider = make.person("clerk", make.organisation("audit"))
    assert not Letter.objects.visible_to(outsider, on=cases.MONDAY.date()).exists()


def test_an_answer_of_an_earlier_round_is_served_without_ending_the_new_one():
    desk = office()
    letter = desk.sent("answer", way="online")
    Letter.objects.filter(pk=letter.pk).update(state="sent")
    type(desk.case).objects.filter(pk=desk.case.pk).update(
        stage="handling", time="running", decision="", service="none"
    )
    again = Letter.objects.get(pk=letter.pk)
    assert letters.read_online(letter=again, at=desk.at)
    assert Letter.objects.get(pk=letter.pk).state == "served"
    assert not Event.objects.filter(request=desk.case, kind="serve").exists()


def test_who_wrote_in_a_letter_of_somebody_else_does_not_sign_it_either():
    desk, both = office(), make.person("openness", make.office())
    letter = desk.draft("answer")
    words = letters.Words(outcome="granted", given={"manner": "到一楼大厅查阅"})
    letters.revise(letter=letter, words=words, by=both, at=desk.at)
    letters.submit(letter=letter, by=both, at=desk.at)
    with pytest.raises(letters.SamePerson):
        letters.sign(letter=letter, by=both, at=desk.at)
    assert letter.drafted_by == desk.clerk
    letters.sign(letter=letter, by=desk.signer, at=desk.at)


def test_nobody_signs_a_text_that_was_changed_since_they_read_it():
    desk = office()
    read = desk.submitted("answer")
    letter = Letter.objects.get(pk=read.pk)
    letters.return_letter(letter=letter, reason="改", by=desk.signer, at=desk.at)
    words = letters.Words(outcome="granted", given={"manner": "另一种方式"})
    later = desk.later(1).at
    letters.revise(letter=letter, words=words, by=desk.clerk, at=later)
    letters.submit(letter=letter, by=desk.clerk, at=later)
    with pytest.raises(letters.NotNow, match="刚刚有人修改"):
        letters.sign(letter=read, by=desk.signer, at=later)
    assert Letter.objects.get(pk=read.pk).given == {"manner": "另一种方式"}


@pytest.mark.parametrize("kind", ["correction", "consult", "reasons"])
@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 11, 23), "晚于今天"),
        (date(2027, 1, 23), "最长60天，不能晚于2027-01-22"),
        (date(9999, 1, 1), "最长60"),
    ],
)
def test_nobody_is_given_no_time_or_years_for_an_answer(kind, day, sentence):
    desk = office(date(2026, 11, 23))
    asked = desk.ask() if kind == "consult" else None
    with pytest.raises(services.letters.Incomplete, match=sentence) as refused:
        desk.submitted(kind, asked, appointed_on=day)
    assert [each.field for each in refused.value.faults] == ["appointed_on"]
    letter = Letter.objects.get()
    letter.appointed_on = date(2027, 1, 22)
    services.letters.submit(letter=letter, by=desk.clerk, at=desk.at)


@pytest.mark.parametrize("kind", ["answer", "consult"])
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_the_database_holds_one_draft_of_a_kind_and_party(kind, state):
    desk = office()
    asked = desk.ask() if kind == "consult" else None
    first = desk.draft(kind, asked)
    Letter.objects.update(state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(
            request=desk.case, organisation=desk.case.organisation, kind=kind, consultation=asked,
            drafted_by=desk.clerk, drafted_at=desk.at,
        )  # fmt: skip
    Letter.objects.filter(pk=first.pk).update(state="cancelled")
    assert desk.draft(kind, asked).pk
    assert desk.draft("consult", desk.ask("乙公司")).pk, "another party is asked by another letter"
