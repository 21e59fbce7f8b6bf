"""Every register of the catalogue: it parses, meets an obligation, and its demonstration rows fit it."""

import re

import yaml
from django.conf import settings

from gongkai.obligations import source
from gongkai.registers.fields import Known
from gongkai.registers.schema import masked, parse
from gongkai.registers.schema.checking import broken
from gongkai.registers.sheets import csv
from gongkai.registers.sheets.columns import doubts, propose
from gongkai.registers.sheets.rows import Checker
from gongkai.registers.sheets.table import Line, lines, locate
from tests.catalogue.test_obligations import SYSTEMS
from tests.each import each_of

FOLDER = settings.CATALOGUE / "registers"
ROWS = settings.CATALOGUE / "samples" / "registers"
FILES = sorted(FOLDER.glob("*.yaml"))
FEWEST_ROWS, MOST_LINES = 30, 60


def declared(path):
    return parse(source.read(path.read_text(), source=path.name), source=path.name)


def obligations():
    files = (settings.CATALOGUE / "obligations").glob("*.yaml")
    return {row["key"] for path in files for row in yaml.safe_load(path.read_text())["obligations"]}


def district():
    said = yaml.safe_load((settings.CATALOGUE / "districts" / "xiacheng.yaml").read_text())
    names = {
        name: each["key"] for each in said["organisations"] for name in (each["name"], each["short_name"])
    }
    regions = {each["name"]: each["code"] for each in said["regions"] if each["code"].startswith("330103")}
    return Known(names, regions)


KNOWN = district()


@each_of(FILES)
def test_a_register_parses_and_belongs_to_an_obligation(path):
    register = declared(path)
    assert register.key == path.stem
    assert set(register.obligations) <= obligations(), register.obligations
    assert register.systems, "which system of the work points it serves"
    assert set(register.systems) <= set(SYSTEMS)
    assert len(path.read_text().splitlines()) <= MOST_LINES
    assert register.facets, "people must be able to filter"
    assert register.search, "people must be able to find"
    assert register.charts, "people look before they read"
    assert (register.export == "ocds") == (register.ocds is not None), "which field is what in the standard"


@each_of(FILES)
def test_an_example_row_names_what_exists_and_is_read_again_as_it_is_shown(path):
    register = declared(path)
    assert register.samples
    for values in register.samples:
        for key, value in values.items():
            assert register.fields[key].type.parse(value, KNOWN) == value, key
        assert masked(register, masked(register, values)) == masked(register, values)
        assert not list(broken(register)(values))


PAST = re.compile(
    "(decided|sampled|inspected|approved|made|happened|identified|filed|listed|formed|signed)_on"
)


@each_of(FILES)
def test_days_on_which_something_has_happened_lie_not_in_the_future(path):
    register = declared(path)
    days = {key for key, field in register.fields.items() if field.type.word == "date" and PAST.match(key)}
    said = {key for check in register.checks if check.verb == "past" for key in check.fields}
    assert days <= said


DEMANDED = {
    "food-sampling": ({"result": "不合格"}, {"failed_items", "measured", "standard"}),
    "quality-spot-checks": ({"result": "不合格"}, {"failed_items"}),
    "commodity-sampling": ({"result": "不合格"}, {"failed_items"}),
    "drug-sampling": ({"result": "不符合规定"}, {"failed_items"}),
    "administrative-licences": ({"holder_kind": "法人及非法人组织"}, {"holder_code"}),
    "administrative-penalties": ({"party_kind": "法人及非法人组织"}, {"party_code"}),
    "normative-documents": ({"validity": "废止"}, {"changed_on", "basis"}),
    "environmental-incidents": ({"state": "已结案"}, {"conclusion", "impact", "loss", "concluded_on"}),
    "major-project-progress": ({"stage": "批准结果"}, {"number", "result"}),
    "resource-trading": (
        {"trade": "政府采购", "item": "成交结果公告"},
        {"winner", "price", "goods", "experts"},
    ),
    "ppp-projects": ({"item": "项目合同"}, {"mechanism", "terms"}),
}
"""What must be told in a case: 食品安全抽样检验、政府采购法实施条例第四十三条、双公示 and the like."""


@each_of(DEMANDED.items())
def test_what_the_law_asks_for_in_a_case_must_be_filled_in(demanded):
    key, (values, fields) = demanded
    assert {each for each, _ in broken(declared(FOLDER / f"{key}.yaml"))(values)} == fields


@each_of(FILES)
def test_the_demonstration_rows_can_be_filled_in_as_a_clerk_would(path):
    register = declared(path)
    rows = list(csv.rows(ROWS / f"{path.stem}.csv"))
    assert "演示数据" in str(rows[0]), "the first line says that nothing of it is real"
    headings = [each for field in register.current for each in (field.label, *field.aliases)]
    table = locate(rows, headings)
    columns = propose(table, register)
    body = lines(rows[table.first :], table, start=table.first + 1)
    found = [each for each in body if isinstance(each, Line)]
    assert not doubts(columns, register, found)
    assert not [column.heading for column in columns if not column.field], "columns without a field"
    checked = list(Checker(columns, register, KNOWN).check(found))
    assert not [f"{each.place} {each.found} {each.reason}" for row in checked for each in row.faults]
    assert len(checked) >= FEWEST_ROWS
    empty = [key for key in register.facets if not any(row.values.get(key) for row in checked)]
    assert not empty, "facets that no row fills in"


def test_no_register_has_a_field_for_what_may_never_be_public():
    """个人信息保护法第二十八条: no register asks for identity cards, bank accounts or diagnoses."""
    never = re.compile("身份证|银行账号|银行卡|病情|诊断|家庭住址|详细住址")
    fields = [(path.stem, field.label) for path in FILES for field in declared(path).current]
    assert not [each for each in fields if never.search(each[1])]
