"""What cannot be derived comes back byte for byte; a damaged archive changes nothing.

Run as an administrator would: commands on real homes, one after another.
"""

import io
import os
import subprocess
import sys
import tarfile

import pytest

from gongkai.config.backup import BadBackup, _unpack

ANNOUNCE = """
import django; django.setup()
from django.conf import settings
from tests import make
team = make.staff()
for n in range(3): make.published(team)
folder = settings.FILES / "ab"; folder.mkdir(parents=True); (folder / "abcd").write_bytes(b"attachment")
for name in ("incoming", "filling"):
    folder = settings.FILES / name; folder.mkdir(exist_ok=True); (folder / "tmp1").write_bytes(b"half")
"""


def run(home, *command, ok=True):
    env = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    env |= {"GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
    done = subprocess.run([sys.executable, *command], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is ok, done.stdout + done.stderr
    return done.stdout + done.stderr


def gongkai(home, *arguments, ok=True):
    return run(home, "-m", "gongkai", *arguments, ok=ok)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Return the archive of a home with three sealed announcements and one file."""
    home = tmp_path_factory.mktemp("home")
    gongkai(home, "migrate", "-v0")
    run(home, "-c", ANNOUNCE)
    gongkai(home, "seal")
    target = tmp_path_factory.mktemp("backup") / "all.tar.gz"
    gongkai(home, "backup", str(target))
    return target


def test_a_restored_home_proves_itself(archive, tmp_path):
    said = gongkai(tmp_path / "new", "restore", str(archive))
    assert "已恢复" in said and "3 条全部一致" in said and said.count("全部一致") == 2
    assert (tmp_path / "new" / "files" / "ab" / "abcd").read_bytes() == b"attachment"
    assert (tmp_path / "new" / "ledger" / "key").stat().st_mode & 0o077 == 0


def test_nobody_but_its_owner_can_read_the_archive(archive):
    assert archive.stat().st_mode & 0o077 == 0
    assert [each.name for each in archive.parent.iterdir()] == [archive.name]


def rewritten(archive, target, change):
    """Copy the archive with its manifest and members changed by ``change``."""
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            data = old.extractfile(member).read()
            for name, content in change(member.name, data):
                member.name, member.size = name, len(content)
                new.addfile(member, io.BytesIO(content))
    return target


CHANGES = {
    "a changed file": lambda name, data: [(name, b"other" if name.startswith("files/") else data)],
    "a file too many": lambda name, data: (
        [(name, data)] + [("ledger/key.previous", b"x")] * (name == "database")
    ),
    "a missing file": lambda name, data: [(name, data)] if not name.startswith("files/") else [],
    "another format": lambda name, data: [(name, b'{"format": 9}' if name == "manifest.json" else data)],
    "no manifest": lambda name, data: [(name, b"[]" if name == "manifest.json" else data)],
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_archive_that_differs_from_its_manifest_is_refused(archive, tmp_path, change):
    bad = rewritten(archive, tmp_path / "bad.tar.gz", CHANGES[change])
    with pytest.raises(BadBackup):
        _unpack(bad, tmp_path)


def test_damaged_bytes_are_named_and_not_a_defect(archive, tmp_path):
    data = bytearray(archive.read_bytes())
    data[len(data) // 2 :: 97] = bytes(len(data[len(data) // 2 :: 97]))
    (tmp_path / "bad.tar.gz").write_bytes(data)
    with pytest.raises(BadBackup, match="无法读取备份"):
        _unpack(tmp_path / "bad.tar.gz", tmp_path)


def test_what_could_not_be_finished_leaves_nothing_behind(archive, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "file").touch()
    gongkai(home, "backup", str(tmp_path / "file" / "all.tar.gz"), ok=False)
    assert not (tmp_path / "missing").exists()


def test_the_ledger_is_copied_before_the_database_and_files_after_it(archive):
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    assert names.index("ledger/checkpoint") < names.index("database") < names.index("files/ab/abcd")


def test_a_home_that_is_not_empty_is_refused(archive, tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "mine").write_text("x")
    assert "不是空的" in gongkai(tmp_path, "restore", str(archive), ok=False)
    assert (tmp_path / "files" / "mine").read_text() == "x"


def test_uploads_on_their_way_and_what_registers_are_filled_from_are_left_out(archive):
    with tarfile.open(archive) as tar:
        assert not [name for name in tar.getnames() if "tmp1" in name]


def test_a_copy_of_another_kind_of_database_is_refused_with_a_sentence(archive, tmp_path):
    def change(name, data):
        return [(name, data.replace(b'"sqlite"', b'"postgresql"') if name == "manifest.json" else data)]

    other = rewritten(archive, tmp_path / "other.tar.gz", change)
    said = gongkai(tmp_path / "home", "restore", str(other), ok=False)
    assert "备份来自 PostgreSQL" in said and "Traceback" not in said
    assert not (tmp_path / "home" / "files").exists()
    assert "已恢复" in gongkai(tmp_path / "home", "restore", str(archive))


def test_a_truncated_archive_changes_nothing(archive, tmp_path):
    short = tmp_path / "short.tar.gz"
    short.write_bytes(archive.read_bytes()[:-400])
    home = tmp_path / "home"
    home.mkdir()
    gongkai(home, "restore", str(short), ok=False)
    assert not (home / "files").exists()
    assert not (home / "ledger").exists()


def test_an_archive_that_would_leave_its_folder_is_refused(tmp_path):
    evil = tmp_path / "evil.tar.gz"
    with tarfile.open(evil, "w:gz") as tar:
        tar.add(__file__, "../../outside")
    home = tmp_path / "home"
    home.mkdir()
    gongkai(home, "restore", str(evil), ok=False)
    assert not (tmp_path.parent / "outside").exists()
