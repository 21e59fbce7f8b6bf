from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from gongkai.proofing import header, source
from gongkai.proofing.header import Header
from gongkai.proofing.rules import Weight

PLAIN = Header(title="关于公开预算的通知", made_on=date(2017, 7, 3), is_proactive=True)
LIMITS = source.read_competences(settings.CATALOGUE / "competence.yaml")


def found(**said):
    return [
        (each.field, each.code.partition(".")[2], each.weight)
        for each in header.check(replace(PLAIN, **said), LIMITS)
    ]


def test_a_plain_header_is_in_order():
    assert found() == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"obligation": "部门预算", "is_obligation_in_force": False}, ("obligation", "catalogue")),
        ({"obligation": "部门预算", "is_publisher_named": False}, ("obligation", "catalogue")),
        ({"obligation": "执法结果", "kinds": ("行政许可",)}, ("limit_kind", "catalogue")),
        ({"doc_number": "下财〔2016〕5号"}, ("doc_number", "number")),
        ({"genre": "意见"}, ("genre", "genre")),
    ],
)
def test_what_does_not_fit_is_pointed_out(said, expected):
    assert found(**said) == [(*expected, Weight.TELLS)]


def test_what_fits_is_not():
    assert found(obligation="执法结果", kinds=("行政许可",), limit_kind="行政许可") == []
    assert found(doc_number="下财〔2017〕5号", genre="通知") == []
    assert found(title="关于印发《办法》的通知（试行）", genre="通知") == []
    assert found(doc_number="下财5号") == []  # said where the number is checked


def test_a_day_of_publication_that_a_clerk_filled_in_needs_a_reason():
    for day in (date(2017, 7, 3), date(2017, 7, 10)):
        assert found(published_on=day, is_day_typed=True) == [("published_on", "backdated", Weight.ASKS)]
        assert found(published_on=day) == []  # brought from an old site, or accepted once


def test_what_was_published_before_it_was_made_must_be_mended():
    impossible = {"made_on": date(2017, 7, 3), "published_on": date(2017, 7, 1)}
    assert found(**impossible, is_day_typed=True) == [("published_on", "backdated", Weight.BLOCKS)]
    assert found(**impossible) == [("published_on", "backdated", Weight.ASKS)]


def test_a_shown_day_that_is_not_the_true_one_must_be_mended():
    forged = {"first_public_on": date(2017, 7, 10), "shown_on": date(2017, 7, 4)}
    assert found(**forged) == [("published_on", "backdated", Weight.BLOCKS)]
    assert found(first_public_on=date(2017, 7, 10), shown_on=date(2017, 7, 10)) == []


@pytest.mark.parametrize(
    ("title", "lead", "is_beyond"),
    [
        ("重污染天气红色预警", "", True),
        ("重污染天气红色预警", "来源：杭州市人民政府", False),
        ("转发重污染天气红色预警", "", False),
        ("重污染天气应急预案", "", False),
        ("2017年食品安全风险警示", "", True),
        ("食品安全监督抽检信息", "", False),
        ("药品质量公告（第3期）", "", True),
        ("2017年下城区环境状况公报", "", True),
        ("下城区重点排污单位名录", "", True),
        ("个人失信名单", "", True),
    ],
)
def test_a_district_does_not_publish_what_is_not_its_own_to_publish(title, lead, is_beyond):
    assert [code for _, code, _ in found(title=title, lead=lead)] == ["competence"] * is_beyond


def test_competence_is_asked_of_what_is_published_only():
    assert found(title="重污染天气红色预警", is_proactive=False) == []


def sentences(**said):
    return [each.sentence for each in header.check(replace(PLAIN, **said), LIMITS)]


def test_force_that_the_text_states_stands_in_the_header_too():
    until = {"expires_on": date(2020, 7, 31)}
    (missing,) = sentences(days={"expires_on": None}, stated=until)
    assert "2020-07-31" in missing and "没有填写" in missing
    (other,) = sentences(days={"expires_on": date(2020, 8, 1)}, stated=until)
    assert "是2020-08-01" in other
    assert sentences(days=until, stated=until) == sentences(days=until) == []


def test_a_normative_document_is_marked_as_one():
    (unmarked,) = sentences(obligation="行政规范性文件—文件全文", is_unmarked=True)
    assert "合法性审核" in unmarked
