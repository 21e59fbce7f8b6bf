"""The catalogue covers what the law and the mission ask for, and says it in its normal forms."""

import re
from collections import Counter

import pytest
from django.conf import settings

from gongkai.clocks.loading import limits
from gongkai.law.deadlines import Length, Unit
from gongkai.obligations import rules, source
from gongkai.obligations.codes import parse_areas, parse_codes
from gongkai.obligations.limits import After, Before, Display, Every, Vague, disagreement
from gongkai.obligations.sentences import describe, form_of
from gongkai.ui import notation
from tests.each import each_of

FOLDER = settings.CATALOGUE
# What the work points of 2017 ask for, by section and number of the document.
SYSTEMS = """
0 1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 2.1 2.2 2.3 2.4 2.5 2.6 3.1 3.2 3.3 3.4 4.1 4.2 4.3 4.4 4.5 4.6 4.7
5.1 5.2 5.3 6.1a 6.1b 6.1c 6.1d 6.2a 6.2b 6.3a 6.3b 6.3c 6.4 6.5
""".split()
STATUTORY = ["19", *(f"20.{n}" for n in range(1, 16)), "21.a", "21.b"]
W, D, H, M = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS, Unit.MONTHS
# The sample rows of the national catalogues: obligation, article of its basis, and the limits it must hold:
# (amount, unit) after an event, ("show", amount, unit) on display, or the word of a cadence.
ROWS = [
    ("government-budget", "预算法》第十四条", [(20, D)]),
    ("government-final-accounts", "预算法》第十四条", [(20, D)]),
    ("department-budget", "预算法》第十四条", [(20, D)]),
    ("department-final-accounts", "预算法》第十四条", [(20, D)]),
    ("unit-budget-and-accounts", "预算法实施条例》第六条", [(20, D)]),
    ("budget-execution", "预算法》第十四条", [(20, D)]),
    ("budget-execution-audit", "预算法》第八十九条", [(20, D)]),
    ("debt-with-budget", "预算法》第十四条", [(20, D)]),
    ("debt-bond-life", "209号", ["06-30"]),
    ("fee-list", "优化营商环境条例》第二十五条", [(20, W)]),
    ("fund-list", "优化营商环境条例》第二十五条", [(20, W)]),
    ("ppp-project-stages", "财金〔2017〕1号", [(6, M)]),
    ("ppp-performance", "财金〔2017〕1号", ["04-30"]),
    ("project-approval-guides", "94号", []),
    ("project-approval-results", "94号", [(20, W), (7, W)]),
    ("project-construction", "94号", [(20, W)]),
    ("project-quality-safety", "94号", [(20, W), (7, W)]),
    ("project-design-changes", "94号", [(20, W)]),
    ("project-completion", "94号", [(20, W)]),
    ("tender-candidates", "第五十四条", [(3, D), ("show", 3, D)]),
    ("tender-notices", "第十五条", []),
    ("procurement-results", "第四十三条", [(2, W)]),
    ("procurement-contracts", "第五十条", [(2, W)]),
    ("procurement-single-source", "第三十八条", [("show", 5, W)]),
    ("procurement-notices", "", [("show", 5, W)]),
    ("land-pre-announcement", "土地管理法实施条例》第二十六条", [("show", 10, W)]),
    ("land-compensation-notice", "土地管理法实施条例》第二十八条", [("show", 30, D)]),
    ("land-approval-notice", "土地管理法实施条例》第三十一条", [(15, W)]),
    ("compensation-consultation", "第十条", [("show", 30, D)]),
    ("expropriation-decision", "第十三条", []),
    ("household-compensation", "第二十九条", []),
    ("planning-drafts", "城乡规划法》第二十六条", [("show", 30, D)]),
    ("licence-results", "", [(7, W)]),
    ("penalty-decisions", "行政处罚法》第四十八条", [(7, W)]),
    ("penalty-withdrawal", "行政处罚法》第八十五条", [(3, W)]),
    ("other-enforcement-results", "118号", [(20, W)]),
    ("enterprise-information", "企业信息公示暂行条例》第六条", [(20, W)]),
    ("inspection-item-list", "", [(20, W)]),
    ("inspection-results", "", [(20, W)]),
    ("safety-penalties", "安全生产法》第七十八条", [(7, W)]),
    ("major-hazards", "", [(20, W)]),
    ("accident-reports", "安全生产法》第八十六条", [(12, M)]),
    ("safety-blacklist", "安全生产法》第七十八条", []),
    ("drinking-water", "水污染防治法》第七十二条", ["quarterly"]),
    ("air-quality", "大气污染防治法》第九十五条", ["daily"]),
    ("eia-acceptance", "103号", [(1, W), ("show", 10, W), ("show", 5, W)]),
    ("eia-decision", "103号", [(7, W), ("show", 5, W)]),
    ("polluter-information", "浙江省大气污染防治条例》第十八条", [(10, D)]),
    ("environmental-incidents", "环境保护法》第四十七条", []),
    ("water-monthly-ranking", "", ["monthly"]),
    ("allowance-review", "浙江省社会救助条例》第十一条", [(10, W), ("show", 7, W), ("show", 7, D)]),
    ("allowance-approval", "", [(10, W)]),
    ("temporary-medical-aid", "第四十条", [("show", 7, D)]),
    ("admission-scope", "", [(20, W)]),
    ("admission-results", "", [(20, W)]),
    ("special-needs-admission", "", [(20, W)]),
    ("food-sampling", "", [(20, W)]),
    ("food-drug-penalties", "行政处罚法》第四十八条", [(7, W)]),
    ("poverty-recipients", "", [(20, W)]),
    ("poverty-funds", "", [(20, W)]),
    ("housing-allocation", "", [(20, W)]),
    ("annual-report-department", "政府信息公开条例》第四十九条", ["01-31"]),
    ("annual-report-government", "政府信息公开条例》第四十九条", ["03-31"]),
    ("emergency-authoritative-information", "80号", [(5, H), (24, H)]),
    ("opinion-response", "61号", [(24, H), (48, H)]),
    ("decision-consultation", "重大行政决策程序暂行条例》第十五条", [("show", 30, D)]),
    ("decision-hearing", "重大行政决策程序暂行条例》第十六条", [("before", 7, D)]),
    ("normative-document-review", "37号", [(20, W), "yearly"]),
    ("financial-risk-response", "61号", [(48, H)]),
    ("financial-enforcement", "双公示", [(7, W)]),
    ("planning-permits", "双公示", [(7, W)]),
    ("website-checks", "", ["quarterly"]),
]
# Who alone may publish what a district only passes on.
COMPETENCE = {
    "air-quality": "第九十五条",
    "food-sampling": "第一百一十八条",
    "drug-inspections": "第一百零一条",
    "environment-press": "第五十四条",
    "polluter-information": "第二十四条",
    "penalty-decisions": "自然人",
    "quality-spot-checks": "第二十四条",
    "household-compensation": "不在网站公开",
}


