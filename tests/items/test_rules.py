from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.items import rules
from gongkai.items.models import Disclosure, Kind
from gongkai.items.rules import Statement

TODAY = date(2017, 7, 3)
READY = Statement(
    kind="document",
    disclosure="proactive",
    ground="",
    ground_reason="",
    title="通知",
    issuer="区财政局",
    abstract="概述",
    doc_number="",
    number_wanted="",
    made_on=date(2017, 6, 30),
    effective_on=None,
    expires_on=None,
    published_on=None,
    change_note="",
    has_obligation=True,
    has_content=True,
    is_first=True,
    is_public=False,
)
WITHHELD = {"disclosure": "withheld", "ground": "E16a", "ground_reason": "内部事务", "abstract": ""}


def fields(**values):
    return [finding.field for finding in rules.unready(replace(READY, **values), today=TODAY)]


def test_a_complete_statement_is_ready():
    assert fields() == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title": ""}, ["title"]),
        ({"issuer": ""}, ["issuer"]),
        ({"made_on": None}, ["made_on"]),
        ({"disclosure": ""}, ["disclosure"]),
        ({"has_content": False}, ["body"]),
        ({"abstract": ""}, ["abstract"]),  # 条例第十二条
        ({"abstract": "长" * 100}, []),
        ({"abstract": "长" * 101}, ["abstract"]),
        ({"has_obligation": False}, ["obligation"]),
        ({"has_obligation": False, "kind": "guide"}, []),
        ({"has_obligation": False, "kind": "rule"}, []),
        ({"is_first": False}, ["change_note"]),
        ({"is_first": False, "change_note": "更正"}, []),
        (WITHHELD, []),
        ({**WITHHELD, "has_obligation": False}, []),
        ({**WITHHELD, "ground": ""}, ["ground"]),
        ({**WITHHELD, "ground": "E99"}, ["ground"]),
        ({**WITHHELD, "ground": "R27"}, ["ground"]),
        ({**WITHHELD, "ground_reason": " "}, ["ground_reason"]),
        ({**WITHHELD, "is_public": True}, ["disclosure"]),
        ({**WITHHELD, "disclosure": "on-request"}, []),
        ({**WITHHELD, "disclosure": "on-request", "ground": "R27"}, []),
        ({**WITHHELD, "disclosure": "on-request", "ground": "E14a"}, ["ground"]),
        ({"made_on": date(2017, 7, 4)}, ["made_on"]),
        ({"published_on": date(2017, 7, 4)}, ["published_on"]),
        ({"published_on": date(2017, 7, 1)}, []),  # a Saturday: publication is not bound to working days
        ({"effective_on": date(2017, 6, 29)}, ["effective_on"]),
        ({"effective_on": date(2017, 8, 1)}, []),
        ({"expires_on": date(2017, 6, 29)}, ["expires_on"]),
        ({"effective_on": date(2017, 8, 1), "expires_on": date(2017, 7, 31)}, ["expires_on"]),
        ({"doc_number": "下政发[2017]1号"}, []),
        ({"doc_number": "ZJSP00-2018-0001"}, []),
        ({"doc_number": "一号文件"}, ["doc_number"]),
        ({"number_wanted": "330103--2017--0510"}, []),
        ({"number_wanted": "../etc"}, ["number_wanted"]),
    ],
)
def test_what_must_be_mended_is_named_by_its_field(values, expected):
    assert fields(**values) == expected


def test_every_ground_fits_a_disclosure_that_exists():
    assert all(ground.fits <= set(Disclosure.values) for ground in rules.GROUNDS.values())
    assert set(Kind.values) > rules.NEEDS_INTERPRETATION | rules.NEEDS_NO_OBLIGATION


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<script>alert(1)</script>文", "文"),
        ('<p onclick="x()" style="color:red" class="big">文</p>', "<p>文</p>"),
        ('<p class="signature">文</p>', '<p class="signature">文</p>'),
        ("<h1>题</h1>", '<h2 id="s0-1">题</h2>'),
        ('<h2 id="main">题</h2>', '<h2 id="s0-1">题</h2>'),
        ('<h2 id="s1">题</h2>', '<h2 id="s1">题</h2>'),
        ('<h2 id="s1">一</h2><h2 id="s1">二</h2>', '<h2 id="s1">一</h2><h2 id="s0-2">二</h2>'),
        ('<img src="https://evil.example/a.png">', ""),
        ('<img src="/files/../a.png">', ""),
        ("<iframe src=/x></iframe><svg><script>1</script></svg>文", "文"),
        ("<p>甲\x00乙\x1f</p>", "<p>甲乙</p>"),
        ("<!-- 注 -->文", "文"),
        (
            "<table><tr><td colspan='2'>文</td></tr></table>",
            '<table><tbody><tr><td colspan="2">文</td></tr></tbody></table>',
        ),
        ("a &lt; b &amp; c", "a &lt; b &amp; c"),
    ],
)
def test_a_body_is_cleaned(dirty, clean):
    assert rules.clean(dirty) == clean


@pytest.mark.parametrize("link", ["https://a.cn/", "http://a.cn/", "/items/1/", "#s1-2"])
def test_plain_links_stay(link):
    assert f'href="{link}"' in rules.clean(f'<a href="{link}">文</a>')


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "//evil.example/",
        "data:text/html,x",
        "/\\evil.example",
        "ftp://a",
        "java\nscript:x",
    ],
)
def test_other_links_go(link):
    assert "href" not in rules.clean(f'<a href="{link}">文</a>')


def test_stored_images_stay():
    image = f'<img src="/files/{"a" * 64}/图.png" alt="图">'
    assert rules.clean(image) == image.replace("图.png", "%E5%9B%BE.png")


@given(st.text(alphabet=st.sampled_from("<>/&\"' =ahp12id\x00正文#;:-")) | st.text())
@example("&#1")
def test_cleaning_twice_changes_nothing_and_never_fails(text):
    once = rules.clean(text)
    assert rules.clean(once) == once
    rules.plain_text(once)
    rules.outline(once)


def test_the_words_of_a_body_stand_one_block_a_line():
    body = "<h2 id='s1'>一、题</h2>\n<p>甲<strong>乙</strong><br>丙</p>"
    body += "<table><tr><td>1</td><td>2</td></tr></table><p> </p>"
    assert rules.plain_text(body) == "一、题\n甲乙\n丙\n1\t2"


def test_the_headings_make_a_table_of_contents():
    headings = rules.outline('<h2 id="s1">一、题</h2><p>文</p><h3 id="s1-1">（一）<em>小</em>题</h3>')
    assert [(each.level, each.id, each.text) for each in headings] == [
        (2, "s1", "一、题"),
        (3, "s1-1", "（一）小题"),
    ]
