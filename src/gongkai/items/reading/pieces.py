"""The words of a file one by one, each with its place: paragraphs, cells with what heads their column.

The places are for people who look for the spot in their own program: 附件“名单.xlsx”工作表“公示”B4.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from zipfile import ZipFile

from gongkai.items import pdf
from gongkai.items.photographs import inside
from gongkai.items.reading import docx, ofd, office, text, unseen
from gongkai.items.reading.lists import W
from gongkai.items.uploads import Refused, decode, opened, suffix_of
from gongkai.law import masking
from gongkai.proofing.personal import AUTHOR, BESIDE
from gongkai.proofing.rules import Piece

FIELD = "attachments"
MOST_WORDS = 2_000_000
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
CREATORS = ("{http://purl.org/dc/elements/1.1/}creator", f"{CORE}lastModifiedBy")
PARTS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
LONGEST_CELL = 100_000  # a quotation mark without its end swallows the rest of the file
HEADING_WITHIN = 10
"""A table's head stands in its first rows, below the title and the unit."""
LONGEST_HEADING = 20
FIGURE = re.compile(r"\d{6}|^[\d.,%:/-]+$")
Spot = tuple[str, str, str]
"""Where within the file, the words, what stands above them."""


def pieces(data: bytes, name: str) -> Iterator[Piece]:
    """Yield the words of an attachment, at most some two million characters.

    Then who is named as its author, and what stands beside its pictures.
    Nothing for formats that are not read. Raises Refused for a damaged file.
    """
    length, seen, called = 0, Counter[str](), masking.mask(name)
    reader = READERS.get(suffix_of(name))
    for place, words, heading in reader(data) if reader else ():
        if words.strip():
            seen[place] += 1
            nth = f"（{seen[place]}）" if seen[place] > 1 else ""
            yield Piece(FIELD, f"附件“{called}”{place}{nth}", words, heading)
        length += len(words)
        if length > MOST_WORDS:
            return


def tabled(words: str, name: str) -> Iterator[Piece]:
    """Yield the cells of a table that was read as lines with tabs between the cells."""
    called = masking.mask(name)
    lines = enumerate((line.split("\t") for line in words.split("\n")), start=1)
    rows = ((f"第{y}行", [(f"第{x}列", cell) for x, cell in enumerate(row, start=1)]) for y, row in lines)
    for place, cell, heading in headed(rows):
        if cell.strip():
            column, _, row = place.partition("列")
            yield Piece(FIELD, f"附件“{called}”{row}{column}列", cell, heading)


def is_read_in_pieces(name: str) -> bool:
    """Whether the words of a file are told apart by place; of others there is one text, or none."""
    return suffix_of(name) in READERS


def headed(rows: Iterable[tuple[str, list[tuple[str, str]]]]) -> Iterator[Spot]:
    """Yield the cells of a table, given as rows of (column, words), with the words at the head of each."""
    heads: dict[str, str] = {}
    for number, (row, cells) in enumerate(rows):
        if not heads and number < HEADING_WITHIN and _is_head(cells):
            heads = {column: re.sub(r"\s+", "", words) for column, words in cells}
            yield from ((f"{column}{row}", words, "") for column, words in cells)
        else:
            yield from ((f"{column}{row}", words, heads.get(column, "")) for column, words in cells)


def _is_head(cells: list[tuple[str, str]]) -> bool:
    filled = [words.strip() for _, words in cells if words.strip()]
    are_words = all(len(words) <= LONGEST_HEADING and not FIGURE.search(words) for words in filled)
    return len(filled) > 1 and are_words


def _docx(data: bytes, depth: int = 0) -> Iterator[Spot]:
    for block in docx.blocks(data):
        if block.rows:
            lines = ((f"第{y}行", row) for y, row in enumerate(block.rows, start=1))
            columns = (
                (line, [(f"第{x}列", words) for x, words in enumerate(row, start=1)]) for line, row in lines
            )
            for place, words, heading in headed(columns):
                column, _, line = place.partition("列")
                yield f"{block.place}{line}{column}列", words, heading
        else:
            yield block.place, block.text, ""
    with opened(io.BytesIO(data), ".docx") as container:
        for name in office.parts(container, office.MARGINS):
            place = PARTS[re.sub(r"\d", "", name.split("/")[-1].partition(".")[0])]
            for each in office.elements(container, name, f"{W}p"):
                yield place, "".join(each.itertext(f"{W}t", f"{W}delText")), ""
        for each in office.elements(container, "word/document.xml", f"{W}del"):
            yield "修订中删去的文字", "".join(each.itertext(f"{W}delText")), ""
        yield from _drawn(container)
        yield from _hidden(container, depth)


def _xlsx(data: bytes, depth: int = 0) -> Iterator[Spot]:
    with opened(io.BytesIO(data), ".xlsx") as container:
        shared = list(office.shared_strings(container))
        titles = sheet_titles(container)
        for name in office.parts(container, office.SHEETS):
            place = f"工作表“{titles.get(name, name.split('/')[-1])}”"
            for cell, words, heading in headed(_rows(container, name, shared)):
                yield place + cell, words, heading
        yield from _noted(container)
        yield from _drawn(container)
        yield from _hidden(container, depth)


