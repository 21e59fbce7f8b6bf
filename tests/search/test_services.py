"""The index follows the rows, whatever happens to it."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from gongkai.search import finding, services
from gongkai.search.embedded import schema, writer
from gongkai.search.models import Document
from tests.search.builders import found, put

pytestmark = pytest.mark.django_db


def place():
    return schema.folder(settings.INDEX)


def test_a_changed_document_is_found_by_its_new_words_only():
    address = put(text="旧的说法", address="/items/a/")
    assert found("旧的") == [address]
    put(text="新的说法", address="/items/a/")
    assert found("新的") == [address]
    assert found("旧的") == []


def test_a_withdrawn_document_is_forgotten():
    address = put(text="不该公开的内容", seq=10)
    assert found("不该公开") == [address]
    services.remove(address=address, seq=11)
    assert found("不该公开") == []
    assert Document.objects.get(address=address).text == ""


def test_a_restored_document_is_found_again():
    address = put(text="预算", seq=10)
    services.remove(address=address, seq=11)
    put(text="预算", address=address, seq=12)
    assert found("预算") == [address]


def test_the_first_announcement_has_number_zero():
    address = put(text="头一条", seq=0)
    assert services.index() == 1
    assert found("头一条") == [address]


def test_following_goes_on_where_it_stopped():
    for _ in range(5):
        put(text="预算")
    services.index()
    for _ in range(5):
        put(text="预算")
    assert [services.index(limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert len(found("预算")) == 10


def test_doing_it_again_after_a_crash_doubles_nothing():
    put(text="预算")
    services.index()
    (place() / "position").unlink()
    assert found("预算") != []
    assert len(found("预算")) == 1


@pytest.mark.parametrize("damage", ["meta", "segment", "gone"])
def test_a_damaged_index_is_built_anew(damage):
    address = put(text="预算")
    services.index()
    if damage == "meta":
        (place() / "meta.json").write_text("garbage")
    elif damage == "segment":
        next(place().glob("*.store")).write_bytes(b"")
    else:
        for file in place().iterdir():
            file.unlink()
    services.index()
    assert found("预算") == [address]
    assert services.disagreements() == []


def test_a_lost_index_is_built_in_one_go():
    for _ in range(5):
        put(text="预算")
    assert services.index(limit=2) == 5


def test_where_nothing_is_public_there_is_an_index_of_nothing():
    assert services.index() == 0
    assert finding.find(finding.Query("预算")).is_ready
    written = (place() / "meta.json").stat().st_mtime_ns
    assert services.index() == 0
    assert (place() / "meta.json").stat().st_mtime_ns == written


def test_an_index_that_breaks_while_it_is_followed_is_not_taken_for_whole():
    kept = put(text="预算")
    services.index()
    added = put(text="预算")
    position = writer.position(settings.INDEX)
    (place() / "meta.json").write_text("garbage")
    change = writer.Change(added, None)
    with pytest.raises(schema.Unusable):
        writer.apply(settings.INDEX, [change], upto=position + 1)
    assert set(found("预算")) == {kept, added}


def test_an_index_ahead_of_a_restored_database_is_built_anew():
    kept = put(text="预算", seq=1)
    lost = put(text="预算", seq=2)
    assert set(found("预算")) == {kept, lost}
    Document.objects.filter(seq=2).delete()
    assert found("预算") == [kept]


def test_disagreements_are_named():
    address = put(text="预算", seq=1)
    put(text="预算", seq=2)
    services.index()
    assert services.disagreements() == []
    writer.apply(settings.INDEX, [writer.Change(address, None)], upto=2)
    assert services.disagreements() == [address]
    services.rebuild()
    Document.objects.filter(seq=2).update(is_removed=True)
    assert services.disagreements() == ["#2"]


def test_a_second_writer_waits_for_its_turn(capsys):
    put(text="预算")
    services.index()
    put(text="决算")
    writing = writer.opened(schema.open_index(place()), writer.SMALL_HEAP)
    assert services.index() == 0
    with pytest.raises(writer.Busy):
        services.rebuild()
    call_command("index", "--rebuild")
    assert "已请它重建" in capsys.readouterr().out
    del writing
    assert services.index() == 2


def test_a_broken_index_is_not_emptied_under_its_writer():
    put(text="预算")
    services.index()
    writing = writer.opened(schema.open_index(place()), writer.SMALL_HEAP)
    (place() / "meta.json").write_text("garbage")
    assert services.index() == 0
    del writing
    assert services.index() == 1


def test_what_was_half_written_stays_out():
    put(text="预算", seq=1)
    services.index()
    good = services.change_of(Document(address="/items/2/", seq=2, title="决算"))

    def failing():
        yield good
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        writer.apply(settings.INDEX, failing(), upto=2)
    put(text="预算", seq=3)
    assert len(found("预算")) == 2
    assert found("决算") == []


def test_an_open_reader_sees_the_next_commit_at_once():
    put(text="预算")
    assert len(found("预算")) == 1
    put(text="预算")
    services.index()
    assert finding.find(finding.Query("预算")).total == 2


def test_a_broken_folder_does_not_take_the_open_view_away():
    put(text="预算")
    assert len(found("预算")) == 1
    (place() / "meta.json").write_text("garbage")
    assert finding.find(finding.Query("预算")).total == 1


def test_the_command_follows_rebuilds_and_checks(capsys):
    put(text="预算")
    call_command("index")
    call_command("index", "--rebuild")
    call_command("index", "--check")
    assert capsys.readouterr().out.split() == [
        "已更新",
        "1",
        "条",
        "已更新",
        "1",
        "条",
        "检索索引与公开信息一致",
    ]
    writer.rebuild(settings.INDEX, [], upto=Document.objects.newest())
    with pytest.raises(CommandError, match="不一致"):
        call_command("index", "--check")


KILLED = """
    import sys
    from pathlib import Path
    from gongkai.search.embedded import writer
    from gongkai.search.embedded.schema import Entry
    facts = dict.fromkeys("number organisation organisation_name area area_title kind".split(), "")
    facts |= dict.fromkeys("validity theme genre".split(), "")
    for seq in range(10_000):
        entry = Entry(f"/items/{seq}/", seq, f"标题{seq}", "正文", year=2017, published=seq, **facts)
        writer.apply(Path(sys.argv[1]), [writer.Change(entry.address, entry)], upto=seq)
        print(seq, flush=True)
"""


@pytest.mark.parametrize("patience", [0.2, 0.45, 0.7])
def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path, patience):
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        time.sleep(patience)
        os.kill(process.pid, signal.SIGKILL)
        acknowledged = [0, *map(int, process.stdout.read().split())]
    position = writer.position(tmp_path)
    assert position >= acknowledged[-1]
    found = finding.find(finding.Query("正文", size=20_000), home=tmp_path)
    assert {hit.entry.seq for hit in found.hits} >= set(range(position + 1))
    assert found.total == len(found.hits)
