"""Sealing: signs what continues the log, refuses everything else, survives being killed anywhere."""

import os
import shutil
import stat
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction

from gongkai.ledger import sequencer
from gongkai.ledger.folder import Folder, NotSealed
from gongkai.ledger.models import Leaf, Seal
from gongkai.ledger.rules import leaf_bytes, note, tiles, tree
from gongkai.ledger.rules.checkpoint import Checkpoint
from gongkai.ledger.services import Inconsistent, append, audit, seal
from tests.ledger.conftest import AT, ORIGIN, fill, leaf


def remove_leaves_from(index: int) -> None:
    """What restoring an older backup does to the table."""
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM ledger_leaf WHERE "index" >= %s', [index])


def root_of(count: int) -> bytes:
    hashes = [tree.leaf_hash(leaf_bytes(leaf(serial))) for serial in range(count)]
    return tree.root(tree.in_memory(hashes), count)


@pytest.mark.django_db
def test_nothing_to_seal_signs_nothing(log):
    assert seal(at=AT) is None
    assert not (log / "checkpoint").exists()
    with pytest.raises(NotSealed, match="尚未签署"):
        Folder(log).receipt(0)


@pytest.mark.django_db
def test_first_seal_makes_a_private_key_and_a_signed_checkpoint(log):
    fill(3)
    checkpoint = seal(at=AT)
    assert checkpoint == Checkpoint(ORIGIN, 3, root_of(3))
    assert stat.S_IMODE((log / "key").stat().st_mode) == 0o600
    verifier = note.Verifier.load((log / "key.pub").read_text())
    assert Checkpoint.opened((log / "checkpoint").read_text(), [verifier]) == checkpoint
    assert Seal.objects.newest().note == (log / "checkpoint").read_text()
    assert seal(at=AT) is None


@pytest.mark.django_db
@pytest.mark.parametrize("sizes", [(1, 2, 255, 256, 257), (300, 600), (256, 512), (600,)])
def test_every_growth_gives_the_true_root_and_valid_receipts(log, sizes):
    done = 0
    for size in sizes:
        fill(size - done, start=done)
        done = size
        assert seal(at=AT).root == root_of(size)
    folder = Folder(log)
    for index in {0, 1, size // 2, size - 1}:
        assert folder.receipt(index).verify(leaf_bytes(leaf(index)), folder.verifiers()).size == size
    assert audit() == size


@pytest.mark.django_db
def test_replaced_partial_tiles_are_dropped_and_still_readable(log):
    fill(100)
    seal(at=AT)
    early = Folder(log).read(tiles.Tile(0, 0, 100))
    bundle = Folder(log).read(tiles.Tile(tiles.ENTRIES, 0, 100))
    fill(200, start=100)
    seal(at=AT)
    assert not (log / "tile/0/000.p").exists()
    assert not (log / "tile/entries/000.p").exists()
    assert (log / "tile/0/001.p/44").exists()
    assert Folder(log).read(tiles.Tile(0, 0, 100)) == early
    assert Folder(log).read(tiles.Tile(tiles.ENTRIES, 0, 100)) == bundle


@pytest.mark.django_db
def test_one_more_leaf_writes_three_files_however_long_the_log(log):
    fill(600)
    seal(at=AT)
    before = {path: path.stat().st_mtime_ns for path in log.rglob("*") if path.is_file()}
    fill(1, start=600)
    seal(at=AT)
    after = {path: path.stat().st_mtime_ns for path in log.rglob("*") if path.is_file()}
    changed = {str(p.relative_to(log)) for p in after if after[p] != before.get(p)}
    assert changed - {"lock"} == {"checkpoint", "tile/0/002.p/89", "tile/entries/002.p/89"}


@pytest.mark.django_db
def test_receipt_of_an_unsealed_leaf_is_refused(log):
    fill(3)
    seal(at=AT)
    append(leaf=leaf(3), at=AT)
    with pytest.raises(NotSealed, match="第 3 条尚未列入"):
        Folder(log).receipt(3)


@pytest.mark.django_db
def test_rolled_back_database_is_refused(log):
    fill(10)
    seal(at=AT)
    signed = (log / "checkpoint").read_text()
    remove_leaves_from(7)
    with pytest.raises(Inconsistent, match="已签署 10 条，而数据库只有 7 条"):
        seal(at=AT)
    assert (log / "checkpoint").read_text() == signed


@pytest.mark.django_db
def test_rolled_back_database_that_grew_again_is_refused(log):
    fill(10)
    seal(at=AT)
    remove_leaves_from(7)
    for serial in range(7, 12):
        append(leaf=leaf(serial, type="withdrawn"), at=AT)
    with pytest.raises(Inconsistent, match="第 7 条与已签署的日志不符"):
        seal(at=AT)


@pytest.mark.django_db
def test_rewritten_old_leaf_is_found_by_the_audit(log):
    fill(600)
    seal(at=AT)
    remove_leaves_from(3)
    append(leaf=leaf(3, publisher="other"), at=AT)
    fill(596, start=4)
    with pytest.raises(Inconsistent, match="条目包 0"):
        audit()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda log: (log / "tile/entries/000").write_bytes(b""), "条目包 0 与数据库不符"),
        (lambda log: (log / "tile/0/000").write_bytes(bytes(8192)), "数据块 tile/0/000 与条目不符"),
        (lambda log: (log / "tile/1/000.p/2").write_bytes(bytes(64)), "与已签署的检查点"),
        (lambda log: (log / "tile/entries/001").unlink(), "残缺"),
        (lambda log: (log / "checkpoint").unlink(), "没有检查点"),
    ],
)
def test_spoiled_files_are_found_by_the_audit(log, spoil, sentence):
    fill(600)
    seal(at=AT)
    spoil(log)
    with pytest.raises(Inconsistent, match=sentence):
        audit()


