"""Checks run in workers: each batch by one of them, whatever dies or changes in between."""

import json
from datetime import timedelta

import pytest

from gongkai.orgs.models import Role
from gongkai.orgs.services import NotAllowed
from gongkai.registers import services
from gongkai.registers.models import Batch, Entry, Source, Stage
from gongkai.registers.services import checking, comparing, papers
from gongkai.ui import sharing
from tests import make
from tests.registers.test_batches import FIRST, NOW, received, released, settled, shown

pytestmark = pytest.mark.django_db


def queued(register, clerk, rows=FIRST, **options):
    batch = received(register, clerk, rows)
    layout = services.Layout(services.look(batch).columns, **options)
    return services.settle(batch=batch, layout=layout, by=clerk, at=NOW)


def worked(at=NOW):
    return services.check_waiting(is_small=True, at=at)


def test_a_worker_checks_what_waits_and_nothing_twice(register, clerk):
    batch = queued(register, clerk)
    assert services.check_waiting(is_small=False, at=NOW) == 0, "another loop does the large ones"
    assert (worked(), worked()) == (1, 0)
    batch.refresh_from_db()
    assert (batch.stage, batch.claimed_until) == (Stage.CHECKED, None)
    assert batch.counts == {"rows": 2, "recorded": 2}


def test_a_batch_that_a_worker_holds_is_left_to_it_until_it_is_taken_for_dead(register, clerk):
    batch = queued(register, clerk)
    assert checking._claim(Batch.objects.get(pk=batch.pk), NOW)
    assert worked(NOW + checking.LEASE / 2) == 0
    assert worked(NOW + checking.LEASE + timedelta(seconds=1)) == 1
    batch.refresh_from_db()
    assert batch.stage == Stage.CHECKED


def test_of_two_workers_that_read_the_same_only_one_claims(register, clerk):
    batch = queued(register, clerk)
    one, other = (Batch.objects.get(pk=batch.pk) for _ in range(2))
    assert checking._claim(one, NOW)
    assert not checking._claim(other, NOW)


def test_what_kills_its_worker_three_times_goes_back_to_its_clerk(register, clerk):
    batch, at = queued(register, clerk), NOW
    for _ in range(checking.MOST_TRIES):
        assert checking._claim(Batch.objects.get(pk=batch.pk), at)
        at += checking.LEASE + timedelta(seconds=1)
    assert worked(at) == 0
    batch.refresh_from_db()
    assert batch.stage == Stage.RECEIVED
    assert "没有完成" in batch.counts["refused"]


def test_a_worker_taken_for_dead_changes_nothing_when_it_comes_back(register, clerk):
    batch = queued(register, clerk)
    slow = Batch.objects.get(pk=batch.pk)
    assert checking._claim(slow, NOW)
    layout = services.Layout(services.look(batch).columns, is_whole=True)
    services.settle(batch=batch, layout=layout, by=clerk, at=NOW)  # meanwhile
    assert services.check(batch=slow, at=NOW).stage == Stage.CHECKING
    assert slow.counts == {}


def test_what_is_required_must_have_a_column_and_only_one(register, clerk):
    batch = received(register, clerk, FIRST)
    first, *others = services.look(batch).columns
    with pytest.raises(services.Refused, match="必填的列：抽查编号"):
        services.settle(batch=batch, layout=services.Layout(tuple(others)), by=clerk, at=NOW)
    with pytest.raises(services.Refused, match="2列都对应“抽查编号”"):
        services.settle(batch=batch, layout=services.Layout((first, first, *others)), by=clerk, at=NOW)


def test_every_sign_of_life_lengthens_the_claim_and_tells_how_far_it_is(register, clerk, monkeypatch):
    batch, told = queued(register, clerk), []
    monkeypatch.setattr(comparing, "PIECE", 1)
    claim = checking._Mine.tell

    def tell(mine, counts):
        claim(mine, counts)
        told.append(Batch.objects.values_list("counts", "claimed_until").get(pk=batch.pk))

    monkeypatch.setattr(checking._Mine, "tell", tell)
    assert worked() == 1
    assert [counts["rows"] for counts, _ in told] == [1, 2]
    assert told[0][0]["of"] in {2, 3}, "of a text it is an estimate"
    assert NOW + checking.LEASE < told[0][1] <= told[1][1]


LONG = [
    *(
        f"{number:03},演示饼干{number},张三,合格,{number}万元,330103003,2017-06-0{1 + number % 9}"
        for number in range(20)
    ),
    ",合计,,,,,",
    "007,演示牛奶,李四,优,x,330103003,2017-06-31",
    "二、其他,,,,,,",
    "021,演示牛奶,李四,合格,,,2017-06-02",
    "003,演示牛奶,李四,合格,,,2017-06-02",
    "022,电话13800138000,李四,合格,,,2017-06-02",
]


def test_several_processes_find_in_a_table_what_one_finds(register, clerk, monkeypatch):
    alone = settled(received(register, clerk, LONG), clerk)
    monkeypatch.setattr(comparing, "PIECE", 2)
    monkeypatch.setattr(sharing, "_processors", lambda: 2)
    together = settled(received(register, clerk, LONG), clerk)
    assert alone.counts == {"rows": 24, "recorded": 21, "skipped": 2, "faulty": 3, "faults": 5}
    assert (together.counts, together.rows, together.faults) == (alone.counts, alone.rows, alone.faults)


