"""A large batch that is agreed to becomes public in the worker; what others overtook is compared anew."""

import pytest
from django.db import IntegrityError, transaction

from gongkai.orgs.models import Act
from gongkai.orgs.services import NotAllowed
from gongkai.registers import services
from gongkai.registers.models import Batch, Entry, Register, Stage
from gongkai.registers.services import approving, papers, submitting
from tests.registers.test_batches import FIRST, NOW, received, released, settled

pytestmark = pytest.mark.django_db
LATER = "009,演示酱油,,合格,,,2017-06-09"


@pytest.fixture
def submitted(register, clerk):
    def make(rows=FIRST):
        return services.submit(
            batch=settled(received(register, clerk, rows), clerk), reason="", by=clerk, at=NOW
        )

    return make


@pytest.fixture
def large(monkeypatch):
    """Everything is too large to become public while somebody waits for it."""
    monkeypatch.setattr(approving, "AT_ONCE", 0)


def test_a_small_batch_is_public_at_once(submitted, signer):
    assert services.approve(batch=submitted(), by=signer, at=NOW).stage == Stage.RELEASED
    assert Entry.objects.count() == 2
    assert services.release_approved(at=NOW) == 0


@pytest.mark.usefixtures("large")
def test_a_large_batch_is_agreed_to_and_becomes_public_in_the_worker(submitted, signer):
    batch = services.approve(batch=submitted(), by=signer, at=NOW)
    assert (batch.stage, batch.decided_by) == (Stage.APPROVED, signer)
    assert not Entry.objects.exists()
    papers.forget(at=NOW)
    assert services.release_approved(at=NOW) == 1
    batch.refresh_from_db()
    assert batch.stage == Stage.RELEASED
    assert batch.release.by == signer
    assert Entry.objects.count() == 2
    done = [act.verb for act in Act.objects.filter(thing=batch.uri).order_by("pk")]
    assert done[-3:] == ["submit", "approve", "release"]
    assert services.release_approved(at=NOW) == 0


