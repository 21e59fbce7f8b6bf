import hashlib
import json
import re
from datetime import date

import pytest
import rfc8785
from django.test import RequestFactory
from django.urls import resolve
from lxml import html

from gongkai.items.models import Attachment, Relation
from gongkai.publication.finished import topics_of
from tests import make
from tests.portal import builders

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def response_of(path):
    """Return the page at ``path`` as rendered now, past the finished pages."""
    match = resolve(path)
    return match.func(RequestFactory().get(path), *match.args, **match.kwargs)


def rendered_text(path):
    return text_of(response_of(path))


def rendered(path, django_assert_max_num_queries, limit):
    """Return the page at ``path``, rendered anew within ``limit`` queries."""
    with django_assert_max_num_queries(limit):
        return response_of(path)


def test_header_table_stands_in_the_order_in_which_the_district_publishes_it(client, district):
    text = text_of(client.get(district.policy.address))
    labels = re.findall(r'<th scope="row">([^<]+)</th>', text)
    assert labels[:9] == [
        "信息索引号", "公开部门", "公开形式", "公开范围", "公开时限", "责任科室", "发布时间", "备注/文号",
        "内容概述",
    ]  # fmt: skip
    assert {"成文日期", "有效性", "主题分类", "体裁分类"} <= set(labels)


def test_item_page_takes_at_most_twelve_queries(district, django_assert_max_num_queries):
    for item in (district.policy, district.repealed, district.amended, district.successor):
        assert rendered(item.address, django_assert_max_num_queries, 12).status_code == 200


def test_document_and_interpretation_stand_beside_each_other(client, district):
    assert district.interpretation.address in text_of(client.get(district.policy.address))
    assert district.policy.address in text_of(client.get(district.interpretation.address))
    document = html.fromstring(text_of(client.get(district.policy.address)))
    shown = document.xpath(f"//li/a[@href='{district.interpretation.address}']/ancestor::ul/@class")
    assert sorted(shown) == ["list print-only", "plain-list"]  # the margin is not printed


def test_repeal_is_marked_at_the_top_with_date_basis_and_successor(client, district):
    text = text_of(client.get(district.repealed.address))
    top = text[: text.index("document-head")]
    assert "本文件已废止" in top
    assert "2017-09-01" in top
    assert "区政府第3次常务会议决定" in top
    assert district.successor.address in top


def test_coming_repeal_is_announced_before_its_day(client, district):
    builders.to_be_repealed(district.policy, date(2999, 1, 1))
    text = rendered_text(district.policy.address)
    assert "本文件将于 2999-01-01 起废止" in text
    assert "本文件已废止" not in text


def test_page_depends_on_every_document_it_names(district):
    named = {district.interpretation.address, district.policy.address}
    topics = topics_of(response_of(district.policy.address))
    assert {f"item:{address}" for address in named} <= set(topics)
    assert f"item:{district.successor.address}" in topics_of(response_of(district.repealed.address))


def test_amended_item_shows_change_note_and_earlier_version(client, district):
    text = text_of(client.get(district.amended.address))
    assert "调整公布周期" in text
    assert f"{district.amended.address}versions/1/" in text
    earlier = text_of(client.get(f"{district.amended.address}versions/1/"))
    assert "这不是现行文本" in earlier
    assert "一、总体要求" in earlier


def test_version_replaced_by_a_correction_is_not_shown_again(client):
    item = builders.published(title="名单", body="<p>身份证号码</p>")
    first = item.versions.get()
    builders.attached(first, "名单.pdf", b"%PDF-", "application/pdf", "c" * 64)
    builders.amended(item, change="correct", note="删除个人信息")
    page = client.get(f"{item.address}versions/1/")
    assert "身份证号码" not in text_of(page)
    assert "已经更正" in text_of(page)
    assert client.get(f"/files/{'c' * 64}/名单.pdf").status_code == 404


def test_index_number_may_hold_a_slash(client):
    item = builders.published(number="014006438/2017-03652", title="组织机构代码编号的信息")
    for tail in ("", "versions/1/", "evidence.json"):
        assert client.get(f"/items/014006438/2017-03652/{tail}").status_code == 200
    assert item.number in text_of(client.get(item.address))


def test_draft_does_not_exist_for_the_public(client):
    draft = make.item(number_wanted="330103--2017--9999")
    assert client.get("/items/330103--2017--9999/").status_code == 404
    assert client.get(f"/items/{draft.pk}/").status_code == 404


