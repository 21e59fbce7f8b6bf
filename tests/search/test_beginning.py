"""Several processes that find no index begin at the same moment: one makes it, the others wait or let be."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from gongkai.search.embedded import writer

BEGIN = """
import sys, time
from pathlib import Path
from gongkai.search.embedded import writer

home, moment = Path(sys.argv[1]), float(sys.argv[2])
for turn in range(60):
    time.sleep(max(0, moment + turn / 30 - time.time()))
    try:
        writer.rebuild(home / str(turn), [], upto=-1)
    except writer.Busy:
        pass
"""


def test_nobody_fails_where_several_make_the_index_at_once(tmp_path):
    moment = str(time.time() + 1)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", BEGIN, str(tmp_path), moment], stderr=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    assert [process.communicate(timeout=300)[1] for process in running] == [""] * 6


def test_nobody_carries_off_the_position_another_writes(tmp_path):
    place = writer.folder(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda seq: writer.remember(place, seq), range(200)))
    assert int((place / "position").read_text()) in range(200)
    assert not (place / "position.new").exists()
