"""Blocks of a plain text file: one line, one paragraph."""

from gongkai.items.reading.blocks import Block
from gongkai.items.uploads import decode

BLANK = " \t\u3000\u00a0\ufeff\u200b"


def blocks(data: bytes) -> list[Block]:
    """Return the lines that hold something. Raises Refused if the encoding cannot be told."""
    found: list[Block] = []
    apart = True
    for number, line in enumerate(decode(data).splitlines(), start=1):
        plain = line.strip(BLANK)
        if plain:
            found.append(Block(plain, f"第{number}行", apart=apart))
        apart = not plain
    return found
