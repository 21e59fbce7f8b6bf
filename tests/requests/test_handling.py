"""What follows from a letter: corrections, consultations and extensions, each with its days."""

from datetime import date

import pytest

from gongkai.clocks.models import Clock
from gongkai.clocks.services import NotExtendable
from gongkai.law.deadlines import local_day
from gongkai.requests import services
from gongkai.requests.models import Consultation, Event
from gongkai.requests.rules import Evidence
from gongkai.requests.rules.course import IllegalStep
from gongkai.requests.services import letters
from tests import make
from tests.requests import cases
from tests.requests.letters import office

pytestmark = pytest.mark.django_db


def due(desk):
    desk.case.refresh_from_db()
    return desk.case.due_on


def applicants_clock(desk, duty):
    return Clock.objects.open().filter(subject=desk.case.uri, duty=duty).first()


# Correction (条例第三十条)


def test_a_correction_lets_the_period_run_anew_and_be_extended():
    desk = office(date(2023, 9, 11))
    desk.on(2023, 9, 20).serve(desk.sent("correction"))
    assert (desk.case.stage, desk.case.time) == ("correcting", "paused")
    services.correct(
        request=desk.case, words="2016年", on=date(2023, 9, 27), by=desk.clerk, at=desk.on(2023, 9, 27).at
    )
    assert due(desk) == date(2023, 10, 31), "twenty working days from the corrected request"
    desk.on(2023, 10, 30).sent("extension", working_days=20)
    assert due(desk) == date(2023, 11, 28)


def test_a_notice_of_correction_on_the_eighth_working_day_is_refused_without_a_reason():
    desk = office(date(2023, 9, 11))
    with pytest.raises(letters.Incomplete, match="7个工作日内（2023-09-20前）") as refused:
        desk.on(2023, 9, 21).submitted("correction")
    assert [each.field for each in refused.value.faults] == ["late_for"]
    letter = desk.case.letters.get()
    letter.request = desk.case
    words = letters.Words(body="请明确年度", late_for="申请人来电后才发现不明确")
    letters.revise(letter=letter, words=words, by=desk.clerk, at=desk.at)
    letters.submit(letter=letter, by=desk.clerk, at=desk.at)
    letters.sign(letter=letter, by=desk.signer, at=desk.at)
    desk.send(letter)
    assert "逾期" in Event.objects.get(request=desk.case, kind="ask-correction").words


def test_a_notice_signed_in_time_and_sent_too_late_asks_for_the_reason_too():
    desk = office(date(2023, 9, 11))
    letter = desk.on(2023, 9, 20).signed("correction")
    with pytest.raises(letters.Incomplete, match="2023-09-20"):
        desk.on(2023, 9, 21).send(letter)
    desk.send(letter, late_for="邮局休息")
    assert letter.late_for == "邮局休息"


def test_a_correction_is_asked_for_once():
    desk = office(date(2023, 9, 11))
    desk.sent("correction")
    services.correct(
        request=desk.case, words="2016年", on=date(2023, 9, 12), by=desk.clerk, at=desk.later(1).at
    )
    with pytest.raises(letters.Incomplete, match="只能告知一次"):
        desk.submitted("correction")
    assert not letters.may_come(desk.case, "correction")


def test_the_applicant_has_fifteen_working_days_to_correct_unless_the_letter_says_else():
    desk = office(date(2026, 11, 23))
    assert desk.draft("correction").appointed_on == date(2026, 12, 14)
    other = office(date(2026, 11, 23))
    letter = other.sent("correction", appointed_on=date(2026, 12, 4))
    assert letter.appointed_on == date(2026, 12, 4)
    assert applicants_clock(other, "correction-reply").due_on == date(2026, 12, 4)
    with pytest.raises(letters.Incomplete, match="晚于今天"):
        office(date(2026, 11, 23)).submitted("correction", appointed_on=date(2026, 11, 23))


