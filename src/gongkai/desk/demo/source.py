"""What the demonstration consists of, read from ``catalogue/samples``."""

from dataclasses import dataclass, field
from datetime import date as Day
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

from gongkai.ui import notation

MARK = "（演示数据）"
SAID = "本文为演示数据，不是真实的政府信息。"


@dataclass(frozen=True)
class Sample:
    """One sample item as declared; ``stage`` is how far it is brought."""

    title: str
    kind: str
    publisher: str
    body: str
    obligation: str = ""
    date: Day | None = None
    days_ago: int = 0
    theme: str = ""
    genre: str = "通知"
    doc_number: str = ""
    expires_on: Day | None = None
    stage: str = "public"
    reason: str = ""
    remark: str = ""
    cosigners: list[str] = field(default_factory=list)
    ground: str = ""
    interpretation: dict[str, str] = field(default_factory=dict)
    repealed: dict[str, Any] = field(default_factory=dict)
    amended: dict[str, str] = field(default_factory=dict)
    corrected: dict[str, str] = field(default_factory=dict)
    withdrawn: str = ""

    def made_on(self, today: Day) -> Day:
        return self.date or today - timedelta(days=self.days_ago)


def samples(folder: Path) -> list[Sample]:
    """Return the sample items of every file, in the order of the files' names."""
    files = sorted((folder / "items").glob("*.yaml"))
    return [Sample(**row) for file in files for row in read(file)["items"]]


def read(path: Path) -> dict[str, Any]:
    return dict(notation.load(path.read_text(encoding="utf-8")))


def marked(title: str) -> str:
    """Return a title that says plainly that this is a demonstration."""
    return f"{title}{MARK}"


def html(body: str) -> str:
    """Return the text as HTML, a heading for each ``##`` line, and that it is a demonstration at its end."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    return "".join([*map(_block, lines), f"<p>{SAID}</p>"])


def _block(line: str) -> str:
    return f"<h2>{escape(line[3:])}</h2>" if line.startswith("## ") else f"<p>{escape(line)}</p>"


def abstract(body: str) -> str:
    """Return the first sentences without headings, short enough for a 内容概述."""
    words = "".join(line.strip() for line in body.splitlines() if not line.startswith("## "))
    return words[:100]
