"""Tables of word files: columns are emptied below their heading."""

from lxml import etree

from gongkai.proofing.redaction.text import IN_PLACE
from gongkai.proofing.redaction.values import Order

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def empty(root: etree._Element, order: Order) -> None:
    """Empty the columns with these headings in all tables."""
    headings = set(order.columns)
    for table in root.iter(f"{W}tbl") if headings else ():
        columns: set[int] = set()
        for row in table.iterchildren(f"{W}tr"):
            cells = _cells(row)
            for column, cell in cells:
                if column in columns and _said(cell):
                    _write(cell)
            columns = columns or {column for column, cell in cells if _said(cell) in headings}


def _cells(row: etree._Element) -> list[tuple[int, etree._Element]]:
    """Return the cells with the column in which each begins: one may reach over several."""
    found, column = [], 0
    for cell in row.iterchildren(f"{W}tc"):
        found.append((column, cell))
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        column += int(span.get(f"{W}val", "1")) if span is not None else 1
    return found


def _said(cell: etree._Element) -> str:
    return "".join("".join(cell.itertext(f"{W}t", f"{W}delText")).split())


def _write(cell: etree._Element) -> None:
    for number, each in enumerate(cell.iter(f"{W}t", f"{W}delText")):
        each.text = "" if number else IN_PLACE
