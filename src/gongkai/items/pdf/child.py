"""What a process apart looks for in a PDF file: ``python -m gongkai.items.pdf.child check|words|authors``."""

from collections.abc import Iterator

from gongkai.items.pdf import looking
from gongkai.proofing.bounded import serve


def check(data: bytes, name: str) -> Iterator[str]:
    """Yield in one word what is wrong with the file, if anything is."""
    yield from looking.check(data)


def words(data: bytes, name: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of each page, and whether they are all."""
    yield from looking.words(data)


def authors(data: bytes, name: str) -> Iterator[str]:
    """Yield whom the file names as its author."""
    yield from looking.authors(data)


if __name__ == "__main__":
    serve({"check": check, "words": words, "authors": authors})
