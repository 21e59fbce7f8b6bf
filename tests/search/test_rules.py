import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.search import rules

TEXT = st.text(alphabet="政务公开条例〔2017〕（）[]，。“”《》 \n\u3000abcAB12é㈠İß-·+", max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("国办发〔2017〕24号", "国办发[2017]24号"),
        ("国办发〔2017〕24号", "国办发（２０１７）２４号"),
        ("ＰＰＰ", "ppp"),
        ("“最多跑一次”改革", "最多跑一次改革"),
        ("《条例》", "条例"),
        ("2016—2020", "2016-2020"),
        ("Café", "cafe"),
        ("零\u200b宽", "零宽"),
    ],
)
def test_ways_to_write_the_same_are_folded_together(one, other):
    assert rules.fold(one) == rules.fold(other)


@given(TEXT, TEXT)
def test_a_part_of_a_text_folds_to_a_part(one, other):
    assert rules.fold(one + other) == rules.fold(one) + rules.fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("政务公开，条例。", ["政务公开", "条例"]),
        ("政务\n公开", ["政务公开"]),
        ("张 三", ["张三"]),
        ("标题\n\n正文", ["标题", "正文"]),
        ("标题\n\u3000\u3000正文", ["标题", "正文"]),
        ("open data", ["open", "data"]),
        ("2017 年", ["2017年"]),
        ("互联网+政务服务", ["互联网+政务服务"]),
        ("、。！？", []),
        ("", []),
    ],
)
def test_a_text_is_cut_at_punctuation_paragraphs_and_latin_words(text, expected):
    assert rules.runs(text) == expected


def test_bigrams_overlap_and_never_cross_a_full_stop():
    assert rules.spaced(rules.runs("政务公开。条例")) == "政务 务公 公开 | 条例"
    assert rules.spaced(rules.runs("甲，乙丙")) == "甲 | 乙丙"


def test_characters_are_distinct():
    assert rules.characters(["公开", "公开"]) == "公 开"


def test_known_strings_are_counted_within_runs():
    assert rules.those_in(frozenset({"人民", "民政"}), ["人民政府人民", "民", "政府"], 2) == [
        "人民",
        "民政",
        "人民",
    ]


def test_a_query_is_terms_that_must_all_be_found():
    parsed = rules.parse("财政  预算公开，")
    assert parsed.runs == ("财政", "预算公开")
    assert not parsed.is_exact


def test_a_quoted_query_is_exact():
    assert rules.parse("“政务 公开”").is_exact
    assert rules.parse("“政务 公开”").runs == ("政务公开",)
    assert not rules.parse("“政务公开” 预算").is_exact


def test_a_run_inside_another_is_asked_once():
    assert rules.parse("公开 政务公开 公开").runs == ("政务公开",)


@pytest.mark.parametrize("noise", ["", " ", "，。", "“”", "《》", "\0", "\ud800", "\u200b", "|", "？？？"])
def test_noise_asks_for_nothing(noise):
    assert rules.parse(noise).runs == ()


@given(st.text(max_size=300))
def test_any_query_can_be_read(text):
    parsed = rules.parse(text)
    assert len(parsed.runs) <= rules.MOST_RUNS
    assert all(parsed.runs)


def test_an_endless_query_is_cut():
    assert len(rules.parse("政" * 5000).name) == rules.LONGEST_QUERY


def test_question_words_are_left_out():
    assert rules.without_question_words("企业如何申请财政补贴吗") == ["企业", "申请财政补贴"]


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "needles", "expected"),
    [
        ("推进政务公开工作", ("政务公开",), "推进[政务公开]工作"),
        ("推进政务“公开”工作", ("政务公开",), "推进[政务“公开]”工作"),
        ("国办发〔2017〕24号", ("(2017)24号",), "国办发[〔2017〕24号]"),
        ("ＰＰＰ项目", ("ppp",), "[ＰＰＰ]项目"),
        ("政务公开", ("政务", "政务公开"), "[政务公开]"),
        ("没有", ("政务",), "没有"),
        ("没有", (), "没有"),
        ("a.b", ("a.b",), "[a.b]"),
        ("axb", ("a.b",), "axb"),
    ],
)
def test_what_was_searched_for_is_marked(text, needles, expected):
    assert shown(rules.marked(text, needles)) == expected


@given(TEXT, st.lists(TEXT, max_size=3))
def test_marking_changes_no_text(text, needles):
    folded = tuple(run for needle in needles for run in rules.runs(needle))
    assert "".join(piece.text for piece in rules.marked(text, folded)) == text


def test_an_excerpt_shows_the_place_that_holds_most():
    text = "预算。" + "无关的话。" * 60 + "财政预算公开。" + "无关的话。" * 60
    pieces = rules.excerpt(text, ("财政", "预算"), length=40)
    assert "[财政][预算]公开" in shown(pieces)
    assert pieces[0].text == "…" and pieces[-1].text == "…"


def test_an_excerpt_without_a_match_is_the_beginning():
    assert shown(rules.excerpt("头一句。" + "后文" * 100, ("没有",), length=10)) == "头一句。后文后文后文…"


def test_a_short_text_is_shown_whole():
    assert shown(rules.excerpt("全文\n  在此", ("在此",))) == "全文 [在此]"