def _rows(container: ZipFile, name: str, shared: list[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for number, row in enumerate(office.elements(container, name, f"{office.SHEET}row"), start=1):
        line = row.get("r", str(number))
        cells = []
        for place, cell in enumerate(row.iter(f"{office.SHEET}c")):
            reference = re.match(r"[A-Z]{1,3}", cell.get("r", ""))
            cells.append((reference[0] if reference else letters(place), office.words_of(cell, shared)))
        yield line, cells


def letters(place: int) -> str:
    """Return how a sheet calls its columns, counted from 0: A, B, … Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def sheet_titles(container: ZipFile) -> dict[str, str]:
    """Return what each sheet of a workbook is called, by the name of its part."""
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in container.namelist():
        return {}
    targets = {
        each.get("Id"): each.get("Target", "").removeprefix("/xl/")
        for each in office.elements(container, relations, "{*}Relationship")
    }
    return {
        f"xl/{targets[each.get(RELATIONS)]}": each.get("name", "")
        for each in office.elements(container, "xl/workbook.xml", f"{office.SHEET}sheet")
        if each.get(RELATIONS) in targets
    }


def _pptx(data: bytes, depth: int = 0) -> Iterator[Spot]:
    with opened(io.BytesIO(data), ".pptx") as container:
        for name in office.parts(container, office.SLIDES):
            number = re.sub(r"\D", "", name)
            kind = "备注" if "notes" in name else "幻灯片"
            for each in office.elements(container, name, f"{office.DRAWING}p"):
                yield f"{kind}{number}", "".join(each.itertext(f"{office.DRAWING}t")), ""
        yield from _noted(container)
        yield from _hidden(container, depth)


def _noted(container: ZipFile) -> Iterator[Spot]:
    for name in office.parts(container, office.NOTES):
        for each in office.elements(container, name, "{*}text"):
            yield "批注", "".join(each.itertext()), ""


def _drawn(container: ZipFile) -> Iterator[Spot]:
    for name in office.parts(container, office.DRAWINGS):
        for each in office.elements(container, name, f"{office.DRAWING}p"):
            yield "图形中的文字", "".join(each.itertext(f"{office.DRAWING}t")), ""


def _hidden(container: ZipFile, depth: int) -> Iterator[Spot]:
    yield from _authors(container)
    yield from _beside(container)
    yield from ((kind, words, "") for kind, words in unseen.copies(container))
    for suffix, data in unseen.embedded(container) if depth < unseen.DEEPEST else ():
        for place, words, heading in OFFICE[suffix](data, depth + 1):
            yield f"内嵌文件{place}", words, heading


def _authors(container: ZipFile) -> Iterator[Spot]:
    if "docProps/core.xml" in container.namelist():
        for tag in CREATORS:
            for each in office.elements(container, "docProps/core.xml", tag):
                yield "文件属性", each.text or "", AUTHOR


def _beside(container: ZipFile) -> Iterator[Spot]:
    """Yield in one what stands beside the pictures: all of them are cleaned together."""
    told = list(inside.told(container))
    if told:
        kinds = dict.fromkeys(kind for each in told for kind in each)
        yield "图片", f"{len(told)}张图片记有{'、'.join(kinds)}", BESIDE


def _ofd(data: bytes) -> Iterator[Spot]:
    for number, block in enumerate(ofd.everything(data), start=1):
        yield f"第{number}处文字", block.words, ""
    for name in ofd.authors(data):
        yield "文件属性", name, AUTHOR


def _pdf(data: bytes) -> Iterator[Spot]:
    for number, words in enumerate(pdf.pages(data), start=1):
        yield f"第{number}页", words.strip(), ""
    for name in pdf.authors(data):
        yield "文件属性", name, AUTHOR


def _csv(data: bytes) -> Iterator[Spot]:
    rows = csv.reader(io.StringIO(decode(data)))
    try:
        cells = [
            (str(y), [(letters(x), words) for x, words in enumerate(row)]) for y, row in enumerate(rows, 1)
        ]
    except csv.Error as error:
        raise Refused("表格已损坏，无法读取") from error
    if any(len(words) > LONGEST_CELL for _, row in cells for _, words in row):
        raise Refused("表格已损坏，无法读取")
    yield from headed(cells)


def _txt(data: bytes) -> Iterator[Spot]:
    return ((block.place, block.words, "") for block in text.blocks(data))


OFFICE: dict[str, Callable[[bytes, int], Iterator[Spot]]] = {".docx": _docx, ".xlsx": _xlsx, ".pptx": _pptx}
READERS: dict[str, Callable[[bytes], Iterator[Spot]]] = {
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".pptx": _pptx,
    ".ofd": _ofd,
    ".pdf": _pdf,
    ".csv": _csv,
    ".txt": _txt,
}