def test_the_text_of_2007_sets_no_limit_for_the_notice():
    desk = office(date(2017, 3, 1))
    desk.on(2017, 3, 20).sent("correction")
    assert desk.case.stage == "correcting"


def test_what_was_not_corrected_is_ended_after_its_day_and_not_before():
    desk = office(date(2026, 11, 23))
    notice = desk.sent("correction", appointed_on=date(2026, 12, 4))
    words = {"outcome": "not-corrected", "given": {"proof": "邮件签收后未补正"}}
    with pytest.raises(letters.Incomplete, match="还没有届满（2026-12-04）"):
        desk.on(2026, 12, 4).submitted("answer", **words)
    desk.case.letters.filter(kind="answer").delete()
    letter = desk.on(2026, 12, 7).sent("answer", **words)
    assert letter.given["notice"] == notice.number
    assert "如对本答复不服，应当先自收到本答复之日起60日内" in letter.paper["paragraphs"][-1]
    assert applicants_clock(desk, "correction-reply") is None
    assert (desk.case.decision, desk.case.counted_as) == ("not-corrected", "not-corrected")


def test_the_clock_of_the_applicant_ends_with_the_correction_or_its_undoing():
    desk = office()
    desk.sent("correction")
    services.undo(request=desk.case, words="发错对象", by=desk.clerk, at=desk.at)
    assert applicants_clock(desk, "correction-reply") is None
    desk.sent("correction")
    assert applicants_clock(desk, "correction-reply") is not None
    services.correct(request=desk.case, words="2016年", on=desk.at.date(), by=desk.clerk, at=desk.at)
    assert applicants_clock(desk, "correction-reply") is None


def test_a_correction_lies_not_ahead_and_says_something():
    desk = office()
    desk.sent("correction")
    with pytest.raises(services.BadReply, match="晚于今天"):
        services.correct(request=desk.case, words="x", on=date(2026, 12, 1), by=desk.clerk, at=desk.at)
    with pytest.raises(services.BadReply, match="写明补正"):
        services.correct(request=desk.case, words=" ", on=desk.at.date(), by=desk.clerk, at=desk.at)


# Consultation (条例第三十二条、第三十四条)


def test_the_time_in_which_a_third_party_is_asked_does_not_count():
    desk = office(date(2017, 3, 1))
    assert due(desk) == date(2017, 3, 22)
    asked = desk.on(2017, 3, 6).ask()
    desk.sent("consult", asked, appointed_on=date(2017, 3, 27))
    assert desk.case.time == "paused"
    asked.refresh_from_db()
    asked.request = desk.case
    desk.on(2017, 3, 20).hear(asked, "consent")
    assert due(desk) == date(2017, 4, 6), "the day of sending counts, and from the day after the answer on"


def test_a_third_party_has_fifteen_working_days_from_the_day_it_got_the_letter():
    desk = office(date(2026, 11, 23))
    asked = desk.ask()
    letter = desk.sent("consult", asked)
    assert Consultation.objects.get().due_on is None
    desk.later(2).serve(letter)
    found = Consultation.objects.get()
    assert (found.received_on, found.due_on) == (date(2026, 11, 25), date(2026, 12, 16))


def test_silence_is_silence_only_when_the_time_is_over_and_counts_from_its_last_day():
    desk = office(date(2026, 10, 12))
    asked = desk.asked()
    assert asked.due_on == date(2026, 11, 2)
    with pytest.raises(services.BadConsultation, match="还没有届满"):
        desk.on(2026, 11, 2).hear(asked, "silence")
    desk.on(2026, 11, 6).hear(asked, "silence")
    assert asked.heard_on == date(2026, 11, 2)
    event = Event.objects.get(request=desk.case, kind="hear")
    assert local_day(event.at) == date(2026, 11, 2), "what the organ lets pass then is its own"
    assert "由本机关依法决定" in event.words
    assert due(desk) == date(2026, 11, 30), "twenty working days, none of which had passed"


