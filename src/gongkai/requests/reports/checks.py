"""The identities that the figures of an annual report must keep, each broken one with its cells. Pure.

国办公开办函〔2021〕30号 prints the first of them in the head of table three; the others follow from what its
rows and columns say. What holds between reports of two years or of several offices can only be a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from gongkai.requests.reports.drafting import BARE
from gongkai.requests.reports.figures import Figure, Report, total
from gongkai.requests.reports.form import ASKERS, REMEDIES, RESULTS, Form

ERROR, WARNING = "error", "warning"
SUM = "总计"
FEW = 8
ISSUED, REPEALED, IN_FORCE = "本年制发件数", "本年废止件数", "现行有效件数"
RULES = "规章"
FEE = "信息处理费"
PROSE = (
    (re.compile(r"新收[^，。；\d]{0,25}(\d+)\s*件"), "requests", ("new",)),
    (re.compile(r"上年(?:度)?结转[^，。；\d]{0,25}(\d+)\s*件"), "requests", ("brought",)),
    (re.compile(r"结转(?:至)?下(?:一)?年(?:度)?[^，。；\d]{0,25}(\d+)\s*件"), "requests", ("carried",)),
    (re.compile(r"共?收到[^，。；\d]{0,10}申请[^，。；\d]{0,10}(\d+)\s*件"), "requests", ("new", "brought")),
    (re.compile(r"行政复议[^，。；\d]{0,10}(\d+)\s*件"), "remedies", ("行政复议",)),
)
"""Sentences that repeat a figure, and the rows of which one, or all together, must say the same."""


@dataclass(frozen=True, slots=True)
class Broken:
    """One identity that does not hold: which, how grave, a sentence, the cells that it names."""

    check: str
    level: str
    sentence: str
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"（{'、'.join(self.places)}）" if self.places else ""
        return f"{self.check} {self.sentence}{where}"


def broken(
    report: Report, form: Form, *, before: Report | None = None, units: Sequence[Report] = ()
) -> list[Broken]:
    """Return what does not hold in a report: by itself, beside that of the year ``before``, and beside
    those of the ``units`` that it sums up.
    """
    found = [Broken("K0", ERROR, f"没有找到{what}") for what in report.missing]
    found += _numbers(report, form)
    found += [*_balance(report, form), *_closed(report, form), *_across(report, form), *_remedies(report)]
    found += [*_prose(report), *_no_rules(report)]
    if before is not None:
        found += [*_brought(report, before), *_in_force(report, before)]
    return found + (list(_summed_up(report, units)) if units else [])


def unwritten(texts: Mapping[str, str], titles: Mapping[str, str]) -> list[Broken]:
    """Return what the words of a report lack: a section that ``titles`` asks for, the fees of section six.

    条例（2019）第五十条; 国办函〔2020〕109号 has every report say what was collected.
    """
    found = [
        Broken("K0", ERROR, f"“{title}”没有填写")
        for key, title in titles.items()
        if not texts.get(key, "").strip()
    ]
    if texts.get("other", "").strip() and FEE not in texts["other"]:
        found.append(Broken("K0", ERROR, "第六部分没有写明信息处理费收取情况，没有收取的也应写明"))
    return found + [
        Broken("K0", WARNING, f"“{title}”中“{heading}”只有标题，没有写内容")
        for key, title in titles.items()
        for heading in _bare(texts.get(key, ""))
    ]


def _bare(text: str) -> Iterator[str]:
    """Yield the headings of a draft after which nothing was written: the next line is a heading itself."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line, after in pairwise([*lines, "（"]):
        if line in BARE and after.startswith("（"):
            yield line.rstrip("。")


def unlike(report: Report, counted: Report) -> list[Broken]:
    """K10: what the report says is what the register of requests and the other registers hold."""
    found: list[Broken] = []
    for name in ("disclosure", "requests", "remedies"):
        for key, figure in getattr(report, name).items():
            here = [getattr(counted, name).get(key)]
            left, right = f"“{figure.place}”报告填", "系统统计"
            found += _unequal("K10", left, [figure], right, here, WARNING)
    return [replace(each, places=each.places[:1]) for each in found]


def _numbers(report: Report, form: Form) -> Iterator[Broken]:
    """K9: every cell holds a number, none less than nothing, whole but for amounts."""
    amounts = {row for block in form.blocks if block.is_money for row in block.rows}
    for table in report.tables():
        for (row, column), figure in table.items():
            if why := _wrong(figure, may_be_part=row in amounts):
                yield Broken("K9", ERROR, f"“{row}·{column}”{why}", (figure.place,))


def _wrong(figure: Figure, *, may_be_part: bool) -> str:
    value = figure.value
    if value is None:
        return f"不是数字：{figure.text}" if figure.text.strip() else "空白，没有的应填 0"
    if value < 0:
        return f"不能是负数：{figure.text}"
    return "" if may_be_part or value == value.to_integral_value() else f"应是整数：{figure.text}"


