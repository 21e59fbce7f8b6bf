"""Who sees which page of the desk; the list; the two ways to begin."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.items.models import Item
from tests import make
from tests.items.desk import READY, ROLES, newest, url

pytestmark = pytest.mark.django_db
READ = ["detail", "preview", "review"]
EDITING = ["edit"]
POSTS = [
    "keep", "forget", "header", "attach", "relate", "submit", "recall", "return", "approve", "clear", "sign",
    "publish", "discard", "revise", "repeal", "expire", "withdraw", "restore",
]  # fmt: skip
FRAGMENTS = ["obligations", "targets"]


# who sees what


def test_a_stranger_is_asked_to_sign_in_everywhere(client, item):
    addresses = [reverse(f"items:{name}") for name in ("index", "new", "upload")]
    addresses += [url(name, item) for name in [*READ, *EDITING, *FRAGMENTS, "submit", "revise", "repeal"]]
    addresses += [url("version", item, 1), url("attachment", item, 1)]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith("/desk/sign-in/"), address
    for name in POSTS:
        response = client.post(url(name, item))
        expected = 401 if name == "keep" else 302
        assert response.status_code == expected, name
    assert newest(item).stage == "draft"


def test_a_clerk_of_another_department_finds_nothing(enter, item):
    client = enter("other")
    gets = [url(name, item) for name in [*READ, *EDITING, *FRAGMENTS, "submit", "revise", "repeal"]]
    for address in [*gets, url("version", item, 1), url("attachment", item, 1)]:
        assert client.get(address).status_code == 404, address
    posts = [url(name, item) for name in POSTS]
    for address in [*posts, url("detach", item, 1), url("unrelate", item, 1), url("edit", item)]:
        assert client.post(address, READY).status_code == 404, address
    assert "关于公开预算" not in client.get(reverse("items:index")).content.decode()


def test_a_public_item_of_another_department_is_not_on_ones_desk(enter, finance):
    public = make.public_item(finance)
    assert enter("other").get(url("detail", public)).status_code == 404


@pytest.mark.parametrize("role", [*ROLES, "openness"])
def test_everyone_of_the_department_and_the_openness_office_may_read(enter, item, role):
    client = enter(role)
    for name in READ:
        assert client.get(url(name, item)).status_code == 200, name
    assert client.get(url("version", item, 1)).status_code == 200
    assert "关于公开预算" in client.get(reverse("items:index")).content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("clerk", 200), ("reviewer", 404), ("signer", 404), ("openness", 404)]
)
def test_only_clerks_of_the_department_edit(enter, item, role, status):
    client = enter(role)
    assert client.get(url("edit", item)).status_code == status
    for name in ("keep", "header", "attach", "relate"):
        assert (client.post(url(name, item)).status_code == 404) is (status == 404), name


@pytest.mark.parametrize("role", ["reviewer", "secrecy", "signer"])
def test_who_drafts_nothing_cannot_begin_or_upload(enter, people, role):
    client = enter(role)
    assert client.get(reverse("items:new")).status_code == 404
    assert client.get(reverse("items:upload")).status_code == 404
    assert "上传文件" not in client.get(reverse("items:index")).content.decode()


# lists


def test_the_list_counts_stages_and_keeps_filters(enter, finance, people, item):
    make.public_item(finance, by=people["clerk"], title="已公开的指南", kind="guide")
    client = enter("clerk")
    response = client.get(reverse("items:index"), {"kind": "guide", "q": "指南"})
    assert [each.title for each in response.context["page"]] == ["已公开的指南"]
    counts = {tab["value"]: tab["count"] for tab in response.context["tabs"]}
    assert (counts["public"], counts["draft"]) == (1, 0)
    assert "kind=guide" in response.context["tab_query"]
    shown = client.get(reverse("items:index"), {"stage": "draft", "mine": "1"})
    assert [each.item for each in shown.context["page"]] == [item]
    assert client.get(reverse("items:index"), {"page": "x", "stage": "?", "q": "\x00"}).status_code == 200
    assert client.get(reverse("items:index"), {"organisation": "\x00"}).status_code == 200
    assert client.get(f"/desk/items/{10**30}/").status_code == 404
    by_other = client.get(reverse("items:index"), {"organisation": "audit"})
    assert not by_other.context["page"].object_list


# beginning


def test_a_draft_begins_with_a_name(enter, finance):
    client = enter("clerk")
    for _ in range(2):  # pressed twice
        response = client.post(
            reverse("items:new"), {"title": "新通知", "kind": "notice", "publisher": finance.pk}
        )
    made = Item.objects.get()
    assert response["Location"] == url("edit", made)
    assert (newest(made).title, made.publisher) == ("新通知", finance)


def test_a_draft_for_another_department_is_refused_and_the_name_kept(enter):
    client = enter("clerk")
    other = make.organisation("audit")
    page = client.post(reverse("items:new"), {"title": "新通知", "kind": "notice", "publisher": other.pk})
    assert "您不能为这个部门起草" in page.content.decode()
    assert 'value="新通知"' in page.content.decode()
    assert not Item.objects.exists()


def send_file(client, publisher, text):
    file = SimpleUploadedFile("通知.txt", text.encode())
    return client.post(reverse("items:upload"), {"publisher": publisher.pk, "uploads": file})


@pytest.mark.parametrize("number", ["", "信息索引号: 330103--2017--0001\n\n"])
def test_a_file_uploaded_by_two_presses_becomes_one_draft(enter, finance, number):
    client, text = enter("clerk"), f"{number}关于公开预算的通知\n\n现公开预算。\n"
    for _ in range(2):
        page = send_file(client, finance, text)
        assert [each["version"] for each in page.context["outcomes"]] == [newest(Item.objects.get())]


def test_another_file_person_or_hour_makes_another_draft(enter, finance, people, monkeypatch):
    text = "关于公开预算的通知\n\n现公开预算。\n"
    send_file(enter("clerk"), finance, text)
    send_file(enter("clerk"), finance, text + "另。\n")
    people["second"] = make.person("clerk", finance)
    send_file(enter("second"), finance, text)
    assert Item.objects.count() == 3
    monkeypatch.setattr("gongkai.items.views.uploading.SECOND_PRESS", timedelta(0))
    send_file(enter("clerk"), finance, text)
    assert Item.objects.count() == 4


def test_a_draft_thrown_away_is_made_anew_from_its_file(enter, finance):
    client, text = enter("clerk"), "关于公开预算的通知\n\n现公开预算。\n"
    send_file(client, finance, text)
    client.post(url("discard", Item.objects.get()))
    send_file(client, finance, text)
    assert Item.objects.count() == 1


def test_files_are_read_into_drafts_and_what_was_understood_is_shown(enter, finance):
    client = enter("clerk")
    text = "信息索引号: 330103--2017--0001\n公开部门: 财政局\n\n关于公开预算的通知\n\n现公开预算。\n"
    files = [
        SimpleUploadedFile("通知.txt", text.encode("gb18030")),
        SimpleUploadedFile("坏.exe", b"MZ\x90\x00 not a document"),
    ]
    page = client.post(reverse("items:upload"), {"publisher": finance.pk, "uploads": files}).content.decode()
    made = Item.objects.get()
    assert newest(made).number_wanted == "330103--2017--0001"
    assert "330103--2017--0001" in page
    assert "没有读入" in page
    assert "坏.exe" in page


def test_nothing_is_wrong_before_anything_was_sent(enter):
    page = enter("clerk").get(reverse("items:upload"))
    assert page.context["form"].errors == {}
    assert "有内容需要修改" not in page.content.decode()


def test_no_file_and_too_many_are_said_at_the_field(enter, finance):
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(21)]
    for files in ({}, {"uploads": many}):
        page = enter("clerk").post(reverse("items:upload"), {"publisher": finance.pk, **files})
        assert page.status_code == 200
        assert page.context["form"].errors["uploads"]
    assert not Item.objects.exists()


def test_a_refused_file_keeps_no_other_out(enter, finance, settings):
    settings.UPLOAD_LIMIT = 100
    files = [
        SimpleUploadedFile("空.txt", b""),
        SimpleUploadedFile("大.txt", b"x" * 101),
        SimpleUploadedFile("表.xlsx", b"PK"),
        SimpleUploadedFile("通知.txt", "关于公开预算的通知".encode()),
    ]
    page = enter("clerk").post(reverse("items:upload"), {"publisher": finance.pk, "uploads": files})
    told = [(each["name"], each.get("error", "")) for each in page.context["outcomes"]]
    assert [name for name, _ in told] == ["空.txt", "大.txt", "表.xlsx", "通知.txt"]
    assert "文件是空的" in told[0][1] and "文件超过" in told[1][1] and told[2][1] and not told[3][1]
    assert Item.objects.count() == 1


def test_several_files_may_become_one_draft_with_attachments(enter, finance):
    files = [
        SimpleUploadedFile("通知.txt", "关于公开预算的通知\n\n现公开预算。".encode()),
        SimpleUploadedFile("表.csv", "科目,金额\n".encode()),
        SimpleUploadedFile("坏.exe", b"MZ"),
    ]
    data = {"publisher": finance.pk, "uploads": files, "together": "1"}
    page = enter("clerk").post(reverse("items:upload"), data).content.decode()
    version = newest(Item.objects.get())
    assert [each.name for each in version.attachments.all()] == ["表.csv"]
    assert "1个文件已读入为草稿，1个文件作为附件" in page and "坏.exe" in page


def test_the_editor_says_where_each_field_was_read_until_the_clerk_confirms(enter, finance):
    client = enter("clerk")
    send_file(client, finance, "文号：下财发〔2017〕3号\n\n关于公开预算的通知\n\n现公开本区本年度预算。\n")
    item = Item.objects.get()
    page = client.get(url("edit", item)).content.decode()
    assert "读自：第1行“文号”" in page and "读自：由标题的末尾判断" in page
    assert "请核对读入的内容" in page and "没有找到落款和成文日期" in page
    assert client.post(url("confirm", item)).status_code == 302
    origin = newest(item).origin
    assert origin.confirmed_by.account and "读自：" not in client.get(url("edit", item)).content.decode()
    assert newest(item).genre == "通知"


def test_a_file_over_the_limit_is_refused_with_a_sentence(enter, finance, settings):
    settings.UPLOAD_LIMIT = 10
    file = SimpleUploadedFile("大.txt", b"x" * 11)
    page = enter("clerk").post(reverse("items:upload"), {"publisher": finance.pk, "uploads": file})
    assert "文件超过" in page.content.decode()
    assert not Item.objects.exists()
