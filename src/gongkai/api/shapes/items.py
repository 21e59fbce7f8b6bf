"""Pieces of government information."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from gongkai.api.shapes.base import USUAL, Asked, Cursor, Named, Shape, Size
from gongkai.items.models import Kind, ValidityState

KINDS = "、".join(f"`{each.value}` {each.label}" for each in Kind)
VALIDITIES = "、".join(f"`{each.value}` {each.label}" for each in ValidityState)


class ItemsAsked(Asked):
    q: str = Field("", max_length=100, description="全文检索，空格隔开的词须同时出现", examples=["财政收支"])
    area: str = Field("", max_length=60, description="领域代号", examples=["fiscal"])
    kind: Kind | None = Field(None, description=f"信息种类：{KINDS}")
    organisation: str = Field("", max_length=60, description="公开主体代号", examples=["finance"])
    obligation: str = Field("", max_length=80, description="公开事项代号", examples=["budget"])
    theme: str = Field("", max_length=60, description="主题分类", examples=["财政、金融、审计"])
    genre: str = Field("", max_length=20, description="体裁分类", examples=["通知"])
    year: int | None = Field(None, ge=1949, le=2100, description="发布年份", examples=[2017])
    validity: ValidityState | None = Field(None, description=f"有效性：{VALIDITIES}")
    limit: Size = USUAL
    cursor: Cursor = ""


class ItemLine(Shape):
    """一条政府信息的目录信息。"""

    number: str = Field(description="信息索引号，永远不变", examples=["330103--2017--0001"])
    title: str = Field(description="名称")
    kind: Kind = Field(description=f"信息种类：{KINDS}")
    publisher: Named = Field(description="公开主体")
    obligation: str | None = Field(description="公开事项代号")
    area: str | None = Field(description="领域代号")
    theme: str = Field(description="主题分类，没有时为空")
    genre: str = Field(description="体裁分类，没有时为空")
    doc_number: str = Field(description="文号，没有时为空", examples=["国办发〔2017〕24号"])
    abstract: str = Field(description="内容概述")
    published_on: date | None = Field(description="发布日期")
    validity: ValidityState = Field(description=f"有效性：{VALIDITIES}")
    url: str = Field(description="给人看的页面")
    api: str = Field(description="这一条在本接口的地址")


class ItemPage(Shape):
    total: int = Field(description="符合条件的共有多少条")
    items: list[ItemLine] = Field(description="本页，新的在前；全文检索时按相关度排列")
    next: str | None = Field(description="下一页的地址，没有下一页时为 null")


class Edition(Shape):
    """曾经公开的一个版本。"""

    serial: int = Field(description="第几版")
    change: str = Field(description="`first` 首次公开、`amend` 修改、`correct` 更正")
    note: str = Field(description="变更说明，没有时为空")
    published_at: datetime | None = Field(description="公开时间")
    url: str | None = Field(description="这一版的页面；更正以前的版本不再提供")


class File(Shape):
    """一个附件。"""

    name: str = Field(description="文件名")
    media_type: str = Field(description="类型", examples=["application/pdf"])
    size: int = Field(description="字节数")
    sha256: str = Field(description="SHA-256 校验值，十六进制")
    url: str = Field(description="下载地址")


class Related(Shape):
    """与另一份文件的关系。"""

    kind: str = Field(description="关系，例如 `interprets` 解读、`repeals` 废止", examples=["interprets"])
    is_reverse: bool = Field(description="真：那份文件指向本文；假：本文指向那份文件")
    title: str = Field(description="那份文件的名称")
    number: str | None = Field(description="那份文件的信息索引号，没有收入本站时为 null")


class InForce(Shape):
    """有效性的一次变化。"""

    state: ValidityState = Field(description=f"有效性：{VALIDITIES}")
    since: date = Field(description="自何日起")
    basis: str = Field(description="依据")
    successor: str | None = Field(description="替代文件的信息索引号")


class ItemWhole(ItemLine):
    """一条政府信息的全部公开内容。"""

    version: int = Field(description="现行版本是第几版")
    issuer: str = Field(description="发文机关")
    addressees: str = Field(description="主送机关")
    section: str = Field(description="责任科室")
    keywords: str = Field(description="主题词")
    signatory: str = Field(description="签发人")
    made_on: date | None = Field(description="成文日期")
    effective_on: date | None = Field(description="施行日期")
    expires_on: date | None = Field(description="有效期至")
    disclosure: str = Field(description="公开形式")
    audience: str = Field(description="公开范围")
    retention: str = Field(description="公开时限")
    body: str = Field(description="正文，已清洗的 HTML")
    versions: list[Edition] = Field(description="公开过的版本，新的在前")
    files: list[File] = Field(description="附件")
    relations: list[Related] = Field(description="与其他文件的关系")
    validities: list[InForce] = Field(description="有效性的变化，新的在前")
    announced: int | None = Field(description="最近一次公开行为在公开日志中的序号")
    evidence: str = Field(description="公开证明：内容、盐、日志条目，可以独立核对")
