"""The feed of changes: in the order of publication, and nobody skips a late commit."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client

from gongkai.items import services
from gongkai.publication import services as publication
from tests import make
from tests.items.test_concurrency import first, on_disk  # noqa: F401 - a fixture

LATER = 0.5
"""Seconds for which the first of two acts is kept from its commit."""


def read(api, since=0, limit=100):
    return api("changes", {"since": since, "limit": limit}).json()


def test_every_act_is_told_once_in_its_order(api):
    team = make.staff()
    for each in range(5):
        make.published(team, title=f"通知{each}")
    found, position = [], 0
    while True:
        answer = read(api, position, limit=2)
        found += [act["title"] for act in answer["acts"]]
        position = answer["next"]
        if position == answer["head"]:
            break
    assert found == [f"通知{each}" for each in range(5)]
    assert read(api, position) == {"acts": [], "next": 5, "head": 5}


def test_a_register_is_told_with_its_place_in_the_api(api, checks):
    [act] = read(api)["acts"]
    assert (act["kind"], act["version"]) == ("register", 1)
    assert act["api"].endswith("/api/v1/registers/product-checks")


def test_a_position_that_was_never_reached_is_told(api):
    answer = api("changes", {"since": 1})
    assert answer.status_code == 422
    assert "从 0 读起" in answer.text


def test_what_was_withdrawn_has_no_title_in_any_of_its_acts(api):
    team = make.staff()
    item = make.published(team, title="写错了名字")
    services.withdraw(item=item, reason="内容有误", by=team.signer, at=make.NOW)
    answer = read(api)
    assert [(act["event"], act["title"]) for act in answer["acts"]] == [
        ("published", None), ("withdrawn", None),
    ]  # fmt: skip
    assert "写错了名字" not in str(answer)


@pytest.mark.django_db(transaction=True)
def test_who_reads_between_two_commits_misses_neither(on_disk):  # noqa: F811
    """The act that began first keeps its number from the second, which has to wait for its commit."""
    bodies = first(lambda: [make.organisation("finance"), make.organisation("audit")])
    announced, order = threading.Event(), []

    def act(name, body, *, waits):
        try:
            with transaction.atomic():
                made = publication.announce(
                    notice=make.notice(address=f"/items/{name}/", title=name, publisher=body),
                    by=None, at=make.NOW,
                )  # fmt: skip
                if waits:
                    announced.set()
                    threading.Event().wait(LATER)
            order.append((name, made.seq))
        finally:
            connection.close()

    slow = threading.Thread(target=act, args=("slow", bodies[0]), kwargs={"waits": True})
    quick = threading.Thread(target=act, args=("quick", bodies[1]), kwargs={"waits": False})
    slow.start()
    announced.wait()
    quick.start()
    reader, position, seen = Client(), 0, []
    while slow.is_alive() or quick.is_alive() or not seen or position < 2:
        answer = first(lambda: reader.get("/api/v1/changes", {"since": position}).json())  # noqa: B023
        seen += [(act["title"], act["seq"]) for act in answer["acts"]]
        position = answer["next"]
    slow.join()
    quick.join()
    assert seen == sorted(order, key=lambda act: act[1]) == [("slow", 0), ("quick", 1)]
