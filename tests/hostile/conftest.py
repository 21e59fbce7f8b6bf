"""Who is attacked: a clerk with a draft, and a desk on which everything is within reach."""

import pytest
from django.test import Client

from tests import make


@pytest.fixture
def clerk(db):
    person = make.person("clerk", make.organisation("finance"))
    client = Client(raise_request_exception=True)
    client.force_login(person)
    client.person = person
    return client


@pytest.fixture
def draft(clerk):
    return make.item(
        clerk.person.posts.get().organisation, clerk.person, title="关于某事的通知", kind="notice"
    )


@pytest.fixture
def desk_of(db):
    """Return a stranger and someone with every post: nothing is out of their reach."""
    office = make.office()
    person = make.person("clerk", office)
    for role in ("reviewer", "secrecy", "signer", "openness", "admin"):
        person.posts.create(organisation=office, role=role, valid_from=make.NOW)
    make.work_points(person)
    make.published(make.staff(), title="公开的通知")
    known = Client()
    known.force_login(person)
    return [Client(), known]
