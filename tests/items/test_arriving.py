"""An old site comes in: each document once, at its own day, found at its old address; nothing lost unseen."""

import csv
import json
from datetime import date
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from gongkai.clocks.models import Clock
from gongkai.items import services
from gongkai.items.models import Arrival, Item, OldAddress, Version
from gongkai.items.moving import SOURCES, Wrong
from gongkai.items.moving.records import old_path
from gongkai.items.moving.washing import read_and_wash
from gongkai.ledger import services as ledger
from gongkai.orgs.models import Act
from gongkai.publication import services as publication
from gongkai.search import services as search
from gongkai.ui.sharing import shared
from tests import make
from tests.items.office import S, xlsx

pytestmark = pytest.mark.django_db
ID_CARD = "11010519491231002X"  # the specimen of GB 11643
DOCUMENT = {
    "id": "art-1",
    "url": "http://www.old.gov.cn/art/2012/3/5/art_1.html?c=2",
    "标题": "关于做好财政公开工作的通知",
    "文号": "下财发[2012]3号",
    "发布机构": "下城区财政局",
    "成文日期": "2012-03-01",
    "发布日期": "2012年3月5日",
    "正文": '<p class="MsoNormal" onclick="x()">各科室：</p><script>alert(1)</script>'
    "<p>为进一步做好财政公开工作，现就有关事项通知如下。</p>",
}


@pytest.fixture
def site(tmp_path):
    """A district with a department, and two persons who may take in an old site together."""
    office = make.office()
    make.organisation("finance", name="下城区财政局", short_name="财政局")
    people = {"by": make.person("openness", office), "signer": make.person("signer", office)}

    def bring(*rows, source="jsonl", **options):
        file = tmp_path / "export.jsonl"
        if source == "jsonl":
            file.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in rows))
        out = StringIO()
        names = {"account": people["by"].account, "signed_by": people["signer"].account} | options
        report = tmp_path / "report.csv"
        place = tmp_path if source == "folder" else file
        call_command("import", str(place), source=source, report=report, stdout=out, **names)
        return out.getvalue(), list(csv.DictReader(report.open(encoding="utf-8-sig")))

    bring.people, bring.folder = people, tmp_path
    return bring


def test_a_document_is_public_at_its_own_day_and_clean(site):
    told, report = site(DOCUMENT)
    item = Item.objects.get()
    version = item.current
    assert item.is_public and item.published_on == date(2012, 3, 5) and item.publisher.key == "finance"
    assert (version.doc_number, version.made_on) == ("下财发〔2012〕3号", date(2012, 3, 1))
    assert version.body == "<p>各科室：</p><p>为进一步做好财政公开工作，现就有关事项通知如下。</p>"
    assert version.abstract == "为进一步做好财政公开工作，现就有关事项通知如下。"
    assert "已公开1条" in told and report[0]["结果"] == "已公开" and report[0]["索引号"] == item.number
    assert not Clock.objects.exists() and not version.needs_interpretation
    act = Act.objects.get(verb="items.arrive")
    assert act.account == site.people["by"].account
    assert act.detail["signed_by"] == version.signed_by.account == site.people["signer"].account


def test_everything_agrees_afterwards(site):
    site(DOCUMENT, {**DOCUMENT, "id": "art-2", "url": "/a.html"}, {**DOCUMENT, "id": "art-3", "url": ""})
    search.rebuild()
    ledger.seal(at=make.NOW)
    while publication.refresh(at=make.NOW):
        pass
    assert publication.audit() == []
    numbers = [item.number for item in Item.objects.order_by("pk")]
    assert numbers == sorted(numbers) and len(set(numbers)) == 3


def test_old_addresses_lead_to_the_new_page(site):
    site(DOCUMENT)
    found = Client().get("/art/2012/3/5/art_1.html?c=2")
    assert (found.status_code, found["Location"]) == (301, Item.objects.get().address)
    assert Client().get("/art/2012/3/5/art_1.html").status_code == 404
    assert Client().post("/art/2012/3/5/art_1.html?c=2").status_code == 404
    assert Client().get("/" + "a" * 3000).status_code == 404


@pytest.mark.parametrize(
    "pair",
    [
        ("http://www.old.gov.cn/a/1.html", "/a/1.html"),
        ("a/1.html", "/a/1.html"),
        ("/n.jsp?id=1&x=2", "/n.jsp?id=1&x=2"),
        ("http://www.old.gov.cn/?id=3", "/?id=3"),
        ("http://www.old.gov.cn/%E5%85%AC.html", "/公.html"),
        ("http://www.old.gov.cn/", ""),
        ("", ""),
        ("/" + "a" * 600, ""),
    ],
)
def test_an_old_address_is_kept_as_it_is_asked_for(pair):
    assert old_path(pair[0]) == pair[1]


