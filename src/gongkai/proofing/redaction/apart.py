"""Rewrite one file, in a process of its own: ``python -m gongkai.proofing.redaction.apart .docx``.

It reads a line that says what to hide, then the file; it writes ``done`` and the new file, or in one word
why not.
"""

import json
import sys
from collections.abc import Callable

from gongkai.proofing.redaction import PICTURED, ofd, pages, text
from gongkai.proofing.redaction.faults import Fault
from gongkai.proofing.redaction.package import rewritten
from gongkai.proofing.redaction.values import Hide, Order
from gongkai.ui.bounds import limit

MEMORY = 1024 * 1024 * 1024
SECONDS = 40  # of processor time
REWRITE: dict[str, Callable[[bytes, Order], bytes]] = {
    ".docx": rewritten,
    ".xlsx": rewritten,
    ".pptx": rewritten,
    ".pdf": pages.rewritten,
    PICTURED: pages.pictured,
    ".ofd": ofd.rewritten,
    ".txt": text.rewritten,
    ".csv": text.rewritten,
}


def main() -> None:
    limit(MEMORY, SECONDS)
    told, _, data = sys.stdin.buffer.read().partition(b"\n")
    wanted = json.loads(told)
    order = Order(tuple(Hide(*each) for each in wanted["hides"]), tuple(wanted["columns"]))
    try:
        result = REWRITE[sys.argv[1]](data, order)
    except Fault as fault:
        sys.stdout.write(f"{fault}\n")
    except MemoryError:
        sys.stdout.write("crowded\n")
    else:
        sys.stdout.buffer.write(b"done\n" + result)


if __name__ == "__main__":
    main()
