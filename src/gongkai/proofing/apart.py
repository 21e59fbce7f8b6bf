"""Ask a process apart what a file holds. Whatever the file does to it ends with that process.

A document is a program for its reader, and a small one can keep any reader busy or fill it up. So every
format is read where the system ends what takes too long or too much. Our own readers import no Django and
are up in a moment; programs of others run below the same kind of limits.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

BOUNDED = Path(__file__).with_name("bounded.py")
PATIENCE = 45  # seconds for a process that gets little of the machine; its own time is limited in it
FOREIGN_PATIENCE = 120
TURNS = BoundedSemaphore(2)
"""So many files are read at once in one process of the server: each may take more than half a gigabyte."""


def ask(module: str, task: str, data: bytes, name: str = "") -> list[Any]:
    """Return the values that ``task`` of ``module`` found; ``None`` comes last unless it was ended."""
    said = _run([sys.executable, "-I", "-m", module, task, name], data, PATIENCE, None)
    return [json.loads(line) for line in said.splitlines(keepends=True) if line.endswith(b"\n")]


def run(program: list[str], *, folder: str) -> bytes:
    """Run a program that is not ours in ``folder``, bounded; return what it wrote until it ended."""
    return _run([sys.executable, "-I", str(BOUNDED), *program], b"", FOREIGN_PATIENCE, folder)


def _run(command: list[str], data: bytes, patience: float, folder: str | None) -> bytes:
    """Return what a command wrote before it ended or was ended, with all that it started."""
    environment = None if folder is None else {**os.environ, "HOME": folder, "TMPDIR": folder}
    with (
        TURNS,
        subprocess.Popen(  # noqa: S603 - our own scripts, and what the settings name
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=folder,
            env=environment,
        ) as process,
    ):
        try:
            return process.communicate(data, timeout=patience)[0]
        except subprocess.TimeoutExpired:
            _end(process)
            return process.communicate()[0]
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
