"""Sentences for the sections of a report, composed from its figures: a beginning for whoever writes it. Pure.

They say what the tables say, so the check of the text against the tables (K6) finds nothing in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gongkai.requests.reports.figures import Figure, Report, total
from gongkai.requests.reports.form import REMEDIES, RESULTS, Form

SUM = "总计"
TENTH = Decimal("0.1")
FEE = "信息处理费"
ARTICLE = "《中华人民共和国政府信息公开条例》"
BARE = ("（三）政府信息管理。", "（四）政府信息公开平台建设。", "（五）监督保障。")
"""What no figure tells stands alone in a draft, to be filled by who knows."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known besides the tables. ``fees`` is what was collected as 信息处理费, in yuan."""

    organisation: str
    published: int = 0
    fee_notices: int = 0
    fees: Decimal = Decimal()


def drafts(form: Form, made: Report, facts: Facts, *, before: Report | None = None) -> dict[str, list[str]]:
    """Return sentences by section; beside those of last year where that report is known."""
    return {
        "overview": list(_overview(form, made, facts, before)),
        "disclosure": list(_disclosure(form, made, before)),
        "requests": list(_requests(form, made)),
        "remedies": list(_remedies(made, before)),
        "other": [fee_sentence(facts)],
    }


def fee_sentence(facts: Facts) -> str:
    """Return the sentence that section six must hold (国办函〔2020〕109号)."""
    if not facts.fees:
        return f"按照《政府信息公开信息处理费管理办法》，本年度未收取{FEE}。"
    return (
        f"按照《政府信息公开信息处理费管理办法》，本年度发出收费通知{facts.fee_notices}份，"
        f"收取{FEE}{facts.fees:f}元。"
    )


def _overview(form: Form, made: Report, facts: Facts, before: Report | None) -> Iterator[str]:
    yield (
        f"根据{ARTICLE}和{form.basis}的要求编制本报告。统计期限为{form.year}年1月1日至{form.year}年12月31日。"
    )
    told = f"本年度通过政府信息公开平台主动公开政府信息{facts.published}条" if facts.published else ""
    yield f"（一）主动公开。{told or '制发、废止文件和行政管理的数量见第二部分'}。"
    now = _number(made.requests.get(("new", SUM)))
    then = before.requests.get(("new", SUM)) if before else None
    brought, closed, carried = (
        _number(made.requests.get((key, SUM))) for key in ("brought", "total", "carried")
    )
    yield (
        f"（二）依申请公开。本年新收政府信息公开申请{now}件{_change(now, then)}，"
        f"上年结转{brought}件，办结{closed}件，结转下年度继续办理{carried}件。"
    )
    yield from BARE


def _disclosure(form: Form, made: Report, before: Report | None) -> Iterator[str]:
    """One sentence for each row of table two that says something."""
    for block in form.blocks:
        for row in block.rows:
            told = [
                f"{column}{figure.text}{'万元' if block.is_money else ''}"
                for column in block.columns
                if (figure := made.disclosure.get((row, column))) and figure.value
            ]
            if told:
                last = before.disclosure.get((row, block.columns[-1])) if before else None
                newest = made.disclosure.get((row, block.columns[-1]))
                change = _change(newest.value, last) if newest and newest.value is not None else ""
                yield f"{row}：{'，'.join(told)}{change}。"


def _requests(form: Form, made: Report) -> Iterator[str]:
    """How the answers divide, in the order of the table; kinds without any are left out."""
    parts = [
        f"{row.title}{figure.text}件"
        for row in form.of("answered")
        if (figure := made.requests.get((row.key, SUM))) and figure.value
    ]
    if parts:
        yield f"本年度办理结果中，{'，'.join(parts)}。"


def _remedies(made: Report, before: Report | None) -> Iterator[str]:
    whole = {remedy: _number(made.remedies.get((remedy, SUM))) for remedy in REMEDIES}
    if not any(whole.values()):
        yield "本年度未发生政府信息公开行政复议、行政诉讼。"
        return
    for remedy in REMEDIES:
        if whole[remedy]:
            last = before.remedies.get((remedy, SUM)) if before else None
            parts = [
                f"{result}{figure.text}件"
                for result in RESULTS[:-1]
                if (figure := made.remedies.get((remedy, result))) and figure.value
            ]
            name = remedy if remedy == REMEDIES[0] else f"{remedy}的行政诉讼"
            yield f"{name}{whole[remedy]}件{_change(whole[remedy], last)}，其中{'、'.join(parts)}。"


def _number(figure: Figure | None) -> Decimal:
    return total([figure]) or Decimal()


def _change(now: Decimal, before: Figure | None) -> str:
    """Return in brackets how a number stands to that of last year; nothing where that is not known."""
    then = before.value if before else None
    if then is None:
        return ""
    if now == then:
        return "（与上年持平）"
    word, rate = ("增加", "增长") if now > then else ("减少", "下降")
    by = abs(now - then)
    share = f"，{rate}{(100 * by / then).quantize(TENTH, ROUND_HALF_UP)}%" if then else ""
    return f"（比上年{word}{by:f}{share}）"
