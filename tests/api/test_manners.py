"""What holds for every answer: tags, other origins, methods, limits, problems in one shape."""

import gzip
import json

import pytest
from django.conf import settings as own
from django.test import Client

from gongkai.api.problems import KINDS, MEDIA
from gongkai.ui.limiting import Counter, Limit
from tests import make

pytestmark = pytest.mark.django_db
EMPTY = "registers"


def test_what_has_not_changed_is_not_sent_again(api):
    answer = api("changes")
    assert answer["Cache-Control"] == "public, no-cache"
    again = api("changes", if_none_match=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    make.published(make.staff())
    changed = api("changes", if_none_match=answer["ETag"])
    assert changed.status_code == 200
    assert "GMT" in changed["Last-Modified"]


def test_an_answer_is_packed_where_that_is_understood(api):
    for each in range(20):
        make.organisation(f"body-{each}")
    answer = api("organisations", accept_encoding="gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.content))["total"] == 20
    assert api("organisations", accept_encoding="gzip", if_none_match=answer["ETag"]).status_code == 304


def test_pages_of_other_sites_may_read_without_cookies(api):
    answer = api(EMPTY, origin="https://example.org")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    asked = Client().options("/api/v1/items", headers={"access-control-request-method": "GET"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_heads_are_answered_without_a_body(api):
    head = Client().head("/api/v1/changes")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == api("changes")["ETag"]
    assert head["Content-Length"] == api("changes")["Content-Length"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nowhere", 404), ("GET", "", 404), ("POST", "items", 405), ("DELETE", "registers", 405),
        ("GET", "registers/x/rows", 405), ("GET", "items/%00", 400), ("GET", "batches/1", 401),
        ("GET", "items?limit=0", 422),
    ],
)  # fmt: skip
def test_every_refusal_is_a_problem_in_chinese(method, path, status):
    answer = Client().generic(method, f"/api/v1/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (status, MEDIA)
    said = answer.json()
    assert (said["status"], said["title"]) == (status, KINDS[status].title)
    assert said["detail"].endswith("。")
    if status == 405:
        assert answer["Allow"]


def test_a_defect_is_a_problem_too(monkeypatch):
    monkeypatch.setattr("gongkai.api.views.changes._head", lambda: 1 / 0)
    answer = Client(raise_request_exception=False).get("/api/v1/changes")
    assert (answer.status_code, answer["Content-Type"]) == (500, MEDIA)
    assert "ZeroDivisionError" not in answer.text


def test_whoever_asks_too_often_is_told_how_long_to_wait(api, settings, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.NOW)
    settings.API_PER_MINUTE = 2
    answers = [api(EMPTY, x_forwarded_for="10.0.0.1") for _ in range(2)]
    assert [each["RateLimit-Remaining"] for each in answers] == ["1", "0"]
    over = api(EMPTY)
    assert over.status_code == 429
    assert 0 < int(over["Retry-After"]) <= 60
    assert over["Access-Control-Allow-Origin"] == "*"
    other = Client(REMOTE_ADDR="10.0.0.2").get("/api/v1/registers")
    assert other.status_code == 200, "one is not counted for another"


def test_counts_are_shared_by_processes_and_begin_anew_with_each_window(tmp_path):
    one, other = (Counter(tmp_path / "limits", b"key") for _ in range(2))
    limit = Limit("read", 2, 60)
    assert [counter.use(limit, "a", now=60).count for counter in (one, other, one)] == [1, 2, 3]
    assert one.use(limit, "a", now=119).is_over
    assert one.use(limit, "a", now=119).wait == 1
    assert one.use(limit, "a", now=120).count == 1
    assert b"a" * 3 not in (tmp_path / "limits").read_bytes()


def test_all_other_addresses_pass_untouched(client, db):
    page = client.get("/help/")
    assert "RateLimit-Limit" not in page
    assert own.API_PER_MINUTE > 1000, "tests are not limited unless they say so"
