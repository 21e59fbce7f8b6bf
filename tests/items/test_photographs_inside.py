"""What cameras write beside the pictures inside an office file is found, and goes at one press."""

import io
import zipfile

import pytest

from gongkai.items import services
from gongkai.items.models import Attachment
from gongkai.items.photographs import beside
from gongkai.items.photographs.inside import bare_inside
from gongkai.items.uploads import Refused
from tests import make
from tests.each import each_of
from tests.items import containers, photos
from tests.items.test_masking import ID, draft, found, mask

PHOTO = photos.photograph(photos.taken())
TIFF = photos.taken()
XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude='30,17N'><dc:creator/></x:xmpmeta>"


def document(*pictures, words="公示", **extra):
    named = {f"word__media__image{n}.jpeg": data for n, data in enumerate(pictures, start=1)}
    return containers.docx(containers.paragraph(words), **named, **extra)


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


@each_of(
    [
        (PHOTO, ("拍摄地点", "拍摄设备")),
        (photos.photograph(photos.taken(at=False)), ("拍摄设备",)),
        (photos.photograph(photos.taken(at=False, device=b"")), ()),
        (photos.photograph(photos.taken(at=False, device=b"      \0")), ()),
        (photos.jpeg(), ("作者姓名",)),
        (photos.webp(), ("作者姓名",)),
        (photos.JPEG, ()),
        (TIFF, ("拍摄地点", "拍摄设备")),
        (photos.photograph(photos.taken()[:20]), ()),  # cut off
        (photos.png(beside=[(b"eXIf", photos.taken())]), ("拍摄地点", "拍摄设备")),
        (photos.JPEG[:20] + photos.segment(0xE1, XMP) + photos.JPEG[20:], ("拍摄地点", "作者姓名")),
    ]
)
def test_place_author_and_device_are_read_in_every_form(case):
    data, kinds = case
    assert beside.said(data) == kinds


def test_a_file_with_nothing_beside_its_pictures_stays_byte_for_byte():
    data = document(photos.JPEG, photos.png())
    assert bare_inside(data, ".docx") == data
    assert bare_inside(b"%PDF-", ".pdf") == b"%PDF-"


def test_only_what_stands_beside_the_pictures_goes_in_files_within_files_too():
    inner = document(PHOTO)
    data = document(PHOTO, photos.png(), **{"word__embeddings__x1.docx": inner})
    after = parts(bare_inside(data, ".docx"))
    assert after["word/media/image1.jpeg"] == photos.JPEG
    assert parts(after["word/embeddings/x1.docx"])["word/media/image1.jpeg"] == photos.JPEG
    kept = {name: part for name, part in parts(data).items() if part != after[name]}
    assert kept.keys() == {"word/media/image1.jpeg", "word/embeddings/x1.docx"}


def test_a_picture_that_cannot_be_cleaned_is_named():
    with pytest.raises(Refused, match="image1.jpeg 不是"):
        bare_inside(document(TIFF), ".docx")


@pytest.mark.django_db
def test_the_pictures_of_an_attached_document_are_found_and_cleaned_at_one_press():
    team = make.staff()
    version = draft(team, ("公示.docx", document(PHOTO, PHOTO, photos.jpeg(), photos.png())))
    (finding,) = found(version)
    assert finding.sentence == "附件“公示.docx”图片：3张图片记有拍摄地点、拍摄设备、作者姓名，公开前请清除"
    assert finding.field == "attachments" and not finding.is_warning
    assert mask(team, version) == 1
    assert found(version) == []
    assert b"HUAWEI" not in b"".join(parts(Attachment.objects.get().path.read_bytes()).values())


@pytest.mark.django_db
def test_a_device_alone_is_told_and_goes_with_whatever_else_is_masked():
    team = make.staff()
    photo = photos.photograph(photos.taken(at=False))
    version = draft(team, ("公示.docx", document(photo, words=f"张三{ID}")))
    number, remark = found(version)
    assert remark.code == "personal.picture" and remark.is_warning
    mask(team, version, services.key(number))
    assert found(version) == []


@pytest.mark.django_db
def test_a_picture_that_cannot_be_cleaned_leaves_the_file_as_it_is():
    team = make.staff()
    version = draft(team, ("公示.docx", document(TIFF)))
    with pytest.raises(services.Rejected, match="不能自动清除"):
        mask(team, version)
    assert len(found(version)) == 1
