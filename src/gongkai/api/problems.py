"""What an answer says when something does not go: RFC 9457, in Chinese."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse

MEDIA = "application/problem+json"
ABOUT = "/api/#problem-{key}"
"""Where people read what a problem of a kind means."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its name, status, and the sentence where nothing more is known."""

    key: str
    status: int
    title: str
    detail: str


KINDS = {
    kind.status: kind
    for kind in (
        Kind("bad-request", 400, "请求有误", "请求的格式有误，没有办法读出来。"),
        Kind("unauthorised", 401, "需要令牌", "没有带令牌，或者令牌不对、已停用、已到期。"),
        Kind("forbidden", 403, "没有权限", "这个令牌没有这项权限。"),
        Kind("not-found", 404, "没有找到", "没有这个地址，或者没有公开这样的内容。"),
        Kind("method", 405, "方法不对", "这个地址不能这样使用，可用的方法见 Allow。"),
        Kind("conflict", 409, "正在处理", "同一个幂等键的报送正在处理，请稍后再试。"),
        Kind("gone", 410, "已经不在", "内容曾经公开，现在不再提供。"),
        Kind("too-large", 413, "内容过大", "一次发送的内容过大，请分批发送。"),
        Kind("wrong-words", 422, "内容有误", "请求的内容有误，见 errors。"),
        Kind("too-many", 429, "过于频繁", "请求过于频繁，请按 Retry-After 的秒数稍后再试。"),
        Kind("defect", 500, "系统出错", "系统出错，已经记录，请稍后再试。"),
        Kind("away", 503, "暂时不能用", "系统正在维护，请按 Retry-After 的秒数稍后再试。"),
    )
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where it stands, and why."""

    where: str
    reason: str
    row: int | None = None


@dataclass
class Problem(Exception):
    """What was asked for does not go. ``status`` is one of ``KINDS``; an empty detail takes its sentence."""

    status: int
    detail: str = ""
    errors: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, object] = field(default_factory=dict)


def answer(problem: Problem) -> HttpResponse:
    """Return a problem as it goes out."""
    kind = KINDS[problem.status]
    said: dict[str, object] = {
        "type": ABOUT.format(key=kind.key),
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail or kind.detail,
    }
    if problem.errors:
        said["errors"] = [_told(each) for each in problem.errors]
    body = json.dumps({**said, **problem.more}, ensure_ascii=False)
    return HttpResponse(body, status=kind.status, content_type=MEDIA, headers=dict(problem.headers))


def _told(fault: Fault) -> dict[str, object]:
    row = {} if fault.row is None else {"row": fault.row}
    return {**row, "where": fault.where, "reason": fault.reason}


def no_words(request: HttpRequest) -> None:
    """Raise Problem where something is asked of an address that knows no words."""
    if request.GET:
        raise Problem(422, errors=[Fault(name, "不认识的查询词") for name in request.GET])
