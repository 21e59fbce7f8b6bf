"""Complete the description that is written from the code: headers, problems, what holds for every address."""

from __future__ import annotations

import copy
from typing import Any

from gongkai.api.problems import KINDS, MEDIA

SUMMARY = """\
本站公开的内容，供程序读取。不需要注册；只有报送台账的地址需要令牌。

* 出错时的格式见 RFC 9457（`application/problem+json`），`detail` 是一句中文。
* 每个回答都带 `ETag`：再次读取时写在 `If-None-Match` 里，没有变化时得到 304。
* `RateLimit-Limit`、`RateLimit-Remaining`、`RateLimit-Reset` 说明同一地址每分钟可以读取几次；用完得到 429。
* 翻页时照抄 `next` 里的地址。台账的翻页固定在一次公开的内容上，不会漏掉也不会重复。
* 要一直与本站保持一致，读 `/api/v1/changes`：按公开的先后，先公开的永远在前，不会有后补的。
* 每个地址也可以用 HEAD 读取；其他网站的网页可以直接读取（CORS）。
"""
SHARED = (405, 429, 500, 503)
"""Problems that any address may answer with."""

LIMITS = {
    "RateLimit-Limit": "一个时间窗内最多几次",
    "RateLimit-Remaining": "这个时间窗内还剩几次",
    "RateLimit-Reset": "这个时间窗还有几秒",
}
METHODS = ("get", "post")
TOKEN = "令牌由政务公开科在工作台开立：`Authorization: Bearer gk_…`"  # noqa: S105 - a sentence


def complete(schema: dict[str, Any], *, site: str, most: int) -> None:
    """Add what every address shares to a description."""
    schema["servers"] = [{"url": site, "description": "本站"}]
    schema["info"]["license"] = {"name": "Apache-2.0（接口程序）", "identifier": "Apache-2.0"}
    schema["tags"] = [{"name": name, "description": said} for name, said in TAGS.items()]
    _headers(schema, most)
    for scheme in schema["components"].get("securitySchemes", {}).values():
        scheme["description"] = TOKEN
    for found in schema["paths"].values():
        for method in METHODS:
            if method in found:
                found[method] = copy.deepcopy(found[method])
                _operation(found[method], is_reading=method == "get")


TAGS = {
    "目录和机构": "主动公开基本目录、公开主体",
    "政府信息": "已经公开的政府信息，每条有永久的信息索引号",
    "台账": "各种清单：处罚、抽检、价格等，每个台账有自己的字段",
    "变化": "按公开先后的全部公开行为",
    "报送": "部门的系统报送台账（需要令牌）",
}


def _headers(schema: dict[str, Any], most: int) -> None:
    examples = {"RateLimit-Limit": most, "RateLimit-Remaining": most - 1, "RateLimit-Reset": 37}
    schema["components"]["headers"] = {
        **{
            name: {"description": said, "schema": {"type": "integer"}, "example": examples[name]}
            for name, said in LIMITS.items()
        },
        "Retry-After": {"description": "几秒以后再试", "schema": {"type": "integer"}, "example": 37},
        "ETag": {"description": "内容的标记", "schema": {"type": "string"}, "example": '"9f1c…"'},
        "Last-Modified": {"description": "内容最近变化的时间", "schema": {"type": "string"}},
        "Cache-Control": {"description": "可否缓存", "schema": {"type": "string"}},
        "WWW-Authenticate": {"description": "怎样带令牌", "schema": {"type": "string"}},
    }


def _operation(operation: dict[str, Any], *, is_reading: bool) -> None:
    for each in operation["parameters"]:
        if isinstance(several := each.pop("examples", None), list):
            each["example"] = several[0]  # a parameter names its examples, a schema lists them
    responses = {int(status): said for status, said in operation["responses"].items()}
    for status in _problems(operation):
        responses.setdefault(status, {})
    if is_reading and "security" not in operation:
        responses[304] = {"description": "与 If-None-Match 里的标记相比没有变化"}
        operation["parameters"].append(CONDITION)
    if "requestBody" in operation:
        operation["requestBody"]["description"] = "JSON，UTF-8，最多 2 MB"
    for status, said in responses.items():
        _response(status, said, is_reading=is_reading)
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}


def _problems(operation: dict[str, Any]) -> tuple[int, ...]:
    """Return the problems that follow from what an address takes."""
    with_token = (401,) if "security" in operation else ()
    with_body = (400, 413) if "requestBody" in operation else ()
    return (*SHARED, *with_token, *with_body)


def _response(status: int, said: dict[str, Any], *, is_reading: bool) -> None:
    names = list(LIMITS)
    if status in KINDS:
        kind = KINDS[status]
        said["description"] = f"{kind.title}：{kind.detail}"
        example = {
            "type": f"/api/#problem-{kind.key}",
            "title": kind.title,
            "status": status,
            "detail": kind.detail,
        }
        said["content"] = {
            MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example},
        }
        names += {401: ["WWW-Authenticate"], 429: ["Retry-After"], 503: ["Retry-After"]}.get(status, [])
    elif status in DONE:
        said["description"] = DONE[status]
        names += ["ETag", "Cache-Control"] if is_reading and status == 200 else []
    said["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}


DONE = {200: "办好了", 202: "已经收下，等待审核"}
CONDITION = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "上次得到的 ETag",
    "example": '"9f1c2d"',
}