def test_an_organ_that_says_nothing_agrees():
    desk = office(date(2026, 11, 23))
    asked = desk.asked("区审计局", "organ")
    desk.on(2026, 12, 15).hear(asked, "silence")
    assert "视为同意公开" in Event.objects.get(request=desk.case, kind="hear").words
    desk.signed("answer")


def test_silence_without_a_day_of_receipt_is_refused():
    desk = office()
    asked = desk.ask()
    desk.sent("consult", asked)
    asked.refresh_from_db()
    asked.request = desk.case
    with pytest.raises(services.BadConsultation, match="先登记对方收到"):
        desk.later(60).hear(asked, "silence")


@pytest.mark.parametrize(
    ("opinion", "more", "sentence"),
    [
        ("consent", {"on": date(2026, 11, 22)}, "发函之日"),
        ("consent", {"on": date(2026, 11, 24)}, "发函之日"),
        ("objection", {}, "理由"),
        ("perhaps", {}, "选择对方的意见"),
    ],
)
def test_an_opinion_that_cannot_be_so_is_refused(opinion, more, sentence):
    desk = office()
    asked = desk.asked()
    with pytest.raises(services.BadConsultation, match=sentence):
        desk.hear(asked, opinion, **more)


def test_who_was_not_asked_is_not_heard_and_nobody_twice():
    desk = office()
    with pytest.raises(services.BadConsultation, match="没有在等待"):
        desk.hear(desk.ask(), "consent")
    asked = desk.asked("乙公司")
    desk.hear(asked, "consent")
    with pytest.raises(services.BadConsultation, match="没有在等待"):
        desk.hear(asked, "consent")
    with pytest.raises(services.BadConsultation, match="已经登记过"):
        desk.ask("乙公司")


def test_while_somebody_is_asked_nothing_is_decided():
    desk = office()
    desk.asked()
    with pytest.raises(letters.Incomplete, match="正在征求甲公司的意见"):
        desk.submitted("answer")


def test_an_objection_is_followed_or_overridden_and_told_before_anything_is_disclosed():
    desk = office()
    asked = desk.asked(name="某某公司", contact="下城区某路1号")
    desk.hear(asked, "objection", reasons="商业秘密")
    with pytest.raises(letters.Incomplete, match="不同意公开"):
        desk.submitted("answer")
    with pytest.raises(letters.Incomplete, match="还没有审查"):
        desk.submitted("override", asked)
    told = {"consultation": asked, "by": desk.clerk, "at": desk.at}
    with pytest.raises(services.BadConsultation, match="审查意见和理由"):
        services.weigh(is_overridden=True, weighing=" ", **told)
    services.weigh(is_overridden=True, weighing="涉及财政资金，公共利益重大", **told)
    answer = desk.case.letters.get(kind="answer")
    answer.request = desk.case
    with pytest.raises(letters.Incomplete, match="书面告知"):
        letters.submit(letter=answer, by=desk.clerk, at=desk.at)
    override = desk.case.letters.get(kind="override")
    override.request, override.consultation = desk.case, asked
    letters.submit(letter=override, by=desk.clerk, at=desk.at)
    letters.sign(letter=override, by=desk.signer, at=desk.at)
    assert letters.addressee(override) == "某某公司"
    assert any("行政复议" in each for each in override.paper["paragraphs"])
    with pytest.raises(letters.Incomplete, match="不能网上送达"):
        desk.send(override, way="online")
    desk.send(override)
    letters.submit(letter=answer, by=desk.clerk, at=desk.at)
    letters.sign(letter=answer, by=desk.signer, at=desk.at)
    assert desk.case.decision == "granted"


def test_a_refusal_for_a_third_party_tells_what_it_said():
    desk = office()
    words = {"outcome": "third-party", "given": {"reason": "损害商业秘密", "article": "第十五条"}}
    with pytest.raises(letters.Incomplete, match="征求第三方意见的记录"):
        desk.submitted("answer", **words)
    desk.case.letters.all().delete()
    desk.hear(desk.asked(), "objection", reasons="商业秘密")
    letter = desk.signed("answer", **words)
    assert "已征求甲公司的意见" in letter.given["consultation"]


