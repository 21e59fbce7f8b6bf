"""find: in which registers entries hold some words, and how many each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from gongkai.registers.asking import words_of
from gongkai.registers.models import Register
from gongkai.registers.services.snapshots import newest
from gongkai.registers.snapshot.searching import Engine


@dataclass(frozen=True)
class Holding:
    """A register in which ``count`` entries hold all that was asked for."""

    register: Register
    count: int


@dataclass(frozen=True)
class Finding:
    """What was found; ``is_whole`` is False where the time was over before all registers were asked."""

    holdings: list[Holding]
    is_whole: bool


def find(*, text: str, is_late: Callable[[], bool] = lambda: False) -> Finding:
    """Return the registers whose entries hold the words of ``text``, the most entries first.

    It ends early when ``is_late`` says so: those released last are asked first.
    """
    words = words_of(text)
    registers = Register.objects.filter(is_public=True).order_by("-released_at", "key") if words else []
    found: list[Holding] = []
    for register, count in _counted(registers, words):
        if count:
            found.append(Holding(register, count))
        if is_late():
            return Finding(_most(found), is_whole=False)
    return Finding(_most(found), is_whole=True)


def _most(found: list[Holding]) -> list[Holding]:
    return sorted(found, key=lambda each: (-each.count, each.register.key))


def _counted(registers: Iterable[Register], words: tuple[str, ...]) -> Iterator[tuple[Register, int]]:
    for register in registers:
        if (place := newest(register)) is not None:
            yield register, _engine.count(register.key, place, words)


_engine = Engine()
