from datetime import date, timedelta

import pytest

from gongkai.clocks import services as clocks
from gongkai.clocks.models import Clock
from gongkai.items import services
from gongkai.items.models import Attachment, Item, Step, Version
from gongkai.orgs.models import Act
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)


def test_a_draft_is_cleaned_logged_and_seen_by_its_own_organisation_only():
    team, others = make.staff(), make.staff(make.organisation("audit"))
    version = make.drafted(team, title="  标题\x00 ", body="<p onclick=x>正文</p><script>1</script>")
    assert (version.title, version.body) == ("标题", "<p>正文</p>")
    assert (version.serial, version.stage, version.change) == (1, "draft", "first")
    assert Act.objects.get().verb == "items.draft"
    visible = [
        Item.objects.visible_to(person, at=make.NOW).count() for person in (None, others.clerk, team.signer)
    ]
    assert visible == [0, 0, 1]


def test_the_openness_office_sees_drafts_of_all():
    make.drafted(make.staff())
    office = make.person("openness", make.organisation("government-office"))
    assert Item.objects.visible_to(office, at=make.NOW).count() == 1


def test_a_successor_takes_over_the_papers_of_a_dissolved_organisation():
    old = make.staff()
    version = make.drafted(old)
    heir = make.staff(make.organisation("finance-new"))
    body = old.organisation
    body.valid_to, body.successor = date(2017, 6, 30), heir.organisation
    body.save()
    assert Item.objects.visible_to(heir.clerk, at=make.NOW).get() == version.item
    assert services.can(heir.clerk, "edit", Version.objects.get(), at=make.NOW)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "长" * 301, "名称不超过300字"),
        ("keywords", "长" * 201, "主题词不超过200字"),
        ("disclosure", "secret", "公开形式应为"),
    ],
)
def test_what_a_column_cannot_hold_is_refused_at_its_field(field, value, sentence):
    with pytest.raises(services.Unready, match=sentence) as caught:
        make.drafted(make.staff(), **{field: value})
    assert [finding.field for finding in caught.value.findings] == [field]
    assert not Item.objects.exists()


def test_an_unknown_kind_is_refused():
    with pytest.raises(services.Unready, match="请选择种类"):
        make.drafted(make.staff(), kind="poem")


def test_a_field_that_is_none_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="stage"):
        make.drafted(make.staff(), stage="public")


def test_only_clerks_of_the_organisation_draft():
    team = make.staff()
    stranger = make.person("clerk", make.organisation("audit"))
    for person in (team.reviewer, team.signer, stranger):
        with pytest.raises(services.NotAllowed, match="没有在finance起草信息的权限"):
            services.draft(kind="notice", publisher=team.organisation, fields={}, by=person, at=make.NOW)


def test_a_save_counts_and_an_older_editor_is_told_of_the_newer_text():
    team = make.staff()
    version = make.drafted(team)
    colleague = make.person("clerk", team.organisation, name="李四")
    saved = services.save(version=version, fields={"title": "新标题"}, revision=0, by=colleague, at=LATER)
    assert (saved.revision, saved.title, saved.saved_by) == (1, "新标题", colleague)
    with pytest.raises(services.Conflict, match="李四已于您打开之后保存过此稿") as caught:
        services.save(version=version, fields={"title": "旧标题"}, revision=0, by=team.clerk, at=LATER)
    assert caught.value.theirs.title == "新标题"
    assert Version.objects.get().title == "新标题"


def test_nothing_is_saved_once_submitted():
    team = make.staff()
    version = make.drafted(team)
    services.submit(version=version, by=team.clerk, at=make.NOW)
    with pytest.raises(services.IllegalMove, match="“审核”阶段不能修改"):
        services.save(version=version, fields={"title": "改"}, revision=0, by=team.clerk, at=LATER)


