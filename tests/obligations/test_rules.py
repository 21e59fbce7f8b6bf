"""What a file declares is checked word by word; two catalogues are compared; what is due is judged."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from gongkai.clocks.loading import limits
from gongkai.obligations import rules, source
from gongkai.obligations.codes import parse_areas, parse_codes
from gongkai.obligations.node import BadCatalogue, Node, Wrong

CODES = parse_codes(source.read((settings.CATALOGUE / "codes.yaml").read_text(), source="codes.yaml"))
KNOWN = rules.Known(CODES, frozenset({"fiscal"}), frozenset({"finance", "audit"}))
FILE = """\
area: fiscal
defaults:
  level1: 财政预决算
  basis: [《中华人民共和国预算法》第十四条]
  publishers: [finance]
  channels: [政府网站]
  audience: 全社会
  manner: 主动
  levels: [县级]
  stage: 结果
  statutory_items: ['20.7']
obligations:
  - key: budget
    level2: 政府预算
    elements: [收入表, 支出表]
    optional_elements: [说明]
    limit: {text: 批准后20日内, after: 批准之日, days: 20}
  - key: accounts
    level2: 政府决算
    elements: [收入表]
    limit: {text: 及时, vague: 及时}
    publishers: [all-departments]
"""


def parse(text=FILE, known=KNOWN):
    return rules.parse_file(source.read(text, source="f.yaml"), source="f.yaml", known=known)


def wrong(text):
    with pytest.raises(BadCatalogue) as caught:
        parse(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_row_takes_what_it_does_not_say_from_the_defaults():
    budget, accounts = parse().rows
    assert (budget.level1, budget.publishers, accounts.publishers) == (
        "财政预决算",
        ("finance",),
        ("all-departments",),
    )
    assert budget.elements[-1] == rules.Element("说明", required=False)
    assert (budget.source, accounts.source) == ("f.yaml:13", "f.yaml:18")
    assert budget.order < accounts.order


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("key: budget", "key: Budget", "第13行：代号“Budget”只能用小写英文字母、数字和连字符"),
        ("key: accounts", "key: budget", "第18行：代号“budget”重复了"),
        ("    level2: 政府决算\n", "", "第18行：缺少：level2"),
        ("level2: 政府预算", "level9: 政府预算", "第14行：不认识的词“level9”"),
        ("[all-departments]", "[treasury]", "第22行：没有代号为“treasury”的机构"),
        ("elements: [收入表, 支出表]", "elements: [收入表, 收入表]", "第15行：“收入表”重复了"),
        ("elements: [收入表, 支出表]", "elements: []", "第15行：elements 至少要有一项"),
        ("elements: [收入表, 支出表]", "elements: 收入表", "第15行：这里应是一个列表"),
        ("level2: 政府决算", "level2: ''", "第19行：这里不能为空"),
        ("level2: 政府决算", f"level2: {'长' * 81}", "第19行：文字过长（81 字），最多 80 字"),
        ("level2: 政府决算", "level2: 2017", "第19行：“2017”应是文字"),
        ("vague: 及时}", "vague: 立刻}", "第21行：“立刻”不在允许的范围内"),
    ],
)
def test_a_wrong_word_is_named_with_file_and_line(old, new, problem):
    found = wrong(FILE.replace(old, new))
    assert any(problem in each and each.startswith("f.yaml") for each in found), found


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[政府网站]", "[网站]", "“网站”不在允许的范围内"),
        ("[政府网站]", "[其他（某某网）]", "“其他（某某网）”不在允许的范围内"),
        (
            "statutory_items: ['20.7']",
            "statutory_items: ['20.7']\n  systems: ['9.9']",
            "“9.9”不在允许的范围内",
        ),
        ("['20.7']", "['20.16']", "“20.16”不在允许的范围内"),
        ("stage: 结果", "stage: 公布", "“公布”不在允许的范围内"),
        ("manner: 主动", "manner: 自愿", "“自愿”不在允许的范围内"),
        ("[县级]", "[省级]", "“省级”不在允许的范围内"),
        ("audience: 全社会", "audience: 特定群体", "公开对象应是"),
        ("[《中华人民共和国预算法》第十四条]", "[{text: 法, sure: false}]", "不认识的词“sure”"),
        ("[《中华人民共和国预算法》第十四条]", "[{certain: false}]", "缺少：text"),
    ],
)
def test_a_wrong_default_is_found_too(old, new, words):
    assert any(words in each for each in wrong(FILE.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("area: fiscal", "area: money", "第1行：“money”不在允许的范围内：fiscal"),
        ("area: fiscal\n", "", "缺少：area"),
        ("area: fiscal", "area: {key: fiscal, title: 财政}", "领域“fiscal”已有，只写代号即可"),
        ("defaults:", "default:", "不认识的词“default”"),
        ("defaults:\n", "defaults:\n  key: x\n", "不认识的词“key”"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused(old, new, problem):
    assert problem in wrong(FILE.replace(old, new))[0]


def test_all_problems_are_told_at_once():
    text = FILE.replace("key: budget", "key: BUDGET").replace("vague: 及时", "vague: 立刻")
    assert len(wrong(text)) == 2


def test_a_channel_may_name_the_other_platform():
    found = parse(FILE.replace("[政府网站]", "[政府网站, 其他（信用中国）]"))
    assert found.rows[0].channels == ("政府网站", "其他（信用中国）")


def test_ditto_repeats_the_limit_of_the_row_above():
    text = FILE.replace("limit: {text: 及时, vague: 及时}", "limit: 同上")
    assert text != FILE
    budget, accounts = parse(text).rows
    assert accounts.limit == budget.limit
    first = FILE.replace("limit: {text: 批准后20日内, after: 批准之日, days: 20}", "limit: 同上")
    assert first != FILE
    assert "第17行：“同上”之前没有可以沿用的时限" in wrong(first)[0]


def test_a_row_may_name_a_statutory_limit_that_is_declared():
    named = FILE.replace("after: 批准之日, days: 20", "after: 批准之日, days: 20, key: budget-publication")
    known = replace(KNOWN, laws=limits())
    assert parse(named, known).rows[0].limit.forms[0].key == "budget-publication"
    assert "第17行：limits.yaml 没有代号为“budget-publication”的时限" in wrong(named)[0]


def test_an_area_serves_known_duties_only():
    text = "areas: [{key: a, title: 甲, systems: ['9.9']}]"
    with pytest.raises(Wrong, match="“9.9”不在允许的范围内"):
        parse_areas(source.read(text, source="areas.yaml"), CODES)


def test_a_file_may_bring_a_new_area():
    found = parse(FILE.replace("area: fiscal", "area: {key: parks, title: 公园绿地, summary: 公园。}"))
    assert found.area == "parks"
    assert (found.new_area.title, found.new_area.summary) == ("公园绿地", "公园。")
    assert {row.area for row in found.rows} == {"parks"}


def test_without_organisations_no_publisher_is_refused():
    known = replace(KNOWN, organisations=None)
    assert parse(FILE.replace("[finance]", "[anyone]"), known).rows[0].publishers == ("anyone",)


def test_a_special_audience_must_be_named():
    found = parse(FILE.replace("audience: 全社会", "audience: 特定群体（被征收人）"))
    assert found.rows[0].audience == "特定群体（被征收人）"


def test_a_row_may_say_that_its_texts_are_normative():
    assert [row.is_normative for row in parse().rows] == [False, False]
    text = FILE.replace("    level2: 政府决算\n", "    level2: 政府决算\n    normative: true\n")
    assert [row.is_normative for row in parse(text).rows] == [False, True]
    assert "应是 true 或 false" in wrong(text.replace("normative: true", "normative: 是"))[0]


def test_dates_must_be_in_order():
    text = FILE.replace(
        "    level2: 政府决算\n",
        "    level2: 政府决算\n    valid_from: 2020-01-01\n    valid_to: 2019-01-01\n",
    )
    assert "失效日期早于施行日期" in wrong(text)[0]
    assert parse(text.replace("2019-01-01", "2021-01-01")).rows[1].valid_to == date(2021, 1, 1)


def test_a_digest_follows_the_content_and_nothing_else():
    budget = parse().rows[0]
    assert replace(budget, source="other", order=7).digest == budget.digest
    assert replace(budget, level2="预算").digest != budget.digest


def stored(*rows, file=True, retired=False):
    return {row.key: rules.Stored(row, row.digest if file else "", retired) for row in rows}


def test_an_empty_store_gets_everything():
    rows = parse().rows
    difference = rules.compare({}, rows, whole=True)
    assert difference.added == rows
    assert difference


def test_the_same_folder_changes_nothing():
    rows = parse().rows
    difference = rules.compare(stored(*rows), rows, whole=True)
    assert (bool(difference), difference.unchanged) == (False, 2)


def test_a_changed_row_names_its_columns_before_and_after():
    budget, accounts = parse().rows
    new = replace(budget, level2="预算", limit=accounts.limit)
    (change,) = rules.compare(stored(budget), [new], whole=True).changed
    assert [label for label, _, _ in change.columns] == ["二级事项", "公开时限", "时限规则"]
    assert change.shown[2] == ("时限规则", ["自批准之日起20日内公开"], ["及时公开"])


def test_a_row_that_left_the_folder_is_retired_once():
    budget, accounts = parse().rows
    assert rules.compare(stored(budget, accounts), [budget], whole=True).retired == (accounts,)
    assert not rules.compare(stored(accounts, retired=True), [], whole=True)


def test_a_row_added_at_the_desk_is_not_the_folders_to_retire():
    assert not rules.compare(stored(parse().rows[0], file=False), [], whole=True)


def test_a_change_at_the_desk_stays_until_the_folder_says_something_new():
    budget = parse().rows[0]
    desk = {"budget": rules.Stored(replace(budget, level2="桌面"), budget.digest, False)}
    assert not rules.compare(desk, [budget], whole=True)
    newer = replace(budget, level2="文件")
    assert rules.compare(desk, [newer], whole=True).changed[0].columns == (("二级事项", "桌面", "文件"),)


def test_a_row_retired_at_the_desk_stays_retired():
    budget = parse().rows[0]
    assert not rules.compare(stored(budget, retired=True), [budget], whole=True)


def test_an_upload_wins_and_retires_nothing():
    budget, accounts = parse().rows
    difference = rules.compare(stored(budget, accounts, retired=True), [budget], whole=False)
    assert difference.changed[0].is_restored
    assert difference.retired == ()


def test_the_token_tells_differences_apart():
    budget, accounts = parse().rows
    one = rules.compare({}, [budget], whole=False)
    other = rules.compare(stored(replace(budget, level2="x")), [budget], whole=False)
    assert one.token == rules.compare({}, [budget], whole=False).token
    assert len({one.token, other.token, rules.compare({}, [accounts], whole=False).token}) == 3


@pytest.mark.parametrize(
    ("cadence", "last_on", "met"),
    [
        ("", None, None),
        ("monthly", None, None),
        ("", date(2001, 1, 1), True),
        ("monthly", date(2017, 6, 1), True),  # June is the last full month before 3 July
        ("monthly", date(2017, 5, 31), False),
        ("quarterly", date(2017, 4, 1), True),
        ("quarterly", date(2017, 3, 31), False),
        ("01-31", date(2016, 2, 1), True),  # the year that ended on 31 January 2017
        ("01-31", date(2016, 1, 31), False),
    ],
)
def test_a_cadence_is_met_by_a_publication_in_this_or_the_last_period(cadence, last_on, met):
    assert rules.is_met(cadence, last_on, date(2017, 7, 3)) is met


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (None, ["—"]),
        ([], ["—"]),
        ("全社会", ["全社会"]),
        (True, ["是"]),
        (False, ["否"]),
        (["政府网站", "政府公报"], ["政府网站", "政府公报"]),
        ([{"text": "表", "required": False}], ["表（可选）"]),
        ([{"text": "法", "certain": False}], ["法（待核实）"]),
        ({"forms": [], "retention": "长期公开", "certain": False}, ["长期公开", "（待核实）"]),
    ],
)
def test_every_value_can_be_read(value, lines):
    assert rules.readable(value) == lines


def test_lists_and_areas_refuse_repetition():
    text = (settings.CATALOGUE / "codes.yaml").read_text().replace("{key: gazette, ", "{key: website, ")
    with pytest.raises(Wrong, match="重复了"):
        parse_codes(source.read(text, source="codes.yaml"))
    twice = "areas: [{key: a, title: 甲}, {key: a, title: 乙}]"
    with pytest.raises(Wrong, match="领域“a”重复了"):
        parse_areas(source.read(twice, source="areas.yaml"), CODES)
    with pytest.raises(KeyError):
        CODES.word("channels", "telepathy")


def test_a_day_must_be_a_day():
    with pytest.raises(Wrong, match="应是日期"):
        Node("五月", 3).day()