def node(name):
    return source.read((FOLDER / name).read_text(), source=name)


CODES = parse_codes(node("codes.yaml"))
AREAS = parse_areas(node("areas.yaml"), CODES)
LAWS = limits()
KNOWN = rules.Known(CODES, frozenset(area.key for area in AREAS), laws=LAWS)
FILES = {
    name: rules.parse_file(each, source=name, known=KNOWN)
    for name, each in source.read_folder(FOLDER / "obligations")
}
ALL = {row.key: row for file in FILES.values() for row in file.rows}
ORGANISATIONS = {
    each["key"]
    for each in notation.load((FOLDER / "districts" / "xiacheng.yaml").read_text())["organisations"]
}


def forms(row):
    """Return the forms of a row's limit as they are written in ROWS."""
    for form in row.limit.forms:
        match form:
            case After(_, length):
                yield (length.amount, length.unit)
            case Display(length):
                yield ("show", length.amount, length.unit)
            case Before(_, length):
                yield ("before", length.amount, length.unit)
            case Every(cadence):
                yield cadence


def test_every_key_stands_once():
    keys = Counter(row.key for file in FILES.values() for row in file.rows)
    assert [key for key, number in keys.items() if number > 1] == []
    assert len(keys) > 190


@pytest.mark.parametrize("key, article, limits", ROWS, ids=[row[0] for row in ROWS])
def test_a_sample_row_has_its_basis_and_limits(key, article, limits):
    row = ALL[key]
    assert any(article in citation.text for citation in row.basis)
    assert set(limits) <= set(forms(row))