def test_a_file_that_is_gone_is_told_to_the_clerk(register, clerk):
    batch = queued(register, clerk)
    papers.path_of(batch.file_digest).unlink()
    assert worked() == 1
    batch.refresh_from_db()
    assert batch.stage == Stage.RECEIVED
    assert "重新上传" in batch.counts["refused"]


def test_entries_of_another_organisation_are_not_changed_by_a_table(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    other = make.organisation("drugs")
    Entry.objects.filter(serial=1).update(organisation=other)
    rows = [FIRST[0].replace("饼干", "糖果"), FIRST[1].replace("牛奶", "豆浆")]
    batch = settled(received(register, clerk, rows), clerk)
    assert (batch.counts["faulty"], batch.counts["amended"]) == (1, 1)
    [told] = map(json.loads, papers.path_of(batch.faults).read_text().splitlines())
    assert told["fault"]["reason"] == "识别值相同的条目已由drugs公开，本单位不能变更"


def test_what_others_overtook_is_checked_again_and_stays_submitted(register, clerk, signer):
    first = services.submit(
        batch=settled(received(register, clerk, FIRST), clerk), reason="", by=clerk, at=NOW
    )
    released(register, clerk, signer, [FIRST[0]])
    with pytest.raises(services.Overtaken):
        services.release(batch=first, by=signer, at=NOW)
    again = services.recheck(batch=first, by=signer, at=NOW)
    assert again.stage == Stage.CHECKING
    assert worked() == 1
    again.refresh_from_db()
    assert (again.stage, again.submitted_by) == (Stage.SUBMITTED, clerk)
    assert again.counts == {"rows": 2, "same": 1, "recorded": 1}
    services.release(batch=again, by=signer, at=NOW)
    assert len(shown(register)) == 2


def test_what_has_nothing_left_to_change_after_that_goes_back_to_its_clerk(register, clerk, signer):
    first = services.submit(
        batch=settled(received(register, clerk, FIRST), clerk), reason="", by=clerk, at=NOW
    )
    released(register, clerk, signer, FIRST)
    services.recheck(batch=first, by=clerk, at=NOW)
    worked()
    first.refresh_from_db()
    assert first.stage == Stage.CHECKED
    assert "完全相同" in services.unfit(first)


def test_what_is_public_or_waits_for_its_columns_is_not_checked_again(register, clerk, signer):
    made = released(register, clerk, signer, FIRST)
    for batch in (made.batch, received(register, clerk, FIRST, name="又.csv")):
        with pytest.raises(services.IllegalMove):
            services.recheck(batch=batch, by=clerk, at=NOW)


def test_only_those_who_fill_the_register_may_have_it_checked_again(register, clerk):
    batch = settled(received(register, clerk, FIRST), clerk)
    stranger = make.person(role=Role.CLERK.value, at=make.organisation("drugs"))
    with pytest.raises(NotAllowed):
        services.recheck(batch=batch, by=stranger, at=NOW)


def test_the_same_file_sent_by_two_presses_is_one_batch(register, clerk):
    assert received(register, clerk, FIRST) == received(register, clerk, FIRST)
    assert received(register, clerk, FIRST, name="又.csv") != received(register, clerk, FIRST)


def test_a_release_is_undone_as_a_new_version_that_a_second_person_decides(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    rows = [FIRST[1].replace("牛奶", "豆浆"), "003,演示糕点,,合格,,,2017-06-03"]
    second = released(register, clerk, signer, rows, is_whole=True)
    assert shown(register) == [(2, "演示豆浆"), (3, "演示糕点")]
    batch = services.undo(release=second, reason="报错了表", by=clerk, at=NOW)
    assert batch.source == Source.UNDO
    assert worked() == 0, "how many entries there are is not known: it is one of the large ones"
    assert services.check_waiting(is_small=False, at=NOW) == 1
    batch.refresh_from_db()
    assert batch.counts == {"rows": 3, "amended": 1, "restored": 1, "withdrawn": 1}
    services.submit(batch=batch, reason="报错了表", by=clerk, at=NOW)
    with pytest.raises(NotAllowed):
        services.release(batch=batch, by=clerk, at=NOW)
    services.release(batch=batch, by=signer, at=NOW)
    assert shown(register) == [(1, "演示饼干"), (2, "演示牛奶")]
    assert Entry.objects.count() == 2 + 3 + 3, "nothing is deleted"


def test_what_was_changed_since_is_left_alone_by_an_undo(register, clerk, signer):
    first = released(register, clerk, signer, FIRST)
    released(register, clerk, signer, [FIRST[0].replace("饼干", "糖果")])
    batch = services.undo(release=first, reason="报错了表", by=clerk, at=NOW)
    services.check_waiting(is_small=False, at=NOW)
    batch.refresh_from_db()
    assert batch.counts == {"rows": 2, "later": 1, "withdrawn": 1}


def test_an_undo_needs_a_reason_and_is_begun_once(register, clerk, signer):
    made = released(register, clerk, signer, FIRST)
    with pytest.raises(services.Refused):
        services.undo(release=made, reason=" ", by=clerk, at=NOW)
    services.undo(release=made, reason="报错了表", by=clerk, at=NOW)
    with pytest.raises(services.IllegalMove):
        services.undo(release=made, reason="报错了表", by=signer, at=NOW)
