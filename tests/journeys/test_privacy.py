"""What lies in a case is seen by those whom it concerns: the applicant, who handles it, and nobody else.

``marked`` plants a word of its own in everything personal; ``prying`` knocks at every address that could be
guessed and reads whatever comes back. That the same walk finds the words where they belong shows that they
were planted, and that it can find them.
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from gongkai.requests.models import Document
from tests.journeys.marked import ASKED, browser_of, marked
from tests.journeys.prying import Marks, Walk, patterns, questions, texts, walk
from tests.journeys.test_rights import RULES, names
from tests.kept import FOLDERS, kept

STRANGERS = [
    "stranger",
    "another applicant",
    "clerk of another department",
    "reviewer of another department",
    "signer of another department",
    "secrecy reviewer of the department",
    "administrator",
]
EVERYWHERE = {"stranger", "another applicant", "clerk of another department"}
COLLEAGUES = {who for who in STRANGERS if "reviewer" in who or "signer" in who}
"""Beside the clerk they knock where cases are dealt with: the rest asks only whether one is signed in."""
OWN = {"name", "title", "content", "asked_back", "later", "paper", "complaint"}
"""What an applicant is shown with the query code: not who was asked, nor what is noted inside."""
UNSEEN = {"contact", "complaint", "code", "ended code", "session"}
"""What the department is shown nowhere: who complains of it does so to the openness office."""
MAY_STAND = {
    "django_session.session_key": {"session"},
    "requests_request.title": {"title", "ended title"},
    "requests_request.content": {"content", "ended content"},
    "requests_request.use": {"use"},
    "requests_document.name": {"paper", "material"},
    "requests_event.words": {"note", "searched", "court"},
    "requests_event.facts": {"searched"},
    "requests_consultation.question": {"question"},
    "requests_consultation.reasons": {"opinion"},
    "requests_consultation.weighing": {"weighing"},
    "requests_letter.body": {"asked_back", "later", "weighing"},
    "requests_letter.given": {"answered"},
    "requests_letter.paper": {"title", "ended title", "question"}
    | {"asked_back", "later", "weighing", "answered"},
    "requests_proceeding.words": {"court"},
    "requests_complaint.words": {"complaint"},
    "requests_rating.words": {"rating"},
    "requests_suggestion.words": {"suggestion"},
    "requests_suggestionstep.words": {"suggestion"},
}
"""Where in the database a word stands as it is. Who asks and who was asked stand nowhere: they are sealed."""
TABLE = "/registers/product-checks"
PUBLIC = {
    "/sitemap.xml",
    "/sitemaps/items-1.xml",
    "/catalogue.jsonld",
    "/catalogue.rdf",
    "/api/v1/changes",
    "/api/v1/openapi.json",
    f"/api/v1{TABLE}/entries",
    "/annual-reports/2023/finance/report.xlsx",
    "/annual-reports/2023/finance/report.pdf",
    f"{TABLE}/datapackage.json",
    f"{TABLE}/feed.atom",
    f"{TABLE}/charts/by-street/embed/",
    *(f"{TABLE}/product-checks.{form}" for form in ("csv", "xlsx", "json", "parquet")),
    *(f"/feeds/all.{form}" for form in ("atom", "rss", "json")),
}
"""Some of what everybody is given: the walk came so far."""


@pytest.fixture(scope="module")
def kept_world(django_db_setup, django_db_blocker, tmp_path_factory):
    with kept(marked, django_db_blocker, tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture
def world(kept_world, db):
    return kept_world.copy()


def enter(world, who):
    client = browser_of(world.other_code) if who == "another applicant" else Client()
    if who in world.people:
        client.force_login(world.people[who])
    return client


def wanted_by(who):
    if who in EVERYWHERE:
        return lambda name: True
    return about_cases if who in COLLEAGUES else at_the_desk


def about_cases(name):
    return name.partition(":")[0] in {"casework", "letters", "after", "reports", "asking", "voices", "desk"}


def at_the_desk(name):
    return name.partition(":")[0] not in {"portal", "search", "api", "ledger"}


def ask_for_all(made, world):
    """Ask who asks, and for the package of each case."""
    for case in (world.case, world.ended):
        made.post(f"/desk/requests/{case.pk}/applicant/")
        made.post(f"/desk/requests/{case.pk}/export/")


def test_every_address_is_knocked_at():
    assert {name for name, _ in patterns()} == set(names()) == set(RULES)


@pytest.mark.parametrize("who", STRANGERS)
def test_whom_it_does_not_concern_is_shown_nothing_of_a_case(world, who):
    made = walk(enter(world, who), world, wanted=wanted_by(who))
    made.get(*questions(world.marks))
    ask_for_all(made, world)
    assert made.seen == {}
    assert [address for address, status in made.statuses.items() if status >= 500] == []
    reached = {address for address, status in made.statuses.items() if status == 200}
    assert who not in EVERYWHERE or reached >= PUBLIC


def test_who_handles_a_case_is_shown_all_of_it_and_no_address_or_title_tells_of_it(world):
    clerk = Client()
    clerk.force_login(world.team.clerk)
    made = walk(clerk, world, wanted=at_the_desk)
    ask_for_all(made, world)
    assert set(world.marks) - set(made.seen) == UNSEEN
    assert made.marks.among(made.leading) == made.marks.among(made.titles) == set()


def test_an_applicant_is_shown_their_own_words_and_nothing_of_the_inside(world):
    made = walk(browser_of(world.code), world, wanted=about_cases)
    assert set(made.seen) == OWN
    assert made.marks.among(made.leading) == made.marks.among(made.titles) == set()
    assert traces_in_files(made.marks) == {}


def test_each_code_opens_its_own_case_alone(world):
    made = walk(browser_of(world.marks["ended code"]), world, wanted=about_cases)
    assert {name for name in made.seen if name in ASKED} == set()
    assert {"ended title", "answered", "rating"} <= set(made.seen)


def test_the_openness_office_is_shown_a_complaint(world):
    client = Client()
    client.force_login(world.openness)
    made = Walk(client, Marks(world.marks))
    made.get(f"/desk/requests/complaints/{world.complaint.pk}/")
    assert "complaint" in made.seen


def traces_in_files(marks):
    """Return the marks that stand in a file of the data folders, as they are or inside an archive."""
    found = {}
    for name in FOLDERS:
        for path in Path(getattr(settings, name)).rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            if seen := marks.told_by("\n".join([str(path), *texts(data)])):
                found[path.name] = seen
    return found


def traces_in_tables(marks):
    """Return where in the database marks stand, by table and column."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [f"{table}.{each[0]}" for each in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    text = bytes(value).decode(errors="replace") if is_binary(value) else str(value)
                    if seen := marks.told_by(text):
                        found.setdefault(column, set()).update(seen)
    return found


