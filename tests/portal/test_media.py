"""Films and recordings on the portal: own media only, with subtitles, and in parts."""

import pytest

from gongkai.items import services
from gongkai.items.models import Item
from gongkai.portal import ranges
from tests import make
from tests.items.test_media import MP3, MP4, SRT

pytestmark = pytest.mark.django_db


@pytest.fixture
def film():
    team = make.staff()
    version = make.drafted(team, title="一分钟读懂")
    files = {"解读.mp4": MP4, "解读.srt": SRT, "录音.mp3": MP3}
    made = [
        services.attach(version=version, name=name, data=data, by=team.clerk, at=make.NOW)
        for name, data in files.items()
    ]
    services.submit(version=version, overruling="录音另有文字稿", by=team.clerk, at=make.NOW)
    services.review(version=version, by=team.reviewer, at=make.NOW)
    services.clear(version=version, by=team.secrecy, at=make.NOW)
    services.sign(version=version, by=team.signer, at=make.NOW)
    return made


def address(file):
    return f"/files/{file.sha256}/{file.name}"


def read(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_film_is_played_with_its_subtitles_and_its_words_can_be_read(client, film):
    page = client.get(Item.objects.get().get_absolute_url())
    assert '<track kind="captions" srclang="zh"' in page.text and film[1].sha256 in page.text
    assert "<details><summary>文字稿</summary><p>为什么要补贴？</p></details>" in page.text
    assert '<audio controls preload="metadata" aria-label="录音"' in page.text
    assert "default-src 'self'" in page["Content-Security-Policy"]  # own media only
    assert "media-src" not in page["Content-Security-Policy"]


def test_a_film_is_sent_whole_or_in_parts(client, film):
    whole = client.get(address(film[0]))
    assert (whole.status_code, whole["Accept-Ranges"], read(whole)) == (200, "bytes", MP4)
    part = client.get(address(film[0]), headers={"Range": "bytes=4-11"})
    assert (part.status_code, read(part)) == (206, b"ftypmp42")
    assert part["Content-Range"] == f"bytes 4-11/{len(MP4)}"
    assert (part["Content-Length"], part["Content-Type"]) == ("8", "video/mp4")
    assert part["X-Content-Type-Options"] == "nosniff" and part["ETag"] == whole["ETag"]


def test_a_player_that_held_another_version_gets_the_whole(client, film):
    asked = {"Range": "bytes=4-11", "If-Range": '"another"'}
    assert client.get(address(film[0]), headers=asked).status_code == 200
    asked["If-Range"] = f'"{film[0].sha256}"'
    assert client.get(address(film[0]), headers=asked).status_code == 206


def test_a_part_behind_the_end_is_refused_and_nonsense_is_the_whole(client, film):
    behind = client.get(address(film[0]), headers={"Range": f"bytes={len(MP4)}-"})
    assert (behind.status_code, behind["Content-Range"]) == (416, f"bytes */{len(MP4)}")
    for asked in ("bytes=9-2", "lines=1-2", "bytes=-", "bytes=0-1,4-5"):
        assert client.get(address(film[0]), headers={"Range": asked}).status_code == 200


def test_subtitles_are_shown_in_place_as_what_they_are(client, film):
    response = client.get(address(film[1]))
    assert response["Content-Type"] == "text/vtt"
    assert "attachment" not in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-", 0, 99), ("bytes=10-19", 10, 19), ("bytes=90-500", 90, 99), ("bytes=-30", 70, 99)],
)
def test_ranges(asked, first, last):
    part = ranges.part_of(asked, size=100)
    assert (part.first, part.last) == (first, last)


def test_the_last_nothing_of_a_file_is_no_part():
    with pytest.raises(ranges.Unsatisfiable):
        ranges.part_of("bytes=-0", size=100)


def test_a_part_larger_than_one_piece_is_read_piece_by_piece(tmp_path):
    path = tmp_path / "film"
    path.write_bytes(b"a" * (ranges.CHUNK + 10))
    pieces = list(ranges.read(path, ranges.Part(5, ranges.CHUNK + 8, ranges.CHUNK + 10)))
    assert [len(each) for each in pieces] == [ranges.CHUNK, 4]
