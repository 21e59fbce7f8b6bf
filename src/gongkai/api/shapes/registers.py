"""Registers: what they are, and their entries."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from gongkai.api.shapes.base import USUAL, Cursor, Named, Shape, Size

Value = str | int | bool | None
Values = dict[str, Value]
SAID = "字段代号到值。金额和小数是文字（不丢位数），日期是 ISO 8601；没有内容的字段不出现；个人信息已经遮蔽"


class RegisterLine(Shape):
    """一个台账。"""

    key: str = Field(description="代号，永远不变", examples=["food-sampling"])
    title: str = Field(description="名称")
    obligation: str = Field(description="公开事项代号")
    area: Named = Field(description="领域")
    release: int = Field(description="公开过几次")
    released_at: datetime | None = Field(description="最近一次公开的时间")
    url: str = Field(description="给人看的页面")
    api: str = Field(description="这个台账在本接口的地址")


class RegisterList(Shape):
    total: int = Field(description="共有多少个")
    registers: list[RegisterLine] = Field(description="有内容公开的台账")


class FieldRow(Shape):
    """数据字典的一行：一个字段。"""

    key: str = Field(description="字段代号", examples=["result"])
    label: str = Field(description="名称", examples=["检验结果"])
    type: str = Field(description="类型代号", examples=["choice"])
    type_name: str = Field(description="类型名称", examples=["选项"])
    accepts: str = Field(description="可以怎样填写")
    json_type: str = Field(description="在本接口里的 JSON 类型", examples=["string"])
    unit: str = Field(description="单位，没有时为空", examples=["万元"])
    choices: list[str] = Field(description="可选的值，不是选项字段时为空")
    hint: str = Field(description="填写说明")
    is_required: bool = Field(description="必须有值")
    is_identity: bool = Field(description="用来认定是哪一个条目")
    is_facet: bool = Field(description="可以筛选：`?字段=值`，可以写几次")
    is_ranged: bool = Field(description="可以按范围筛选：`?字段.min=` 和 `?字段.max=`")
    is_sorted: bool = Field(description="可以排序：`?sort=字段`，前面加减号为从大到小")
    mask: str = Field(description="个人信息怎样遮蔽，不遮蔽时为空", examples=["只留姓氏"])
    until: str | None = Field(description="自何日起停用，仍在用时为 null")


class Display(Shape):
    """展示期。"""

    after: str = Field(description="从哪个日期字段起算")
    lasts: str = Field(description="展示多久，例如 36个月、7个工作日")
    basis: str = Field(description="依据")


class RegisterWhole(RegisterLine):
    """一个台账的说明和数据字典。"""

    description: str = Field(description="说明")
    definition: int = Field(description="数据字典的版本")
    snapshot: int = Field(description="现在读到的是第几次公开的内容，可能比 `release` 稍迟")
    total: int = Field(description="共有多少个条目")
    fields: list[FieldRow] = Field(description="数据字典")
    headline: list[str] = Field(description="合起来作条目标题的字段")
    sorts: list[str] = Field(description="可用的排序，第一个是通常的次序")
    is_searchable: bool = Field(description="可以用 `q` 查找文字")
    displays: list[Display] = Field(description="展示期满自动撤下的规则")
    licence: str = Field(description="使用许可，没有另外写明时为空")
    entries: str = Field(description="条目在本接口的地址")
    data: str = Field(description="整个台账的下载和数据字典页面")


class EntriesAsked(BaseModel):
    """What can be asked of every register; its own words follow from its fields."""

    model_config = ConfigDict(extra="ignore")

    facets: bool = Field(False, description="同时给出每个筛选项的各个值和条数")
    limit: Size = USUAL
    cursor: Cursor = ""
    q: Annotated[
        str, Field(max_length=100, description="查找文字，空格隔开的词须同时出现", examples=["饼干"])
    ] = ""
    sort: Annotated[
        str, Field(max_length=61, description="排序字段，前面加减号为从大到小", examples=["-sampled_on"])
    ] = ""


class EntryLine(Shape):
    """一个条目。"""

    serial: int = Field(description="序号，永远不变", examples=[1])
    version: int = Field(description="第几版")
    organisation: str = Field(description="填报机关代号", examples=["market"])
    values: Values = Field(description=SAID)
    url: str = Field(description="给人看的页面")
    api: str = Field(description="这个条目在本接口的地址")


class FacetValue(Shape):
    value: str = Field(description="值，筛选时照抄")
    name: str = Field(description="给人看的名称")
    count: int = Field(description="有多少条；同一筛选项已选的值不影响这个数")


class Facet(Shape):
    key: str = Field(description="字段代号")
    label: str = Field(description="字段名称")
    values: list[FacetValue] = Field(description="各个值，多的在前")


class EntryPage(Shape):
    register_key: str = Field(description="台账代号", serialization_alias="register")
    release: int = Field(description="这是第几次公开的内容")
    definition: int = Field(description="数据字典的版本")
    sentence: str = Field(description="筛选条件，用一句话说", examples=["检验结果为不合格"])
    total: int = Field(description="符合条件的共有多少条")
    entries: list[EntryLine] = Field(description="本页")
    facets: list[Facet] | None = Field(description="筛选项；没有要时为 null")
    next: str | None = Field(description="下一页的地址，没有下一页时为 null")


class EntryVersion(Shape):
    """条目的一个版本。"""

    number: int = Field(description="第几版")
    change: str = Field(
        description="`recorded` 新增、`amended` 变更、`corrected` 更正、`restored` 恢复公开",
        examples=["recorded"],
    )
    at: datetime = Field(description="时间")
    organisation: str = Field(description="填报机关代号")
    release: int = Field(description="第几次公开")
    reason: str = Field(description="理由，没有时为空")
    values: Values = Field(
        description=f"{SAID}。更正或者撤下以前的版本只列出、不再给出内容，这里为空",
    )


class EntryWhole(EntryLine):
    """一个条目和它的历史。"""

    shown: dict[str, str] = Field(description="字段名称到给人看的文字")
    history: list[EntryVersion] = Field(description="各个版本，新的在前")
