"""Eight fills, told apart in colour, in grey print and by colour-blind people: hatched, too. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.registers.drawing.paper import PAPER, element


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour, how it is hatched, and how a line of it is broken."""

    colour: str
    hatch: str = ""
    dashes: str = ""


RISING, FALLING, ACROSS, UPRIGHT = "M-1 7L7 -1M5 9L9 5", "M-1 -1L9 9M-1 7L1 9", "M0 4H8", "M4 0V8"
INKS = (
    Ink("#0b5a5e"),
    Ink("#b8730d", dashes="7 3"),
    Ink("#8c2d19", RISING, "2 3"),
    Ink("#3f86b0", dashes="9 3 2 3"),
    Ink("#5b4a8a", FALLING, "12 4"),
    Ink("#5f8a2f", ACROSS, "4 4"),
    Ink("#24557f", UPRIGHT, "1 4"),
    Ink("#a8639c", f"{RISING}{FALLING}", "14 3 2 3 2 3"),
)
OTHERS = (Ink("#5d6b6d", dashes="3 5"), Ink("#8a9694", f"{ACROSS}{UPRIGHT}", "1 6"))
"""For the rest, and for what is not told."""

SIZE = 8


def ink(place: int, *, is_named: bool = True) -> Ink:
    """Return the ink of the part at some place."""
    return INKS[place % len(INKS)] if is_named else OTHERS[place % len(OTHERS)]


def fill(name: str, place: int, *, is_named: bool = True) -> str:
    """Return the fill of a part: a colour, or a hatching that ``hatchings`` defines on the same sheet."""
    found = ink(place, is_named=is_named)
    return f"url(#{_id(name, found)})" if found.hatch else found.colour


def hatchings(name: str) -> str:
    """Return what the fills of a drawing refer to."""
    return element("defs", *(_pattern(name, each) for each in (*INKS, *OTHERS) if each.hatch))


def _id(name: str, found: Ink) -> str:
    return f"{name}-{found.colour[1:]}"


def _pattern(name: str, found: Ink) -> str:
    return element(
        "pattern",
        element("rect", width=SIZE, height=SIZE, fill=found.colour),
        element("path", d=found.hatch, stroke=PAPER, stroke_width="1.4", fill="none"),
        id=_id(name, found),
        width=SIZE,
        height=SIZE,
        patternUnits="userSpaceOnUse",
    )
