import pytest

from gongkai.proofing import alternatives, links
from gongkai.proofing.alternatives import Picture
from gongkai.proofing.links import File, Link
from gongkai.proofing.rules import Weight
from tests.proofing.finding import paragraphs

GONE = "https://www.hangzhou.gov.cn/"


def found(*texts, links_=(), files=()):
    return [each.code for each in links.check(links_, files, paragraphs(*texts), host="www.xc.gov.cn")]


@pytest.mark.parametrize(
    ("link", "codes"),
    [
        (Link("正文第1段", "政策", "/items/1/", is_broken=True), ["links.broken"]),
        (Link("正文第1段", "政策", "/items/1/"), []),
        (Link("正文第1段", "商城", "https://shop.example.com/"), ["links.foreign"]),
        (Link("正文第1段", "冒充", "https://www.gov.cn.example.com/"), ["links.foreign"]),
        (Link("正文第1段", "政府", "http://www.hangzhou.gov.cn/"), ["links.insecure"]),
        (Link("正文第1段", "政府", "https://www.hangzhou.gov.cn/"), []),
        (Link("正文第1段", "本站", "http://www.xc.gov.cn/a"), []),
    ],
)
def test_a_link_is_judged_by_where_it_leads(link, codes):
    assert found(links_=[link]) == codes


def test_a_broken_link_asks_and_a_foreign_one_tells():
    both = [Link("", "a", "/x", is_broken=True), Link("", "b", "https://example.com")]
    assert [each.weight for each in links.check(both, [], [])] == [Weight.ASKS, Weight.TELLS]


@pytest.mark.parametrize(
    ("texts", "attached", "codes"),
    [
        (["详见附件1。"], 0, ["links.missing"]),
        (["详见附件1。"], 1, []),
        (["详见附件1和附件3。"], 1, ["links.missing"]),
        (["附件：工作要点分工表"], 0, ["links.missing"]),
        (["附件：1.分工表", "2.时间表"], 1, ["links.missing"]),
        (["附件：1.分工表", "2.时间表"], 2, []),
        (["附件：分工表", "附件", "一、分工"], 0, []),
        (["见附件2", "附件1", "正文", "附件2", "正文"], 0, []),
        (["按《办法》附件3的规定"], 0, ["links.missing"]),
        (["按《某办法附件3》的规定"], 0, []),
        (["附件3份"], 0, []),
        (["请上传附件。"], 0, []),
    ],
)
def test_an_attachment_that_is_named_is_there_as_a_file_or_in_the_text(texts, attached, codes):
    assert found(*texts, files=[File(f"{n}.docx") for n in range(attached)]) == codes


def test_a_faulty_file_must_be_replaced():
    (each,) = links.check([], [File("名单.xlsx", "文件是空的")], [])
    assert (each.weight, each.field) == (Weight.BLOCKS, "attachments")


def test_a_picture_has_words_that_say_something():
    pictures = [
        Picture("正文图片1", ""),
        Picture("正文图片2", "IMG_2017.png"),
        Picture("正文图片3", "收支对比图"),
    ]
    assert [(each.place, each.weight) for each in alternatives.check(pictures)] == [
        ("正文图片1", Weight.ASKS),
        ("正文图片2", Weight.TELLS),
    ]
