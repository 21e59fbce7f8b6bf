"""Write one paper, in a process of its own: ``python -m gongkai.ui.paper.apart pdf``.

It reads the paper as JSON and writes the file.
"""

import importlib
import resource
import sys
from contextlib import suppress

from gongkai.ui.paper.wire import heard

MEMORY = 1536 * 1024 * 1024
SECONDS = 20  # of processor time
WRITERS = {"pdf": ("typeset", "typeset"), "docx": ("editable", "edited")}
"""Module and function of each form; only the one that is asked for is loaded."""


def limit() -> None:
    """Give up for good whatever is beyond the limits."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with suppress(ValueError, OSError):  # a system that does not know this limit
            resource.setrlimit(kind, (most, most))


def main() -> None:
    limit()
    module, function = WRITERS[sys.argv[1]]
    write = getattr(importlib.import_module(f"gongkai.ui.paper.{module}"), function)
    sys.stdout.buffer.write(write(heard(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
