"""Tables are fetched when they are due; what is new waits for a second person, what is not is only noted."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localtime

from gongkai.orgs.models import Act, Role
from gongkai.orgs.services import NotAllowed
from gongkai.registers import services
from gongkai.registers.models import Batch, Entry, Fetch, Pull, Source, Stage
from gongkai.registers.pulling.rhythm import DAILY, MONTHLY, WEEKLY, Rhythm, again_after, next_after
from gongkai.registers.services import fetching
from gongkai.registers.services.papers import FOLDER
from tests import make
from tests.registers.conftest import order, serve
from tests.registers.test_batches import FIRST, HEAD, NOW, released, shown
from tests.webhost import giving

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def pulled(pull, at=None):
    """Let the worker fetch and check, as it does one after the other."""
    pull.refresh_from_db()
    at = at or pull.next_at
    assert services.pull_waiting(at=at) == 1
    services.check_waiting(is_small=True, at=at)
    services.pull_waiting(at=at)
    pull.refresh_from_db()
    return pull.fetches.first()


def test_nothing_is_fetched_before_it_is_due(pull, host):
    assert localtime(pull.next_at).hour == 3 and NOW < pull.next_at <= timezone.now() + DAY
    assert services.pull_waiting(at=pull.next_at - HOUR) == 0
    assert not host.asked


def test_what_is_new_is_checked_and_waits_for_a_second_person(pull, clerk, signer):
    came = pulled(pull)
    batch = came.batch
    assert (came.outcome, came.size > 0, came.words) == ("changed", True, "")
    assert (batch.source, batch.stage, batch.by) == (Source.PULL, Stage.SUBMITTED, clerk)
    assert batch.file_name == "抽查.csv" and batch.counts == {"rows": 2, "recorded": 2}
    assert not Entry.objects.exists()
    with pytest.raises(NotAllowed):
        services.release(batch=batch, by=clerk, at=NOW)
    services.release(batch=batch, by=signer, at=NOW)
    assert [name for _, name in shown(pull.register)] == ["演示饼干", "演示牛奶"]
    assert pull.next_at == came.at + DAY


def test_whoever_said_what_is_fetched_decides_nothing_of_it(pull, signer):
    batch = pulled(pull).batch
    assert Batch.objects.waiting_for(signer, at=NOW).exists()
    Fetch.objects.update(kept_by=signer)
    assert not Batch.objects.waiting_for(signer, at=NOW).exists()
    with pytest.raises(NotAllowed):
        services.release(batch=batch, by=signer, at=NOW)


def test_whoever_had_it_fetched_then_decides_nothing_of_it_later_either(
    pull, signer, keeper, register, host, clerk
):
    Pull.objects.update(kept_by=signer)
    batch = pulled(pull).batch
    services.keep_pull(register=register, order=order(host, clerk), pull=pull, by=keeper, at=NOW)
    assert not Batch.objects.waiting_for(signer, at=NOW).exists()
    with pytest.raises(NotAllowed):
        services.release(batch=batch, by=signer, at=NOW)


def test_what_another_organisation_handed_in_is_not_given_up(pull, host, clerk, keeper, register):
    services.keep_pull(
        register=register, order=order(host, clerk, is_whole=True), pull=pull, by=keeper, at=NOW
    )
    earlier = pulled(pull).batch
    heir = make.organisation("heir")
    register.obligation.publishers.add(heir)
    other = make.person(role=Role.CLERK.value, at=heir)
    said = replace(order(host, other, is_whole=True), organisation=heir)
    services.keep_pull(register=register, order=said, pull=pull, by=keeper, at=NOW)
    serve(host, [FIRST[0]])
    assert pulled(pull).batch.organisation == heir
    earlier.refresh_from_db()
    assert earlier.stage == Stage.SUBMITTED


def test_a_name_in_an_address_is_no_more_than_a_name(pull, host):
    host.pages["/%E6%8A%BD%0A%00%E6%9F%A5.csv"] = host.pages["/%E6%8A%BD%E6%9F%A5.csv"]
    Pull.objects.update(url=f"{host.origin}/%E6%8A%BD%0A%00%E6%9F%A5.csv")
    assert pulled(pull).batch.file_name == "抽查.csv"


def test_what_has_not_changed_makes_no_batch(pull, host):
    serve(host, FIRST, ETag='"1"')
    pulled(pull)
    assert pulled(pull).outcome == "same"
    assert host.asked[1][1]["If-None-Match"] == '"1"'
    host.pages["/%E6%8A%BD%E6%9F%A5.csv"] = giving(b"", 304)
    assert pulled(pull).outcome == "same"
    assert Batch.objects.count() == 1


def test_what_has_changed_is_compared_with_what_is_public(pull, host, clerk, signer):
    services.release(batch=pulled(pull).batch, by=signer, at=NOW)
    serve(host, [FIRST[0], FIRST[1].replace("李四,合格", "李四,不合格")])
    batch = pulled(pull).batch
    assert (batch.stage, batch.counts) == (Stage.SUBMITTED, {"rows": 2, "same": 1, "amended": 1})


def test_another_file_that_says_the_same_is_given_up_by_itself(pull, host, clerk, signer, register):
    released(register, clerk, signer, FIRST)
    batch = pulled(pull).batch
    assert (batch.stage, batch.answer) == (Stage.DROPPED, fetching.SAME)
    assert Act.objects.filter(verb="drop", thing=batch.uri, account="system").exists()


def test_a_table_of_which_no_row_was_taken_is_not_given_up_as_the_same(pull, host):
    serve(host, ["合计,,,,,,"])
    batch = pulled(pull).batch
    assert (batch.stage, batch.counts) == (Stage.CHECKED, {"skipped": 1})


def test_a_whole_table_takes_nothing_down_without_a_reason(pull, host, clerk, signer, keeper, register):
    released(register, clerk, signer, FIRST)
    services.keep_pull(
        register=register, pull=pull, order=order(host, clerk, is_whole=True), by=keeper, at=NOW
    )
    serve(host, FIRST[:1])
    batch = pulled(pull).batch
    assert (batch.stage, batch.counts) == (Stage.CHECKED, {"rows": 1, "same": 1, "withdrawn": 1})
    with pytest.raises(services.Refused, match="理由"):
        services.submit(batch=batch, reason="", by=clerk, at=NOW)
    serve(host, FIRST[1:])
    newer = pulled(pull).batch
    batch.refresh_from_db()
    assert (batch.stage, batch.answer, newer.stage) == (Stage.DROPPED, fetching.NEWER, Stage.CHECKED)


def test_a_newer_table_ends_nothing_that_somebody_has_agreed_to(pull, host, clerk, signer):
    Pull.objects.update(is_whole=True)
    batch = pulled(pull).batch
    agreed = {"stage": Stage.APPROVED.value, "decided_by": signer, "decided_at": NOW}
    Batch.objects.filter(pk=batch.pk).update(**agreed)
    serve(host, FIRST[1:])
    assert pulled(pull).batch != batch
    batch.refresh_from_db()
    assert batch.stage == Stage.APPROVED


def test_faulty_rows_wait_for_the_clerk(pull, host, clerk):
    serve(host, [FIRST[0].replace("2017-06-01", "2017-06-31")])
    batch = pulled(pull).batch
    assert (batch.stage, batch.counts["faulty"]) == (Stage.CHECKED, 1)
    services.drop(batch=batch, by=clerk, at=NOW)


def test_columns_that_are_not_plain_are_asked_of_the_clerk_once(pull, host, clerk):
    head = HEAD.replace("抽查编号", "单号")
    serve(host, FIRST, head)
    came = pulled(pull)
    assert came.batch.stage == Stage.RECEIVED and "各列的含义" in came.words
    columns = [each if each.field else _number(each) for each in services.look(came.batch).columns]
    services.settle(batch=came.batch, layout=services.Layout(tuple(columns)), by=clerk, at=NOW)
    serve(host, [*FIRST, "003,演示糕点,王五,合格,,330103003,2017-06-03"], head)
    assert pulled(pull).batch.stage == Stage.SUBMITTED


def _number(column):
    return type(column)(column.index, column.heading, "number", how="chosen")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (giving(b"<!doctype html>"), "网页"),
        (giving(b"hello\n"), "没有找到表头"),
        (giving(b"PK\x03\x04rest"), "文件已损坏"),
        (giving(b""), "空"),
        (giving(b"no", 503), "暂时出错（503）"),
        (giving(b"", 304), "还没有取过"),
    ],
)
def test_what_is_no_table_is_told_and_tried_again(pull, host, answer, why):
    host.pages["/%E6%8A%BD%E6%9F%A5.csv"] = answer
    came = pulled(pull)
    assert (came.outcome, came.batch) == ("failed", None) and why in came.words
    assert pull.failures == 1 and pull.next_at == came.at + timedelta(minutes=15)
    assert not Batch.objects.exists()


def test_failures_are_tried_again_ever_later_and_forgotten_after_success(pull, host, settings):
    admitted, settings.PULL_FROM = settings.PULL_FROM, {}
    first = pull.next_at
    waits = []
    for _ in range(4):
        came = pulled(pull)
        waits.append(pull.next_at - came.at)
    assert "不在允许抓取的主机之列" in came.words
    assert waits == [timedelta(minutes=15 * 2**n) for n in range(4)]
    assert (pull.failures, pull.failing_since) == (4, first)
    settings.PULL_FROM = admitted
    assert pulled(pull).outcome == "changed"
    assert (pull.failures, pull.failing_since) == (0, None)


def test_whoever_has_left_lends_their_name_no_more(pull, clerk):
    clerk.posts.all().delete()
    assert "已不是" in pulled(pull).words
    assert not Batch.objects.exists()


def test_two_workers_fetch_once(pull, host):
    at = pull.next_at
    first = Pull.objects.get()
    second = Pull.objects.get()
    assert fetching._claim(first, at) and not fetching._claim(second, at)
    assert services.pull_waiting(at=at) == 0
    fetching.fetch(pull=first, at=at)
    assert len(host.asked) == Fetch.objects.count() == Batch.objects.count() == 1
    assert services.pull_waiting(at=at) == 0


def test_a_worker_that_dies_between_fetch_and_batch_has_done_nothing(pull, host, monkeypatch, settings):
    at = pull.next_at

    def killed(*said):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(fetching, "_taken", killed)
        with pytest.raises(SystemExit):
            services.pull_waiting(at=at)
    assert not Batch.objects.exists() and not Fetch.objects.exists()
    assert services.pull_waiting(at=at + timedelta(minutes=1)) == 0
    later = at + timedelta(seconds=settings.PULL_SECONDS) + fetching.SPARE + timedelta(seconds=1)
    assert services.pull_waiting(at=later) == 1
    assert Batch.objects.count() == Fetch.objects.count() == 1


def test_a_worker_taken_for_dead_writes_nothing(pull, host):
    at = pull.next_at
    late = Pull.objects.get()
    assert fetching._claim(late, at)
    assert services.pull_waiting(at=at + HOUR) == 1
    fetching.fetch(pull=late, at=at)
    assert Batch.objects.count() == Fetch.objects.count() == 1


def test_what_was_changed_or_stopped_meanwhile_writes_nothing(pull, host, clerk, keeper, register):
    mine = Pull.objects.get()
    assert fetching._claim(mine, pull.next_at)
    services.stop_pull(pull=pull, by=keeper, at=NOW)
    fetching.fetch(pull=mine, at=pull.next_at or NOW)
    assert not Fetch.objects.exists() and not Batch.objects.exists()


def test_a_file_that_was_refused_goes_with_the_sweep(pull, host, settings):
    host.pages["/%E6%8A%BD%E6%9F%A5.csv"] = giving(b"<html>")
    pulled(pull)
    services.forget(at=NOW + DAY)
    assert not list((settings.FILES / FOLDER).iterdir())


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://other.example.cn/a.csv", "不在允许抓取的主机之列"),
        ("ftp://127.0.0.1/a.csv", "只能是 https"),
        ("http://u:p@127.0.0.1/a.csv", "账号和密码"),
    ],
)
def test_an_address_that_may_not_be_called_is_refused_at_its_field(register, clerk, host, keeper, url, why):
    with pytest.raises(services.Faulty) as told:
        services.keep_pull(register=register, order=order(host, clerk, url=url), by=keeper, at=NOW)
    assert why in told.value.found["url"]


def test_the_same_twice_and_strangers_to_the_register_are_refused(pull, register, clerk, host, keeper):
    with pytest.raises(services.Faulty, match="已经从这个地址抓取"):
        services.keep_pull(register=register, order=order(host, clerk), by=keeper, at=NOW)
    other = make.organisation("audit")
    strange = services.Order(other, make.person("clerk", other), f"{host.origin}/b.csv", Rhythm(DAILY, 3))
    with pytest.raises(services.Faulty, match="不填报"):
        services.keep_pull(register=register, order=strange, by=keeper, at=NOW)
    with pytest.raises(services.Faulty, match="不是"):
        services.keep_pull(
            register=register, order=order(host, keeper, url=f"{host.origin}/b"), by=keeper, at=NOW
        )


def test_only_the_office_and_administrators_say_what_is_fetched(pull, register, clerk, signer, host):
    for person in (clerk, signer):
        with pytest.raises(NotAllowed):
            services.keep_pull(register=register, order=order(host, clerk), by=person, at=NOW)
        with pytest.raises(NotAllowed):
            services.stop_pull(pull=pull, by=person, at=NOW)
    admin = make.person(role=Role.ADMIN.value, at=make.office())
    services.stop_pull(pull=pull, by=admin, at=NOW)


def test_a_pull_is_stopped_and_resumed_and_asked_for_at_once(pull, clerk, keeper):
    services.stop_pull(pull=pull, by=keeper, at=NOW)
    assert services.pull_waiting(at=NOW + 9 * DAY) == 0
    for act in (services.stop_pull, services.pull_now):
        with pytest.raises(services.IllegalMove):
            act(pull=pull, by=keeper, at=NOW)
    services.resume_pull(pull=pull, by=keeper, at=NOW)
    with pytest.raises(services.IllegalMove):
        services.resume_pull(pull=pull, by=keeper, at=NOW)
    services.pull_now(pull=pull, by=clerk, at=NOW)
    assert pulled(pull, NOW).outcome == "changed"
    with pytest.raises(NotAllowed):
        services.pull_now(pull=pull, by=make.person("clerk", make.organisation("audit")), at=NOW)


def test_what_is_said_anew_is_fetched_anew_and_stays_stopped(pull, clerk, keeper, host, register):
    pulled(pull)
    services.stop_pull(pull=pull, by=keeper, at=NOW)
    kept = services.keep_pull(
        register=register, pull=pull, order=order(host, clerk, rhythm=Rhythm(WEEKLY, 5, 2)), by=keeper, at=NOW
    )
    assert (kept.next_at, kept.digest, str(kept.rhythm)) == (None, "", "周二 5 时")


def test_the_log_tells_who_and_which_host_and_no_key(pull, clerk, host, keeper, register):
    secret = order(host, clerk, url=f"{host.origin}/b.csv?key=secret")
    services.keep_pull(register=register, pull=pull, order=secret, by=keeper, at=NOW)
    acts = Act.objects.filter(thing=pull.uri)
    assert {each.verb for each in acts} == {"keep-pull"}
    assert all(each.detail["host"] == host.origin and "secret" not in str(each.detail) for each in acts)


def test_who_sees_which(pull, clerk, signer, keeper):
    stranger = make.person("clerk", make.organisation("audit"))
    assert not Pull.objects.visible_to(None, at=NOW) and not Pull.objects.visible_to(stranger, at=NOW)
    for person in (clerk, signer, keeper):
        assert list(Pull.objects.visible_to(person, at=NOW)) == [pull]


SATURDAY = datetime(2017, 7, 1, 9, 30)


@pytest.mark.parametrize(
    ("rhythm", "at", "first"),
    [
        (Rhythm(DAILY, 10), SATURDAY, datetime(2017, 7, 1, 10)),
        (Rhythm(DAILY, 9), SATURDAY, datetime(2017, 7, 2, 9)),
        (Rhythm(DAILY, 10), datetime(2017, 7, 1, 10), datetime(2017, 7, 2, 10)),
        (Rhythm(WEEKLY, 3, weekday=6), SATURDAY, datetime(2017, 7, 8, 3)),
        (Rhythm(WEEKLY, 3, weekday=1), SATURDAY, datetime(2017, 7, 3, 3)),
        (Rhythm(MONTHLY, 3, day=28), SATURDAY, datetime(2017, 7, 28, 3)),
        (Rhythm(MONTHLY, 3, day=1), datetime(2017, 12, 5), datetime(2018, 1, 1, 3)),
    ],
)
def test_the_next_moment_of_a_rhythm(rhythm, at, first):
    assert next_after(rhythm, at) == first


def test_a_failure_waits_longer_each_time_up_to_a_day_and_never_past_the_next_moment():
    weekly, daily = Rhythm(WEEKLY, 3), Rhythm(DAILY, 10)
    waits = [again_after(weekly, SATURDAY, failures) - SATURDAY for failures in (1, 2, 6, 7, 8, 99)]
    assert waits == [HOUR / 4, HOUR / 2, 8 * HOUR, 16 * HOUR, DAY, DAY]
    assert again_after(daily, SATURDAY, 9) == datetime(2017, 7, 1, 10)
    assert [str(Rhythm(MONTHLY, 3, day=8)), str(daily)] == ["每月 8 日 3 时", "每天 10 时"]
