"""Proofing a draft: what is found where, mended in place, let stand with a reason; all that is public."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gongkai.items import services
from gongkai.items.models import Attachment, Version
from gongkai.items.services.mending import NotFound, NotIgnorable, NotMechanical
from gongkai.orgs.models import Act
from gongkai.proofing import services as proofing
from gongkai.proofing.models import Checked, Ignored, Run
from gongkai.proofing.phrases import Phrase
from gongkai.proofing.rules import Weight
from tests import make
from tests.items.desk import url

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)
BODY = "<p>请抓紧<b>布</b>署工作。</p><p>成立“领导小组。</p>"
MOBILE = "13812345678"
ID_CARD = "11010519491231002X"  # the specimen of GB 11643


@pytest.fixture(autouse=True)
def _lists():
    officer = make.person("openness", make.office())
    for phrase in (
        Phrase("布署", "部署", "typo"),
        Phrase("刁民", "", "banned", Weight.BLOCKS),
        Phrase("小编", "", "banned", Weight.TELLS),
    ):
        proofing.add(phrase=phrase, by=officer, at=make.NOW)


def seen(version):
    return services.looked_at(version, at=LATER)


def codes(version):
    return [spot.finding.code for spot in seen(version).open]


def mark(version, code):
    return next(spot.fingerprint for spot in seen(version).open if spot.finding.code == code)


def test_findings_name_their_place():
    version = make.drafted(make.staff(), title="关于布署工作的通知", body=BODY)
    assert [(each.finding.place, each.finding.code) for each in seen(version).open] == [
        ("名称", "wording.typo"),
        ("正文第1段", "wording.typo"),
        ("正文第2段", "structure.quote"),
    ]


def test_a_draft_in_order_has_none():
    assert seen(make.drafted(make.staff())).open == []


def test_a_wrong_word_is_mended_in_place_and_the_save_is_a_revision():
    team = make.staff()
    version = make.drafted(team, body=BODY)
    found = mark(version, "wording.typo")
    mended = services.mend(version=version, fingerprint=found, revision=0, by=team.clerk, at=LATER)
    assert mended.body == "<p>请抓紧<b>部署</b>工作。</p><p>成立“领导小组。</p>"
    assert mended.revision == 1
    with pytest.raises(NotFound):
        services.mend(version=mended, fingerprint=found, revision=1, by=team.clerk, at=LATER)


def test_a_field_is_mended_and_personal_data_masked():
    team = make.staff()
    version = make.drafted(team, title="关于布署工作的通知", body=f"<p>经办人{ID_CARD}。</p>")
    version = services.mend(
        version=version, fingerprint=mark(version, "wording.typo"), revision=0, by=team.clerk, at=LATER
    )
    assert version.title == "关于部署工作的通知"
    found = next(spot for spot in seen(version).open if spot.finding.code.startswith("personal."))
    version = services.mend(
        version=version, fingerprint=found.fingerprint, revision=1, by=team.clerk, at=LATER
    )
    assert ID_CARD not in version.body


def test_what_somebody_saved_meanwhile_is_not_overwritten():
    team = make.staff()
    version = make.drafted(team, body=BODY)
    found = mark(version, "wording.typo")
    services.save(version=version, fields={"section": "办公室"}, revision=0, by=team.clerk, at=LATER)
    with pytest.raises(services.Conflict):
        services.mend(version=version, fingerprint=found, revision=0, by=team.clerk, at=LATER)


def test_what_needs_thought_is_not_mended_by_itself():
    team = make.staff()
    version = make.drafted(team, body=BODY)
    with pytest.raises(NotMechanical):
        services.mend(
            version=version,
            fingerprint=mark(version, "structure.quote"),
            revision=0,
            by=team.clerk,
            at=LATER,
        )


def test_a_column_is_not_masked_at_its_first_cell_alone(client):
    team = make.staff()
    body = "<table><tr><td>姓名</td><td>病种</td></tr><tr><td>张三</td><td>肺癌</td></tr></table>"
    version = make.drafted(team, body=body)
    found = mark(version, "personal.column.health")
    with pytest.raises(NotMechanical):
        services.mend(version=version, fingerprint=found, revision=0, by=team.clerk, at=LATER)
    client.force_login(team.clerk)
    page = client.get(f"/desk/items/{version.item_id}/proofing/").content.decode()
    assert f"/desk/items/{version.item_id}/submit/#personal" in page and "改正为" not in page


def test_a_finding_may_stand_with_a_reason_until_the_words_around_it_change():
    team = make.staff()
    version = make.drafted(team, body="<p>请抓紧布署工作。</p>")
    services.ignore(
        version=version, fingerprint=mark(version, "wording.typo"), reason="引用原文", by=team.clerk, at=LATER
    )
    ((spot, row),) = seen(version).kept
    assert (row.reason, row.by, row.place) == ("引用原文", team.clerk, "正文第1段")
    assert codes(version) == []
    version = services.save(
        version=version, fields={"body": "<p>请尽快布署工作。</p>"}, revision=0, by=team.clerk, at=LATER
    )
    assert codes(version) == ["wording.typo"]


def test_what_stands_at_one_spot_stands_at_no_other():
    team = make.staff()
    version = make.drafted(team, body="<p>布署</p><p>布署</p>")
    services.ignore(
        version=version, fingerprint=mark(version, "wording.typo"), reason="引用原文", by=team.clerk, at=LATER
    )
    assert [spot.finding.place for spot in seen(version).open] == ["正文第2段"]
    services.mind(version=version, fingerprint=seen(version).kept[0][0].fingerprint, by=team.clerk, at=LATER)
    assert len(seen(version).open) == 2


def test_not_everything_may_stand_and_not_without_a_reason():
    team = make.staff()
    version = make.drafted(team, body="<p>刁民。小编按。布署。</p>")
    for code in ("wording.banned",):
        with pytest.raises(NotIgnorable):
            services.ignore(
                version=version, fingerprint=mark(version, code), reason="理由", by=team.clerk, at=LATER
            )
    found = mark(version, "wording.typo")
    for reason in ("  ", f"见{ID_CARD}"):
        with pytest.raises(services.Unready):
            services.ignore(version=version, fingerprint=found, reason=reason, by=team.clerk, at=LATER)
    with pytest.raises(NotFound):
        services.ignore(version=version, fingerprint="0" * 64, reason="理由", by=team.clerk, at=LATER)
    with pytest.raises(NotFound):
        services.mind(version=version, fingerprint="0" * 64, by=team.clerk, at=LATER)
    with pytest.raises(services.NotAllowed):
        services.ignore(version=version, fingerprint=found, reason="理由", by=team.signer, at=LATER)


def test_a_hint_does_not_stop_the_submission_and_the_rest_does():
    team = make.staff()
    version = make.drafted(team, body="<p>小编按。</p>")
    assert services.submit(version=version, by=team.clerk, at=LATER).stage == "review"
    version = make.drafted(team, body="<p>刁民。</p>")
    with pytest.raises(services.Unready):
        services.submit(version=version, overruling="理由", by=team.clerk, at=LATER)


def test_one_reason_for_all_is_kept_at_each_and_named_in_the_log():
    team = make.staff()
    version = make.drafted(team, body="<p>布署。</p><p>布署落实。</p>")
    with pytest.raises(services.Unready):
        services.submit(version=version, by=team.clerk, at=LATER)
    services.submit(version=version, overruling="引用原文", by=team.clerk, at=LATER)
    assert [row.reason for _, row in seen(version).kept] == ["引用原文", "引用原文"]
    assert Act.objects.get(verb="items.submit").detail["overruled"] == 2


def test_neither_the_log_nor_what_is_kept_holds_the_words():
    team = make.staff()
    version = make.drafted(team, body=f"<p>经办人{MOBILE}。</p>")
    services.submit(version=version, overruling="当事人同意", by=team.clerk, at=LATER)
    kept = repr([list(model.objects.values()) for model in (Act, Ignored)])
    told = re.sub(r"[0-9a-f]{32,}|user\d+|: \d{1,7}\b", "", kept)  # digests and keys may hold any figures
    assert "items.submit" in told and MOBILE[:4] not in told and MOBILE[-4:] not in told


def test_with_a_draft_what_stood_in_it_is_forgotten():
    team = make.staff()
    version = make.drafted(team, body="<p>布署。</p>")
    services.ignore(
        version=version, fingerprint=mark(version, "wording.typo"), reason="引用", by=team.clerk, at=LATER
    )
    services.discard(version=version, by=team.clerk, at=LATER)
    assert not Ignored.objects.exists()


@pytest.mark.parametrize(
    ("href", "is_broken"),
    [
        ("/items/330103--1999--0001/", True),
        ("/files/" + "a" * 64 + "/a.pdf", True),
        ("/no-such-page/", True),
        ("/organisations/finance/", False),
        ("#s0-1", False),
        ("#s9", True),
        ("https://www.hangzhou.gov.cn/", False),
    ],
)
def test_a_link_within_the_site_leads_somewhere(href, is_broken):
    version = make.drafted(make.staff(), body=f'<h2>一、甲</h2><p><a href="{href}">见此</a></p>')
    assert codes(version) == (["links.broken"] if is_broken else [])


def test_an_address_that_no_system_can_look_for_leads_nowhere():
    team = make.staff()
    version = make.drafted(team)
    file = services.attach(version=version, name="甲.txt", data="甲".encode(), by=team.clerk, at=make.NOW)
    for href in (f"/files/{file.sha256[:2]}{'a' * 300}/a.pdf", "/files/%00/a.pdf", "/items/%00/"):
        version.body = f'<p><a href="{href}">见此</a></p>'
        version.save()
        assert codes(version) == ["links.broken"]


def test_a_link_to_a_public_item_and_a_stored_file_holds():
    team = make.staff()
    item = make.public_item(team.organisation)
    version = make.drafted(team, body=f'<p><a href="/items/{item.number}/">见此</a></p>')
    file = services.attach(version=version, name="a.txt", data=b"x", by=team.clerk, at=LATER)
    body = version.body + f'<p><a href="/files/{file.sha256}/a.txt">附</a></p>'
    version = services.save(version=version, fields={"body": body}, revision=0, by=team.clerk, at=LATER)
    assert codes(version) == []


def test_an_attached_sheet_is_added_up_and_a_faulty_file_refused():
    team = make.staff()
    version = make.drafted(team)
    table = "项目,件数\n许可,10\n处罚,20\n合计,31\n".encode()
    services.attach(version=version, name="表.csv", data=table, by=team.clerk, at=LATER)
    file = Attachment.objects.get()
    file.path.write_bytes(b"\x00\x01")
    assert codes(version) == ["sums.total", "links.file"]  # that it cannot be searched goes without saying
    Attachment.objects.update(size=0, is_whole=False)
    assert codes(version) == ["sums.total", "links.file"]
    assert "文件是空的" in services.findings(version, at=LATER)[1].sentence
    file.path.unlink()
    Attachment.objects.update(size=9)
    assert "已经丢失" in services.findings(version, at=LATER)[1].sentence


def test_a_file_that_cannot_be_searched_is_told_once():
    team = make.staff()
    version = make.drafted(team)
    services.attach(version=version, name="表.csv", data=b'a,"b', by=team.clerk, at=LATER)
    Attachment.objects.update(is_whole=False)
    Attachment.objects.get().path.write_bytes(b'"' + b"x" * 200_000)
    assert codes(version) == ["personal.unread"]


def test_the_day_of_the_document_decides_about_names():
    make.organisation("old", name="下城区人民政府", valid_to=date(2021, 3, 11))
    team = make.staff()
    version = make.drafted(team, body="<p>报下城区人民政府批准。</p>")
    assert codes(version) == []
    Version.objects.update(made_on=date(2021, 3, 12))
    assert "wording.name" in codes(Version.objects.get())


# the pages


def test_the_page_mends_ignores_and_takes_back(client):
    team = make.staff()
    version = make.drafted(team, body=BODY)
    client.force_login(team.clerk)
    page = client.get(url("proofing", version.item))
    assert "<mark>布署</mark>" in page.text
    assert "正文第1段" in page.text
    sent = {"fingerprint": mark(version, "wording.typo"), "revision": "0"}
    assert "已改正" in client.post(url("mend", version.item), sent, follow=True).text
    assert "已经处理过" in client.post(url("mend", version.item), sent, follow=True).text
    sent = {"fingerprint": mark(Version.objects.get(), "structure.quote"), "reason": "引用原文"}
    assert "已保留" in client.post(url("ignore", version.item), sent, follow=True).text
    page = client.get(url("review", version.item))
    assert "理由：引用原文" in page.text
    assert "已撤回保留" in client.post(url("mind", version.item), sent, follow=True).text


def test_a_reason_that_is_missing_is_asked_for_at_its_finding(client):
    team = make.staff()
    version = make.drafted(team, body=BODY)
    client.force_login(team.clerk)
    found = mark(version, "structure.quote")
    page = client.post(url("ignore", version.item), {"fingerprint": found, "reason": ""})
    assert (page.status_code, "请说明理由" in page.text) == (422, True)
    page = client.post(url("ignore", version.item), {"fingerprint": found, "reason": f"见{ID_CARD}"})
    assert "疑似含有身份证号码" in page.text
    assert client.post(url("ignore", version.item), {"fingerprint": "x"}).status_code == 422
    assert "没有收到" in client.post(url("mend", version.item), {}, follow=True).text
    stale = {"fingerprint": "0" * 64, "reason": "x"}
    for name in ("ignore", "mind"):
        assert "已经处理过" in client.post(url(name, version.item), stale, follow=True).text


def test_others_of_the_desk_look_and_cannot_act(client):
    team = make.staff()
    version = make.drafted(team, body=BODY)
    services.submit(version=version, overruling="引用原文", by=team.clerk, at=LATER)
    client.force_login(team.reviewer)
    page = client.get(url("proofing", version.item))
    assert "理由：引用原文" in page.text
    assert "忽略这一处" not in page.text
    client.force_login(team.clerk)
    assert client.post(url("mend", version.item), {"fingerprint": "0" * 64, "revision": 0}).status_code == 302


def test_what_is_typed_is_proofed_before_it_is_saved(client):
    team = make.staff()
    version = make.drafted(team)
    client.force_login(team.clerk)
    page = client.post(url("live", version.item), {"title": "布署", "body": "<p>刁民</p>", "revision": "0"})
    assert "布署" in page.text
    assert "刁民" in page.text
    assert Version.objects.get().title == version.title
    deep = {"title": "甲", "body": "<b>" * 99, "revision": "0"}
    assert client.post(url("live", version.item), deep).status_code == 200


# everything public


def test_everything_public_is_proofed_and_reported(client):
    team = make.staff()
    flawed = make.public_item(team.organisation, title="关于布署工作的通知", body="<p>刁民。</p>")
    make.public_item(team.organisation)
    make.drafted(team, body="<p>布署</p>")
    out = StringIO()
    call_command("proof", all=True, stdout=out)
    assert "检查 2 条：必须改正 1 处，改正或说明理由 1 处，提示 0 处" in out.getvalue()
    assert "错别字  1" in out.getvalue()
    assert Checked.objects.get(subject=flawed.uri).blocks == 1
    office = make.person("openness", make.office())
    client.force_login(office)
    page = client.get("/desk/items/proofs/")
    assert "关于布署工作的通知" in page.text
    assert "错别字，请改为" in page.text
    assert "没有符合条件" in client.get("/desk/items/proofs/", {"weight": "tells"}).text


def test_before_the_first_walk_the_report_says_how_to_begin(client):
    client.force_login(make.person("openness", make.office()))
    assert "gongkai proof --all" in client.get("/desk/items/proofs/").text


def test_a_walk_that_was_cut_off_goes_on_where_it_was():
    team = make.staff()
    for _ in range(3):
        make.public_item(team.organisation)
    run = services.begin_walk(at=make.NOW)
    held = proofing.claim(run=run, size=1, at=make.NOW)  # and then it was killed
    assert services.walk_on(run=run, at=make.NOW) == 2
    assert services.walk_on(run=run, at=make.NOW) == 0
    assert services.walk_on(run=run, at=make.NOW + timedelta(minutes=2)) == 1
    assert proofing.finish(run=run, at=LATER)
    assert Run.objects.count() == 1
    assert Checked.objects.get(pk=held[0].pk).checked_at == make.NOW + timedelta(minutes=2)


def test_what_may_stand_and_what_was_withdrawn_are_no_findings_of_a_walk():
    team = make.staff()
    item = make.published(team, version=make.drafted(team))
    version = services.revise(item=item, change="correct", by=team.clerk, at=LATER)
    fields = {"body": "<p>布署。</p>", "change_note": "更正"}
    version = services.save(version=version, fields=fields, revision=0, by=team.clerk, at=LATER)
    services.submit(version=version, overruling="引用原文", by=team.clerk, at=LATER)
    services.review(version=version, by=team.reviewer, at=LATER)
    services.clear(version=version, by=team.secrecy, at=LATER)
    services.sign(version=version, by=team.signer, at=LATER)
    gone = make.public_item(team.organisation, body="<p>布署。</p>")
    run = services.begin_walk(at=LATER)
    type(gone).objects.filter(pk=gone.pk).update(is_public=False)
    services.walk_on(run=run, at=LATER)
    assert [row.findings for row in run.checked.all()] == [[], []]


def test_the_command_says_what_it_needs():
    for arguments in ({}, {"all": True, "jobs": 0}):
        with pytest.raises(CommandError):
            call_command("proof", stdout=StringIO(), **arguments)
