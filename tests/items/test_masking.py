"""One press masks what is personal: in the text, in its tables, in the files, and no edit is lost."""

import pytest
from stdnum.iso7064 import mod_11_2

from gongkai.items import services
from gongkai.items.models import Attachment
from gongkai.orgs.models import Act
from tests import make
from tests.items import containers
from tests.items.desk import newest, said, url
from tests.items.office import S, author, xlsx
from tests.proofing.test_redaction_ofd import ofd
from tests.proofing.test_redaction_ofd import text as ofd_text

pytestmark = pytest.mark.django_db
ID = "33010319900101123" + mod_11_2.calc_check_digit("33010319900101123")
MASKED = f"33{'*' * 14}{ID[-2:]}"
PHONE = "13812345678"
NAMES = xlsx(
    [["救助名单"], ["姓名", "证件", "病种"], ["张三", ID, "尿毒症"], ["李四", "无", "肺癌"]], title="公示"
)


def draft(team, *files, **fields):
    version = make.drafted(team, **fields)
    for name, data in files:
        services.attach(version=version, name=name, data=data, by=team.clerk, at=make.NOW)
    return version


def found(version):
    return [each for each in services.findings(version, at=make.NOW) if each.code.startswith("personal.")]


def mask(team, version, key="all", revision=None):
    version.refresh_from_db()
    revision = version.revision if revision is None else revision
    done = services.mask(version=version, key=key, revision=revision, by=team.clerk, at=make.NOW)
    version.refresh_from_db()
    return done


def test_a_number_in_the_body_is_masked_across_its_markup():
    team = make.staff()
    version = draft(team, body=f"<p>甲</p><p>张三<strong>{ID[:6]}</strong>{ID[6:]}，<em>男</em></p>")
    assert [each.place for each in found(version)] == ["正文第2段"]
    assert mask(team, version) == 1
    assert version.body == f"<p>甲</p><p>张三<strong>{MASKED}</strong>，<em>男</em></p>"
    assert found(version) == []


def test_cells_pictures_and_fields_are_masked_where_they_stand():
    team = make.staff()
    picture = f'<img src="/files/{"a" * 64}/a.png" alt="{PHONE}">'
    table = f"<table><tr><th>姓名</th><th>电话</th></tr><tr><td>张三</td><td>{PHONE}</td></tr></table>"
    version = draft(team, title=f"张三{ID}", body=f"<p>{picture}</p>{table}")
    assert {each.place for each in found(version)} == {"", "正文图片1替代文字", "正文表1第2行第2列"}
    assert mask(team, version) == 3
    assert version.title == f"张三{MASKED}"
    assert version.body.count("138******78") == 2 and PHONE not in version.body


def test_one_finding_is_masked_and_the_others_stay():
    team = make.staff()
    version = draft(team, body=f"<p>张三{ID}</p><p>李四{PHONE}，李四{PHONE}</p>")
    first = found(version)[1]
    assert mask(team, version, services.key(first)) == 1
    assert version.body == f"<p>张三{ID}</p><p>李四138******78，李四{PHONE}</p>"


def test_a_column_of_the_body_is_masked_as_a_whole():
    team = make.staff()
    people = [("姓名", "病种"), ("张三", "肺癌"), ("李四", "尿毒症")]
    rows = "".join(f"<tr><td>{name}</td><td>{illness}</td></tr>" for name, illness in people)
    version = draft(team, body=f"<table>{rows}</table>")
    assert [each.code for each in found(version)] == ["personal.column.health"]
    mask(team, version)
    assert "肺癌" not in version.body and "尿毒症" not in version.body and "张三" in version.body
    assert found(version) == []


def test_nobodys_edit_is_lost():
    team = make.staff()
    version = draft(team, body=f"<p>{ID}</p>")
    fields = {"body": f"<p>改过的{ID}</p>"}
    services.save(version=version, fields=fields, revision=0, by=team.clerk, at=make.NOW)
    with pytest.raises(services.Conflict):
        mask(team, version, revision=0)
    assert version.body != "" and ID in newest(version.item).body


def test_a_sheet_is_replaced_by_one_without_the_words():
    team = make.staff()
    version = draft(team, ("名单.xlsx", NAMES))
    before = Attachment.objects.get()
    places = [each.place for each in found(version)]
    assert places == ["附件“名单.xlsx”工作表“公示”C3", "附件“名单.xlsx”工作表“公示”B3"]
    assert mask(team, version) == 2
    after = Attachment.objects.get()
    assert (after.pk, after.name) == (before.pk, before.name) and after.sha256 != before.sha256
    assert ID not in after.text and "尿毒症" not in after.text and "张三" in after.text
    assert ID.encode() not in after.path.read_bytes()
    assert found(version) == []
    services.submit(version=version, by=team.clerk, at=make.NOW)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("公示.docx", containers.docx(containers.paragraph(f"张三{ID}"))),
        ("公示.pdf", containers.pdf("Zhang", ID)),
        ("公示.ofd", ofd(ofd_text(f"张三{ID}"))),
        ("公示.txt", f"张三{ID}".encode()),
        (f"张三{ID}.txt", b"x"),
    ],
)
def test_every_format_that_is_read_can_be_masked(name, data):
    team = make.staff()
    version = draft(team, (name, data))
    assert len(found(version)) == 1
    mask(team, version)
    assert found(version) == []
    assert ID not in Attachment.objects.get().name