@pytest.mark.django_db
def test_missing_leaf_is_found_by_the_audit_and_by_the_next_seal(log):
    fill(300)
    seal(at=AT)
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM ledger_leaf WHERE "index" = 280')
    append(leaf=leaf(300), at=AT)
    for act in (audit, lambda: seal(at=AT)):
        with pytest.raises(Inconsistent, match="缺少第 280 条"):
            act()


@pytest.mark.django_db
def test_audit_of_a_shortened_database_names_the_first_missing_leaf(log):
    fill(10)
    seal(at=AT)
    remove_leaves_from(10 - 3)
    with pytest.raises(Inconsistent, match="条目包 0|缺少第 7 条"):
        audit()


@pytest.mark.django_db
def test_audit_of_a_folder_older_than_the_database_checks_what_the_database_remembers(log):
    fill(5)
    seal(at=AT)
    older = {path: path.read_bytes() for path in log.rglob("*") if path.is_file()}
    fill(300, start=5)
    seal(at=AT)
    for path, data in older.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    assert audit() == 305
    remove_leaves_from(9)
    with pytest.raises(Inconsistent, match="缺少第 9 条"):
        audit()
    for serial in range(9, 305):
        append(leaf=leaf(serial, type="withdrawn"), at=AT)
    with pytest.raises(Inconsistent, match="前 305 条与曾经签署的检查点不符"):
        audit()


@pytest.mark.django_db
def test_nothing_signed_means_nothing_to_audit(log):
    fill(3)
    assert audit() == 0


@pytest.mark.django_db
def test_folder_set_back_is_rebuilt_when_the_roots_agree(log):
    fill(5)
    seal(at=AT)
    shutil.copytree(log, log.with_name("backup"))
    fill(300, start=5)
    seal(at=AT)
    signed = (log / "checkpoint").read_text()
    shutil.rmtree(log)
    shutil.move(log.with_name("backup"), log)
    assert seal(at=AT).size == 305
    assert (log / "checkpoint").read_text() == signed


