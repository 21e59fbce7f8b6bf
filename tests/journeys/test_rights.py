"""Every address of the site, as everybody: who sees it, who may act there; nobody else changes anything.

The addresses come from the resolver: one without an entry in ``RULES`` fails the test.
"""

from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import make
from tests.journeys import annual, api_addresses, asking, casework, letters, registers
from tests.journeys.addresses import GET_ONLY, POST_ONLY, ROLES, TEAM, Rule
from tests.journeys.api_addresses import BY_TOKEN
from tests.journeys.rights import SECRET, district, file_it, retire_it
from tests.kept import kept

PARTS = (registers, api_addresses, casework, letters, asking, annual)
RULES = {name: rule for part in PARTS for name, rule in part.RULES.items()}
# Rows that reading may leave behind: sessions, finished pages, a second factor not yet confirmed.
PASSING = {"Session", "Page", "Topic", "Dependency", "Tick", "AccessAttempt", "AccessLog", "TOTPDevice"}
# What keeps nothing, and what mail programs do by themselves (RFC 8058): no session stands behind it.
WITHOUT_TOKEN = {"ledger:check", "portal:register-unfollow"}


def names() -> list[str]:
    """Return every address that the resolver knows, by name."""

    def walk(patterns: Any, prefix: str) -> Any:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, f"{prefix}{each.namespace}:" if each.namespace else prefix)
            elif isinstance(each, URLPattern):
                yield f"{prefix}{each.name}"

    return list(walk(get_resolver().url_patterns, ""))


def test_every_address_has_a_rule():
    assert set(names()) == set(RULES)
    assert len(names()) == len(set(names()))


@cache
def reading() -> list[tuple[str, Any]]:
    """Return the questions for all rows that an act could change: built once, asked hundreds of times."""
    confirmed = TOTPDevice.objects.filter(confirmed=True).values_list("pk")
    queries = [confirmed] + [
        model.objects.order_by("pk").values_list(
            *(each.attname for each in model._meta.concrete_fields if each.name != "last_login")
        )
        for model in apps.get_models()
        if model.__name__ not in PASSING
    ]
    return [query.query.sql_with_params() for query in queries]


def state() -> list[Any]:
    """Return all rows that an act could change."""
    found = []
    with connection.cursor() as cursor:
        for each in reading():
            cursor.execute(*each)
            found.append(cursor.fetchall())
    return found


class Writes:
    """Tells whether anything was written: only then is it worth while to compare all rows."""

    def __init__(self) -> None:
        self.found = False

    def __call__(self, execute, sql, params, many, context):
        self.found |= sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}
        return execute(sql, params, many, context)


@pytest.fixture(scope="module")
def kept_world(django_db_setup, django_db_blocker, tmp_path_factory):
    with kept(district, django_db_blocker, tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture
def world(kept_world, db):
    return kept_world.copy()


def enter(world: Any, role: str, *, enforce_csrf_checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    person = world.people[role]
    if person is not None:
        client.force_login(person)
        world.mine = person.posts.get().organisation
    return client


def leads_to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/desk/sign-in/")


def expected_get(name: str, rule: Rule, role: str) -> set[int]:
    if name in BY_TOKEN:
        return {405 if rule.only == POST_ONLY else 401}
    if rule.status == 0:
        return {200, 404}
    if rule.only == POST_ONLY:
        return {405}
    if role in rule.sees:
        return {302} if name == "orgs:sign-in" and role != "stranger" else {rule.status}
    return {rule.turned_away} if role in TEAM else {404}


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_what_is_theirs_and_nothing_else(world, role):
    client, wrong = enter(world, role), {}
    for name, rule in RULES.items():
        with transaction.atomic():
            response = client.get(reverse(name, kwargs=rule.args(world)))
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        if role == "stranger" and role not in rule.sees and leads_to_sign_in(response):
            continue
        if response.status_code not in expected_get(name, rule, role):
            wrong[name] = response.status_code
        elif SECRET.encode() in body and role not in TEAM:
            wrong[name] = "shows what is not theirs"
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_everybody_does_what_is_theirs_and_nothing_else(world, role):
    client, wrong, calm = enter(world, role), {}, state()
    for name, rule in RULES.items():
        with transaction.atomic():
            rule.before(world)
            before = state() if rule.before in {file_it, retire_it} else calm
            with connection.execute_wrapper(writes := Writes()):
                response = client.post(reverse(name, kwargs=rule.args(world)), rule.data(world))
            has_changed = writes.found and state() != before
            transaction.set_rollback(True)
        if name in {"orgs:sign-out", "orgs:password"}:
            client = enter(world, role)
        if has_changed != (role in rule.does):
            wrong[name] = ("changed" if has_changed else "did nothing", response.status_code)
        elif response.status_code not in expected_post(name, rule, role) and not leads_to_sign_in(response):
            wrong[name] = response.status_code
    assert wrong == {}


def expected_post(name: str, rule: Rule, role: str) -> set[int]:
    if rule.only == GET_ONLY:
        return {405}
    if name in BY_TOKEN:
        return {401}
    if rule.status == 404:  # there is no such thing in this district, whoever asks
        return {404}
    if role in rule.does or (role in rule.sees and not rule.does):
        return {200, 302, 400, 422}
    if role == "stranger":
        return {401}
    return {rule.turned_away} if role in TEAM else {404}


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_done_without_a_token(world, role):
    """A page of another site cannot act with somebody's session; checking evidence keeps nothing."""
    client, accepted, before = enter(world, role, enforce_csrf_checks=True), {}, state()
    for name, rule in RULES.items():
        if rule.only == GET_ONLY or name in BY_TOKEN | WITHOUT_TOKEN:
            continue
        response = client.post(reverse(name, kwargs=rule.args(world)), rule.data(world))
        if response.status_code != 403 or "页面" not in response.text:
            accepted[name] = response.status_code
    assert accepted == {}
    assert state() == before


@pytest.mark.parametrize("role", ["outsider", "admin"])
def test_what_others_prepare_cannot_be_searched_for(world, role):
    client = enter(world, role)
    own = make.item(world.people[role].posts.get().organisation, world.people[role])
    for address in (
        f"/desk/items/?q={SECRET}",
        f"/desk/items/{own.pk}/targets/?find={SECRET}",
        f"/desk/items/{own.pk}/targets/?find=修改中&field=successor",
        f"/desk/items/{own.pk}/obligations/?find={SECRET}",
        "/desk/",
        "/desk/items/",
        "/desk/planning/2017/",
        "/desk/planning/2017/filings/",
    ):
        page = client.get(address)
        shown = page.text.replace(f"与“{SECRET}”", "").replace(f'value="{SECRET}"', "")
        assert page.status_code in {200, 404}
        assert SECRET not in shown, address
    linked = client.post(f"/desk/items/{own.pk}/relate/", {"kind": "based-on", "target": f"草稿{SECRET}"})
    assert not own.relations.exists()
    assert linked.status_code in {200, 404}
