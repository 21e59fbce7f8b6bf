"""Charts as they are drawn: well-formed, within the sheet of the smallest phone, hostile names harmless."""

import ast
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.registers import drawing
from gongkai.registers.drawing import draw, legend
from gongkai.registers.drawing.paper import NARROWEST, width
from gongkai.registers.drawing.scale import Unit, scale, unit_for
from gongkai.registers.drawing.tiles import SHADES
from gongkai.registers.drawing.tree import COLOURS, Box, squares
from gongkai.registers.figures import Bar, Figure, Part
from gongkai.registers.schema.definition import Chart, Measure

FORMS = ("bar", "stack", "line", "share", "map", "tree")
SVG = "{http://www.w3.org/2000/svg}"
PLACES = {"a0": (1, 1), "a1": (1, 2), "a2": (2, 2)}
HOSTILE = "<script>alert('一')</script>\"&'"


def made(form, rows, *, parts=("",), is_time=False, unit="条", step=""):
    bars = []
    for number, (label, cells) in enumerate(rows):
        key = label if is_time else f"a{number}"
        told = tuple(None if cell is None else Decimal(str(cell)) for cell in cells)
        bars.append(Bar(key, label, told))
    chart = Chart(
        "k", f"各街道{HOSTILE}", form, "street", Measure(), split="result" if len(parts) > 1 else ""
    )
    named = tuple(Part(part, part) for part in parts)
    return Figure(chart, "街道", unit, named, tuple(bars), entries=9, is_time=is_time, step=step)


CASES = {
    "empty": made("bar", []),
    "one": made("bar", [("合格", [3])]),
    "nought": made("bar", [("合格", [0]), ("不合格", [0])]),
    "negative": made("bar", [("增加", [3]), ("减少", [-7.5])]),
    "nothing told": made("bar", [("合格", [None]), ("不合格", [2])]),
    "huge": made("bar", [("甲", [9 * 10**17]), ("乙", [1])], unit="元"),
    "tiny": made("bar", [("甲", ["0.000001"]), ("乙", ["0.000003"])]),
    "hostile": made("bar", [(HOSTILE, [1]), ("长" * 300, [2])]),
    "hundred": made("bar", [(f"产品名称很长的第{n}种产品", [n]) for n in range(100)]),
    "parts": made(
        "bar", [(f"街道{n}", [n, None, -n, n, 1, 2, 3, 4]) for n in range(6)], parts=tuple("甲乙丙丁戊己庚辛")
    ),
    "time": made("bar", [(f"2017-{n:02}", [n * n]) for n in range(1, 13)], is_time=True, step="month"),
    "time of parts": made(
        "bar", [(f"20{n:02}", [n, -n]) for n in range(10, 50)], parts=("收", "支"), is_time=True, step="year"
    ),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES)
def test_every_form_draws_every_case_within_its_sheet(form, case):
    figure = replace(CASES[case], chart=replace(CASES[case].chart, form=form))
    text = draw(figure, "n", PLACES)
    root = ElementTree.fromstring(text)
    assert root.find(f"{SVG}title").text == figure.chart.title
    assert len(root.find(f"{SVG}desc").text) > 3
    assert not re.search(r"<(script|style)|style=| on\w+=|href=|NaN|inf", text)
    height = number(root.get("height"))
    hidden = {piece for group in root.iter(f"{SVG}g") if group.get("display") for piece in group.iter()}
    for each in set(root.iter()) - hidden:
        within(each, height)


def test_the_fields_of_a_tree_are_as_large_as_their_parts_and_lead_closer():
    figure = made("tree", [(HOSTILE, [6]), ("教育支出", [3]), ("减少", [-2]), ("住房", [1]), ("无", [0])])
    root = ElementTree.fromstring(draw(figure, "n", leads={"a0": "/x/?a=1&b=2", "a1": "/y/"}))
    assert root.get("role") == "group"
    links = root.findall(f"{SVG}a")
    assert [link.get("href") for link in links] == ["/x/?a=1&b=2", "/y/"]
    assert links[0].get("aria-label") == f"{HOSTILE}，6条 60.0%"
    fields = [number(each.get("width")) * number(each.get("height")) for each in root.iter(f"{SVG}svg")][1:]
    assert [round(size / sum(fields), 2) for size in fields] == [0.6, 0.3, 0.1]


def test_a_field_tells_what_fits_a_phone_and_more_on_wide_screens():
    figure = made("tree", [("20502 普通教育", [900]), ("21011 行政事业单位医疗", [100])])
    root = ElementTree.fromstring(draw(figure, "n"))
    texts = ["".join(piece.itertext()) for piece in root.iter(f"{SVG}svg")]
    assert "普通教育900条90.0%" in texts
    groups = {group.get("class"): "".join(group.itertext()) for group in root.iter(f"{SVG}g")}
    assert groups == {"for-phones": "", "for-screens": "100条10.0%"}, "numbers are whole or not there"


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=40))
@settings(max_examples=50)
def test_the_fields_of_a_tree_cover_the_sheet_and_nothing_twice(sizes):
    sizes = sorted(map(float, sizes), reverse=True)
    boxes = squares(sizes, Box(0, 0, 30, 20))
    assert len(boxes) == len(sizes)
    for box, size in zip(boxes, sizes, strict=True):
        assert box.wide * box.deep == pytest.approx(600 * size / sum(sizes), rel=1e-6)
        assert -1e-6 <= box.left
        assert box.left + box.wide <= 30 + 1e-6
        assert -1e-6 <= box.top
        assert box.top + box.deep <= 20 + 1e-6


