"""Rows that a department sends, and what becomes of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from gongkai.api.shapes.base import Shape
from gongkai.registers.models import Stage
from gongkai.registers.services import MOST_ROWS

Cell = Annotated[str, Field(max_length=20_000)] | bool | int | float | None
Row = Annotated[dict[Annotated[str, Field(max_length=60)], Cell], Field(min_length=1, max_length=200)]
STAGES = "、".join(f"`{each.value}` {each.label}" for each in Stage)


class Rows(Shape):
    """一批要报送的行。"""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"rows": [{"number": "001", "result": "合格"}], "reason": "例行公布"}},
    )

    rows: list[Row] = Field(
        min_length=1,
        max_length=MOST_ROWS,
        description=f"每行是字段代号到值，写法与表格里的一样；最多 {MOST_ROWS} 行",
    )
    is_whole: bool = Field(False, description="这是本机关的全部条目：没有写到的将撤下，须写明理由")
    reason: str = Field("", max_length=300, description="给审核人看的说明")


class Counts(Shape):
    """一批里各有多少行。"""

    rows: int = Field(description="共有")
    recorded: int = Field(description="新增")
    amended: int = Field(description="变更")
    withdrawn: int = Field(description="撤下")
    restored: int = Field(description="恢复公开：曾经撤下或者展示期满的又公开，须写明理由")
    same: int = Field(description="与已公开的相同")


class BatchState(Shape):
    """一批报送办到哪里了。"""

    id: int = Field(description="批次编号")
    register_key: str = Field(description="台账代号", serialization_alias="register")
    organisation: str = Field(description="填报机关代号")
    stage: Stage = Field(description=STAGES)
    stage_name: str = Field(description="状态的名称", examples=["待审核"])
    counts: Counts = Field(description="各有多少行")
    reason: str = Field(description="报送时的说明")
    answer: str = Field(description="审核意见，退回时写明为什么")
    sent_at: datetime = Field(description="报送时间")
    decided_at: datetime | None = Field(description="审核时间，还没有审核时为 null")
    release: int | None = Field(description="公开以后：台账的第几次公开")
    api: str = Field(description="查询这一批的地址")