def test_kind_and_obligation_may_change_until_the_item_is_public():
    team = make.staff()
    version = make.drafted(team)
    other = make.obligation("budget")
    fields = {"kind": "document", "obligation": other}
    version = services.save(version=version, fields=fields, revision=0, by=team.clerk, at=LATER)
    item = Item.objects.get()
    assert (item.kind, item.obligation, version.needs_interpretation) == ("document", other, True)
    services.save(version=version, fields={"kind": "notice"}, revision=1, by=team.clerk, at=LATER)
    item = make.published(team, version=version)
    second = services.revise(item=item, change="amend", by=team.clerk, at=LATER)
    with pytest.raises(services.Unready, match="不能改变种类"):
        services.save(version=second, fields={"kind": "guide"}, revision=0, by=team.clerk, at=LATER)


def test_an_obligation_chosen_for_a_revision_counts_from_its_publication():
    team = make.staff()
    item = make.published(team)
    second = services.revise(item=item, change="correct", by=team.clerk, at=LATER)
    fields = {"obligation": make.obligation("budget"), "change_note": "改正所属事项"}
    second = services.save(version=second, fields=fields, revision=0, by=team.clerk, at=LATER)
    assert Item.objects.get().obligation.key == "fiscal-monthly"
    make.published(team, version=second, at=LATER)
    assert Item.objects.get().obligation.key == "budget"


def test_one_number_is_wanted_by_one_draft():
    team = make.staff()
    make.drafted(team, title="甲", number_wanted="330103--2017--0510")
    with pytest.raises(services.Unready, match="索引号 330103--2017--0510 已用于《甲》"):
        make.drafted(team, number_wanted="330103--2017--0510")


def test_a_number_that_is_given_cannot_be_wanted():
    team = make.staff()
    item = make.published(team)
    with pytest.raises(services.Unready, match=f"已用于《{item.current.title}》"):
        make.drafted(team, number_wanted=item.number)


def test_a_revision_copies_the_text_and_its_files():
    team = make.staff()
    version = make.drafted(team)
    services.attach(version=version, name="附表.txt", data=b"1", by=team.clerk, at=make.NOW)
    item = make.published(team, version=version)
    second = services.revise(item=item, change="amend", by=team.clerk, at=LATER)
    assert (second.serial, second.stage, second.change) == (2, "draft", "amend")
    assert (second.body, second.change_note, second.signed_by) == (item.current.body, "", None)
    assert [each.name for each in second.attachments.all()] == ["附表.txt"]
    assert Attachment.objects.count() == 2


def test_only_one_version_is_worked_on():
    team = make.staff()
    item = make.published(team)
    services.revise(item=item, change="amend", by=team.clerk, at=LATER)
    with pytest.raises(services.IllegalMove, match="已有正在办理的版本"):
        services.revise(item=item, change="amend", by=team.clerk, at=LATER)
    with pytest.raises(services.Unready, match="修改或者更正"):
        services.revise(item=item, change="first", by=team.clerk, at=LATER)


def test_discarding_a_first_draft_leaves_only_the_log():
    team = make.staff()
    version = make.drafted(team)
    services.attach(version=version, name="附表.txt", data=b"1", by=team.clerk, at=make.NOW)
    services.relate(
        item=version.item, kind="based-on", cited_number="国发〔2017〕1号", by=team.clerk, at=make.NOW
    )
    services.discard(version=version, by=team.clerk, at=LATER)
    assert not Item.objects.exists() and not Step.objects.exists()
    assert not Clock.objects.open().exists()
    assert "items.discard" in Act.objects.values_list("verb", flat=True)


def test_the_log_of_a_discarded_draft_names_nobody_s_number():
    team = make.staff()
    version = make.drafted(team, title="关于救助张三11010519491231002X的公示")
    services.discard(version=version, by=team.clerk, at=LATER)
    assert Act.objects.get(verb="items.discard").detail["title"] == "关于救助张三11**************2X的公示"


def test_discarding_a_revision_leaves_the_item_as_it_was():
    team = make.staff()
    item = make.published(team)
    second = services.revise(item=item, change="amend", by=team.clerk, at=LATER)
    services.discard(version=second, by=team.clerk, at=LATER)
    item = Item.objects.get()
    assert (item.is_public, item.current.serial, item.versions.count()) == (True, 1, 1)


