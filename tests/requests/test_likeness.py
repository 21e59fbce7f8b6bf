"""How alike two requests are: other words, other years, other houses, other matters."""

import pytest

from gongkai.requests.declared import law
from gongkai.requests.rules.likeness import likeness, marks, plain, sketch

ASKED = ("2016年环卫经费支出情况", "申请公开2016年本区环卫作业经费的预算和实际支出明细。")
LIMIT = law().alike.percent


@pytest.mark.parametrize(
    "other",
    [
        ASKED,
        ("环境卫生经费2016年花费", "请提供2016年度环境卫生作业经费预算、实际支出。"),
        ("二〇一六年环卫作业经费支出明细", "本人希望了解二〇一六年环卫作业经费的开支明细表。"),
        ("２０１６年环卫经费支出情况", "申请公开２０１６年环卫作业经费的预算和支出"),
    ],
)
def test_the_same_information_in_other_words_is_alike(other):
    assert likeness(sketch(*ASKED), sketch(*other)) >= LIMIT


@pytest.mark.parametrize(
    "other",
    [
        ("2017年环卫经费支出情况", "申请公开2017年本区环卫作业经费的预算和实际支出明细。"),
        ("2016年绿化养护经费支出情况", "申请公开2016年本区绿化养护经费的预算和实际支出明细。"),
        ("2016年环卫作业招标", "申请公开2016年环卫作业招标文件。"),
        ("。", "。"),
    ],
)
def test_another_year_or_matter_is_not_alike(other):
    assert likeness(sketch(*ASKED), sketch(*other)) < LIMIT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("机神新村12幢危房鉴定报告", "机神新村13幢危房鉴定报告"),
        ("东新园地块征收补偿方案", "石桥地块征收补偿方案"),
        ("区住建局2017年部门预算", "区住建局2017年部门决算"),
    ],
)
def test_another_house_place_or_paper_is_another_information(one, other):
    assert likeness(sketch(one, one), sketch(other, other)) == 0


def test_likeness_is_the_same_from_both_sides():
    one, other = sketch(*ASKED), sketch("环卫经费", "环卫经费预算")
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 100


def test_what_every_request_says_is_left_out():
    assert plain("申请公开：关于环卫经费的相关材料复印件") == "环卫经费"


def test_marks_are_positive_numbers_of_63_bits_and_the_title_comes_first():
    found = sketch(*ASKED)
    assert all(0 <= each < 2**63 for each in marks(found, 100))
    assert len(marks(found, 3)) == 3
    assert set(marks(sketch(ASKED[0], ""), 3)) <= set(marks(found, 100))
