"""The page of tokens: made once, shown once, ended with one press."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.registers import services
from gongkai.registers.models import Token
from tests import make

pytestmark = pytest.mark.django_db
today = timezone.localdate


@pytest.fixture
def clerk():
    return make.person("clerk", make.organisation("finance"))


@pytest.fixture
def office(clerk):
    client = Client()
    client.force_login(make.person("openness", make.office()))
    return client


def test_a_token_is_shown_once(office, clerk):
    said = {"holder": clerk.posts.get().pk, "purpose": "双公示系统", "expires_on": f"{today()}"}
    page = office.post("/desk/tokens/", said)
    secret = page.context["secret"]
    assert f'data-copy="{secret}"' in page.text and "portal.js" in page.text
    assert "no-cache" in page["Cache-Control"] and "private" in page["Cache-Control"]
    assert services.bearer(secret=secret, at=timezone.now()).purpose == "双公示系统"
    again = office.get("/desk/tokens/")
    assert secret not in again.text and "portal.js" not in again.text
    assert Token.objects.get().hint in again.text


def test_what_is_wrong_is_told_at_its_field_with_what_was_typed(office, clerk):
    late = today() + timedelta(days=400)
    said = {"holder": clerk.posts.get().pk, "purpose": "双公示系统", "expires_on": f"{late}"}
    page = office.post("/desk/tokens/", said)
    assert page.status_code == 422
    assert "最长一年" in page.text and f"{late}" in page.text
    assert office.post("/desk/tokens/", {}).status_code == 422
    assert not Token.objects.exists()


def test_a_token_ends_with_one_press(office, clerk):
    office.post("/desk/tokens/", {"holder": clerk.posts.get().pk, "purpose": "x", "expires_on": f"{today()}"})
    page = office.post(f"/desk/tokens/{Token.objects.get().pk}/revoke/", follow=True)
    assert "已停用" in page.text
    assert not Token.objects.usable(today()).exists()