def test_again_brings_nothing_twice_and_tries_what_was_refused(site):
    broken = {**DOCUMENT, "id": "art-2", "url": "", "标题": ""}
    told, report = site(DOCUMENT, broken, "{", "[1]")
    assert [each["原因"] for each in report][1:] == ["没有标题", "不是 UTF-8 编码的 JSON", "不是 JSON 对象"]
    assert [each["行号"] for each in report] == ["1", "2", "3", "4"]
    assert "已公开1条，未迁入3条" in told
    told, report = site(DOCUMENT, {**broken, "标题": "关于某事的通知"})
    assert Item.objects.public().count() == 2 and Arrival.objects.filter(key="art-1").count() == 1
    assert "此前已迁入1条" in told


def test_a_batch_that_breaks_off_leaves_nothing_of_itself(site, monkeypatch):
    def killed(**acts):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("gongkai.publication.services.announce_all", killed)
        with pytest.raises(KeyboardInterrupt):
            site(DOCUMENT)
    assert not Item.objects.exists() and not Arrival.objects.exists() and not OldAddress.objects.exists()
    site(DOCUMENT)
    assert Item.objects.public().count() == 1


def test_personal_data_are_held_as_a_draft_and_told(site):
    private = {**DOCUMENT, "正文": f"<p>救助对象张三，身份证号{ID_CARD}。</p>"}
    _, report = site(private)
    version = Version.objects.get()
    assert version.stage == "draft" and not version.item.is_public and version.published_on
    assert report[0]["结果"] == "留作草稿" and report[0]["草稿"] == str(version.item_id)
    assert "身份证" in report[0]["原因"] and ID_CARD not in report[0]["原因"]
    assert Client().get("/art/2012/3/5/art_1.html?c=2").status_code == 404
    told, _ = site({**private, "id": "art-2", "url": ""}, personal="publish")
    assert Item.objects.public().count() == 1


def test_personal_data_that_a_file_holds_unseen_are_held_too(site):
    cache = f'<a {S}><r><s v="{ID_CARD}"/></r></a>'
    data = xlsx([["区域", "人数"], ["下城区", 1]], **{"xl/pivotCache/pivotCacheRecords1.xml": cache})
    (site.folder / "汇总.xlsx").write_bytes(data)
    _, report = site({**DOCUMENT, "附件": ["汇总.xlsx"]})
    assert report[0]["结果"] == "留作草稿"
    assert "身份证" in report[0]["原因"] and ID_CARD not in report[0]["原因"]


def test_files_come_along_and_the_body_points_at_them(site):
    (site.folder / "files").mkdir()
    (site.folder / "files" / "表.txt").write_text("预算表")
    (site.folder / "files" / "解读.srt").write_text("1\n00:00:01,000 --> 00:00:04,000\n为什么？\n")
    row = {
        **DOCUMENT,
        "正文": '<p>见<a href="/old/表.txt">附表</a>。</p>',
        "附件": [{"path": "files/表.txt", "name": "附表.txt", "url": "/old/表.txt"}, "files/解读.srt"],
    }
    site(row, {**row, "id": "art-2", "附件": ["files/没有.txt"]}, {**row, "id": "art-3", "附件": ["../x"]})
    public = Item.objects.public().get()
    file, said = public.current.attachments.all()
    assert (said.name, said.media_type) == ("解读.vtt", "text/vtt")
    assert said.path.read_bytes().startswith(b"WEBVTT")
    assert file.name == "附表.txt" and file.path.read_text() == "预算表"
    assert f'href="/files/{file.sha256}/{quote("附表.txt")}"' in public.current.body
    reasons = list(Arrival.objects.order_by("line").values_list("outcome", "reason"))
    assert reasons[1] == ("held", "附件“没有.txt”不在导出文件夹中")
    assert reasons[2][0] == "refused" and "不在导出文件夹之内" in reasons[2][1]


REFUSED = {
    "没有正文，也没有附件": {"正文": "<p> </p>"},
    "没有发布日期，也没有成文日期": {"发布日期": "", "成文日期": ""},
    "发布日期晚于今天": {"发布日期": "2099-01-01"},
    "公开部门“某局”不在机构名录中": {"发布机构": "某局"},
    "名称超过300字": {"标题": "长" * 301},
    "格式嵌套过深": {"正文": "<div>" * 200 + "字"},
    "没有旧编号，也没有旧地址": {"id": "", "url": ""},
}


def test_what_cannot_be_taken_in_is_told_with_its_line(site):
    _, report = site(*({**DOCUMENT, "id": f"art-{n}", **each} for n, each in enumerate(REFUSED.values())))
    assert not Item.objects.exists()
    for wanted, row in zip(REFUSED, sorted(report, key=lambda each: int(each["行号"])), strict=True):
        assert wanted in row["原因"] and row["结果"] == "未迁入"


def test_validity_and_numbers_of_the_old_site_are_kept(site):
    row = {**DOCUMENT, "索引号": "330103--2012--0007", "有效性": "废止", "废止日期": "2015-01-01"}
    site(row, {**row, "id": "art-2"}, {**row, "id": "art-3", "公开方式": "依申请公开", "url": ""})
    first, second = Item.objects.public().order_by("pk")
    assert (first.number, first.validity) == ("330103--2012--0007", "repealed")
    assert second.number != first.number
    assert Arrival.objects.get(key="art-3").reason == "原公开形式不是主动公开"


