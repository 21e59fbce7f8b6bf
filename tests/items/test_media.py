"""Sound, film and their subtitles: taken by content, with words for those who do not hear."""

import pytest

from gongkai.items import media, services
from gongkai.proofing.rules import Weight
from tests import make

pytestmark = pytest.mark.django_db
MP3 = b"ID3\x04\x00\x00" + b"\x00" * 60
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00" + bytes(range(256)) * 8
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm" + b"\x00" * 60
SRT = "1\n00:00:01,000 --> 00:00:04,000\n为什么要补贴？\n".encode("gb18030")


def attach(version, name, data, by):
    return services.attach(version=version, name=name, data=data, by=by, at=make.NOW)


@pytest.mark.parametrize(
    ("head", "suffix", "is_one"),
    [
        (MP3, ".mp3", True),
        (b"\xff\xfb\x90\x64" + b"\x00" * 9, ".mp3", True),
        (b"\xff\xfb\xf0\x64", ".mp3", False),
        (b"\xff\xfe\x90\x64", ".mp3", False),
        (b"RIFF....WAVE", ".mp3", False),
        (MP4, ".mp4", True),
        (b"\x00\x00\x00\x14ftypqt  ", ".mp4", False),
        (WEBM, ".webm", True),
        (WEBM.replace(b"webm", b"mkv "), ".webm", False),
    ],
)
def test_sound_and_film_are_told_by_their_first_bytes(head, suffix, is_one):
    assert media.looks_like(head, suffix) == is_one


@pytest.mark.parametrize(("name", "data"), [("a.mp4", b"MP4?"), ("a.mp3", MP4), ("a.webm", MP3)])
def test_a_file_that_is_not_what_its_name_says_is_refused(name, data):
    team = make.staff()
    with pytest.raises(services.Refused, match="文件内容不是"):
        attach(make.drafted(team), name, data, team.clerk)


def test_a_film_without_subtitles_asks_for_them_until_they_are_there():
    team = make.staff()
    version = make.drafted(team)
    film = attach(version, "解读.mp4", MP4, team.clerk)
    assert film.media_type == "video/mp4"
    found = [each for each in services.findings(version, at=make.NOW) if each.code == "media.subtitles"]
    assert [each.weight for each in found] == [Weight.ASKS] and "解读.mp4" in found[0].sentence
    said = attach(version, "解读.srt", SRT, team.clerk)
    assert (said.name, said.media_type, said.text) == ("解读.vtt", "text/vtt", "为什么要补贴？")
    assert said.path.read_bytes().startswith(b"WEBVTT\n\n00:00:01.000")
    assert not [each for each in services.findings(version, at=make.NOW) if each.code == "media.subtitles"]


@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_broken_subtitles_are_refused(name):
    team = make.staff()
    with pytest.raises(services.Refused, match="没有时间行"):
        attach(make.drafted(team), name, b"WEBVTT\n\nhello there", team.clerk)


def test_what_is_said_in_a_film_is_checked_for_personal_data():
    team = make.staff()
    version = make.drafted(team)
    words = "1\n00:00:01,000 --> 00:00:04,000\n身份证号330103199001011233\n".encode()
    attach(version, "解读.srt", words, team.clerk)
    assert [each.field for each in services.findings(version, at=make.NOW) if "personal" in each.code] == [
        "attachments"
    ]


def test_the_forms_of_an_interpretation_are_seen_in_its_files():
    team = make.staff()
    version = make.drafted(team, kind="interpretation")
    for name, data in (("a.mp3", MP3), ("b.webm", WEBM)):
        attach(version, name, data, team.clerk)
    assert services.forms_of(version) == ["text", "audio", "video"]