def test_the_name_of_an_author_is_cleared_at_the_press_of_a_button():
    team = make.staff()
    data = containers.docx(containers.paragraph("公示"), **{"docProps__core.xml": author("张三")})
    version = draft(team, ("公示.docx", data))
    (remark,) = found(version)
    assert remark.is_warning and "张三" not in remark.sentence
    with pytest.raises(services.Rejected, match="已经处理过"):
        mask(team, version)  # remarks are dealt with one by one
    mask(team, version, services.key(remark))
    assert found(version) == []


def test_what_was_masked_is_logged_by_kind_and_never_by_value():
    team = make.staff()
    mask(team, draft(team, ("名单.xlsx", NAMES), body=f"<p>{PHONE}</p>"))
    act = Act.objects.get(verb="items.mask")
    assert act.detail["kinds"] == ["column.health", "id_card", "mobile"] and act.detail["places"] == 3
    assert ID not in str(act.detail) and PHONE not in str(act.detail)


def test_a_home_of_few_signs_is_masked_with_the_words_before_it_only():
    team = make.staff()
    words = "张三，家住永丰村1号。会议5月1号召开。"
    version = draft(team, ("公示.txt", words.encode()))
    mask(team, version)
    assert Attachment.objects.get().text == "张三，家住永丰村***。会议5月1号召开。"


def test_a_file_that_cannot_be_masked_is_refused_with_its_name_and_nothing_changes():
    team = make.staff()
    data = containers.docx(containers.paragraph(ID), **{"word__embeddings__a.bin": b"x"})
    version = draft(team, ("公示.docx", data), body=f"<p>{PHONE}</p>")
    with pytest.raises(services.Rejected, match="附件“公示.docx”：文件内嵌有其他程序的对象"):
        mask(team, version)
    assert PHONE in newest(version.item).body


def test_a_file_detached_meanwhile_is_not_put_back(monkeypatch):
    team = make.staff()
    version = draft(team, ("公示.txt", ID.encode()), body=f"<p>{PHONE}</p>")
    storing = services.masking.store

    def detached(*given):
        services.detach(attachment=Attachment.objects.get(), by=team.clerk, at=make.NOW)
        return storing(*given)

    monkeypatch.setattr(services.masking, "store", detached)
    with pytest.raises(services.Rejected, match="已经处理过"):
        mask(team, version)
    assert PHONE in newest(version.item).body and not Attachment.objects.exists()


def test_only_who_may_edit_may_mask_and_only_a_draft():
    team = make.staff()
    version = draft(team, body="<p>正文</p>")
    with pytest.raises(services.NotAllowed):
        services.mask(version=version, key="all", revision=0, by=team.signer, at=make.NOW)
    services.submit(version=version, by=team.clerk, at=make.NOW)
    version.refresh_from_db()
    with pytest.raises(services.IllegalMove):
        services.mask(version=version, key="all", revision=0, by=team.clerk, at=make.NOW)


def test_very_many_findings_are_cut_short_and_still_masked_at_one_press():
    team = make.staff()
    rows = [["姓名", "电话"], *([f"张{n}", f"138{n:08}"] for n in range(300))]
    version = draft(team, ("名单.xlsx", xlsx(rows)))
    listed = found(version)
    assert len(listed) == 201 and "另有100处" in listed[-1].sentence
    assert mask(team, version) == 300
    assert found(version) == []


# at the desk


def test_the_page_masks_at_one_press_and_keeps_what_was_typed(enter, item):
    client = enter("clerk")
    version = newest(item)
    version.body = f"<p>张三{ID}</p><p>{PHONE}</p>"
    version.save()
    page = client.get(url("submit", item)).content.decode()
    assert page.count(">遮蔽</button>") == 2 and "全部遮蔽" in page and "正文第1段" in page
    assert ID not in page and PHONE not in page
    first = services.key(found(version)[0])
    sent = {"key": first, "revision": version.revision, "overruling": "办公手机"}
    response = client.post(url("mask", item), sent, follow=True)
    assert "已遮蔽1处" in said(response)
    assert "办公手机</textarea>" in response.content.decode()
    assert newest(item).body == f"<p>张三{MASKED}</p><p>{PHONE}</p>"


def test_a_second_press_or_a_forged_one_changes_nothing_and_says_so(enter, item):
    client = enter("clerk")
    before = newest(item).revision
    for revision, sentence in ((before, "已经处理过"), (99, "请对照后再保存"), ("x", "请对照后再保存")):
        response = client.post(url("mask", item), {"key": "abc", "revision": revision}, follow=True)
        assert sentence in said(response)
    assert newest(item).revision == before


def test_what_no_button_can_mask_says_what_to_do(enter, item, people):
    version = newest(item)
    version.number_wanted = "330103-13800138000-2017--0001"
    version.save()
    page = enter("clerk").get(url("submit", item)).content.decode()
    assert "遮蔽</button>" not in page and "#id_number_wanted" in page


def test_the_rows_behind_a_pivot_table_are_found_and_masked():
    team = make.staff()
    cache = f'<a {S}><r><s v="{ID}"/></r></a>'
    data = xlsx([["区域", "人数"], ["下城区", 1]], **{"xl/pivotCache/pivotCacheRecords1.xml": cache})
    version = draft(team, ("汇总.xlsx", data))
    assert [each.place for each in found(version)] == ["附件“汇总.xlsx”数据透视表缓存"]
    assert mask(team, version) == 1
    assert found(version) == []


def test_a_damaged_part_hides_nothing_that_was_read_before():
    team = make.staff()
    data = xlsx([["证件", "事由"], [ID, "救助"]], **{"customXml/item1.xml": "<a><b>"})
    version = draft(team, ("名单.xlsx", data))
    assert {each.code for each in found(version)} == {"personal.unread", "personal.id_card"}
