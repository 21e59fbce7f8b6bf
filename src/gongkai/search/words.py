"""Words as a dictionary cuts them, for ranking and for comparing texts.

The dictionary takes 33 MB and a third of a second: it is opened by the first process that asks, not by
every process that starts.
"""

from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def _dictionary() -> ModuleType:
    return import_module("rjieba")


def cut(text: str) -> list[str]:
    """Return ``text`` in words; joined they are the text again."""
    return list(_dictionary().cut(text, False))


def cut_finely(text: str) -> list[str]:
    """Return the words of ``text`` and the shorter words inside long ones."""
    return list(_dictionary().cut_for_search(text))
