"""The numbers of charts and rankings: exact, in the right order, nothing left out in silence."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.registers.asking import Question, Range
from gongkai.registers.figures import Asking, figure
from gongkai.registers.schema.definition import Chart, Measure, Ranking
from gongkai.registers.snapshot import shape
from gongkai.registers.snapshot.answering import answer, opened
from gongkai.registers.snapshot.building import build, connect
from gongkai.registers.snapshot.counting import groups, ranked, tallied, values
from tests.registers.test_schema import SAMPLING, declared
from tests.registers.test_snapshot import NAMES, QUESTIONS, ROWS, SAID, meant, own

COUNT = Measure()
FINES, MEANS = Measure("sum", ("fine",)), Measure("mean", ("fine",))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    place = tmp_path_factory.mktemp("snapshot") / "a.duckdb"
    build(SAID, (shape.Rows(SAID).row(own(number), values) for number, values in enumerate(ROWS, 1)), place)
    with connect(place) as connection:
        yield opened(SAID, connection)


def chart(by, measure=COUNT, **more):
    return Chart("a", "图", more.pop("form", "bar"), by, measure, **more)


def drawn(snapshot, which, question=None, **more):
    question = question or Question()
    return figure(which, tallied(snapshot, which, question), Asking(SAID, NAMES, question), **more)


def told(found):
    return {bar.label: bar.cells for bar in found.bars}


CHARTS = st.builds(
    chart,
    by=st.sampled_from(["result", "street", "product", "maker"]),
    measure=st.sampled_from([COUNT, FINES]),
    split=st.sampled_from(["", "result", "street"]),
) | st.builds(
    chart,
    by=st.just("checked_on"),
    measure=st.sampled_from([COUNT, FINES]),
    step=st.sampled_from(["", "month", "quarter", "year"]),
)


@given(which=CHARTS, question=QUESTIONS, most=st.sampled_from([0, 2, 20]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_numbers_of_a_chart_add_up_to_the_list(snapshot, which, question, most):
    found = drawn(snapshot, which, question, most=most)
    wanted = meant(question)
    assert found.entries == len(wanted) == answer(snapshot, question).total
    if which.measure == COUNT:
        assert found.total == len(wanted)
    else:
        assert found.total == sum(Decimal(row.get("fine", 0)) for row in wanted)
        assert found.untold == sum("fine" not in row for row in wanted)


def test_choices_stand_as_declared_and_other_names_by_size(snapshot):
    assert [bar.label for bar in drawn(snapshot, chart("result")).bars] == ["合格", "不合格"]
    found = drawn(snapshot, chart("street"))
    assert [bar.label for bar in found.bars[:-1]] == ["330103002", "天水街道"]
    assert found.bars[-1].label == "未填"
    assert not found.bars[-1].is_named
    assert [bar.total for bar in found.bars] == [
        Counter(row.get("street") for row in ROWS)[key] for key in ("330103002", "330103003", None)
    ]


def test_time_goes_on_also_where_nothing_happened(snapshot):
    question = Question(ranges={"fine": Range("12")})
    found = drawn(snapshot, chart("checked_on", step="month"), question)
    keys = [bar.key for bar in found.bars]
    assert keys == sorted(keys)
    assert keys[0][:4] == "2016"
    assert len(keys) == (int(keys[-1][:4]) - int(keys[0][:4])) * 12 + int(keys[-1][5:]) - int(keys[0][5:]) + 1
    assert any(bar.cells == (0,) for bar in found.bars)
    sums = drawn(snapshot, chart("checked_on", FINES, step="month"), question)
    assert any(bar.cells == (None,) for bar in sums.bars), "nothing told is not nought"


@pytest.mark.parametrize("step", ["month", "quarter", "year"])
def test_each_period_leads_to_its_entries(snapshot, step):
    which = chart("checked_on", step=step)
    for bar in drawn(snapshot, which).bars:
        assert answer(snapshot, bar.query).total == bar.total


def test_a_mean_is_of_those_that_tell_and_kept_to_the_cent(snapshot):
    fines = [Fraction(row["fine"]) for row in ROWS if row["result"] == "合格" and "fine" in row]
    mean = drawn(snapshot, chart("result", MEANS)).bars[0].cells[0]
    assert abs(Fraction(str(mean)) - sum(fines) / len(fines)) <= Fraction(1, 200)


def test_fields_stand_side_by_side_and_entries_count_once(snapshot):
    found = drawn(snapshot, chart("result", Measure("sum", ("fine", "paid"))))
    assert [part.label for part in found.parts] == ["罚款", "已缴"]
    assert found.entries == len(ROWS)
    assert all(bar.cells[1] is None for bar in found.bars), "nobody told what was paid"


def test_a_chart_may_speak_of_some_entries_alone(snapshot):
    found = drawn(snapshot, chart("street", when=(("result", ("不合格",)),)))
    assert found.total == sum(row["result"] == "不合格" for row in ROWS)
    assert found.bars[0].query.facets == {"result": ("不合格",), "street": (found.bars[0].key,)}
    both = drawn(snapshot, chart("street", when=(("result", ("不合格", "合格")),)))
    assert both.total == len(ROWS)


def many(tmp_path, values):
    place = tmp_path / "many.duckdb"
    build(SAID, (shape.Rows(SAID).row(own(number), row) for number, row in enumerate(values, 1)), place)
    return connect(place)


def test_of_a_hundred_names_the_smallest_stand_together(tmp_path):
    rows = [{"number": f"{n}", "product": f"产品{n % 100}", "result": "合格"} for n in range(100, 350)]
    with many(tmp_path, rows) as connection:
        found = drawn(opened(SAID, connection), chart("product"), most=20)
        whole = drawn(opened(SAID, connection), chart("product"))
    assert len(found.bars) == 20
    assert found.bars[-1].label == "其他（81项）"
    assert found.total == whole.total == 250
    assert len(whole.bars) == 100


def test_of_many_parts_the_smallest_stand_together(tmp_path):
    rows = [
        {"number": f"{n}", "product": "甲", "result": "合格", "street": f"{n % 12:012}"} for n in range(90)
    ]
    rows.append({"number": "x", "product": "甲", "result": "合格"})
    with many(tmp_path, rows) as connection:
        found = drawn(opened(SAID, connection), chart("product", split="street"))
    assert [part.label for part in found.parts[-2:]] == ["其他（5项）", "未填"]
    assert found.total == 91


def test_days_become_months_where_nobody_could_tell_them_apart(tmp_path):
    rows = [{"number": f"{n}", "checked_on": f"201{n % 8}-0{1 + n % 9}-1{n % 10}"} for n in range(300)]
    with many(tmp_path, rows) as connection:
        found = drawn(opened(SAID, connection), chart("checked_on"))
    assert found.step == "quarter"
    assert found.total == 300
    assert found.bars[0].label == "2010年第一季度"


def test_an_empty_register_has_an_empty_chart(tmp_path):
    with many(tmp_path, []) as connection:
        found = drawn(opened(SAID, connection), chart("result", split="street"))
        assert groups(opened(SAID, connection), RANKING, Question()) == []
    assert (found.bars, found.entries, found.total) == ((), 0, 0)


RANKING = Ranking("罚款最多", "fine", is_descending=True)
FINED = ["5", "7.5", "5.0", None, "3", "5", "7.50", "1"]


@pytest.fixture
def fined(tmp_path):
    rows = [
        {"number": f"{n}", "product": f"产品{n}", "result": "合格" if n % 2 else "不合格"}
        | ({"fine": fine} if fine else {})
        for n, fine in enumerate(FINED)
    ]
    with many(tmp_path, rows) as connection:
        yield opened(SAID, connection)


def test_equal_values_share_a_place_and_the_next_is_counted_on(fined):
    found = ranked(fined, RANKING, Question(), "")
    assert [each.place for each in found] == [1, 1, 3, 3, 3, 6, 7]
    assert [each.entry.values["fine"] for each in found] == ["7.5", "7.5", "5", "5", "5", "3", "1"]


@pytest.mark.parametrize("name", ["place", "a", "s", "v", "w", "told"])
def test_a_field_may_be_called_as_anything_in_a_query(name, tmp_path):
    said = declared(SAMPLING.replace("  maker: {", f"  {name}: {{label: 别的, type: text}}\n  maker: {{", 1))
    rows = [{"number": "1", "fine": "3", "result": "合格", name: "甲"}]
    build(said, (shape.Rows(said).row(own(1), values) for values in rows), tmp_path / "a.duckdb")
    with connect(tmp_path / "a.duckdb") as connection:
        snapshot = opened(said, connection)
        within = replace(RANKING, within=name)
        assert [each.value for each in groups(snapshot, within, Question())] == ["甲"]
        assert [each.place for each in ranked(snapshot, within, Question(), "甲")] == [1]
        assert tallied(snapshot, chart("result"), Question())["合格"][""].entries == 1
        assert values(snapshot, "result", Question(), ()) == [("合格", 1)]


def test_who_tells_nothing_has_no_place_but_is_counted(fined):
    (group,) = groups(fined, RANKING, Question())
    assert (group.ranked, group.untold) == (7, 1)


def test_ties_at_the_end_of_a_ranking_are_whole(fined):
    assert [each.place for each in ranked(fined, RANKING, Question(), "", most=3)] == [1, 1, 3, 3, 3]


def test_a_ranking_ranks_within_each_group(fined):
    within = replace(RANKING, within="result", is_descending=False)
    assert [(each.value, each.ranked) for each in groups(fined, within, Question())] == [
        ("合格", 3),
        ("不合格", 4),
    ]
    found = ranked(fined, within, Question(), "合格")
    assert [(each.place, each.entry.values["fine"]) for each in found] == [(1, "1"), (2, "5"), (3, "7.5")]


def test_a_ranking_answers_the_question_that_is_asked(fined):
    assert [
        each.place for each in ranked(fined, RANKING, Question(ranges={"fine": Range(None, "4")}), "")
    ] == [1, 2]


def test_a_chart_says_which_values_it_speaks_of():
    text = SAMPLING.replace("split: result}", "split: result, when: {result: [合格, 不合格]}}", 1)
    assert declared(text).charts[0].when == (("result", ("合格", "不合格")),)
    assert declared(text.replace("[合格, 不合格]}}", "合格}}", 1)).charts[0].when == (("result", ("合格",)),)
