"""What a download says of itself: whose it is, what was asked for, as of when, under which licence. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gongkai.registers.export.columns import Column
from gongkai.registers.fields import FieldType
from gongkai.registers.fields.days import Date, Month, Quarter, Year
from gongkai.registers.fields.numbers import Number
from gongkai.registers.fields.picks import Boolean, Choice
from gongkai.registers.fields.words import FORMS as CODE_FORMS
from gongkai.registers.fields.words import Code, Link
from gongkai.registers.schema import Definition, masking
from gongkai.registers.schema.definition import Mask
from gongkai.registers.schema.reading import LICENCES

DICTIONARY = ("字段", "列名", "类型", "单位", "取值", "必填", "遮蔽", "停用日期", "说明")


@dataclass(frozen=True, slots=True)
class About:
    """The facts beside the rows. ``at`` is when what they show became public, ``number`` that release."""

    said: Definition
    number: int
    at: datetime
    publishers: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    cadence: str = ""
    meant: str = "全部"
    site: str = ""
    keeper: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.site}/registers/{self.said.key}/"

    @property
    def licence(self) -> str:
        return LICENCES[self.said.licence]

    @property
    def publisher(self) -> str:
        return "、".join(self.publishers)

    @property
    def citation(self) -> str:
        """How the data are to be cited: who, what, which release, when, where."""
        return (
            f"{self.keeper}：{self.said.title}（第{self.number}批，{self.at:%Y-%m-%d}公开），{self.address}"
        )


def facts(about: About) -> Iterator[tuple[str, str]]:
    """Yield in words what a download says of itself, but for the number of its rows."""
    yield "名称", about.said.title
    yield "说明", about.said.description
    yield "筛选条件", about.meant
    yield "数据时间", f"{about.at:%Y-%m-%d %H:%M:%S}（第{about.number}批）"
    yield "公布单位", about.publisher
    yield "公开依据", "；".join(about.basis)
    yield "更新周期", about.cadence
    yield "许可", about.licence
    yield "引用格式", about.citation
    yield "网址", about.address
    yield "条目网址", f"{about.address}entries/条目序号/"
    yield from about.notes.items()


def dictionary(said: Definition, columns: tuple[Column, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a row of the data dictionary for each column, in the order of DICTIONARY."""
    for column in columns:
        declared = column.field
        yield (
            column.key,
            column.heading,
            column.kind.title,
            column.kind.unit,
            values_of(column.kind),
            "是" if declared and declared.is_required else "",
            "；".join(masked_how(said, mask) for mask in masks_of(said, column)),
            str(declared.until) if declared and declared.until else "",
            _hint(column),
        )


def masks_of(said: Definition, column: Column) -> tuple[Mask, ...]:
    return tuple(mask for mask in said.masks if column.field and mask.field == column.field.key)


def _hint(column: Column) -> str:
    if column.field is None:
        return {"_serial": "条目网址中的序号", "_released_on": "这一版内容公开的日期"}.get(column.key, "")
    return column.field.hint


FORMS = {
    Boolean: "是、否（JSON 和 Parquet 中为 true、false）",
    Date: "年-月-日",
    Month: "年-月",
    Quarter: "年-Q季度，例如 2017-Q3",
    Year: "四位年份",
}


def values_of(kind: FieldType) -> str:
    """Return in words what may stand in a column."""
    match kind:
        case Choice():
            return "、".join(kind.choices)
        case Link():
            return f"台账 {kind.register} 中条目的编号"
        case Code():
            return "" if kind.form == "free" else CODE_FORMS[kind.form]
        case Number():
            return f"小数最多 {kind.decimals} 位"
    return FORMS.get(type(kind), "")


def masked_how(said: Definition, mask: Mask) -> str:
    """Return a mask in words."""
    when = "、".join(f"{said.fields[key].label}为{value}" for key, value in mask.when)
    return f"{when}时{masking.MANNERS[mask.manner][0]}" if when else masking.MANNERS[mask.manner][0]
