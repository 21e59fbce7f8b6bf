"""The disclosure catalogue, organisations, and the feed of changes."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from gongkai.api.shapes.base import USUAL, Asked, Named, Shape, Size
from gongkai.publication.models import Event

EVENTS = "、".join(f"`{each.value}` {each.label}" for each in Event)


class CatalogueAsked(Asked):
    area: str = Field("", max_length=60, description="只要这个领域的", examples=["fiscal"])
    organisation: str = Field("", max_length=60, description="只要由这个机关公开的", examples=["finance"])


class Element(Shape):
    """公开内容的一个要素。"""

    text: str = Field(description="要素", examples=["处罚依据"])
    is_required: bool = Field(description="是否必须公开")


class Basis(Shape):
    """公开依据的一条。"""

    text: str = Field(description="法规名称和条款")
    is_checked: bool = Field(description="是否已经与正式文本核对")


class ObligationRow(Shape):
    """主动公开基本目录的一行。"""

    key: str = Field(description="公开事项代号，永远不变", examples=["budget"])
    area: Named = Field(description="领域")
    level1: str = Field(description="一级事项")
    level2: str = Field(description="二级事项")
    level3: str = Field(description="三级事项，没有时为空")
    elements: list[Element] = Field(description="公开内容（要素）")
    basis: list[Basis] = Field(description="公开依据")
    limit: str = Field(description="公开时限")
    cadence: str = Field(description="周期，没有周期时为空")
    publishers: list[str] = Field(description="公开主体代号")
    all_departments: bool = Field(description="所有部门都要公开")
    all_streets: bool = Field(description="所有街道都要公开")
    audience: str = Field(description="公开对象")
    channels: list[str] = Field(description="公开渠道和载体")
    items: str = Field(description="这个事项下的信息在本接口的地址")
    url: str = Field(description="给人看的页面")


class Catalogue(Shape):
    total: int = Field(description="共有多少行")
    obligations: list[ObligationRow] = Field(description="现行的公开事项，按目录次序")


class OrganisationRow(Shape):
    """一个公开主体。"""

    key: str = Field(description="代号，永远不变", examples=["finance"])
    name: str = Field(description="名称")
    short_name: str = Field(description="简称")
    kind: str = Field(description="类别代号", examples=["department"])
    kind_name: str = Field(description="类别名称", examples=["工作部门"])
    region: Named = Field(description="行政区划")
    credit_code: str = Field(description="统一社会信用代码，没有时为空")
    valid_from: date = Field(description="设立日期")
    valid_to: date | None = Field(description="撤销日期，仍在时为 null")
    successor: str | None = Field(description="承接机构的代号")
    phone: str = Field(description="联系电话")
    address: str = Field(description="办公地址")
    hours: str = Field(description="办公时间")
    url: str = Field(description="给人看的页面")


class Organisations(Shape):
    total: int = Field(description="共有多少个")
    organisations: list[OrganisationRow] = Field(description="公开主体，已撤销的也在内")


class ChangesAsked(Asked):
    since: int = Field(
        0, ge=0, le=2**62, description="从哪个位置读起：第一次写 0，以后写上次得到的 `next`", examples=[0]
    )
    limit: Size = USUAL


class Act(Shape):
    """一次公开行为。"""

    seq: int = Field(description="在公开日志中的序号：没有空号，先公开的在前")
    event: Event = Field(description=EVENTS)
    kind: str = Field(description="信息种类；台账为 `register`", examples=["notice"])
    number: str = Field(description="信息索引号，台账为空")
    version: int = Field(description="第几版；台账是第几次公开")
    title: str | None = Field(description="现在的名称；已经撤回的为 null")
    note: str = Field(description="变更说明；已经撤回的，只有撤回本身的说明")
    publisher: str = Field(description="公开主体代号")
    obligation: str = Field(description="公开事项代号，没有时为空")
    area: str = Field(description="领域代号，没有时为空")
    validity: str = Field(description="当时的有效性")
    at: datetime = Field(description="时间")
    is_newest: bool = Field(description="同一地址以后再没有别的公开行为")
    url: str = Field(description="给人看的页面")
    api: str = Field(description="这件东西在本接口的地址")


class Changes(Shape):
    acts: list[Act] = Field(description="公开行为，按先后")
    next: int = Field(description="下次从这里读起；没有新的时与 `since` 相同")
    head: int = Field(description="现在读到哪里就算读完：`next` 与它相等时没有更多")
