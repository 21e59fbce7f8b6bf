"""What is asked of a snapshot is answered exactly; questions are read from an address and written to it."""

from collections import Counter
from decimal import Decimal
from urllib.parse import parse_qs

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.registers.asking import ON_A_PAGE, Question, Range, read, sentence
from gongkai.registers.schema.definition import Sort
from gongkai.registers.snapshot import shape
from gongkai.registers.snapshot.answering import answer, entry, opened
from gongkai.registers.snapshot.building import build, connect
from gongkai.registers.snapshot.turning import total
from tests.registers.test_schema import FLAWS, SAMPLING, declared

SAID = declared(
    SAMPLING.replace("facets: [result, street]", "facets: [result, street, checked_on, flaws]").replace(
        "  street:", f"  flaws: {FLAWS}\n  street:"
    )
)
STREETS = ["330103002", "330103003", None]


def rows(count=60):
    made = []
    for number in range(count):
        values = {
            "number": f"{number:04}",
            "product": ["苏打饼干", "纯牛奶", "Ａ级酱油"][number % 3],
            "result": ["合格", "不合格"][number % 7 == 0],
            "fine": f"{(Decimal(number * 37 % 50) / 4).normalize():f}" if number % 4 else None,
            "flaws": [None, "标签", "标签；包装", "成分、含量；包装"][number % 4],
            "street": STREETS[number % 3 if number % 5 else 2],
            "checked_on": f"{2016 + number % 2}-0{1 + number % 9}-11",
        }
        made.append({key: value for key, value in values.items() if value is not None})
    return made


ROWS = rows()


def own(number):
    return {"_serial": number, "_version": 1, "_organisation": "market"}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    place = tmp_path_factory.mktemp("snapshot") / "product-checks.duckdb"
    own = (
        {"_serial": number, "_version": 1, "_organisation": "market"} for number in range(1, len(ROWS) + 1)
    )
    made = (shape.Rows(SAID).row(facts, values) for facts, values in zip(own, ROWS, strict=True))
    assert build(SAID, made, place) == len(ROWS)
    with connect(place) as connection:
        yield opened(SAID, connection)


def several(row, key):
    """Return the values of a facet that a row has: of those chosen together each by itself."""
    return row[key].split("；") if row.get(key) else []


def meant(question, *, without=""):
    """Return the rows that a question means, by the plainest of means."""
    found = []
    for row in ROWS:
        facets = {**row, "checked_on": row["checked_on"][:4]}
        asked = ((key, values) for key, values in question.facets.items() if key != without)
        if any(not set(several(facets, key)) & set(values) for key, values in asked):
            continue
        fine = row.get("fine")
        if "fine" in question.ranges:
            bounds = question.ranges["fine"]
            if fine is None or (bounds.least and Decimal(fine) < Decimal(bounds.least)):
                continue
            if bounds.most and Decimal(fine) > Decimal(bounds.most):
                continue
        if all(word in row["product"].replace("Ａ", "a") for word in question.words):
            found.append(row)
    return found


BOUNDS = [Range("3"), Range(None, "7.25"), Range("2", "9")]
QUESTIONS = st.builds(
    Question,
    facets=st.fixed_dictionaries(
        {},
        optional={
            "result": st.sampled_from([("合格",), ("不合格",), ("合格", "不合格")]),
            "street": st.sampled_from([("330103002",), ("330103002", "330103003"), ("nowhere",)]),
            "checked_on": st.sampled_from([("2016",), ("2017",)]),
            "flaws": st.sampled_from([("标签",), ("包装",), ("标签", "成分、含量"), ("别的",)]),
        },
    ),
    ranges=st.fixed_dictionaries(
        {}, optional={"fine": st.sampled_from([Range("3"), Range(None, "7.25"), Range("2", "9")])}
    ),
    words=st.sampled_from([(), (), (), ("饼干",), ("a级",), ("牛", "奶"), ("没有",)]),
    sort=st.sampled_from([None, Sort("fine"), Sort("fine", is_descending=True)]),
    page=st.integers(1, 4),
)


