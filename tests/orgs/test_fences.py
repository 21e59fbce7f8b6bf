"""Guessing passwords: what is logged of it, and three fences that keep nobody out for long."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.orgs.models import Act
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def zhang():
    return make.person("clerk", account="zhang")


def sign_in(address, password="wrong", account="zhang"):
    values = {"account": account, "password": password}
    return Client(REMOTE_ADDR=address).post("/desk/sign-in/", values).status_code


def guess(number):
    return [sign_in(f"10.0.0.{host}") for host in range(number)]


def acts():
    return list(Act.objects.order_by("pk").values_list("verb", "thing", "account"))


def test_many_addresses_that_guess_at_one_account_are_stopped(zhang, settings):
    codes = guess(settings.SIGN_IN_FAILURES_PER_ACCOUNT + 5)
    assert codes[-6:] == [429] * 6
    assert codes.index(429) == settings.SIGN_IN_FAILURES_PER_ACCOUNT - 1
    assert sign_in("10.9.9.9", "secret") == 429
    make.person("clerk", account="another")
    assert sign_in("10.9.9.9", "secret", "another") == 302


def test_an_account_that_does_not_exist_is_fenced_alike(settings):
    codes = [sign_in(f"10.0.0.{host}", account="nobody") for host in range(25)]
    assert codes.index(429) == settings.SIGN_IN_FAILURES_PER_ACCOUNT - 1


def test_an_outsider_does_not_keep_out_who_comes_from_a_known_place_or_is_in(zhang, settings):
    inside = Client(REMOTE_ADDR="192.168.1.5")
    inside.post("/desk/sign-in/", {"account": "zhang", "password": "secret"})
    guess(settings.SIGN_IN_FAILURES_PER_ACCOUNT)
    assert inside.get("/desk/account/").status_code == 200
    assert sign_in("192.168.1.5", "secret") == 302
    assert sign_in("192.168.1.6", "secret") == 429


def test_from_elsewhere_one_waits_five_minutes(zhang, settings):
    guess(settings.SIGN_IN_FAILURES_PER_ACCOUNT)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=5, seconds=1))
    assert sign_in("10.9.9.9", "secret") == 302


def test_failures_and_locks_are_logged_without_the_address(zhang, settings):
    settings.AXES_FAILURE_LIMIT = 2
    for _ in range(4):
        sign_in("10.0.0.1")
    failed, locked = ("sign-in-failed", "person:zhang", "system"), ("lock-out", "person:zhang", "system")
    assert acts() == [failed, failed, locked]
    assert "10.0.0.1" not in str(list(Act.objects.values()))


def test_what_is_typed_as_an_unknown_account_is_not_written_down(client):
    sign_in("10.0.0.1", account="my-password-by-mistake")
    assert acts() == [("sign-in-failed", "sign-in", "system")]
    assert "my-password" not in str(list(Act.objects.values()))
    assert Act.objects.get().about == ("不存在的账号", "")


def test_a_wrong_code_is_a_failure_too(zhang, client):
    TOTPDevice.objects.create(user=zhang, confirmed=True, name="手机")
    client.post("/desk/sign-in/", {"account": "zhang", "password": "secret"})
    client.post("/desk/sign-in/code/", {"code": "000000x"})
    act = Act.objects.get()
    assert (act.verb, act.thing, act.detail) == ("sign-in-failed", "person:zhang", {"factor": "totp"})


def test_going_out_is_logged_once(zhang, client):
    client.force_login(zhang)
    for _ in range(2):
        client.post("/desk/sign-out/")
    assert acts() == [("sign-out", "person:zhang", "zhang")]
