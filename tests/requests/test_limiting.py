"""How often one place on the net may do something at the public pages of requests, as it is set."""

import pytest

from tests.requests import applying, cases

pytestmark = pytest.mark.django_db


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
