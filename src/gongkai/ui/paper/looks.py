"""The paragraph styles of papers in .docx, and the page they stand on (GB/T 9704)."""

from dataclasses import dataclass
from functools import cache

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as Line

from gongkai.ui.paper.characters import lines

TEXT, SANS, SCRIPT, TITLE = "仿宋", "黑体", "楷体", "方正小标宋简体"
SUBSTITUTES = {TEXT: "FangSong", SANS: "SimHei", SCRIPT: "KaiTi", TITLE: "SimSun"}
"""What stands in for a face on a machine that does not know it by this name."""
LATIN = "Times New Roman"
RED = RGBColor(230, 0, 18)
LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFIED = WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True)
class Look:
    """A style: its face and size in points, and how its paragraphs stand."""

    name: str
    face: str = TEXT
    size: float = 16
    align: WD_ALIGN_PARAGRAPH = JUSTIFIED
    indent: int = 0  # characters of the first line
    line: float = 28  # points, or 0 for as high as the text
    is_kept: bool = False  # on the page of what follows
    level: int = 0  # in the outline


LOOKS = (
    Look("Normal", indent=2),
    Look("Title", TITLE, 22, CENTRE, line=34, is_kept=True),
    Look("Heading 1", SANS, indent=2, is_kept=True, level=1),
    Look("Heading 2", SCRIPT, indent=2, is_kept=True, level=2),
    Look("Heading 3", TEXT, indent=2, is_kept=True, level=3),
    Look("Footer", "宋体", 14, line=0),
    Look("发文机关标志", TITLE, 40, CENTRE, line=0),
    Look("发文字号", align=CENTRE),
    Look("主送机关"),
    Look("附件说明"),
    Look("落款", align=RIGHT, is_kept=True),
    Look("表题", SANS, 12, CENTRE, line=20, is_kept=True),
    Look("表格文字", TEXT, 10.5, LEFT, line=0),
    Look("表格数字", TEXT, 10.5, CENTRE, line=0),
    Look("表头", SANS, 10.5, CENTRE, line=0),
    Look("注释", TEXT, 10.5, LEFT, line=16),
    Look("图示", TEXT, 12, CENTRE, line=0),
)


def dress(document: Document) -> None:
    """Give the empty document its page, its styles, its language and the numbers of its pages."""
    _page(document)
    _defaults(document)
    for look in LOOKS:
        _style(document, look)
    _foot(document)


def add(document: Document, style: str, text: str) -> Line:
    """Add one paragraph, whose lines are broken where the text is."""
    line = document.add_paragraph("\n".join(lines(text)))
    line._p.style = style.replace(" ", "")  # its id; to ask for it by name walks all styles each time
    return line


def element(name: str, **values: object) -> BaseOxmlElement:
    """Return a new element ``w:name`` with attributes of the same namespace."""
    made: BaseOxmlElement = OxmlElement(f"w:{name}", {_named(key): str(each) for key, each in values.items()})
    return made


@cache
def _named(key: str) -> str:
    return qn(f"w:{key}")


def indent(line: Line, **characters: float) -> None:
    """Indent a paragraph (``left``, ``right``, ``hanging``) by characters of 16 points."""
    for old in line.paragraph_format.element.get_or_add_pPr().findall(qn("w:ind")):
        old.getparent().remove(old)
    twips = {side: round(count * 320) for side, count in characters.items()}
    if "hanging" not in twips:
        twips |= {"firstLine": 0, "firstLineChars": 0}
    for side, value in twips.items():
        line.paragraph_format.element.get_or_add_pPr().get_or_add_ind().set(qn(f"w:{side}"), str(value))


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:linePitch"), "560")


def _defaults(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run, paragraph = defaults.find(f".//{qn('w:rPr')}"), defaults.find(f".//{qn('w:pPr')}")
    for each in (*run, *paragraph):
        each.getparent().remove(each)
    run.append(element("rFonts", ascii=LATIN, hAnsi=LATIN, cs=LATIN, eastAsia=TEXT))
    run.extend([element("sz", val=32), element("szCs", val=32)])
    run.append(element("lang", val="zh-CN", eastAsia="zh-CN", bidi="ar-SA"))
    paragraph.append(element("spacing", before=0, after=0))
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), "zh-CN")
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    settings.find(qn("w:characterSpacingControl")).set(qn("w:val"), "compressPunctuation")


def _style(document: Document, look: Look) -> None:
    names = {style.name for style in document.styles}
    if look.name not in names:
        document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style = document.styles[look.name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{look.name} is no style of paragraphs")
    for old in (*style.element.findall(qn("w:pPr")), *style.element.findall(qn("w:rPr"))):
        style.element.remove(old)
    style.quick_style, style.hidden = True, False
    style.font.name, style.font.size = LATIN, Pt(look.size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), look.face)
    style.element.rPr.rFonts.set(qn("w:hint"), "eastAsia")  # quotation marks are Chinese ones
    shape = style.paragraph_format
    shape.alignment, shape.keep_with_next = look.align, look.is_kept
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY if look.line else WD_LINE_SPACING.SINGLE
    if look.line:
        shape.line_spacing = Pt(look.line)
    shape.first_line_indent = Length(Pt(look.size) * look.indent)
    style.element.pPr.ind.set(qn("w:firstLineChars"), str(look.indent * 100))
    if look.level:
        style.element.pPr.append(element("outlineLvl", val=look.level - 1))
    if look.name == "发文机关标志":
        style.font.color.rgb = RED


def _foot(document: Document) -> None:
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for foot, align, side in (
        (section.footer, RIGHT, "right"),
        (section.even_page_footer, LEFT, "left"),
    ):
        line = foot.paragraphs[0]
        line.style, line.alignment = "Footer", align
        indent(line, **{side: 14 / 16})
        line.add_run("— ")
        field = element("fldSimple", instr=" PAGE ")
        line._p.append(field)
        field.append(line.add_run("1")._r)
        line.add_run(" —")
