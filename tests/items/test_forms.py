"""The editor: what is typed is checked, kept, and never lost."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.items import services
from gongkai.items.models import Attachment, Autosave, Item, Relation
from gongkai.items.views.keeping import MARK_LASTS, place
from gongkai.orgs.models import Person
from tests import make
from tests.items.desk import READY, fill, newest, url

pytestmark = pytest.mark.django_db


def test_saving_keeps_header_body_and_obligation(enter, item):
    client = enter("clerk")
    assert fill(client, item, doc_number="下财〔2017〕3号")["Location"] == url("edit", item)
    version = newest(item)
    assert (version.issuer, version.doc_number, version.revision) == ("下城区财政局", "下财〔2017〕3号", 1)
    assert version.obligation.key == "fiscal-monthly"
    page = client.get(url("edit", item)).content.decode()
    assert "下财〔2017〕3号" in page


def test_what_is_wrong_is_said_at_the_field_and_everything_typed_is_kept(enter, item):
    client = enter("clerk")
    page = fill(
        client, item, title="", made_on="去年", obligation="nothing", theme="虚构", body="<p>写了很多</p>"
    )
    errors = page.context["form"].errors
    assert set(errors) >= {"title", "made_on", "obligation", "theme"}
    text = page.content.decode()
    assert "请填写日期，例如 2017-07-01" in text
    assert "没有代号为“nothing”的公开事项" in text
    assert "写了很多" in text
    assert 'value="去年"' in text
    assert newest(item).revision == 0


def test_the_kind_of_a_draft_can_be_put_right_until_it_is_public(enter, item):
    client = enter("clerk")
    assert client.get(url("edit", item)).context["form"]["kind"].value() == "notice"
    fill(client, item, kind="document", revision="0")
    item.refresh_from_db()
    assert (item.kind, newest(item).needs_interpretation) == ("document", True)
    fill(client, item, revision="1")  # a form without the field leaves it alone
    item.refresh_from_db()
    assert item.kind == "document"
    assert "kind" in fill(client, item, kind="诗歌", revision="2").context["form"].errors
    Item.objects.filter(pk=item.pk).update(address="/items/x/")
    assert "kind" not in client.get(url("edit", item)).context["form"].fields


def test_scripts_in_a_body_are_not_kept(enter, item):
    fill(enter("clerk"), item, body="<p onclick='x()'>好</p><script>alert(1)</script>")
    assert newest(item).body == "<p>好</p>"


def test_saving_and_sending_on_leads_to_the_last_check(enter, item):
    assert fill(enter("clerk"), item, submit="1")["Location"] == url("submit", item)


def test_what_is_typed_is_kept_and_offered_again(enter, item, people):
    client = enter("clerk")
    kept = client.post(url("keep", item), READY | {"body": "<p>还没保存</p>"})
    assert "已自动保存" in kept.content.decode()
    page = client.get(url("edit", item)).content.decode()
    assert "恢复这些内容" in page
    assert "还没保存" not in page
    assert "还没保存" in client.get(url("edit", item), {"restore": "1"}).content.decode()
    client.post(url("forget", item))
    assert "恢复这些内容" not in client.get(url("edit", item)).content.decode()


def test_kept_words_that_are_already_saved_are_not_offered(enter, item, people):
    client = enter("clerk")
    fill(client, item)
    client.post(url("keep", item), READY | {"revision": "1"})
    page = client.get(url("edit", item))
    assert page.context["kept"] is None


def test_a_nul_character_is_dropped_and_breaks_nothing(enter, item, people):
    client = enter("clerk")
    assert client.post(url("keep", item), READY | {"title": "通\x00知"}).status_code == 200
    assert services.kept(people["clerk"], place(newest(item))).values["title"] == "通知"
    assert fill(client, item, title="通\x00知").context["form"].errors["title"]


def test_saving_lets_go_of_what_was_kept(enter, item, people):
    client = enter("clerk")
    client.post(url("keep", item), READY)
    fill(client, item)
    assert services.kept(people["clerk"], place(newest(item))) is None


def marked(client, item, person):
    """Return what the editor's form holds when the session of ``person`` ends with the page still open."""
    client.force_login(person)
    mark = client.get(url("edit", item)).context["mark"]
    client.logout()
    return READY | {"mark": mark}


def kept(person, item):
    found = services.kept(person, place(newest(item)))
    return found.values if found else None


