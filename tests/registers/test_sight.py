"""How a register would look is shown before it is in force."""

from dataclasses import replace
from datetime import date

from django.conf import settings

from gongkai.registers.sight import ROWS, made_up, sight
from tests.each import each_of
from tests.registers.test_schema import FLAWS, SAMPLING, declared

FILES = sorted((settings.CATALOGUE / "registers").glob("*.yaml"))
ON = date(2017, 7, 3)
NAMES = {
    "organisation": {"market": "区市场监管局", "finance": "区财政局"},
    "region": {"330103002": "武林街道", "330103003": "天水街道"},
}


@each_of(FILES)
def test_rows_that_are_made_up_are_such_as_the_register_takes(path):
    said = declared(path.read_text())
    for place in range(ROWS):
        for key, value in made_up(said, NAMES, place, on=ON).items():
            kind = said.fields[key].type
            if kind.word not in ("organisation", "region", "code", "link"):
                assert kind.parse(value) == value, f"{key}: {value}"


@each_of(FILES)
def test_every_register_of_the_catalogue_can_be_looked_at(path):
    said = declared(path.read_text())
    for seen in (sight(said, NAMES, on=ON), sight(replace(said, samples=()), NAMES, on=ON)):
        assert len(seen.headings) == len(seen.rows[0]) == len(said.columns)
        assert len(seen.filters) == len(said.facets)
        assert len(seen.charts) == len(said.charts)
        assert len(seen.entry) == len(said.current)


def test_what_is_masked_is_masked_and_names_are_given():
    said = declared(SAMPLING.replace("as: surname, when: {result: 合格}", "as: hide"))
    entry = dict(sight(replace(said, samples=()), NAMES, on=ON).entry)
    assert entry["检验人"] == ""
    assert entry["街道"] == "武林街道"
    assert not sight(said, NAMES, on=ON).is_made_up


def test_filters_count_each_value_and_charts_are_counted():
    text = SAMPLING.replace("  street:", f"  flaws: {FLAWS}\n  street:").replace(
        "facets: [result, street]", "facets: [result, flaws, checked_on]"
    )
    seen = sight(replace(declared(text), samples=()), NAMES, on=ON)
    assert seen.filters[0] == ("结果", [("合格", 3), ("不合格", 3)])
    assert dict(seen.filters[1][1]) == {"成分、含量": 6, "标签": 3, "包装": 3}
    assert dict(seen.filters[2][1]) == {"2017年": 5, "2016年": 1}
    assert [row["value"] for row in seen.charts[0].rows] == [3, 3]
    assert sum(row["value"] for row in seen.charts[1].rows) > 0
