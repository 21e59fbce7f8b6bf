"""Cells of workbooks: numbers, cached values of formulas, shared strings, whole columns."""

import re
from decimal import Decimal, InvalidOperation

from lxml import etree

from gongkai.proofing.redaction.text import IN_PLACE
from gongkai.proofing.redaction.values import Order

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
SHARED = "xl/sharedStrings.xml"
HEADING_WITHIN = 10
"""A table's head stands in its first rows, below the title and the unit."""


def rewrite(trees: dict[str, etree._Element], order: Order) -> None:
    """Mask the cells of all sheets, and drop from the shared strings what no cell shows any more."""
    pages = [root for name, root in trees.items() if SHEET.fullmatch(name)]
    if not pages:
        return
    shared = list(trees[SHARED].iter(f"{S}si")) if SHARED in trees else []
    words = ["".join(each.itertext(f"{S}t")) for each in shared]
    for root in pages:
        _empty_columns(root, words, set(order.columns))
        for cell in root.iter(f"{S}c"):
            _mask(cell, order)
    shown = {_place(cell) for root in pages for cell in root.iter(f"{S}c") if cell.get("t") == "s"}
    for place, each in enumerate(shared):
        if place not in shown:
            for child in list(each):
                each.remove(child)
            etree.SubElement(each, f"{S}t")


def _place(cell: etree._Element) -> int:
    value = cell.findtext(f"{S}v", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else -1


def _mask(cell: etree._Element, order: Order) -> None:
    """Turn a number or a formula that shows or spells out what is to be hidden into masked words."""
    if cell.get("t") in {"s", "inlineStr"} and cell.find(f"{S}f") is None:
        return
    value, formula = _figure(cell.findtext(f"{S}v", "")), cell.findtext(f"{S}f", "")
    if order.is_in(value) or order.is_in(formula):
        _write(cell, order.masked(value) if order.is_in(value) else IN_PLACE)


def _figure(value: str) -> str:
    """Return a number as it is shown: 1.3812345678E10 is a telephone."""
    if "E" not in value.upper():
        return value
    try:
        return f"{Decimal(value):f}" if len(value) < 30 else value
    except (InvalidOperation, ValueError):
        return value


def _write(cell: etree._Element, text: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    holder = etree.SubElement(cell, f"{S}is")
    etree.SubElement(holder, f"{S}t").text = text


def _empty_columns(root: etree._Element, words: list[str], headings: set[str]) -> None:
    """Empty the cells below these headings, in each column where one stands near the top."""
    columns: set[str] = set()
    for number, row in enumerate(root.iter(f"{S}row") if headings else ()):
        for place, cell in enumerate(row.iter(f"{S}c")):
            column = re.sub(r"\d", "", cell.get("r", "")) or f"#{place}"
            text = _text(cell, words)
            if column in columns and text.strip():
                _write(cell, IN_PLACE)
            elif number < HEADING_WITHIN and "".join(text.split()) in headings:
                columns.add(column)


def _text(cell: etree._Element, words: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext(f"{S}t"))
    if cell.get("t") != "s":
        return str(cell.findtext(f"{S}v", ""))
    place = _place(cell)
    return words[place] if 0 <= place < len(words) else ""
