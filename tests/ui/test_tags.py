from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template

from gongkai.ui.icons import ICONS
from gongkai.ui.templatetags.ui import page_numbers


def shown(source, **context):
    return Template(source).render(Context(context))


def test_badge_escapes_its_words():
    assert shown("{% badge text 'ok' %}", text="<b>") == '<span class="badge badge-ok">&lt;b&gt;</span>'


def test_badge_refuses_an_unknown_tone():
    with pytest.raises(ValueError, match="tone"):
        shown("{% badge 'x' 'pink' %}")


@pytest.mark.parametrize(("done", "total", "percent"), [(1, 4, 25), (0, 0, 0), (9, 3, 100), (-1, 3, 0)])
def test_progress_says_its_percentage_in_words(done, total, percent):
    text = shown("{% progress done total '完成' %}", done=done, total=total)
    assert f"完成 <b>{percent}%</b>" in text
    assert f'width="{percent}"' in text


def test_bars_are_a_table_that_can_be_read_without_seeing():
    text = shown(
        "{% bars rows %}", rows=[{"label": "甲", "value": 4, "href": "/a/"}, {"label": "乙", "value": 2}]
    )
    assert '<a href="/a/">甲</a>' in text
    assert 'width="50.0"' in text
    assert text.count('scope="row"') == 2


def test_dates_are_those_of_shanghai():
    late = datetime(2017, 6, 30, 17, 30, tzinfo=UTC)
    assert shown("{{ at|date8 }} {{ at|moment }}", at=late) == "2017-07-01 2017-07-01 01:30"
    assert shown("{{ on|date8 }} {{ nothing|date8 }}", on=date(2017, 7, 1), nothing=None) == "2017-07-01 —"


def test_sizes_are_short():
    assert shown("{{ a|bytesize }}、{{ b|bytesize }}", a=900, b=1_500_000) == "900 字节、1.4 MB"


def test_qr_code_carries_no_inline_style():
    text = shown("{% qr url %}", url="https://example.gov.cn/items/1/?a=1&b=2")
    assert "style=" not in text
    assert "a=1&amp;b=2" in text


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_hidden_from_screen_readers(name):
    assert 'aria-hidden="true"' in shown("{% icon name %}", name=name)


def test_page_numbers_show_where_numbers_are_left_out():
    pages = Paginator(range(200), 10)
    assert page_numbers(pages.page(10)) == [1, 0, 8, 9, 10, 11, 12, 0, 20]
    assert page_numbers(pages.page(1)) == [1, 2, 3, 0, 20]
