"""The log as files: tiles, entry bundles, keys and the checkpoint, each put in place in one step."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.ledger.rules.checkpoint import Checkpoint
from gongkai.ledger.rules.note import Signer, Verifier, split
from gongkai.ledger.rules.receipt import Receipt
from gongkai.ledger.rules.tiles import ENTRIES, HASH, WIDTH, Tile, TileNode, bundle, entries_of, width_at
from gongkai.ledger.rules.tree import inclusion


class NotSealed(LookupError):
    """The leaf is not under a signed checkpoint yet, or does not exist."""


class Folder:
    """Reads and writes one log. Whoever writes holds ``lock``; readers need none."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Wait until no other process seals this log. The lock dies with its process."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    # Keys

    def signers(self) -> list[Signer]:
        """Return the key, and the one it replaces while ``key.previous`` lies beside it."""
        paths = [self.path / "key", self.path / "key.previous"]
        return [Signer.load(path.read_text()) for path in paths if path.exists()]

    def make_key(self, name: str) -> None:
        """Make the signing key: readable by its owner alone, never overwritten."""
        signer = Signer.make(name)
        file = os.open(self.path / "key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w") as stream:
            stream.write(signer.dump() + "\n")
            stream.flush()
            os.fsync(stream.fileno())

    def publish_keys(self) -> None:
        """Write the public keys, one a line, to ``key.pub``."""
        self.write("key.pub", "".join(s.verifier.dump() + "\n" for s in self.signers()).encode())

    def verifiers(self) -> list[Verifier]:
        path = self.path / "key.pub"
        return [Verifier.load(line) for line in path.read_text().splitlines()] if path.exists() else []

    def is_empty(self) -> bool:
        """Return whether nothing was ever signed here."""
        return not (self.path / "checkpoint").exists()

    # Checkpoint

    def note(self) -> str:
        """Return the signed checkpoint. Raises NotSealed before the first one."""
        try:
            return (self.path / "checkpoint").read_text()
        except FileNotFoundError as error:
            raise NotSealed("公开日志尚未签署第一个检查点") from error

    def checkpoint(self) -> Checkpoint:
        """Return the checkpoint if our key signed it. Raises NotSealed or WrongNote."""
        return Checkpoint.opened(self.note(), self.verifiers())

    def size(self) -> int:
        """Return the size that the checkpoint claims; who needs to be sure asks ``checkpoint``."""
        return Checkpoint.parse(split(self.note())[0]).size

    # Tiles and entries

    def read(self, tile: Tile) -> bytes:
        """Return a tile or bundle; a partial one may be cut from the full one that replaced it.

        Raises FileNotFoundError or, for a file of the wrong length, ValueError.
        """
        try:
            data = (self.path / tile.path).read_bytes()
        except FileNotFoundError:
            data = _cut((self.path / tile.full.path).read_bytes(), tile)
        if tile.level != ENTRIES and len(data) != tile.width * HASH:
            raise ValueError(f"数据块 {tile.path} 的长度不对")
        return data

    def entry(self, index: int, size: int) -> bytes:
        """Return the bytes of leaf ``index`` in the log of ``size`` leaves."""
        number = index // WIDTH
        data = self.read(Tile(ENTRIES, number, width_at(ENTRIES, number, size)))
        return entries_of(data)[index % WIDTH]

    def receipt(self, index: int) -> Receipt:
        """Return the receipt of leaf ``index`` under the current checkpoint. Raises NotSealed."""
        note = self.note()
        size = Checkpoint.opened(note, self.verifiers()).size
        if not 0 <= index < size:
            raise NotSealed(f"第 {index} 条尚未列入已签署的检查点（现有 {size} 条）")
        path = inclusion(TileNode(self.read, size), index, size)
        return Receipt(index, tuple(path), note, self.entry(index, size))

    # Writing

    def write(self, name: str, data: bytes) -> Path:
        """Put a file in place in one step and on disk; return its folder, which needs ``settle``.

        The draft has a fixed name, for there is one writer: what a killed process left is overwritten.
        """
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.draft")
        with draft.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
        return path.parent

    def settle(self, folders: Iterable[Path]) -> None:
        """Make the names in ``folders``, and the folders themselves, survive a power cut."""
        wanted = {above for each in folders for above in [each, *each.parents] if self.path in above.parents}
        for each in [*sorted(wanted, reverse=True), self.path]:
            handle = os.open(each, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def drop_partials(self, tile: Tile) -> None:
        """Remove the partial tiles that a full one has replaced."""
        path = self.path / tile.full.path
        partials = path.with_name(f"{path.name}.p")
        if path.exists() and partials.exists():
            for each in partials.iterdir():
                each.unlink()
            partials.rmdir()


def _cut(data: bytes, tile: Tile) -> bytes:
    if tile.level == ENTRIES:
        return bundle(entries_of(data)[: tile.width])
    return data[: tile.width * HASH]
