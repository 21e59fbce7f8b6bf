"""Rows over HTTP: with a token, by the description's words, told by row and field."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.orgs.models import Role
from gongkai.registers import services
from gongkai.registers.models import Batch, Token
from tests import make
from tests.registers.test_sending import NOW, OTHER, ROW

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(register, clerk):
    keeper = make.person(role=Role.OPENNESS.value, at=make.office())
    return services.make_token(
        organisation=make.organisation("market"), person=clerk, purpose="业务系统",
        expires_on=timezone.localdate(NOW) + timedelta(days=9), by=keeper, at=NOW,
    )[1]  # fmt: skip


def post(secret, said, *, key="a", register="product-checks"):
    return Client(enforce_csrf_checks=True).post(
        f"/api/v1/registers/{register}/rows",
        said if isinstance(said, bytes) else json.dumps(said),
        content_type="application/json",
        headers={"authorization": f"Bearer {secret}", **({"idempotency-key": key} if key else {})},
    )


def state(secret, number):
    return Client().get(f"/api/v1/batches/{number}", headers={"authorization": f"Bearer {secret}"})


def test_rows_are_taken_and_their_way_can_be_followed(secret, signer):
    answer = post(secret, {"rows": [ROW, OTHER], "reason": "六月抽查"})
    assert answer.status_code == 202
    said = answer.json()
    assert (said["stage"], said["counts"]["recorded"], said["register"]) == ("submitted", 2, "product-checks")
    assert answer["Location"] == said["api"]
    assert "RateLimit-Limit" in answer
    services.release(batch=Batch.objects.get(), by=signer, at=NOW)
    now = state(secret, said["id"])
    assert (now.json()["stage"], now.json()["release"]) == ("released", 1)
    assert now["Cache-Control"] == "private, no-store"
    assert signer.name not in now.text


def test_the_same_sent_again_is_not_sent_twice(secret):
    first, second = (post(secret, {"rows": [ROW]}).json() for _ in range(2))
    assert first == second
    assert post(secret, {"rows": [OTHER]}).status_code == 409
    assert Batch.objects.count() == 1


def test_faults_are_told_by_row_and_field(secret):
    answer = post(secret, {"rows": [ROW, {**OTHER, "result": "优"}]})
    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert (fault["row"], fault["where"]) == (2, "result")
    assert "合格" in fault["reason"]
    assert not Batch.objects.exists()


WRONG = [
    ({"rows": []}, 422, "rows"), ({}, 422, "rows"), ({"rows": [{}]}, 422, "rows"),
    ({"rows": [{"number": ["1"]}]}, 422, "number"), ({"rows": [ROW], "more": 1}, 422, "more"),
    (b"{", 400, ""), (b"[]", 422, "sent"), ({"rows": [ROW] * 2001}, 422, "rows"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "status", "where"), WRONG)
def test_what_is_no_batch_is_told(secret, said, status, where):
    answer = post(secret, said)
    assert answer.status_code == status, answer.text
    assert [each["where"] for each in answer.json().get("errors", [])] == ([where] if where else [])


def test_without_token_or_key_nothing_is_taken(secret):
    refused = post("gk_wrong", {"rows": [ROW]})
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, 'Bearer realm="gongkai"')
    assert post(secret, {"rows": [ROW]}, key="").json()["errors"][0]["where"] == "Idempotency-Key"
    assert post(secret, {"rows": [ROW]}, key="a b").status_code == 422
    assert post(secret, {"rows": [ROW]}, register="no-such").status_code == 404
    services.revoke_token(
        token=Token.objects.get(), by=make.person(role=Role.ADMIN.value, at=make.office()), at=NOW
    )
    assert post(secret, {"rows": [ROW]}).status_code == 401


def test_the_batches_of_others_are_not_shown(secret, clerk):
    number = post(secret, {"rows": [ROW]}).json()["id"]
    body = make.organisation("finance")
    other = services.make_token(
        organisation=body, person=make.person(role=Role.CLERK.value, at=body), purpose="x",
        expires_on=timezone.localdate(NOW) + timedelta(days=9),
        by=make.person(role=Role.ADMIN.value, at=make.office()), at=NOW,
    )[1]  # fmt: skip
    assert state(other, number).status_code == 404
    assert state("gk_x", number).status_code == 401


def test_whoever_left_the_post_is_told_so(secret, clerk):
    post_held = clerk.posts.get()
    post_held.valid_to = timezone.localdate(NOW) - timedelta(days=1)
    post_held.save()
    answer = post(secret, {"rows": [ROW]})
    assert (answer.status_code, "政务公开科" in answer.text) == (403, True)


def test_a_token_sends_so_often_and_no_more(secret, settings, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    settings.API_SENDS_PER_HOUR = 1
    assert post(secret, {"rows": [ROW]}).status_code == 202
    over = post(secret, {"rows": [OTHER]}, key="b")
    assert over.status_code == 429
    assert 0 < int(over["Retry-After"]) <= 3600


def test_too_much_at_once_is_told(secret):
    answer = post(secret, {"rows": [{**ROW, "maker": "长" * 20_000}] * 40})
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
