"""What a process apart looks for in a PDF file: ``python -m gongkai.items.pdf.child check|words``."""

from collections.abc import Iterator

from gongkai.items.bounded import serve
from gongkai.items.pdf import looking


def check(data: bytes, name: str) -> Iterator[str]:
    """Yield in one word what is wrong with the file, if anything is."""
    yield from looking.check(data)


def words(data: bytes, name: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of each page, and whether they are all."""
    yield from looking.words(data)


if __name__ == "__main__":
    serve({"check": check, "words": words})
