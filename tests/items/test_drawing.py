"""图解 drawn from a template: safe SVG, the same words beside it, editable again."""

import pytest
from lxml import etree

from gongkai.items import drawing, services
from gongkai.items.drawing import Block
from gongkai.items.forms.drawing import PictureForm, initial
from tests import make
from tests.items.desk import url

pytestmark = pytest.mark.django_db
BLOCKS = [
    Block("谁可以申请", "3类", "小微企业"),
    Block("补贴多少", "", "每户每年最高五千元" * 6),
    Block("何时起"),
]
HOSTILE = '<script>alert(1)</script>" onload="x</metadata></svg>\x07&'


def draw(version, by, title="一图读懂", blocks=BLOCKS):
    return services.draw(version=version, title=title, blocks=blocks, by=by, at=make.NOW)


def test_a_picture_says_what_was_typed_and_can_be_taken_up_again():
    root = etree.fromstring(drawing.svg("一图读懂", BLOCKS).encode())
    shown = "".join(root.xpath("//*[local-name()='text']/text()"))
    assert all(part in shown for each in BLOCKS for part in (each.heading, each.number, each.text))
    assert root.xpath("string(//*[local-name()='title'])") == "一图读懂"
    assert "补贴多少" in root.xpath("string(//*[local-name()='desc'])")
    assert drawing.source_of(drawing.svg("一图读懂", BLOCKS)) == ("一图读懂", BLOCKS)
    assert drawing.source_of("<svg/>") == ("", [])


def test_nothing_that_is_typed_becomes_markup():
    drawn = drawing.svg(HOSTILE, [Block(HOSTILE, HOSTILE, HOSTILE)])
    root = etree.fromstring(drawn.encode())
    names = {etree.QName(each).localname for each in root.iter()}
    assert names == {"svg", "title", "desc", "metadata", "rect", "text"}
    attributes = {name for each in root.iter() for name in each.attrib}
    assert not [name for name in attributes if name.startswith("on") or "href" in name]


@pytest.mark.parametrize("text", ["汉" * 50, "a" * 90, "汉a" * 40, ""])
def test_every_line_fits(text):
    lines = drawing.wrapped(text, width=200, size=20)
    assert "".join(lines) == text
    assert all(sum(20 if each == "汉" else 12 for each in line) <= 200 for line in lines)


def test_no_line_begins_with_a_closing_mark():
    assert drawing.wrapped("汉" * 10 + "。字", width=200, size=20) == ["汉" * 10 + "。", "字"]


def test_a_picture_is_a_file_of_the_draft_and_replaces_the_one_before():
    team = make.staff()
    version = make.drafted(team, kind="interpretation")
    draw(version, team.clerk)
    made = draw(version, team.clerk, title="两图读懂")
    assert [each.name for each in version.attachments.all()] == ["两图读懂.svg"]
    assert made.text.startswith("两图读懂\n谁可以申请\n3类") and made.path.is_file()
    assert services.drawn(version) == ("两图读懂", BLOCKS)
    assert services.forms_of(version) == ["text", "picture"]
    assert services.drawn(make.drafted(team)) == ("", [])


def test_personal_data_in_a_picture_is_found():
    team = make.staff()
    version = make.drafted(team)
    draw(version, team.clerk, blocks=[Block("联系人", "", "身份证号330103199001011233")])
    assert "personal" in "".join(each.code for each in services.findings(version, at=make.NOW))


@pytest.mark.parametrize("blocks", [[], [Block("")], [Block("一")] * 9])
def test_a_picture_has_one_to_eight_blocks_with_headings(blocks):
    team = make.staff()
    with pytest.raises(services.Unready, match="1至8块"):
        draw(make.drafted(team), team.clerk, blocks=blocks)


def test_only_who_may_edit_draws_and_a_title_is_a_file_name():
    team = make.staff()
    version = make.drafted(team)
    with pytest.raises(services.NotAllowed):
        draw(version, team.reviewer)
    with pytest.raises(services.Refused, match="文件名不规范"):
        draw(version, team.clerk, title="../一图")
    make.at_signing(team, version=version)
    with pytest.raises(services.IllegalMove):
        draw(version, team.clerk)


def test_it_is_drawn_at_the_desk_and_shown_to_the_public(client, enter, item, people):
    at_desk = enter("clerk")
    sent = {"title": "一图读懂", "heading_1": "谁可以申请", "number_1": "3类", "text_2": "没有小标题"}
    assert "请填写这一块的小标题" in at_desk.post(url("picture", item), sent).content.decode()
    at_desk.post(url("picture", item), sent | {"heading_2": "怎么办"})
    page = at_desk.get(url("picture", item)).content.decode()
    assert 'value="怎么办"' in page and "下载 SVG" in page
    file = item.versions.get().attachments.get()
    shown = at_desk.get(url("attachment", item, file.pk))
    assert shown["Content-Type"] == "image/svg+xml" and "sandbox" in shown["Content-Security-Policy"]


def test_the_form_shows_the_blocks_in_use_and_the_others_on_demand():
    assert [len(PictureForm().shown), len(PictureForm().more)] == [1, 7]
    drawn = PictureForm(initial=initial("一图", [Block("一"), Block("二"), Block("三")]))
    assert [len(drawn.shown), len(drawn.more)] == [3, 5]
    wrong = PictureForm({"title": "一图", "heading_1": "一", "text_5": "没有小标题"})
    assert not wrong.is_valid() and len(wrong.shown) == 5


def test_the_public_sees_it_with_its_words(client):
    team = make.staff()
    version = make.drafted(team)
    draw(version, team.clerk)
    page = client.get(make.published(team, version=version).address).content.decode()
    assert '<img src="/files/' in page and "图解的文字" in page and "每户每年最高五千元" in page
