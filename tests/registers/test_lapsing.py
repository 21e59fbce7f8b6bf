"""What has been shown long enough comes down by itself; a register may be held; archives stay for some."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from gongkai.law.workdays import Calendar
from gongkai.orgs.models import Act, Role
from gongkai.orgs.services import NotAllowed
from gongkai.publication.models import Announcement
from gongkai.registers import services
from gongkai.registers.models import Batch, Change, Entry, Register
from gongkai.registers.services.releasing import canonical
from gongkai.registers.services.retiming import law_of, outdated
from tests import make
from tests.registers.test_batches import FIRST, NOW, received, released, settled, shown
from tests.registers.test_schema import SAMPLING

pytestmark = pytest.mark.django_db


SHORT = SAMPLING.replace("months: 600", "months: 36")


@pytest.fixture(autouse=True)
def held(register):
    """Let the period be short, and hold the register, so that rows of 2017 can be filled in."""
    services.apply([services.read(SHORT, name="a.yaml")], by=None, at=NOW)
    services.hold(register=register, reason="演示数据", by=None, at=NOW)


@pytest.fixture
def openness(register):
    return make.person(role=Role.OPENNESS.value)


def lifted(register):
    return services.lift(register=register, by=None, at=NOW)


def declared_otherwise(old, new):
    services.apply([services.read(SHORT.replace(old, new), name="a.yaml")], by=None, at=NOW)


def test_entries_come_down_when_their_display_is_over(register, clerk, signer, settings, tmp_path):
    settings.HOME = tmp_path
    until = (timezone.localdate(NOW) - timedelta(days=3 * 365 - 20)).isoformat()
    released(register, clerk, signer, [FIRST[0], f"002,演示牛奶,李四,合格,,,{until}"])
    lifted(register)
    assert services.lapse(at=NOW) == 1
    register.refresh_from_db()
    assert shown(register) == [(2, "演示牛奶")]
    down = Entry.objects.get(serial=1, version=2)
    assert (down.change, down.reason, down.values["product"]) == (Change.LAPSED, "展示期满：演示", "演示饼干")
    made = register.releases.first()
    assert (made.number, made.ended, made.by, made.note) == (2, 1, None, "展示期满：演示")
    act = Announcement.objects.get(address=register.address, version=2)
    assert act.event == "corrected", "it meets no duty to publish"
    assert services.rebuild_waiting(at=NOW) == 1
    assert services.reader(key=register.key).entry(1) is None
    logged = Act.objects.get(verb="lapse")
    assert (logged.account, logged.detail["entries"], logged.detail["erased"]) == ("system", 1, False)
    assert services.lapse(at=NOW) == 0, "once"


def test_what_is_to_be_erased_loses_what_it_said_in_all_versions(register, clerk, signer):
    declared_otherwise("then: archive", "then: erase")
    released(register, clerk, signer, FIRST)
    released(register, clerk, signer, [FIRST[0].replace("张三", "王五")])
    digests = list(Entry.objects.filter(serial=1).order_by("version").values_list("digest", flat=True))
    said = Entry.objects.get(serial=1, version=2).values
    lifted(register)
    assert services.lapse(at=NOW) == 2
    versions = Entry.objects.filter(serial=1).order_by("version")
    assert [each.values for each in versions] == [{}, {}, {}]
    assert {each.key for each in versions} == {"erased:1"}
    assert [each.digest for each in versions] == [*digests, sha256(canonical(said)).hexdigest()], (
        "what was public can be proved"
    )
    register.refresh_from_db()
    assert "王五" not in str(list(Entry.objects.values()))
    assert services.history(register=register, serial=1)[0].change == Change.LAPSED


def test_what_was_taken_down_before_is_erased_in_its_time(register, clerk, signer):
    declared_otherwise("then: archive", "then: erase")
    released(register, clerk, signer, FIRST)
    released(register, clerk, signer, FIRST[:1], is_whole=True)
    lifted(register)
    assert services.lapse(at=NOW) == 1, "only what was shown comes down"
    assert not any(values for values in Entry.objects.filter(serial=2).values_list("values", flat=True))


def test_a_longer_period_counts_for_what_is_shown(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    declared_otherwise("months: 36", "months: 600")
    lifted(register)
    assert services.lapse(at=NOW) == 0
    assert {each.year for each in Entry.objects.values_list("shown_until", flat=True)} == {2067}
    assert len(shown(register)) == 2


def test_nothing_comes_down_while_a_register_is_held(register, clerk, signer, openness):
    released(register, clerk, signer, FIRST)
    assert services.lapse(at=NOW) == 0
    services.lift(register=register, by=openness, at=NOW)
    held = services.hold(register=register, reason=" 演示 ", by=openness, at=NOW)
    assert held.hold == "演示"
    assert services.lapse(at=NOW) == 0
    assert Act.objects.filter(verb="hold", account=openness.account).get().detail == {"reason": "演示"}


def test_who_may_hold_and_how(register, clerk, openness):
    with pytest.raises(NotAllowed):
        services.lift(register=register, by=clerk, at=NOW)
    with pytest.raises(services.IllegalMove):
        services.hold(register=register, reason="又一次", by=openness, at=NOW)
    services.lift(register=register, by=openness, at=NOW)
    with pytest.raises(services.IllegalMove):
        services.lift(register=register, by=openness, at=NOW)
    with pytest.raises(services.Refused, match="理由"):
        services.hold(register=register, reason=" ", by=openness, at=NOW)
    with pytest.raises(NotAllowed):
        services.hold(register=register, reason="理由", by=clerk, at=NOW)


def test_a_row_whose_display_is_already_over_is_told_at_its_cell(register, clerk):
    lifted(register)
    batch = settled(received(register, clerk, FIRST), clerk)
    assert batch.counts["faulty"] == 2
    with pytest.raises(services.Refused, match="2 行有错"):
        services.submit(batch=batch, reason="", by=clerk, at=NOW)


def test_archives_are_read_by_those_entitled(register, clerk, signer, openness):
    released(register, clerk, signer, FIRST)
    lifted(register)
    services.lapse(at=NOW)
    stranger = make.person(role=Role.CLERK.value, at=make.organisation("finance"))
    assert not Entry.objects.archived(None, at=NOW).exists()
    assert not Entry.objects.archived(stranger, at=NOW).exists()
    for entitled in (clerk, signer, openness):
        assert Entry.objects.archived(entitled, at=NOW).count() == 2


def test_a_register_that_lapses_much_does_so_in_portions(register, clerk, signer, monkeypatch):
    monkeypatch.setattr("gongkai.registers.services.lapsing.MOST", 1)
    released(register, clerk, signer, FIRST)
    lifted(register)
    assert services.lapse(at=NOW) + services.lapse(at=NOW) == 2
    assert Register.objects.get().release == 3


def test_the_openness_office_holds_and_lifts_at_its_desk(client, register, clerk, signer, openness):
    released(register, clerk, signer, FIRST)
    client.force_login(openness)
    page = client.get("/desk/registers/periods/")
    assert "产品质量抽查" in page.text and "已暂停" in page.text
    place = f"/desk/registers/periods/{register.key}/"
    assert "恢复展示期" in client.get(place).text
    client.post(place)
    assert not Register.objects.get().is_held
    wrong = client.post(place, {"reason": " "})
    assert wrong.status_code == 422 and "请写明理由" in wrong.text
    client.post(place, {"reason": "复核中"})
    assert Register.objects.get().hold == "复核中"


def test_nobody_else_finds_these_pages(client, register, clerk):
    client.force_login(clerk)
    assert client.get("/desk/registers/periods/").status_code == 404
    assert client.post(f"/desk/registers/periods/{register.key}/").status_code == 404


def undone(release, clerk):
    batch = services.undo(release=release, reason="报错了表", by=clerk, at=NOW)
    services.check_waiting(is_small=False, at=NOW)
    batch.refresh_from_db()
    return batch


def test_an_undo_brings_back_nothing_that_was_erased(register, clerk, signer):
    declared_otherwise("then: archive", "then: erase")
    released(register, clerk, signer, FIRST)
    down = released(register, clerk, signer, FIRST[:1], is_whole=True)
    lifted(register)
    services.lapse(at=NOW)
    batch = undone(down, clerk)
    assert (batch.counts, batch.stage) == ({"rows": 1, "over": 1}, "checked")


def test_an_undo_brings_back_nothing_whose_display_is_over(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    down = released(register, clerk, signer, FIRST[:1], is_whole=True)
    lifted(register)
    assert undone(down, clerk).counts == {"rows": 1, "over": 1}
    with pytest.raises(services.Refused, match="没有需要公开的变化"):
        services.submit(batch=Batch.objects.latest("pk"), reason="报错了表", by=clerk, at=NOW)


def test_what_is_public_follows_a_period_that_is_declared_shorter_or_longer(register, clerk, signer):
    recent = (timezone.localdate(NOW) - timedelta(days=400)).isoformat()
    released(register, clerk, signer, [f"002,演示牛奶,李四,合格,,,{recent}"])
    lifted(register)
    assert services.lapse(at=NOW) == 0
    until = Entry.objects.get().shown_until
    declared_otherwise("months: 36", "months: 60")
    assert services.lapse(at=NOW) == 0
    assert Entry.objects.get().shown_until > until
    declared_otherwise("months: 36", "months: 12")
    assert services.lapse(at=NOW) == 1
    assert [each.detail["entries"] for each in Act.objects.filter(verb="retime").order_by("pk")] == [1, 1]
    assert Register.objects.get().timed_by == register.definition.number


def test_a_period_declared_for_the_first_time_is_for_what_is_public_too(register, clerk, signer):
    lifted(register)
    text = SHORT[: SHORT.index("retention:")] + SHORT[SHORT.index("charts:") :]
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    released(register, clerk, signer, FIRST)
    assert services.lapse(at=NOW) == 0
    services.apply([services.read(SHORT, name="a.yaml")], by=None, at=NOW)
    assert services.lapse(at=NOW) == len(FIRST)


LIMITS = """\
limits:
  - {key: sampling-display, title: 抽查结果公示期, article: 某办法第九条, amount: 36, unit: months,
     bound: at_least, valid_from: "2010-01-01", starts: 抽查之日}
  - {key: another, title: 别的时限, article: 某办法第十条, amount: 3, unit: months, valid_from: "2010-01-01"}
