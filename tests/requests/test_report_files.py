"""A report taken away as a workbook is the report: laid out officially, and right by our own check."""

from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from gongkai.requests.reports import composing
from gongkai.requests.reports.declared import form_of, listing_of
from gongkai.requests.reports.workbook import workbook

FORM = form_of(2023)
TEXTS = {"overview": "=1+1 是文字。", "other": "本年度未收取信息处理费。"}


def made(year=2023, text=None):
    form = form_of(year)
    found = composing.report(form, {place: Decimal() for place in form.places}, {
        ("disclosure", "行政事业性收费", "本年收费金额"): "12.5",
        ("requests", "new", "自然人"): "3", ("requests", "granted", "自然人"): "3",
    } if year >= 2021 else {})  # fmt: skip
    return composing.document(form, found, "下城区财政局", TEXTS)


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2023])
def test_a_workbook_passes_our_own_check(tmp_path, year):
    place = tmp_path / "报告.xlsx"
    place.write_bytes(workbook(made(year)))
    out = StringIO()
    call_command("check_report", place, stdout=out, no_color=True)
    assert f"{year} 年度" in out.getvalue()
    assert "0 处错误，0 处提示" in out.getvalue()


def test_numbers_are_numbers_and_headings_span():
    book = load_workbook(BytesIO(workbook(made())))
    assert book.sheetnames == ["文字", "主动公开", "依申请公开", "复议诉讼"]
    three = book["依申请公开"]
    assert (three["D5"].value, three["J5"].value, three["D5"].data_type) == (3, 3, "n")
    spans = {str(each) for each in three.merged_cells.ranges}
    assert {"A2:C4", "D2:J2", "E3:I3", "A7:A28", "A5:C5"} <= spans
    fees = [
        cell.value for row in book["主动公开"].iter_rows() for cell in row if isinstance(cell.value, float)
    ]
    assert fees == [12.5]


def test_words_stand_on_the_first_sheet_and_are_no_formula():
    sheet = load_workbook(BytesIO(workbook(made())))["文字"]
    lines = [row[0].value for row in sheet.iter_rows()]
    assert lines[0] == "下城区财政局2023年政府信息公开工作年度报告"
    assert "'=1+1 是文字。" in lines
    assert "六、其他需要报告的事项" in lines


def test_the_list_of_2017_is_a_sheet():
    told = listing_of(2017)
    document = composing.older(told, composing.figures(told, {"published": Decimal(7)}, {}), "财政局", TEXTS)
    book = load_workbook(BytesIO(workbook(document)))
    assert book.sheetnames == ["文字", "统计表"]
    assert [cell.value for cell in book["统计表"][4]] == ["（一）主动公开政府信息数", "条", 7]
