from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.items import services
from gongkai.items.models import Item, Step, Version
from tests import make
from tests.items import containers, photos

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)
SCAN = containers.pdf(entries=b"/Annots [1]")
ID_CARD = "11010519491231002X"  # the specimen of GB 11643


def unready(version, team, **options):
    with pytest.raises(services.Unready) as caught:
        services.submit(version=version, by=team.clerk, at=make.NOW, **options)
    return {finding.field: finding.sentence for finding in caught.value.findings}


def test_an_empty_draft_is_told_all_that_is_missing_at_once():
    team = make.staff()
    version = services.draft(
        kind="document",
        publisher=team.organisation,
        fields={"disclosure": "proactive"},
        by=team.clerk,
        at=make.NOW,
    )
    missing = {"title", "issuer", "made_on", "body", "abstract", "obligation", "plan"}
    assert set(unready(version, team)) == missing
    assert Version.objects.get().stage == "draft"


def test_a_complete_draft_goes_to_review_without_section_and_document_number():
    team = make.staff()
    version = services.submit(version=make.drafted(team), by=team.clerk, at=make.NOW)
    assert (version.stage, version.submitted_by, version.submitted_at) == ("review", team.clerk, make.NOW)
    assert (version.section, version.doc_number) == ("", "")


def test_what_is_not_disclosed_needs_a_ground_that_fits_and_a_reason():
    team = make.staff()
    version = make.drafted(team, disclosure="withheld", abstract="")
    assert unready(version, team) == {
        "ground": "不主动公开的，请选择法律依据",
        "ground_reason": "不主动公开的，请说明理由",
    }
    fields = {"disclosure": "on-request", "ground": "E14a", "ground_reason": "理由"}
    version = services.save(version=version, fields=fields, revision=0, by=team.clerk, at=make.NOW)
    assert "不适用于所选的公开形式" in unready(version, team)["ground"]


def test_a_public_item_is_not_made_secret_by_a_new_version():
    team = make.staff()
    second = services.revise(item=make.published(team), change="amend", by=team.clerk, at=LATER)
    fields = {"disclosure": "withheld", "ground": "E16a", "ground_reason": "理由", "change_note": "不再公开"}
    second = services.save(version=second, fields=fields, revision=0, by=team.clerk, at=LATER)
    assert unready(second, team) == {"disclosure": "该信息已经公开，不再公开须先办理撤回"}


@pytest.mark.parametrize(
    "field",
    "title issuer addressees section abstract keywords theme genre signatory audience retention body".split(),
)
def test_personal_data_stops_the_submission_and_is_not_repeated(field):
    team = make.staff()
    version = make.drafted(team, **{field: f"张{ID_CARD}"})
    found = unready(version, team)
    assert list(found) == [field]
    assert "身份证号码" in found[field]
    assert ID_CARD not in found[field]


def test_personal_data_in_a_change_note_is_found():
    team = make.staff()
    version = services.revise(item=make.published(team), change="correct", by=team.clerk, at=LATER)
    note = {"change_note": f"删去张三身份证号{ID_CARD}"}
    version = services.save(version=version, fields=note, revision=0, by=team.clerk, at=LATER)
    assert list(unready(version, team)) == ["change_note"]


def test_personal_data_in_what_is_cited_is_found():
    team = make.staff()
    version = make.drafted(team)
    services.relate(
        item=version.item, kind="based-on", cited_title=f"张三{ID_CARD}的申请", by=team.clerk, at=make.NOW
    )
    assert list(unready(version, team)) == ["relations"]
    services.unrelate(relation=version.item.relations.get(), by=team.clerk, at=make.NOW)
    services.submit(version=version, by=team.clerk, at=make.NOW)


def test_personal_data_in_the_part_of_a_number_is_found():
    team = make.staff()
    version = make.drafted(team, number_wanted="330103-13800138000-2017--0001")
    assert list(unready(version, team)) == ["number_wanted"]
    services.submit(
        version=make.drafted(team, number_wanted="330103--2017--0510"), by=team.clerk, at=make.NOW
    )


@pytest.mark.parametrize("attribute", ["alt", "title"])
def test_personal_data_that_is_read_out_for_a_picture_is_found(attribute):
    team = make.staff()
    address = f"/files/{'a' * 64}/a.png"
    said = f'<img src="{address}" alt="{ID_CARD}">' if attribute == "alt" else f'<a title="{ID_CARD}">见</a>'
    assert list(unready(make.drafted(team, body=f"<p>正文。{said}</p>"), team)) == ["body"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("名单.txt", ID_CARD.encode()),
        (f"{ID_CARD}.txt", b"x"),
        ("名单.pdf", containers.pdf("Name", ID_CARD)),
    ],
)
def test_personal_data_in_an_attachment_is_found(name, data):
    team = make.staff()
    version = make.drafted(team)
    services.attach(version=version, name=name, data=data, by=team.clerk, at=make.NOW)
    assert list(unready(version, team)) == ["attachments"]


