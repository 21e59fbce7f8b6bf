"""Write a paper as .docx that can be worked on: styles with their names, real tables, no macros."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import segno
from docx import Document
from docx.document import Document as Written
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gongkai.ui.paper import sheets
from gongkai.ui.paper.blocks import Block, Fields, Heading, Numbered, Paper, Paragraph, QrCode, Table
from gongkai.ui.paper.characters import addressed, bracketed, dated, lines, plain, width
from gongkai.ui.paper.looks import add, dress, element, indent
from gongkai.ui.paper.package import packed
from gongkai.ui.paper.wire import changed

MASTHEAD = 442  # points: 156 mm


def edited(paper: Paper) -> bytes:
    """Return the paper as an Office Open XML document."""
    paper = changed(paper, plain)
    document = Document()
    dress(document)
    if paper.is_letter:
        _masthead(document, paper)
    add(document, "Title", paper.title)
    document.add_paragraph()
    if paper.addressee.strip():
        add(document, "主送机关", addressed(paper.addressee))
    for block in paper.blocks:
        _block(document, block)
    _enclosures(document, paper.enclosures)
    _signature(document, paper)
    if paper.footer.strip():
        add(document, "Normal", bracketed(paper.footer))
    _properties(document, paper)
    return packed(document)


def _masthead(document: Written, paper: Paper) -> None:
    line = add(document, "发文机关标志", paper.organisation)
    longest = max(map(width, lines(paper.organisation)))
    size = Pt(max(min(40.0, MASTHEAD / longest), 20.0))
    for run in line.runs:
        run.font.size = size
    rule = add(document, "发文字号", paper.number)
    rule.paragraph_format.space_before = Pt(16)
    border = element("pBdr")
    border.append(element("bottom", val="single", sz=16, space=8, color="E60012"))
    rule._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    for _ in range(2):
        document.add_paragraph()


def _block(document: Written, block: Block) -> None:
    match block:
        case Paragraph():
            _paragraphs(document, lines(block.text))
        case Heading():
            add(document, f"Heading {block.level}", block.text)
        case Numbered():
            _paragraphs(document, [f"{count}. {entry}" for count, entry in enumerate(block.entries, start=1)])
        case Fields():
            sheets.fields(document, block)
        case Table():
            sheets.table(document, block)
        case QrCode():
            _code(document, block)


def _paragraphs(document: Written, texts: Sequence[str]) -> None:
    for text in texts:
        add(document, "Normal", text)


def _code(document: Written, block: QrCode) -> None:
    picture = BytesIO()
    segno.make(block.address, error="m", micro=False).save(picture, kind="png", scale=8, border=4)
    picture.seek(0)
    line = document.add_paragraph(style="图示")
    line.paragraph_format.keep_with_next = True
    line.add_run().add_picture(picture, width=Mm(32))
    line._p.find(f".//{qn('wp:docPr')}").set("descr", f"二维码：{block.address}")
    add(document, "图示", block.caption)


def _enclosures(document: Written, names: Sequence[str]) -> None:
    if names:
        document.add_paragraph()
    for count, name in enumerate(names, start=1):
        number = f"{count}." if len(names) > 1 else ""
        line = add(document, "附件说明", ("附件：" if count == 1 else "") + number + name)
        own = 3 * (count == 1) + width(number)
        indent(line, left=5 + width(number), hanging=own)


def _signature(document: Written, paper: Paper) -> None:
    day = dated(paper.signed_on.year, paper.signed_on.month, paper.signed_on.day)
    beyond = (max(map(width, lines(paper.signature))) - width(day)) / 2
    document.add_paragraph().paragraph_format.keep_with_next = True
    edge = 2 if beyond > 0 else 4
    if paper.signature.strip():
        document.add_paragraph().paragraph_format.keep_with_next = True
        indent(add(document, "落款", paper.signature), right=max(edge, edge - beyond))
    line = add(document, "落款", day)
    indent(line, right=max(edge, edge + beyond))
    line.paragraph_format.keep_with_next = False


def _properties(document: Written, paper: Paper) -> None:
    """Tell whose paper it is and of which day; the clock on the wall has no part in it."""
    told, day = document.core_properties, paper.signed_on
    told.title, told.subject = paper.title.replace("\n", "")[:255], paper.number[:255]
    told.author = told.last_modified_by = paper.organisation.replace("\n", "")[:255]
    told.created = told.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - written as UTC
    told.comments, told.language, told.revision = "", "zh-CN", 1
