"""Cells and what they mean: one row for each way in which offices write a thing."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from gongkai.obligations.node import Node, Wrong
from gongkai.registers.fields import TYPES, BadCell, Known
from gongkai.registers.fields.base import typed
from gongkai.registers.fields.days import Date, Month, Quarter, Year
from gongkai.registers.fields.numbers import Bounds, Count, Money, Number, Percent
from gongkai.registers.fields.picks import Boolean, Choice, Choices, Organisation, Region
from gongkai.registers.fields.words import Code, Link, Note, Text, Uri

KNOWN = Known({"区市场监管局": "market", "杭州市下城区市场监督管理局": "market"}, {"天水街道": "330103003"})
RESULTS = Choice(("合格", "不合格", "未检验（拒检）"))

PLACES = Choices(("住所无法联系", "停业、清算", "注销", "迁出"))
SCORE = Number(bounds=Bounds(Decimal(0), Decimal(100)))
RECENT = Date(least=date(2000, 1, 1), most=date(2030, 12, 31))

READ = [
    (PLACES, "注销", "注销"),
    (PLACES, "迁出、注销", "注销；迁出"),
    (PLACES, "迁出; 停业、清算\n迁出", "停业、清算；迁出"),
    (PLACES, "停业、清算；住所无法联系", "住所无法联系；停业、清算"),
    (PLACES, "注销；失踪", BadCell),
    (PLACES, "——", None),
    (Link(register="others"), "０００１２３", "000123"),
    (Link(form="project-code", register="others"), "2017-330103", BadCell),
    (SCORE, "100", "100"),
    (SCORE, "100.5", BadCell),
    (SCORE, "-1", BadCell),
    (Count(bounds=Bounds(Decimal(-5))), "-5", -5),
    (Count(bounds=Bounds(Decimal(2))), "1", BadCell),
    (RECENT, "2000-01-01", "2000-01-01"),
    (RECENT, "1999-12-31", BadCell),
    (RECENT, "2031年1月1日", BadCell),
    (Text(), "  下城区\n抽检 ", "下城区 抽检"),
    (Text(), "——", None),
    (Text(), 12.0, "12"),
    (Text(), "全角（括号）", "全角（括号）"),
    (Note(), "第一段 \n\n 第二段", "第一段\n第二段"),
    (Code(), "０００１２３", "000123"),
    (Code(), "000123", "000123"),
    (Code(), 330103.0, "330103"),
    (Code(), 330103, "330103"),
    (Code("credit-code"), "91330103MA27W0QJ0G"[:17], BadCell),
    (Code("credit-code"), "91110000600037341L", "91110000600037341L"),
    (Code("project-code"), "2017-330103-48-01-000123", "2017-330103-48-01-000123"),
    (Code("project-code"), "2017-330103", BadCell),
    (Code("document-number"), "下市监罚字(2017)12号", "下市监罚字〔2017〕12号"),
    (Code("document-number"), "十二号文", BadCell),
    (Code("digits"), "12a", BadCell),
    (Code(), 1234567890123456789, BadCell),
    (Code(), 3.3010319800101e17, BadCell),
    (Code(), "编号 \t 一", "编号 一"),
    (Code(), "x" * 101, BadCell),
    (Text(), "长" * 301, BadCell),
    (Uri(), "https://www.example.gov.cn/a?b=1", "https://www.example.gov.cn/a?b=1"),
    (Uri(), "javascript:alert(1)", BadCell),
    (Uri(), "https://", BadCell),
    (Uri(), "http://[x", BadCell),
    (Count(), "1,234", 1234),
    (Count(), "１２", 12),
    (Count(), 12.0, 12),
    (Count(), "12.5", BadCell),
    (Count(), "-1", BadCell),
    (Count(bounds=Bounds()), "−1", -1),
    (Count(), "12人", BadCell),
    (Count(), "1,23", BadCell),
    (Count(), True, BadCell),
    (Count(), "-", None),
    (Number(), 0.1 + 0.2, "0.3"),
    (Number(), "1,234.50", "1234.5"),
    (Number(decimals=1), "0.25", BadCell),
    (Number(), float("nan"), BadCell),
    (Number(), float("inf"), BadCell),
    (Number(), "1e5", BadCell),
    (Number(), "9" * 16, BadCell),
    (Number(), 100, "100"),
    (Money(), "￥1,200元", "1200"),
    (Money(), "1.2万元", "12000"),
    (Money(of="万元", decimals=4), "12000元", "1.2"),
    (Money(of="万元", decimals=4), "12000.5", "12000.5"),
    (Money(of="万元"), "1元", BadCell),
    (Money(), "元", None),
    (Percent(), "12.5%", "12.5"),
    (Percent(), "１２．５％", "12.5"),
    (Percent(), 12.5, "12.5"),
    (Date(), "2017年7月1日", "2017-07-01"),
    (Date(), "二〇一七年七月一日", "2017-07-01"),
    (Date(), "2017/7/1", "2017-07-01"),
    (Date(), "2017.7.1", "2017-07-01"),
    (Date(), "20170701", "2017-07-01"),
    (Date(), 20170701.0, "2017-07-01"),
    (Date(), "２０１７－０７－０１", "2017-07-01"),
    (Date(), date(2017, 7, 1), "2017-07-01"),
    (Date(), datetime(2017, 7, 1), "2017-07-01"),  # noqa: DTZ001 - spreadsheets know no zone
    (Date(), datetime(2017, 7, 1, 9, 30), "2017-07-01"),  # noqa: DTZ001
    (Date(), "2017-02-30", BadCell),
    (Date(), "17-7-1", BadCell),
    (Date(), 42917.0, BadCell),
    (Month(), "2017年7月", "2017-07"),
    (Month(), "2017-7", "2017-07"),
    (Month(), "201707", "2017-07"),
    (Month(), "2017年7月份", "2017-07"),
    (Month(), date(2017, 7, 1), "2017-07"),
    (Month(), date(2017, 7, 2), BadCell),
    (Month(), "2017-13", BadCell),
    (Quarter(), "2017年第三季度", "2017-Q3"),
    (Quarter(), "2017年三季度", "2017-Q3"),
    (Quarter(), "2017q3", "2017-Q3"),
    (Quarter(), "2017年5季度", BadCell),
    (Year(), "2017年度", "2017"),
    (Year(), 2017.0, "2017"),
    (Year(), "217", BadCell),
    (Year(), "2517", BadCell),
    (RESULTS, "不 合格", "不合格"),
    (RESULTS, "未检验(拒检)", "未检验（拒检）"),
    (RESULTS, "不及格", BadCell),
    (RESULTS, "/", None),
    (Boolean(), "√", True),
    (Boolean(), "无", False),
    (Boolean(), False, False),
    (Boolean(), "也许", BadCell),
    (Organisation(), "区市场监管局", "market"),
    (Organisation(), "market", "market"),
    (Organisation(), "市监局", BadCell),
    (Region(), "天水街道", "330103003"),
    (Region(), 330103003, "330103003"),
    (Region(), "不存在街道", BadCell),
]


@pytest.mark.parametrize(("kind", "cell", "wanted"), READ)
def test_a_cell_is_read_as_it_was_meant_or_refused(kind, cell, wanted):
    if wanted is BadCell:
        with pytest.raises(BadCell):
            kind.parse(cell, KNOWN)
    else:
        assert kind.parse(cell, KNOWN) == wanted


SENTENCES = [
    (RESULTS, "不合", "是不是“不合格”？"),
    (Boolean(), "待定", "应填“是”或“否”"),
    (Date(), 42917, "2017-07-01"),
    (Code(), 123456789012345678, "文本格式"),
    (Month(), "2017-07-05", "2017-07"),
    (SCORE, "101", "“101”不应大于 100"),
    (SCORE, "-1", "“-1”不应是负数"),
    (Count(bounds=Bounds(Decimal(2))), "1", "“1”不应小于 2"),
    (RECENT, "1999-12-31", "1999-12-31 不应早于 2000-01-01"),
    (RECENT, "2031-01-01", "2031-01-01 不应晚于 2030-12-31"),
    (PLACES, "注销；迁处", "是不是“迁出”？"),
    (Organisation(), "区市场监管", "区市场监管局"),
]


@pytest.mark.parametrize(("kind", "cell", "words"), SENTENCES)
def test_a_refusal_says_what_to_write(kind, cell, words):
    with pytest.raises(BadCell, match=words.replace("？", ".")):
        kind.parse(cell, KNOWN)


SHOWN = [
    (Money(of="万元"), "1234567.5", "1,234,567.5"),
    (Percent(), "12.5", "12.5%"),
    (Count(of="件"), 1234, "1,234"),
    (Month(), "2017-07", "2017年7月"),
    (Quarter(), "2017-Q3", "2017年第三季度"),
    (Year(), "2017", "2017年"),
    (Boolean(), False, "否"),
    (Boolean(), None, ""),
    (Text(), None, ""),
    (Date(), "2017-07-01", "2017-07-01"),
]


@pytest.mark.parametrize(("kind", "value", "wanted"), SHOWN)
def test_a_value_is_shown_as_people_read_it(kind, value, wanted):
    assert kind.show(value) == wanted


@pytest.mark.parametrize("kind", TYPES.values())
def test_every_type_reads_its_own_example_and_reads_it_again(kind):
    said = {"choices": [Node("合格", 1), Node("不合格", 1)], "register": "others"}
    field = kind.declared({option: Node(said[option], 1) for option in kind.needed})
    known = Known({kind.example: "key"}, {kind.example: "key"})
    value = field.parse(kind.example, known)
    assert value is not None
    assert field.parse(value, known) == value, "a stored value typed again is the same value"
    assert field.parse("", known) is None
    assert kind.accepts


def test_a_choice_needs_something_to_choose_from():
    with pytest.raises(Wrong):
        Choice.declared({"choices": Node([Node("合格", 1)], 1)})


def test_decimals_are_bounded():
    with pytest.raises(Wrong):
        Number.declared({"decimals": Node(9, 1)})


def test_what_one_cell_holds_is_told_one_by_one():
    assert PLACES.several("停业、清算；迁出") == ["停业、清算", "迁出"]
    assert PLACES.several(None) == RESULTS.several(None) == []
    assert RESULTS.several("合格") == ["合格"]


def test_several_choices_must_be_told_apart():
    choices = {"choices": Node([Node("甲；乙", 1), Node("丙", 1)], 7), "many": Node(True, 1)}
    with pytest.raises(Wrong, match="不能有分号") as raised:
        Choice.declared(choices)
    assert raised.value.line == 7


BOUNDS = [
    (Number, {"least": "一"}, "应是数"),
    (Number, {"most": True}, "应是数"),
    (Count, {"least": 5, "most": 4}, "most 不能小于 5"),
    (Count, {"most": "-1"}, "most 不能小于 0"),
    (Date, {"least": date(2018, 1, 1), "most": date(2017, 1, 1)}, "most 不能早于 least"),
    (Date, {"least": 2017}, "应是日期"),
]


@pytest.mark.parametrize(("kind", "said", "sentence"), BOUNDS)
def test_bounds_must_leave_something(kind, said, sentence):
    with pytest.raises(Wrong, match=sentence):
        kind.declared({word: Node(value, 1) for word, value in said.items()})


def test_negative_means_no_bound_below():
    assert Count.declared({"negative": Node(True, 1)}).bounds == Bounds()
    assert Count.declared({"negative": Node(False, 1)}).bounds == Bounds(Decimal(0))
    assert Count.declared({"least": Node("-5", 1)}).bounds == Bounds(Decimal(-5))


def test_signs_that_nobody_sees_are_left_out_and_breaks_are_kept():
    told = "一\x02二\0三\x7f\ufffe\u200b\x0b四\t五"
    assert typed(told) == "一二三\n四\t五"
    assert TYPES["text"]().parse(told) == "一二三 四 五"
    assert TYPES["note"]().parse(told) == "一二三\n四 五"
