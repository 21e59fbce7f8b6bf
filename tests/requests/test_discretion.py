"""Who asks is written into no log, and no query code can be found by trying."""

import json
import logging
import math
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongkai.requests import services
from gongkai.requests.models import Request
from gongkai.requests.rules.course import Kind
from gongkai.requests.services.registering import CODE_ALPHABET, CODE_LENGTH, code_of, new_code
from tests import make
from tests.journeys.marked import ASKED, SAID, STATUS, WHO, browser_of, proof
from tests.requests import applying, cases

pytestmark = pytest.mark.django_db
FEWEST_BITS = 60
WORDS = (*WHO.values(), *ASKED.values(), SAID["reply"], SAID["proof"])
WRONG = "AAAA-BBBB-CCCC-DDDD"


def logged(caplog):
    """Return every line that was logged, with what was raised."""
    written = logging.Formatter("%(levelname)s %(name)s %(message)s %(args)s")
    return "\n".join(written.format(each) for each in caplog.records)


def nearly(code):
    """Return a query code that differs in its last letter."""
    return code[:-1] + ("2" if code[-1] != "2" else "3")


def told_in(text):
    return [
        word for word in WORDS if any(each in text for each in (word, json.dumps(word)[1:-1], quote(word)))
    ]


@pytest.fixture
def everything(caplog):
    for name in (None, "gongkai", "axes", "django.request", "django.security"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def test_what_templates_and_questions_hold_is_logged_at_no_level(everything):
    """At their lowest level they write down all that a page is made of, and all that is stored."""
    for name in ("django.template", "django.db.backends"):
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)


@pytest.fixture
def sent():
    """Return the browser of somebody who has just asked."""
    applying.organisation()
    asker = Client()
    applying.send(asker, identity=proof(), **WHO, **ASKED)
    return asker


def test_no_log_tells_who_asks_for_what(everything, sent):
    applying.check(Client(), **{**WHO, **ASKED, "id_number": f"{WHO['id_number'][:-1]}0", "email": "某@"})
    code = applying.code_of(sent)
    assert Client().post(STATUS, {"code": nearly(code)}).status_code == 200
    sent.post(STATUS, {"code": code})
    case = Request.objects.get()
    services.happen(request=case, kind=Kind.ASK_CORRECTION, by=None, at=timezone.now())
    for first in (applying.scan(f"{WHO['name']}.exe", b"MZ"), proof()):
        sent.post(f"{STATUS}reply/", {"words": SAID["reply"], "seen": case.number_of_events, "first": first})
    clerk = Client()
    clerk.force_login(make.person("clerk", case.organisation))
    clerk.post(f"/desk/requests/{case.pk}/applicant/")
    clerk.get("/desk/requests/", {"q": ASKED["title"]})
    clerk.get(f"/desk/requests/{case.pk + 1}/")
    assert case.documents.count() == 3
    assert f"Not Found: /desk/requests/{case.pk + 1}/" in logged(everything)
    assert told_in(logged(everything)) == []
    assert code not in logged(everything)


def test_what_breaks_is_logged_without_what_was_sent(everything, settings, tmp_path):
    applying.organisation()
    (tmp_path / "full").write_bytes(b"")
    settings.CASES = tmp_path / "full"  # no folder can be made in a file
    asker = Client(raise_request_exception=False)
    assert applying.send(asker, identity=proof(), **WHO, **ASKED).status_code == 500
    assert not Request.objects.exists()
    assert "NotADirectoryError" in logged(everything)
    assert mail.outbox == [], "no report of it goes to anybody by mail"
    assert told_in(logged(everything)) == []


def test_a_query_code_is_drawn_from_more_than_anybody_can_try():
    assert len(set(CODE_ALPHABET)) == len(CODE_ALPHABET)
    assert CODE_LENGTH * math.log2(len(CODE_ALPHABET)) >= FEWEST_BITS
    drawn = {new_code() for _ in range(400)} | {code_of(f"slip {each}") for each in range(400)}
    assert len(drawn) == 800
    for place in range(CODE_LENGTH):
        assert {code.replace("-", "")[place] for code in drawn} == set(CODE_ALPHABET)


def test_a_code_follows_from_its_form_only_for_who_has_the_key(settings):
    known = code_of("slip")
    assert code_of("slip") == known
    settings.CASE_KEY = f"{settings.CASE_KEY}2"
    assert code_of("slip") != known


def shown(code):
    """Return the answer to a code, without what was typed and without the token of the form."""
    answer = Client().post(STATUS, {"code": code})
    page = answer.text.replace(code, "").partition("<main")[2].partition("</main>")[0]
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    return answer.status_code, page.replace(token, "") if token else page


def test_every_wrong_code_gets_the_same_answer():
    """Nearly right, of no case, of a case that was forgotten: nobody learns which it was."""
    made, forgotten = cases.request(), cases.request(title="往事")
    services.anonymise(request=forgotten.request, at=cases.MONDAY)
    clerk = make.person("clerk", made.request.organisation)
    again = services.reissue(request=made.request, words="核对证件", by=clerk, at=cases.MONDAY)
    status, page = shown(WRONG)
    assert (status, "没有找到这个查询码" in page) == (200, True)
    for code in (nearly(again.code), made.code, forgotten.code, "not a code"):
        assert shown(code) == (status, page)
    assert browser_of(again.code).get(STATUS).text.count(made.request.number)


def test_a_code_stands_nowhere_in_the_database(sent):
    codes = [applying.code_of(sent), cases.request().code]
    plain = [code.replace("-", "") for code in codes]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = str(cursor.fetchall())
            assert not [code for code in (*codes, *plain) if code in rows], table


def test_a_lock_out_is_not_escaped_by_a_header_or_another_session(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: cases.MONDAY)
    made = cases.request()
    for number in range(10):
        Client().post(STATUS, {"code": f"AAAA-BBBB-CCCC-DDD{number}"})
    for headers in (
        {},
        {"X-Forwarded-For": "10.9.8.7"},
        {"Forwarded": "for=10.9.8.7"},
        {"X-Real-IP": "1.2.3.4"},
    ):
        answer = Client().post(STATUS, {"code": made.code}, headers=headers)
        assert answer.status_code == 429
        assert made.request.number not in answer.text
        assert STATUS not in answer.get("Location", "")


def test_who_is_locked_out_learns_nothing_of_the_code_they_typed(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: cases.MONDAY)
    made = cases.request()
    for number in range(10):
        Client().post(STATUS, {"code": f"AAAA-BBBB-CCCC-DDD{number}"})
    assert shown(made.code) == shown(WRONG)
