"""Time limits in their normal forms: parsed, enforced, written as sentences and read back."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.deadlines import Length, Unit
from gongkai.law.limits import limit_from, limits_from
from gongkai.obligations import source
from gongkai.obligations.codes import parse_codes
from gongkai.obligations.limits import (
    After,
    Before,
    Display,
    Every,
    Limit,
    Vague,
    limit_from_json,
    limit_to_json,
    parse_limit,
)
from gongkai.obligations.node import Wrong
from gongkai.obligations.sentences import describe, form_of

CODES = parse_codes(source.read((settings.CATALOGUE / "codes.yaml").read_text(), source="codes.yaml"))
WEEK = Length(7, Unit.WORKING_DAYS)
MONTH = Length(20, Unit.WORKING_DAYS)

events = st.sampled_from(["作出决定之日", "批复之日", "事件发生", "收到评标报告之日", "起草之日"])
kinds = st.sampled_from(["", "行政许可", "行政处罚", "报告书"])
lengths = st.builds(Length, st.integers(1, 9999), st.sampled_from(list(Unit)))
keys = st.sampled_from(["", "proactive", "land-approval-notice"])
cadences = st.sampled_from(["monthly", "quarterly", "half-yearly", "yearly", "daily", "01-31", "12-05"])
forms = st.one_of(
    st.builds(After, events, lengths, kinds, keys),
    st.builds(Display, lengths, kinds, keys),
    st.builds(Before, events, lengths, kinds, keys),
    st.builds(Every, cadences, keys),
    st.builds(Vague, st.sampled_from(CODES.titles("vague")), kinds),
)


def parsed(text):
    return parse_limit(source.read(text, source="a.yaml"), CODES)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("{text: 字, after: 批准之日, days: 20}", After("批准之日", Length(20, Unit.CALENDAR_DAYS))),
        ("{text: 字, after: 形成之日, working_days: 20}", After("形成之日", MONTH)),
        ("{text: 字, after: 事件发生, hours: 5}", After("事件发生", Length(5, Unit.HOURS))),
        ("{text: 字, after: 批复之日, months: 12}", After("批复之日", Length(12, Unit.MONTHS))),
        ("{text: 字, display_days: 30}", Display(Length(30, Unit.CALENDAR_DAYS))),
        ("{text: 字, display_working_days: 7}", Display(WEEK)),
        (
            "{text: 字, before: 听证会召开之日, before_days: 7}",
            Before("听证会召开之日", Length(7, Unit.CALENDAR_DAYS)),
        ),
        ("{text: 字, cadence: quarterly}", Every("quarterly")),
        ("{text: 字, cadence: '01-31'}", Every("01-31")),
        ("{text: 字, vague: 及时}", Vague("及时")),
        (
            "{text: 字, by_kind: [{kind: 许可, after: 决定之日, working_days: 7}]}",
            After("决定之日", WEEK, "许可"),
        ),
    ],
)
def test_each_normal_form_is_understood(text, form):
    assert parsed(text).forms == (form,)


def test_a_compound_limit_has_several_forms():
    limit = parsed(
        "{text: 字, after: 审核之日, working_days: 20, display_working_days: 7, retention: 长期公开}"
    )
    assert limit.forms == (After("审核之日", MONTH), Display(WEEK))
    assert (limit.retention, limit.certain) == ("长期公开", True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{text: 字}", "时限没有规则"),
        ("{text: 字, retention: 长期公开}", "时限没有规则"),
        ("{text: 字, days: 3}", "缺少 after"),
        ("{text: 字, after: 批准之日}", "after 之后应写明期限"),
        ("{text: 字, after: 甲, days: 3, working_days: 3}", "只能写一种单位"),
        ("{text: 字, after: 甲, days: 0}", "大于零的整数"),
        ("{text: 字, after: 甲, days: true}", "大于零的整数"),
        ("{text: 字, after: 甲, days: '3'}", "大于零的整数"),
        ("{text: 字, cadence: 每季度}", "不是周期"),
        ("{text: 字, cadence: '02-30'}", "没有2月30日这一天"),
        ("{text: 字, vague: 尽快}", "不在允许的范围内"),
        ("{text: 字, vague: 及时, certain: 1}", "应是 true 或 false"),
        ("{text: 字, before: 开会, days: 7}", "缺少 after"),
        ("{text: 字, before: 开会}", "before 之后应写明期限：before_working_days、before_days 之一"),
        ("{text: 字, vague: 及时, key: weekly}", "key 没有对应的期限"),
        ("{text: 字, vague: 及时, cadence_key: weekly}", "cadence_key 没有对应的期限"),
        ("{text: 字, vague: 及时, also: [{}]}", "“also”没有写明时限"),
        ("{text: 字, by_kind: [{kind: 许可}]}", "“许可”没有写明时限"),
        ("{text: 字, by_kind: [{kind: 许可, cadence: monthly}]}", "周期只能有一个"),
        ("同上", "“同上”之前没有可以沿用的时限"),
        ("{text: 字, within: 3}", "不认识的词“within”"),
        ("{vague: 及时}", "缺少：text"),
        ("20日内", "这里应是一组"),
    ],
)
def test_what_is_no_limit_is_refused(text, message):
    with pytest.raises(Wrong, match=message):
        parsed(text)


@pytest.mark.parametrize(
    ("forms", "enforced"),
    [
        ((After("甲", WEEK),), [("甲", 7, "")]),
        ((Vague("及时"),), [("政府信息形成或者变更之日", 20, "")]),
        ((Display(WEEK),), [("政府信息形成或者变更之日", 20, "")]),
        ((After("甲", WEEK), Vague("及时"), Display(WEEK)), [("甲", 7, "")]),
        (
            (After("甲", WEEK, "许可"), Vague("实时", "指南")),
            [("甲", 7, "许可"), ("政府信息形成或者变更之日", 20, "指南")],
        ),
        ((Every("monthly"),), []),
        ((Every("monthly"), Vague("及时")), []),
    ],
)
def test_where_no_number_is_named_article_26_sets_it(forms, enforced):
    limit = Limit("字", forms)
    assert [(each.event, each.length.amount, each.kind) for each in limit.within(CODES)] == enforced
    assert limit.uses_fallback(CODES) == any(event.startswith("政府信息") for event, _, _ in enforced)


LAWS = limits_from(
    [
        limit_from(
            {
                "key": "notice",
                "title": "公告",
                "article": "第三十一条",
                "valid_from": since,
                "valid_to": until,
                **more,
            }
        )
        for since, until, more in (
            ("2010-01-01", "2021-08-31", {"amount": 20, "unit": "working_days"}),
            ("2021-09-01", "2030-12-31", {"amount": 15, "unit": "working_days"}),
        )
    ]
    + [
        limit_from(
            {
                "key": "figures",
                "title": "数据",
                "article": "第一条",
                "valid_from": "2010-01-01",
                "cadence": "monthly",
            }
        )
    ]
)


def test_a_form_may_name_the_statutory_limit_its_number_comes_from():
    text = (
        "{text: 字, after: 批准之日, working_days: 15, key: notice, cadence: monthly, cadence_key: figures}"
    )
    limit = parse_limit(source.read(text, source="a.yaml"), CODES, LAWS)
    assert limit.forms == (
        After("批准之日", Length(15, Unit.WORKING_DAYS), key="notice"),
        Every("monthly", key="figures"),
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("after: 批准之日, working_days: 15, key: unheard-of", "limits.yaml 没有代号为“unheard-of”的时限"),
        (
            "after: 批准之日, working_days: 20, key: notice",
            "“notice”是“15个工作日”",
        ),  # what it was until 2021
        ("after: 批准之日, days: 15, key: notice", "“notice”是“15个工作日”"),
        ("display_working_days: 15, display_key: notice", "“notice”是“15个工作日”"),
        ("cadence: yearly, cadence_key: figures", "“figures”是“每月至少一次”"),
    ],
)
def test_a_statutory_limit_that_says_otherwise_is_refused(words, message):
    with pytest.raises(Wrong, match=message) as caught:
        parse_limit(source.read("\n{text: 字, " + words + "}", source="a.yaml"), CODES, LAWS)
    assert caught.value.line == 2


def test_what_is_not_in_force_leaves_its_kind_to_article_26():
    old, new = After("甲", WEEK, "许可", key="repealed"), After("乙", WEEK, "处罚", key="new")
    found = Limit("字", (old, new)).within(CODES, lambda key: key == "new")
    assert [(each.event, each.kind) for each in found] == [("乙", "处罚"), (CODES.fallback_event, "许可")]
    assert (
        Limit("字", (Every("monthly"), After("甲", WEEK, key="repealed"))).within(CODES, lambda key: False)
        == ()
    )


def test_a_limit_can_be_narrowed_to_one_kind():
    shared, own, shown = After("甲", MONTH), After("乙", WEEK, "许可"), Display(WEEK, "拟批准")
    limit = Limit("字", (shared, own, shown))
    assert limit.kinds == ("许可", "拟批准")
    assert limit.of_kind("许可").forms == (own,)
    assert limit.of_kind("拟批准").forms == (shown, shared)  # its own words name no number


def test_several_texts_may_set_a_limit_for_the_same_thing():
    limit = parsed("{text: 字, display_working_days: 7, also: [{display_days: 7}, {after: 甲, days: 3}]}")
    assert limit.forms == (
        Display(WEEK),
        Display(Length(7, Unit.CALENDAR_DAYS)),
        After("甲", Length(3, Unit.CALENDAR_DAYS)),
    )


@pytest.mark.parametrize("text", ["同上", "{text: 同上}"])
def test_ditto_is_the_limit_of_the_row_above(text):
    above = Limit("每年", (Every("yearly"),))
    assert parse_limit(source.read(text, source="a.yaml"), CODES, above=above) == above


@given(st.lists(forms, min_size=1).map(tuple), st.booleans())
def test_a_limit_survives_the_database(forms, certain):
    limit = Limit("原文", forms, "长期公开", certain)
    assert limit_from_json("原文", limit_to_json(limit)) == limit


@given(forms)
def test_every_form_reads_back_from_its_own_sentence(form):
    assert form_of(describe(form), CODES) == form


def test_an_empty_rule_is_a_limit_without_forms():
    assert limit_from_json("字", {}) == Limit("字", ())


@pytest.mark.parametrize(
    "sentence",
    [
        "七天内公开",
        "自甲起0日内公开",
        "尽快公开",
        "每年2月30日前",
        "公示不少于七日",
        "及时公开（时限 proactive）",
        "",
    ],
)
def test_a_sentence_that_is_no_rule_is_refused(sentence):
    with pytest.raises(ValueError):
        form_of(sentence, CODES)


def test_a_sentence_may_end_with_a_stop_and_use_a_half_width_colon():
    assert form_of(" 行政许可:自决定作出之日起7个工作日内公开。", CODES) == After(
        "决定作出之日", WEEK, "行政许可"
    )
