"""The catalogue is loaded whole or not at all, changed with a trace, and known to be met or late."""

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gongkai.obligations import services
from gongkai.obligations.models import Area, Mark, Obligation, Publisher
from gongkai.obligations.node import BadCatalogue
from gongkai.orgs.models import Act
from gongkai.orgs.services import NotAllowed
from tests import make
from tests.obligations.declaring import HEAD, row, write

pytestmark = pytest.mark.django_db


def sync():
    return services.sync(by=None, at=make.NOW)


def office():
    make.organisation("finance")
    return make.person("openness", make.organisation("government-office", kind="office"))


def test_the_shipped_catalogue_loads_and_loads_again_without_change():
    first = sync()
    assert len(first.added) == Obligation.objects.count() > 190
    assert Area.objects.filter(pilot=3).get().key == "fiscal"
    again = sync()
    assert not again
    assert again.unchanged == len(first.added)
    assert Act.objects.filter(verb="sync").count() == 1


def test_what_is_stored_is_what_was_declared(folder):
    make.organisation("finance")
    sync()
    stored = Obligation.objects.get(key="budget")
    assert (stored.title, stored.limit_text, stored.source) == ("预算", "及时", "fiscal.yaml:3")
    assert [each.key for each in stored.publishers.all()] == ["finance"]
    assert list(Mark.objects.values_list("code", flat=True)) == ["20.7"]
    assert services.row_of(stored).digest == stored.digest


def test_a_wrong_line_changes_nothing_at_all(folder):
    sync()
    write(folder, row(title="新预算"), row("accounts", limit="{text: 尽快}"))
    (folder / "obligations" / "other.yaml").write_text(HEAD + row("budget") + row("Wrong"))
    with pytest.raises(BadCatalogue) as caught:
        sync()
    assert [str(each) for each in caught.value.problems] == [
        "fiscal.yaml 第22行：时限没有规则：应至少有 after、display、before、cadence、vague 或 by_kind 之一",
        "other.yaml 第17行：代号“Wrong”只能用小写英文字母、数字和连字符",
    ]
    assert Obligation.objects.get().title == "预算"


def test_a_key_used_in_two_files_is_refused(folder):
    (folder / "obligations" / "other.yaml").write_text(HEAD + row())
    with pytest.raises(BadCatalogue, match="other.yaml 第3行：代号“budget”在 fiscal.yaml:3 已经用过"):
        sync()


def test_an_unknown_organisation_is_an_error_only_where_organisations_are_known(folder):
    write(folder, row(publishers="treasury"))
    assert len(sync().added) == 1
    make.organisation("finance")
    write(folder, row(title="变了", publishers="treasury"))
    with pytest.raises(BadCatalogue, match="没有代号为“treasury”的机构"):
        sync()


def test_organisations_that_come_later_are_linked_at_the_next_sync(folder):
    sync()
    assert not Publisher.objects.exists()
    make.organisation("finance")
    assert not sync()
    assert Publisher.objects.get().organisation.key == "finance"


def test_what_left_the_folder_is_retired_and_what_returns_is_in_force_again(folder):
    write(folder, row(), row("accounts"))
    sync()
    write(folder, row())
    assert [each.key for each in sync().retired] == ["accounts"]
    assert Obligation.objects.get(key="accounts").retired_on == date(2017, 7, 3)
    assert not sync()
    write(folder, row(), row("accounts"))
    assert sync().changed[0].is_restored
    assert Obligation.objects.get(key="accounts").retired_on is None


def test_a_new_order_is_followed_without_calling_it_a_change(folder):
    write(folder, row(), row("accounts"))
    sync()
    write(folder, row("accounts"), row())
    assert not sync()
    assert list(Obligation.objects.values_list("key", flat=True)) == ["accounts", "budget"]


def test_a_broken_list_of_codes_names_its_line(folder):
    whole = (folder / "codes.yaml").read_text()
    (folder / "codes.yaml").write_text("channels: 3")
    with pytest.raises(BadCatalogue, match="codes.yaml 第1行：缺少"):
        services.codes()
    (folder / "codes.yaml").write_text(whole)
    (folder / "areas.yaml").write_text("area: []")
    with pytest.raises(BadCatalogue, match="areas.yaml 第1行：不认识的词"):
        sync()


def test_the_command_checks_without_changing_and_then_applies(folder):
    out = StringIO()
    call_command("sync_catalogue", check=True, stdout=out)
    assert "新增 budget 预算（fiscal.yaml:3）" in out.getvalue()
    assert not Obligation.objects.exists()
    call_command("sync_catalogue", stdout=out)
    write(folder, row(title="新预算"))
    call_command("sync_catalogue", check=True, stdout=out)
    assert "变更 budget 新预算：二级事项" in out.getvalue()
    write(folder, row("accounts"))
    call_command("sync_catalogue", check=True, stdout=out)
    assert "停用 budget 预算" in out.getvalue()


def test_the_command_says_what_is_wrong(folder):
    write(folder, row("Wrong"))
    with pytest.raises(CommandError, match="fiscal.yaml 第3行"):
        call_command("sync_catalogue", stdout=StringIO())


def test_only_the_openness_office_keeps_the_catalogue(folder):
    make.organisation("finance")
    sync()
    obligation = Obligation.objects.get()
    declared = services.row_of(obligation)
    for role in ("clerk", "reviewer", "signer", "secrecy", "admin"):
        by = make.person(role)
        acts = [
            lambda by=by: services.sync(by=by, at=make.NOW),
            lambda by=by: services.apply_upload("", seen="", by=by, at=make.NOW),
            lambda by=by: services.add(row=declared, by=by, at=make.NOW),
            lambda by=by: services.change(obligation=obligation, row=declared, seen="", by=by, at=make.NOW),
            lambda by=by: services.retire(obligation=obligation, reason="", by=by, at=make.NOW),
            lambda by=by: services.restore(obligation=obligation, reason="", by=by, at=make.NOW),
        ]
        for act in acts:
            with pytest.raises(NotAllowed):
                act()
        assert services.can(by, "read", at=make.NOW)
    assert not services.can(make.person(), "read", at=make.NOW)
    assert not services.can(office(), "abolish", at=make.NOW)


