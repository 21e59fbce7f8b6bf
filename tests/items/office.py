"""Workbooks made on the spot, as office programs write them."""

from collections.abc import Sequence

from tests.items import containers

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName='
    '"/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def author(name: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{CORE}" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{name}</dc:creator></cp:coreProperties>'
    )


def xlsx(rows: Sequence[Sequence[object]], *, title: str = "Sheet1", **extra: bytes | str) -> bytes:
    """Return a workbook of one sheet; text goes into the table of shared strings, as programs do it."""
    shared: list[str] = []
    lines = []
    for y, row in enumerate(rows, start=1):
        cells = []
        for x, value in enumerate(row):
            place = f"{chr(65 + x)}{y}"
            if isinstance(value, str):
                if value not in shared:
                    shared.append(value)
                cells.append(f'<c r="{place}" t="s"><v>{shared.index(value)}</v></c>')
            else:
                number = f"{value:.10E}" if isinstance(value, float) else value
                cells.append(f'<c r="{place}"><v>{number}</v></c>')
        lines.append(f'<row r="{y}">{"".join(cells)}</row>')
    strings = "".join(f"<si><t>{each}</t></si>" for each in shared)
    sheet = f'<sheet name="{title}" sheetId="1" r:id="rId1"/>'
    entries = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": f"<workbook {S} {R}><sheets>{sheet}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{RELATIONS}">'
            '<Relationship Id="rId1" Type="x" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {S}><sheetData>{''.join(lines)}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {S}>{strings}</sst>",
    }
    return containers.archive(entries | {name.replace("__", "/"): data for name, data in extra.items()})
