from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from gongkai.orgs.models import Act
from gongkai.orgs.services import NotAllowed
from gongkai.proofing import services
from gongkai.proofing.models import Checked, Entry, Ignored, Run
from gongkai.proofing.phrases import Phrase
from gongkai.proofing.rules import Finding, Weight
from tests import make
from tests.proofing.finding import paragraphs

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)
WORD = Phrase("布署", "部署", "typo")
FILE = "family: typo\nwords:\n  - {wrong: 布署, right: 部署}\n  - {wrong: 峻工, right: 竣工}\n"
CHANGED = FILE.replace("right: 竣工", "right: 完工")


@pytest.fixture
def officer():
    return make.person("openness", make.office())


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "wording").mkdir()
    (tmp_path / "competence.yaml").write_text("competences: []\n")
    (tmp_path / "wording" / "a.yaml").write_text(FILE)
    with override_settings(CATALOGUE=tmp_path):
        yield tmp_path / "wording" / "a.yaml"


def versions(wrong):
    rows = Entry.objects.filter(wrong=wrong).order_by("serial")
    return [(each.serial, each.right, each.is_newest, each.is_retired) for each in rows]


def words():
    return sorted(each.wrong for each in services.lists().wording.phrases)


def test_every_change_of_an_entry_is_a_version_that_stays(officer):
    entry = services.add(phrase=WORD, by=officer, at=make.NOW)
    entry = services.change(entry=entry, phrase=Phrase("布署", "安排", "typo"), by=officer, at=LATER)
    entry = services.retire(entry=entry, reason="误报", by=officer, at=LATER)
    services.restore(entry=entry, reason="仍须检查", by=officer, at=LATER)
    assert versions("布署") == [
        (1, "部署", False, False),
        (2, "安排", False, False),
        (3, "安排", False, True),
        (4, "安排", True, False),
    ]
    acts = Act.objects.about("phrase:布署").order_by("pk").values_list("verb", flat=True)
    assert list(acts) == ["add-phrase", "change-phrase", "retire-phrase", "restore-phrase"]


def test_what_says_nothing_new_is_no_version(officer):
    entry = services.add(phrase=WORD, by=officer, at=make.NOW)
    assert services.change(entry=entry, phrase=WORD, by=officer, at=LATER) == entry


def test_an_entry_that_somebody_changed_meanwhile_is_not_overwritten(officer):
    entry = services.add(phrase=WORD, by=officer, at=make.NOW)
    newer = services.change(entry=entry, phrase=Phrase("布署", "安排", "typo"), by=officer, at=LATER)
    for verb in (services.retire, services.restore):
        with pytest.raises(services.ChangedMeanwhile):
            verb(entry=entry, reason="误报", by=officer, at=LATER)
    with pytest.raises(services.ChangedMeanwhile):
        services.change(entry=entry, phrase=WORD, by=officer, at=LATER)
    with pytest.raises(services.NotRetired):
        services.restore(entry=newer, reason="x", by=officer, at=LATER)
    retired = services.retire(entry=newer, reason="x", by=officer, at=LATER)
    with pytest.raises(services.AlreadyRetired):
        services.retire(entry=retired, reason="x", by=officer, at=LATER)
    with pytest.raises(services.AlreadyRetired):
        services.change(entry=retired, phrase=WORD, by=officer, at=LATER)
    with pytest.raises(services.DuplicatePhrase):
        services.add(phrase=WORD, by=officer, at=LATER)


def test_only_the_openness_office_keeps_the_lists():
    clerk = make.person("clerk")
    assert services.can(clerk, "read", at=make.NOW)
    assert not services.can(make.person(), "read", at=make.NOW)
    with pytest.raises(NotAllowed):
        services.add(phrase=WORD, by=clerk, at=make.NOW)


def test_what_is_looked_for_follows_the_entries_and_the_organisations(officer):
    entry = services.add(phrase=WORD, by=officer, at=make.NOW)
    services.add(phrase=Phrase("农业部", "", "name", since=date(2018, 3, 21)), by=officer, at=make.NOW)
    assert words() == ["布署"]
    services.retire(entry=entry, reason="误报", by=officer, at=LATER)
    assert words() == []
    heir = make.organisation("heir", name="拱墅区人民政府")
    make.organisation("old", name="下城区人民政府", valid_to=date(2021, 3, 11), successor=heir)
    named = {each.wrong: each.since for each in services.lists().names.phrases}
    assert named == {"农业部": date(2018, 3, 21), "下城区人民政府": date(2021, 3, 12)}


def test_the_folder_is_taken_over_and_what_the_desk_changed_stays(folder, officer):
    services.sync(by=None, at=make.NOW)
    entry = Entry.objects.get(wrong="布署")
    services.change(entry=entry, phrase=Phrase("布署", "安排", "typo"), by=officer, at=LATER)
    assert not services.sync(by=None, at=LATER)
    assert versions("布署")[-1] == (2, "安排", True, False)
    folder.write_text(FILE.replace("right: 部署", "right: 部署落实"))
    assert services.preview_sync().changed[0].before.right == "安排"
    services.sync(by=None, at=LATER)
    assert versions("布署")[-1] == (3, "部署落实", True, False)


def test_what_leaves_the_folder_is_retired_and_may_come_back(folder, officer):
    own = services.add(phrase=Phrase("按步就班", "按部就班", "typo"), by=officer, at=make.NOW)
    services.sync(by=None, at=make.NOW)
    folder.write_text(FILE.partition("  - {wrong: 峻工")[0])
    assert [each.wrong for each in services.sync(by=None, at=LATER).retired] == ["峻工"]
    assert not Entry.objects.get(pk=own.pk).is_retired  # the folder never knew it
    assert not services.sync(by=None, at=LATER)
    folder.write_text(FILE)
    assert services.sync(by=None, at=LATER).changed[0].is_restored
    assert words() == ["峻工", "布署", "按步就班"]


