"""Set a paper as PDF/A with Typst. The words go in as data, and our own ``letter.typ`` says how they look."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as faces
import segno
import typst

from gongkai.ui.paper.blocks import Fields, Paper, Paragraph, QrCode, Table
from gongkai.ui.paper.characters import (
    addressed,
    are_figures,
    bracketed,
    dated,
    lines,
    parts,
    pieces,
    plain,
    shown,
)
from gongkai.ui.paper.glyphs import known
from gongkai.ui.paper.grid import Cell
from gongkai.ui.paper.wire import changed

TEMPLATE = Path(__file__).with_name("letter.typ")
LONGEST = 4000
"""Characters of a line in one go: what the typesetter takes grows with the square of them."""
TOLD = 1000
"""Characters of title and author in the metadata; PDF/A allows no string of more than 32,767."""
UNBROKEN = 20
"""So many characters without an ideograph or a space stay together on a line."""
UNBROKEN_IN_CELLS = 6


def typeset(paper: Paper) -> bytes:
    """Return the paper as PDF/A-2a and PDF/UA-1. Characters that the faces lack are told by code point."""
    there, day = _known(), paper.signed_on
    fit = changed(paper, lambda text: shown(plain(text), there))
    told = {"meta": _meta(changed(paper, plain))} | _data(fit, UNBROKEN)
    _outline(told["blocks"])
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(told)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )


@cache
def _fonts() -> typst.Fonts:
    folder = str(faces.serif_path().parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@cache
def _known() -> frozenset[int]:
    """What both faces can show, so that a cluster never has to be put together from two."""
    return known(faces.serif_path()) & known(faces.sans_path())


def _outline(blocks: list[dict[str, Any]]) -> None:
    """Give each heading its place in the outline, which may not skip a level as the looks of headings may."""
    above = 0
    for block in blocks:
        if block["kind"] == "Heading" and block["text"] != [[]]:
            above = block["outline"] = min(block["level"], above + 1)


def _meta(paper: Paper) -> dict[str, object]:
    day = paper.signed_on
    return {
        "title": paper.title.replace("\n", "")[:TOLD],
        "author": paper.organisation.replace("\n", "")[:TOLD],
        "date": {"year": day.year, "month": day.month, "day": day.day},
    }


def _data(value: Any, unbroken: int) -> Any:
    """Return what the template reads: texts as lines of pieces, everything else by its name."""
    if isinstance(value, str):
        return [pieces(part, unbroken) for line in lines(value) for part in parts(line, LONGEST)]
    if isinstance(value, tuple):
        return [_data(each, unbroken) for each in value]
    if isinstance(value, date):
        return _data(dated(value.year, value.month, value.day), unbroken)
    if is_dataclass(value):
        unbroken = UNBROKEN_IN_CELLS if isinstance(value, Table | Fields) else unbroken
        told = {field.name: _data(getattr(value, field.name), unbroken) for field in fields(value)}
        return told | {"kind": type(value).__name__} | _made(value)
    return value


def _made(value: object) -> dict[str, object]:
    """Return what the template needs beside the words."""
    match value:
        case Paper():
            return {
                "addressee": _data(addressed(value.addressee), UNBROKEN),
                "footer": _data(bracketed(value.footer), UNBROKEN),
            }
        case Paragraph():
            cut = [parts(line, LONGEST) for line in lines(value.text)]
            return {"parts": [_part(part, at == 0) for line in cut for at, part in enumerate(line)]}
        case Cell():
            return {"is_centred": value.down > 1 or are_figures(value.text)}
        case Table():
            return {"widths": value.widths or [1] * value.columns}
        case QrCode():
            return {"svg": _svg(value.address), "address": value.address}
    return {}


def _part(words: str, begins: bool) -> dict[str, object]:
    return {"words": [pieces(words, UNBROKEN)], "begins": begins}


def _svg(address: str) -> str:
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=4)
    return out.getvalue().decode()
