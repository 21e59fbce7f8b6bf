"""Verbs of the ledger: append a leaf, sign what was appended, go through all of it again."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from gongkai.ledger import sequencer
from gongkai.ledger.folder import Folder
from gongkai.ledger.models import Leaf, Seal
from gongkai.ledger.rules import leaf_bytes
from gongkai.ledger.rules.checkpoint import Checkpoint
from gongkai.ledger.rules.note import WrongNote
from gongkai.ledger.rules.tree import leaf_hash
from gongkai.ledger.sequencer import Inconsistent
from gongkai.orgs.models import insert

__all__ = ["Crowded", "Inconsistent", "append", "append_all", "audit", "held", "seal", "size"]
ATTEMPTS = 8


class Crowded(RuntimeError):
    """Others kept taking the next index; the caller should hold the publication tick."""


def append(*, leaf: dict[str, object], at: datetime) -> int:
    """Add ``leaf`` to the log within the caller's transaction and return its index (0, 1, 2 … without gaps).

    The shape of a leaf is that of ``rules.leaf_bytes``, which raises Malformed. The caller holds the
    publication tick, so that nobody competes; should somebody all the same, the next index is tried.
    """
    data = leaf_bytes(leaf)
    for _ in range(ATTEMPTS):
        try:
            return _insert(data, at)
        except IntegrityError:
            continue
    raise Crowded("公开日志写入冲突，请稍后重试")


def size() -> int:
    """Return how many leaves there are: the index of the next."""
    return Leaf.objects.size()


def append_all(*, leaves: Iterable[tuple[dict[str, object], datetime]], first: int) -> None:
    """Add leaves in order, the first of them at index ``first``, within the caller's transaction.

    The caller holds the publication tick, so that nobody competes. Raises Crowded if another is next.
    """
    stated = list(leaves)
    data = [leaf_bytes(leaf) for leaf, _ in stated]
    if Leaf.objects.size() != first:
        raise Crowded("公开日志写入冲突，请稍后重试")
    insert(
        Leaf,
        len(data),
        index=list(range(first, first + len(data))),
        data=[each.decode() for each in data],
        hash=[leaf_hash(each).hex() for each in data],
        at=[at for _, at in stated],
    )


def seal(*, at: datetime) -> Checkpoint | None:
    """Write the files of all committed leaves and sign; return the new checkpoint, None if nothing is new.

    Signs only what continues the last signed checkpoint, whether that is known from the folder or from
    the database: restoring either of them from a backup is noticed. A folder set back is rebuilt from
    the database if the roots agree. Makes the key on first use. Raises Inconsistent. Not to be called
    inside a transaction.
    """
    folder = Folder(settings.LEDGER)
    if _is_settled(folder):
        return None
    with folder.lock():
        newest = Seal.objects.newest()
        _ensure_key(folder, is_new=newest is None)
        last = sequencer.last_signed(folder, settings.LEDGER_ORIGIN)
        promised = _checkpoint(folder, newest) if newest else last
        size = _committed_size(last, promised)
        steps = [each for each in (promised.size, size) if each > last.size]
        if promised.size <= last.size:
            sequencer.check_root(folder, last, promised)
        for step in sorted(set(steps)):
            last = _extend(folder, last, step, promised, at)
    return last if steps else None


def audit(*, tell: Callable[[int], object] = lambda done: None) -> int:
    """Hash the whole log again, files against database and signatures; return how many leaves there are.

    ``tell`` hears after every bundle how many are done. Raises Inconsistent.
    """
    folder = Folder(settings.LEDGER)
    seals = list(Seal.objects.all())
    if folder.is_empty():
        if seals:
            raise Inconsistent("日志目录中没有检查点，而数据库记有已签署的检查点")
        return 0
    last = sequencer.last_signed(folder, settings.LEDGER_ORIGIN)
    signed = [_checkpoint(folder, seal) for seal in seals]
    return sequencer.audit(folder, last, signed, _leaves, tell)


@contextmanager
def held() -> Iterator[None]:
    """Keep everyone from signing while the files of the log are copied."""
    with Folder(settings.LEDGER).lock():
        yield


def _is_settled(folder: Folder) -> bool:
    """Return whether database and folder both end at the same checkpoint: the worker asks often."""
    newest = Seal.objects.newest()
    sealed = newest.size if newest else 0
    return Leaf.objects.size() == sealed and sealed == (0 if folder.is_empty() else folder.size())


def _extend(folder: Folder, last: Checkpoint, size: int, promised: Checkpoint, at: datetime) -> Checkpoint:
    root = promised.root if size == promised.size else None
    note = sequencer.extend(folder, last, size, _leaves, promised=root)
    Seal.objects.get_or_create(size=size, defaults={"note": note, "at": at})
    return Checkpoint.opened(note, folder.verifiers())


def _committed_size(last: Checkpoint, promised: Checkpoint) -> int:
    """Return how many leaves are committed; ``durable`` refuses to look from inside a transaction."""
    with transaction.atomic(durable=True):
        size = Leaf.objects.size()
    signed = max(last.size, promised.size)
    if size < signed:
        raise Inconsistent(f"已签署 {signed} 条，而数据库只有 {size} 条：数据库可能被回退，拒绝签署")
    return size


def _ensure_key(folder: Folder, *, is_new: bool) -> None:
    """Make the key on first use; refuse to sign on with a strange one. Raises Inconsistent."""
    signers = folder.signers()
    if not signers and not (is_new and folder.is_empty()):
        raise Inconsistent("签名私钥缺失：请从备份恢复，不得另造新钥续签")
    if not (folder.path / "key").exists():
        folder.make_key(settings.LEDGER_ORIGIN)
        signers = folder.signers()
    if wrong := {signer.name for signer in signers} - {settings.LEDGER_ORIGIN}:
        raise Inconsistent(f"签名密钥属于另一日志：{'、'.join(wrong)}")
    if folder.verifiers() != [signer.verifier for signer in signers]:
        folder.publish_keys()


def _checkpoint(folder: Folder, seal: Seal) -> Checkpoint:
    try:
        return Checkpoint.opened(seal.note, folder.verifiers())
    except WrongNote as error:
        raise Inconsistent(f"数据库中的检查点（{seal.size} 条）不可信：{error}") from error


def _leaves(low: int, high: int) -> Iterator[bytes]:
    rows = Leaf.objects.between(low, high).values_list("index", "data")
    for expected, (index, data) in enumerate(rows.iterator(chunk_size=2000), low):
        if index != expected:
            raise Inconsistent(f"数据库缺少第 {expected} 条，拒绝签署")
        yield data.encode()


def _insert(data: bytes, at: datetime) -> int:
    with transaction.atomic():
        index = Leaf.objects.size()
        leaf = Leaf(index=index, data=data.decode(), hash=leaf_hash(data).hex(), at=at)
        Leaf.objects.bulk_create([leaf])
    return index