@given(QUESTIONS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_count_is_exact_and_pages_have_no_gaps(snapshot, question):
    found = answer(snapshot, question)
    wanted = meant(question)
    assert found.total == total(snapshot, question) == len(wanted)
    for key in SAID.facets:
        values = [value for row in meant(question, without=key) for value in several(row, key)]
        if key == "checked_on":
            values = [value[:4] for value in values]
        assert dict(found.counts[key]) == Counter(values)
    start = (question.page - 1) * ON_A_PAGE
    assert len(found.entries) == max(0, min(ON_A_PAGE, len(wanted) - start))


def test_entries_come_in_the_order_asked_for_and_say_what_went_in(snapshot):
    usual = answer(snapshot, Question()).entries
    days = [each.values["checked_on"] for each in usual]
    assert days == sorted(days, reverse=True)
    for each in usual:
        assert each.values == ROWS[each.serial - 1]
    dearest = answer(snapshot, Question(sort=Sort("fine", is_descending=True))).entries
    fines = [Decimal(each.values["fine"]) for each in dearest]
    assert fines == sorted(fines, reverse=True)


def test_all_pages_together_are_all_entries_once(snapshot):
    pages = [answer(snapshot, Question(page=page, sort=Sort("fine"))).entries for page in range(1, 5)]
    assert sorted(each.serial for page in pages for each in page) == list(range(1, len(ROWS) + 1))
    assert not pages[-1]


def test_an_entry_is_found_by_its_number(snapshot):
    assert entry(snapshot, 7).values["number"] == "0006"
    assert entry(snapshot, 700) is None


def test_a_facet_counts_as_if_nothing_of_it_were_asked_for(snapshot):
    found = answer(snapshot, Question(facets={"result": ("不合格",)}))
    assert [value for value, _ in found.counts["result"]] == ["合格", "不合格"]
    assert found.total == dict(found.counts["result"])["不合格"]


def test_what_is_asked_for_cannot_break_out_of_its_question(snapshot):
    for evil in ("'; DROP TABLE entries; --", '"', "\x00", "%", "_"):
        assert answer(snapshot, Question(facets={"street": (evil,)})).total == 0
        assert answer(snapshot, Question(words=(evil,))).total == 0
    assert answer(snapshot, Question()).total == len(ROWS)


def test_an_empty_register_has_a_snapshot(tmp_path):
    place = tmp_path / "empty.duckdb"
    assert build(SAID, [], place) == 0
    with connect(place) as connection:
        found = answer(opened(SAID, connection), Question())
    assert (found.total, found.entries, found.pages) == (0, [], 1)


def test_a_snapshot_is_put_in_place_whole(tmp_path):
    place = tmp_path / "a.duckdb"
    build(SAID, [shape.Rows(SAID).row(own(1), ROWS[0])], place)
    before = place.read_bytes()

    def broken():
        yield shape.Rows(SAID).row(own(1), ROWS[0])
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        build(SAID, broken(), place)
    assert place.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.duckdb"]


ASKED = [
    ({}, Question(), "全部"),
    ({"result": ["合格", "不合格"]}, Question(facets={"result": ("合格", "不合格")}), "结果为合格或不合格"),
    ({"q": [" 饼干　Ａ "]}, Question(words=("饼干", "a")), "含有“饼干”，含有“a”"),
    ({"fine.min": ["1.5"]}, Question(ranges={"fine": Range("1.5")}), "罚款不少于1.5万元"),
    (
        {"fine.min": ["1"], "fine.max": ["2"]},
        Question(ranges={"fine": Range("1", "2")}),
        "罚款在1万元至2万元之间",
    ),
    (
        {"checked_on.max": ["2017年6月1日"]},
        Question(ranges={"checked_on": Range(None, "2017-06-01")}),
        "抽查日期不晚于2017-06-01",
    ),
    ({"street": ["330103003"]}, Question(facets={"street": ("330103003",)}), "街道为天水街道"),
    ({"checked_on": ["2017"]}, Question(facets={"checked_on": ("2017",)}), "抽查日期为2017年"),
    ({"sort": ["-fine"], "page": ["3"]}, Question(sort=Sort("fine", is_descending=True), page=3), "全部"),
    ({"sort": ["-checked_on"]}, Question(), "全部"),
    ({"unknown": ["x"], "maker": ["y"]}, Question(), "全部"),
]
NAMES = {"region": {"330103003": "天水街道"}}


@pytest.mark.parametrize(("query", "question", "words"), ASKED)
def test_a_question_is_read_said_and_written(query, question, words):
    asked = read(query, SAID)
    assert asked.question == question
    assert not asked.misunderstood
    assert sentence(question, SAID, NAMES) == words
    assert read(parse_qs(question.to_query()), SAID).question == question


MISUNDERSTOOD = [
    ({"fine.min": ["很多"]}, "罚款：“很多”不是数"),
    ({"checked_on.min": ["2017-02-30"]}, "没有“2017-02-30”这一天"),
    ({"sort": ["maker"]}, "不能按这一项排序"),
    ({"page": ["0"]}, "没有这一页"),
    ({"page": ["²"]}, "没有这一页"),
]


@pytest.mark.parametrize(("query", "words"), MISUNDERSTOOD)
def test_what_is_not_understood_is_told_and_left_out(query, words):
    asked = read(query, SAID)
    assert asked.question == Question()
    assert words in asked.misunderstood[0]


def test_a_value_is_asked_for_and_no_longer():
    question = Question(page=4).toggled("result", "合格")
    assert question.to_query() == "result=%E5%90%88%E6%A0%BC"
    assert question.toggled("result", "合格") == Question()
    assert question.is_open is False
