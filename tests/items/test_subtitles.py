"""Subtitles that a browser will show, whatever program wrote them."""

import pytest

from gongkai.items import subtitles
from gongkai.items.subtitles import Cue

VTT = "\n".join(
    ["WEBVTT - 解读", "", "NOTE 说明", "", "1", "00:01.000 --> 00:04.500 align:start"]
    + ["<v 主持人>为什么要<b>补贴</b>？"]
)
SRT = "\r\n".join(
    ["\ufeff1", "00:00:01,000 --> 00:00:04,500", "为什么要", "{\\an8}补贴？", ""]
    + ["2", "01:00:05,000 --> 01:00:06,000", "答。", ""]
)


def test_webvtt_and_subrip_are_read_alike():
    assert subtitles.cues(VTT) == [Cue(1000, 4500, "为什么要补贴？")]
    assert subtitles.cues(SRT) == [Cue(1000, 4500, "为什么要\n补贴？"), Cue(3605000, 3606000, "答。")]


def test_what_is_shown_is_webvtt_without_markup():
    written = subtitles.webvtt(subtitles.cues(SRT))
    assert written.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:04.500\n为什么要\n补贴？\n\n01:00:05.000 -->")
    assert subtitles.cues(written) == subtitles.cues(SRT)
    assert "a &lt; b &amp; c" in subtitles.webvtt([Cue(0, 1, "a < b & c")])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "没有字幕"),
        ("WEBVTT", "没有字幕"),
        ("WEBVTT\n\n没有时间的话", "没有时间行：没有时间的话"),
        ("1\n00:00:01 --> 00:00:02\n话", "时间写法有误"),
        ("1\n00:00:61.000 --> 00:01:02.000\n话", "时间写法有误"),
        ("1\n00:00:02.000 --> 00:00:02.000\n话", "结束时间不晚于开始时间"),
        ("1\n00:02.000 --> 00:03.000\n后\n\n2\n00:01.000 --> 00:02.000\n先", "次序有误"),
    ],
)
def test_what_a_browser_would_not_show_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(subtitles.BadSubtitles, match=sentence):
        subtitles.cues(text)
