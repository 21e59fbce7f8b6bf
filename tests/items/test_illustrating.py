"""Pictures of a text: taken in, described, shown with it, gone with it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.items import illustrations, services, taking
from gongkai.items.models import Attachment
from gongkai.items.services import illustrating
from gongkai.orgs.models import Act
from tests import make
from tests.items import containers, photos
from tests.items.desk import fill, newest, said, url

pytestmark = pytest.mark.django_db
WORDS = "2017年支出比上年增长6.1%"


@pytest.fixture
def team():
    return make.staff()


def file(data=None, name="image.png"):
    return SimpleUploadedFile(name, photos.jpeg() if data is None else data)


def illustrate(version, team, data=None, at=make.NOW):
    return services.illustrate(version=version, data=file(data), by=team.clerk, at=at)


def append(version, team, data=None, words=WORDS):
    services.append(
        version=version, data=file(data), words=words, revision=version.revision, by=team.clerk, at=make.NOW
    )
    version.refresh_from_db()


def codes(version):
    return [each.code for each in services.findings(version, at=make.NOW)]


def form(data=None, **more):
    fields = {"picture": file(data), "alternative": WORDS, "revision": 1} | more
    return {f"illustrate-{name}": value for name, value in fields.items() if value is not None}


# services


def test_a_picture_is_told_by_its_content_and_named_by_its_order(team):
    version = make.drafted(team)
    first, second = illustrate(version, team), illustrate(version, team, photos.png())
    assert (first.size, first.is_stripped, second.size, second.is_stripped) == ((4, 3), True, (2, 3), False)
    rows = version.attachments.values_list("name", "media_type", "is_illustration", "is_stripped")
    assert list(rows) == [("图1.jpg", "image/jpeg", True, True), ("图2.png", "image/png", True, False)]
    assert illustrate(version, team).address == first.address and version.attachments.count() == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件是空的"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "这不是 JPG、PNG 或者 WebP 图片"),
        (b"GIF89a", "这不是 JPG、PNG 或者 WebP 图片"),
        (photos.JPEG[:200], "图片不完整"),
        (photos.png(60_000, 60_000, dots=b""), "图片过大"),
        (photos.png(behind=b"PK\x03\x04"), "夹带"),
        (photos.JPEG + b"0" * 10 * 1024 * 1024, "图片超过10 MB"),
    ],
)
def test_what_is_no_sound_picture_is_refused_with_a_sentence(team, data, sentence, settings):
    with pytest.raises(services.Refused, match=sentence):
        illustrate(make.drafted(team), team, data)
    assert not Attachment.objects.exists()
    assert not any(path.is_file() for path in settings.FILES.rglob("*"))


def test_only_who_may_edit_a_draft_puts_pictures_into_it(team):
    version = make.drafted(team)
    stranger = make.person("clerk", make.organisation("audit"))
    for person in (stranger, team.reviewer):
        with pytest.raises(services.NotAllowed):
            services.illustrate(version=version, data=file(), by=person, at=make.NOW)
    version = services.submit(version=version, by=team.clerk, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        illustrate(version, team)


def test_nobody_floods_the_disk_with_pictures(team, monkeypatch):
    monkeypatch.setattr(illustrating, "MOST_A_MINUTE", 2)
    monkeypatch.setattr(illustrating, "MOST", 3)
    version = make.drafted(team)
    pictures = [photos.png(width, 1) for width in range(1, 6)]
    for data in pictures[:2]:
        illustrate(version, team, data)
    with pytest.raises(services.Refused, match="一分钟内最多插入2张图片"):
        illustrate(version, team, pictures[2])
    later = make.NOW + timedelta(minutes=1)
    illustrate(version, team, pictures[2], at=later)
    with pytest.raises(services.Refused, match="一篇正文最多3张图片"):
        illustrate(version, team, pictures[3], at=later)


def test_alternative_text_is_required_and_short(team):
    version = make.drafted(team)
    for words, sentence in (("  ", "请填写替代文字"), ("字" * 101, "最多100字")):
        with pytest.raises(services.Unready, match=sentence):
            append(version, team, words=words)
    assert not version.attachments.exists()
    append(version, team)
    with pytest.raises(services.Unready, match="最多100字"):
        services.describe(
            version=version, words={1: "字" * 101}, revision=version.revision, by=team.clerk, at=make.NOW
        )


def test_a_text_saved_by_somebody_else_meanwhile_is_not_overwritten(team):
    version = make.drafted(team)
    with pytest.raises(services.Conflict):
        services.append(version=version, data=file(), words="图", revision=7, by=team.clerk, at=make.NOW)
    with pytest.raises(services.Conflict):
        services.describe(version=version, words={1: "图"}, revision=7, by=team.clerk, at=make.NOW)


def test_a_picture_without_words_and_one_without_its_file_are_found(team):
    version = make.drafted(team)
    append(version, team)
    assert not {"alternatives.missing", "links.picture"} & set(codes(version))
    version = services.describe(
        version=version, words={1: " "}, revision=version.revision, by=team.clerk, at=make.NOW
    )
    assert "alternatives.missing" in codes(version)
    with pytest.raises(services.Unready, match="图片没有替代文字"):
        services.submit(version=version, by=team.clerk, at=make.NOW)
    version.attachments.all().delete()
    assert "links.picture" in codes(version)


def test_pictures_of_the_text_are_no_attachments_that_the_text_may_name(team):
    version = make.drafted(team, body="<p>见附件1。</p>")
    append(version, team)
    assert "links.missing" in codes(version)


def test_a_picture_taken_out_of_the_text_does_not_go_public(team):
    version = make.drafted(team)
    append(version, team)
    append(version, team, photos.png())
    [kept, dropped] = illustrations.shown(version.body)
    body = version.body[: version.body.rindex("<p>")]
    version = services.save(
        version=version, fields={"body": body}, revision=version.revision, by=team.clerk, at=make.NOW
    )
    item = make.published(team, version=version)
    public = Client()
    assert [public.get(each.address).status_code for each in (kept, dropped)] == [200, 404]
    assert [each["sha256"] for each in item.content()["attachments"]] == [kept.file[0]]
    page = public.get(item.address).content.decode()
    assert f'alt="{WORDS}"' in page and 'id="attachments"' not in page
    assert Act.objects.filter(verb="items.detach", detail__sha256=dropped.file[0]).exists()


def test_a_new_version_carries_its_pictures_on_and_a_draft_takes_them_with_it(team):
    version = make.drafted(team)
    append(version, team)
    item = make.published(team, version=version)
    revised = services.revise(item=item, change="amend", by=team.clerk, at=make.NOW)
    [carried] = revised.attachments.all()
    assert carried.is_illustration and illustrations.shown(revised.body)[0].file[0] == carried.sha256
    services.discard(version=revised, by=team.clerk, at=make.NOW)
    assert [each.version_id for each in Attachment.objects.all()] == [version.pk]


def test_a_picture_wanted_beside_the_text_as_well_stays_when_the_text_drops_it(team):
    version = make.drafted(team)
    illustrate(version, team, photos.png())
    services.attach(version=version, name="图1.png", data=photos.png(), by=team.clerk, at=make.NOW)
    version = services.submit(version=version, overruling="图形公开", by=team.clerk, at=make.NOW)
    assert [(each.name, each.is_illustration) for each in version.attachments.all()] == [("图1.png", False)]


# at the desk


def test_the_editor_gets_the_picture_with_its_address(enter, item):
    client = enter("clerk")
    fill(client, item)
    answer = client.post(url("take", item), form())
    [made] = newest(item).attachments.all()
    assert answer.json() == {
        "src": f"/files/{made.sha256}/%E5%9B%BE1.jpg",
        "alt": WORDS,
        "width": 4,
        "height": 3,
        "told": "已去除照片中的位置、设备等信息",
    }
    assert client.get(answer.json()["src"]).getvalue() == photos.JPEG
    assert "<img" not in newest(item).body


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"alternative": " "}, "alternative", "请填写替代文字"),
        ({"alternative": "字" * 101}, "alternative", "替代文字最多100字"),
        ({"picture": None}, "picture", "请选择图片"),
        ({"data": b"no picture"}, "picture", "这不是 JPG、PNG 或者 WebP 图片，请转换格式后再插入"),
        ({"data": b""}, "picture", "文件是空的，请检查后重新选择"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(enter, item, given, field, sentence):
    client = enter("clerk")
    fill(client, item)
    answer = client.post(url("take", item), form(**given))
    assert (answer.status_code, answer.json()) == (422, {"errors": {field: [sentence]}})
    page = client.post(url("append", item), form(**given)).content.decode()
    assert sentence in page
    assert not newest(item).attachments.exists()


def test_after_submission_the_editor_is_told_why_no_picture_is_taken(enter, item):
    client = enter("clerk")
    fill(client, item)
    client.post(url("submit", item), {"overruling": "无"})
    answer = client.post(url("take", item), form())
    assert answer.status_code == 409 and "不能再插入图片" in answer.json()["errors"]["picture"][0]


def test_without_script_a_picture_is_put_at_the_end_and_described_beside_the_editor(enter, item):
    client = enter("clerk")
    fill(client, item)
    answer = client.post(url("append", item), form(), follow=True)
    assert said(answer) == "图片已插入正文末尾。已去除照片中的位置、设备等信息"
    assert answer.redirect_chain[-1][0].endswith("#illustrations")
    version = newest(item)
    assert version.body.endswith(f'alt="{WORDS}" width="4" height="3"></p>')
    fields = {"describe-alternative_1": "另一说法", "describe-revision": version.revision}
    page = client.post(url("describe", item), fields, follow=True)
    assert said(page) == "图片的替代文字已保存" and 'alt="另一说法"' in newest(item).body
    stale = client.post(url("describe", item), fields).content.decode()
    assert "之后保存过此稿" in stale and 'value="另一说法"' in stale
    long = client.post(url("describe", item), fields | {"describe-alternative_1": "字" * 101})
    assert "替代文字最多100字" in long.content.decode()


def test_pictures_of_word_that_say_nothing_are_asked_for_at_once(enter, people, finance):
    client = enter("clerk")
    upload = SimpleUploadedFile("通知.docx", containers.illustrated(photos.jpeg(), photos.png()))
    page = client.post("/desk/items/upload/", {"publisher": finance.pk, "uploads": upload})
    assert "2张图片没有替代文字" in page.content.decode()
    version = page.context["outcomes"][0]["version"]
    assert all(each.is_illustration for each in version.attachments.all())
    beside = client.get(url("edit", version.item)).content.decode()
    assert "2张图片没有替代文字" in beside
    assert "图片1的替代文字" in beside and "图片2的替代文字" in beside
    assert 'aria-label="移除附件' not in beside


def test_the_words_of_a_picture_are_read_where_the_machine_can(monkeypatch):
    monkeypatch.setattr(taking, "recogniser", lambda: "recogniser")
    monkeypatch.setattr(taking, "letters", lambda pictures: "证件11010519491231002X")
    monkeypatch.setattr(taking, "SMALLEST_PICTURE", 0)
    team = make.staff()
    version = make.drafted(team)
    illustrate(version, team)
    found = services.findings(version, at=make.NOW)
    assert "personal.id_card" in {each.code for each in found}