@pytest.mark.django_db
def test_folder_and_database_set_back_to_different_states_are_refused(log):
    fill(5)
    seal(at=AT)
    shutil.copytree(log, log.with_name("backup"))
    fill(5, start=5)
    seal(at=AT)
    shutil.rmtree(log)
    shutil.move(log.with_name("backup"), log)
    remove_leaves_from(8)
    for serial in range(8, 12):
        append(leaf=leaf(serial, type="withdrawn"), at=AT)
    with pytest.raises(Inconsistent, match="前 10 条与曾经签署的检查点不符"):
        seal(at=AT)
    assert Folder(log).checkpoint().size == 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda log: (log / "key").unlink(), "签名私钥缺失"),
        (lambda log: (log / "tile/0/000.p/10").write_bytes(bytes(320)), "与已签署的检查点"),
        (lambda log: (log / "tile/0/000.p/10").write_bytes(b"short"), "残缺"),
        (lambda log: (log / "tile/0/000.p/10").unlink(), "残缺"),
        (lambda log: (log / "checkpoint").write_text("forged\n"), "不可信"),
    ],
)
def test_spoiled_folder_is_refused(log, spoil, sentence):
    fill(10)
    seal(at=AT)
    spoil(log)
    append(leaf=leaf(10), at=AT)
    with pytest.raises(Inconsistent, match=sentence):
        seal(at=AT)


@pytest.mark.django_db
def test_key_of_another_log_is_refused(log, settings):
    fill(1)
    seal(at=AT)
    settings.LEDGER_ORIGIN = "other.example"
    append(leaf=leaf(1), at=AT)
    with pytest.raises(Inconsistent, match="另一日志"):
        seal(at=AT)


@pytest.mark.django_db
def test_checkpoint_in_the_database_signed_by_a_stranger_is_refused(log):
    fill(3)
    stranger = note.Signer.make(ORIGIN)
    seal(at=AT)
    fill(1, start=3)
    forged = note.sign(Checkpoint(ORIGIN, 4, bytes(32)).text, [stranger])
    Seal.objects.create(size=4, note=forged, at=AT)
    with pytest.raises(Inconsistent, match="数据库中的检查点（4 条）不可信"):
        seal(at=AT)


@pytest.mark.django_db
def test_key_is_replaced_with_an_overlap(log):
    fill(1)
    seal(at=AT)
    (log / "key").rename(log / "key.previous")
    fill(1, start=1)
    seal(at=AT)
    fresh, previous = Folder(log).verifiers()
    signed = (log / "checkpoint").read_text()
    assert Checkpoint.opened(signed, [fresh]) == Checkpoint.opened(signed, [previous])
    (log / "key.previous").unlink()
    fill(1, start=2)
    assert seal(at=AT).size == 3
    assert Folder(log).verifiers() == [fresh]


@pytest.mark.django_db(transaction=True)
def test_sealing_inside_a_transaction_is_refused(log):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        append(leaf=leaf(0), at=AT)
        seal(at=AT)
    assert Leaf.objects.size() == 0


def extend(folder: Folder, size: int) -> None:
    last = sequencer.last_signed(folder, ORIGIN)
    sequencer.extend(folder, last, size, leaves_between)


def leaves_between(low: int, high: int) -> list[bytes]:
    return [leaf_bytes(leaf(serial)) for serial in range(low, high)]


def killed_at_step(step: int, folder: Folder, size: int) -> bool:
    """Extend in a child process that dies just before its ``step``-th file operation; True if it died."""
    child = os.fork()
    if child == 0:
        left = [step]

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            if event in {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(9)

        sys.addaudithook(watch)
        extend(folder, size)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.parametrize(("old", "new"), [(0, 1), (0, 257), (200, 300), (255, 256), (300, 301), (250, 600)])
def test_killed_between_any_two_writes_the_log_goes_on(tmp_path: Path, old: int, new: int):
    whole = Folder(tmp_path / "whole")
    whole.path.mkdir()
    whole.make_key(ORIGIN)
    whole.publish_keys()
    if old:
        extend(whole, old)
    step = 0
    while True:
        victim = Folder(tmp_path / f"victim{step}")
        shutil.copytree(whole.path, victim.path)
        if not killed_at_step(step, victim, new):
            break
        signed = sequencer.last_signed(victim, ORIGIN)
        assert signed.size in {old, new}
        if signed.size < new:
            extend(victim, new)
        assert victim.checkpoint() == Checkpoint(ORIGIN, new, root_of(new))
        assert sequencer.audit(victim, victim.checkpoint(), [], leaves_between, print) == new
        step += 1
    assert step >= 3
