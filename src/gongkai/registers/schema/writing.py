"""Write a declaration as YAML, in the one way in which the catalogue is written. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from gongkai.registers.schema.reading import WORDS

Said = Mapping[str, Any]


def written(said: Said) -> str:
    """Return a declaration as text: its words in their order, a field or a part on one line each.

    ``said`` is what YAML gives: mappings, lists, texts, whole numbers, flags, days.
    """
    return "".join(f"{line}\n" for word in WORDS if word in said for line in _lines(word, said[word]))


def _lines(word: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping) and all(isinstance(each, Mapping) for each in value.values()):
        yield f"{word}:"
        yield from (f"  {key}: {_flow(each)}" for key, each in value.items())
    elif isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
        yield f"{word}:"
        yield from (f"  - {_flow(each)}" for each in value)
    else:
        yield f"{word}: {_flow(value)}"


def _flow(value: Any) -> str:
    """Return a value on one line; what would be read as something else is put in quotes."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**9)
    return str(text).removesuffix("\n").removesuffix("\n...")
