"""A report is composed from what was counted, laid out as the form asks, and read back as it was written."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from gongkai.obligations.source import read as read_catalogue
from gongkai.requests.reports import composing, drafting, layout, reading
from gongkai.requests.reports.checks import ERROR, WARNING, broken, unlike, unwritten
from gongkai.requests.reports.figures import Figure
from gongkai.requests.reports.form import ASKERS, REMEDIES, RESULTS, NoForm, form
from gongkai.requests.reports.listing import below, listing, misfits, summed, unequal
from gongkai.requests.rules import parse

FOLDER = Path(settings.CATALOGUE)
NODE = read_catalogue((FOLDER / "reports.yaml").read_text(), source="reports.yaml")
LAW = parse(read_catalogue((FOLDER / "requests.yaml").read_text(), source="requests.yaml"))
NOW, THEN = form(NODE, 2023), form(NODE, 2020)
OLD = listing(NODE, 2017)
FACTS = drafting.Facts("下城区财政局", published=12)
BY_HAND = {
    ("disclosure", row, column): Decimal(1)
    for block in NOW.blocks
    for row in block.rows
    for column in block.columns
    if row != "规章"
} | {("disclosure", "规章", column): Decimal() for column in NOW.blocks[0].columns}


def counted(answers, carried=1):
    """Return counts in which whatever came in is answered or carried."""
    made = dict(BY_HAND)
    for asker, column in zip(ASKERS[:-1], answers, strict=True):
        for row, number in zip(NOW.of("answered"), column, strict=True):
            made["requests", row.key, asker] = Decimal(number)
        made["requests", "new", asker] = Decimal(sum(column))
        made["requests", "brought", asker] = made["requests", "carried", asker] = Decimal(carried)
    for remedy in REMEDIES:
        for number, result in enumerate(RESULTS[:-1]):
            made["remedies", remedy, result] = Decimal(number)
    return made


ROWS = len(list(NOW.of("answered")))
columns = st.lists(
    st.lists(st.integers(0, 9999), min_size=ROWS, max_size=ROWS),
    min_size=len(ASKERS) - 1,
    max_size=len(ASKERS) - 1,
)
SOME = [[number % 3 for number in range(ROWS)] for _ in ASKERS[:-1]]


@given(columns)
def test_whatever_is_counted_becomes_a_report_without_fault(answers):
    assert broken(composing.report(NOW, counted(answers)), NOW) == []


def test_nothing_counted_is_none_but_what_no_register_holds_stays_blank():
    made = composing.report(NOW, {})
    assert {each.text for each in made.requests.values()} == {"0"}
    assert {each.text for each in made.remedies.values()} == {"0"}
    blank = {each.places[0] for each in broken(made, NOW)}
    assert "表二“行政强制”·本年处理决定数量" in blank
    assert all(each.check == "K9" and each.level == ERROR for each in broken(made, NOW))


def test_a_corrected_cell_moves_the_totals_above_it():
    place = ("requests", "granted", "自然人")
    made = composing.report(NOW, counted(SOME), {place: "7"})
    plain = composing.report(NOW, counted(SOME))
    assert made.requests["granted", "总计"].value == plain.requests["granted", "总计"].value + 7
    assert made.requests["total", "自然人"].value == plain.requests["total", "自然人"].value + 7
    found = broken(made, NOW)
    assert {each.check for each in found} == {"K1"}
    assert any("表三“第一项 本年新收政府信息公开申请数量”·自然人" in each.places for each in found)


def test_a_corrected_total_is_left_as_it_was_typed():
    made = composing.report(NOW, counted(SOME), {("remedies", "行政复议", "总计"): "99"})
    assert made.remedies["行政复议", "总计"].text == "99"
    assert {each.check for each in broken(made, NOW)} == {"K4"}


def test_a_government_is_the_sum_of_its_units():
    one, two = composing.report(NOW, counted(SOME)), composing.report(NOW, counted(SOME, carried=2))
    whole = composing.report(NOW, composing.added(NOW, [one, two]))
    assert broken(whole, NOW, units=[one, two]) == []
    assert whole.requests["carried", "总计"].value == 18
    two.requests["carried", "自然人"] = Figure("9", "甲1")
    assert {each.check for each in broken(whole, NOW, units=[one, two])} == {"K11"}


def test_where_a_unit_has_not_said_a_figure_the_sum_has_none():
    half = {place: value for place, value in counted(SOME).items() if place[1] != "行政强制"}
    both = [composing.report(NOW, counted(SOME)), composing.report(NOW, half)]
    assert ("disclosure", "行政强制", "本年处理决定数量") not in composing.added(NOW, both)


def test_what_was_kept_is_restored_as_it_was():
    made = composing.report(NOW, counted(SOME))
    assert composing.restored(NOW, composing.kept(made)) == made


def test_a_report_beside_the_registers_names_what_differs():
    system = composing.report(NOW, counted(SOME))
    typed = composing.report(NOW, counted(SOME), {("disclosure", "行政许可", "本年处理决定数量"): "8"})
    assert unlike(system, system) == []
    (found,) = unlike(typed, system)
    assert (found.check, found.level) == ("K10", WARNING)
    assert found.places == ("表二“行政许可”·本年处理决定数量",)


@pytest.mark.parametrize("known", [NOW, THEN])
def test_the_layout_has_no_hole_and_is_read_back_as_it_was_written(known):
    made = composing.report(known, {place: Decimal(1) for place in known.places})
    spread = [_spread(grid) for grid in layout.grids(known, made)]
    back = reading.report(known, spread)
    assert back.missing == []
    for name in ("disclosure", "requests", "remedies"):
        wanted = {key: each.text for key, each in getattr(made, name).items()}
        assert {key: each.text for key, each in getattr(back, name).items()} == wanted


def _spread(grid):
    """Return a table with its spans filled, and refuse holes and overlaps."""
    filled = {}
    for number, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (number, column) in filled:
                column += 1
            for down in range(cell.rows):
                for right in range(cell.columns):
                    assert (number + down, column + right) not in filled
                    filled[number + down, column + right] = Figure(cell.text, cell.text)
            column += cell.columns
    assert len(filled) == len(grid.rows) * grid.width
    return [[filled[row, column] for column in range(grid.width)] for row in range(len(grid.rows))]


def test_every_answer_of_the_law_has_its_row():
    rows = {row.key for row in NOW.of("answered")}
    assert {each.row for each in LAW.outcomes if each.row} == rows


@given(columns)
def test_what_is_drafted_says_what_the_tables_say(answers):
    made, before = composing.report(NOW, counted(answers)), composing.report(NOW, counted(SOME))
    drafts = drafting.drafts(NOW, made, FACTS, before=before)
    made.prose = "\n".join(sentence for told in drafts.values() for sentence in told)
    assert broken(made, NOW) == []


def test_what_is_drafted_compares_with_the_year_before():
    before, now = composing.report(NOW, counted(SOME)), composing.report(NOW, counted(SOME))
    before.requests["new", "总计"] = Figure("100", "甲1")
    now.requests["new", "总计"] = Figure("120", "甲2")
    told = drafting.drafts(NOW, now, FACTS, before=before)["overview"]
    assert any("本年新收政府信息公开申请120件（比上年增加20，增长20.0%）" in each for each in told)
    now.requests["new", "总计"] = Figure("100", "甲2")
    told = drafting.drafts(NOW, now, FACTS, before=before)["overview"]
    assert any("新收政府信息公开申请100件（与上年持平）" in each for each in told)
    before.requests["new", "总计"] = Figure("0", "甲1")
    told = drafting.drafts(NOW, now, FACTS, before=before)["overview"]
    assert any("100件（比上年增加100）" in each for each in told)


def test_the_parts_of_section_one_are_numbered_without_a_gap():
    for published in (0, 12):
        facts = drafting.Facts("下城区财政局", published=published)
        told = drafting.drafts(NOW, composing.report(NOW, {}), facts)["overview"]
        assert [each[1] for each in told if each.startswith("（")] == list("一二三四五")


def test_a_heading_of_the_draft_that_nobody_filled_is_warned_of():
    titles = {"overview": "总体情况"}
    draft = "\n".join(drafting.drafts(NOW, composing.report(NOW, {}), FACTS)["overview"])
    found = unwritten({"overview": draft}, titles)
    assert [each.level for each in found] == [WARNING] * 3
    assert "“（四）政府信息公开平台建设”只有标题" in found[1].sentence
    told = draft.replace("管理。", "管理。制度逐项落实。").replace("建设。", "建设。\n按要求维护。")
    (left,) = unwritten({"overview": told}, titles)
    assert "监督保障" in left.sentence


def test_a_year_without_remedies_says_so():
    drafts = drafting.drafts(NOW, composing.report(NOW, {}), FACTS)
    assert drafts["remedies"] == ["本年度未发生政府信息公开行政复议、行政诉讼。"]


@pytest.mark.parametrize(
    ("fees", "told"), [("0", "本年度未收取信息处理费"), ("1300", "发出收费通知2份，收取信息处理费1300元")]
)
def test_section_six_tells_the_fees(fees, told):
    facts = drafting.Facts("下城区财政局", fee_notices=2, fees=Decimal(fees))
    assert told in drafting.fee_sentence(facts)
    assert unwritten({"other": drafting.fee_sentence(facts)}, {"other": "其他需要报告的事项"}) == []


def test_words_that_a_report_owes_are_asked_for():
    titles = {key: composing.SECTIONS[key] for key in composing.WRITTEN}
    assert len(unwritten({}, titles)) == 3
    (found,) = unwritten(dict.fromkeys(titles, "无。"), titles)
    assert "信息处理费" in found.sentence


def test_a_document_has_six_sections_and_three_tables():
    made = composing.document(NOW, composing.report(NOW, {}), "下城区财政局", {"other": "甲。\n\n 乙。"})
    assert [section.heading for section in made.sections] == [
        "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
    ]  # fmt: skip
    assert [grid.key for grid in made.grids()] == ["disclosure", "requests", "remedies"]
    assert made.sections[5].paragraphs == ("甲。", "乙。")
    assert reading.year_of([made.title]) == 2023


@pytest.mark.parametrize(("number", "text"), [(Decimal("12"), "12"), (Decimal("12.50"), "12.5"), (None, "")])
def test_a_number_is_printed_without_what_says_nothing(number, text):
    assert composing.written(number) == text


def test_2017_has_a_list_and_the_years_around_it_do_not():
    assert not OLD.is_certain
    assert {listing(NODE, year).year for year in (2014, 2018)} == {2014, 2018}
    for year in (2013, 2019):
        with pytest.raises(NoForm):
            listing(NODE, year)


def test_no_figure_of_the_list_is_called_twice():
    keys = [line.key for line in OLD.lines()]
    assert len(keys) == len(set(keys))


def test_a_sum_of_the_list_is_of_the_lines_just_below_it():
    (part,) = (each for each in OLD.parts if each.title.startswith("三、"))
    whole = {line.key: [each.key for each in below(part, line)] for line in part.lines if line.is_sum}
    assert whole["received"] == ["by-hand", "by-fax", "by-web", "by-mail"]
    assert whole["closed"] == ["in-time", "extended"]
    assert "refused" in whole["answered"]
    assert "secret" not in whole["answered"]


def test_a_list_that_does_not_add_up_warns_and_never_blocks():
    values = summed(OLD, {line.key: Decimal(1) for line in OLD.lines() if not line.is_sum})
    cells = composing.figures(OLD, values, {})
    assert values["received"] == 4
    assert list(unequal(OLD, cells)) == []
    assert list(misfits(OLD, cells)) == []
    wrong = composing.figures(OLD, values, {("list", "received", ""): "5", ("list", "fees", ""): "x"})
    found = [*unequal(OLD, wrong), *misfits(OLD, wrong)]
    assert {each.level for each in found} == {WARNING}
    assert "相差 1" in found[0].sentence
    assert "“（一）收到申请数”" in found[0].places


def test_what_the_list_lacks_is_named():
    told = [each.sentence for each in misfits(OLD, composing.figures(OLD, {}, {}))]
    assert len(told) == len(list(OLD.lines()))
    assert "“（一）主动公开政府信息数”没有填写" in told


def test_the_report_on_2017_is_six_sections_and_a_list():
    cells = composing.figures(OLD, {"published": Decimal(3)}, {})
    made = composing.older(OLD, cells, "下城区人民政府", {"overview": "甲。"})
    assert len(made.sections) == 6
    (grid,) = made.grids()
    assert [cell.text for cell in grid.rows[2]] == ["（一）主动公开政府信息数", "条", "3"]
