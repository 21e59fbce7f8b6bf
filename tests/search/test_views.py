"""The search page over HTTP: what readers see, type and may type wrong."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.items.models import Kind
from gongkai.search import page, services
from tests.search.builders import on, put

pytestmark = pytest.mark.django_db

QUIET = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def indexed():
    put("下城区<b>预算</b>公开办法", "财政预算应当公开。<script>alert(1)</script>", **on(2016), seq=1)
    put(
        "预算执行情况",
        "收支情况",
        publisher_key="health",
        publisher_name="卫计局",
        validity="repealed",
        seq=2,
    )
    services.index()


def seen(client, **asked):
    response = client.get("/search/", asked)
    assert response.status_code == 200
    return response.content.decode()


def test_hits_show_title_excerpt_publisher_date_and_validity(client, indexed):
    html = seen(client, q="预算")
    assert "在全部公开信息中检索“预算”，共 2 条。" in html
    assert 'href="/items/1/"' in html
    assert "财政<mark>预算</mark>应当公开" in html
    assert "下城区财政局" in html
    assert "2016-03-01" in html
    assert "废止" in html


def test_what_documents_say_is_never_markup(client, indexed):
    html = seen(client, q="预算")
    assert "<b>" not in html
    assert "<script>alert" not in html
    assert "&lt;b&gt;<mark>预算</mark>&lt;/b&gt;" in html


def test_what_readers_type_is_never_markup(client, indexed):
    html = seen(client, q='"><img src=x>', organisation='"><img src=y>', first="<i>")
    assert "<img" not in html
    assert "<i>" not in html


def test_filters_show_counts_and_can_be_taken_away(client, indexed):
    html = seen(client, q="预算", organisation="health")
    assert "在公开主体为“卫计局”的公开信息中检索“预算”，共 1 条。" in html
    assert "下城区财政局（1）" in html
    assert 'href="/search/?q=%E9%A2%84%E7%AE%97"' in html


def test_years_narrow_the_search(client, indexed):
    assert "在年份为2016年的公开信息中检索“预算”，共 1 条。" in seen(
        client, q="预算", first="2016", last="2016"
    )
    assert "年份不早于2017年" in seen(client, q="预算", first="2017")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"first": "二〇一七"}, "请填写四位年份"),
        ({"last": "99999"}, "请填写四位年份"),
        ({"first": "2018", "last": "2016"}, "结束年份早于开始年份"),
        ({"q": "政" * 300}, "检索词最多 200 个字"),
    ],
)
def test_a_wrong_value_is_named_and_kept(client, indexed, asked, told):
    html = seen(client, **asked)
    assert told in html
    assert all(f'value="{value}"' in html for name, value in asked.items())


def test_nothing_found_says_what_to_try(client, indexed):
    html = seen(client, q="量子", validity="valid")
    assert "没有找到符合条件的公开信息" in html  # in documents; entries of registers are told apart
    assert "申请公开" in html


def test_a_question_shows_the_nearest(client, indexed):
    assert "没有完全符合的，列出最相近的" in seen(client, q="财政预算应当怎么样公开呢")


def test_the_page_says_when_there_is_no_index(client):
    assert "检索正在准备" in seen(client, q="预算")


def test_pages_turn(client):
    for _ in range(25):
        put(text="预算")
    services.index()
    html = seen(client, q="预算", page="2")
    assert html.count("<mark>预算</mark>") == 5
    assert "q=%E9%A2%84%E7%AE%97&amp;page=1" in html


def test_behind_the_last_page_is_the_last_page(client):
    for _ in range(25):
        put(text="预算")
    services.index()
    assert seen(client, q="预算", page="99").count("<mark>预算</mark>") == 5


def test_suggestions_are_titles(client, indexed):
    answer = client.get("/search/suggest/", {"q": "预算执"}).json()
    assert answer == {"suggestions": [{"title": "预算执行情况", "address": "/items/2/"}]}


def test_only_reading_is_allowed(client):
    assert client.post("/search/").status_code == 405
    assert client.head("/search/").status_code == 200


@given(
    asked=st.dictionaries(
        st.sampled_from(
            ["q", "organisation", "area", "kind", "validity", "first", "last", "sort", "page", "x"]
        ),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.integers().map(str),
    )
)
@QUIET
def test_no_request_breaks_the_page(client, indexed, asked):
    assert client.get("/search/", asked).status_code == 200
    assert client.get("/search/suggest/", asked).status_code == 200


def test_kinds_are_named_as_items_names_them():
    others = {"work-points-progress": "工作要点落实情况", "register": "公开台账"}
    assert {kind.value: kind.label for kind in Kind} | others == page.KINDS
