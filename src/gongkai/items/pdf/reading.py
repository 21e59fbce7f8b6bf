"""What a process apart reads of a PDF file: ``python -m gongkai.items.pdf.reading read|scans``."""

from collections.abc import Iterator

from gongkai.items.pdf import layout, looking, scanned
from gongkai.items.reading import understand
from gongkai.items.reading.said import to_json
from gongkai.items.uploads import Refused
from gongkai.proofing.bounded import serve


def read(data: bytes, name: str) -> Iterator[dict[str, object]]:
    """Yield what the file says as a document, or the sentence with which it is refused."""
    try:
        yield to_json(understand(layout.blocks(looking.opened(data))))
    except Refused as error:
        yield {"refused": str(error)}
    except looking.Found:
        yield {"refused": "PDF 已损坏，无法读取正文"}


def scans(data: bytes, name: str) -> Iterator[list[str]]:
    """Yield the picture of each page of a scanned file: the suffix of its format, its bytes in digits."""
    for suffix, content in scanned.pages(looking.opened(data)):
        yield [suffix, content.hex()]


if __name__ == "__main__":
    serve({"read": read, "scans": scans})
