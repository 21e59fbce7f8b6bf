"""What goes out as a file says exactly what is in the register, to machines, people and spreadsheets."""

import csv as plain_csv
import io
import json as plain_json
from datetime import date, datetime
from decimal import Decimal
from zipfile import ZipFile

import duckdb
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gongkai.registers.asking import Question, Range
from gongkai.registers.export import csv, json, xlsx
from gongkai.registers.export.columns import columns
from gongkai.registers.export.saying import About, dictionary, facts
from gongkai.registers.schema.definition import Sort
from gongkai.registers.snapshot import shape, turning, walking
from gongkai.registers.snapshot.answering import opened
from gongkai.registers.snapshot.building import build, connect
from tests import make
from tests.registers.test_schema import SAMPLING, declared

SAID = declared(
    SAMPLING.replace(
        "  told_on:",
        "  is_new: {label: 新品, type: boolean}\n  count: {label: 件数, type: count}\n  told_on:",
    )
)
COLUMNS = columns(SAID)
HEADINGS = [
    "条目序号", "抽查编号", "产品名称", "生产企业", "检验人", "结果", "罚款（万元）", "已缴（万元）", "街道",
    "街道代码", "抽查日期", "新品", "件数", "公布日期", "公布单位", "公布单位代码", "公开日期",
]  # fmt: skip
NAMES = {"region": {"330103003": "天水街道"}, "organisation": {"market": "市场监管局"}}
ABOUT = About(
    SAID, 3, datetime(2017, 6, 3, 9, tzinfo=make.SHANGHAI), ("下城区市场监管局",), ("产品质量法",),
    site="https://x.example", keeper="下城区",
)  # fmt: skip
ROWS = [
    {"number": "0012", "product": "=1+1", "result": "合格", "fine": "100.5", "street": "330103003",
     "checked_on": "2017-06-01", "is_new": True, "count": 12345},
    {"number": "330103201700010001", "product": "'=\"酥\",\n<饼>&_x0041_", "result": "不合格", "fine": "20",
     "street": "330103099", "checked_on": "1899-12-01", "is_new": False},
    {"number": "-5", "product": "牛奶", "maker": "@演示", "result": "合格", "fine": "123456789012345.6789",
     "checked_on": "2016-06-01", "count": 0},
]  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    place = tmp_path_factory.mktemp("export") / "1-1.duckdb"
    own = {"_version": 1, "_organisation": "market", "_released_on": "2017-06-03"}
    build(SAID, [shape.Rows(SAID).row({"_serial": n, **own}, row) for n, row in enumerate(ROWS, 1)], place)
    return opened(SAID, connect(place))


ALL = Question()


def texts(snapshot, question=ALL):
    return walking.texts(snapshot, question, COLUMNS, NAMES)


def read_csv(pieces):
    text = b"".join(pieces).decode()
    assert text.startswith("\ufeff"), "spreadsheets know UTF-8 by its mark"
    return list(plain_csv.reader(io.StringIO(text[1:], newline="")))


def test_a_table_has_headings_for_people_and_values_for_machines(snapshot):
    head, first, second, third = read_csv(csv.written(COLUMNS, texts(snapshot)))
    assert head == HEADINGS
    assert first == [
        "1", "0012", "'=1+1", "", "", "合格", "100.5", "", "天水街道", "330103003", "2017-06-01", "是", 
        "12345",
        "", "市场监管局", "market", "2017-06-03",
    ]  # fmt: skip
    assert third[8:12] == ["330103099", "330103099", "1899-12-01", "否"], "an unknown code stands for itself"
    assert second[6] == "123456789012345.6789", "no digit is lost"


def test_nothing_in_a_table_runs_as_a_formula_and_nothing_is_damaged(snapshot):
    rows = read_csv(csv.written(COLUMNS, texts(snapshot)))[1:]
    assert {row[1] for row in rows} == {"0012", "330103201700010001", "'-5"}
    assert {csv.unguarded(row[2]) for row in rows} == {row["product"] for row in ROWS}
    assert {csv.unguarded(row[3]) for row in rows} == {"", "@演示"}


@given(st.text(alphabet="='-+@＝a1\t ", max_size=5))
def test_what_is_guarded_can_be_read_back(text):
    assert not csv.guarded(text).startswith(("=", "+", "-", "@", "\t", "＝"))
    assert csv.unguarded(csv.guarded(text)) == text


def test_json_has_typed_values_and_says_what_it_is(snapshot):
    made = plain_json.loads(b"".join(json.written(COLUMNS, texts(snapshot), ABOUT)), parse_float=Decimal)
    assert (made["register"], made["release"], made["filter"]) == ("product-checks", 3, "全部")
    first, second, third = made["entries"]
    assert list(first) == [column.key for column in COLUMNS]
    assert (first["number"], first["fine"], first["count"], first["is_new"], first["maker"]) == (
        "0012", Decimal("100.5"), 12345, True, None,
    )  # fmt: skip
    assert second["fine"] == Decimal("123456789012345.6789")
    assert (first["street"], first["street__name"]) == ("330103003", "天水街道")
    assert third["is_new"] is False


def test_parquet_keeps_the_types(snapshot, tmp_path):
    place = tmp_path / "it's.parquet"
    walking.parquet(snapshot, Question(facets={"result": ("合格",)}), COLUMNS, NAMES, place)
    wanted = "number, fine, count, is_new, street__name, checked_on"
    found = duckdb.sql(f"SELECT {wanted} FROM read_parquet(?)", params=[str(place)])
    assert [str(each) for each in found.types] == [
        "VARCHAR", "DECIMAL(19,4)", "BIGINT", "BOOLEAN", "VARCHAR", "DATE",
    ]  # fmt: skip
    assert found.fetchall() == [
        ("0012", Decimal("100.5"), 12345, True, "天水街道", date(2017, 6, 1)),
        ("-5", Decimal("123456789012345.6789"), 0, None, None, date(2016, 6, 1)),
    ]