def test_the_command_tells_and_refuses(folder):
    out = StringIO()
    call_command("sync_wording", check=True, stdout=out)
    assert "新增 布署 → 部署" in out.getvalue()
    assert not Entry.objects.exists()
    call_command("sync_wording", stdout=out)
    assert "新增 2，变更 0，停用 0，未变 0" in out.getvalue()
    folder.write_text("family: x")
    with pytest.raises(CommandError, match="family 应为"):
        call_command("sync_wording", stdout=out)


def test_an_upload_is_looked_at_and_then_applied(officer):
    services.add(phrase=Phrase("峻工", "竣工", "typo"), by=officer, at=make.NOW)
    seen = services.preview(CHANGED)
    assert ([each.wrong for each in seen.added], seen.changed[0].phrase.right) == (["布署"], "完工")
    services.apply_upload(CHANGED, seen=seen.token, by=officer, at=LATER)
    assert versions("峻工")[-1] == (2, "完工", True, False)
    assert services.preview(CHANGED).unchanged == 2
    assert Act.objects.about("wording").get().detail["added"] == ["布署"]


def test_an_upload_whose_difference_is_another_by_now_is_refused(officer):
    seen = services.preview(FILE).token
    services.add(phrase=WORD, by=officer, at=make.NOW)
    with pytest.raises(services.ChangedMeanwhile):
        services.apply_upload(FILE, seen=seen, by=officer, at=LATER)


def finding(start=3, end=5, **more):
    return Finding("body", "错别字", "wording.typo", Weight.ASKS, "正文第1段", start, end, **more)


def marks(text, *found):
    return [each.fingerprint for each in services.spots(found or [finding()], paragraphs(text))]


def test_a_spot_is_told_by_the_words_around_it():
    assert marks("请抓紧布署工作。") == marks("请抓紧布署工作。")
    assert marks("请抓紧布署工作。") != marks("请尽快布署工作。")
    far = "这句话离得很远，改了也没有关系，因为它在二十个字以外，"
    assert marks("请抓紧布署工作。" + far) != marks("请抓紧布署工作，" + far)
    first, second = marks("布署布署", finding(0, 2), finding(0, 2))
    assert first != second


def test_the_fingerprint_is_keyed_and_the_context_masked():
    text = "经办人11010519491231002X布署工作"
    (spot,) = services.spots([finding(21, 23)], paragraphs(text))
    assert (spot.before, spot.words) == ("办人" + "*" * 18, "布署")
    with override_settings(SECRET_KEY="another"):
        assert services.spots([finding(21, 23)], paragraphs(text))[0].fingerprint != spot.fingerprint


def test_a_finding_may_stand_for_one_thing_and_the_last_reason_counts():
    (spot,) = services.spots([finding()], paragraphs("请抓紧布署工作。"))
    by = make.person("clerk")
    for reason in ("引用原文", "原件如此"):
        services.ignore(subject="item:1", spot=spot, reason=reason, by=by, at=make.NOW)
    assert [row.reason for row in services.ignored("item:1").values()] == ["原件如此"]
    assert services.ignored("item:2") == {}
    assert services.mind(subject="item:1", fingerprint=spot.fingerprint)
    assert not services.mind(subject="item:1", fingerprint=spot.fingerprint)
    services.ignore(subject="item:1", spot=spot, reason="x", by=by, at=make.NOW)
    services.forget("item:1")
    assert not Ignored.objects.exists()


def test_a_walk_hands_out_every_row_once_and_ends_when_all_are_done():
    run = services.begin(subjects=[("item:1", None), ("item:2", None), ("item:3", None)], at=make.NOW)
    assert services.begin(subjects=[("item:9", None)], at=LATER) == run
    first = services.claim(run=run, size=2, at=make.NOW)
    second = services.claim(run=run, size=2, at=make.NOW)
    assert [each.subject for each in (*first, *second)] == ["item:1", "item:2", "item:3"]
    assert services.claim(run=run, size=2, at=make.NOW) == []
    assert not services.finish(run=run, at=make.NOW)
    services.write_down(results=[(each, [finding()]) for each in (*first, *second)], at=make.NOW)
    assert services.finish(run=run, at=LATER)
    assert Checked.objects.filter(asks=1, blocks=0).count() == 3
    assert Checked.objects.first().findings[0]["code"] == "wording.typo"
    assert Run.objects.get().finished_at == LATER


def test_what_a_killed_walker_held_is_taken_up_again_after_a_minute():
    run = services.begin(subjects=[("item:1", None)], at=make.NOW)
    services.claim(run=run, size=1, at=make.NOW)
    assert services.claim(run=run, size=1, at=make.NOW + timedelta(seconds=59)) == []
    assert len(services.claim(run=run, size=1, at=make.NOW + timedelta(seconds=61))) == 1


def test_old_walks_are_let_go():
    for hours in range(7):
        run = services.begin(subjects=[("item:1", None)], at=make.NOW + timedelta(hours=hours))
        services.write_down(results=[(each, []) for each in run.checked.all()], at=make.NOW)
        services.finish(run=run, at=make.NOW + timedelta(hours=hours, minutes=1))
    assert Run.objects.count() == 5
    assert Checked.objects.count() == 5