@pytest.mark.parametrize("code", STATUTORY)
def test_every_statutory_item_is_met_by_some_obligation(code):
    assert any(code in row.statutory_items for row in ALL.values())
    assert CODES.word("statutory_items", code).article


@pytest.mark.parametrize("code", SYSTEMS)
def test_every_duty_of_the_work_points_has_an_obligation_and_a_column(code):
    assert any(code in row.systems for row in ALL.values())
    assert any(code in area.systems for area in AREAS)


def test_the_duties_of_the_work_points_are_a_closed_list():
    assert list(CODES.keys("systems")) == SYSTEMS


def test_the_twenty_six_pilot_areas_are_there_once_each():
    assert sorted(area.pilot for area in AREAS if area.pilot) == list(range(1, 27))


def test_every_area_has_a_file_and_obligations():
    assert {file.area for file in FILES.values()} == {area.key for area in AREAS}
    assert all(name == f"{file.area}.yaml" for name, file in FILES.items())


@each_of(ALL)
def test_every_publisher_exists_in_the_sample_district(key):
    assert set(ALL[key].publishers) <= ORGANISATIONS | set(rules.GROUPS)


@each_of(ALL)
def test_every_row_survives_the_way_through_the_database(key):
    assert rules.from_columns(key, ALL[key].columns()) == ALL[key]


@each_of(ALL)
def test_every_limit_reads_back_from_its_sentences(key):
    assert tuple(form_of(describe(form), CODES) for form in ALL[key].limit.forms) == ALL[key].limit.forms


def named(row):
    """Return the statutory limits that the forms of a row name, each as it reads now."""
    return [LAWS.history(form.key)[-1] for form in row.limit.forms if getattr(form, "key", "")]


@each_of(ALL)
def test_every_number_is_that_of_the_statutory_limit_it_names(key):
    assert [disagreement(form, LAWS) for form in ALL[key].limit.forms if disagreement(form, LAWS)] == []
    assert all(law.certain for law in named(ALL[key])) or not ALL[key].limit.certain


def test_twenty_working_days_are_nowhere_typed_without_their_law():
    undated = {
        row.key
        for row in ALL.values()
        for form in row.limit.forms
        if isinstance(form, After) and form.length == Length(20, W) and not form.key
    }
    assert undated == set()


YEARLY = re.compile(r"每年(\d+)月(\d+)日前|次年(\d+)月(\d+)日前")
ONCE = re.compile(r"\d{4}年\d+月\d+日")  # done once on a date that is past: nothing to count
AMOUNT = re.compile(r"(\d+)(个工作日|日|小时|个月|年)")
UNITS = {"个工作日": W, "日": D, "小时": H, "个月": M, "年": M}
OFTEN = {"每日": "daily", "每月": "monthly", "每季度": "quarterly", "每半年": "half-yearly"}


def stated(text):
    """Return the amounts and cadences that a wording states in figures."""
    rest = ONCE.sub("", text)
    for found in YEARLY.finditer(rest):
        month, day = filter(None, found.groups())
        yield f"{int(month):02}-{int(day):02}"
    for amount, unit in AMOUNT.findall(YEARLY.sub("", rest)):
        yield (int(amount) * (12 if unit == "年" else 1), UNITS[unit])
    yield from (cadence for word, cadence in OFTEN.items() if word in rest)


