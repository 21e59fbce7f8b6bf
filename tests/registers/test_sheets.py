"""Spreadsheets as offices make them: what is found in them, and the cell where something is wrong."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from gongkai.obligations.source import read
from gongkai.registers.fields import Known
from gongkai.registers.schema import parse
from gongkai.registers.sheets.columns import across, doubts, propose, remember, unfold, unfolded
from gongkai.registers.sheets.files import Unreadable, opened
from gongkai.registers.sheets.rows import Checker, letters
from gongkai.registers.sheets.table import GROUP, OUTSIDE, Line, Skipped, lines, locate

REAL = Path(__file__).resolve().parents[3] / "shared/data/spreadsheets"

FEES = parse(
    read(
        """\
register: fees
title: 收费
description: 收费清单。
obligation: fee-list
fields:
  code: {label: 项目编号, type: code, required: true}
  name: {label: 项目名称, type: text, required: true, aliases: [收费项目]}
  amount: {label: 金额, type: money, unit: 万元, decimals: 4}
  used: {label: 已用, type: money, unit: 万元, decimals: 4}
  share: {label: 占比, type: percent}
  kind: {label: 类别, type: choice, choices: [行政事业性收费, 政府性基金]}
  set_on: {label: 批准日期, type: date}
identity: [code]
headline: [name]
columns: [code, name, amount]
sort: code
checks:
  - {that: at-most, fields: [used], of: amount}
