"""The language of registers: what it understands, and the sentence and line for what it does not."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.law.deadlines import Length, Unit
from gongkai.obligations.node import BadCatalogue
from gongkai.obligations.source import read
from gongkai.registers.schema import masked, parse
from gongkai.registers.schema.checking import ahead, broken
from gongkai.registers.schema.definition import Mask, Measure, Sort
from gongkai.registers.schema.masking import MANNERS

SAMPLING = """\
register: product-checks
title: 产品质量抽查
description: 每次监督抽查的产品、企业和结果。
systems: ['3.3']
obligation: product-quality-checks
fields:
  number: {label: 抽查编号, type: code, required: true}
  product: {label: 产品名称, type: text, required: true, aliases: [样品名称, 品名]}
  maker: {label: 生产企业, type: text}
  inspector: {label: 检验人, type: person}
  result: {label: 结果, type: choice, choices: [合格, 不合格], required: true}
  fine: {label: 罚款, type: money, unit: 万元, decimals: 4}
  paid: {label: 已缴, type: money, unit: 万元, decimals: 4}
  street: {label: 街道, type: region}
  checked_on: {label: 抽查日期, type: date, required: true}
  told_on: {label: 公布日期, type: date}
identity: [number]
headline: [product, result]
columns: [number, product, result, fine]
facets: [result, street]
sort: -checked_on
sorts: [fine, -checked_on]
search: [product, maker]
masks:
  - {field: inspector, as: surname, when: {result: 合格}}
retention:
  - {after: checked_on, months: 600, then: archive, basis: 演示}
charts:
  - {key: by-street, title: 各街道不合格批次, form: bar, by: street, split: result}
  - {key: fines, title: 罚款, form: line, by: checked_on, step: month, measure: sum, of: fine}
rankings:
  - {title: 罚款最多, by: -fine, within: street}
checks:
  - {that: at-most, fields: [paid], of: fine}
  - {that: not-before, fields: [told_on], of: checked_on}
event: checked_on
samples:
  - {number: '0001', product: 饼干, result: 不合格, fine: '1.5', checked_on: 2017-06-01, street: '330103003'}
