"""The pictures that a body shows, each with the words for those who cannot see it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote

from lxml import html as markup

from gongkai.items.rules import inner

LONGEST = 100
"""Characters of an alternative text: what is longer belongs into the text beside the picture."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture of a body: the how-manieth, its address and the file behind it, its alternative text."""

    number: int
    address: str
    words: str

    @property
    def file(self) -> tuple[str, str]:
        """The hash and the name of the file that is shown."""
        _, _, sha256, name = f"{self.address}///".split("/", 4)[:4]
        return sha256, unquote(name)


def shown(body: str) -> list[Shown]:
    """Return the pictures of clean HTML in order."""
    if "<img" not in body:
        return []
    root = markup.fragment_fromstring(body, create_parent="div")
    found = enumerate(root.iter("img"), start=1)
    return [Shown(number, each.get("src", ""), each.get("alt", "").strip()) for number, each in found]


def described(body: str, words: Mapping[int, str]) -> str:
    """Return the body with other words for its pictures, by number."""
    root = markup.fragment_fromstring(body, create_parent="div")
    for number, each in enumerate(root.iter("img"), start=1):
        if number in words:
            each.set("alt", words[number])
    return inner(root)


def added(body: str, *, address: str, words: str, size: tuple[int, int]) -> str:
    """Return the body with one more picture at its end."""
    width, height = size
    image = f'<img src="{escape(address)}" alt="{escape(words)}" width="{width}" height="{height}">'
    return f"{body}<p>{image}</p>"
