"""Inside a process apart: give up what is beyond the limits, do one task, say what was found.

Nothing that starts slowly: ``python bounded.py PROGRAM …`` bounds a program that is not ours.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable

from gongkai.ui.bounds import limit

MEMORY = 640 * 1024 * 1024  # a PDF of 50 MB needs some 250
SECONDS = 8  # of processor time
FOREIGN_MEMORY = 3 * 1024 * 1024 * 1024  # of addresses: an office suite maps far more than it uses
FOREIGN_SECONDS = 60
FOREIGN_FILE = 200 * 1024 * 1024

Task = Callable[[bytes, str], Iterable[object]]


def serve(tasks: dict[str, Task]) -> None:
    """Do the task named first of the file on standard input, named second: one JSON value a line.

    ``null`` comes last; a process that was ended has not written it.
    """
    limit(MEMORY, SECONDS)
    name = sys.argv[2] if len(sys.argv) > 2 else ""
    for each in tasks[sys.argv[1]](sys.stdin.buffer.read(), name):
        sys.stdout.write(json.dumps(each) + "\n")
        sys.stdout.flush()
    sys.stdout.write("null\n")


if __name__ == "__main__":
    limit(FOREIGN_MEMORY, FOREIGN_SECONDS, FOREIGN_FILE)
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the program that the settings name
