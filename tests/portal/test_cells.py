"""The values of entries as they stand on a page: nothing that was typed becomes markup."""

import pytest

from gongkai.portal.registers.cells import Cell
from gongkai.portal.templatetags.cells import told, told_in_row

ODD = "<script>\"&'"
SAFE = "&lt;script&gt;&quot;&amp;&#x27;"


def cell(text="", **more):
    return Cell(**{"key": "a", "label": "名称", "text": text, "kind": "text", **more})


CASES = [
    (cell("演示饼干"), "演示饼干", "演示饼干"),
    (cell("一\n二", kind="note"), "一<br>二", "一\n二"),
    (cell("长" * 61), "长" * 61, "长" * 57 + "..."),
    (
        cell(note="按规定隐去"),
        '<span class="hidden-value">按规定隐去</span>',
        '<span class="hidden-value">按规定隐去</span>',
    ),
    (cell("张××", note="已按规定遮蔽"), '张×× <span class="meta">（已按规定遮蔽）</span>', "张××"),
    (
        cell("局" * 61, href="/organisations/a/"),
        f'<a href="/organisations/a/">{"局" * 61}</a>',
        f'<a href="/organisations/a/">{"局" * 61}</a>',
    ),
    (
        cell("http://a.cn", kind="uri", href="http://a.cn"),
        '<a href="http://a.cn" rel="external noopener nofollow">http://a.cn</a>',
        '<a href="http://a.cn" rel="external noopener nofollow">查看</a>',
    ),
]


@pytest.mark.parametrize(("given", "whole", "short"), CASES)
def test_a_value_is_told_whole_on_its_page_and_short_in_a_row(given, whole, short):
    assert told(given) == whole
    assert told_in_row([given]) == f'<td data-label="名称" class="kind-{given.kind}">{short}</td>'


def test_what_was_typed_stays_words():
    odd = cell(ODD, label=ODD, note=ODD, href=ODD)
    for made in (told(odd), told(cell(note=ODD)), told_in_row([odd, cell(ODD, label=ODD), cell(note=ODD)])):
        assert "<script" not in made and SAFE in made


def test_a_row_marks_numbers_and_what_is_empty():
    assert told_in_row([cell("5", kind="money")]) == '<td data-label="名称" class="kind-money number">5</td>'
    assert told_in_row([cell()]) == '<td data-label="名称" class="kind-text entries-empty"></td>'
