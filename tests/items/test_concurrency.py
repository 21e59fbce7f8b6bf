"""Several people and workers at once, each with a connection of its own: nothing is lost, nothing doubled."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from gongkai.items import services
from gongkai.items.models import Item, Step, Version
from gongkai.publication.models import Announcement
from tests import make

LATER = make.NOW + timedelta(hours=1)


@pytest.fixture
def on_disk(transactional_db, tmp_path):
    """Let threads work on a database file: SQLite in memory would have them share one connection."""
    if connection.vendor != "sqlite":
        yield
        return
    settings = connections.settings["default"]
    connection.ensure_connection()
    copy = sqlite3.connect(tmp_path / "test.sqlite3")
    connection.connection.backup(copy)
    copy.close()
    memory, settings["NAME"] = settings["NAME"], str(tmp_path / "test.sqlite3")
    yield
    settings["NAME"] = memory


def aside(job):
    """Run ``job`` on a connection of its own and return what it returns or refuses with."""
    try:
        return job()
    except services.REFUSALS as refusal:
        return refusal
    finally:
        connections.close_all()


def at_once(*jobs):
    """Run jobs side by side, let go together; return their outcomes in order."""
    start = Barrier(len(jobs))

    def run(job):
        start.wait()
        return aside(job)

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def first(job):
    """Run what prepares or looks at the database, apart from the test's own connection."""
    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(aside, job).result()
    assert not isinstance(outcome, Exception), outcome
    return outcome


def refused(outcomes, kind):
    return [outcome for outcome in outcomes if isinstance(outcome, kind)]


def test_two_signers_at_once_publish_once(on_disk):
    def prepare():
        team = make.staff()
        return make.at_signing(team), team.signer, make.person("signer", team.organisation)

    version, *signers = first(prepare)
    outcomes = at_once(
        *(lambda signer=signer: services.sign(version=version, by=signer, at=make.NOW) for signer in signers)
    )
    assert len(refused(outcomes, services.IllegalMove)) == 1
    assert first(lambda: list(Announcement.objects.values_list("number"))) == [("330103--2017--0001",)]


def test_double_submission_is_one_submission(on_disk):
    def prepare():
        team = make.staff()
        return make.drafted(team), team.clerk

    version, clerk = first(prepare)
    outcomes = at_once(*[lambda: services.submit(version=version, by=clerk, at=make.NOW)] * 3)
    assert len(refused(outcomes, services.IllegalMove)) == 2
    assert first(lambda: Step.objects.filter(verb="submit").count()) == 1


def test_two_editors_at_once_lose_nothing(on_disk):
    def prepare():
        team = make.staff()
        return make.drafted(team), team.clerk, make.person("clerk", team.organisation)

    version, *clerks = first(prepare)

    def save(clerk):
        fields = {"title": clerk.name}
        return lambda: services.save(version=version, fields=fields, revision=0, by=clerk, at=LATER)

    outcomes = at_once(*map(save, clerks))
    conflicts = refused(outcomes, services.Conflict)
    assert len(conflicts) == 1
    stored = first(Version.objects.get)
    assert (stored.revision, stored.title) == (1, conflicts[0].theirs.title)


def test_publishers_at_once_get_numbers_without_gaps(on_disk):
    def prepare():
        teams = [make.staff(), make.staff(make.organisation("audit"))]
        return [(make.at_signing(team), team.signer) for team in teams for _ in range(6)]

    waiting = first(prepare)

    def sign(pairs):
        return lambda: [services.sign(version=each, by=signer, at=make.NOW) for each, signer in pairs]

    outcomes = at_once(*(sign(waiting[start::4]) for start in range(4)))
    assert not refused(outcomes, Exception)
    numbers = first(lambda: sorted(Item.objects.values_list("number", flat=True)))
    assert numbers == [f"330103--2017--{serial:04}" for serial in range(1, 13)]
    assert first(lambda: sorted(Announcement.objects.values_list("seq", flat=True))) == list(range(12))


def test_two_workers_publish_what_is_due_once(on_disk):
    def prepare():
        team = make.staff()
        for _ in range(4):
            version = make.at_signing(team)
            services.sign(version=version, publish_at=LATER, by=team.signer, at=make.NOW)

    first(prepare)
    outcomes = at_once(*[lambda: services.publish_due(at=LATER)] * 2)
    assert sum(outcomes) == 4
    assert first(Announcement.objects.count) == 4


def test_two_drafts_do_not_claim_one_number(on_disk):
    def prepare():
        return make.staff(), make.obligation()

    team, _ = first(prepare)
    claim = {"number_wanted": "330103--2017--0510"}
    outcomes = at_once(*[lambda: make.drafted(team, **claim)] * 2)
    assert len(refused(outcomes, services.Unready)) == 1
    assert first(Item.objects.count) == 1


def test_an_expiry_runs_once_on_two_workers(on_disk):
    first(lambda: make.published(make.staff(), expires_on=make.NOW.date()) and None)
    outcomes = at_once(*[lambda: services.expire_due(at=LATER + timedelta(days=1))] * 2)
    assert sum(outcomes) == 1
    assert first(lambda: Announcement.objects.filter(event="expired").count()) == 1


def test_a_release_signed_from_both_ends_is_published_once(on_disk):
    def prepare():
        team = make.staff()
        document = make.at_signing(team, kind="document", title="意见")
        told = make.drafted(team, kind="interpretation", title="解读")
        services.relate(item=told.item, kind="interprets", target=document.item, by=team.clerk, at=make.NOW)
        return team.signer, document, make.at_signing(team, version=told)

    signer, *versions = first(prepare)
    outcomes = at_once(
        *(lambda each=each: services.sign(version=each, by=signer, at=make.NOW) for each in versions)
    )
    assert len(refused(outcomes, (services.IllegalMove, services.MissingInterpretation))) == 1
    assert first(lambda: list(Announcement.objects.order_by("seq").values_list("title", flat=True))) == [
        "意见",
        "解读",
    ]