@pytest.mark.usefixtures("large")
def test_who_may_not_release_may_not_agree_either(submitted, clerk):
    batch = submitted()
    with pytest.raises(NotAllowed):
        services.approve(batch=batch, by=clerk, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(stage=Stage.APPROVED.value)


@pytest.mark.usefixtures("large")
def test_what_was_agreed_to_is_nobodys_to_change_any_more(submitted, clerk, signer):
    batch = services.approve(batch=submitted(), by=signer, at=NOW)
    for act in (
        lambda: services.drop(batch=batch, by=clerk, at=NOW),
        lambda: services.give_back(batch=batch, answer="退", by=signer, at=NOW),
        lambda: services.approve(batch=batch, by=signer, at=NOW),
    ):
        with pytest.raises(services.IllegalMove):
            act()


@pytest.mark.usefixtures("large")
def test_nothing_that_others_overtook_becomes_public_unseen(submitted, register, clerk, signer):
    """The second of two that were agreed to was compared with what was public before the first."""
    first, second = submitted(), submitted([FIRST[0].replace("不合格", "合格"), LATER])
    for batch in (first, second):
        services.approve(batch=batch, by=signer, at=NOW)
    assert services.release_approved(at=NOW) == 2
    second.refresh_from_db()
    assert (second.stage, second.decided_by, second.decided_at) == (Stage.CHECKING, None, None)
    assert Register.objects.get().release == 1
    services.check_waiting(is_small=True, at=NOW)
    second.refresh_from_db()
    assert second.stage == Stage.SUBMITTED
    assert "再次审核" in second.answer
    services.approve(batch=second, by=signer, at=NOW)
    services.release_approved(at=NOW)
    second.refresh_from_db()
    assert (second.stage, second.answer) == (Stage.RELEASED, "")


@pytest.mark.usefixtures("large")
def test_what_fails_in_the_worker_leaves_nothing_half_public(submitted, signer, monkeypatch):
    batch = services.approve(batch=submitted(), by=signer, at=NOW)

    def fail(*args, **kwargs):
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr("gongkai.registers.services.releasing._announce", fail)
        with pytest.raises(OSError, match="disk full"):
            services.release_approved(at=NOW)
    assert not Entry.objects.exists()
    assert Batch.objects.get().stage == Stage.APPROVED
    assert services.release_approved(at=NOW) == 1
    assert Entry.objects.count() == 2
    batch.refresh_from_db()
    assert batch.stage == Stage.RELEASED


@pytest.mark.usefixtures("large")
def test_a_batch_whose_rows_are_lost_is_compared_anew(submitted, signer):
    batch = services.approve(batch=submitted(), by=signer, at=NOW)
    papers.path_of(batch.rows).unlink()
    services.release_approved(at=NOW)
    assert Batch.objects.get().stage == Stage.CHECKING
    services.check_waiting(is_small=True, at=NOW)
    assert Batch.objects.get().stage == Stage.SUBMITTED


def test_what_waits_is_compared_anew_by_itself_after_each_release(submitted, register, clerk, signer):
    waiting = submitted([LATER])
    checked = settled(received(register, clerk, [LATER.replace("009", "010")]), clerk)
    assert services.recheck_overtaken(at=NOW) == 0
    released(register, clerk, signer, FIRST)
    assert services.recheck_overtaken(at=NOW) == 2
    services.check_waiting(is_small=True, at=NOW)
    for batch, stage in ((waiting, Stage.SUBMITTED), (checked, Stage.CHECKED)):
        batch.refresh_from_db()
        assert (batch.stage, batch.base) == (stage, 1)
    assert services.recheck_overtaken(at=NOW) == 0
    services.approve(batch=waiting, by=signer, at=NOW)


def test_what_waits_under_another_declaration_stays_where_its_columns_do_not_suffice(
    submitted, register, clerk, signer, monkeypatch
):
    waiting = submitted([LATER])
    released(register, clerk, signer, FIRST)
    monkeypatch.setattr("gongkai.registers.services.submitting.unclear", lambda *args: ["缺少列"])
    assert services.recheck_overtaken(at=NOW) == 0
    waiting.refresh_from_db()
    assert waiting.stage == Stage.SUBMITTED


@pytest.mark.usefixtures("large")
def test_what_was_agreed_to_and_no_longer_suffices_stops_no_other(submitted, register, signer, monkeypatch):
    first, second = submitted(), submitted([LATER])
    for batch in (first, second):
        services.approve(batch=batch, by=signer, at=NOW)
    Batch.objects.filter(pk=first.pk).update(base=7)
    with monkeypatch.context() as declared:
        declared.setattr("gongkai.registers.services.submitting.unclear", lambda *args: ["缺少列"])
        assert services.release_approved(at=NOW) == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.stage, first.decided_by, first.answer) == (Stage.SUBMITTED, None, "缺少列")
    assert second.stage == Stage.RELEASED


def test_what_was_checked_anew_since_it_was_looked_at_is_not_agreed_to(submitted, register, clerk, signer):
    waiting = submitted([FIRST[0].replace("不合格", "合格"), LATER])
    seen = waiting.rows
    released(register, clerk, signer, FIRST)
    services.recheck_overtaken(at=NOW)
    services.check_waiting(is_small=True, at=NOW)
    waiting.refresh_from_db()
    assert waiting.stage == Stage.SUBMITTED and waiting.rows != seen
    with pytest.raises(services.Overtaken, match="再看一遍"):
        services.approve(batch=waiting, seen=seen, by=signer, at=NOW)
    assert services.approve(batch=waiting, seen=waiting.rows, by=signer, at=NOW).stage == Stage.RELEASED


def test_what_is_returned_at_that_moment_is_not_handed_in_again(
    submitted, register, clerk, signer, monkeypatch
):
    waiting = submitted([LATER])
    released(register, clerk, signer, FIRST)
    usual = submitting.locked

    def late(batch):
        monkeypatch.setattr(submitting, "locked", usual)
        services.give_back(batch=batch, answer="请改", by=signer, at=NOW)
        return usual(batch)

    monkeypatch.setattr(submitting, "locked", late)
    assert services.recheck_overtaken(at=NOW) == 0
    waiting.refresh_from_db()
    assert waiting.stage == Stage.RETURNED
