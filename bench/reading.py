"""What is read of documents: the share of right fields, by layout and format.

    python -m bench.reading HEADERS.jsonl

Each real header is laid out in every way of ``layouts`` and read as .docx, .txt and, where LibreOffice is
installed, as .pdf. A field counts as right if it is exactly what was laid out. Aim: 95 % of titles, numbers
and dates.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bench.layouts import LAYOUTS, as_docx, as_text
from bench.table import show
from gongkai.items.pdf import layout, looking
from gongkai.items.reading import Refused, read, understand
from gongkai.law import chinese

FIELDS = ["title", "doc_number", "made_on", "issuer"]
WITHOUT = {("minutes", "doc_number"), ("minutes", "issuer")}
"""What a layout does not state as the header does: minutes bear the number of their series."""


def facts(row: dict) -> dict:
    fields = row["fields"]
    return {
        "title": fields["标题"],
        "number": fields["发文字号"],
        "issuers": fields["发文机关"].split("、"),
        "day": chinese.parse_date(fields["成文日期"]),
        "index": fields["索引号"],
        "theme": fields["主题分类"],
    }


def right(found, wanted: dict, name: str) -> set[str]:
    """Return the fields that were read as they were laid out."""
    issuers = wanted["issuers"] + (["财政部"] if name == "joint" and len(wanted["issuers"]) == 1 else [])
    number = f"中华人民共和国{issuers[0]}令第707号" if issuers[0] == "国务院" else f"{issuers[0]}令第707号"
    checks = {
        "title": found.title.replace(" ", "") == wanted["title"].replace(" ", ""),
        "doc_number": found.text("doc_number") == (number if name == "order" else wanted["number"]),
        "made_on": found.day("made_on") == wanted["day"],
        "issuer": _issuers(found.text("issuer")) == set(issuers),
    }
    return {field for field, is_right in checks.items() if is_right}


def _issuers(text: str) -> set[str]:
    return {each.removeprefix("中华人民共和国") for each in text.replace("、", " ").split()}


def as_pdf(made: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    for key, data in made.items():
        (folder / f"{key}.docx").write_bytes(data)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    files = [str(folder / f"{key}.docx") for key in made]
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True)
    return {key: (folder / f"{key}.pdf").read_bytes() for key in made}


def said(data: bytes, suffix: str):
    if suffix == "pdf":
        return understand(layout.blocks(looking.opened(data)))
    return read(data, f"a.{suffix}")


def measured(rows: list[dict], name: str, suffix: str, files: list[bytes]) -> list[str]:
    counts: Counter[str] = Counter()
    for wanted, data in zip(rows, files, strict=True):
        try:
            counts.update(right(said(data, suffix), wanted, name))
        except (Refused, looking.Found):
            continue  # a document that cannot be read has no right field
    shares = [
        "–" if (name, field) in WITHOUT else f"{100 * counts[field] / len(rows):.0f} %" for field in FIELDS
    ]
    return [name, suffix, *shares]


def main(path: str) -> None:
    rows = [facts(json.loads(line)) for line in Path(path).read_text().splitlines()]
    table = []
    for name, lay in LAYOUTS.items():
        docx = [as_docx(lay(wanted)) for wanted in rows]
        table.append(measured(rows, name, "docx", docx))
        table.append(measured(rows, name, "txt", [as_text(lay(wanted)) for wanted in rows]))
        if shutil.which("soffice"):
            with tempfile.TemporaryDirectory() as folder:
                pdf = as_pdf({f"{n:03}": data for n, data in enumerate(docx)}, Path(folder))
            table.append(measured(rows, name, "pdf", list(pdf.values())))
    show(
        f"Fields read of {len(rows)} real headers in {len(LAYOUTS)} layouts",
        ["layout", "format", *FIELDS],
        table,
    )


if __name__ == "__main__":
    main(sys.argv[1])