"""


FLAWS = "{label: 缺陷, type: choice, choices: [标签, 成分、含量, 包装], many: true}"


def declared(text=SAMPLING):
    return parse(read(text, source="product-checks.yaml"), source="product-checks.yaml")


def test_a_register_says_all_that_is_done_with_it():
    it = declared()
    assert it.key == "product-checks"
    assert (
        list(it.fields) == "number product maker inspector result fine paid street checked_on told_on".split()
    )
    assert it.fields["fine"].heading == "罚款（万元）"
    assert it.sorts == (Sort("checked_on", is_descending=True), Sort("fine"))
    assert it.facets == ("result", "street")
    assert it.masks == (Mask("inspector", "surname", (("result", "合格"),)),)
    assert it.charts[1].measure == Measure("sum", ("fine",))
    assert it.charts[1].step == "month"
    assert it.rankings[0].is_descending
    assert it.event == "checked_on"
    assert it.samples[0]["fine"] == "1.5"
    assert it.identify(it.samples[0]) == "0001"
    assert it.headed(it.samples[0]) == "饼干 不合格"


def test_a_register_may_serve_several_duties_the_main_one_first():
    it = declared(SAMPLING.replace("obligation: product-quality-checks", "obligation: [main, other-one]"))
    assert (it.obligation, it.obligations) == ("main", ("main", "other-one"))
    assert declared().obligations == ("product-quality-checks",)


LENGTHS = [
    ("months: 36", Length(36, Unit.MONTHS), ""),
    ("days: 7", Length(7, Unit.CALENDAR_DAYS), ""),
    ("working_days: 5", Length(5, Unit.WORKING_DAYS), ""),
    ("limit: subsistence-review-display", None, "subsistence-review-display"),
]


@pytest.mark.parametrize(("said", "length", "limit"), LENGTHS)
def test_a_display_lasts_a_length_or_as_long_as_the_law_says(said, length, limit):
    (rule,) = declared(SAMPLING.replace("months: 600", said)).retention
    assert (rule.length, rule.limit) == (length, limit)


def test_the_same_text_says_the_same():
    assert declared() == declared()


WRONG = [
    ("title: 产品质量抽查", "titel: 产品质量抽查", 2, "不认识的词“titel”"),
    ("type: money, unit: 万元, decimals: 4}\n  paid", "type: cash}\n  paid", 12, "“cash”不在允许的范围内"),
    ("unit: 万元, decimals: 4}\n  paid", "unit: 两}\n  paid", 12, "“两”不在允许的范围内"),
    ("type: text}\n  inspector", "type: text, unit: 元}\n  inspector", 9, "不认识的词“unit”"),
    ("identity: [number]", "identity: [maker]", 17, "应标为 required: true"),
    ("identity: [number]", "identity: []", 17, "至少写一个字段"),
    ("facets: [result, street]", "facets: [result, road]", 20, "没有叫“road”的字段"),
    ("facets: [result, street]", "facets: [fine]", 20, "不能用来筛选"),
    ("sort: -checked_on", "sort: -checked", 21, "没有叫“checked”的字段"),
    ("search: [product, maker]", "search: [fine]", 23, "不能按字查找"),
    ("as: surname", "as: blur", 25, "“blur”不在允许的范围内"),
    ("{result: 合格}}", "{result: 优秀}}", 25, "“优秀”不在允许的范围内"),
    ("{result: 合格}}", "{maker: 甲}}", 25, "条件只能用单选的选项字段"),
    ("{field: inspector,", "{field: fine,", 25, "数字不能遮蔽"),
    ("{field: inspector,", "{field: told_on,", 25, "只能用 hide 遮蔽"),
    ("months: 600", "months: 60000", 27, "展示期最多"),
    ("months: 600", "days: 99999", 27, "展示期最多"),
    ("months: 600", "months: 600, days: 3", 27, "months、days、working_days、limit 之一"),
    ("months: 600, ", "", 27, "months、days、working_days、limit 之一"),
    ("choices: [合格, 不合格]", "choices: [合格, 不合格], many: true", 25, "单选的选项字段"),
    ("form: bar, by: street, split: result", "form: bar, by: street, split: flaws", 30, "不能用来分组"),
    ("form: bar, by: street, split", "form: bar, by: flaws, split", 30, "不能作横轴"),
    ("within: street", "within: flaws", 33, "不能用来分组"),
    ("obligation: product-quality-checks", "obligation: []", 5, "公开事项应有 1 至"),
    ("obligation: product-quality-checks", "obligation: [one, one]", 5, "重复"),
    ("that: at-most, fields: [paid], of: fine", "that: total, fields: [paid], of: fine", 34, "只写 fields"),
    ("that: at-most, fields: [paid], of: fine", "that: total, fields: [maker]", 34, "应是数字字段"),
    ("type: text}\n  inspector", "type: link}\n  inspector", 9, "要写明 register"),
    ("after: checked_on, months", "after: maker, months", 27, "这里应是日期字段"),
    ("key: fines", "key: by-street", 30, "图表“by-street”写了两次"),
    ("measure: sum, of: fine", "measure: sum", 30, "sum 和 mean 要写明 of"),
    ("by: checked_on, step: month", "by: street, step: month", 30, "按年、季、月归并"),
    ("form: bar, by: street", "form: map, by: result", 29, "分布图要按区划字段画"),
    ("by: -fine", "by: -product", 32, "没有大小，不能排名"),
    ("fields: [paid], of: fine", "fields: [paid], of: checked_on", 34, "不能比较"),
    ("fields: [paid], of", "fields: [paid, fine], of", 34, "只能写一个字段"),
    ("fields: [paid], of: fine", "fields: [paid]", 34, "缺少：of"),
    ("that: at-most, fields: [paid], of: fine", "that: filled, fields: [paid]", 34, "filled 要写明 when"),
    ("that: at-most, fields: [paid], of: fine", "that: past, fields: [paid]", 34, "past 只用于日期和月份"),
    ("at-most, fields: [paid], of: fine", "past, fields: [told_on], of: checked_on", 34, "past 不要 of"),
    ("at-most, fields: [paid]", "at-most, when: {result: [合格, 优]}, fields: [paid]", 34, "“优”不在"),
    ("measure: sum, of: fine", "measure: sum, of: [fine, paid], split: result", 30, "不能再用 split"),
    ("measure: sum, of: fine", "measure: sum, of: [fine, maker]", 30, "这里应是数字字段"),
    ("within: street}", "within: street, when: {result: 优}}", 32, "“优”不在允许的范围内"),
    ("event: checked_on", "event: product", 36, "这里应是日期字段"),
    ("fine: '1.5'", "fine: 一点五", 38, "罚款：“一点五”不是数"),
    ("number: '0001', ", "", 38, "示例缺少必填的“抽查编号”"),
    ("  maker: {", "  page: {", 9, "“page”不能作字段代号"),
    ("  maker: {", "  cursor: {", 9, "“cursor”不能作字段代号"),
    ("label: 生产企业", "label: 品名", 9, "列名“品名”已经是字段 product 的"),
    ("choices: [合格, 不合格], ", "", 11, "要写明 choices"),
    ("choices: [合格, 不合格]", "choices: [合格]", 11, "选项应有 2 至"),
    ("register: product-checks", "register: Product_Checks", 1, "小写字母"),
    ("sort: -checked_on", "sort: on", 21, "on"),
]


@pytest.mark.parametrize(("old", "new", "line", "sentence"), WRONG)
def test_what_is_wrong_is_told_with_its_line(old, new, line, sentence):
    assert old in SAMPLING
    text = SAMPLING.replace(old, new, 1)
    if "flaws" in new:
        text = text.replace("  street:", f"  flaws: {FLAWS}\n  street:")
    with pytest.raises(BadCatalogue) as raised:
        declared(text)
    problem = next(each for each in raised.value.problems if each.line == line)
    assert sentence in problem.message
    assert problem.source == "product-checks.yaml"


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_its_lines():
    text = SAMPLING.replace("facets: [result, street]", "facets: [road]").replace("as: surname", "as: blur")
    text = text.replace("register: product-checks", "register: Product")
    with pytest.raises(BadCatalogue) as raised:
        declared(text)
    assert [each.line for each in raised.value.problems] == [1, 20, 25]
    with pytest.raises(BadCatalogue) as raised:
        declared(SAMPLING.replace("type: text", "type: words").replace("type: person", "type: man"))
    assert [each.line for each in raised.value.problems] == [8, 9, 10]


BOUND = "{that: at-most, fields: [paid], of: fine}"
SUM = "{that: sum, fields: [paid], of: fine}"
DAYS = "{that: not-before, fields: [told_on], of: checked_on}"
FILLED = "{that: filled, fields: [fine], when: {result: 不合格}}"
EITHER = "{that: filled, fields: [fine], when: {result: [不合格, 合格]}}"
PAST = "{that: past, fields: [told_on, checked_on], when: {result: 不合格}}"
CHECKED = [
    (BOUND, {"fine": "1", "paid": "1"}, ""),
    (BOUND, {"fine": "1", "paid": "10"}, "“已缴”不应大于“罚款”（1）"),
    (BOUND, {"paid": "10"}, ""),
    ("{that: equal, fields: [paid], of: fine}", {"fine": "1.0", "paid": "1"}, ""),
    (
        "{that: sum, fields: [paid], of: fine}",
        {"fine": "1.5", "paid": "1"},
        "已缴相加是 1，与“罚款”1.5 不一致",
    ),
    (DAYS, {"told_on": "2017-06-01", "checked_on": "2017-06-01"}, ""),
    (
        DAYS,
        {"told_on": "2017-05-31", "checked_on": "2017-06-01"},
        "“公布日期”不应早于“抽查日期”（2017-06-01）",
    ),
    (FILLED, {"result": "不合格"}, "结果为“不合格”时，“罚款”必须填写"),
    (FILLED, {"result": "合格"}, ""),
    (EITHER, {"result": "合格"}, "结果为“合格”时，“罚款”必须填写"),
    (EITHER, {}, ""),
    (PAST, {"told_on": "9999-01-01", "checked_on": "9999-01-01"}, ""),
    (BOUND.replace("of: fine", "of: fine, when: {result: 合格}"), {"fine": "1", "paid": "2"}, ""),
]


@pytest.mark.parametrize(("check", "values", "sentence"), CHECKED)
def test_what_must_hold_of_an_entry_is_told_where_it_does_not(check, values, sentence):
    it = declared(SAMPLING.replace(BOUND, check))
    assert "".join(told for _, told in broken(replace(it, checks=it.checks[:1]))(values)) == sentence


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"told_on": "2017-06-01", "checked_on": "2017-06-02"}, ["checked_on"]),
        ({"told_on": "2099-01-01", "checked_on": "2017-05-31"}, ["told_on"]),
        ({"told_on": "2017-06-01"}, []),
        ({"result": "合格", "told_on": "2099-01-01"}, []),
    ],
)
def test_what_has_happened_lies_not_in_the_future(values, fields):
    find = ahead(declared(SAMPLING.replace(BOUND, PAST)), on=date(2017, 6, 1))
    assert [key for key, _ in find({"result": "不合格", **values})] == fields


def test_a_month_that_has_begun_is_not_in_the_future():
    text = SAMPLING.replace("{label: 公布日期, type: date}", "{label: 公布月份, type: month}")
    text = text.replace("  - {that: not-before, fields: [told_on], of: checked_on}\n", "")
    find = ahead(declared(text.replace(BOUND, "{that: past, fields: [told_on]}")), on=date(2017, 6, 1))
    assert list(find({"told_on": "2017-06"})) == []
    assert list(find({"told_on": "2017-07"})) == [
        ("told_on", "“公布月份”2017年7月还没有到，不能晚于今天（2017-06-01）")
    ]


def test_quantities_stand_side_by_side_in_one_chart():
    it = declared(
        SAMPLING.replace("measure: sum, of: fine", "measure: sum, of: [fine, paid], when: {result: 不合格}")
    )
    assert it.charts[1].measure == Measure("sum", ("fine", "paid"))
    assert it.charts[1].when == (("result", ("不合格",)),)


NAMES = [
    ("surname", "张三", "张×"),
    ("surname", "张小三", "张××"),
    ("surname", "欧阳明", "欧阳×"),
    ("surname", "欧阳", "欧×"),
    ("surname", "张××", "张××"),
    ("ends", "13812345678", "138****5678"),
    ("ends", "138****5678", "138****5678"),
    ("ends", "浙A12345", "浙******"),
    ("hide", "任何", None),
]


@pytest.mark.parametrize(("manner", "value", "wanted"), NAMES)
def test_each_manner_hides_what_it_says(manner, value, wanted):
    assert MANNERS[manner][1](value) == wanted


def test_a_mask_holds_only_where_its_condition_does():
    it = declared()
    values = {"inspector": "张三", "result": "合格"}
    assert masked(it, values) == {"inspector": "张×", "result": "合格"}
    assert masked(it, {**values, "result": "不合格"})["inspector"] == "张三"
    assert values["inspector"] == "张三", "what is stored is not touched"


def test_what_is_hidden_does_not_go_out_at_all():
    it = replace(declared(), masks=(Mask("inspector", "hide"),))
    assert "inspector" not in masked(it, {"inspector": "张三", "result": "合格"})


def test_only_what_is_dropped_is_masked_before_it_is_stored():
    it = declared()
    values = {"inspector": "张三", "result": "合格"}
    assert masked(it, values, before_storing=True) == values
    dropped = replace(it, masks=(Mask("inspector", "surname", is_dropped=True),))
    assert masked(dropped, values, before_storing=True)["inspector"] == "张×"
