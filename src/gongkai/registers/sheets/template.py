"""The workbook that a clerk fills in: headings, hints, choices. The import reads it as any other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.registers.fields import FieldType
from gongkai.registers.fields.days import Date
from gongkai.registers.fields.numbers import Bounds, Count, Number
from gongkai.registers.fields.picks import Boolean, Choice, Organisation, Region
from gongkai.registers.schema import Definition, Field

TO_FILL = 1000  # rows that are checked while they are typed
HEAD, CHOICES, NOTES = 1, "选项", "填写说明"
NEEDED, OPTIONAL = PatternFill("solid", fgColor="DCEBE8"), PatternFill("solid", fgColor="F1F3F2")
AS_TEXT, AS_DAY = "@", "yyyy-mm-dd"


@dataclass(frozen=True)
class Pick:
    """What one column is chosen from; with ``is_free`` other texts are taken as well."""

    values: Sequence[str]
    is_free: bool = False


def template(said: Definition, names: Mapping[str, Sequence[str]]) -> bytes:
    """Return the workbook of a register; ``names`` are those of organisations and regions to choose from."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = "".join(sign for sign in said.title if sign not in "[]:*?/\\")[:31]
    lists = book.create_sheet(CHOICES)
    for place, field in enumerate(said.current, 1):
        _column(sheet, lists, place, field, _pick(field.type, names))
    sheet.freeze_panes = f"A{HEAD + 1}"
    sheet.row_dimensions[HEAD].height = 32
    lists.sheet_state = "hidden"
    _explain(book.create_sheet(NOTES), said)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _pick(kind: FieldType, names: Mapping[str, Sequence[str]]) -> Pick | None:
    match kind:
        case Choice():
            return Pick(kind.choices, is_free=kind.is_many)
        case Boolean():
            return Pick(("是", "否"))
        case Organisation() | Region():
            return Pick(names.get(kind.word, ())) if names.get(kind.word) else None
    return None


def _column(sheet: Worksheet, lists: Worksheet, place: int, field: Field, pick: Pick | None) -> None:
    head = sheet.cell(HEAD, place, field.heading)
    head.font = Font(bold=True)
    head.alignment = Alignment(wrap_text=True, vertical="center")
    head.fill = NEEDED if field.is_required else OPTIONAL
    head.comment = Comment("\n".join(told(field)), "", width=320, height=120)
    letter = get_column_letter(place)
    sheet.column_dimensions[letter].width = max(12, min(40, 2 * len(field.heading) + 4))
    if wanted := _format(field.type):
        sheet.column_dimensions[letter].number_format = wanted
    if (rule := _rule(lists, letter, field, pick)) is not None:
        sheet.add_data_validation(rule)
        rule.add(f"{letter}{HEAD + 1}:{letter}{HEAD + TO_FILL}")


def _format(kind: FieldType) -> str:
    """Return how the cells of a column are formatted: codes stay texts, so that their zeros stay."""
    if isinstance(kind, Date):
        return AS_DAY
    return AS_TEXT if kind.word in ("code", "link", "month", "quarter", "year") else ""


def _rule(lists: Worksheet, letter: str, field: Field, pick: Pick | None) -> DataValidation | None:
    """Return what a spreadsheet program checks while the column is typed, None where that is nothing."""
    if pick is not None:
        for row, value in enumerate(pick.values, 1):
            lists[f"{letter}{row}"] = value
        range_ = f"'{CHOICES}'!${letter}$1:${letter}${len(pick.values)}"
        rule = DataValidation(type="list", formula1=range_, allow_blank=True)
        rule.showErrorMessage = not pick.is_free
    else:
        bounds = _bounds(field.type)
        if bounds is None:
            return None
        rule = DataValidation(**bounds, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "请检查", field.type.accepts[:200]
    return rule


def _bounds(kind: FieldType) -> dict[str, str] | None:
    match kind:
        case Count():
            return {"type": "whole", **_between(*_numbers(kind.bounds))}
        case Number() if kind.unit != "%":  # shares are typed with their sign, or without
            return {"type": "decimal", **_between(*_numbers(kind.bounds))}
        case Date():
            least, most = kind.least or date(1900, 1, 1), kind.most or date(2100, 12, 31)
            return {"type": "date", **_between(_serial(least), _serial(most))}
    return None


def _numbers(bounds: Bounds) -> tuple[str, str]:
    largest = Decimal(10) ** 15
    least = -largest if bounds.least is None else bounds.least
    return f"{least:f}", f"{largest if bounds.most is None else bounds.most:f}"


def _serial(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


def _between(least: str, most: str) -> dict[str, str]:
    return {"operator": "between", "formula1": least, "formula2": most}


def told(field: Field) -> Iterator[str]:
    """Yield what a clerk should know of a column, a line each."""
    yield "必填" if field.is_required else "可以不填"
    yield f"{field.type.title}：{field.type.accepts}"
    if field.hint:
        yield field.hint


def _explain(sheet: Worksheet, said: Definition) -> None:
    """List the columns with all that is told of them; nothing of it is read again."""
    sheet.append([f"{said.title}：{said.description}"])
    sheet.append([f"请在第一张工作表第 {HEAD} 行的列名下面逐行填写，列名不要改动；底色深的列必填。"])
    sheet.append([])
    sheet.append(["列", "要求", "类型", "可以填写", "例", "提示"])
    for field in said.current:
        kind = field.type
        choices = "、".join(kind.choices) if isinstance(kind, Choice) else kind.accepts
        needed = "必填" if field.is_required else "选填"
        sheet.append([field.heading, needed, kind.title, choices, _example(said, field), field.hint])
    for cell in sheet[4]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEF", (24, 8, 12, 60, 26, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _example(said: Definition, field: Field) -> str:
    given = next((row[field.key] for row in said.samples if row.get(field.key) is not None), None)
    if given is not None and field.type.word not in ("organisation", "region"):
        return field.type.show(given)
    return field.type.choices[0] if isinstance(field.type, Choice) else field.type.example