@pytest.mark.parametrize(
    ("name", "data", "extent"),
    [
        ("图.png", photos.png(), "未能检查"),
        ("扫描.pdf", SCAN, "未能检查"),
        ("半份.pdf", containers.pdf("read", entries=b"/Annots [1]"), "只检查了其中一部分"),
    ],
)
def test_what_cannot_be_read_stops_until_somebody_says_that_it_was_looked_at(name, data, extent):
    team = make.staff()
    version = make.drafted(team)
    services.attach(version=version, name=name, data=data, by=team.clerk, at=make.NOW)
    found = services.findings(version, at=make.NOW)
    assert [(each.field, each.can_overrule) for each in found] == [("attachments", True)]
    assert name in found[0].sentence and extent in found[0].sentence
    assert list(unready(version, team)) == ["attachments"]
    services.submit(version=version, overruling="已人工核对", by=team.clerk, at=make.NOW)
    assert Step.objects.get(verb="submit").reason == "已人工核对"


def test_the_reason_holds_for_that_file_and_not_for_another_of_its_name():
    team = make.staff()
    version = make.drafted(team)
    first = services.attach(version=version, name="扫描.pdf", data=SCAN, by=team.clerk, at=make.NOW)
    version = services.submit(version=version, overruling="已人工核对", by=team.clerk, at=make.NOW)
    version = services.recall(version=version, by=team.clerk, at=make.NOW)
    assert services.findings(version, at=make.NOW) == []
    services.detach(attachment=first, by=team.clerk, at=make.NOW)
    other = SCAN + b"\n"
    services.attach(version=version, name="扫描.pdf", data=other, by=team.clerk, at=make.NOW)
    assert list(unready(version, team)) == ["attachments"]


def test_a_recording_and_a_picture_in_the_text_only_tell():
    team = make.staff()
    version = make.drafted(team)
    services.attach(version=version, name="图.png", data=photos.png(), by=team.clerk, at=make.NOW)
    version.attachments.update(is_illustration=True)
    assert all(each.is_warning for each in services.findings(version, at=make.NOW))
    version.attachments.update(is_illustration=False, media_type="video/mp4")
    found = services.findings(version, at=make.NOW)
    assert [each.code for each in found if not each.is_warning] == ["media.subtitles"]


def test_a_reason_overrules_personal_data_and_is_kept():
    team = make.staff()
    version = make.drafted(team, body="<p>联系人手机 13800138000</p>")
    assert "手机号码" in unready(version, team, overruling="  ")["body"]
    services.submit(version=version, overruling="办公用手机，已取得同意", by=team.clerk, at=make.NOW)
    step = Step.objects.get(verb="submit")
    assert step.reason == "办公用手机，已取得同意"


def test_no_reason_lets_an_identity_number_stand():
    team = make.staff()
    version = make.drafted(team, body=f"<p>{ID_CARD}</p>")
    assert list(unready(version, team, overruling="已取得同意")) == ["body"]


def test_a_reason_overrules_nothing_else():
    team = make.staff()
    version = make.drafted(team, title="", body="<p>张三13800138000</p>")
    assert list(unready(version, team, overruling="理由")) == ["title"]


def test_submitting_twice_is_harmless():
    team = make.staff()
    version = make.drafted(team)
    services.submit(version=version, by=team.clerk, at=make.NOW)
    with pytest.raises(services.IllegalMove, match="“审核”阶段不能送审"):
        services.submit(version=version, by=team.clerk, at=make.NOW)
    assert Step.objects.filter(verb="submit").count() == 1


def test_recalled_it_may_be_drafted_on():
    team = make.staff()
    version = services.submit(version=make.drafted(team), by=team.clerk, at=make.NOW)
    version = services.recall(version=version, by=team.clerk, at=LATER)
    assert (version.stage, version.submitted_by) == ("draft", None)
    assert services.can(team.clerk, "edit", version, at=LATER)


def test_each_decider_may_return_with_a_reason_and_nobody_else():
    team = make.staff()
    version = services.submit(version=make.drafted(team), by=team.clerk, at=make.NOW)
    with pytest.raises(services.Unready, match="请说明退回理由"):
        services.send_back(version=version, reason="", by=team.reviewer, at=make.NOW)
    for person in (team.clerk, team.secrecy, team.signer):
        with pytest.raises(services.NotAllowed):
            services.send_back(version=version, reason="不妥", by=person, at=make.NOW)
    version = services.send_back(version=version, reason="标题不妥", by=team.reviewer, at=make.NOW)
    assert version.stage == "draft"
    assert Step.objects.get(verb="return").reason == "标题不妥"
    version = make.at_signing(team, version=version)
    assert services.send_back(version=version, reason="再议", by=team.signer, at=LATER).stage == "draft"


def test_a_draft_cannot_be_returned():
    team = make.staff()
    with pytest.raises(services.IllegalMove, match="“起草”阶段不能退回"):
        services.send_back(version=make.drafted(team), reason="不妥", by=team.reviewer, at=make.NOW)


