"""Odd input at the pages of requests gets a sentence or 404, and nobody overwrites what another wrote."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.requests import services, vault
from gongkai.requests.models import Applicant, Letter
from tests.requests import cases
from tests.requests.answered import answered, clerk
from tests.requests.letters import office

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HUGE = 10**25


@pytest.fixture
def desk(monkeypatch):
    made = office(date(2026, 11, 23))
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.at)
    return made


def entered(person):
    client = Client()
    client.force_login(person)
    return client


def test_of_two_who_write_in_one_draft_the_second_is_told_and_keeps_what_they_typed(desk):
    letter = desk.draft("answer")
    path = reverse("letters:edit", kwargs={"pk": desk.case.pk, "letter": letter.pk})
    client = entered(desk.clerk)
    form = client.get(path).context["form"]
    told = {name: form[name].value() or "" for name in form.fields if name != "enclosures"}
    desk.at += timedelta(minutes=1)
    assert client.post(path, told | {"body": "先写的"}).status_code == 302
    desk.at += timedelta(minutes=1)
    second = client.post(path, told | {"body": "后写的"})
    assert second.status_code == 422
    assert "后写的" in second.text
    assert Letter.objects.get().body == "先写的"


def test_an_address_with_a_huge_number_is_none(desk):
    client = entered(desk.clerk)
    for path in (
        f"/desk/requests/{HUGE}/",
        f"/desk/requests/{HUGE}/letters/",
        f"/desk/requests/{HUGE}/letters/1/",
        f"/desk/requests/{desk.case.pk}/letters/{HUGE}/",
        f"/desk/requests/{desk.case.pk}/documents/{HUGE}/",
        f"/desk/requests/{desk.case.pk}/consultations/{HUGE}/hear/",
        f"/desk/requests/reports/{HUGE}/",
        f"/desk/requests/reports/years/{HUGE}/",
        f"/desk/requests/alike/{HUGE}/",
        f"/desk/requests/suggestions/{HUGE}/",
    ):
        assert client.get(path).status_code in {404, 302}, path
    ask = reverse("letters:draft", kwargs={"pk": desk.case.pk, "kind": "consult"})
    assert client.get(ask, {"consultation": "9" * 30}).status_code == 404


@pytest.mark.parametrize(
    "query", ["last=0001-01-01", "first=0001-01-01", "last=9999-12-31", "first=x&last=y"]
)
def test_satisfaction_between_odd_days_is_shown(desk, query):
    assert entered(desk.clerk).get(f"/desk/requests/satisfaction/?{query}").status_code == 200


@pytest.mark.parametrize(
    "days",
    [
        {"copy_on": "0001-01-01"},
        {"copy_on": "2000-01-01"},
        {"applied_on": "0001-01-01"},
        {"begun_on": "0001-01-01", "applied_on": "0001-01-01"},
        {"begun_on": "9999-12-31"},
    ],
)
def test_odd_days_of_a_review_get_a_sentence(days):
    request = answered("secret", after=5, at=NOW - timedelta(days=10))
    today = str(timezone.localdate())
    sent = {"route": "review", "body": "区政府", "applied_on": today, "begun_on": today}
    sent |= {"seen": request.number_of_events} | days
    page = entered(clerk(request)).post(f"/desk/requests/{request.pk}/proceedings/contest/", sent)
    assert page.status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "1999-01-01", "9999-12-31"])
def test_odd_days_of_receipt_get_a_sentence(day):
    case = cases.request(channel="signed-mail", evidence=services.registering.Evidence(), at=NOW).request
    client = entered(clerk(case))
    page = client.get(f"/desk/requests/{case.pk}/confirm/")
    names = [name for name in page.context["form"].fields if name not in {"seen", "words"}]
    sent = dict.fromkeys(names, day) | {"seen": case.number_of_events, "words": "签收"}
    assert client.post(f"/desk/requests/{case.pk}/confirm/", sent).status_code == 422


def test_what_cannot_be_unsealed_is_said_at_the_desk(desk):
    Applicant.objects.update(sealed=vault.seal(b"x").decode("ascii")[:-8] + "AAAAAAA=")
    client = entered(desk.clerk)
    assert client.post(f"/desk/requests/{desk.case.pk}/applicant/").status_code == 422
    noted = client.post(
        f"/desk/requests/{desk.case.pk}/note/", {"seen": desk.case.number_of_events, "words": "电话联系"}
    )
    assert noted.status_code == 422
    assert client.post(f"/desk/requests/{desk.case.pk}/export/").status_code == 302
