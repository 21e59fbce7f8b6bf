"""One test per promise of a clock, and per refusal."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError

from gongkai.clocks import services
from gongkai.clocks.models import AppendOnly, Clock
from gongkai.law.clock import IllegalEvent
from gongkai.law.deadlines import SHANGHAI, from_json
from gongkai.law.limits import UnknownLimit
from gongkai.law.replay import replay
from gongkai.orgs.models import Act
from tests import make

pytestmark = pytest.mark.django_db
REQUEST = {"subject": "request:1", "duty": "answer"}


def at(year, month, day, hour=10):
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def begin(limit="request-answer", when=None, **fields):
    values = {**REQUEST, "title": "答复申请", "organisation": make.organisation(), "limit": limit, **fields}
    return services.start(**values, by=None, at=when or at(2019, 5, 15))


def test_a_clock_follows_the_limit_in_force_on_the_day_it_begins():
    old = begin(when=at(2019, 5, 14), subject="request:old")
    new = begin(when=at(2019, 5, 15))
    assert (old.amount, old.due_on) == (15, date(2019, 6, 4))
    assert (new.amount, new.due_on, new.article) == (
        20,
        date(2019, 6, 13),
        "政府信息公开条例（2019）第三十三条",
    )
    assert not new.is_provisional
    assert replay(from_json(new.explanation).steps) == new.due_at


def test_a_clock_may_begin_on_an_earlier_day_than_it_is_noted():
    assert begin(started_on=date(2019, 5, 14), when=at(2019, 6, 1)).due_on == date(2019, 6, 4)


def test_hours_run_from_the_moment():
    clock = begin("emergency-information", started_on=at(2017, 10, 1, 22))
    assert clock.due_at == at(2017, 10, 2, 3)
    assert services.explain(clock)[-1] == "应于2017-10-02 03:00前完成。"


def test_one_duty_has_one_open_clock_about_one_thing():
    begin()
    with pytest.raises(services.AlreadyRunning, match="已经在计算"):
        begin()
    assert services.meet(**REQUEST, by=None, at=at(2019, 6, 1))
    assert begin(when=at(2019, 7, 1)).is_open


def test_a_clock_without_anybody_responsible_is_refused_by_the_database():
    with pytest.raises(IntegrityError):
        begin(organisation=None)


def test_a_limit_not_in_force_starts_nothing():
    with pytest.raises(UnknownLimit):
        begin("no-such-limit")
    with pytest.raises(services.NotALength, match="定期事项"):
        begin("drinking-water")
    assert not Clock.objects.exists()


def test_meeting_a_duty_ends_its_clock_and_may_be_said_twice():
    begin()
    clerk = make.person()
    assert services.meet(**REQUEST, by=clerk, at=at(2019, 6, 13, 23))
    assert not services.meet(**REQUEST, by=clerk, at=at(2019, 6, 14))
    clock = Clock.objects.get()
    assert (clock.met_at, clock.closed_by) == (at(2019, 6, 13, 23), clerk.account)
    assert not clock.is_late(at(2020, 1, 1))
    assert not Clock.objects.met_late().exists()


def test_a_duty_met_after_its_time_stays_late():
    begin()
    services.meet(**REQUEST, by=None, at=at(2019, 6, 14, 0))
    assert Clock.objects.get().is_late(at(2019, 6, 14))
    assert Clock.objects.met_late().exists()


def test_a_cancelled_duty_is_never_late():
    begin()
    assert services.cancel(**REQUEST, by=None, at=at(2019, 7, 1))
    assert not services.cancel(**REQUEST, by=None, at=at(2019, 7, 1))
    assert not Clock.objects.get().is_late(at(2020, 1, 1))


def test_time_for_consultation_moves_the_due_date_and_is_kept_in_its_history():
    begin()
    paused = services.pause(**REQUEST, key="third", reason="征求第三方意见", by=None, at=at(2019, 5, 20))
    assert paused.is_paused
    assert not paused.is_late(at(2020, 1, 1))
    assert "目前停止计算，恢复后期满日相应顺延。" in services.explain(paused)
    resumed = services.resume(**REQUEST, key="third", by=None, at=at(2019, 5, 27))
    assert (resumed.is_paused, resumed.due_on) == (False, date(2019, 6, 20))
    assert [str(change) for change in resumed.due_changes.all()] == ["2019-06-13 → 2019-06-20（恢复计算）"]


def test_an_amended_request_starts_the_clock_anew():
    begin()
    assert services.restart(**REQUEST, reason="收到补正", by=None, at=at(2019, 6, 3)).due_on == date(
        2019, 7, 2
    )


def test_an_answer_may_be_extended_once_within_the_limit():
    begin()
    for amount in (0, 21):
        with pytest.raises(services.NotExtendable, match="最多延长20个工作日"):
            services.extend(**REQUEST, amount=amount, reason="情况复杂", by=None, at=at(2019, 6, 12))
    clock = services.extend(**REQUEST, amount=20, reason="情况复杂", by=None, at=at(2019, 6, 12))
    assert clock.due_on == date(2019, 7, 11)
    with pytest.raises(services.NotExtendable, match="已经延长过一次"):
        services.extend(**REQUEST, amount=1, reason="仍然复杂", by=None, at=at(2019, 6, 12))


def test_an_answer_is_not_extended_after_its_time():
    begin()
    with pytest.raises(services.NotExtendable, match="已于2019-06-13期满"):
        services.extend(**REQUEST, amount=20, reason="忘了", by=None, at=at(2019, 6, 14))


def test_a_limit_without_extension_is_not_extended():
    begin("proactive")
    with pytest.raises(services.NotExtendable, match="不能延长"):
        services.extend(**REQUEST, amount=1, reason="忙", by=None, at=at(2019, 5, 20))


def test_undo_gives_back_the_clock_as_it_was():
    before = services.explain(begin())
    clerk = make.person()
    services.extend(**REQUEST, amount=20, reason="误点", by=clerk, at=at(2019, 5, 20))
    clock = services.undo(**REQUEST, reason="误操作", by=clerk, at=at(2019, 5, 21))
    assert clock.due_on == date(2019, 6, 13)
    assert services.explain(clock) == before
    assert [(event.kind, event.account) for event in clock.events.all()] == [
        ("start", "system"),
        ("extend", clerk.account),
        ("undo", clerk.account),
    ]
    assert clock.due_changes.count() == 2


def test_the_start_is_not_undone():
    begin()
    with pytest.raises(IllegalEvent, match="不能撤销"):
        services.undo(**REQUEST, reason="误操作", by=None, at=at(2019, 5, 21))


def test_what_is_refused_leaves_no_trace():
    clock = begin()
    with pytest.raises(IllegalEvent, match="没有停止"):
        services.resume(**REQUEST, by=None, at=at(2019, 5, 21))
    with pytest.raises(IllegalEvent, match="早于起算"):
        services.pause(**REQUEST, reason="征求意见", by=None, at=at(2019, 5, 14))
    assert clock.events.count() == 1


def test_a_duty_that_is_not_running_cannot_change():
    with pytest.raises(services.NotRunning):
        services.pause(**REQUEST, reason="征求意见", by=None, at=at(2019, 5, 21))


def test_events_are_written_once():
    event = begin().events.get()
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()
    assert str(event) == "起算 2019-05-15"


APPOINTED = {"subject": "assignment:1", "duty": "task", "title": "完成任务"}


def test_an_appointed_day_may_be_moved_and_the_move_is_kept():
    org = make.organisation()
    for day in (date(2017, 9, 30), date(2017, 9, 30), date(2017, 12, 31)):
        clock = services.appoint(**APPOINTED, organisation=org, due_on=day, by=None, at=at(2017, 7, 3))
    assert Clock.objects.get() == clock
    assert clock.due_on == date(2017, 12, 31)
    assert [str(change) for change in clock.due_changes.all()] == ["2017-09-30 → 2017-12-31（重新指定日期）"]
    assert services.explain(clock) == ["完成日期由主管机构指定，应于2017-12-31 24:00前完成。"]


def test_a_statutory_date_is_not_appointed_away():
    begin()
    with pytest.raises(services.AlreadyRunning, match="不能另行指定"):
        services.appoint(
            **REQUEST,
            title="x",
            organisation=make.organisation(),
            due_on=date(2030, 1, 1),
            by=None,
            at=make.NOW,
        )


def test_an_open_clock_follows_what_is_said_of_its_duty_and_keeps_its_dates():
    clock = begin()
    other = make.organisation("audit")
    said = {"title": "答复另一件申请", "obligation_key": "request-statistics", "organisation": other}
    assert services.follow(**REQUEST, **said)
    assert not services.follow(**REQUEST, **said)
    found = Clock.objects.get()
    assert (found.title, found.obligation_key, found.organisation) == (*list(said.values())[:2], other)
    assert (found.due_at, found.explanation) == (clock.due_at, clock.explanation)
    with pytest.raises(TypeError, match="时限不能改动：due_on"):
        services.follow(**REQUEST, due_on=date(2030, 1, 1))
    services.meet(**REQUEST, by=None, at=at(2019, 5, 16))
    assert not services.follow(**REQUEST, title="办结之后")


def expect(when, cadence="quarterly", **fields):
    return services.expect(
        subject="organisation:finance",
        duty="drinking-water",
        title="公开饮用水安全状况",
        organisation=make.organisation(),
        cadence=cadence,
        at=when,
        **fields,
    )


def test_a_duty_that_comes_back_tells_its_basis_and_whether_that_was_checked():
    clock = expect(at(2017, 7, 3), article="水污染防治法第七十二条", is_certain=False)
    assert services.explain(clock) == [
        "依据水污染防治法第七十二条，每季度至少一次，本期自2017-07-01至2017-09-30。",
        "应于2017-09-30 24:00前完成。",
        "该时限尚未与正式文本核对，仅作提醒。",
    ]


def test_a_duty_that_comes_back_has_one_clock_a_period():
    first = expect(at(2017, 7, 3))
    assert (first.due_on, first.started_at) == (date(2017, 9, 30), at(2017, 7, 1, 0))
    assert expect(at(2017, 8, 1)) == first
    services.meet(subject=first.subject, duty=first.duty, by=None, at=at(2017, 8, 2))
    assert expect(at(2017, 9, 30)) == first  # met: nothing more is owed this quarter
    assert expect(at(2017, 10, 1)).due_on == date(2017, 12, 31)
    assert services.explain(first) == [
        "每季度至少一次，本期自2017-07-01至2017-09-30。",
        "应于2017-09-30 24:00前完成。",
    ]


def test_what_is_owed_from_an_earlier_period_comes_first():
    first = expect(at(2017, 7, 3))
    assert expect(at(2017, 10, 9)) == first
    assert first.is_late(at(2017, 10, 9))
    services.meet(subject=first.subject, duty=first.duty, by=None, at=at(2017, 10, 9))
    assert expect(at(2017, 10, 9)).due_on == date(2017, 12, 31)


def test_the_explanation_tells_everything_a_clerk_must_know():
    begin()
    services.pause(**REQUEST, reason="征求第三方意见", by=None, at=at(2019, 5, 20))
    services.resume(**REQUEST, by=None, at=at(2019, 5, 27))
    clock = services.extend(**REQUEST, amount=5, reason="情况复杂", by=None, at=at(2019, 6, 1))
    assert services.explain(clock) == [
        "依据政府信息公开条例（2019）第三十三条，自收到申请之日起20个工作日内完成。",
        "2019-05-20停止计算（征求第三方意见）。",
        "2019-05-27恢复计算。",
        "2019-06-01延长5个工作日（情况复杂）。",
        "自2019-05-15起算，当日不计，期限25个工作日。",
        "其间周末12天不计。",
        "2019-05-21至2019-05-24因征求第三方意见停止计算，不计入期限。",
        "2019-05-27因征求第三方意见停止计算，不计入期限。",
        "2019-06-07端午节放假（国办发明电〔2018〕15号），1天不计。",
        "应于2019-06-27 24:00前完成。",
    ]


def test_the_explanation_warns_of_what_is_not_certain():
    clock = begin("interpretation", when=at(2026, 12, 29))
    assert services.explain(clock)[-2:] == [
        "涉及的年份尚未发布放假通知，此日期为暂定；放假通知装入系统后重算。",
        "该时限尚未与正式文本核对，仅作提醒。",
    ]


def test_the_explanation_names_make_up_days_and_the_roll_to_the_next_working_day():
    make_up = services.explain(begin(when=at(2017, 9, 22), subject="request:2"))
    assert "2017-09-30调休上班（中秋节、国庆节）（国办发明电〔2016〕17号），计1天。" in make_up
    rolled = services.explain(begin("budget-publication", when=at(2017, 9, 11), subject="request:3"))
    assert (
        "期满日2017-10-01是中秋节、国庆节放假，顺延至其后第一个工作日（国办发明电〔2016〕17号）。" in rolled
    )


NOTICE_2027 = """
year: 2027
notices:
  - title: 关于2027年部分节假日安排的通知
    number: "示例〔2026〕1号"
    issued_on: "2026-11-05"
    days:
      - name: 元旦
        rest: ["2027-01-01/2027-01-03"]
