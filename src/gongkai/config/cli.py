"""The command line: ``gongkai serve``, ``gongkai work``, ``gongkai sync-catalogue`` …"""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a management command; its name may be written with hyphens."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    argv = sys.argv[:]
    if len(argv) > 1 and not argv[1].startswith("-"):
        argv[1] = argv[1].replace("-", "_")
    execute_from_command_line(argv)
