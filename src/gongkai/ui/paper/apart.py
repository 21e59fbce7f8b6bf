"""Write one paper, in a process of its own: ``python -m gongkai.ui.paper.apart pdf``.

It reads the paper as JSON and writes the file.
"""

import importlib
import sys

from gongkai.ui.bounds import limit
from gongkai.ui.paper.wire import heard

MEMORY = 1536 * 1024 * 1024
SECONDS = 20  # of processor time
WRITERS = {"pdf": ("typeset", "typeset"), "docx": ("editable", "edited")}
"""Module and function of each form; only the one that is asked for is loaded."""


def main() -> None:
    limit(MEMORY, SECONDS)
    module, function = WRITERS[sys.argv[1]]
    write = getattr(importlib.import_module(f"gongkai.ui.paper.{module}"), function)
    sys.stdout.buffer.write(write(heard(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
