import pytest
from django.urls import reverse

from gongkai.proofing import services
from gongkai.proofing.models import Entry
from gongkai.proofing.phrases import Phrase
from tests import make

pytestmark = pytest.mark.django_db
WORD = {"wrong": "布署", "right": "部署", "family": "typo", "weight": "asks", "allowed": "布署图\n布署表"}
FILE = "family: typo\nwords:\n  - {wrong: 布署, right: 部署}\n"


@pytest.fixture
def officer():
    return make.person("openness", make.office())


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def url(name, *args):
    return reverse(f"proofing:{name}", args=args)


def add(officer, wrong="布署", right="部署"):
    return services.add(phrase=Phrase(wrong, right, "typo"), by=officer, at=make.NOW)


def test_an_entry_is_added_and_shown_with_its_versions(desk):
    page = desk.post(url("add"), WORD, follow=True)
    assert "“布署”已列入词表" in page.text
    assert "布署图、布署表" in page.text
    assert "布署" in desk.get(url("index")).text


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"wrong": ""}, "wrong", "请填写写法"),
        ({"wrong": "布"}, "wrong", "太短"),
        ({"right": "布署"}, "wrong", "与改后相同"),
        ({"allowed": "部署图"}, "allowed", "应是含有“布署”的更长的词"),
        ({"since": "去年"}, "since", "请填写日期"),
        ({"family": "x"}, "family", "x"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(desk, change, field, sentence):
    page = desk.post(url("add"), WORD | change)
    assert page.status_code == 422
    assert sentence in str(page.context["form"].errors[field])
    assert not Entry.objects.exists()


def test_a_phrase_in_the_lists_is_not_added_again(desk, officer):
    add(officer)
    assert "已在词表中" in desk.post(url("add"), WORD).text


def test_an_entry_is_changed_retired_and_restored(desk, officer):
    entry = add(officer)
    assert "已保存" in desk.post(url("change", entry.pk), WORD | {"right": "安排"}, follow=True).text
    assert "已被改动" in desk.post(url("change", entry.pk), WORD).text
    newest = Entry.objects.get(is_newest=True)
    assert desk.post(url("retire", newest.pk), {"reason": ""}).status_code == 422
    page = desk.post(url("retire", newest.pk), {"reason": "误报"}, follow=True)
    assert "已停用" in page.text
    assert "误报" in page.text
    assert "布署" not in desk.get(url("index")).text.partition("<tbody>")[2]
    assert "布署" in desk.get(url("index"), {"state": "retired"}).text
    retired = Entry.objects.get(is_newest=True)
    assert "已经停用" in desk.post(url("retire", retired.pk), {"reason": "x"}).text
    assert "已恢复" in desk.post(url("restore", retired.pk), {"reason": "x"}, follow=True).text


def test_an_old_address_of_an_entry_shows_what_it_is_now(desk, officer):
    entry = add(officer)
    desk.post(url("change", entry.pk), WORD | {"right": "安排"})
    page = desk.get(url("entry", entry.pk))
    assert page.context["entry"].right == "安排"
    assert "第1版" in page.text


def test_the_list_is_filtered(desk, officer):
    add(officer)
    add(officer, "峻工", "竣工")
    shown = desk.get(url("index"), {"q": "竣"}).text
    assert "峻工" in shown
    assert "布署" not in shown.partition("<tbody>")[2]
    assert "没有符合条件" in desk.get(url("index"), {"family": "law"}).text
    assert desk.get(url("index"), {"family": "x", "q": "长" * 99, "page": "x"}).status_code == 200


def test_a_list_is_downloaded_changed_and_uploaded(desk, officer):
    add(officer)
    text = desk.get(url("download", "typo")).text
    assert services.preview(text).unchanged == 1
    assert desk.get(url("download", "nothing")).status_code == 404
    page = desk.post(url("upload"), {"text": text.replace("部署", "安排")})
    assert "变更 1 条" in page.text
    sent = page.context["apply"].initial or page.context["apply"].data
    assert "已生效：新增 0 条，变更 1 条" in desk.post(url("apply"), sent, follow=True).text


def test_an_upload_that_cannot_be_used_changes_nothing(desk):
    assert "请选择文件" in desk.post(url("upload"), {}).text
    page = desk.post(url("upload"), {"text": "family: x"})
    assert (page.status_code, "没有改动任何内容" in page.text) == (422, True)
    page = desk.post(url("apply"), {"text": FILE, "seen": "old"})
    assert (page.status_code, "又有变化" in page.text) == (422, True)
    assert "family 应为" in desk.post(url("apply"), {"text": "family: x", "seen": "old"}).text
    assert "没有收到文件内容" in desk.post(url("apply"), {}, follow=True).text
    assert not Entry.objects.exists()
    same = desk.post(url("upload"), {"text": "family: typo\nwords: []"})
    assert "完全一致" in same.text
