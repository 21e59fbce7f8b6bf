"""How much a visitor may send: much for whoever is signed in at the desk, little for everybody else."""

import io

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from gongkai.config import receiving
from tests import make

pytestmark = pytest.mark.django_db
SESSION = settings.SESSION_COOKIE_NAME


@pytest.fixture
def rooms(monkeypatch):
    """Return the room that each request is given, in order."""
    seen = []
    given = receiving.Spooled.handle_raw_input

    def handle(self, *args, **kwargs):
        given(self, *args, **kwargs)
        seen.append(self.room)

    monkeypatch.setattr(receiving.Spooled, "handle_raw_input", handle)
    return seen


@pytest.fixture
def officer():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.person("clerk"))
    client.get("/desk/account/")
    return client


def send(client, path):
    client.post(path, {"evidence": io.BytesIO(b"{}"), "csrfmiddlewaretoken": "x"})


def test_an_officer_may_send_several_files_to_the_desk(officer, rooms):
    send(officer, "/desk/items/upload/")
    assert rooms == [settings.UPLOAD_LIMIT * receiving.FILES_AT_ONCE]


@pytest.mark.parametrize("cookie", [None, "made-up", "a" * 32])
@pytest.mark.parametrize("path", ["/desk/sign-in/", "/desk/items/upload/", "/ledger/check/"])
def test_a_stranger_may_send_little_whatever_cookie_they_make_up(rooms, cookie, path):
    client = Client(enforce_csrf_checks=True)
    client.get("/desk/sign-in/")
    if cookie:
        client.cookies[SESSION] = cookie
    send(client, path)
    assert rooms == [receiving.FROM_STRANGERS]


def test_an_ended_session_opens_nothing(officer, rooms):
    Session.objects.all().delete()
    send(officer, "/desk/items/upload/")
    assert rooms == [receiving.FROM_STRANGERS]


def test_outside_the_desk_nobody_needs_more(officer, rooms):
    send(officer, "/ledger/check/")
    assert rooms == [receiving.FROM_STRANGERS]


def test_an_applicant_may_send_three_papers(rooms):
    client = Client(enforce_csrf_checks=True)
    client.get("/requests/apply/citizen/")
    send(client, "/requests/apply/citizen/")
    assert rooms == [receiving.FROM_APPLICANTS]
