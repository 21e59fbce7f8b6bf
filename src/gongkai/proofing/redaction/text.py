"""Plain text and tables of commas: words are replaced, the encoding becomes UTF-8."""

import csv
import io

from gongkai.proofing.redaction.faults import Fault
from gongkai.proofing.redaction.values import Order

IN_PLACE = "***"


def rewritten(data: bytes, order: Order) -> bytes:
    """Return the text without what is to be hidden. Raises Fault."""
    words = order.masked(_decoded(data))
    if order.columns:
        words = _emptied(words, set(order.columns))
    if order.is_in(words):
        raise Fault("unproven")
    return words.encode("utf-8-sig")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Fault("broken")


def _emptied(words: str, headings: set[str]) -> str:
    """Empty the columns below these headings."""
    result = io.StringIO()
    writer = csv.writer(result)
    columns: list[int] = []
    try:
        for row in csv.reader(io.StringIO(words)):
            for column in columns:
                if column < len(row) and row[column].strip():
                    row[column] = IN_PLACE
            columns = columns or [x for x, cell in enumerate(row) if "".join(cell.split()) in headings]
            writer.writerow(row)
    except csv.Error as error:
        raise Fault("broken") from error
    return result.getvalue()
