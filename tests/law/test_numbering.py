"""Document numbers and index numbers in the forms met in practice, and the templates that make them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.numbering import (
    BadNumber,
    DocumentNumber,
    find_all,
    normalise_document_number,
    parse_document_number,
    parse_index_number,
)
from gongkai.law.templates import BadTemplate, parse_template

SHARED = Path(__file__).parents[3] / "shared"
RULES = SHARED / "data/documents/index_number_rules.json"
HEADERS = SHARED / "data/documents/headers.jsonl"
MISSION = Path(__file__).parents[2] / "catalogue/samples/work-points-2017.txt"


@pytest.mark.parametrize(
    "text",
    [
        "国办发〔2017〕24号",
        "国办发[2017]24号",
        "国办发(2017)24号",
        "国办发（2017）24号",
        "国办发【2017】24号",
        "国办发［２０１７］２４号",
        "国办发〔2017〕第24号",
        "国办发〔2017年〕24号",
        " 国办发 〔 2017 〕 24 号 ",
        "国办发〔2017〕024号",
    ],
)
def test_one_document_number_in_every_writing(text):
    assert normalise_document_number(text) == "国办发〔2017〕24号"


def test_an_order_has_no_year():
    assert parse_document_number("国务院令第711号") == DocumentNumber("国务院令", None, 711)
    assert normalise_document_number("公安部令 第 5 号") == "公安部令第5号"


@pytest.mark.parametrize("text", ["", "无", "—— ", "— —", "/"])
def test_a_placeholder_means_there_is_no_number(text):
    assert normalise_document_number(text) == ""


@pytest.mark.parametrize(
    "text", ["国办发2017年24号", "〔2017〕24号", "国办发〔17〕24号", "国办发〔2017〕号", "第24号"]
)
def test_what_is_no_document_number_is_refused_with_an_example(text):
    with pytest.raises(BadNumber, match="国办发〔2017〕24号"):
        parse_document_number(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "《通知》(国办发〔2017〕24号)、《要点》（浙政办发〔2017〕36号）",
            ["国办发〔2017〕24号", "浙政办发〔2017〕36号"],
        ),
        ("根据国办发〔2016〕80号和国办发〔2016〕61号文件精神", ["国办发〔2016〕80号", "国办发〔2016〕61号"]),
        ("按照财预[2018]209号、国办函（2020）109号执行", ["财预〔2018〕209号", "国办函〔2020〕109号"]),
        ("和政发〔2017〕3号", ["和政发〔2017〕3号"]),  # 和平区, not a conjunction
        ("经信发〔2017〕3号", ["经信发〔2017〕3号"]),
        ("贯彻落实国办 发明电〔2016〕17号", ["发明电〔2016〕17号"]),  # a blank ends the agency's word
        ("根据〔2017〕24号", []),
        ("（2017）浙0103行初1号判决", []),  # a court's case number is not a document number
        ("2017年7月1日", []),
        ("", []),
    ],
)
def test_citations_are_found_in_running_text(text, numbers):
    assert [str(citation.number) for citation in find_all(text)] == numbers


def test_a_citation_knows_its_place():
    text = "根据国办发［2016］80号的规定"
    (citation,) = find_all(text)
    assert text[citation.start : citation.end] == "国办发［2016］80号"


def test_the_mission_document_cites_three_documents():
    cited = {str(citation.number) for citation in find_all(MISSION.read_text(encoding="utf-8"))}
    assert {"国办发〔2017〕24号", "浙政办发〔2017〕36号", "杭政办函〔2017〕61号"} <= cited


def test_the_headers_of_real_documents_parse():
    if not HEADERS.exists():
        pytest.skip("the real headers are not on this machine")
    rows = [json.loads(line)["fields"] for line in HEADERS.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 60
    for row in rows:
        assert parse_index_number(row["索引号"]).organisation == "000014349"
        assert normalise_document_number(row["发文字号"] or "") in {row["发文字号"], ""}


@pytest.mark.parametrize(
    ("text", "form", "organisation", "region", "year", "serial"),
    [
        ("330103--2017--0510", "region", "", "330103", 2017, "0510"),
        ("330103-A01-2017-B2-0510", "region", "A01", "330103", 2017, "0510"),
        ("000014349/2017-00110", "organisation-code", "000014349", "", 2017, "00110"),
        ("01404053X/2023-00861", "organisation-code", "01404053X", "", 2023, "00861"),
        ("002489401/2020-248029", "organisation-code", "002489401", "", 2020, "248029"),
        ("0142768-8/2022-00185", "organisation-code-hyphen", "0142768-8", "", 2022, "00185"),
        ("K1493206-6/2011-12864", "organisation-code-hyphen", "K1493206-6", "", 2011, "12864"),
        ("00250239-7/2025-00413", "organisation-code-hyphen", "00250239-7", "", 2025, "00413"),
        ("11620622013933539B/2021-03844", "credit-code", "11620622013933539B", "", 2021, "03844"),
        ("11330700MB10327095/2013-02249", "credit-code", "11330700MB10327095", "", 2013, "02249"),
        ("11341702486344515H/202110-00013", "credit-code-month", "11341702486344515H", "", 2021, "00013"),
        ("3302-01-A03-B1-20091019-0012", "ningbo", "01", "3302", 2009, "0012"),
        ("LYG01-03-2008-0015", "lianyungang", "LYG01", "", 2008, "0015"),
        ("533321010203020200123"[:13] + "20200123", "twenty-one-digits", "", "533321", 2020, "0123"),
        ("01527918X-2020-153077", "organisation-dashes", "01527918X", "", 2020, "153077"),
        ("SY-310115-2022-00371", "shanghai", "", "310115", 2022, "00371"),
        ("SY310107202603028", "shanghai", "", "310107", 2026, "03028"),
        ("4311280016/2019-02310", "site-code", "4311280016", "", 2019, "02310"),
    ],
)
def test_every_form_of_index_number_parses(text, form, organisation, region, year, serial):
    number = parse_index_number(text)
    assert (number.form, number.organisation, number.region) == (form, organisation, region)
    assert (number.year, number.serial, number.text) == (year, serial, text)


def test_full_width_characters_are_read_and_kept_narrow():
    assert parse_index_number(" ３３０１０３－－２０１７－－０５１０ ").text == "330103--2017--0510"


def test_every_example_met_in_the_wild_parses():
    if not RULES.exists():
        pytest.skip("the patterns met in the wild are not on this machine")
    examples = [
        text for rule in json.loads(RULES.read_text(encoding="utf-8")) for text in rule.get("examples", [])
    ]
    assert len(examples) >= 9
    assert [parse_index_number(text).text for text in examples] == examples


@pytest.mark.parametrize("text", ["", "510", "330103-2017-0510", "330103--1817--0510", "国办发〔2017〕24号"])
def test_what_is_no_index_number_is_refused_with_an_example(text):
    with pytest.raises(BadNumber, match="330103--2017--0510"):
        parse_index_number(text)


@pytest.mark.parametrize(
    ("template", "values", "number"),
    [
        (
            "{region}--{year}--{serial:04}",
            {"region": "330103", "year": 2017, "serial": 510},
            "330103--2017--0510",
        ),
        (
            "{organisation}/{year}-{serial:05}",
            {"organisation": "00248984X", "year": 2024, "serial": 1228},
            "00248984X/2024-01228",
        ),
        (
            "{credit}/{year}{month}-{serial:05}",
            {"credit": "11341702486344515H", "year": 2021, "month": "10", "serial": 13},
            "11341702486344515H/202110-00013",
        ),
        (
            "{region}-{category}-{group}-{day}-{serial}",
            {"region": "330103", "category": "A03", "group": "B1", "day": "20170701", "serial": 7},
            "330103-A03-B1-20170701-7",
        ),
        (
            "{agency}〔{year}〕{serial}号",
            {"agency": "下政办发", "year": 2017, "serial": 12},
            "下政办发〔2017〕12号",
        ),
        (
            "{region}--{year}--{serial:04}",
            {"region": "330103", "year": 2017, "serial": 10000},
            "330103--2017--10000",
        ),
    ],
)
def test_a_template_writes_a_number_and_reads_it_back(template, values, number):
    made = parse_template(template)
    assert made.render(values) == number
    read = made.read(number)
    assert int(read.pop("serial")) == values["serial"]
    assert read == {name: str(value) for name, value in values.items() if name != "serial"}


@given(st.integers(1949, 2099), st.integers(1, 999_999_999), st.integers(1, 9))
def test_every_serial_reads_back(year, serial, width):
    made = parse_template(f"{{region}}--{{year}}--{{serial:0{width}}}")
    number = made.render({"region": "330103", "year": year, "serial": serial})
    assert made.read(number) | {"serial": int(made.read(number)["serial"])} == {
        "region": "330103",
        "year": str(year),
        "serial": serial,
    }


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("", "必须有流水号"),
        ("{region}--{year}", "必须有流水号"),
        ("{region}--{serial}", "必须有年份"),
        ("{year}-{serial}-{serial}", "不止一次"),
        ("{year}-{serial:4}", "第8个字符"),
        ("{year}-{serial!r}", "不能识别"),
        ("{year.__class__}-{serial}", "不能识别"),  # nothing is ever evaluated
        ("{year}-{name}-{serial}", "没有名为“name”的字段"),
        ("{year:04}-{serial}", "只有 serial 可以指定位数"),
        ("{year} {serial}", "第7个字符"),
    ],
)
def test_a_template_that_cannot_number_is_refused(template, sentence):
    with pytest.raises(BadTemplate, match=sentence):
        parse_template(template)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"year": 2017, "serial": 1}, "缺少 region"),
        ({"region": "3301", "year": 2017, "serial": 1}, "不符合编号模板中 region"),
        ({"region": "330103", "year": 17, "serial": 1}, "不符合编号模板中 year"),
        ({"region": "330103", "year": 2017, "serial": -1}, "不符合编号模板中 serial"),
    ],
)
def test_values_that_do_not_fit_are_refused(values, sentence):
    with pytest.raises(BadNumber, match=sentence):
        parse_template("{region}--{year}--{serial:04}").render(values)


def test_a_number_of_another_form_is_not_read():
    with pytest.raises(BadNumber, match="不符合编号模板"):
        parse_template("{region}--{year}--{serial:04}").read("330103--2017--510")
