"""The reference page of statutory limits and holiday notices, made from the catalogue itself."""

from collections.abc import Iterator

from gongkai.clocks.loading import calendar, limits
from gongkai.law.limits import Limit
from gongkai.law.workdays import Notice

HEAD = """\
# 法定时限

本页由 `gongkai reference` 根据 `catalogue/limits.yaml` 和 `catalogue/workdays/` 生成。
数字、单位、依据和施行期间都是数据；同一时限有几个版本的，按判断之日取用。
“未核对”的尚未与正式文本核对，只作提醒，不作为拒绝的理由。计算方法见[期限怎样计算](../explanation/deadlines.md)。

| 代号 | 时限 | 长度 | 起算 | 依据 | 施行期间 | 说明 |
|---|---|---|---|---|---|---|"""
NOTICES = """
## 已收录的放假通知

| 年份 | 通知 | 文号 | 发文日期 |
|---|---|---|---|"""


def limits_page() -> str:
    """Return the page in Markdown."""
    declared = limits()
    rows = [_limit(limit) for key in declared.keys for limit in declared.history(key)]
    notices = sorted(calendar().notices, key=lambda notice: notice.issued_on)
    return "\n".join([HEAD, *rows, NOTICES, *map(_notice, notices), ""])


def _limit(limit: Limit) -> str:
    since = f"{limit.valid_from}" if limit.valid_from else "（施行日期待核）"
    until = f"{limit.valid_to}" if limit.valid_to else "今"
    cells = [f"`{limit.key}`", limit.title, limit.text, limit.starts, limit.article]
    return _row([*cells, f"{since} 至 {until}", "；".join(_remarks(limit))])


def _remarks(limit: Limit) -> Iterator[str]:
    if not limit.certain:
        yield "未核对"
    if limit.extension:
        yield f"可按 `{limit.extension}` 延长"
    if limit.note:
        yield limit.note


def _notice(notice: Notice) -> str:
    issued = f"{notice.issued_on}" if notice.certain else f"{notice.issued_on}（公开日，发文日期未核对）"
    return _row([str(notice.year), notice.title, notice.number, issued])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
