"""Programs read what is public: a register of spot checks with four entries, and a district's items."""

import pytest
from django.test import Client

from gongkai.registers import services
from tests.registers.conftest import clerk, register, signer  # noqa: F401 - fixtures
from tests.registers.test_batches import FIRST, NOW, released

MORE = [
    "003,演示糕点,,合格,,330103003,2017-06-03",
    "004,演示饮料,王五,不合格,500,,2017-06-03",
]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def api(db):
    """Return a function that asks the API and gives back status, answer and headers."""
    client = Client()

    def ask(path, query=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get(f"/api/v1/{path}", query or {}, headers=headers)

    return ask


@pytest.fixture
def checks(register, clerk, signer):  # noqa: F811
    """Make the register public with four entries and its snapshot."""
    released(register, clerk, signer, [*FIRST, *MORE])
    services.rebuild_waiting(at=NOW)
    return register


def followed(api, path, query=None):
    """Return all answers from one page to the next, as a program would read them."""
    pages = [api(path, query).json()]
    while following := pages[-1]["next"]:
        answer = api(following.partition("/api/v1/")[2])
        assert answer.status_code == 200, answer.text
        pages.append(answer.json())
    return pages
