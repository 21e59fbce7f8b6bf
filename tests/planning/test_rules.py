"""The points of a 工作要点, held to the document of 2017."""

from pathlib import Path

import pytest

from gongkai.planning import rules

SAMPLES = Path(__file__).parents[2] / "catalogue" / "samples"
TEXT = (SAMPLES / "work-points-2017.txt").read_text(encoding="utf-8")
SYSTEMS = (
    "1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 2.1 2.2 2.3 2.4 2.5 2.6 3.1 3.2 3.3 3.4 4.1 4.2 4.3 4.4 4.5 4.6 4.7 "
    "5.1 5.2 5.3 6.1a 6.1b 6.1c 6.1d 6.2a 6.2b 6.3a 6.3b 6.3c 6.4"
).split()


def html_of(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.splitlines())


@pytest.mark.parametrize("source", [TEXT, html_of(TEXT)], ids=["text", "html"])
def test_the_document_of_2017_has_six_sections_and_thirty_two_points(source):
    points = rules.tasks(source)
    assert len(points) == 32
    per_section = [sum(p.section_number == n for p in points) for n in range(1, 7)]
    assert per_section == [8, 6, 4, 7, 3, 4]
    assert [p.section_title for p in points if p.number == 1] == list(rules.SECTIONS_2017)
    assert points[0].text.startswith("公开全区财政收支情况,解读财政收支增减变化情况及原因")
    assert points[9].text.startswith("全面推行“双随机、一公开”监管")  # its line begins with a blank
    assert points[-1].code == "6.4"


def test_closing_words_and_signature_belong_to_no_point():
    last = rules.tasks(TEXT)[-1]
    assert last.text.endswith("可以转为主动公开的,应当主动公开。")
    assert "备案" not in last.text


def test_points_of_2017_call_for_every_system_but_the_header_and_the_filing():
    assert [each for point in rules.tasks(TEXT) for each in rules.systems(point)] == SYSTEMS
    assert rules.FILING_SYSTEM not in SYSTEMS


def test_points_of_another_document_are_not_given_the_systems_of_2017():
    assert rules.systems(rules.Point(1, "加强预期引导", 1, "……")) == []
    assert rules.systems(rules.Point(2, "以政务公开助力稳增长", 1, "……")) == []


@pytest.mark.parametrize("mark", ["{}、", "{}.", "{}．", "（{}）", "({})", "{}）", "{})", "{}. "])
def test_every_way_of_numbering_points_is_read(mark):
    text = "一、加强公开。\n" + "\n".join(f"{mark.format(n)}做好第{n}件事。" for n in (1, 2, 10))
    assert [(p.code, p.text) for p in rules.tasks(text)] == [
        ("1.1", "做好第1件事。"),
        ("1.2", "做好第2件事。"),
        ("1.10", "做好第10件事。"),
    ]
    assert rules.tasks(text)[0].section_title == "加强公开"


def test_bracketed_chinese_numbers_are_points_and_deeper_levels_their_text():
    text = "一、甲\n（一）财政信息。\n1.预算公开。\n2.决算公开。\n（二）环境信息。\n二、乙\n（一）解读。"
    points = rules.tasks(text)
    assert [p.code for p in points] == ["1.1", "1.2", "2.1"]
    assert points[0].text == "财政信息。\n1.预算公开。\n2.决算公开。"


def test_each_section_numbers_its_points_in_its_own_way():
    text = "一、甲\n（一）子项。\n二、乙\n1、子项。"
    assert [p.code for p in rules.tasks(text)] == ["1.1", "2.1"]


def test_full_width_digits_and_ideographic_spaces_are_understood():
    points = rules.tasks("\u3000\u3000一、甲\n\u3000\u3000１、第一件事。\n\u3000\u3000２．第二件事。")
    assert [(p.number, p.text) for p in points] == [(1, "第一件事。"), (2, "第二件事。")]


def test_numbers_within_a_sentence_start_no_point():
    points = rules.tasks("一、甲\n1、增长\n2.5亿元以上的项目全部公开。\n2017年年底前完成。\n2、第二件事。")
    assert [p.code for p in points] == ["1.1", "1.2"]
    assert points[0].text == "增长\n2.5亿元以上的项目全部公开。\n2017年年底前完成。"


def test_a_document_without_second_level_has_one_point_a_section():
    points = rules.tasks("一、加强解读。各部门主要负责人要解读。\n二、回应关切\n及时回应。\n各单位要抓好落实")
    assert [(p.code, p.section_title, p.text) for p in points] == [
        ("1.1", "加强解读", "各部门主要负责人要解读。"),
        ("2.1", "回应关切", "及时回应。"),
    ]


@pytest.mark.parametrize("text", ["", "没有编号的通知。", "<p></p>", "<p>通知</p>"])
def test_a_text_without_sections_has_no_points(text):
    assert rules.tasks(text) == []


def test_nested_blocks_of_html_are_read_once():
    source = "<h2 id='a'>一、甲</h2><ul><li><p>1、<b>第一</b>件事。</p></li><li>2、第二件事。</li></ul>"
    assert [p.text for p in rules.tasks(source)] == ["第一件事。", "第二件事。"]


@pytest.mark.parametrize(
    ("text", "value"), [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35)]
)
def test_chinese_numerals_of_sections(text, value):
    assert rules.numeral(text) == value


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("杭州市下城区2017年政务公开工作要点", 2017),
        ("２０１８年政务公开工作要点", 2018),
        ("政务公开工作要点", None),
    ],
)
def test_year_is_read_from_the_title(title, year):
    assert rules.year(title) == year


@pytest.mark.parametrize(
    ("parts", "percent"),
    [([], 0), ([None], 0), ([100, 100], 100), ([100, 99], 99), ([50, None], 25), ([33, 33, 34], 33)],
)
def test_a_task_is_done_only_when_every_department_is(parts, percent):
    assert rules.percent(parts) == percent


def test_words_between_a_heading_and_its_first_point_belong_to_no_point():
    points = rules.tasks("一、甲\n总的要求如下。\n1、第一件事。")
    assert [p.text for p in points] == ["第一件事。"]
