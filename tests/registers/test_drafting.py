"""The form of the desk and YAML are two ways to one declaration."""

import pytest
from django.conf import settings

from gongkai.registers.drafting import Draft, drafted, parted, places, shown
from gongkai.registers.rules import differences
from gongkai.registers.schema.writing import written
from gongkai.ui import notation
from tests.each import each_of
from tests.registers.test_schema import declared

FILES = sorted((settings.CATALOGUE / "registers").glob("*.yaml"))
EMPTY = {
    "key": "",
    "type": "text",
    "choices": "",
    "unit": "",
    "hint": "",
    "until": "",
    "mask": "",
    "charted": "",
}
FLAGS = dict.fromkeys("required many negative identity columns facets search".split(), False)
REST = dict.fromkeys("decimals least most form register".split(), "")
HEAD = {
    "register": "shared-bikes",
    "title": "共享单车投放",
    "description": "各企业每月投放的共享单车。",
    "obligation": "city-management",
    "chart": "bar",
    "chart_title": "",
}


def row(label, **said):
    return {**EMPTY, **FLAGS, **REST, "label": label, **said}


ROWS = (
    row("编号", type="code", identity=True, search=True),
    row("企业", columns=True, facets=True, charted="by"),
    row("数量", type="count", unit="辆", required=True, columns=True, charted="of", least="1", most="5000"),
    row("状态", type="choice", choices="在用\n停放、待修\n回收", many=True, facets=True),
    row("联系人", type="person", mask="surname"),
    row("投放日期", type="date", columns=True, least="2016-01-01"),
)


@each_of(FILES)
def test_the_form_says_of_every_register_what_its_file_says(path):
    said = notation.load(path.read_text())
    again = drafted(shown(said), said, {})
    found = differences(declared(path.read_text()), declared(written(again)))
    assert not [str(each) for each in found]


def test_what_is_typed_into_the_form_is_a_register():
    text = written(drafted(Draft(HEAD, ROWS), {}, {"企业": "company"}))
    it = declared(text)
    assert list(it.fields) == ["number", "company", "count", "kind", "person", "day"]
    assert it.identity == ("number",) and it.fields["number"].is_required
    assert it.columns == ("company", "count", "day")
    assert it.facets == ("company", "kind")
    assert it.headline == ("company",)
    assert str(it.sorts[0]) == "-day"
    assert it.fields["kind"].type.choices == ("在用", "停放、待修", "回收")
    assert it.fields["kind"].type.is_many
    assert it.fields["count"].heading == "数量（辆）"
    assert it.masks[0].field == "person"
    (chart,) = it.charts
    assert (chart.form, chart.by, chart.measure.fields) == ("bar", "company", ("count",))
    assert chart.title == "按企业统计"


def test_what_the_form_does_not_know_is_kept_and_what_is_unticked_goes():
    base = drafted(Draft(HEAD, ROWS), {}, {})
    base |= {"retention": [{"after": "day", "months": 12, "then": "archive", "basis": "演示"}]}
    base["fields"]["name"]["aliases"] = ["公司"]
    draft = shown(base)
    rows = [{**each, "facets": False, "mask": "", "charted": ""} for each in draft.rows]
    it = declared(written(drafted(Draft({**draft.head, "title": "投放"}, tuple(rows)), base, {})))
    assert it.title == "投放"
    assert it.retention
    assert it.fields["name"].aliases == ("公司",)
    assert not (it.facets or it.masks or it.charts)


def test_several_charts_and_further_duties_are_left_alone():
    base = drafted(Draft(HEAD, ROWS), {}, {})
    base["charts"] = [*base["charts"], {**base["charts"][0], "key": "second"}]
    base["obligation"] = ["city-management", "other"]
    draft = shown(base)
    assert draft.head["chart"] == ""
    it = declared(written(drafted(Draft({**draft.head, "obligation": "third"}, draft.rows), base, {})))
    assert [chart.key for chart in it.charts] == ["overview", "second"]
    assert it.obligations == ("third", "other")


def test_keys_that_two_fields_would_share_are_told_apart():
    said = drafted(
        Draft(HEAD, (ROWS[0], row("企业"), row("厂商"))), {}, {"企业": "company", "厂商": "company"}
    )
    assert list(said["fields"]) == ["number", "company", "company_2"]


def test_the_line_of_a_field_belongs_to_its_row():
    draft = Draft(HEAD, (*ROWS[:3], row("状态", type="choice", choices="一项")))
    text = written(drafted(draft, {}, {}))
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "状态" in each)
    found = places(draft, text)
    assert (found[line], found.get(1)) == (3, None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("甲、乙，丙", ["甲", "乙，丙"]),
        ("甲\n 乙、丙 \n\n", ["甲", "乙、丙"]),
        ("甲；乙、丙", ["甲", "乙、丙"]),
        ("甲", ["甲"]),
        ("", []),
    ],
)
def test_choices_stand_on_lines_or_between_stops(text, wanted):
    assert parted(text) == wanted