def test_a_row_added_at_the_desk_stays_when_the_folder_does_not_know_it(folder):
    sync()
    declared = replace(services.row_of(Obligation.objects.get()), key="parks", level2="公园")
    added = services.add(row=declared, by=office(), at=make.NOW)
    assert (added.source, added.file_digest) == ("desk", "")
    assert not sync()
    with pytest.raises(services.DuplicateKey):
        services.add(row=declared, by=office(), at=make.NOW)


def test_a_change_is_logged_with_before_and_after_and_outlives_a_sync(folder):
    sync()
    obligation = Obligation.objects.get()
    new = replace(services.row_of(obligation), level2="改名")
    services.change(obligation=obligation, row=new, seen=obligation.digest, by=office(), at=make.NOW)
    assert Act.objects.about("obligation:budget").get().detail["columns"] == {"二级事项": ["预算", "改名"]}
    assert not sync()
    assert Obligation.objects.get().title == "改名"


def test_a_change_to_nothing_leaves_no_trace(folder):
    sync()
    obligation = Obligation.objects.get()
    same = services.row_of(obligation)
    services.change(obligation=obligation, row=same, seen=obligation.digest, by=office(), at=make.NOW)
    assert not Act.objects.about("obligation:budget").exists()


def test_the_key_of_an_obligation_never_changes(folder):
    sync()
    obligation = Obligation.objects.get()
    other = replace(services.row_of(obligation), key="other", level2="改名")
    services.change(obligation=obligation, row=other, seen=obligation.digest, by=office(), at=make.NOW)
    assert list(Obligation.objects.values_list("key", "level2")) == [("budget", "改名")]


def test_nobody_overwrites_what_they_have_not_seen(folder):
    sync()
    obligation = Obligation.objects.get()
    with pytest.raises(services.ChangedMeanwhile):
        services.change(
            obligation=obligation, row=services.row_of(obligation), seen="old", by=office(), at=make.NOW
        )


def test_retiring_and_restoring_are_logged_with_their_reason(folder):
    sync()
    obligation = Obligation.objects.get()
    by = office()
    retired = services.retire(obligation=obligation, reason="职能划转", by=by, at=make.NOW)
    assert not Obligation.objects.current(date(2017, 7, 3)).exists()
    assert Obligation.objects.retired(date(2017, 7, 3)).get() == obligation
    with pytest.raises(services.AlreadyRetired):
        services.retire(obligation=retired, reason="再次", by=by, at=make.NOW)
    with pytest.raises(services.AlreadyRetired):
        services.change(
            obligation=retired, row=services.row_of(retired), seen=retired.digest, by=by, at=make.NOW
        )
    assert not sync()
    services.restore(obligation=retired, reason="恢复职能", by=by, at=make.NOW)
    assert Obligation.objects.current(date(2017, 7, 3)).get() == obligation
    reasons = [act.detail["reason"] for act in Act.objects.about("obligation:budget")]
    assert reasons == ["恢复职能", "职能划转"]


def test_an_upload_is_looked_at_and_then_applied(folder):
    sync()
    text = "area: {key: parks, title: 公园绿地}\nobligations:\n" + row("parks", "公园") + row(title="新预算")
    difference = services.preview(text)
    assert ([each.key for each in difference.added], len(difference.changed)) == (["parks"], 1)
    assert not Area.objects.filter(key="parks").exists()
    services.apply_upload(text, seen=difference.token, by=office(), at=make.NOW)
    assert Obligation.objects.of_area("parks").count() == 2
    assert Act.objects.get(verb="upload").detail["added"] == ["parks"]
    assert not services.preview(text.replace("{key: parks, title: 公园绿地}", "parks"))


def test_an_upload_is_refused_when_the_catalogue_moved_on_after_the_preview(folder):
    sync()
    text = HEAD + row(title="新预算")
    seen = services.preview(text).token
    obligation = Obligation.objects.get()
    new = replace(services.row_of(obligation), level2="又改")
    services.change(obligation=obligation, row=new, seen=obligation.digest, by=office(), at=make.NOW)
    with pytest.raises(services.ChangedMeanwhile):
        services.apply_upload(text, seen=seen, by=office(), at=make.NOW)


def test_an_obligation_belongs_to_those_named_and_to_those_of_its_groups(folder):
    finance = make.organisation("finance")
    street = make.organisation("street-wulin", kind="street")
    government = make.organisation("government", kind="government")
    write(
        folder,
        row(),
        row("report", publishers="all-departments, all-streets"),
        row("decree", publishers="government, street-wulin"),
    )
    sync()

    def keys(of):
        return set(Obligation.objects.for_organisation(of).values_list("key", flat=True))

    assert keys(finance) == {"budget", "report"}
    assert keys(street) == {"report", "decree"}
    assert keys(government) == {"decree"}
    report = Obligation.objects.get(key="report")
    assert set(report.responsible(date(2017, 7, 3))) == {finance, street}


def test_obligations_are_found_by_item_duty_area_and_words(folder):
    sync()
    assert Obligation.objects.with_statutory_item("20.7").search("预算").of_area("fiscal").get()
    assert not Obligation.objects.with_statutory_item("20.1").exists()
    assert not Obligation.objects.periodic().exists()
