"""Several people at one case in the same moment, each with a connection of their own.

One wins, the others are told; what they typed is on the page they get back; nothing is lost or doubled.
"""

import re
from datetime import datetime, time, timedelta

from django.test import Client
from django.utils import timezone

from gongkai.clocks.models import Clock
from gongkai.desk import services as desk
from gongkai.desk.models import Notice
from gongkai.law.deadlines import SHANGHAI, local_day
from gongkai.requests import services
from gongkai.requests.models import Document, Event, Letter, Request
from gongkai.requests.rules.course import Kind
from tests import make
from tests.items.test_concurrency import at_once, first, on_disk  # noqa: F401 - a fixture
from tests.requests import applying, cases, letters

TIMES = 4
SERIAL = re.compile(r"〕(\d+)号")
TOLD = "刚刚有了新的办理情况"


def entered(person):
    client = Client()
    client.force_login(person)
    return client


def noon():
    """Return an hour of today, far from midnight: what is typed as today's date is today's."""
    return datetime.combine(local_day(timezone.now()), time(12), SHANGHAI)


def pressed(client, address, **data):
    """Return a press of a button that answers with the status and the words of the page."""

    def press():
        answer = client.post(address, data)
        return answer.status_code, answer.text

    return press


def kinds(pk):
    return first(lambda: list(Event.objects.filter(request=pk).values_list("kind", flat=True)))


def numbers(pk):
    return first(lambda: list(Event.objects.filter(request=pk).values_list("number", flat=True)))


def office():
    day = noon()
    return letters.office(local_day(day), at=day)


def test_of_several_clerks_who_note_a_step_one_wins_and_the_others_keep_their_words(on_disk):  # noqa: F811
    def prepare():
        made = office()
        clerks = [made.clerk, *(make.person("clerk", made.case.organisation) for _ in range(TIMES - 1))]
        return made.case.pk, made.case.number_of_events, [entered(each) for each in clerks]

    pk, seen, clients = first(prepare)
    told = {"seen": seen, "how": "逐卷", "searcher": "档案管理员", "is_found": "0", "result": "没有"}
    told["on"] = f"{local_day(noon())}"
    address = f"/desk/requests/{pk}/search/"
    presses = [pressed(client, address, where=f"第{n}库房", **told) for n, client in enumerate(clients)]
    answers = at_once(*presses)
    assert sorted(status for status, _ in answers) == [302, *[422] * (TIMES - 1)]
    for n, (status, page) in enumerate(answers):
        assert status == 302 or (TOLD in page and f"第{n}库房" in page)
    assert kinds(pk).count("search") == 1
    assert numbers(pk) == list(range(1, len(numbers(pk)) + 1))


def test_a_letter_signed_at_once_by_several_is_signed_once(on_disk):  # noqa: F811
    def prepare():
        made = office()
        letter = made.submitted("answer")
        made.case.refresh_from_db()
        signers = [made.signer, *(make.person("signer", made.case.organisation) for _ in range(TIMES - 1))]
        told = {"seen": made.case.number_of_events, "written_at": letter.drafted_at.isoformat()}
        return made.case.pk, letter.pk, told, [entered(each) for each in signers]

    pk, letter, told, clients = first(prepare)
    address = f"/desk/requests/{pk}/letters/{letter}/sign/"
    answers = at_once(*(pressed(client, address, **told) for client in clients))
    assert sorted(status for status, _ in answers) == [302, *[422] * (TIMES - 1)]
    signed = first(Letter.objects.get)
    assert (signed.state, signed.serial) == ("signed", 1)
    assert kinds(pk).count("decide") == 1


