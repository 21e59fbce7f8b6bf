"""Run every benchmark, one after another: ``make bench``, or ``python -m bench pages search``."""

import subprocess
import sys

ALL = ["pages", "start", "announce", "ledger", "search", "ranking", "personal", "proofing", "registers"]


def main(names: list[str]) -> int:
    failed = [name for name in names if subprocess.run([sys.executable, "-m", f"bench.{name}"]).returncode]
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ALL))
