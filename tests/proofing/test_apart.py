"""Processes apart: what a file does to its reader ends there, and whoever asked goes on."""

import sys
import time

import pytest

from gongkai.items import taking
from gongkai.items.uploads import Refused
from gongkai.proofing import apart, bounded
from tests.items import containers


@pytest.fixture
def tasks(tmp_path, monkeypatch):
    """Let a script of this test answer in the place of a module."""

    def answering(code):
        script = tmp_path / "tasks.py"
        script.write_text(
            f"from gongkai.proofing.bounded import serve\ndef do(data, name):\n{code}\nserve({{'do': do}})\n"
        )
        plain = apart._run
        monkeypatch.setattr(
            apart,
            "_run",
            lambda command, *rest: plain([sys.executable, "-I", str(script), *command[4:]], *rest),
        )
        return apart.ask("x", "do", b"data", "名.txt")

    return answering


def test_what_was_found_comes_back_and_then_the_end(tasks):
    assert tasks("    yield [len(data), name]") == [[4, "名.txt"], None]


def test_a_process_that_takes_too_much_room_or_breaks_ends_alone(tasks):
    assert tasks("    yield 1\n    bytearray(900_000_000)") == [1]


def test_a_process_cannot_leave_anything_on_disk(tasks, tmp_path):
    left = tmp_path / "left"
    assert tasks(f"    with open({str(left)!r}, 'w') as file:\n        file.write('x')\n    yield 1") == []
    assert left.stat().st_size == 0


def test_a_process_that_does_not_end_is_ended_with_its_children(tasks, monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE", 8)
    begun = time.monotonic()
    code = "    import subprocess, time\n    yield 1\n    subprocess.run(['sleep', '60'])"
    assert tasks(code) == [1]
    assert time.monotonic() - begun < 50


def test_the_limits_are_those_that_are_told():
    code = (
        "import resource; from gongkai.proofing.bounded import MEMORY, SECONDS, limit; "
        "limit(MEMORY, SECONDS); "
        "print(*[resource.getrlimit(each)[0] for each in (resource.RLIMIT_AS, resource.RLIMIT_CPU)])"
    )
    said = apart._run([sys.executable, "-I", "-c", code], b"", 20, None)
    assert list(map(int, said.split())) == [bounded.MEMORY, bounded.SECONDS]


def test_readers_start_without_the_framework():
    code = (
        "import sys, gongkai.items.reading.child, gongkai.items.pdf.child, gongkai.items.pdf.reading; "
        "print('django' in sys.modules)"
    )
    assert apart._run([sys.executable, "-I", "-c", code], b"", 20, None).split() == [b"False"]


def test_a_file_whose_reader_was_ended_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(apart, "ask", lambda *asked: [])
    with pytest.raises(Refused, match="没有读完，请另存后再上传"):
        taking.read("关于某事的通知".encode(), "a.txt")
    assert taking.words("甲".encode(), "a.txt") == taking.Words("", False)


def test_what_is_read_apart_is_what_is_read_here():
    from gongkai.items import reading

    rows = containers.table(("索引号", "330103--2017--0510"), ("成文日期", "2017-07-01"))
    data = containers.docx(rows + containers.paragraph("关于某事的通知") + containers.paragraph("一、目标"))
    assert taking.read(data, "通知.docx") == reading.read(data, "通知.docx")
    assert taking.words(data, "通知.docx") == reading.words(data, "通知.docx")