def test_a_withdrawal_and_an_answer_at_once_are_one_of_both(on_disk):  # noqa: F811
    def prepare():
        made = office()
        letter = made.submitted("answer")
        made.case.refresh_from_db()
        told = {"seen": made.case.number_of_events, "written_at": letter.drafted_at.isoformat()}
        applicant = Client()
        applicant.post("/requests/status/", {"code": made.code})
        return made.case.pk, letter.pk, told, entered(made.signer), applicant

    pk, letter, told, signer, applicant = first(prepare)
    at_once(
        pressed(signer, f"/desk/requests/{pk}/letters/{letter}/sign/", **told),
        pressed(applicant, "/requests/status/withdraw/", seen=told["seen"]),
    )
    happened = [each for each in kinds(pk) if each in {"decide", "withdraw"}]
    assert len(happened) == 1
    case = first(lambda: Request.objects.get(pk=pk))
    if happened == ["decide"]:
        assert (case.decision, first(Letter.objects.get).state) == ("granted", "signed")
    else:
        assert (case.decision, case.stage) == ("withdrawn", "closed")


def test_a_correction_sent_with_several_presses_is_taken_once(on_disk):  # noqa: F811
    def prepare():
        made = office()
        made.serve(made.sent("correction"))
        applicant = Client()
        applicant.post("/requests/status/", {"code": made.code})
        made.case.refresh_from_db()
        return made.case.pk, made.case.number_of_events, applicant

    pk, seen, applicant = first(prepare)
    at_once(*[pressed(applicant, "/requests/status/reply/", words="是2016年的", seen=seen)] * TIMES)
    assert kinds(pk).count("correct") == 1
    assert first(Document.objects.filter(request=pk).count) == 1
    assert first(lambda: Clock.objects.open().filter(duty="correction-reply").count()) == 0


def test_a_form_sent_with_several_presses_is_one_case(on_disk):  # noqa: F811
    def prepare():
        applying.organisation()
        browser = Client()
        return applying.check(browser).text, browser

    page, browser = first(prepare)
    answers = at_once(*[lambda: applying.send(browser, page=page).status_code] * TIMES)
    assert set(answers) == {302}
    case = first(Request.objects.get)
    assert first(case.documents.count) == 1


def test_letters_that_come_in_at_once_have_numbers_of_their_own(on_disk):  # noqa: F811
    body = first(lambda: make.organisation().pk)

    def come():
        from gongkai.orgs.models import Organisation

        return cases.request(Organisation.objects.get(pk=body)).request.number

    found = at_once(*[come] * 8)
    assert len(set(found)) == 8
    assert sorted(int(SERIAL.search(number)[1]) for number in found) == list(range(1, 9))


def test_what_falls_due_is_told_once_by_several_workers(on_disk):  # noqa: F811
    def prepare():
        case = office().case
        return datetime.combine(case.due_on, time(9), SHANGHAI) + timedelta(days=7)

    late = first(prepare)
    assert sum(at_once(*[lambda: desk.notify(at=late)] * TIMES)) >= first(Notice.objects.count)
    told = first(lambda: list(Notice.objects.values_list("person", "key")))
    assert told
    assert len(told) == len(set(told))


def test_a_step_undone_at_once_with_the_next_leaves_an_order(on_disk):  # noqa: F811
    def prepare():
        made = office()
        made.sent("extension")
        made.case.refresh_from_db()
        return made.case, made.clerk, made.at

    case, clerk, at = first(prepare)

    def fresh():
        return Request.objects.get(pk=case.pk)

    seen = first(fresh).number_of_events

    def press(act):
        looked = fresh()
        looked.number_of_events = seen
        try:
            return act(looked)
        except services.REFUSALS as refusal:
            return refusal

    outcomes = at_once(
        lambda: press(lambda it: services.undo(request=it, words="误操作", by=clerk, at=at)),
        lambda: press(
            lambda it: services.happen(request=it, kind=Kind.DECIDE, key="granted", by=clerk, at=at)
        ),
    )
    assert len([each for each in outcomes if isinstance(each, Exception)]) == 1
    assert numbers(case.pk) == list(range(1, len(numbers(case.pk)) + 1))
