"""How often one place on the net may do something at the public pages of requests, as it is set."""

from datetime import timedelta

import pytest

from tests import make
from tests.requests import applying, cases

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def still(monkeypatch):
    """Stop the clock: who is counted across the end of a minute begins anew."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: cases.MONDAY)


@pytest.mark.parametrize("setting", ["REQUEST_CODES_PER_QUARTER", "REQUEST_WRONG_CODES_PER_QUARTER"])
def test_query_codes_are_tried_as_often_as_is_set(client, settings, setting):
    setattr(settings, setting, 2)
    tries = [client.post("/requests/status/", {"code": "ABCD-EFGH-JKLM-NPQR"}) for _ in range(3)]
    assert [page.status_code for page in tries] == [200, 200, 429]
    assert int(tries[-1]["Retry-After"]) > 0


def test_the_form_is_sent_as_often_as_is_set(client, settings):
    settings.REQUEST_FORMS_PER_HOUR = 1
    applying.organisation()
    pages = [client.post("/requests/apply/citizen/", applying.CITIZEN) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 429]


def test_an_applicant_acts_as_often_as_is_set(client, settings):
    settings.REQUEST_ACTS_PER_HOUR = 0
    made = cases.request()
    client.post("/requests/status/", {"code": made.code})
    page = client.post("/requests/complaint/", {"words": "太慢了"})
    assert page.status_code == 422
    assert "太频繁" in page.text and "太慢了" in page.text


def test_the_public_figures_are_asked_for_as_often_as_is_set(client, settings):
    settings.REQUEST_FIGURES_PER_MINUTE = 2
    pages = [client.get(f"/requests/{name}") for name in ("statistics/", "statistics.csv", "statistics/")]
    assert [page.status_code for page in pages] == [200, 200, 429]
    assert "no-store" in pages[-1]["Cache-Control"] and int(pages[-1]["Retry-After"]) > 0
    assert "过于频繁" in pages[-1].text


def test_the_public_figures_are_counted_once_a_minute_and_anew_after_an_event(
    client, monkeypatch, django_assert_num_queries, django_assert_max_num_queries
):
    moment = make.moment(2026, 11, 24)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    cases.request(at=moment)
    with django_assert_max_num_queries(15):
        assert "总体,收到,1" in client.get("/requests/statistics.csv").text
    for _ in range(2):
        with django_assert_num_queries(1):
            assert "总体,收到,1" in client.get("/requests/statistics.csv").text
    with django_assert_num_queries(1):
        assert client.get("/requests/statistics/").status_code == 200
    cases.request(at=moment, title="另一件")
    assert "总体,收到,2" in client.get("/requests/statistics.csv").text
    moment += timedelta(seconds=60)
    with django_assert_max_num_queries(15):
        client.get("/requests/statistics.csv")