def test_only_an_objection_is_weighed():
    desk = office()
    asked = desk.asked()
    desk.hear(asked, "consent")
    with pytest.raises(services.BadConsultation, match="没有反对"):
        services.weigh(consultation=asked, is_overridden=True, weighing="x", by=desk.clerk, at=desk.at)


def test_undoing_takes_back_what_stands_beside_the_case_too():
    desk = office()
    asked = desk.asked()
    desk.hear(asked, "objection", reasons="商业秘密")
    services.undo(request=desk.case, words="录错", by=desk.clerk, at=desk.at)
    assert Consultation.objects.get().opinion == "awaited"
    services.undo(request=desk.case, words="发错", by=desk.clerk, at=desk.at)
    assert (Consultation.objects.get().sent_on, Consultation.objects.get().due_on) == (None, None)


def test_who_was_asked_lies_sealed():
    desk = office()
    asked = desk.ask(name="某某公司", contact="某路1号")
    assert asked.party == {"name": "某某公司", "contact": "某路1号"}
    assert "某某公司" not in str(Consultation.objects.values())


# Extension (条例第三十三条)


def test_an_extension_under_the_text_of_2007_lasts_fifteen_working_days():
    desk = office(date(2017, 9, 29))
    assert due(desk) == date(2017, 10, 26)
    letter = desk.on(2017, 10, 25).sent("extension")
    assert letter.working_days == 15
    assert due(desk) == date(2017, 11, 16)
    assert any("2017年11月16日" in each for each in letter.paper["paragraphs"])


@pytest.mark.parametrize("days", [0, 21])
def test_an_extension_is_as_long_as_the_law_allows_at_most(days):
    with pytest.raises(letters.Incomplete, match="1至20个工作日"):
        office().submitted("extension", working_days=days)


def test_an_extension_comes_before_the_old_deadline_or_not_at_all():
    desk = office(date(2026, 11, 23))
    signed = desk.on(2026, 12, 21).signed("extension")
    with pytest.raises(NotExtendable, match="已于2026-12-21期满"):
        desk.on(2026, 12, 22).send(signed)
    signed.refresh_from_db()
    assert signed.state == "signed"
    signed.request = desk.case
    desk.case.refresh_from_db()
    desk.send(signed, on=date(2026, 12, 21))  # it had been posted in time and was noted a day later
    assert desk.case.was_extended
    late = office(date(2026, 11, 23))
    with pytest.raises(letters.Incomplete, match="不能再延期"):
        late.on(2026, 12, 22).submitted("extension")


def test_a_period_is_extended_once_and_with_reasons():
    desk = office()
    desk.sent("extension", working_days=5)
    with pytest.raises(letters.Incomplete, match="只能延长一次"):
        desk.submitted("extension")
    with pytest.raises(letters.Incomplete, match="延期的理由"):
        office().submitted("extension", body="")


def test_of_two_extensions_at_once_the_second_is_told():
    desk = office()
    letter = desk.signed("extension")
    letter.request = type(desk.case).objects.get(pk=desk.case.pk)
    desk.asked()
    with pytest.raises(services.ChangedMeanwhile):
        desk.send(letter)


def test_a_channel_without_a_day_of_receipt_has_no_letters_but_receipts():
    waiting = cases.request(channel="plain-mail", evidence=Evidence(arrived=date(2026, 11, 20))).request
    assert not letters.may_come(waiting, "answer")
    assert letters.outcomes(waiting) == []
    clerk = make.person("clerk", waiting.organisation)
    with pytest.raises(IllegalStep):
        services.correct(
            request=waiting, words="x", on=date(2026, 11, 23), by=clerk, at=make.moment(2026, 11, 23)
        )
