"""Remarks at paragraphs: tied to their place, reasons of a return, settled by the clerk, never public."""

from datetime import timedelta

import pytest

from gongkai.items import anchors, services
from gongkai.items.models import Comment, Step
from tests import make
from tests.items.desk import fill, newest, url

pytestmark = pytest.mark.django_db
BODY = (
    "<p>第一段。</p><h2 id='s0-2'>标题</h2><p>第二段讲的是另一件事。</p>"
    "<table><tbody><tr><td>甲</td></tr></tbody></table>"
)


def test_paragraphs_are_numbered_and_a_table_is_one():
    found = anchors.blocks(BODY)
    assert [(b.number, b.text) for b in found] == [
        (1, "第一段。"), (2, "标题"), (3, "第二段讲的是另一件事。"), (4, "甲"),
    ]  # fmt: skip
    assert [b.text for b in anchors.blocks("没有标签的文字")] == ["没有标签的文字"]
    assert anchors.blocks("") == []


@pytest.mark.parametrize(
    ("body", "number"),
    [
        (BODY, 3),
        ("<p>新的一段</p>" + BODY, 4),  # it has moved on
        (BODY.replace("另一件事", "别的一件事"), 3),  # reworded in its place
        (BODY.replace("第二段讲的是另一件事。", "完全不同"), 0),
        ("", 0),
    ],
)
def test_a_remark_is_found_again_after_the_text_has_changed(body, number):
    assert anchors.locate(3, "第二段讲的是另一件事。", anchors.blocks(body)) == number


def test_of_paragraphs_that_read_alike_the_nearest_is_meant():
    among = anchors.blocks("<p>甲</p><p>乙</p><p>甲</p>")
    assert anchors.locate(3, "甲", among) == 3
    assert anchors.locate(0, "", among) == 0


@pytest.fixture
def team():
    return make.staff()


@pytest.fixture
def version(team):
    return services.submit(version=make.drafted(team, body=BODY), by=team.clerk, at=make.NOW)


def test_open_remarks_are_reasons_of_the_return(team, version):
    services.comment(version=version, place=3, text="请写明是哪一件事", by=team.reviewer, at=make.NOW)
    services.comment(version=version, place=0, text="篇幅过短", by=team.reviewer, at=make.NOW)
    services.send_back(version=version, by=team.reviewer, at=make.NOW)
    said = Step.objects.get(verb="return").reason
    assert said == "全文：篇幅过短\n第3段“第二段讲的是另一件事。”：请写明是哪一件事"


def test_a_remark_needs_words_a_paragraph_and_the_right(team, version):
    for place, text in ((1, " "), (9, "没有此段"), (1, "长" * 501)):
        with pytest.raises(services.Unready):
            services.comment(version=version, place=place, text=text, by=team.reviewer, at=make.NOW)
    with pytest.raises(services.NotAllowed):
        services.comment(version=version, place=1, text="不妥", by=team.clerk, at=make.NOW)
    assert not Comment.objects.exists()


def test_the_clerk_settles_a_remark_and_it_is_no_reason_any_more(team, version):
    remark = services.comment(version=version, place=1, text="不妥", by=team.reviewer, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        services.settle(remark=remark, by=team.clerk, at=make.NOW)
    services.send_back(version=version, by=team.reviewer, at=make.NOW)
    with pytest.raises(services.NotAllowed):
        services.settle(remark=remark, by=team.reviewer, at=make.NOW)
    for _ in range(2):
        settled = services.settle(remark=remark, by=team.clerk, at=make.NOW)
    assert (settled.settled_by, settled.settled_at) == (team.clerk, make.NOW)


def test_remarks_are_never_public(team, version):
    services.comment(version=version, place=1, text="内部意见", by=team.reviewer, at=make.NOW)
    services.review(version=version, by=team.reviewer, at=make.NOW)
    services.clear(version=version, by=team.secrecy, at=make.NOW)
    item = services.sign(version=version, by=team.signer, at=make.NOW).item
    assert "内部意见" not in str(item.content())


def test_the_pages_show_a_remark_at_its_paragraph_and_what_became_of_it(enter, item, people):
    fill(enter("clerk"), item, body="<p>甲段。</p><p>乙段。</p>")
    enter("clerk").post(url("submit", item))
    client = enter("reviewer")
    assert 'id="remark-form"' in client.get(url("review", item), {"on": "2"}).content.decode()
    assert "请填写批注" in client.post(url("comment", item), {"place": "2", "text": ""}).content.decode()
    client.post(url("comment", item), {"place": "2", "text": "请改写乙段"})
    assert "请改写乙段" in client.get(url("review", item)).content.decode()
    client.post(url("return", item), {"reason": ""})
    editor = enter("clerk").get(url("edit", item)).content.decode()
    assert "待处理的批注（1）" in editor and "请改写乙段" in editor
    remark = Comment.objects.get()
    enter("clerk").post(url("settle", item, remark.pk))
    assert "待处理的批注" not in enter("clerk").get(url("edit", item)).content.decode()
    fill(enter("clerk"), item, body="<p>甲段。</p><p>丙段改写了。</p>", title="新名称")
    page = enter("clerk").get(url("compare", item)).content.decode()
    assert "第1次送审稿" in page and "<del>" in page and "丙" in page and "新名称" in page
    assert newest(item).round == 1


def test_a_co_signer_gets_the_review_page_and_nothing_else(enter, item, people, client):
    partner = make.person("signer", make.organisation("audit"))
    fill(enter("clerk"), item)
    version = newest(item)
    services.arrange(
        version=version, is_normative=False, cosigners=[make.organisation("audit")], by=people["clerk"],
        at=make.NOW - timedelta(days=1),
    )  # fmt: skip
    services.submit(version=version, by=people["clerk"], at=make.NOW)
    services.review(version=version, by=people["reviewer"], at=make.NOW)
    client.force_login(partner)
    assert client.get(url("review", item)).status_code == 404
    services.clear(version=version, by=people["secrecy"], at=make.NOW)
    assert client.get(url("detail", item))["Location"] == url("review", item)
    page = client.get(url("review", item)).content.decode()
    assert "同意会签" in page and "办理记录" not in page
    for closed in ("edit", "compare", "preview", "arrange"):
        assert client.get(url(closed, item)).status_code == 404
    assert client.get(url("version", item, 1)).status_code == 404
    assert client.post(url("cosign", item), {"note": "同意"})["Location"] == "/desk/"
    assert newest(item).stage == "signing"
