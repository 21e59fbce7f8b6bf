"""Tables of a paper in .docx. A cell over several rows is one cell there, which can be worked on as one."""

from collections.abc import Iterator, Sequence

from docx.document import Document as Written
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from gongkai.ui.paper.blocks import Fields, Table
from gongkai.ui.paper.characters import are_figures, lines
from gongkai.ui.paper.grid import Placed, laid
from gongkai.ui.paper.looks import add, element

BREADTH = 8844  # twentieths of a point: 156 mm


def fields(document: Written, block: Fields) -> None:
    """Add labels and values; nothing if there are none."""
    if not block.pairs:
        return
    sheet = _sheet(document, (1, 3))
    for label, value in block.pairs:
        row = element("tr")
        row.extend([_cell(label, "表头", BREADTH // 4), _cell(value, "表格文字", BREADTH * 3 // 4)])
        sheet.append(row)
    add(document, "注释", "")


def table(document: Written, block: Table) -> None:
    """Add a table with its caption above it and its notes below."""
    if block.caption.strip():
        add(document, "表题", block.caption)
    shares = block.widths or (1,) * block.columns
    sheet = _sheet(document, shares)
    for placed in laid(block.header, block.columns):
        sheet.append(_row(placed, shares, is_header=True))
    for placed in laid(block.rows, block.columns):
        sheet.append(_row(placed, shares, is_header=False))
    for note in block.notes or ("",):  # without a paragraph between them two tables become one
        add(document, "注释", note)


def _sheet(document: Written, shares: Sequence[int]) -> BaseOxmlElement:
    """Return a new table without rows at the end of the document."""
    table = document.add_table(rows=0, cols=len(shares), style="Table Grid")
    table.autofit = False
    for column, share in zip(table._tbl.tblGrid.gridCol_lst, shares, strict=True):
        column.set(qn("w:w"), str(BREADTH * share // sum(shares)))
    made: BaseOxmlElement = table._tbl
    whole = made.find(f".//{qn('w:tblW')}")
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(BREADTH))
    return made


def _row(placed: Sequence[Placed], shares: Sequence[int], *, is_header: bool) -> BaseOxmlElement:
    row = element("tr")
    if is_header:
        row.append(element("trPr"))
        row[0].append(element("tblHeader"))
    for each in placed:
        cell = each.cell
        breadth = BREADTH * sum(shares[each.column : each.column + cell.across]) // sum(shares)
        is_centred = cell.down > 1 or are_figures(cell.text)
        style = "表头" if is_header else "表格数字" if is_centred else "表格文字"
        row.append(_cell("" if each.continues else cell.text, style, breadth, *_spans(each)))
    return row


def _spans(placed: Placed) -> Iterator[BaseOxmlElement]:
    if placed.cell.across > 1:
        yield element("gridSpan", val=placed.cell.across)
    if placed.cell.down > 1:
        yield element("vMerge", val="continue" if placed.continues else "restart")


def _cell(text: str, style: str, breadth: int, *spans: BaseOxmlElement) -> BaseOxmlElement:
    cell, shape = element("tc"), element("tcPr")
    shape.extend([element("tcW", w=breadth, type="dxa"), *spans, element("vAlign", val="center")])
    line, look = element("p"), element("pPr")
    look.append(element("pStyle", val=style))
    line.append(look)
    if text.strip():
        line.add_r().text = "\n".join(lines(text))
    cell.extend([shape, line])
    return cell