@each_of(ALL)
def test_every_number_of_the_wording_is_in_the_rules(key):
    written = {each[-2:] if isinstance(each, tuple) else each for each in forms(ALL[key])}
    assert set(stated(ALL[key].limit.text)) <= written


NUMBER = re.compile(r"[\u4e00-\u9fff]+〔\d{4}〕\d+号")


def test_a_document_is_certain_or_not_wherever_it_is_cited():
    said = Counter()
    for row in ALL.values():
        said.update(
            {(NUMBER.search(each.text)[0], each.certain): 1 for each in row.basis if NUMBER.search(each.text)}
        )
    both = {number for number, certain in said if certain and (number, False) in said}
    unsure = {number for number, certain in said if not certain}
    resting = {
        (law.key, number) for law in LAWS.rows for number in unsure if number in law.article and law.certain
    }
    assert (both, resting) == (set(), set())


# What is newer than the mission, or was repealed since, with the days of its law.
NEWER = {
    "land-approval-notice": ("2021-09-01", None),
    "land-compensation-notice": ("2021-09-01", None),
    "unit-budget-and-accounts": ("2020-10-01", None),
    "penalty-withdrawal": ("2021-07-15", None),
    "decision-consultation": ("2019-09-01", None),
    "other-enforcement-results": ("2018-12-05", None),
    "ppp-project-stages": ("2017-03-01", "2023-11-02"),
    "ppp-performance": ("2017-03-01", "2023-11-02"),
}


@pytest.mark.parametrize("key, days", NEWER.items())
def test_a_duty_of_newer_or_repealed_law_says_from_when_to_when(key, days):
    row = ALL[key].columns()
    assert (row["valid_from"], row["valid_to"]) == days


@each_of(ALL)
def test_no_row_begins_after_the_limits_it_rests_on_or_outlives_them(key):
    row = ALL[key]
    if row.valid_from and named(row):
        assert row.valid_from >= min(
            law.valid_from for law in (LAWS.history(each.key)[0] for each in named(row))
        )
    ends = [law.valid_to for law in named(row)]
    if ends and all(ends):
        assert row.valid_to is not None and row.valid_to <= max(ends)


@pytest.mark.parametrize(
    ("key", "platform"),
    [
        ("penalty-decisions", "信用中国"),
        ("enterprise-information", "国家企业信用信息公示系统"),
        ("procurement-results", "中国政府采购网及地方分网"),
        ("project-land", "征地信息公开平台"),
        ("tender-notices", "公共资源交易平台"),
    ],
)
def test_another_platform_is_named(key, platform):
    assert f"其他（{platform}）" in ALL[key].channels


@each_of(ALL)
def test_every_row_is_bound_by_a_number_or_a_cadence(key):
    limit = ALL[key].limit
    assert limit.within(CODES) or limit.cadence


@pytest.mark.parametrize("key, words", COMPETENCE.items())
def test_what_a_district_may_not_publish_itself_says_so(key, words):
    assert words in ALL[key].competence


def test_the_texts_of_normative_documents_are_marked_as_such():
    assert [key for key, row in ALL.items() if row.is_normative] == ["normative-document-texts"]


def test_vague_words_fall_back_to_twenty_working_days():
    for row in ALL.values():
        if all(isinstance(form, Vague) for form in row.limit.forms):
            assert {(after.length.amount, after.length.unit) for after in row.limit.within(CODES)} == {
                (20, W)
            }


def test_the_closed_lists_have_their_official_sizes():
    sizes = {name: len(CODES[name]) for name in ("channels", "genres", "themes", "stages", "statutory_items")}
    assert sizes == {"channels": 13, "genres": 15, "themes": 22, "stages": 5, "statutory_items": 18}


def test_uncertain_law_is_marked():
    uncertain = {row.key for row in ALL.values() if any(not each.certain for each in row.basis)}
    assert {"debt-with-budget", "eia-acceptance", "other-enforcement-results"} <= uncertain
    assert all(row.basis for row in ALL.values())