""",
        source="fees.yaml",
    ),
    source="fees.yaml",
)
HEADINGS = [each for field in FEES.current for each in (field.label, *field.aliases)]


def found(rows, merges=(), definition=FEES, headings=HEADINGS):
    table = locate(rows, headings, merges)
    body = list(lines(rows[table.first :], table, start=table.first + 1))
    entries = [each for each in body if isinstance(each, Line)]
    skipped = [each for each in body if isinstance(each, Skipped)]
    return table, entries, skipped


def checked(rows, merges=()):
    table, entries, _ = found(rows, merges)
    return list(Checker(propose(table, FEES), FEES, Known()).check(entries))


MESSY = [
    ["附件1", None, None, None, None],
    ["2017年收费清单", None, None, None, None],
    [None, None, None, None, "单位：元"],
    ["序号", "项目编号", "收费 项目", "金额", "批准日期"],
    ["一、教育部门", None, None, None, None],
    [1.0, "001", "住宿费", 12000.0, "2016年1月1日"],
    [2.0, "002", "考试费", "5,000", 42370.0],
    ["序号", "项目编号", "收费项目", "金额", "批准日期"],
    ["二、民政部门", None, None, None, None],
    [3.0, "003", "殡葬费", None, None],
    [None, "合计", None, 17000.0, None],
    [None, None, None, None, None],
    ["注：金额以批准文件为准。", None, None, None, None],
    [None, None, None, None, None, "审核"],
]


def test_the_table_is_found_between_title_and_notes():
    table, entries, skipped = found(MESSY)
    assert [heading.text for heading in table.headings] == [
        "序号",
        "项目编号",
        "收费 项目",
        "金额",
        "批准日期",
    ]
    assert table.unit == "元"
    assert table.above == ["附件1", "2017年收费清单", "单位：元"]
    assert [(line.number, line.group) for line in entries] == [
        (6, "一、教育部门"),
        (7, "一、教育部门"),
        (10, "二、民政部门"),
    ]
    assert [(each.number, each.reason) for each in skipped] == [
        (5, GROUP),
        (8, "重复的表头"),
        (9, GROUP),
        (11, "合计行"),
        (13, "表下注释"),
        (14, OUTSIDE),
    ]


def test_cells_are_read_and_faults_name_their_cell():
    first, second, third = checked(MESSY)
    assert first.values == {"code": "001", "name": "住宿费", "amount": "1.2", "set_on": "2016-01-01"}
    assert not first.faults
    (fault,) = second.faults
    assert (fault.place, fault.found) == ("E7", "42370")
    assert "2016-01-01" in fault.reason
    assert second.values["amount"] == "0.5", "what can be read is kept beside what cannot"
    assert third.values == {"code": "003", "name": "殡葬费"}


def test_headings_of_two_rows_are_read_together():
    rows = [
        ["项目编号", "项目名称", "2017年", None],
        [None, None, "金额（万元）", "占比（%）"],
        ["001", "住宿费", 1.5, 12.0],
    ]
    table, entries, _ = found(rows, [((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3))])
    assert [(each.text, each.unit) for each in table.headings] == [
        ("项目编号", ""),
        ("项目名称", ""),
        ("2017年 金额", "万元"),
        ("2017年 占比", "%"),
    ]
    assert len(entries) == 1


def test_a_sheet_without_a_table_is_none():
    assert locate([["只有一句话"], [None]], HEADINGS) is None
    assert locate([], HEADINGS) is None
    assert locate([[1.0, 2.0], [3.0, 4.0]], HEADINGS) is None


def test_columns_are_proposed_and_guesses_are_marked_as_such():
    table, *_ = found([["项目编码", "收费项目", "金额（元）", "填报说明"], ["1", "甲", 2.0, "x"]])
    columns = propose(table, FEES)
    assert [(each.field, each.how, each.unit) for each in columns] == [
        ("code", "alike", ""),
        ("name", "same", ""),
        ("amount", "same", "元"),
        ("", "", ""),
    ]


def test_what_a_department_chose_before_is_proposed_again():
    rows = [["编号", "事项", "金额（元）"], ["1", "甲", 2.0]]
    table, *_ = found(rows)
    assert [each.field for each in propose(table, FEES)][1] == ""
    columns = propose(table, FEES, {"编号": "code", "事项": "name", "旧列": "gone"})
    assert [(each.field, each.how) for each in columns[:2]] == [
        ("code", "remembered"),
        ("name", "remembered"),
    ]
    assert remember(columns) == {"编号": "code", "事项": "name", "金额": "amount"}


def test_what_must_not_be_guessed_is_asked():
    rows = [["收费项目", "金额", "占比"], ["甲", 2.0, 0.125]]
    table, entries, _ = found(rows)
    told = "\n".join(doubts(propose(table, FEES), FEES, entries))
    assert "没有写明金额单位" in told
    assert "百分数还是小数" in told
    assert "必填的列：项目编号" in told


def test_what_is_wrong_with_a_row_as_a_whole_is_told_once_its_cells_are_right():
    rows = [
        ["项目编号", "项目名称", "金额（万元）", "已用（万元）"],
        ["001", "甲", 1.0, 2.0],
        ["002", "乙", 2.0, 1.0],
        ["002", "丙", 2.0, 1.0],
        [None, "丁", 2.0, 3.0],
    ]
    over, fine, twice, empty = checked(rows)
    assert [(each.place, each.reason) for each in over.faults] == [("D2", "“已用”不应大于“金额”（1）")]
    assert not fine.faults
    assert [(each.place, each.reason) for each in twice.faults] == [("A4", "项目编号与第3行重复")]
    assert [(each.place, each.reason) for each in empty.faults] == [("A5", "“项目编号”必须填写")]


TEXTS = [
    ("甲,乙\r\n1,2\r\n", "utf-8"),
    ("甲,乙\n1,2\n", "utf-8-sig"),
    ("甲\t乙\n1\t2\n", "utf-16"),
    ("甲;乙\n1;2\n", "gb18030"),
    ("甲|乙\n1|2\n", "gbk"),
    ("sep=;\n甲;乙\n1;2\n", "utf-8"),
    (
        "單位,臺灣\n資料,繁體\n".replace("單位", "甲")
        .replace("臺灣", "乙")
        .replace("資料", "1")
        .replace("繁體", "2"),
        "big5",
    ),
]


@pytest.mark.parametrize(("text", "encoding"), TEXTS)
def test_text_tables_are_read_in_every_encoding_with_every_separator(text, encoding, tmp_path):
    assert read_text(text.encode(encoding), tmp_path) == [["甲", "乙"], ["1", "2"]]


def read_text(data, tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    return list(opened(path, path.name).rows)


def test_big5_is_told_from_gb18030_by_its_words(tmp_path):
    words = ["臺北市政府衛生局食品抽驗結果", "不合格產品", "處理情形"]
    assert read_text((",".join(words) + "\n").encode("big5"), tmp_path) == [words]


BAD = [
    (b"\xff\xff\x00\x81\xff", "a.csv", "编码"),
    ("甲,乙\n".encode() * 300_000 + b"\xff\xff", "a.csv", "后面不是"),
    (b"", "a.csv", "空的"),
    (b"PK\x03\x04rest", "a.csv", "不符"),
    ("甲,乙".encode(), "a.xlsx", "不符"),
    (b"PK\x03\x04rest", "a.xlsx", "已损坏"),
    (b"\xd0\xcf\x11\xe0rest", "a.xls", "已损坏"),
    (b"%PDF-1.4", "a.pdf", "格式的表格"),
    (b"a,b\n" + b'"' + b"x" * 2_000_000, "a.csv", "文本表格"),
]


@pytest.mark.parametrize(("data", "name", "sentence"), BAD, ids=[sentence for *_, sentence in BAD])
def test_what_is_no_table_is_refused_with_a_sentence(data, name, sentence, tmp_path):
    path = tmp_path / "received"
    path.write_bytes(data)
    with pytest.raises(Unreadable, match=sentence):
        list(opened(path, name).rows)


def test_a_workbook_is_read_with_its_sheets_days_and_merged_cells(tmp_path):
    book = Workbook()
    book.active.title = "封面"
    sheet = book.create_sheet("数据")
    sheet["B2"], sheet["C2"], sheet["D2"] = "甲", date(2017, 7, 1), datetime(2017, 7, 1, 9)  # noqa: DTZ001
    sheet.merge_cells("B3:C3")
    sheet["B3"], sheet["D3"] = 1.5, True
    path = tmp_path / "received"
    book.save(path)
    found = opened(path, "表.xlsx", "数据")
    assert found.names == ["封面", "数据"]
    assert found.merges == [((2, 1), (2, 2))]
    assert found.rows[1][1:] == ["甲", date(2017, 7, 1), datetime(2017, 7, 1, 9)]  # noqa: DTZ001
    assert found.rows[2][1:] == [1.5, None, True]


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_spreadsheets_call_them(index, name):
    assert letters(index) == name


FIGURES = parse(
    read(
        """\
