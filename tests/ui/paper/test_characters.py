"""What anybody may have typed becomes what can be written, and nothing of it is lost unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.ui.paper import characters as chars


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a\r\nb\rc\vd\u2028e\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\tb\xa0c\u2003d", "a b c d"),
        ("甲\u3000乙", "甲\u3000乙"),
        ("\x00a\x1b[31m\u202eb\u200d\ufeff\xad", "a[31mb"),
        ("葛\U000e0100\ufe0f", "葛"),
        ("a\ud800b\uffff\U0003ffff", "a\ufffdb\ufffd\ufffd"),
    ],
)
def test_only_line_ends_and_plain_spaces_steer_the_text(typed, written):
    assert chars.plain(typed) == written


@given(st.text())
def test_what_is_plain_stays_as_it_is(text):
    once = chars.plain(text)
    assert chars.plain(once) == once
    once.encode()


def test_a_character_without_a_type_is_told_by_its_code_point():
    assert chars.shown("张𠀀\n😀", frozenset({ord("张")})) == "张〓（U+20000）\n〓（U+1F600）"


@given(st.text(), st.integers(1, 40))
def test_pieces_joined_are_the_line(text, longest):
    assert "".join(chars.pieces(text, longest)).replace(chars.WIDTHLESS, "") == text.replace("\u200b", "")


def test_only_long_runs_are_cut():
    assert chars.pieces("同意 025-000000 公开", 30) == ["同意 ", "025-000000", " 公开"]
    assert chars.pieces("abcdefghijklm", 12) == ["ab", "cd", "ef", "gh", "ij", "kl", "m"]


def test_an_address_is_cut_at_its_strokes():
    found = chars.pieces("见https://www.example.gov.cn/zwgk/2026/11/annual-report?x=1", 20)
    assert found == ["见", "https://", "www.example.gov.cn/", "zwgk/2026/11/", "annual-", "report?", "x=1"]


@given(st.text(), st.integers(1, 9))
def test_parts_joined_are_the_line(text, most):
    found = chars.parts(text, most)
    assert "".join(found) == text and max(map(len, found)) <= most


@pytest.mark.parametrize(
    ("text", "is_amount"),
    [("", True), ("14069", True), ("-1.50", True), ("12.5%", True), ("第1项", False), ("a", False)],
)
def test_amounts_stand_in_the_middle_of_their_cell(text, is_amount):
    assert chars.are_figures(text) is is_amount


def test_the_width_of_a_line_is_told_in_ideographs():
    assert chars.width("2026年11月26日") == 7