def test_words_sent_after_the_session_ended_are_there_after_signing_in(client, item, people):
    address = url("edit", item)
    gone = client.post(address, marked(client, item, people["clerk"]) | {"body": "<p>差点丢了</p>"})
    assert gone["Location"].startswith("/desk/sign-in/")
    client.post(gone["Location"], {"account": people["clerk"].account, "password": "secret", "next": address})
    assert "恢复这些内容" in client.get(address).content.decode()
    assert "差点丢了" in client.get(address, {"restore": "1"}).content.decode()


def test_a_long_text_outlives_the_session_too(client, item, people):
    client.post(url("edit", item), marked(client, item, people["clerk"]) | {"body": "长" * 1_000_000})
    assert len(kept(people["clerk"], item)["body"]) == 1_000_000


def test_autosaving_goes_on_after_the_session_ended(client, item, people):
    late = client.post(url("keep", item), marked(client, item, people["clerk"]) | {"abstract": "续写。"})
    assert (late.status_code, kept(people["clerk"], item)["abstract"]) == (401, "续写。")


def test_a_stranger_leaves_nothing_behind(client, item):
    for words in (READY, READY | {"mark": "made up"}, READY | {"mark": "WzEsMV0:1abc:xyz"}):
        for name in ("edit", "keep"):
            client.post(url(name, item), words)
    assert not Autosave.objects.exists() and not Session.objects.exists()


def test_a_mark_serves_its_own_person_and_draft_only(client, item, finance, people):
    another = make.item(finance, people["clerk"], title="另一份")
    client.post(url("edit", another), marked(client, item, people["clerk"]))
    assert not Autosave.objects.exists()
    client.post(url("edit", item), marked(client, item, make.person("clerk", finance)))
    assert kept(people["clerk"], item) is None


def test_a_mark_ends_with_its_days_the_account_and_the_post(client, item, finance, people, monkeypatch):
    left, moved = make.person("clerk", finance), make.person("clerk", finance)
    pages = [marked(client, item, each) for each in (people["clerk"], left, moved)]
    Person.objects.filter(pk=left.pk).update(is_active=False)
    moved.posts.all().delete()
    now = time.time() + MARK_LASTS.total_seconds() + 1
    for words in pages[1:]:
        client.post(url("edit", item), words)
    with monkeypatch.context() as later:
        later.setattr(time, "time", lambda: now)
        client.post(url("edit", item), pages[0])
    assert not Autosave.objects.exists()


def test_one_persons_kept_words_are_not_shown_to_another(enter, item, finance, people):
    enter("clerk").post(url("keep", item), READY | {"body": "<p>我的</p>"})
    people["second"] = make.person("clerk", finance)
    assert enter("second").get(url("edit", item)).context["kept"] is None


def test_two_people_in_one_draft_are_told_of_each_other(enter, item, people, finance):
    people["second"] = make.person("clerk", finance, name="第二经办员")
    enter("second").post(url("keep", item), READY)
    client = enter("clerk")
    assert "第二经办员正在编辑" in client.get(url("edit", item)).content.decode()
    assert "第二经办员也在编辑" in client.post(url("keep", item), READY).content.decode()


def test_a_second_editor_sees_both_texts_and_loses_nothing(enter, item, people, finance):
    people["second"] = make.person("clerk", finance)
    fill(enter("clerk"), item, body="<p>第一人的话</p>")
    client = enter("second")
    page = fill(client, item, body="<p>第二人的话</p>", abstract="另一概述。", revision="0")
    assert page.status_code == 409
    text = page.content.decode()
    assert "有人先保存了修改" in text
    assert {row["label"] for row in page.context["rows"]} == {"正文", "内容概述"}
    assert "<ins>二</ins>" in text or "第二人" in text
    assert "采用已保存的" in text
    assert newest(item).body == "<p>第一人的话</p>"
    restored = client.get(url("edit", item), {"restore": "1"})
    assert "第二人的话" in restored.content.decode()
    again = restored.context["form"]["revision"].value()
    fill(client, item, body="<p>第二人的话</p>", revision=again)
    assert newest(item).body == "<p>第二人的话</p>"


def test_after_a_conflict_each_field_is_chosen_for_itself(enter, item):
    client = enter("clerk")
    fill(client, item, issuer="先来的机关", keywords="先来的词")
    mine = {"body": "<p>我写的</p>", "issuer": "", "revision": "1"}
    fill(client, item, **mine, **{"take-issuer": "1", "take-keywords": "1"})
    version = newest(item)
    assert (version.body, version.issuer, version.keywords) == ("<p>我写的</p>", "先来的机关", "先来的词")


def test_the_header_preview_shows_what_is_typed_so_far(enter, item):
    page = enter("clerk").post(url("header", item), READY | {"section": "预算科", "made_on": "bad"})
    assert "预算科" in page.content.decode()
    assert "主动公开" in page.content.decode()


