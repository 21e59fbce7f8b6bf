"""Looking closer at a register: levels of fields and of codes, one year at a time, all choices listed."""

from decimal import Decimal

import pytest

from gongkai.obligations.node import BadCatalogue
from gongkai.obligations.source import read as read_yaml
from gongkai.registers import asking
from gongkai.registers.asking import Question
from gongkai.registers.drilling import Level, closer, is_last, level_of, levels, trail
from gongkai.registers.figures import Asking, figure
from gongkai.registers.schema import parse
from gongkai.registers.snapshot import shape
from gongkai.registers.snapshot.answering import answer, opened
from gongkai.registers.snapshot.building import build, connect
from gongkai.registers.snapshot.counting import tallied, values

SPENDING = """\
register: spending
title: 支出
description: 各单位的支出。
systems: ['2.6']
obligation: department-budget
fields:
  number: {label: 编号, type: code, required: true}
  year: {label: 年度, type: year}
  unit: {label: 单位, type: organisation}
  function: {label: 科目, type: code, levels: {'205': 教育, '20502': 普通教育, '208': 社保}}
  item: {label: 项目, type: text}
  table: {label: 表, type: choice, choices: [收入表, 支出表, 基金表]}
  amount: {label: 金额, type: money, unit: 万元, negative: true}
identity: [number]
headline: [item]
columns: [number, item, amount]
facets: [year, unit, function, item, table]
sort: number
charts:
  - {key: tree, title: 支出, form: tree, by: [unit, function, item], measure: sum, of: amount, pick: [year],
     per: resident}
  - {key: bars, title: 科目, form: bar, by: function, measure: sum, of: amount, split: unit}
  - {key: tables, title: 各表, form: bar, by: table, all: true, measure: sum, of: amount,
     when: {table: [支出表, 基金表]}}
"""
LINES = [
    ("2016", "education", "2050202", "小学", "支出表", "7"),
    ("2017", "education", "2050202", "小学", "支出表", "10.5"),
    ("2017", "education", "2050203", "初中", "支出表", "4"),
    ("2017", "education", "2080505", "养老", "支出表", "1.25"),
    ("2017", "finance", "2010601", "运行", "支出表", "3"),
    ("2017", "finance", "205", "培训", "支出表", "0"),
]
KEYS = "year unit function item table amount".split()


def declared(text=SPENDING):
    return parse(read_yaml(text, source="spending.yaml"), source="spending.yaml")


SAID = declared()
TREE, BARS, TABLES = SAID.charts


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    place = tmp_path_factory.mktemp("snapshot") / "a.duckdb"
    own = {"_version": 1, "_organisation": "a"}
    rows = [dict(zip(KEYS, line, strict=True)) | {"number": str(n)} for n, line in enumerate(LINES, 1)]
    build(SAID, (shape.Rows(SAID).row(own | {"_serial": int(row["number"])}, row) for row in rows), place)
    with connect(place) as connection:
        yield opened(SAID, connection)


def asked(**facets):
    return Question(facets={key: tuple(values.split()) for key, values in facets.items()})


@pytest.mark.parametrize(
    ("question", "level"),
    [
        (asked(), Level("unit")),
        (asked(unit="education finance"), Level("unit")),
        (asked(unit="education"), Level("function", 3)),
        (asked(unit="education", function="205"), Level("function", 5)),
        (asked(unit="education", function="20502"), Level("item")),
        (asked(unit="education", function="2050202"), Level("item")),
        (asked(unit="education", function="20502", item="小学"), Level("item")),
        (asked(function="205"), Level("unit")),
    ],
)
def test_the_level_is_the_first_of_which_not_one_value_is_asked_for(question, level):
    assert level_of(TREE, question, SAID) == level


def test_the_last_level_leads_to_the_entries():
    assert levels(BARS, SAID) == [Level("function", 3), Level("function", 5), Level("function")]
    assert [is_last(each, TREE, SAID) for each in levels(TREE, SAID)] == [False, False, False, True]


def test_the_way_back_is_told_step_by_step():
    question = asked(unit="education", function="20502", year="2017")
    assert list(trail(TREE, question, SAID)) == [
        ("", "", asked(year="2017")),
        ("unit", "education", asked(year="2017", unit="education")),
        ("function", "205", asked(year="2017", unit="education", function="205")),
        ("function", "20502", question),
    ]
    assert list(trail(TABLES, asked(), SAID)) == []


def test_every_level_adds_up_to_the_one_before(snapshot):
    question, sums = asked(year="2017"), []
    for key in ("education", "205", "20502", "小学"):
        level = level_of(TREE, question, SAID)
        found = drawn(snapshot, TREE, question, level)
        sums.append({bar.key: bar.total for bar in found.bars})
        question = closer(question, level, key)
    assert sums == [
        {"education": Decimal("15.75"), "finance": 3},
        {"205": Decimal("14.5"), "208": Decimal("1.25")},
        {"20502": Decimal("14.5")},
        {"小学": Decimal("10.5"), "初中": 4},
    ]


def drawn(snapshot, chart, question, level):
    near = type(chart)(
        **{key: getattr(chart, key) for key in chart.__dataclass_fields__} | {"by": level.field}
    )
    tallies = tallied(snapshot, near, question, level.depth)
    return figure(near, tallies, Asking(SAID, {}, question))


def test_a_code_is_asked_for_by_its_beginning_and_counted_by_its_first_level(snapshot):
    found = answer(snapshot, asked(function="20502"))
    assert found.total == 3
    assert dict(answer(snapshot, asked()).counts["function"]) == {"205": 4, "208": 1, "201": 1}
    assert answer(snapshot, asked(function="205 208")).total == 5
    assert asking.sentence(asked(function="20502"), SAID, {}) == "科目为20502 普通教育"


def test_what_a_field_holds_is_told_whatever_is_asked_of_it(snapshot):
    assert dict(values(snapshot, "year", asked(year="2016"), ())) == {"2016": 1, "2017": 5}
    assert dict(values(snapshot, "unit", asked(year="2016"), ())) == {"education": 1}


def test_declared_choices_are_listed_one_by_one_also_where_nothing_is(snapshot):
    found = drawn(snapshot, TABLES, asked(), Level("table"))
    assert [(bar.label, bar.cells) for bar in found.bars] == [
        ("支出表", (Decimal("25.75"),)),
        ("基金表", (None,)),
    ]
    assert not found.sums_up


WRONG = [
    ("form: tree, by: [unit, function, item]", "form: bar, by: [unit, function]", "应是文字"),
    ("by: [unit, function, item]", "by: [unit, amount]", "不能用来"),
    ("pick: [year]", "pick: [amount]", "不能用来筛选"),
    ("pick: [year]", "split: table", "不能再分组"),
    ("per: resident", "per: house", "不在允许的范围内"),
    ("by: table, all: true", "by: item, all: true", "all 只用于选项字段"),
    ("levels: {'205': 教育, '20502': 普通教育, '208': 社保}", "levels: [教育]", "levels 下面应是"),
    ("levels: {'205': 教育, '20502': 普通教育, '208': 社保}", "form: digits", "不能用来筛选"),
    ("'205': 教育", "' ': 教育", "不是编号的开头"),
    ("choices: [收入表, 支出表, 基金表]", "many: true, choices: [收入表, 支出表, 基金表]", "不能作横轴"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG)
def test_what_cannot_be_drawn_is_told(old, new, sentence):
    with pytest.raises(BadCatalogue, match=sentence):
        declared(SPENDING.replace(old, new, 1))
