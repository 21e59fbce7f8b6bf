"""Limits: which text was in force, what a row must hold, and what the catalogue declares."""

from datetime import date

import pytest

from gongkai.clocks.loading import limits
from gongkai.law.deadlines import Unit
from gongkai.law.limits import BadLimit, Bound, UnknownLimit, limit_from, limits_from

LIMITS = limits()
WD, CD, H, M = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS, Unit.MONTHS
TODAY = date(2026, 7, 1)
MISSION = date(2017, 7, 1)


@pytest.mark.parametrize(
    ("key", "day", "amount", "unit"),
    [
        ("request-answer", date(2019, 5, 14), 15, WD),  # the last day of the 2007 text
        ("request-answer", date(2019, 5, 15), 20, WD),
        ("request-extension", MISSION, 15, WD),
        ("request-extension", TODAY, 20, WD),
        ("request-correction-notice", TODAY, 7, WD),
        ("request-correction-reply", TODAY, 15, WD),
        ("request-fee-payment", TODAY, 20, WD),
        ("third-party-opinion", TODAY, 15, WD),
        ("co-agency-opinion", TODAY, 15, WD),
        ("review-application", TODAY, 60, CD),
        ("litigation-direct", TODAY, 6, M),
        ("litigation-after-review", TODAY, 15, CD),
        ("proactive", MISSION, 20, WD),
        ("proactive", TODAY, 20, WD),
        ("budget-publication", MISSION, 20, CD),  # 二十日, not working days
        ("unit-budget-publication", TODAY, 20, CD),
        ("tender-candidates-display", MISSION, 3, CD),
        ("procurement-result", MISSION, 2, WD),
        ("procurement-contract", MISSION, 2, WD),
        ("procurement-single-source", MISSION, 5, WD),
        ("land-pre-notice", TODAY, 10, WD),
        ("land-compensation-notice", TODAY, 30, CD),
        ("land-approval-notice", TODAY, 15, WD),
        ("housing-expropriation-opinions", MISSION, 30, CD),
        ("plan-draft-display", MISSION, 30, CD),
        ("project-information", TODAY, 20, WD),
        ("project-licence-penalty", TODAY, 7, WD),
        ("penalty-result", MISSION, 7, WD),
        ("penalty-withdrawal", TODAY, 3, WD),
        ("enterprise-information", MISSION, 20, WD),
        ("safety-penalty", TODAY, 7, WD),
        ("accident-evaluation", TODAY, 12, M),
        ("assessment-acceptance", MISSION, 1, WD),
        ("assessment-comments-report", MISSION, 10, WD),
        ("assessment-comments-form", MISSION, 5, WD),
        ("assessment-decision", MISSION, 7, WD),
        ("key-polluter-data", MISSION, 10, CD),
        ("subsistence-community-display", MISSION, 7, CD),
        ("emergency-information", MISSION, 5, H),
        ("emergency-press-conference", MISSION, 24, H),
        ("opinion-response", MISSION, 48, H),
        ("interpretation", MISSION, 3, WD),
        ("suggestion-reply", MISSION, 3, M),
        ("suggestion-cohandler", MISSION, 2, M),
        ("suggestion-return", MISSION, 10, CD),
        ("decision-consultation", TODAY, 30, CD),
        ("decision-legality-review", TODAY, 7, WD),
        ("rule-hearing-notice", TODAY, 30, CD),
        ("licence-hearing-notice", MISSION, 7, WD),
        ("penalty-hearing-notice", TODAY, 7, WD),
        ("business-rules-consultation", TODAY, 30, CD),
        ("site-home-update", MISSION, 14, CD),
        ("site-policy-update", TODAY, 6, M),
        ("site-message-reply", MISSION, 3, M),
        ("new-media-update", TODAY, 14, CD),
        ("abnormal-operation", TODAY, 10, WD),
        ("adverse-credit", TODAY, 60, M),
    ],
)
def test_the_catalogue_carries_the_limit_in_force(key, day, amount, unit):
    limit = LIMITS.on(key, day)
    assert (limit.length.amount, limit.length.unit) == (amount, unit)


@pytest.mark.parametrize(
    ("key", "day", "cadence"),
    [
        ("annual-report-department", MISSION, "03-31"),
        ("annual-report-department", TODAY, "01-31"),
        ("annual-report-government", TODAY, "03-31"),
        ("drinking-water", TODAY, "quarterly"),
        ("water-governance", MISSION, "monthly"),
        ("site-spot-check", MISSION, "quarterly"),
        ("ppp-execution", MISSION, "04-30"),
        ("debt-bond-life", TODAY, "06-30"),
        ("site-annual-sheet", TODAY, "01-31"),
    ],
)
def test_the_catalogue_carries_what_comes_back(key, day, cadence):
    limit = LIMITS.on(key, day)
    assert limit.cadence.word == cadence
    assert limit.bound is Bound.CADENCE


def test_what_is_not_confirmed_may_only_warn():
    assert not LIMITS.on("interpretation", TODAY).certain
    assert not LIMITS.on("request-correction-reply", TODAY).certain
    assert not LIMITS.on("annual-report-government", MISSION).certain
    assert LIMITS.on("request-answer", TODAY).certain