def workbook(pieces):
    return io.BytesIO(b"".join(pieces))


def test_a_workbook_is_read_by_programs_nobody_here_wrote(snapshot):
    file = workbook(xlsx.written(COLUMNS, texts(snapshot), ABOUT))
    assert ZipFile(file).testzip() is None
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["条目", "说明"]
    head, first, second, third = book["条目"].iter_rows()
    assert [cell.value for cell in head] == HEADINGS
    number, product, fine, day = first[1], first[2], first[6], first[10]
    assert (number.value, number.data_type, number.number_format) == ("0012", "s", "@")
    assert (product.value, product.data_type) == ("=1+1", "s"), "a text, no formula"
    assert (fine.value, fine.data_type, first[12].value) == (100.5, "n", 12345)
    assert (day.value, day.number_format) == (datetime(2017, 6, 1), "yyyy\\-mm\\-dd")
    assert second[6].value == "123456789012345.6789", "spreadsheets would round it"
    assert third[2].value == ROWS[1]["product"].replace("_x0041_", "_x005F_x0041_")
    assert third[10].value == "1899-12-01"
    file.seek(0)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_name("条目").to_python()
    assert rows[3][2] == ROWS[1]["product"]
    assert rows[1][10] == date(2017, 6, 1)


def test_a_workbook_can_be_read_without_touching_its_columns(snapshot):
    said = [(*row[:2], "饼" * 12, *row[3:]) for row in next(iter(texts(snapshot)))]
    long = [(*row[:2], "饼" * 90, *row[3:]) for row in said]
    for rows, width in ((said, 26), (long, 50), ([], 10)):
        sheet = openpyxl.load_workbook(workbook(xlsx.written(COLUMNS, [rows], ABOUT)))["条目"]
        assert sheet.freeze_panes == "A2"
        assert sheet.column_dimensions["C"].width == width
        assert sheet.column_dimensions["K"].width == 12, "a day"
        assert (sheet["G1"].alignment.horizontal, sheet["C1"].alignment.horizontal) == ("right", None)


def test_the_second_sheet_says_what_the_first_is(snapshot):
    book = openpyxl.load_workbook(workbook(xlsx.written(COLUMNS, texts(snapshot), ABOUT)))
    rows = [[cell for cell in row if cell is not None] for row in book["说明"].iter_rows(values_only=True)]
    told = dict(row for row in rows if len(row) == 2)
    assert told["行数"] == "3"
    assert told["公开依据"] == "产品质量法"
    assert told["数据时间"] == "2017-06-03 09:00:00（第3批）"
    assert told["许可"] == "可自由使用，须注明来源"
    assert told["筛选条件"] == "全部"
    assert ["inspector", "检验人", "人名", "结果为合格时只留姓氏"] in rows


def test_what_no_sheet_can_hold_goes_to_the_next(snapshot, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    monkeypatch.setattr(xlsx, "PORTION", 1)
    book = openpyxl.load_workbook(workbook(xlsx.written(COLUMNS, texts(snapshot), ABOUT)))
    assert book.sheetnames == ["条目", "说明", "条目（续1）", "条目（续2）"]
    assert [book[name]["A2"].value for name in ("条目", "条目（续1）", "条目（续2）")] == [1, 3, 2]
    assert "条目依次分在 3 个工作表里" in str([row for row in book["说明"].values])


def test_an_empty_answer_is_still_a_file(snapshot):
    nothing = Question(words=("没有这样的",))
    assert read_csv(csv.written(COLUMNS, texts(snapshot, nothing))) == [HEADINGS]
    assert plain_json.loads(b"".join(json.written(COLUMNS, texts(snapshot, nothing), ABOUT)))["entries"] == []
    book = openpyxl.load_workbook(workbook(xlsx.written(COLUMNS, texts(snapshot, nothing), ABOUT)))
    assert book["条目"].max_row == 1


def test_a_download_holds_what_is_asked_for_in_the_order_asked_for(snapshot, monkeypatch):
    monkeypatch.setattr(walking, "PORTION", 1)
    dearest = Question(ranges={"fine": Range("50")}, sort=Sort("fine", is_descending=True), page=7)
    assert [row[0] for piece in texts(snapshot, dearest) for row in piece] == ["3", "1"]
    assert [each.serial for each in walking.walk(snapshot, dearest)] == [3, 1]
    assert turning.total(snapshot, dearest) == 2


def test_the_dictionary_tells_of_every_column():
    rows = {row[0]: row for row in dictionary(SAID, COLUMNS)}
    assert list(rows) == [column.key for column in COLUMNS]
    assert rows["result"] == ("result", "结果", "选项", "", "合格、不合格", "是", "", "", "")
    assert rows["fine"][3] == "万元"
    retired = declared(SAMPLING.replace("生产企业,", "生产企业, until: 2017-05-01,"))
    maker = next(row for row in dictionary(retired, columns(retired)) if row[0] == "maker")
    assert maker[7] == "2017-05-01"
    assert dict(facts(ABOUT))["引用格式"].startswith("下城区：产品质量抽查（第3批，2017-06-03公开）")


def test_a_heading_is_used_once():
    said = declared(SAMPLING.replace("label: 生产企业,", "label: 街道代码,"))
    headings = [column.heading for column in columns(said)]
    assert "街道代码（2）" in headings
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_spreadsheets_call_them(place, name):
    assert xlsx.letters(place) == name