"""


@pytest.fixture
def own_catalogue(settings, tmp_path):
    """A copy of the catalogue to which a notice can be added."""
    folder = tmp_path / "catalogue"
    (folder / "workdays").mkdir(parents=True)
    for path in [*settings.CATALOGUE.glob("workdays/*.yaml"), settings.CATALOGUE / "limits.yaml"]:
        target = folder / path.relative_to(settings.CATALOGUE)
        target.write_bytes(path.read_bytes())
    settings.CATALOGUE = folder
    return folder


def test_a_new_notice_moves_provisional_dates_and_says_so(own_catalogue):
    clock = begin("third-party-opinion", when=at(2026, 12, 21))
    settled = begin(when=at(2026, 6, 1), subject="request:2")
    assert (clock.due_on, clock.is_provisional) == (date(2027, 1, 11), True)
    assert services.preview() == []
    (own_catalogue / "workdays" / "2027.yaml").write_text(NOTICE_2027, encoding="utf-8")
    assert [str(change) for change in services.preview()] == ["答复申请：期满日由2027-01-11改为2027-01-12"]
    assert Clock.objects.get(pk=clock.pk).due_on == date(2027, 1, 11)
    clerk = make.person()
    (change,) = services.recompute(by=clerk, at=at(2026, 11, 6))
    clock.refresh_from_db()
    assert (change.due_after, clock.due_on, clock.is_provisional) == (
        date(2027, 1, 12),
        date(2027, 1, 12),
        False,
    )
    assert clock.due_changes.get().cause == "放假通知更新后重算"
    assert Clock.objects.get(pk=settled.pk).due_on == settled.due_on
    act = Act.objects.get(verb="recompute")
    assert (act.account, act.detail) == (clerk.account, {"changed": 1, "moved": 1})
    assert services.recompute(by=clerk, at=at(2026, 11, 7)) == []
    assert Act.objects.filter(verb="recompute").count() == 1


def test_a_date_that_becomes_certain_without_moving_is_told_as_such(own_catalogue):
    begin("licence-result", when=at(2027, 3, 1))
    (own_catalogue / "workdays" / "2027.yaml").write_text(NOTICE_2027, encoding="utf-8")
    assert [str(change) for change in services.preview()] == ["答复申请：期满日2027-03-10改为确定"]
    services.recompute(by=None, at=at(2027, 3, 2))
    (own_catalogue / "workdays" / "2027.yaml").unlink()
    assert [str(change) for change in services.preview()] == ["答复申请：期满日2027-03-10改为暂定"]


def test_the_last_moment_is_in_time():
    clock = begin()
    assert not clock.is_late(clock.due_at)
    assert clock.is_late(clock.due_at + timedelta(microseconds=1))