def test_stages_are_not_leapt_over():
    team = make.staff()
    version = make.drafted(team)
    with pytest.raises(services.IllegalMove):
        services.review(version=version, note="", by=team.reviewer, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        services.clear(version=version, note="", by=team.secrecy, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        services.sign(version=version, by=team.signer, at=make.NOW)


def brought_to(stage, team):
    """Return a version that has come to ``stage`` by the hands whose work it is."""
    version = make.drafted(team)
    acts = [
        lambda: services.submit(version=version, by=team.clerk, at=make.NOW),
        lambda: services.review(version=version, by=team.reviewer, at=make.NOW),
        lambda: services.clear(version=version, by=team.secrecy, at=make.NOW),
        lambda: services.sign(version=version, publish_at=LATER, by=team.signer, at=make.NOW),
    ]
    for act in acts[: ["draft", "review", "secrecy", "signing", "signed"].index(stage)]:
        act()
    version.refresh_from_db()
    return version


VERBS = ["edit", "submit", "recall", "review", "clear", "sign", "publish", "return"]
ROLES = ["clerk", "reviewer", "secrecy", "signer"]


@pytest.mark.parametrize(
    ("stage", "rights"),
    [
        ("draft", {"clerk": {"edit", "submit"}}),
        ("review", {"clerk": {"recall"}, "reviewer": {"review", "return"}}),
        ("secrecy", {"clerk": {"recall"}, "secrecy": {"clear", "return"}}),
        ("signing", {"clerk": {"recall"}, "signer": {"sign", "return"}}),
        ("signed", {"signer": {"publish", "return"}}),
    ],
)
def test_who_may_do_what_at_each_stage(stage, rights):
    team = make.staff()
    version = brought_to(stage, team)
    for role in ROLES:
        may = {verb for verb in VERBS if services.can(getattr(team, role), verb, version, at=make.NOW)}
        assert may == rights.get(role, set()), role
    stranger = make.staff(make.organisation("audit"))
    people = [None, *(getattr(stranger, role) for role in ROLES)]
    assert not any(services.can(person, verb, version, at=make.NOW) for person in people for verb in VERBS)


def test_the_openness_office_reviews_and_takes_down_for_all_but_does_not_write_for_them():
    team = make.staff()
    office = make.person("openness", make.organisation("government-office"))
    version = services.submit(version=make.drafted(team), by=team.clerk, at=make.NOW)
    assert services.can(office, "review", version, at=make.NOW)
    assert not services.can(office, "sign", version, at=make.NOW)
    assert not services.can(office, "draft", team.organisation, at=make.NOW)
    item = make.published(team)
    verbs = ["repeal", "expire", "withdraw"]
    assert all(services.can(office, verb, item, at=make.NOW) for verb in verbs)
    assert not any(services.can(team.clerk, verb, item, at=make.NOW) for verb in verbs)
    assert services.can(team.clerk, "edit", item, at=make.NOW)


def test_a_post_that_has_ended_gives_no_right():
    team = make.staff()
    version = make.drafted(team)
    team.clerk.posts.update(valid_to=date(2017, 7, 2))
    assert not services.can(team.clerk, "edit", version, at=make.NOW)
    assert not Item.objects.visible_to(team.clerk, at=make.NOW).exists()


def test_the_database_itself_refuses_that_one_person_submits_and_signs():
    version = make.drafted(make.staff())
    person = make.person()
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(submitted_by=person, signed_by=person)


def test_the_database_itself_refuses_what_nobody_submitted():
    team = make.staff()
    version = make.drafted(team)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(
            stage="public", signed_by=team.signer, signed_at=make.NOW, published_at=make.NOW
        )


def test_the_database_itself_refuses_two_working_versions_and_unsigned_publication():
    version = make.drafted(make.staff())
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(
            item=version.item,
            serial=2,
            is_newest=False,
            title="二",
            saved_by=version.saved_by,
            saved_at=make.NOW,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(stage="public", published_at=make.NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.update(is_public=True)


def test_an_attachment_too_long_to_be_checked_needs_a_person_to_say_so(monkeypatch):
    monkeypatch.setattr("gongkai.proofing.apart.ask", lambda *asked: [["一" * 2_000_000, False], None])
    team = make.staff()
    version = make.drafted(team)
    services.attach(
        version=version, name="数据.csv", data="一,二\n".encode() * 20, by=team.clerk, at=make.NOW
    )
    assert "请核对其余部分" in unready(version, team)["attachments"]
    services.submit(version=version, overruling="已逐页核对", by=team.clerk, at=make.NOW)


def test_a_number_taken_since_the_draft_was_saved_is_told_at_submission():
    team = make.staff()
    version = make.drafted(team, number_wanted="330103--2017--0510")
    other = make.published(team)
    Item.objects.filter(pk=other.pk).update(number="330103--2017--0510")
    assert "已用于" in unready(version, team)["number_wanted"]
