"""People at the desk of one department, one of another, and the openness office."""

import pytest

from gongkai.items import services
from tests import make
from tests.items.desk import ROLES, at_signing, fill, newest


@pytest.fixture
def finance():
    return make.organisation("finance", short_name="财政局")


@pytest.fixture
def people(finance):
    found = {role: make.person(role, finance) for role in ROLES}
    found["openness"] = make.person("openness", make.office())
    found["other"] = make.person("clerk", make.organisation("audit"))
    return found


@pytest.fixture
def item(finance, people):
    return make.item(finance, people["clerk"], title="关于公开预算的通知", kind="notice")


@pytest.fixture
def enter(client, people):
    def as_(role):
        client.force_login(people[role])
        return client

    return as_


@pytest.fixture
def public(enter, item, people):
    fill(enter("clerk"), item)
    at_signing(item, people)
    services.sign(version=newest(item), by=people["signer"], at=make.NOW)
    item.refresh_from_db()
    return item
