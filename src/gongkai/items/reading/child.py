"""What a process apart does with a file: ``python -m gongkai.items.reading.child words|read NAME``."""

from collections.abc import Iterator

from gongkai.items import reading
from gongkai.items.reading.said import to_json
from gongkai.items.uploads import Refused
from gongkai.proofing.bounded import serve


def words(data: bytes, name: str) -> Iterator[object]:
    """Yield the words of the file and whether they are all, or the sentence with which it is refused."""
    try:
        found = reading.words(data, name)
        yield [found.text, found.is_whole]
    except Refused as error:
        yield {"refused": str(error)}


def read(data: bytes, name: str) -> Iterator[object]:
    """Yield what the file says as a document, or the sentence with which it is refused."""
    try:
        yield to_json(reading.read(data, name))
    except Refused as error:
        yield {"refused": str(error)}


if __name__ == "__main__":
    serve({"words": words, "read": read})
