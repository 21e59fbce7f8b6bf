"""Lines of a page put together: where a title ends, though no space stands below it."""

import pytest

from gongkai.items.reading import understand
from gongkai.items.reading.lines import paragraphs
from gongkai.items.reading.placed import Piece

LEFT, WIDTH = 80, 28
"""Where the column begins in points, and how many letters of the text it is wide."""
TEXT = 16
TO = "各街道办事处，区政府各部门、各直属单位："
BODY = [
    "　　为贯彻落实党中央、国务院的决策部署，进一步做好有关工作，",
    "现将有关事项通知如下，请结合实际认真贯彻执行，务求取得实效。",
    "　　各单位要高度重视，加强领导，按时完成，并及时报送进展情况。",
]
SHORT, LONG = "关于公开财政收支的通知", "下城区人民政府办公室关于印发政务公开年度工作要点的通知"


def page(*lines):
    """Return the pieces of a page: lines of (words, size, whether centred), one close below the other."""
    placed, top = [], 0.0
    for words, size, is_centred in [*lines, *((words, TEXT, False) for words in BODY)]:
        width = len(words) * size
        left = LEFT + (WIDTH * TEXT - width) / 2 if is_centred else LEFT
        top += 1.2 * size
        placed.append(Piece(left, top, left + width, size, words))
    return placed


def title(*lines):
    return understand(paragraphs([page(*lines)])).header["title"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(SHORT, 22, True), (TO, TEXT, False)], SHORT),
        ([(SHORT, 22, True), ("下城区人民政府办公室", 22, True)], SHORT),
        ([(SHORT, 22, True), ("张三", 22, True)], SHORT),
        ([(SHORT, 22, True), ("（2017年7月1日）", 22, True)], SHORT),
        ([(SHORT, 22, True), ("（试行）", 22, True)], f"{SHORT}（试行）"),
        ([(SHORT[:8], 22, True), (SHORT[8:], 22, True), (TO, TEXT, False)], SHORT),
        ([("关于印发信息化发展规划", 22, True), ("若干问题", 22, True), ("的通知", 22, True)],
         "关于印发信息化发展规划若干问题的通知"),
        ([(SHORT, TEXT, True), (TO, TEXT, False)], SHORT),
        ([(LONG, TEXT, True), (TO, TEXT, False)], LONG),  # it fills the column: nothing but its words tells
        ([(LONG, TEXT, False), ("下城区人民政府办公室", TEXT, False)], LONG),
        ([(LONG[:-2], TEXT, True), (LONG[-2:], TEXT, True), (TO, TEXT, False)], LONG),
        ([(LONG[:-4], 18, True), (LONG[-4:], 18, True), (TO, TEXT, False)], LONG),
    ],
)  # fmt: skip
def test_a_title_ends_where_it_ends_and_takes_no_line_below_it(lines, expected):
    assert title(*lines) == expected


def test_a_paragraph_that_ends_a_letter_early_goes_on():
    blocks = list(paragraphs([page((SHORT, 22, True))]))
    assert [block.text for block in blocks] == [SHORT, (BODY[0] + BODY[1]).strip(), BODY[2].strip()]