def test_working_version_of_a_public_item_stays_hidden(client, district):
    first = district.policy.versions.get()
    district.policy.versions.update(is_newest=False)
    district.policy.versions.create(
        serial=2, title="未公开的修改稿", saved_by=first.saved_by, saved_at=make.NOW, change="amend"
    )
    assert "未公开的修改稿" not in text_of(client.get(district.policy.address))
    assert client.get(f"{district.policy.address}versions/2/").status_code == 404


@pytest.mark.parametrize("tail", ["", "versions/1/", "evidence.json"])
def test_withdrawn_item_is_gone_with_reason_and_date_but_without_its_title(client, district, tail):
    response = client.get(f"{district.withdrawn.address}{tail}")
    assert response.status_code == 410
    assert "含有个人信息" in text_of(response)
    assert "2017-10-01" in text_of(response)
    assert "含有身份证号的名单" not in text_of(response)


def test_evidence_proves_what_the_page_says(client, district):
    evidence = client.get(f"{district.policy.address}evidence.json").json()
    found = hashlib.sha256(bytes.fromhex(evidence["salt"]) + rfc8785.dumps(evidence["content"])).hexdigest()
    assert found == evidence["digest"] == evidence["leaf"]["content"]
    assert evidence["leaf"]["address"] == district.policy.address


def test_page_offers_the_proof_of_its_newest_announcement(client, district):
    text = text_of(client.get(district.policy.address))
    index = client.get(f"{district.policy.address}evidence.json").json()["index"]
    assert f"/ledger/proofs/{index}.tlog-proof" in text
    assert f'data-verify="{district.policy.address}evidence.json" data-index="{index}"' in text


def test_page_carries_the_meta_tags_that_website_checks_look_for(client, district):
    text = text_of(client.get(district.policy.address))
    names = set(re.findall(r'<meta name="(\w+)"', text))
    assert {
        "SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ArticleTitle", "PubDate",
        "ContentSource", "Keywords", "Description", "Url",
    } <= names  # fmt: skip
    assert re.search(r'"PubDate" content="\d{4}-\d\d-\d\d \d\d:\d\d"', text)


def test_structured_data_cannot_end_its_script(client):
    item = builders.published(title="</script><b>甲&乙")
    text = text_of(client.get(item.address))
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', text).group(1)
    assert json.loads(data)["name"] == "</script><b>甲&乙"
    assert "<b>甲" not in text


def test_relation_to_a_document_outside_the_catalogue_is_words_only(client, district):
    Relation.objects.create(
        source=district.policy,
        kind="based-on",
        cited_number="国办发〔2017〕24号",
        cited_title="工作要点的通知",
        stated_in=1,
    )
    hidden = make.item(title="未公开的依据")
    Relation.objects.create(source=district.policy, kind="implements", target=hidden, stated_in=1)
    text = rendered_text(district.policy.address)
    assert "工作要点的通知（国办发〔2017〕24号）" in text
    assert "未公开的依据" not in text


def test_attachment_is_served_with_guards(client, district):
    version = district.policy.current
    builders.attached(version, "表.pdf", b"%PDF-1.4", "application/pdf", "a" * 64)
    builders.attached(version, "说明.docx", b"PK", "application/vnd.ms-word", "b" * 64)
    shown = client.get(f"/files/{'a' * 64}/表.pdf")
    assert (b"".join(shown), shown["Content-Type"]) == (b"%PDF-1.4", "application/pdf")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Disposition"].startswith("inline")
    saved = client.get(f"/files/{'b' * 64}/说明.docx")
    assert saved["Content-Disposition"].startswith("attachment")
    assert "sandbox" in saved["Content-Security-Policy"]
    again = client.get(f"/files/{'a' * 64}/表.pdf", headers={"if-none-match": shown["ETag"]})
    assert again.status_code == 304


def test_attachment_of_what_is_not_public_is_not_found(client, district):
    draft = make.item()
    for item in (draft, district.withdrawn):
        sha256 = hashlib.sha256(str(item.pk).encode()).hexdigest()
        builders.attached(item.versions.get(), "附件.pdf", b"%PDF", "application/pdf", sha256)
        assert client.get(f"/files/{sha256}/附件.pdf").status_code == 404


@pytest.mark.parametrize("path", ["/files/xyz/a.pdf", f"/files/{'0' * 64}/a.pdf", f"/files/{'A' * 64}/a.pdf"])
def test_unknown_file_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_missing_bytes_are_not_a_server_error(client, district):
    Attachment.objects.create(
        version=district.policy.current,
        name="丢失.pdf",
        media_type="application/pdf",
        size=1,
        sha256="d" * 64,
    )
    assert client.get(f"/files/{'d' * 64}/丢失.pdf").status_code == 404