def test_the_version_being_worked_on_is_the_newest_until_it_is_discarded():
    team = make.staff()
    item = make.published(team)
    newest = Version.objects.newest().filter(item=item)
    again = services.revise(item=item, change="amend", by=team.clerk, at=LATER)
    assert list(newest) == [again]
    services.discard(version=again, by=team.clerk, at=LATER)
    assert newest.get().pk == item.current_id


def test_a_list_finds_an_item_by_theme_and_genre_of_its_current_version():
    item = make.published(make.staff(), theme="财政、金融、审计", genre="通知")
    assert (item.theme, item.genre) == ("财政、金融、审计", "通知")


def test_what_is_submitted_cannot_be_discarded():
    team = make.staff()
    version = make.drafted(team)
    services.submit(version=version, by=team.clerk, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        services.discard(version=version, by=team.clerk, at=LATER)


@pytest.mark.parametrize(
    ("fields", "started"),
    [
        ({"made_on": date(2017, 6, 30)}, date(2017, 6, 30)),  # from 成文日期
        ({"made_on": None}, date(2017, 7, 3)),  # from drafting while that is unknown
        ({"disclosure": "withheld"}, None),  # no duty to publish
        ({"published_on": date(2017, 6, 30)}, None),  # published elsewhere before
        ({"made_on": date(1998, 1, 5)}, None),  # before there was a limit
    ],
)
def test_the_publication_clock_starts_when_the_law_says(fields, started):
    make.drafted(make.staff(), **fields)
    clock = Clock.objects.open().first()
    assert (clock and clock.started_at.astimezone(make.SHANGHAI).date()) == started


def test_the_clock_follows_the_draft():
    team = make.staff()
    version = make.drafted(team, made_on=None)
    version = services.save(
        version=version, fields={"made_on": date(2017, 6, 1)}, revision=0, by=team.clerk, at=LATER
    )
    assert Clock.objects.open().get().started_at == make.moment(2017, 6, 1, 0)
    services.save(version=version, fields={"disclosure": "on-request"}, revision=1, by=team.clerk, at=LATER)
    assert not Clock.objects.open().exists()


def penalties(**fields):
    """An obligation with a limit of its own: seven working days."""
    form = {"form": "after", "event": "作出决定之日", "amount": 7, "unit": "working_days", "kind": ""}
    limit = {"forms": [form], "retention": "", "certain": True}
    basis = [{"text": "《中华人民共和国行政处罚法》第四十八条", "certain": True}]
    return make.obligation(
        "penalties", limit=limit, limit_text="自作出决定之日起7个工作日内", basis=basis, **fields
    )


def test_the_clock_is_that_of_the_obligation_which_the_text_meets():
    team = make.staff()
    version = make.drafted(team, made_on=date(2017, 6, 30))
    assert Clock.objects.open().get().due_on == date(2017, 7, 28)
    fields = {"obligation": penalties()}
    version = services.save(version=version, fields=fields, revision=0, by=team.clerk, at=LATER)
    clock = Clock.objects.open().get()
    assert (clock.due_on, clock.started_at) == (date(2017, 7, 11), make.moment(2017, 6, 30, 0))
    assert (
        "行政处罚法" in clocks.explain(clock)[0] and "自作出决定之日起7个工作日内" in clocks.explain(clock)[0]
    )
    services.save(version=version, fields={"section": "办公室"}, revision=1, by=team.clerk, at=LATER)
    assert Clock.objects.open().get() == clock
    with pytest.raises(clocks.NotExtendable):
        clocks.extend(
            subject=clock.subject, duty=clock.duty, amount=1, reason="忙", by=team.clerk, at=make.NOW
        )


def test_saving_a_change_again_gains_no_time():
    team = make.staff()
    item = make.published(team)
    version = services.revise(item=item, change="amend", by=team.clerk, at=make.NOW)
    services.save(version=version, fields={"change_note": "更新"}, revision=0, by=team.clerk, at=LATER)
    fields = {"obligation": penalties()}
    services.save(version=version, fields=fields, revision=1, by=team.clerk, at=LATER)
    clock = Clock.objects.open().get()
    assert (clock.started_at, clock.due_on) == (make.moment(2017, 7, 3, 0), date(2017, 7, 12))


def test_what_is_typed_is_kept_until_it_is_saved_or_dropped():
    clerk, other = make.person(), make.person()
    services.keep(person=clerk, place="/desk/items/1/", values={"title": "半"}, at=make.NOW)
    services.keep(person=clerk, place="/desk/items/1/", values={"title": "半截"}, at=LATER)
    kept = services.kept(clerk, "/desk/items/1/")
    assert (kept.values, kept.at) == ({"title": "半截"}, LATER)
    assert services.kept(other, "/desk/items/1/") is None
    services.forget(clerk, "/desk/items/1/")
    assert services.kept(clerk, "/desk/items/1/") is None


def test_markup_nested_beyond_reason_is_refused_at_the_body():
    with pytest.raises(services.Unready, match="嵌套过深") as caught:
        make.drafted(make.staff(), body="<blockquote>" * 100_000)
    assert [finding.field for finding in caught.value.findings] == ["body"]


def test_a_document_number_is_stored_in_its_official_form():
    team = make.staff()
    assert make.drafted(team, doc_number="下政办发[2017] 15 号").doc_number == "下政办发〔2017〕15号"
    assert make.drafted(team, doc_number="无").doc_number == ""
    assert make.drafted(team, doc_number="ZJSP00-2018-0001").doc_number == "ZJSP00-2018-0001"


def test_a_change_of_an_imported_item_has_a_clock_of_its_own():
    team = make.staff()
    item = make.published(team, made_on=date(2016, 3, 1), published_on=date(2016, 3, 1))
    assert not Clock.objects.exists()
    services.revise(item=item, change="amend", by=team.clerk, at=make.NOW)
    assert Clock.objects.open().get().started_at == make.moment(2017, 7, 3, 0)


def test_what_interprets_another_stays_an_interpretation():
    team = make.staff()
    policy = make.drafted(team, kind="document")
    text = services.interpret(
        item=policy.item,
        kind="interpretation",
        title="解读",
        publisher=team.organisation,
        by=team.clerk,
        at=LATER,
    )
    with pytest.raises(services.Unready, match="请先移除“解读”关联"):
        services.save(
            version=text, fields={"kind": "notice"}, revision=text.revision, by=team.clerk, at=LATER
        )
    fields = {"kind": "conference"}
    services.save(version=text, fields=fields, revision=text.revision, by=team.clerk, at=LATER)
    assert Item.objects.get(pk=text.item_id).kind == "conference"


def test_the_same_kind_again_changes_nothing():
    team = make.staff()
    version = make.drafted(team, kind="document")
    services.exempt(version=version, exempt_reason="转发上级文件", by=team.signer, at=LATER)
    saved = services.save(version=version, fields={"kind": "document"}, revision=0, by=team.clerk, at=LATER)
    assert not saved.needs_interpretation


def test_an_item_is_named_by_its_number_or_as_a_draft():
    team = make.staff()
    version = make.drafted(team)
    assert str(version.item) == f"草稿 {version.item.pk}"
    assert str(version) == f"{version.title}（第1版）"
    item = make.published(team, version=version)
    assert str(item) == item.number == "330103--2017--0001"
    told = [version.steps.first(), item.validities.first(), item.presences.first()]
    assert [str(each) for each in told] == [
        "2017-07-03 draft",
        f"{item.pk} valid 2017-06-30",
        f"{item.pk} True",
    ]
    assert Item.objects.with_header().get().publisher == team.organisation


def test_another_departments_draft_is_not_named_to_who_claims_its_number():
    team, others = make.staff(), make.staff(make.organisation("audit"))
    make.drafted(others, title="秘密草稿", number_wanted="330103--2017--0777")
    with pytest.raises(services.Unready, match="索引号 330103--2017--0777 已被占用"):
        make.drafted(team, number_wanted="330103--2017--0777")
    make.drafted(team, title="自己的草稿", number_wanted="330103--2017--0778")
    with pytest.raises(services.Unready, match="已用于《自己的草稿》"):
        make.drafted(team, number_wanted="330103--2017--0778")


def test_a_number_is_one_however_wide_it_is_typed():
    team = make.staff()
    version = make.drafted(team, number_wanted="３３０１０３--２０１７--０９９９")
    assert version.number_wanted == "330103--2017--0999"
