"""What all shapes share: how questions are read, and what an error looks like."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

MOST = 100
USUAL = 20

Size = Annotated[
    int, Field(ge=1, le=MOST, description=f"一页多少条，最多 {MOST}", json_schema_extra={"example": USUAL})
]
Cursor = Annotated[
    str,
    Field(
        max_length=200,
        description="接着上一页读：照抄上一页 `next` 地址里的值，不要自己编写；读第一页时不写",
    ),
]


class Shape(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(extra="forbid")


class Asked(BaseModel):
    """The words of a query: one that is not known is told, never left out in silence."""

    @model_validator(mode="after")
    def no_others(self, info: ValidationInfo) -> Self:
        request = (info.context or {}).get("request")
        unknown = sorted(set(request.GET) - set(type(self).model_fields)) if request else []
        if unknown:
            raise PydanticCustomError(
                "unknown_words", "不认识的查询词：{words}", {"words": "、".join(unknown)}
            )
        if request and any("\0" in value for value in request.GET.values()):
            raise PydanticCustomError("no_text", "含有不能使用的字符")
        return self


class Fault(Shape):
    """一处错误。"""

    row: int | None = Field(None, description="第几行，从 1 数起；只在报送时有")
    where: str = Field(description="哪一个参数或者字段", examples=["limit"])
    reason: str = Field(description="为什么不行", examples=["不能大于 100"])


class Problem(BaseModel):
    """请求没有办成（RFC 9457）。"""

    type: str = Field(description="这一类问题的说明地址", examples=["/api/#problem-not-found"])
    title: str = Field(description="哪一类问题", examples=["没有找到"])
    status: int = Field(description="状态码，与 HTTP 的相同", examples=[404])
    detail: str = Field(description="这一次为什么没有办成", examples=["没有公开这样的台账。"])
    errors: list[Fault] = Field(default_factory=list, description="逐处的错误，没有逐处错误时不出现")
    withdrawn_at: str | None = Field(None, description="撤回或者撤下的时间；只在 410 时有")


class Named(Shape):
    """A thing with its key and what people call it."""

    key: str = Field(description="代号，永远不变", examples=["finance"])
    name: str = Field(description="名称", examples=["区财政局"])