def test_only_two_who_may_bring_in_a_site(site):
    clerk = make.person("clerk", make.office())
    for options, told in [
        ({"account": clerk.account}, "只有政务公开科或者系统管理员"),
        ({"signed_by": clerk.account}, "不能为迁入的信息签发"),
        ({"signed_by": site.people["by"].account}, "须由两人办理"),
        ({"account": ""}, "用 --as 写明账号"),
        ({"account": "nobody"}, "没有账号“nobody”"),
        ({"column": ["x"]}, "列名=字段"),
        ({"published_on": "昨天"}, "--published-on"),
        ({"obligation": "x"}, "没有代号为“x”的公开事项"),
        ({"organisation": "x"}, "没有代号为“x”的机构"),
    ]:
        with pytest.raises(CommandError, match=told):
            site(DOCUMENT, **options)
    assert not Item.objects.exists()


def read(source, path, names=None):
    return [each() for each in SOURCES[source](path, names or {})]


def test_a_table_and_a_folder_are_read_too(tmp_path):
    table = tmp_path / "a.csv"
    table.write_bytes("编号,标题,正文,发布日期\n1,关于某事的通知,第一段,2012-03-05\n".encode("gb18030"))
    [found] = read("csv", table)
    assert (found.key, found.texts["title"], found.body) == ("1", "关于某事的通知", "<p>第一段</p>")
    pages = tmp_path / "pages" / "2012"
    pages.mkdir(parents=True)
    (pages / "1.html").write_text("<p>正文</p>")
    (pages / "1.json").write_text(json.dumps({"标题": "关于某事的通知", "发布日期": "2012-03-05"}))
    (pages / "2.html").write_text("<p>正文</p>")
    (pages / "2.json").write_text("[")
    found, wrong = read("folder", pages.parent)
    assert (found.address, found.texts["title"]) == ("/2012/1.html", "关于某事的通知")
    assert isinstance(wrong, Wrong)


@pytest.mark.parametrize(
    ("name", "text", "title", "body"),
    [
        ("1.txt", "关于某事的通知\n各单位：\n请执行。", "关于某事的通知", "<p>各单位：</p>\n<p>请执行。</p>"),
        ("2.txt", "关于印发\n工作方案的通知\n\n请执行。", "关于印发工作方案的通知", "<p>请执行。</p>"),
        ("3.md", "# 关于某事的通知\n\n请执行。", "关于某事的通知", "<p>请执行。</p>"),
        ("通知4.txt", "请执行。\n另行通知。", "通知4", "<p>请执行。</p>\n<p>另行通知。</p>"),
        ("5.html", "<p>关于某事的通知</p>", "5", "<p>关于某事的通知</p>"),
    ],
)
def test_the_title_of_a_text_in_a_folder_is_the_line_with_which_it_begins(tmp_path, name, text, title, body):
    (tmp_path / name).write_bytes(text.encode("gb18030"))
    [found] = (each() for each in SOURCES["folder"](tmp_path, {}))
    assert (found.texts["title"], found.body) == (title, body)


def test_the_title_that_the_header_states_stays(tmp_path):
    (tmp_path / "1.txt").write_text("关于某事的通知\n请执行。")
    (tmp_path / "1.json").write_text(json.dumps({"标题": "另一个标题"}))
    [found] = (each() for each in SOURCES["folder"](tmp_path, {}))
    assert (found.texts["title"], found.body) == ("另一个标题", "<p>关于某事的通知</p>\n<p>请执行。</p>")


def test_columns_go_by_the_names_that_the_officer_gives(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"bt": "关于某事的通知", "nr": "# 总则\n**正文**", "lj": "a/1.html"}))
    [found] = read("jsonl", file, {"bt": "title", "nr": "body", "lj": "address"})
    assert found.texts["title"] == "关于某事的通知" and found.address == "/a/1.html"
    assert found.body == "<h2>总则</h2>\n<p>正文</p>"


def test_other_processes_wash_in_the_order_of_the_export(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(json.dumps({**DOCUMENT, "id": f"n{n}"}) for n in range(7)))
    washed = shared(read_and_wash, SOURCES["jsonl"](file, {}), size=2, few=2, processes=2)
    found = [each for batch in washed for each in batch]
    assert [each.key for each in found] == [f"n{n}" for n in range(7)]
    assert all(each.washed.body and "<script" not in each.washed.body for each in found)


def test_numbers_given_in_one_go_step_over_what_is_taken_or_claimed(site):
    team = make.staff()
    make.drafted(team, number_wanted="330103--2012--0002")
    site(*({**DOCUMENT, "id": f"n{n}", "url": "", "发布机构": team.organisation.name} for n in range(3)))
    numbers = list(Item.objects.public().order_by("pk").values_list("number", flat=True))
    assert [each[-4:] for each in numbers] == ["0001", "0003", "0004"]
    assert services.led_to("/nothing") == ""
