"""What a camera writes beside a picture never reaches the public; what is seen stays."""

import zlib

import pytest

from gongkai.items.photographs import bare, exif
from gongkai.items.uploads import Refused
from tests.items import photos

TOLD = {
    "jpeg": (photos.jpeg, (4, 3)),
    "png": (lambda way=1: photos.png(beside=[(b"eXIf", photos.exif(way)), (b"tEXt", photos.OWNER)]), (2, 3)),
    "webp": (photos.webp, (5, 7)),
}


@pytest.mark.parametrize("kind", TOLD)
def test_owner_and_device_are_taken_out_and_the_picture_stays(kind):
    made, size = TOLD[kind]
    found = bare(made())
    assert photos.OWNER in made() and photos.OWNER not in found.data
    assert (found.width, found.height) == size
    assert found.is_stripped
    again = bare(found.data)
    assert again.data == found.data and not again.is_stripped


@pytest.mark.parametrize("kind", TOLD)
def test_which_way_up_is_kept_and_the_size_is_that_which_is_seen(kind):
    made, (width, height) = TOLD[kind]
    found = bare(made(way=6))
    assert photos.OWNER not in found.data and exif.block(6) in found.data
    assert (found.width, found.height) == (height, width)
    assert bare(found.data).data == found.data


def test_a_picture_with_nothing_beside_it_stays_byte_for_byte():
    assert bare(photos.JPEG).data == photos.JPEG
    assert bare(photos.png()).data == photos.png()


def test_the_small_picture_in_the_first_segment_goes():
    small = photos.segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01" + b"\x10\x20\x30")
    assert bare(photos.JPEG[:2] + small + photos.JPEG[20:]).data == photos.JPEG


def test_what_a_camera_leaves_behind_the_end_is_dropped():
    film = b"\x00\x00\x00\x18ftypmp42" + photos.OWNER
    for made in (photos.jpeg, photos.png, photos.webp):
        assert film not in bare(made(behind=film)).data


@pytest.mark.parametrize("behind", [b"PK\x03\x04x", b"MZ\x90", b"<script>alert(1)</script>", b"x%PDF-1.4"])
@pytest.mark.parametrize("made", [photos.jpeg, photos.png, photos.webp])
def test_a_file_that_hides_behind_a_picture_is_refused(made, behind):
    with pytest.raises(Refused, match="夹带"):
        bare(made(behind=behind))


@pytest.mark.parametrize("whole", [photos.JPEG, photos.png(), photos.webp()])
def test_a_picture_broken_off_anywhere_is_refused(whole):
    for length in range(8, len(whole)):
        with pytest.raises(Refused, match="不完整"):
            bare(whole[:length])


def test_a_damaged_chunk_is_refused():
    with pytest.raises(Refused, match="不完整"):
        bare(photos.png().replace(b"IDAT", b"IDAU"))


def test_bombs_are_refused_before_they_go_off():
    with pytest.raises(Refused, match="图片过大（60000×60000）"):
        bare(photos.png(60_000, 60_000, dots=b""))
    with pytest.raises(Refused, match="不完整"):
        bare(photos.png(dots=zlib.compress(b"\x00" * 50_000_000)))
    with pytest.raises(Refused, match="不完整"):
        bare(photos.png(0, 5))


def test_a_directory_that_points_nowhere_says_nothing():
    assert exif.orientation(b"MM\x00*\xff\xff\xff\xff") == 1
    assert exif.orientation(b"") == 1
    assert exif.orientation(exif.block(9)) == 1