"""


@pytest.fixture
def law(settings, tmp_path):
    """Return what changes the law that says how long entries are shown."""
    (tmp_path / "workdays").symlink_to(settings.CATALOGUE / "workdays")
    settings.CATALOGUE = tmp_path

    def changed(old="", new=""):
        assert old in LIMITS
        (tmp_path / "limits.yaml").write_text(LIMITS.replace(old, new))

    changed()
    return changed


def test_what_is_public_follows_a_statutory_limit_that_changes(law, register, clerk, signer):
    declared_otherwise("months: 36", "limit: sampling-display")
    recent = (timezone.localdate(NOW) - timedelta(days=400)).isoformat()
    released(register, clerk, signer, [f"002,演示牛奶,李四,合格,,,{recent}"])
    lifted(register)
    assert services.lapse(at=NOW) == 0
    until = Entry.objects.get().shown_until
    law("amount: 36", "amount: 600")
    assert services.lapse(at=NOW) == 0
    assert Entry.objects.get().shown_until > until
    law("amount: 36", "amount: 12")
    assert services.lapse(at=NOW) == 1
    assert [each.detail["entries"] for each in Act.objects.filter(verb="retime").order_by("pk")] == [1, 1]
    assert not list(outdated()), "once"


def test_a_new_text_of_the_law_is_for_what_happened_since_it_is_in_force(law, register, clerk, signer):
    declared_otherwise("months: 36", "limit: sampling-display")
    released(register, clerk, signer, FIRST)
    services.lapse(at=NOW)
    before = Entry.objects.get(serial=1).shown_until
    newer = (
        'valid_from: "2010-01-01", valid_to: "2017-06-01", starts: 抽查之日}\n'
        "  - {key: sampling-display, title: 抽查结果公示期, article: 某办法, amount: 600, unit: months,\n"
        '     bound: at_least, valid_from: "2017-06-02", starts: 抽查之日}'
    )
    law('valid_from: "2010-01-01", starts: 抽查之日}', newer)
    services.lapse(at=NOW)
    assert Entry.objects.get(serial=1).shown_until == before
    assert Entry.objects.get(serial=2).shown_until.year == 2067


def test_only_the_limits_that_a_register_names_concern_it(law, register, clerk, signer):
    declared_otherwise("months: 36", "limit: sampling-display")
    released(register, clerk, signer, FIRST)
    services.lapse(at=NOW)
    law("amount: 3,", "amount: 4,")
    assert not list(outdated())


def test_holidays_that_are_announced_concern_a_display_counted_in_working_days(register, monkeypatch):
    said = services.read(SHORT.replace("months: 36", "working_days: 7"), name="a.yaml").said
    before = law_of(said)
    monkeypatch.setattr("gongkai.registers.services.retiming.calendar", Calendar)
    assert law_of(said) != before
    assert not law_of(register.definition.said), "months are months, whatever is announced"