@pytest.mark.parametrize("colour", COLOURS)
def test_white_words_can_be_read_on_every_field(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def number(text):
    return float(text.removesuffix("em").removesuffix("%"))


def within(each, height):
    """Look whether a piece stands on its sheet, words by their length on the smallest phone."""
    if each.tag == f"{SVG}text":
        start = number(each.get("x")) / 100 * NARROWEST + number(each.get("dx", "0em"))
        start -= {"middle": 0.5, "end": 1}.get(each.get("text-anchor"), 0) * width(each.text)
        assert start >= -0.4, each.text
        assert start + width(each.text) <= NARROWEST + 0.6, each.text
        assert 0 < number(each.get("y")) <= height, each.text
    if each.tag == f"{SVG}rect" and "%" in each.get("x", ""):
        assert number(each.get("x")) >= -0.01
        assert number(each.get("x")) + number(each.get("width")) <= 100.01
        assert number(each.get("height")) >= 0
        assert number(each.get("y")) + number(each.get("height")) <= height + 0.01


def test_parts_are_told_apart_in_colour_and_by_hatching_or_dashes():
    figure = CASES["parts"]
    swatches = [swatch for swatch, _ in legend(figure, "n")]
    assert len(set(swatches)) == 8
    assert sum("url(#n-" in swatch for swatch in swatches) == 5
    text = draw(figure, "n")
    assert set(re.findall(r"url\(#([\w-]+)\)", text + "".join(swatches))) <= set(
        re.findall(r'id="([\w-]+)"', text)
    )
    assert legend(CASES["one"], "n") == []


def test_two_drawings_on_a_page_share_no_id():
    ids = [re.findall(r'id="([\w-]+)"', draw(CASES["parts"], name)) for name in ("a", "b")]
    assert not set(ids[0]) & set(ids[1])


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("shade", "ink"), SHADES)
def test_words_on_a_tile_can_be_read(shade, ink):
    dark, light = sorted((luminance(shade), luminance(ink)))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_region_without_a_tile_stands_below_the_map():
    figure = made("map", [("天水街道", [3]), ("武林街道", [None]), ("文晖街道", [1]), ("不知何处", [8])])
    root = ElementTree.fromstring(draw(figure, "n", PLACES))
    tops = {each.text: number(each.get("y")) for each in root.iter(f"{SVG}text")}
    assert tops["不知何处"] > max(tops["天水街道"], tops["武林街道"])
    assert "—" in tops


@pytest.mark.parametrize(
    ("numbers", "ticks"),
    [
        ([3, 8], [0, 2, 4, 6, 8]),
        ([1], [0, 1]),
        ([-3, 9], [-5, 0, 5, 10]),
        ([0], [0, 1]),
        ([], [0, 1]),
        (["0.3"], ["0", "0.1", "0.2", "0.3"]),
    ],
)
def test_axes_have_round_numbers_with_zero_among_them(numbers, ticks):
    assert list(scale([Decimal(str(each)) for each in numbers]).ticks) == [
        Decimal(str(each)) for each in ticks
    ]


@pytest.mark.parametrize(
    ("largest", "kept", "unit", "said"),
    [
        (123, "条", "条", "123"),
        (123_456, "人", "万人", "12.35"),
        (3 * 10**9, "", "亿", "30"),
        (181_200, "万元", "亿元", "18.12"),
        (9_500, "万元", "万元", "9,500"),
        (55_000, "元", "万元", "5.5"),
        (9 * 10**17, "元", "万亿元", "900,000"),
        (250_000, "%", "%", "250,000"),
        (-123_456, "人", "万人", "-12.35"),
    ],
)
def test_large_numbers_are_told_as_people_say_them(largest, kept, unit, said):
    found = unit_for([Decimal(largest)], kept)
    assert (found.name, found.short(Decimal(largest))) == (unit, said)
    assert Unit("条").short(Decimal(0)) == "0"


@pytest.mark.parametrize(
    ("least", "largest", "kept", "unit"),
    [
        (1_000, 181_200, "万元", "亿元"),
        (999, 181_200, "万元", "万元"),  # else it were drawn as 0.09, and smaller ones as 0
        (20, 9_999_999, "万元", "万元"),
        (20, 10_000_000, "万元", "亿元"),  # nobody reads ten million of anything
        (3, 123_456, "人", "人"),
        (0, 123_456, "人", "万人"),  # nothing is nothing in any unit
    ],
)
def test_a_unit_is_one_in_which_the_smallest_number_is_seen_too(least, largest, kept, unit):
    assert unit_for([Decimal(least), Decimal(-largest)], kept).name == unit


def test_drawing_knows_nothing_of_django():
    folder = Path(drawing.__file__).parent
    for path in [*folder.glob("*.py"), *(folder.parent / f"{name}.py" for name in ("figures", "periods"))]:
        modules = [
            node.module for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)
        ]
        assert not [name for name in modules if name and name.startswith(("django", "duckdb"))]
