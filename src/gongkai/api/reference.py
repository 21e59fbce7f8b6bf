"""The reference page of the API, written from its own description."""

from collections.abc import Iterator, Mapping
from typing import Any

from gongkai.api import describing
from gongkai.api.problems import KINDS
from gongkai.api.urls import api

HEAD = """\
# 开放接口

给人看的说明和示例在网站的 `/api/`，给工具用的说明在 `/api/v1/openapi.json`（OpenAPI 3.1）；怎样使用见
[howto](../howto/use-the-api.md)。本页由 `gongkai reference` 生成。
"""


def api_page() -> str:
    """Return the page: what holds for every address, each address, and what the statuses mean."""
    paths: Mapping[str, Mapping[str, Any]] = api.get_openapi_schema()["paths"]
    parts = [HEAD, describing.SUMMARY]
    parts += [
        "\n".join(_operation(f"{method.upper()} {path}", found[method]))
        for path, found in paths.items()
        for method in describing.METHODS
        if method in found
    ]
    return "\n".join([*parts, *_problems(), ""])


def _operation(place: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {place}\n"
    yield f"**{operation['summary']}**。{operation['description']}\n"
    if operation["parameters"]:
        yield "| 参数 | 位置 | 必填 | 含义 | 例 |\n|---|---|---|---|---|"
        for each in operation["parameters"]:
            needed = "是" if each.get("required") else ""
            example = f"`{each['example']}`" if "example" in each else ""
            said = each["description"].replace("\n", " ")
            yield f"| `{each['name']}` | {each['in']} | {needed} | {said} | {example} |"
        yield ""
    yield f"回答：{'、'.join(operation['responses'])}\n"


def _problems() -> Iterator[str]:
    yield "## 状态码\n\n| 状态码 | 意思 | 说明 |\n|---|---|---|"
    for kind in KINDS.values():
        yield f"| {kind.status} | {kind.title} | {kind.detail} |"
