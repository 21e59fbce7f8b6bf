"""The description says all that the API does: whoever asks by it meets no defect and nothing else."""

import json
from datetime import timedelta

import pytest
from django.conf import settings as own
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone

from gongkai.orgs.models import Role
from gongkai.registers import services
from gongkai.search import services as search
from tests import make
from tests.api.asking import ask, operations

pytestmark = pytest.mark.django_db
TIMES = 10
"""So many questions of each address; ``python -m bench.api`` asks many more."""

WITHOUT_EXAMPLE = {"cursor", "facets", "kind", "validity"}


@pytest.fixture
def connected():
    """Keep the connection of the test: these requests end outside the client of Django, which sees to it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("connected")
def test_no_question_finds_a_defect_or_an_answer_that_is_not_described(checks, clerk, settings):
    """A site on which there is something to find: an item, a register with entries, a token that may send."""
    item = make.published(make.staff(), title="财政收支情况")
    search.index()
    settings.API_SENDS_PER_HOUR = 10**6
    token, secret = services.make_token(
        organisation=clerk.posts.get().organisation, person=clerk, purpose="x",
        expires_on=timezone.localdate() + timedelta(days=9),
        by=make.person(role=Role.ADMIN.value, at=make.office()), at=timezone.now(),
    )  # fmt: skip

    def known(case):
        for name, value in (("key", checks.key), ("number", item.number)):
            if name in (case.path_parameters or {}) and "batches" not in case.operation.path:
                case.path_parameters[name] = value
        if "serial" in (case.path_parameters or {}):
            case.path_parameters["serial"] = case.path_parameters["serial"] % 6 + 1

    answered = {each.label: ask(each, times=TIMES, known=known, token=secret) for each in operations()}
    assert len(answered) >= 11
    reading = {label: found for label, found in answered.items() if "batches" not in label}
    assert all(found.keys() & {200, 202, 422} for found in reading.values()), answered
    assert token.pk


def test_the_description_is_complete(client):
    said = json.loads(client.get("/api/v1/openapi.json").content)
    assert said["openapi"].startswith("3.1")
    assert said["servers"][0]["url"] == own.SITE_URL
    for path, found in said["paths"].items():
        for method, operation in found.items():
            place = f"{method} {path}"
            assert operation["summary"] and operation["description"], place
            assert {"405", "422", "429", "500", "503"} <= set(operation["responses"]), place
            for each in operation["parameters"]:
                assert each["description"], f"{place} {each['name']}"
                assert "example" in each or each["name"] in WITHOUT_EXAMPLE or "enum" in str(each), (
                    f"{place} {each['name']}"
                )
            for status, response in operation["responses"].items():
                assert response["description"], f"{place} {status}"
                assert status in {"200", "202", "304"} or "application/problem+json" in response["content"]
