"""The workbook for filling in is read by the import that reads all others, and says what may be typed."""

import re
from datetime import date
from io import BytesIO

from django.conf import settings
from openpyxl import load_workbook

from gongkai.registers.sheets.columns import doubts, headings_of, propose
from gongkai.registers.sheets.files import opened
from gongkai.registers.sheets.rows import Checker
from gongkai.registers.sheets.table import lines, locate
from gongkai.registers.sheets.template import CHOICES, NOTES, template
from tests.catalogue.test_registers import KNOWN
from tests.each import each_of
from tests.registers.test_schema import FLAWS, SAMPLING, declared

FILES = sorted((settings.CATALOGUE / "registers").glob("*.yaml"))
NAMES = {"organisation": ["区财政局", "区市场监管局"], "region": ["天水街道", "武林街道"]}
SCORED = SAMPLING.replace(
    "  street:", f"  flaws: {FLAWS}\n  score: {{label: 得分, type: number, most: 100}}\n  street:"
)


@each_of(FILES)
def test_every_register_has_a_workbook_whose_columns_are_found_again(path):
    said = declared(path.read_text())
    book = load_workbook(BytesIO(template(said, NAMES)))
    assert book.sheetnames[1:] == [CHOICES, NOTES]
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    table = locate(rows, [heading for field in said.current for heading in headings_of(field)])
    columns = propose(table, said)
    assert [column.field for column in columns] == [field.key for field in said.current]
    assert {column.how for column in columns} == {"same"}
    assert not doubts(columns, said, [])


def rules(said):
    sheet = load_workbook(BytesIO(template(said, NAMES))).worksheets[0]
    headings = {cell.value: cell.column_letter for cell in sheet[1]}
    rules = sheet.data_validations.dataValidation
    found = {re.match("[A-Z]+", str(each.sqref))[0]: each for each in rules}
    return sheet, {heading: found.get(letter) for heading, letter in headings.items()}


def test_what_may_be_typed_is_checked_while_it_is_typed():
    sheet, found = rules(declared(SCORED))
    assert found["结果"].type == "list" and found["结果"].showErrorMessage
    assert found["缺陷"].type == "list" and not found["缺陷"].showErrorMessage, "several may be typed"
    assert (found["得分"].type, found["得分"].formula1, found["得分"].formula2) == ("decimal", "0", "100")
    assert found["街道"].type == "list"
    assert found["抽查日期"].type == "date"
    assert found["产品名称"] is None
    letter = sheet["A1"].column_letter
    assert sheet.column_dimensions[letter].number_format == "@", "codes keep their zeros"
    assert "必填" in sheet["A1"].comment.text
    book = load_workbook(BytesIO(template(declared(SCORED), NAMES)))
    assert "合格" in [cell.value for row in book[CHOICES].iter_rows() for cell in row]
    assert any("检验人" in str(row[0].value) for row in book[NOTES].iter_rows())


def test_what_is_filled_into_the_workbook_is_read_without_fault(tmp_path):
    said = declared(SCORED)
    book = load_workbook(BytesIO(template(said, NAMES)))
    sheet = book.worksheets[0]
    typed = {"抽查编号": "007", "产品名称": "饼干", "结果": "合格", "缺陷": "标签；包装", "得分": 99.5}
    typed |= {"抽查日期": date(2017, 7, 1), "街道": "天水街道", "罚款（万元）": 1.5}
    for cell in sheet[1]:
        sheet.cell(2, cell.column, typed.get(cell.value))
    path = tmp_path / "filled.xlsx"
    book.save(path)
    rows = list(opened(path, "filled.xlsx", "").rows)
    table = locate(rows, [heading for field in said.current for heading in headings_of(field)])
    checker = Checker(propose(table, said), said, KNOWN)
    (row,) = checker.check(lines(rows[table.first :], table, start=table.first + 1))
    assert not row.faults
    assert row.values["number"] == "007"
    assert row.values["flaws"] == "标签；包装"
    assert (row.values["checked_on"], row.values["street"]) == ("2017-07-01", "330103003")
