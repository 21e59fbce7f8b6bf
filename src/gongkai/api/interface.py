"""The API as a whole: how it describes itself, and how it says that something does not go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from gongkai.api import describing
from gongkai.api.problems import Fault, Problem, answer
from gongkai.api.shapes import base

VERSION = "1.0"
SENTENCES: dict[str, str] = {
    "missing": "必须填写",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "string_type": "应为文字",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "extra_forbidden": "没有这一项",
    "enum": "应为下列之一：{expected}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "string_too_long": "最多 {max_length} 个字",
    "string_too_short": "至少 {min_length} 个字",
    "string_pattern_mismatch": "格式不对",
    "too_long": "最多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "finite_number": "应为数字",
    "json_invalid": "不是有效的 JSON",
}
WRONG = "填写有误"
NO_CELL = "应为文字、数字、true、false 或 null"


def refuse(*statuses: int) -> dict[int, Any]:
    """Return the problems an address may answer with, besides those that any may."""
    return dict.fromkeys((*statuses, 422), base.Problem)


class Plain(JSONRenderer):
    """Chinese as it is read, not as escapes: a third of the length."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}  # noqa: RUF012 - as the base has it


class OpenAPI(NinjaAPI):
    """The API with a description that leaves nothing out."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return _described(self, settings.SITE_URL, settings.API_PER_MINUTE)

    def get_openapi_operation_id(self, operation: Any) -> str:
        return str(operation.view_func.__name__)


@lru_cache(maxsize=2)
def _described(api: OpenAPI, site: str, most: int) -> OpenAPISchema:
    written = OpenAPISchema(api, "/api/v1/")
    describing.complete(written, site=site, most=most)
    return written


def made() -> OpenAPI:
    """Return the API without any address yet."""
    api = OpenAPI(
        title="政府信息公开开放接口",
        version=VERSION,
        description=describing.SUMMARY,
        docs_url=None,
        docs_decorator=require_safe,
        openapi_url="/openapi.json",
        urls_namespace="api:v1",
        renderer=Plain(),
    )
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)
    return api


def _problem(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(error)


def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(Problem(404, str(error)))


def _unauthorised(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(Problem(401, headers={"WWW-Authenticate": 'Bearer realm="gongkai"'}))


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    """Whatever the framework itself refuses: a body that is no JSON."""
    return answer(Problem(error.status_code, "请求的内容不是有效的 JSON。"))


def _wrong(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(Problem(422, errors=list(dict.fromkeys(map(_fault, error.errors)))))


HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Problem: _problem,
    Http404: _unknown,
    AuthenticationError: _unauthorised,
    HttpError: _unreadable,
    ValidationError: _wrong,
}


def _fault(error: Mapping[str, Any]) -> Fault:
    """Return one error of a question in Chinese: ``body.sent.rows.0.result`` is ``result`` in row 1."""
    place = [str(part) for part in error["loc"][1:]]
    row = next((index for index, part in enumerate(place) if part.isdigit()), None)
    if row is None:
        return Fault(place[-1] if place else "", _sentence(error))
    deeper = place[row + 1 :]
    reason = _sentence(error) if len(deeper) < 2 else NO_CELL
    return Fault(deeper[0] if deeper else place[row - 1], reason, int(place[row]) + 1)


def _sentence(error: Mapping[str, Any]) -> str:
    if error["type"] in {"unknown_words", "no_text"}:
        return str(error["msg"])
    return SENTENCES.get(error["type"], WRONG).format_map(error.get("ctx", {}))
