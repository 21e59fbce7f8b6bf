"""The rows behind the office's numbers, as tables: on a page, and in a workbook."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from gongkai.clocks.models import Clock
from gongkai.desk import due, figures, office
from gongkai.desk.standing import Standing
from gongkai.desk.today import place_of
from gongkai.items.rules import CONTROL

Row = list[str | int | float]
MOST = 20_000
"""So many rows of one table go into a workbook."""


@dataclass(frozen=True)
class Table:
    """``rows`` with, for each, where the desk deals with it; the first cell is the link."""

    title: str
    head: list[str]
    rows: list[Row]
    hrefs: list[str]


def coverage(desk: Standing, chosen: Mapping[str, str]) -> Table:
    """Every duty of an area, of an organisation, or of both; ``met`` 1 or 0 narrows to what is met or not."""
    found = [
        each
        for each in office.owed(desk)
        if chosen.get("area", "") in {"", each.obligation.area.key}
        and chosen.get("organisation", "") in {"", each.organisation.key}
        and chosen.get("met", "") in {"", str(int(each.is_met))}
    ]
    rows: list[Row] = [
        [
            str(each.obligation),
            each.obligation.area.title,
            each.organisation.short_name,
            each.obligation.limit_text,
            "已有公开内容" if each.is_met else "尚无公开内容",
        ]
        for each in found
    ]
    hrefs = [f"/desk/catalogue/of/{each.obligation.key}/" for each in found]
    return Table("目录落实情况", ["公开事项", "领域", "公开主体", "公开时限", "落实"], rows, hrefs)


def interpretation(desk: Standing, chosen: Mapping[str, str]) -> Table:
    """The public documents that need an interpretation; ``met`` as for coverage."""
    items = office.needing_interpretation().select_related("publisher", "current")
    items = items.defer("current__body", "current__ground_reason")
    if chosen.get("met") in {"0", "1"}:
        items = items.filter(is_interpreted=chosen["met"] == "1")
    found = list(items[:MOST])
    rows: list[Row] = [
        [
            each.current.title if each.current else "",
            each.number or "",
            each.publisher.short_name,
            str(each.published_on or ""),
            "已解读" if each.is_interpreted else "未解读",
        ]
        for each in found
    ]
    hrefs = [f"/desk/items/{each.pk}/" for each in found]
    return Table("政策解读", ["名称", "索引号", "公开部门", "发布日期", "解读"], rows, hrefs)


def returns(desk: Standing, chosen: Mapping[str, str]) -> Table:
    """What was sent back in the last twelve months, with the reason."""
    found = list(office.returned(desk.at)[:MOST])
    rows: list[Row] = [
        [
            each.version.title,
            each.version.item.publisher.short_name,
            f"{localtime(each.at):%Y-%m-%d %H:%M}",
            each.by.name if each.by else "",
            each.reason,
        ]
        for each in found
    ]
    hrefs = [f"/desk/items/{each.version.item_id}/" for each in found]
    return Table("退回情况", ["名称", "公开部门", "退回时间", "退回人", "理由"], rows, hrefs)


def steps(desk: Standing, chosen: Mapping[str, str]) -> Table:
    """How long each version waited; ``step`` narrows to one step."""
    wanted = chosen.get("step", "")
    found = [each for each in figures.spells(None, at=desk.at) if wanted in {"", each.waited_for}]
    rows: list[Row] = [
        [
            each.title,
            each.organisation,
            each.waited_for,
            f"{localtime(each.begun):%Y-%m-%d %H:%M}",
            f"{localtime(each.ended):%Y-%m-%d %H:%M}",
            each.hours,
        ]
        for each in sorted(found, key=lambda each: -each.hours)[:MOST]
    ]
    hrefs = [f"/desk/items/{each.item}/" for each in sorted(found, key=lambda each: -each.hours)[:MOST]]
    return Table("各环节用时", ["名称", "公开部门", "环节", "开始", "结束", "小时"], rows, hrefs)


def clocks(desk: Standing, chosen: Mapping[str, str]) -> Table:
    """The open clocks of everyone, the most pressing first; ``state`` narrows to one of ``due.STATES``."""
    rows = due.in_state(Clock.objects.open(), chosen.get("state", ""), desk.at)
    found = list(rows.select_related("organisation")[:MOST])
    states = {
        key: due.in_state(Clock.objects.open(), key, desk.at).order_by().values_list("pk", flat=True)
        for key in due.STATES
    }
    label = {pk: due.STATES[key][0] for key, keys in states.items() for pk in keys}
    return Table(
        "到期事项",
        ["事项", "责任单位", "期满日", "状态", "依据"],
        [
            [each.title, each.organisation.short_name, str(each.due_on), label.get(each.pk, ""), each.article]
            for each in found
        ],
        [place_of(each.subject) for each in found],
    )


TABLES: dict[str, Callable[[Standing, Mapping[str, str]], Table]] = {
    "coverage": coverage,
    "interpretation": interpretation,
    "returns": returns,
    "steps": steps,
    "clocks": clocks,
}


def workbook(tables: Iterable[Table], *, at: datetime) -> bytes:
    """Return the tables as the sheets of an .xlsx file.

    Every text is written as text: what begins with ``=`` or ``@`` is no formula, whoever typed it.
    """
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.title)
        sheet.freeze_panes = "A2"
        for number, head in enumerate(table.head, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = (
                44 if number == 1 else 4 + 3 * len(head)
            )
        sheet.append([_cell(sheet, head, is_head=True) for head in table.head])
        for row in table.rows:
            sheet.append([_cell(sheet, value) for value in row])
    book.properties.creator = ""
    book.properties.created = book.properties.modified = localtime(at).replace(tzinfo=None)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: object, value: str | float, *, is_head: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=CONTROL.sub("", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = True
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if is_head:
        cell.font = Font(bold=True)
    return cell
