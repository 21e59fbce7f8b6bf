"""What a process apart does with a workbook: ``python -m gongkai.registers.sheets.child rows SHEET``.

It says the names of all sheets, then of the one asked for its merged ranges, then its rows.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from gongkai.proofing.bounded import serve

MOST_ROWS, MOST_COLUMNS = 200_000, 500
PIECE = 500
Said = str | float | bool | None | list[str]


def rows(data: bytes, name: str) -> Iterator[object]:
    """Yield the names, the ranges and the rows of a sheet, the first if ``name`` is none of them."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError:
        yield {"refused": "文件有密码，请去掉密码后重新上传"}
        return
    except (CalamineError, OSError, ValueError):
        yield {"refused": "文件已损坏，或者不是 Excel 工作簿"}
        return
    names = book.sheet_names
    sheet = book.get_sheet_by_name(name if name in names else names[0])
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        yield {"refused": f"工作表过大（{sheet.total_height} 行），最多 {MOST_ROWS} 行；请另存为 CSV 后上传"}
        return
    yield {"names": names, "merges": sheet.merged_cell_ranges or []}
    found = [[_said(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for start in range(0, len(found), PIECE):
        yield found[start : start + PIECE]


def _said(cell: object) -> Said:
    """Return a cell as JSON: days and moments as a pair, so that they stay what they are."""
    match cell:
        case datetime():
            return ["moment", cell.isoformat()]
        case date():
            return ["day", cell.isoformat()]
        case time() | timedelta():
            return str(cell)
        case "":
            return None
    return cell  # type: ignore[return-value]  # text, a number or a flag


if __name__ == "__main__":
    serve({"rows": rows})
