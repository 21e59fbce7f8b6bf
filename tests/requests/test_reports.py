"""An annual report is read as it was laid out, and each identity that it breaks is named with its cells."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from gongkai.obligations.source import read as read_catalogue
from gongkai.registers.sheets.files import Unreadable
from gongkai.requests.reports import grids, reading
from gongkai.requests.reports.checks import ERROR, WARNING, broken
from gongkai.requests.reports.figures import Figure, Report
from gongkai.requests.reports.form import ASKERS, REMEDIES, RESULTS, NoForm, form

NODE = read_catalogue((Path(settings.CATALOGUE) / "reports.yaml").read_text(), source="reports.yaml")
NOW = form(NODE, 2023)
NOTHING = "0"


def balanced(answers, received=None):
    """Return table three from how many of each kind of answer each kind of asker got; one is carried over."""
    table = {}
    for place, asker in enumerate(ASKERS[:-1]):
        given = [each[place] for each in answers]
        for row, count in zip(NOW.of("answered"), given, strict=True):
            table[row.key, asker] = count
        table["total", asker] = sum(given)
        table["carried", asker] = 1
        table["brought", asker] = 1
        table["new", asker] = sum(given)
    for row in NOW.rows:
        table[row.key, "总计"] = sum(table[row.key, asker] for asker in ASKERS[:-1])
    return table


ANSWERS = [[number, 1, 0, 2, 0, 0] for number in range(len(list(NOW.of("answered"))))]


def told(requests=None, *, year=2023, prose=""):
    """Return a report in which everything is right."""
    made = Report(year, prose=prose)
    for (row, asker), count in (requests or balanced(ANSWERS)).items():
        made.requests[row, asker] = Figure(str(count), f"{row}·{asker}")
    for remedy in REMEDIES:
        for result, count in zip(RESULTS, (3, 1, 0, 2, 6), strict=True):
            made.remedies[remedy, result] = Figure(str(count), f"{remedy}·{result}")
    for block in NOW.blocks:
        for row in block.rows:
            for column in block.columns:
                made.disclosure[row, column] = Figure(NOTHING, f"{row}·{column}")
    return made


def checks(report, **beside):
    return {(each.check, each.level) for each in broken(report, NOW, **beside)}


def page(report, *, title="某区2023年政府信息公开工作年度报告", prose=""):
    """Lay a report out as the national format does, with its merged cells."""
    rows = ["<tr><td rowspan=3 colspan=3>勾稽</td><td colspan=7>申请人情况</td></tr>"
            "<tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>"
            "<tr>" + "".join(f"<td>{asker}</td>" for asker in ASKERS[1:-1]) + "</tr>"]  # fmt: skip
    for number, row in enumerate(NOW.rows):
        label = (
            f"<td>三、本年度办理结果</td><td>（三）不予公开</td><td>{number}．{row.title}</td>"
            if row.part == "answered"
            else f"<td colspan=3>一、{row.title}</td>"
        )
        cells = "".join(f"<td>{report.requests[row.key, asker].text}</td>" for asker in ASKERS)
        rows.append(f"<tr>{label}{cells}</tr>")
    three = f"<table>{''.join(rows)}</table>"
    four = "<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr>" + "".join(
        f"<td>{result}</td>" for _ in REMEDIES for result in RESULTS
    ) + "</tr><tr>" + "".join(
        f"<td>{report.remedies[remedy, result].text}</td>" for remedy in REMEDIES for result in RESULTS
    ) + "</tr></table>"  # fmt: skip
    two = "<table>" + "".join(
        f"<tr><td colspan=4>{block.item}</td></tr><tr><td>信息内容</td>"
        + "".join(f"<td>{column}</td>" for column in block.columns)
        + "</tr>"
        + "".join(
            f"<tr><td>{row}</td>"
            + "".join(f"<td>{report.disclosure[row, column].text}</td>" for column in block.columns)
            + "</tr>"
            for row in block.rows
        )
        for block in NOW.blocks
    ) + "</table>"  # fmt: skip
    return f"<html><h1>{title}</h1><p>{prose}</p>{two}{three}{four}</html>".encode()


def test_what_is_right_is_left_alone():
    assert broken(told(), NOW) == []


counts = st.lists(st.integers(0, 10**6), min_size=6, max_size=6)


@given(st.lists(counts, min_size=len(ANSWERS), max_size=len(ANSWERS)))
def test_whatever_adds_up_is_left_alone(answers):
    assert broken(told(balanced(answers)), NOW) == []


@given(st.sampled_from([row.key for row in NOW.rows]), st.sampled_from(ASKERS), st.integers(1, 50))
def test_whichever_cell_of_table_three_is_changed_something_is_named(row, asker, by):
    report = told()
    was = report.requests[row, asker]
    report.requests[row, asker] = Figure(str(int(was.text) + by), was.place)
    found = broken(report, NOW)
    assert all(f"{by}" in each.sentence for each in found)
    assert {each.check for each in found} <= {"K1", "K2", "K3"}
    assert any(was.place in each.places for each in found)


@pytest.mark.parametrize(
    ("table", "cell", "text", "check"),
    [
        ("requests", ("new", "总计"), "999", ("K1", ERROR)),
        ("requests", ("total", "自然人"), "7", ("K2", ERROR)),
        ("requests", ("granted", "商业企业"), "9", ("K3", ERROR)),
        ("remedies", ("行政复议", "总计"), "7", ("K4", ERROR)),
        ("disclosure", ("规章", "现行有效件数"), "3", ("K7", WARNING)),
        ("requests", ("granted", "自然人"), "", ("K9", ERROR)),
        ("requests", ("granted", "自然人"), "/", ("K9", ERROR)),
        ("requests", ("granted", "自然人"), "-1", ("K9", ERROR)),
        ("requests", ("granted", "自然人"), "1.5", ("K9", ERROR)),
    ],
)
def test_each_identity_names_what_breaks_it(table, cell, text, check):
    report = told()
    getattr(report, table)[cell] = Figure(text, "甲1")
    found = [each for each in broken(report, NOW) if (each.check, each.level) == check]
    assert found
    assert any("甲1" in each.places for each in found)


def test_an_amount_may_have_decimals():
    report = told()
    report.disclosure["行政事业性收费", "本年收费金额"] = Figure("1,234.56", "甲1")
    assert broken(report, NOW) == []
    assert report.disclosure["行政事业性收费", "本年收费金额"].value == Decimal("1234.56")


def test_the_year_before_must_have_carried_what_this_one_brings():
    before = told(year=2022)
    assert ("K5", WARNING) not in checks(told(), before=before)
    before.requests["carried", "自然人"] = Figure("5", "甲1")
    assert ("K5", WARNING) in checks(told(), before=before)


def test_what_is_in_force_follows_from_the_year_before():
    report, before = told(), told(year=2022)
    before.disclosure["行政规范性文件", "现行有效件数"] = Figure("20", "甲1")
    report.disclosure["行政规范性文件", "本年制发件数"] = Figure("3", "甲2")
    report.disclosure["行政规范性文件", "本年废止件数"] = Figure("1", "甲3")
    report.disclosure["行政规范性文件", "现行有效件数"] = Figure("22", "甲4")
    assert checks(report, before=before) == set()
    report.disclosure["行政规范性文件", "现行有效件数"] = Figure("23", "甲4")
    assert checks(report, before=before) == {("K8", WARNING)}


def test_a_government_sums_up_its_offices():
    whole, half = told(balanced([[2 * each for each in row] for row in ANSWERS])), told()
    found = [each for each in broken(whole, NOW, units=[half, half]) if each.check == "K11"]
    assert {each.sentence.split("·")[0] for each in found} == {
        "“brought", "“carried", "“行政复议", "“未经复议直接起诉", "“复议后起诉",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "is_right"),
    [
        ("本年新收政府信息公开申请{new}件", True),
        ("本年新收政府信息公开申请9999件", False),
        ("共收到政府信息公开申请{both}件", True),
        ("共收到政府信息公开申请{new}件", True),
        ("共收到政府信息公开申请9999件", False),
        ("行政复议6件", True),
        ("行政复议8件", False),
    ],
)
def test_the_text_says_what_the_tables_say(sentence, is_right):
    report = told()
    new, brought = (int(report.requests[row, "总计"].text) for row in ("new", "brought"))
    report.prose = sentence.format(new=new, both=new + brought)
    assert (checks(report) == set()) == is_right


def test_a_page_is_read_with_its_merged_cells():
    file = grids.page(page(told(), prose="全年新收申请2件。"))
    report = reading.report(NOW, file.grids, file.prose)
    assert report.missing == []
    assert {key: each.text for key, each in report.requests.items()} == {
        key: each.text for key, each in told().requests.items()
    }
    assert {each.check for each in broken(report, NOW)} == {"K6"}
    assert reading.year_of([file.prose]) == 2023


def test_a_workbook_names_its_cells(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in grids.page(page(told())).grids[1]:
        sheet.append([int(cell.text) if cell.text.isdecimal() else cell.text for cell in row])
    sheet["D4"] = 400
    other = book.create_sheet("其他表")
    for grid in (0, 2):
        for row in grids.page(page(told())).grids[grid]:
            other.append([cell.text for cell in row])
    place = tmp_path / "2023年政府信息公开工作年度报告.xlsx"
    book.save(place)
    out = StringIO()
    with pytest.raises(CommandError, match="2023 年度.*错误"):
        call_command("check_report", place, stdout=out, no_color=True)
    assert "Sheet!D4" in out.getvalue()
    assert "K1" in out.getvalue()


def test_the_command_is_quiet_about_what_is_right(tmp_path):
    place = tmp_path / "报告.html"
    place.write_bytes(page(told()))
    out = StringIO()
    call_command("check_report", place, stdout=out, no_color=True)
    assert "0 处错误，0 处提示" in out.getvalue()


def test_what_is_missing_is_named(tmp_path):
    place = tmp_path / "报告.html"
    place.write_bytes(
        "<h1>某区2023年政府信息公开工作年度报告</h1><table><tr><td>无</td></tr></table>".encode("gb18030")
    )
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_report", place, stdout=out, no_color=True)
    assert "没有找到表三" in out.getvalue()
    assert "没有找到表四" in out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("报告.pdf", b"%PDF", "格式的文件"),
        ("报告.xlsx", b"PK\x03\x04broken", "损坏|读完"),
        ("报告.html", b"", "有效的网页"),
        ("报告.html", "<p>没有年度</p>".encode(), "--year"),
        ("2010年政府信息公开工作年度报告.html", b"<p>1</p>", "最早"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path, name, data, sentence):
    place = tmp_path / name
    place.write_bytes(data)
    with pytest.raises(CommandError, match=sentence):
        call_command("check_report", place, stdout=StringIO())


def test_a_span_of_a_million_columns_is_cut():
    grid = grids.page(b"<table><tr><td colspan=1000000 rowspan=99999999>a</td></tr></table>").grids[0]
    assert len(grid[0]) <= grids.WIDEST


def test_the_form_follows_the_year():
    rows = [row.key for row in form(NODE, 2020).rows]
    assert len(rows) == 23
    assert "other-handling" in rows
    assert len(NOW.rows) == 25
    with pytest.raises(NoForm, match="2018"):
        form(NODE, 2018)


def test_only_known_kinds_of_file_are_opened(tmp_path):
    with pytest.raises(Unreadable):
        grids.read(tmp_path / "报告.docx")


def test_a_span_without_measure_is_no_more_than_the_widest():
    file = grids.page(f"<table><tr><td colspan='{'9' * 5000}'>1</td></tr></table>".encode())
    assert len(file.grids[0][0]) == grids.WIDEST