def test_the_law_of_another_day_is_not_applied():
    with pytest.raises(UnknownLimit, match="没有有效的时限规定"):
        LIMITS.on("request-correction-notice", date(2019, 5, 14))
    with pytest.raises(UnknownLimit, match="没有名为"):
        LIMITS.on("no-such-limit", TODAY)
    assert [limit.valid_from for limit in LIMITS.history("request-answer")] == [
        date(2008, 5, 1),
        date(2019, 5, 15),
    ]


def test_every_limit_names_its_article_and_speaks_for_itself():
    assert len(LIMITS.keys) > 100
    assert all(limit.article and limit.title and limit.text for limit in LIMITS.rows)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("request-answer", "20个工作日"),
        ("decision-consultation", "不少于30日（自然日）"),
        ("rule-hearing-notice", "提前不少于30日（自然日）"),
        ("drinking-water", "每季度至少一次"),
        ("annual-report-department", "每年1月31日前"),
        ("opinion-response", "48小时"),
    ],
)
def test_a_limit_reads_as_a_sentence(key, text):
    assert LIMITS.on(key, TODAY).text == text


ROW = {
    "key": "a",
    "title": "甲",
    "article": "第一条",
    "amount": 5,
    "unit": "hours",
    "valid_from": "2017-01-01",
}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"days": 5}, "不认识的字段：days"),
        ({"article": ""}, "缺少字段：article"),
        ({"amount": 0}, "大于零的整数"),
        ({"amount": True}, "大于零的整数"),
        ({"amount": "5"}, "大于零的整数"),
        ({"unit": "weeks"}, "unit 应当是"),
        ({"bound": "cadence"}, "bound 应当是"),
        ({"cadence": "monthly"}, "就不能再写"),
        ({"valid_from": "五月"}, "不是日期"),
        ({"valid_to": "2016-12-31"}, "早于"),
        ({"certain": "maybe"}, "true 或 false"),
        ({"note": "起始日期待核"}, "应当同时写 certain: false"),
        ({"valid_from": None}, "施行日期不明的应当写 certain: false"),
    ],
)
def test_a_row_that_is_no_limit_is_refused(change, sentence):
    row = {name: value for name, value in (ROW | change).items() if value is not None}
    with pytest.raises(BadLimit, match=sentence):
        limit_from(row)


def test_a_cadence_that_does_not_exist_is_refused():
    with pytest.raises(BadLimit, match="不是周期"):
        limit_from(
            {key: ROW[key] for key in ("key", "title", "article", "valid_from")} | {"cadence": "often"}
        )


def test_a_row_may_say_before_when_and_with_which_extension():
    limit = limit_from(
        ROW | {"bound": "before", "starts": "开会", "extension": "b", "valid_to": "2018-01-01"}
    )
    assert (limit.bound, limit.starts, limit.extension) == (Bound.BEFORE, "开会", "b")
    assert not limit.in_force_on(date(2018, 1, 2))


def test_a_limit_whose_beginning_is_not_known_holds_until_it_ends():
    row = {name: value for name, value in ROW.items() if name != "valid_from"}
    old = limit_from(row | {"certain": False, "valid_to": "2016-12-31"})
    assert old.in_force_on(date(1990, 1, 1)) and not old.in_force_on(date(2017, 1, 1))
    both = limits_from([limit_from(ROW), old])
    assert both.history("a") == [old, limit_from(ROW)]
    assert both.in_force("a", date(2016, 12, 31)) == old
    with pytest.raises(BadLimit, match="同时有效"):
        limits_from([old, limit_from(row | {"certain": False})])


def test_what_is_said_to_be_unchecked_is_uncertain():
    assert all(not limit.certain for limit in LIMITS.rows if "待核" in limit.note)


def test_deputies_suggestions_name_their_articles_as_a_group_only():
    rows = [limit for key in LIMITS.keys if key.startswith("suggestion-") for limit in LIMITS.history(key)]
    assert {(row.article, row.valid_from, row.certain) for row in rows} == {
        ("浙江建议办理规定第十四条、第十八条、第二十一条、第二十四条", None, False)
    }


def test_two_texts_of_one_limit_may_not_overlap():
    first, second = (
        limit_from(ROW | {"valid_to": "2018-01-01"}),
        limit_from(ROW | {"valid_from": "2018-01-01"}),
    )
    with pytest.raises(BadLimit, match="同时有效"):
        limits_from([second, first])
    with pytest.raises(BadLimit, match="同时有效"):
        limits_from([limit_from(ROW), second])


def test_an_extension_must_be_declared():
    with pytest.raises(BadLimit, match="不存在"):
        limits_from([limit_from(ROW | {"extension": "b"})])


def test_the_time_for_a_review_stands_in_another_article_since_2024():
    assert LIMITS.on("review-application", date(2023, 12, 31)).article == "行政复议法（2017）第九条"
    assert LIMITS.on("review-application", date(2024, 1, 1)).article == "行政复议法（2023）第二十条"


def test_what_follows_from_the_general_rule_was_due_in_2017_too():
    """条例 第十八条 (2007) and 第二十六条 (2019) give the same twenty working days."""
    general = LIMITS.on("proactive", MISSION)
    for key in LIMITS.keys:
        rows = LIMITS.history(key)
        if any("政府信息公开条例（2019）" in row.article and "第二十六条" in row.article for row in rows):
            assert LIMITS.on(key, MISSION).length == general.length, key