def test_obligations_are_found_by_their_words(enter, item):
    make.obligation()
    client = enter("clerk")
    assert 'value="fiscal-monthly"' in client.get(url("obligations", item), {"find": "收支"}).content.decode()
    assert "没有与“虚构”相符" in client.get(url("obligations", item), {"find": "虚构"}).content.decode()
    assert client.get(url("obligations", item), {"find": "\x00"}).status_code == 200


def test_files_are_attached_read_and_taken_off(enter, item):
    client = enter("clerk")
    files = [SimpleUploadedFile("附件一.txt", "内容".encode()), SimpleUploadedFile("附件二.txt", b"two")]
    client.post(url("attach", item), {"uploads": files})
    first = Attachment.objects.order_by("order").first()
    shown = client.get(url("attachment", item, first.pk))
    assert b"".join(shown.streaming_content) == "内容".encode()
    assert "sandbox" in shown["Content-Security-Policy"]
    assert (
        "attachment"
        in client.get(url("attachment", item, first.pk), {"download": "1"})["Content-Disposition"]
    )
    for _ in range(2):
        assert client.post(url("detach", item, first.pk)).status_code == 302
    assert [each.name for each in Attachment.objects.all()] == ["附件二.txt"]


def test_a_refused_file_is_said_at_the_field(enter, item):
    page = enter("clerk").post(
        url("attach", item), {"uploads": SimpleUploadedFile("坏.svg", b"<svg><script/></svg>")}
    )
    assert "坏.svg：" in page.content.decode()
    assert not Attachment.objects.exists()


def test_a_missing_file_is_not_found(enter, item):
    version = newest(item)
    lost = Attachment.objects.create(
        version=version, name="丢失.txt", media_type="text/plain", size=1, sha256="0" * 64
    )
    assert enter("clerk").get(url("attachment", item, lost.pk)).status_code == 404


def test_attaching_brings_back_words_not_yet_saved(enter, item):
    client = enter("clerk")
    client.post(url("keep", item), READY | {"body": "<p>未存</p>"})
    response = client.post(url("attach", item), {"uploads": SimpleUploadedFile("a.txt", b"x")})
    assert response["Location"].endswith("?restore=1")


def test_relations_to_items_and_to_cited_documents(enter, item, finance):
    client = enter("clerk")
    target = make.public_item(finance, title="上位文件")
    found = client.get(url("targets", item), {"find": "上位"}).content.decode()
    assert target.number in found
    client.post(url("relate", item), {"kind": "based-on", "target": target.number})
    client.post(url("relate", item), {"kind": "implements", "cited_number": "国办发〔2017〕24号"})
    assert Relation.objects.count() == 2
    page = client.get(url("edit", item)).content.decode()
    assert "国办发〔2017〕24号" in page
    client.post(url("unrelate", item, Relation.objects.first().pk))
    assert Relation.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"target": "没有这条"}, "没有找到这条信息"),
        ({}, "请选择目录内的信息"),
        ({"cited_title": "某", "kind": "repeals"}, "请选择所关联的信息"),
    ],
)
def test_a_wrong_relation_is_said_at_the_field(enter, item, typed, sentence):
    page = enter("clerk").post(url("relate", item), {"kind": "based-on", **typed})
    assert sentence in page.content.decode()
    assert not Relation.objects.exists()


def test_another_departments_draft_cannot_be_found_as_a_target(enter, item):
    make.item(make.organisation("audit"), title="审计草稿")
    client = enter("clerk")
    assert "没有与“审计草稿”相符" in client.get(url("targets", item), {"find": "审计草稿"}).content.decode()
    page = client.post(url("relate", item), {"kind": "based-on", "target": "审计草稿"})
    assert "没有找到这条信息" in page.content.decode()


def test_words_typed_while_somebody_else_sent_the_draft_on_wait_for_its_return(enter, item, people):
    client = enter("clerk")
    fill(client, item)
    client.post(url("submit", item))
    late = fill(client, item, body="<p>晚了一步</p>", revision="1")
    assert late["Location"] == url("detail", item)
    assert (
        "此稿已送审" in client.post(url("keep", item), READY | {"body": "<p>晚了一步</p>"}).content.decode()
    )
    assert client.get(url("edit", item), follow=True).redirect_chain
    assert newest(item).body == "<p>现公开预算。</p>"
    services.send_back(version=newest(item), reason="退回", by=people["reviewer"], at=make.NOW)
    assert "晚了一步" in client.get(url("edit", item), {"restore": "1"}).content.decode()
