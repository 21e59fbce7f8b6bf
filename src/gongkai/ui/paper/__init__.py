"""An official paper, described once, written as PDF/A to be served and kept and as .docx to be worked on.

    letter = Paper(organisation="…", title="政府信息公开告知书", blocks=(Paragraph("…"),), signed_on=day)
    data = pdf(letter)

Both are written in a process apart: what the text of a citizen does to a typesetter ends with that process,
and the server keeps neither the typesetter nor its fonts in memory.
"""

import subprocess
import sys
from threading import BoundedSemaphore

from gongkai.ui.paper.blocks import (
    Block,
    Fields,
    Heading,
    Numbered,
    Paper,
    Paragraph,
    QrCode,
    Table,
    cells,
)
from gongkai.ui.paper.grid import Cell
from gongkai.ui.paper.wire import told

__all__ = [
    "Block",
    "Cell",
    "Fields",
    "Heading",
    "Numbered",
    "Paper",
    "Paragraph",
    "QrCode",
    "Table",
    "Unprintable",
    "cells",
    "docx",
    "pdf",
]

LONGEST = 600_000
"""Bytes of a paper as it is told to the other process: 350 pages of text, or 10,000 cells of tables."""
PATIENCE = 45  # seconds for a process that gets little of the machine; its own time is limited in it
TURNS = BoundedSemaphore(2)


class Unprintable(Exception):
    """A paper that cannot be written, with a sentence that says why."""


def pdf(paper: Paper) -> bytes:
    """Return the paper as a tagged PDF/A-2a that also meets PDF/UA-1; the same bytes for the same paper.

    Raises Unprintable for a paper that is too long.
    """
    return _written(paper, "pdf")


def docx(paper: Paper) -> bytes:
    """Return the paper as an Office Open XML document; the same bytes for the same paper.

    Raises Unprintable for a paper that is too long.
    """
    return _written(paper, "docx")


def _written(paper: Paper, form: str) -> bytes:
    data = told(paper)
    if len(data) > LONGEST:
        raise Unprintable("文书过长，无法生成，请将部分内容改作附件")
    try:
        with TURNS:
            done = subprocess.run(  # noqa: S603 - our own module
                [sys.executable, "-I", "-m", "gongkai.ui.paper.apart", form],
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise Unprintable("文书过于复杂，未能在限定时间内生成，请将部分内容改作附件") from None
    if done.returncode != 0 or not done.stdout:
        raise Unprintable("文书过于复杂，无法生成，请将部分内容改作附件")
    return done.stdout