def is_binary(value):
    return isinstance(value, bytes | memoryview)


def test_no_file_on_disk_can_be_read_for_what_lies_in_a_case(world):
    papers = [each for each in Path(settings.CASES).rglob("*") if each.is_file()]
    assert len(papers) == Document.objects.count() > 4
    assert traces_in_files(Marks(world.marks)) == {}


def test_what_is_told_stands_in_the_tables_of_its_case_and_in_no_other(world):
    found = traces_in_tables(Marks(world.marks))
    assert {column: seen - MAY_STAND.get(column, set()) for column, seen in found.items()} == {
        column: set() for column in found
    }
    assert set(MAY_STAND) == set(found)


def test_a_session_holds_no_code_and_no_word(world):
    marks = Marks({name: word for name, word in world.marks.items() if name != "session"})
    told = [each.get_decoded() for each in Session.objects.all()]
    assert any("requests-receipt" in each for each in told)
    assert not any(marks.told_by(f"{each}") for each in told)


def test_mail_tells_only_that_there_is_something_to_read(world):
    to_applicants = [each for each in world.mail if world.marks["email"] in each[0]]
    assert len(to_applicants) == 3
    assert len(world.mail) > len(to_applicants), "those at the desk are told of what waits for them, too"
    for _, *told in world.mail:
        assert not Marks(world.marks).told_by(str(told))
