"""The closed lists of words that the catalogue folder declares, numbered as they stand in addresses."""

from dataclasses import dataclass

from gongkai.obligations import services as obligations


@dataclass(frozen=True)
class Code:
    """One word of a list; ``serial`` counts from 1 and stands in addresses."""

    serial: int
    key: str
    title: str
    article: str = ""


def codes(group: str) -> list[Code]:
    """Return the words of one list, for example ``themes``, in their official order."""
    words = enumerate(obligations.codes()[group], 1)
    return [Code(serial, word.key, word.title, word.article) for serial, word in words]
