import hashlib
import io

import pytest

from gongkai.items import services
from gongkai.items.models import Attachment
from tests import make
from tests.items import containers, photos
from tests.items.desk import fill, newest, url

pytestmark = pytest.mark.django_db
DATA = "收入 100 万元".encode()


def attach(version, team, name="附表.txt", data=DATA):
    return services.attach(version=version, name=name, data=data, by=team.clerk, at=make.NOW)


def test_a_file_lies_under_its_hash_and_its_words_are_read(settings):
    team = make.staff()
    made = attach(make.drafted(team), team)
    assert made.sha256 == hashlib.sha256(DATA).hexdigest()
    assert (made.name, made.media_type, made.size, made.text) == (
        "附表.txt",
        "text/plain",
        len(DATA),
        DATA.decode(),
    )
    path = services.path_of(made.sha256)
    assert path == settings.FILES / made.sha256[:2] / made.sha256
    assert path.read_bytes() == DATA


def test_attaching_the_same_file_twice_attaches_it_once():
    team = make.staff()
    version = make.drafted(team)
    assert attach(version, team) == attach(version, team)
    assert attach(version, team, name="另一名称.txt") != attach(version, team)


def test_the_same_file_lies_there_once_and_outlives_its_row(settings):
    team = make.staff()
    first, second = attach(make.drafted(team), team), attach(make.drafted(team), team)
    services.detach(attachment=first, by=team.clerk, at=make.NOW)
    assert Attachment.objects.get() == second
    assert [path for path in settings.FILES.rglob("*") if path.is_file()] == [services.path_of(second.sha256)]


def test_files_are_taken_as_streams_and_keep_their_order():
    team = make.staff()
    version = make.drafted(team)
    attach(version, team, "二.docx", io.BytesIO(containers.docx(containers.paragraph("甲"))))
    attach(version, team, "一.txt")
    assert [(each.name, each.order, each.text) for each in version.attachments.all()] == [
        ("二.docx", 0, "甲"),
        ("一.txt", 1, DATA.decode()),
    ]


def test_a_photograph_is_stored_without_its_owner_and_the_clerk_is_told(enter, item):
    client = enter("clerk")
    fill(client, item)
    upload = io.BytesIO(photos.jpeg())
    upload.name = "现场.jpg"
    page = client.post(url("attach", item), {"uploads": upload}, follow=True).content.decode()
    [made] = newest(item).attachments.all()
    assert made.path.read_bytes() == photos.JPEG and made.size == len(photos.JPEG)
    assert made.sha256 == hashlib.sha256(photos.JPEG).hexdigest()
    assert "已去除照片中的位置、设备等信息" in page


class Endless:
    """A stream that never ends, and counts what was taken from it."""

    taken = 0

    def read(self, size=-1, /):
        self.taken += size
        return b"0" * size


def test_a_huge_file_is_refused_before_it_is_all_read(settings):
    settings.UPLOAD_LIMIT = 3 * 1024 * 1024
    team = make.staff()
    version, source = make.drafted(team), Endless()
    with pytest.raises(services.Refused, match="文件超过3 MB"):
        attach(version, team, data=source)
    assert source.taken <= 5 * 1024 * 1024
    assert not any(path.is_file() for path in settings.FILES.rglob("*"))


def test_a_refused_file_leaves_nothing_behind(settings):
    team = make.staff()
    version = make.drafted(team)
    for name, data in [
        ("a.pdf", b"no"),
        ("a.txt", b""),
        ("../a.txt", DATA),
        ("a.docx", containers.docx("<")),
    ]:
        with pytest.raises(services.Refused):
            attach(version, team, name, data)
    assert not Attachment.objects.exists()
    assert not any(path.is_file() for path in settings.FILES.rglob("*"))


def test_files_belong_to_drafts_of_ones_own():
    team = make.staff()
    version = make.drafted(team)
    stranger = make.person("clerk", make.organisation("audit"))
    with pytest.raises(services.NotAllowed):
        services.attach(version=version, name="a.txt", data=DATA, by=stranger, at=make.NOW)
    made = attach(version, team)
    version = services.submit(version=version, by=team.clerk, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        attach(version, team)
    with pytest.raises(services.IllegalMove):
        services.detach(attachment=made, by=team.clerk, at=make.NOW)
