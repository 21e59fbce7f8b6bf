"""The rows behind the office's numbers, as tables: on a page, and in a workbook."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from gongkai.clocks.models import Clock
from gongkai.desk import due, figures, office
from gongkai.desk.standing import Standing
from gongkai.desk.today import place_of
from gongkai.items.models import Step
from gongkai.items.rules import CONTROL

Row = list[str | int | float]
MOST = 20_000
"""So many rows of one table go into a workbook."""


@dataclass(frozen=True)
class Table:
    """``found`` are the things themselves, a list or a queryset; ``line`` makes cells of one, and where it
    is dealt with: the first cell leads there."""

    title: str
    head: list[str]
    found: Any
    line: Callable[[Any], tuple[Row, str]]

    @property
    def rows(self) -> list[Row]:
        return [self.line(each)[0] for each in self.found[:MOST]]


def coverage(desk: Standing, chosen: Mapping[str, str]) -> Table:
    """Every duty of an area, of an organisation, or of both; ``met`` 1 or 0 narrows to what is met or not."""
    found = [
        each
        for each in office.owed(desk)
        if chosen.get("area", "") in {"", each.obligation.area.key}
        and chosen.get("organisation", "") in {"", each.organisation.key}
        and chosen.get("met", "") in {"", str(int(each.is_met))}
    ]
    return Table("目录落实情况", ["公开事项", "领域", "公开主体", "公开时限", "落实"], found, _duty)


def _duty(each: office.Owed) -> tuple[Row, str]:
    duty = each.obligation
    state = "已有公开内容" if each.is_met else "尚无公开内容"
    row: Row = [str(duty), duty.area.title, each.organisation.short_name, duty.limit_text, state]
    return row, f"/desk/catalogue/of/{duty.key}/"


def interpretation(desk: Standing, chosen: Mapping[str, str]) -> Table:
    """The public documents that need an interpretation; ``met`` as for coverage."""
    items = office.needing_interpretation().select_related("publisher", "current")
    items = items.defer("current__body", "current__ground_reason")
    if chosen.get("met") in {"0", "1"}:
        items = items.filter(is_interpreted=chosen["met"] == "1")
    return Table("政策解读", ["名称", "索引号", "公开部门", "发布日期", "解读"], items, _document)


def _document(each: Any) -> tuple[Row, str]:
    state = "已解读" if each.is_interpreted else "未解读"
    row: Row = [each.current.title, each.number, each.publisher.short_name, str(each.published_on), state]
    return row, f"/desk/items/{each.pk}/"


def returns(desk: Standing, chosen: Mapping[str, str]) -> Table:
    """What was sent back in the last twelve months, with the reason."""
    found = office.returned(desk.at)
    return Table("退回情况", ["名称", "公开部门", "退回时间", "退回人", "理由"], found, _return)


def _return(step: Step) -> tuple[Row, str]:
    version = step.version
    by = step.by.name if step.by else ""
    row: Row = [version.title, version.item.publisher.short_name, _moment(step.at), by, step.reason]
    return row, f"/desk/items/{version.item_id}/"


def steps(desk: Standing, chosen: Mapping[str, str]) -> Table:
    """How long each version waited, the longest first; ``step`` narrows to one step."""
    wanted = chosen.get("step", "")
    found = [each for each in figures.spells(None, at=desk.at) if wanted in {"", each.waited_for}]
    head = ["名称", "公开部门", "环节", "开始", "结束", "小时"]
    return Table("各环节用时", head, sorted(found, key=lambda each: -each.hours), _spell)


def _spell(each: figures.Spell) -> tuple[Row, str]:
    begun, ended = _moment(each.begun), _moment(each.ended)
    row: Row = [each.title, each.organisation, each.waited_for, begun, ended, each.hours]
    return row, f"/desk/items/{each.item}/"


def clocks(desk: Standing, chosen: Mapping[str, str]) -> Table:
    """The open clocks of everyone, the most pressing first; ``state`` narrows to one of ``due.STATES``."""
    rows = due.in_state(Clock.objects.open(), chosen.get("state", ""), desk.at).select_related("organisation")

    def line(clock: Clock) -> tuple[Row, str]:
        state = due.STATES[due.state_of(clock, desk.at)][0]
        organisation = clock.organisation.short_name
        row: Row = [clock.title, organisation, str(clock.due_on), state, clock.article]
        return row, place_of(clock.subject)

    return Table("到期事项", ["事项", "责任单位", "期满日", "状态", "依据"], rows, line)


def _moment(at: datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}"


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
