"""The independent auditor in Go agrees with our log, and refuses every tampered copy of it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from gongkai.ledger import sequencer
from gongkai.ledger.folder import Folder
from gongkai.ledger.rules import leaf_bytes, note
from gongkai.ledger.rules.checkpoint import Checkpoint
from gongkai.ledger.rules.tree import EMPTY
from tests.ledger.conftest import ORIGIN, leaf

BUILD = Path(__file__).parents[2] / "tools" / "auditor" / "build.sh"
SOURCES = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")
pytestmark = pytest.mark.skipif(
    shutil.which("go") is None or not SOURCES.exists(),
    reason="needs Debian's golang-go and golang-golang-x-mod-dev",
)


@pytest.fixture(scope="module")
def auditor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("go") / "auditor"
    subprocess.run([BUILD, path], check=True, timeout=300)
    return path


def one(serial: int) -> dict[str, object]:
    """Every tenth act changes the item of the act before it."""
    if serial % 10 == 9:
        return leaf(serial, address=leaf(serial - 1)["address"], previous=serial - 1, version=2)
    return leaf(serial)


def leaves(low: int, high: int) -> list[bytes]:
    return [leaf_bytes(one(serial)) for serial in range(low, high)]


def grow(folder: Folder, size: int) -> None:
    sequencer.extend(folder, sequencer.last_signed(folder, ORIGIN), size, leaves)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Folder(tmp_path_factory.mktemp("log") / "ledger")
    folder.path.mkdir()
    folder.make_key(ORIGIN)
    folder.publish_keys()
    grow(folder, 250)
    shutil.copy(folder.path / "checkpoint", folder.path.parent / "kept")
    grow(folder, 601)
    return folder.path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def audit(auditor: Path, place: object, *more: object, key: object) -> tuple[int, str]:
    command = [str(each) for each in [auditor, "-key", key, *more, place]]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_auditor_agrees_with_the_log(auditor, whole):
    code, told = audit(auditor, whole, key=whole / "key.pub")
    assert (code, told[:16]) == (0, "OK: 601 entries,")


def test_auditor_takes_the_key_itself_and_an_older_checkpoint(auditor, whole):
    key = (whole / "key.pub").read_text().strip()
    code, told = audit(auditor, whole, "-since", whole.parent / "kept", key=key)
    assert code == 0, told


@pytest.mark.parametrize(
    ("name", "at", "sentence"),
    [
        ("tile/entries/001", 5000, "REFUSED"),
        ("tile/entries/002.p/89", 40, "REFUSED"),
        ("tile/0/000", 8000, "tile/0/000 does not agree"),
        ("tile/0/002.p/89", 3, "does not agree"),
        ("tile/1/000.p/2", 63, "tile/1/000.p/2 does not agree"),
        ("checkpoint", 30, "checkpoint"),
    ],
)
def test_one_flipped_bit_is_refused(auditor, copy, name, at, sentence):
    data = bytearray((copy / name).read_bytes())
    data[at] ^= 1
    (copy / name).write_bytes(data)
    code, told = audit(auditor, copy, key=copy / "key.pub")
    assert code == 1
    assert sentence in told


def test_missing_tile_is_refused(auditor, copy):
    (copy / "tile/0/001").unlink()
    assert audit(auditor, copy, key=copy / "key.pub")[0] == 1


def test_another_key_is_refused(auditor, whole):
    code, told = audit(auditor, whole, key=note.Signer.make(ORIGIN).verifier.dump())
    assert code == 1 and "checkpoint" in told


def test_shorter_log_than_the_kept_checkpoint_is_refused(auditor, whole, copy):
    code, told = audit(auditor, copy, "-since", whole / "checkpoint", key=whole / "key.pub")
    assert code == 0, told
    short = rebuilt(whole, copy.parent / "short", 600)
    code, told = audit(auditor, short, "-since", whole / "checkpoint", key=whole / "key.pub")
    assert code == 1 and "shrank from 601 to 600" in told


def test_rewritten_log_is_refused_by_whoever_kept_a_checkpoint(auditor, whole, tmp_path):
    """Signed with the right key and consistent in itself: only the kept checkpoint gives it away."""
    fork = rebuilt(whole, tmp_path / "fork", 601, first=leaf(0, publisher="other"))
    assert audit(auditor, fork, key=whole / "key.pub")[0] == 0
    code, told = audit(auditor, fork, "-since", whole.parent / "kept", key=whole / "key.pub")
    assert code == 1 and "root signed for 250 entries" in told


def test_broken_chain_of_a_document_is_refused(auditor, whole, tmp_path):
    fork = rebuilt(whole, tmp_path / "fork", 20, first=leaf(0, previous=7))
    code, told = audit(auditor, fork, key=whole / "key.pub")
    assert code == 1 and "entry 0 does not follow" in told


@pytest.mark.urls("tests.ledger.test_verify")
def test_auditor_reads_a_site(auditor, copy, live_server, settings, db):
    settings.LEDGER = copy
    code, told = audit(auditor, f"{live_server.url}/ledger/", key=copy / "key.pub")
    assert code == 0, told


def rebuilt(whole: Path, place: Path, size: int, *, first: dict[str, object] | None = None) -> Path:
    """Return another log signed with the same key."""
    folder = Folder(place)
    place.mkdir()
    shutil.copy(whole / "key", place / "key")
    folder.publish_keys()

    def changed(low: int, high: int) -> list[bytes]:
        entries = leaves(low, high)
        return [leaf_bytes(first), *entries[1:]] if first and low == 0 else entries

    sequencer.extend(folder, Checkpoint(ORIGIN, 0, EMPTY), size, changed)
    return place