def _balance(report: Report, form: Form) -> Iterator[Broken]:
    """K1: of each asker, 第一项加第二项之和等于第三项加第四项之和."""
    for asker in ASKERS:
        left = _cells(report, [row.key for row in form.of("received")], asker)
        right = _cells(report, [row.key for row in form.of("total", "carried")], asker)
        yield from _unequal("K1", f"{asker}列：第一项加第二项", left, "第三项总计加第四项", right)


def _closed(report: Report, form: Form) -> Iterator[Broken]:
    """K2: of each asker, all kinds of answers make the total."""
    for asker in ASKERS:
        parts = _cells(report, [row.key for row in form.of("answered")], asker)
        whole = _cells(report, [row.key for row in form.of("total")], asker)
        yield from _unequal("K2", f"{asker}列：三（一）至三（六）各行", parts, "三（七）总计", whole)


def _across(report: Report, form: Form) -> Iterator[Broken]:
    """K3: in each row the kinds of askers make the total."""
    for row in form.rows:
        parts = [report.requests.get((row.key, asker)) for asker in ASKERS[:-1]]
        whole = [report.requests.get((row.key, SUM))]
        yield from _unequal("K3", f"{row.label}“{row.title}”：各类申请人", parts, SUM, whole)


def _remedies(report: Report) -> Iterator[Broken]:
    """K4: of each remedy the results make the total."""
    for remedy in REMEDIES:
        parts = [report.remedies.get((remedy, result)) for result in RESULTS[:-1]]
        whole = [report.remedies.get((remedy, SUM))]
        yield from _unequal("K4", f"{remedy}：各种结果", parts, SUM, whole)


def _brought(report: Report, before: Report) -> Iterator[Broken]:
    """K5: what is brought from last year is what was carried then."""
    for asker in ASKERS:
        now, then = report.requests.get(("brought", asker)), before.requests.get(("carried", asker))
        left, right = f"{asker}列：上年结转", f"{before.year} 年度报告的结转下年度"
        yield from _unequal("K5", left, [now], right, [then], WARNING)


def _prose(report: Report) -> Iterator[Broken]:
    """K6: the text says what the tables say."""
    for pattern, name, keys in PROSE:
        table = getattr(report, name)
        cells = [table.get((key, SUM)) for key in keys]
        known = {cell.value for cell in cells if cell} | {total(cells)}
        for found in pattern.finditer(report.prose):
            if None not in known and Decimal(found[1]) not in known:
                told = "、".join(f"{each:,}" for each in sorted(each for each in known if each is not None))
                yield Broken("K6", WARNING, f"文字写“{found[0]}”，表格是 {told}", _places(cells))


def _no_rules(report: Report) -> Iterator[Broken]:
    """K7: a district makes no 规章 (规章制定程序条例第二条)."""
    for (row, column), figure in report.disclosure.items():
        if row == RULES and figure.value:
            yield Broken(
                "K7", WARNING, f"区县不制定规章，“{column}”应为 0，现为 {figure.text}", (figure.place,)
            )


def _in_force(report: Report, before: Report) -> Iterator[Broken]:
    """K8: what is in force is what was, and what was issued, without what was repealed."""
    for row in {row for row, _ in report.disclosure}:
        now, issued, repealed = (report.disclosure.get((row, each)) for each in (IN_FORCE, ISSUED, REPEALED))
        then = before.disclosure.get((row, IN_FORCE))
        came, went, stood = total([issued]), total([repealed, now]), total([then])
        if None in (came, went, stood) or stood + came == went:  # type: ignore[operator]  # none is None here
            continue
        what = f"“{row}”：上年现行有效 {stood:,} 加本年制发 {came:,}，与本年废止加现行有效 {went:,} 不等"
        places = _places([issued, repealed, now])
        yield Broken("K8", WARNING, f"{what}（自然失效的应计入废止或者说明）", places)


def _summed_up(report: Report, units: Sequence[Report]) -> Iterator[Broken]:
    """K11: the report of a government is the sum of those of its offices."""
    for name in ("disclosure", "requests", "remedies"):
        for key, figure in getattr(report, name).items():
            parts = [getattr(unit, name).get(key) for unit in units]
            left, right = f"“{'·'.join(key)}”", f"{len(units)} 个单位之和"
            yield from _unequal("K11", left, [figure], right, parts, WARNING)


Cells = Sequence[Figure | None]


def _cells(report: Report, keys: Iterable[str], asker: str) -> Cells:
    return [report.requests.get((key, asker)) for key in keys]


def _places(cells: Cells) -> tuple[str, ...]:
    return tuple(cell.place for cell in cells if cell)


def _unequal(
    check: str, left: str, one: Cells, right: str, other: Cells, level: str = ERROR
) -> Iterator[Broken]:
    """Yield that two sums differ; what is missing or no number has been told already.

    Where one is the sum of more cells than anyone compares, the other alone is named.
    """
    first, second = total(one), total(other)
    if first is None or second is None or first == second:
        return
    sentence = f"{left} {first:,}，{right} {second:,}，相差 {abs(first - second):,}"
    yield Broken(check, level, sentence, _places([*one, *other] if len(one) <= FEW else other))