register: figures
title: 统计数据
description: 分地区历年数据。
obligation: statistics
fields:
  place: {label: 地区, type: text, required: true}
  year: {label: 年份, type: year, required: true}
  value: {label: 数值, type: number, decimals: 4, negative: true}
identity: [place, year]
headline: [place, year]
columns: [place, year, value]
sort: place
""",
        source="figures.yaml",
    ),
    source="figures.yaml",
)


def read_across(rows):
    """Return the entries and faults of a sheet in which years stand side by side."""
    table, entries, skipped = found(rows, headings=["地区", "数值"])
    columns = propose(table, FIGURES)
    spread, width = across(table, FIGURES, columns), max(map(len, rows))
    laid = unfold(entries, spread, width=width)
    return list(Checker(unfolded(columns, spread, width=width), FIGURES, Known()).check(laid)), skipped


YEARS = [
    ["指标：人口（人）"],
    ["地区", "2017年", "2016年", "2015年"],
    ["天水街道", "1,200", None, 3.5],
    ["武林街道", "约800", "7", None],
    ["数据来源：演示"],
]


def test_years_side_by_side_are_entries_of_their_own_and_faults_keep_their_cell():
    result, skipped = read_across(YEARS)
    assert [row.values for row in result] == [
        {"place": "天水街道", "year": "2017", "value": "1200"},
        {"place": "天水街道", "year": "2015", "value": "3.5"},
        {"place": "武林街道", "year": "2017"},
        {"place": "武林街道", "year": "2016", "value": "7"},
    ]
    assert [fault.place for row in result for fault in row.faults] == ["B4"]
    assert [each.reason for each in skipped] == ["表下注释"]


needs_real = pytest.mark.skipif(not REAL.exists(), reason=f"needs {REAL}")


UNIVERSITIES = parse(
    read(
        """\
register: universities
title: 高等学校名单
description: 全国高等学校名单。
obligation: schools
fields:
  index: {label: 序号, type: count, required: true}
  name: {label: 学校名称, type: text, required: true}
  code: {label: 学校标识码, type: code, form: digits, required: true}
  department: {label: 主管部门, type: text}
  location: {label: 所在地, type: text}
  level: {label: 办学层次, type: choice, choices: [本科, 专科]}
  remark: {label: 备注, type: text}
identity: [code]
headline: [name]
columns: [code, name]
sort: index
""",
        source="universities.yaml",
    ),
    source="universities.yaml",
)


@needs_real
@pytest.mark.parametrize("path", sorted(REAL.glob("moe_universities_2025/*.xls")), ids=lambda path: path.stem)
def test_the_lists_of_universities_give_exactly_the_expected_rows(path):
    sheet = opened(path, path.name)
    rows, merges = sheet.rows, sheet.merges
    headings = [field.label for field in UNIVERSITIES.current]
    table, entries, skipped = found(rows, merges, headings=headings)
    columns = propose(table, UNIVERSITIES)
    result = list(Checker(columns, UNIVERSITIES, Known()).check(entries))
    assert not [fault for row in result for fault in row.faults]
    expected = json.loads(path.with_suffix(".json").read_text())
    keys = expected[0].keys()
    for one in expected:
        one["code"] = str(one["code"])  # some cells of the sheet are numbers, some text
        one.update({key: one[key].strip() for key in ("name", "department")})  # one of each ends with blanks
    assert [{key: row.values.get(key, "") for key in keys} for row in result] == expected
    assert {each.reason for each in skipped} <= {GROUP}


@needs_real
@pytest.mark.parametrize(
    "path", sorted(REAL.glob("nbs_csv_gbk/分省年度数据*[!合].csv")), ids=lambda path: path.stem
)
def test_the_statistics_of_provinces_give_their_exact_numbers(path):
    data = path.read_bytes()
    result, skipped = read_across(list(opened(path, path.name).rows))
    assert not [fault for row in result for fault in row.faults]
    grid = [line.split(",") for line in data.decode("gb18030").splitlines()]
    years = next(line for line in grid if line[0] == "地区")[1:]
    expected = {
        (line[0], year[:4]): Decimal(cell)
        for line in grid[4:]
        for year, cell in zip(years, line[1:], strict=False)
        if cell
    }
    got = {(row.values["place"], row.values["year"]): Decimal(row.values["value"]) for row in result}
    assert got == expected
    assert len(got) > 100
    assert [each.text for each in skipped][-1:] == ["数据来源：国家统计局"]
