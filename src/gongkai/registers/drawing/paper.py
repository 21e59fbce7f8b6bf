"""The sheet that charts are drawn on: SVG as text, as wide as its place, every word escaped. Pure.

Across, everything is in percent; down and in letters, in em: so words keep their size on a phone and on a
wide screen and grow with the reader's type. No style and no script, as the pages' security policy asks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from html import escape

INK, SOFT, LINE, PAPER = "#17282a", "#4a5a5c", "#d5dedb", "#ffffff"
NARROWEST = 21.0
"""How many em there are across on a phone of 360 pixels."""

NAMESPACE = "http://www.w3.org/2000/svg"


def element(name: str, *inside: str, **attributes: object) -> str:
    """Return one element; an underscore in an attribute stands for a hyphen, one at its end for nothing."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items()
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def em(number: float) -> str:
    return f"{round(number, 2):g}em"


def percent(number: float) -> str:
    return f"{round(number, 3):g}%"


def words(text: str, across: float, down: float, **attributes: object) -> str:
    """Return a line of text; its foot stands ``down`` em from the top."""
    return element("text", escape(text), x=percent(across), y=em(down), **attributes)


def width(text: str) -> float:
    """Return about how many em a text takes."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.58 for sign in text)


def shortened(text: str, most: float) -> str:
    """Return as much of a text as fits into ``most`` em."""
    if width(text) <= most:
        return text
    kept = ""
    for sign in text:
        if width(kept + sign) > most - 1:
            break
        kept += sign
    return f"{kept}…"


def sheet(name: str, told: tuple[str, str], height: float, body: Iterable[str], role: str = "img") -> str:
    """Return a whole drawing of some height, with the title and the description that are read aloud."""
    title, description = told
    return element(
        "svg",
        element("title", escape(title), id=f"{name}-title"),
        element("desc", escape(description), id=f"{name}-desc"),
        *body,
        xmlns=NAMESPACE,
        role=role,
        aria_labelledby=f"{name}-title {name}-desc",
        width="100%",
        height=em(height),
        font_size="0.8125rem",
        fill=INK,
    )
