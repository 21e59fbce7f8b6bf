"""The pure rules of letters: numbers, citations, days, and what an opinion means."""

from datetime import date

import pytest

from gongkai.obligations.node import Wrong
from gongkai.obligations.source import read
from gongkai.requests.declared import letterhead
from gongkai.requests.rules.composing import BY_KIND, TITLES, Facts, cited, compose, day
from gongkai.requests.rules.letterhead import parse_letterhead
from gongkai.requests.rules.opinions import Said, hindrance, meaning
from gongkai.requests.rules.serving import answered_on

FILE = "number: '{number}'\ncodes: []\nreview_bodies: []\ncourt: 人民法院\n"


def test_a_number_has_the_short_form_that_is_declared_or_the_short_name():
    told = {"short_name": "区某局", "year": 2026, "serial": 3}
    assert letterhead().number(organisation="finance", **told) == "下财公复〔2026〕3号"
    assert letterhead().number(organisation="other", **told) == "区某局公复〔2026〕3号"


@pytest.mark.parametrize("number", ["{code}公复{serial}号", "{code}{year}", "{code}{year}{serial}{x}", "{"])
def test_a_pattern_that_would_not_tell_letters_apart_is_refused_with_its_line(number):
    with pytest.raises(Wrong, match="文号") as wrong:
        parse_letterhead(read(FILE.replace("{number}", number), source="letters.yaml"))
    assert wrong.value.line == 1


@pytest.mark.parametrize(
    ("article", "told"),
    [
        ("政府信息公开条例（2019）第三十条", "《中华人民共和国政府信息公开条例》第三十条"),
        ("第三十六条第一项", "《中华人民共和国政府信息公开条例》第三十六条第一项"),
        ("国办函〔2020〕109号", "国办函〔2020〕109号"),
    ],
)
def test_an_article_is_cited_by_the_full_name_of_its_text(article, told):
    assert cited(article) == told


FULL = "《中华人民共和国政府信息公开条例》第三十六条第七项"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", FULL),
        ("第三十六条第七项", FULL),
        ("《政府信息公开条例》第三十六条第七项", FULL),
        ("《不动产登记暂行条例》第二十七条", f"{FULL}、《不动产登记暂行条例》第二十七条"),
    ],
)
def test_an_answer_cites_nothing_twice_by_whichever_name_it_was_typed(typed, told):
    facts = Facts(
        "answer", "一号", "某信息", date(2026, 11, 23), article="第三十六条第七项", given={"article": typed}
    )
    assert f"依据{told}的规定，本机关决定如下：" in compose(facts)


def test_a_day_is_written_as_letters_write_it():
    assert day(date(2026, 1, 5)) == "2026年1月5日"


def test_every_kind_of_letter_has_its_title_and_says_something_without_blanks():
    assert set(TITLES) == set(BY_KIND)
    for kind in BY_KIND:
        said = compose(Facts(kind, "依申请〔2026〕1号", "某信息", date(2026, 11, 23), article="第三十条"))
        assert said
        assert all(line == line.strip() and line for line in said)


def test_every_line_that_was_typed_is_a_paragraph_and_empty_ones_are_none():
    said = compose(Facts("reasons", "一号", "某信息", date(2026, 11, 23), body="甲。\n\n 乙。 "))
    assert said[1:3] == ["甲。", "乙。"]


@pytest.mark.parametrize(
    ("way", "served_on", "counts"),
    [
        ("post", None, date(2026, 11, 20)),
        ("online", date(2026, 11, 23), date(2026, 11, 20)),
        ("in-person", None, None),
        ("in-person", date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
def test_the_day_of_an_answer_follows_its_way(way, served_on, counts):
    assert answered_on(way, sent_on=date(2026, 11, 20), served_on=served_on) == counts


def test_silence_of_an_organ_is_consent_and_of_a_third_party_is_none():
    assert "视为同意" in meaning(Said("市局", is_organ=True, opinion="silence"))
    assert "依法决定" in meaning(Said("甲", is_organ=False, opinion="silence"))


@pytest.mark.parametrize(
    ("said", "outcome", "hinders"),
    [
        ({"opinion": "consent"}, "granted", ""),
        ({"opinion": "silence"}, "granted", ""),
        ({"opinion": "objection"}, "third-party", ""),
        ({"opinion": "objection"}, "granted", "不同意公开"),
        ({"opinion": "objection"}, "partly", "审查意见"),
        ({"opinion": "objection", "is_weighed": True}, "partly", ""),
        ({"opinion": "objection", "is_overridden": True}, "granted", "书面告知"),
        ({"opinion": "objection", "is_overridden": True, "was_told": True}, "granted", ""),
    ],
)
def test_an_objection_hinders_what_would_disclose(said, outcome, hinders):
    found = hindrance(Said("甲", is_organ=False, **said), outcome)
    assert bool(found) == bool(hinders)
    assert hinders in found
