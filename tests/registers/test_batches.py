"""A table comes in, is checked, decided by a second person, and becomes public whole or not at all."""

import io
import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.ledger.models import Leaf
from gongkai.orgs.models import Act, Role
from gongkai.orgs.services import NotAllowed
from gongkai.publication.models import Announcement
from gongkai.registers import services
from gongkai.registers.asking import Question
from gongkai.registers.models import Batch, Change, Entry, Register, Stage
from gongkai.registers.services.papers import path_of
from gongkai.registers.sheets.columns import Column
from gongkai.registers.snapshot.answering import answer, opened
from gongkai.registers.snapshot.building import connect
from tests import make
from tests.registers.conftest import FIRST, HEAD
from tests.registers.test_schema import SAMPLING

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def received(register, clerk, rows, *, head=HEAD, name="抽查.csv"):
    source = io.BytesIO("\n".join([head, *rows]).encode("gb18030"))
    return services.receive(
        register=register,
        organisation=make.organisation("market"),
        name=name,
        source=source,
        by=clerk,
        at=NOW,
    )


def settled(batch, clerk, *, is_whole=False):
    seen = services.look(batch)
    assert not seen.doubts
    layout = services.Layout(seen.columns, is_whole=is_whole)
    return services.check(batch=services.settle(batch=batch, layout=layout, by=clerk, at=NOW), at=NOW)


def released(register, clerk, signer, rows, *, is_whole=False, at=NOW):
    batch = settled(received(register, clerk, rows), clerk, is_whole=is_whole)
    services.submit(batch=batch, reason="例行公布", by=clerk, at=at)
    made = services.release(batch=batch, by=signer, at=at)
    register.refresh_from_db()
    return made


def shown(register):
    entries = Entry.objects.filter(register=register).shown().order_by("serial")
    return [(each.serial, each.values["product"]) for each in entries]


def test_a_table_is_looked_at_before_anything_is_read_into_it(register, clerk):
    batch = received(register, clerk, FIRST)
    assert batch.stage == Stage.RECEIVED
    seen = services.look(batch)
    assert [column.field for column in seen.columns] == [
        "number", "product", "inspector", "result", "fine", "street", "checked_on",
    ]  # fmt: skip
    assert seen.columns[4].unit == "元"
    assert len(seen.first) == 2


def test_checked_rows_wait_in_a_file_and_nothing_is_public(register, clerk):
    batch = settled(received(register, clerk, FIRST), clerk)
    assert batch.stage == Stage.CHECKED
    assert batch.counts == {"rows": 2, "recorded": 2}
    first, second = map(json.loads, path_of(batch.rows).read_text().splitlines())
    assert first == [
        "recorded", 2, "001",
        {"number": "001", "product": "演示饼干", "inspector": "张三", "result": "不合格", "fine": "2",
         "street": "330103003", "checked_on": "2017-06-01"},
    ]  # fmt: skip
    assert second[3]["checked_on"] == "2017-06-02"
    assert not Entry.objects.exists()


def test_faults_are_told_by_cell_and_stop_the_batch(register, clerk):
    rows = [
        FIRST[0],
        "002,演示牛奶,李四,优,x,330103003,2017-06-31",
        "001,演示饼干,张三,合格,,,2017-06-01",
        ",合计,,,,,",
    ]
    batch = settled(received(register, clerk, rows), clerk)
    assert (batch.counts["rows"], batch.counts["faulty"], batch.counts["skipped"]) == (3, 2, 1)
    told = [json.loads(line) for line in path_of(batch.faults).read_text().splitlines()]
    places = [(each["fault"]["number"], each["fault"]["index"]) for each in told if "fault" in each]
    assert places == [(3, 3), (3, 4), (3, 6), (4, 0)]
    assert told[-1]["skipped"]["reason"] == "合计行"
    with pytest.raises(services.Refused, match="2 行有错"):
        services.submit(batch=batch, reason="", by=clerk, at=NOW)


def test_a_second_person_makes_it_public_through_the_waist(register, clerk, signer):
    made = released(register, clerk, signer, FIRST)
    assert (made.number, made.added, made.changed, made.ended) == (1, 2, 0, 0)
    assert shown(register) == [(1, "演示饼干"), (2, "演示牛奶")]
    assert Entry.objects.first().shown_until == date(2067, 6, 1)
    act = Announcement.objects.get(address="/registers/product-checks/")
    assert (act.event, act.version, act.obligation_key) == ("published", 1, "product-quality-checks")
    assert register.announced == act.seq
    assert register.is_public
    assert "演示" not in str(vars(Leaf.objects.get(pk=act.seq))), "the ledger holds no text"


def test_only_what_changed_gets_a_new_version_and_identity_keeps_its_number(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    made = released(
        register,
        clerk,
        signer,
        [FIRST[0], FIRST[1].replace("合格", "不合格", 1), "003,演示糕点,,合格,,,2017-06-03"],
    )
    assert (made.added, made.changed) == (1, 1)
    versions = list(
        Entry.objects.order_by("serial", "version").values_list("serial", "version", "change", "is_newest")
    )
    assert versions == [
        (1, 1, "recorded", True),
        (2, 1, "recorded", False),
        (2, 2, "amended", True),
        (3, 1, "recorded", True),
    ]


def test_a_register_counts_what_is_shown_also_of_what_returns(register, clerk, signer):
    for rows, is_whole, total in [(FIRST, False, 2), (FIRST[1:], True, 1), (FIRST, False, 2)]:
        released(register, clerk, signer, rows, is_whole=is_whole)
        assert register.total == Entry.objects.filter(register=register).shown().count() == total


def test_a_whole_list_takes_down_what_it_no_longer_names(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    batch = settled(received(register, clerk, FIRST[:1]), clerk, is_whole=True)
    assert batch.counts["withdrawn"] == 1
    with pytest.raises(services.Refused, match="写明理由"):
        services.submit(batch=batch, reason=" ", by=clerk, at=NOW)
    services.submit(batch=batch, reason="已销号", by=clerk, at=NOW)
    services.release(batch=batch, by=signer, at=NOW)
    assert shown(register) == [(1, "演示饼干")]
    assert Entry.objects.filter(serial=2).latest("version").change == Change.WITHDRAWN


def test_what_was_taken_down_comes_back_under_its_number(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    released(register, clerk, signer, FIRST[:1], is_whole=True)
    batch = settled(received(register, clerk, FIRST), clerk)
    assert batch.counts == {"rows": 2, "same": 1, "restored": 1}
    with pytest.raises(services.Refused, match="写明理由"):
        services.submit(batch=batch, reason="", by=clerk, at=NOW)
    made = released(register, clerk, signer, FIRST)
    assert (made.added, made.changed, made.ended) == (1, 0, 0)
    assert shown(register) == [(1, "演示饼干"), (2, "演示牛奶")]
    newest = Entry.objects.newest().get(serial=2)
    assert (newest.change, newest.reason, newest.version) == (Change.RESTORED, "例行公布", 3)


def test_nothing_new_is_no_release(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    batch = settled(received(register, clerk, FIRST), clerk)
    assert batch.counts == {"rows": 2, "same": 2}
    with pytest.raises(services.Refused, match="完全相同"):
        services.submit(batch=batch, reason="", by=clerk, at=NOW)


def test_what_was_overtaken_is_compared_again(register, clerk, signer):
    slow = settled(received(register, clerk, ["009,演示酱油,,合格,,,2017-06-09"]), clerk)
    services.submit(batch=slow, reason="", by=clerk, at=NOW)
    released(register, clerk, signer, FIRST)
    with pytest.raises(services.Overtaken):
        services.release(batch=slow, by=signer, at=NOW)
    assert Register.objects.get().release == 1
    services.give_back(batch=slow, answer="请重新核对", by=signer, at=NOW)
    again = services.settle(batch=slow, layout=services.Layout(services.look(slow).columns), by=clerk, at=NOW)
    again = services.check(batch=again, at=NOW)
    services.submit(batch=again, reason="", by=clerk, at=NOW)
    assert services.release(batch=again, by=signer, at=NOW).number == 2


def test_nobody_decides_about_their_own_batch(register, signer):
    batch = settled(received(register, signer, FIRST), signer)
    services.submit(batch=batch, reason="", by=signer, at=NOW)
    with pytest.raises(NotAllowed):
        services.release(batch=batch, by=signer, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(decided_by=signer)


def test_whoever_began_a_batch_decides_nothing_of_it_either(register, clerk, signer):
    batch = settled(received(register, signer, FIRST), signer)
    services.submit(batch=batch, reason="", by=clerk, at=NOW)
    assert not Batch.objects.waiting_for(signer, at=NOW).exists()
    for act in (services.release, lambda **given: services.give_back(answer="x", **given)):
        with pytest.raises(NotAllowed):
            act(batch=batch, by=signer, at=NOW)
    other = make.person(role=Role.SIGNER.value, at=make.organisation("market"))
    assert Batch.objects.waiting_for(other, at=NOW).get() == batch
    assert services.release(batch=batch, by=other, at=NOW).number == 1


def test_strangers_see_and_do_nothing(register, clerk):
    batch = settled(received(register, clerk, FIRST), clerk)
    other = make.person(role=Role.SIGNER.value, at=make.organisation("finance"))
    assert not Batch.objects.visible_to(other, at=NOW).exists()
    assert not Batch.objects.visible_to(None, at=NOW).exists()
    assert Batch.objects.visible_to(clerk, at=NOW).get() == batch
    for act in (
        lambda: services.submit(batch=batch, reason="", by=other, at=NOW),
        lambda: services.drop(batch=batch, by=other, at=NOW),
        lambda: received(register, other, FIRST),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_register_is_filled_in_by_those_who_owe_it(register):
    clerk = make.person(role=Role.CLERK.value, at=make.organisation("finance"))
    with pytest.raises(services.Refused, match="不填报"):
        services.receive(
            register=register, organisation=make.organisation("finance"), name="a.csv",
            source=io.BytesIO(HEAD.encode()), by=clerk, at=NOW,
        )  # fmt: skip


MOVES = [
    (lambda batch, clerk, signer: services.release(batch=batch, by=signer, at=NOW), "待审核"),
    (lambda batch, clerk, signer: services.give_back(batch=batch, answer="x", by=signer, at=NOW), "待审核"),
]


@pytest.mark.parametrize(("move", "sentence"), MOVES)
def test_what_was_not_submitted_cannot_be_decided(register, clerk, signer, move, sentence):
    batch = settled(received(register, clerk, FIRST), clerk)
    with pytest.raises(services.IllegalMove, match=sentence):
        move(batch, clerk, signer)


def test_what_was_submitted_is_no_longer_the_clerks(register, clerk):
    batch = settled(received(register, clerk, FIRST), clerk)
    services.submit(batch=batch, reason="", by=clerk, at=NOW)
    with pytest.raises(services.IllegalMove):
        services.drop(batch=batch, by=clerk, at=NOW)
    with pytest.raises(services.IllegalMove):
        services.settle(batch=batch, layout=services.Layout(()), by=clerk, at=NOW)
    with pytest.raises(services.IllegalMove):
        services.submit(batch=batch, reason="", by=clerk, at=NOW)


def test_who_submitted_a_batch_takes_it_back_until_it_is_decided(register, clerk, signer):
    batch = settled(received(register, clerk, FIRST), clerk)
    with pytest.raises(services.IllegalMove, match="不能撤回"):
        services.recall(batch=batch, by=clerk, at=NOW)
    services.submit(batch=batch, reason="例行", by=clerk, at=NOW)
    back = services.recall(batch=batch, by=clerk, at=NOW)
    assert (back.stage, back.submitted_by, back.submitted_at, back.reason) == ("checked", None, None, "例行")
    assert Act.objects.get(verb="recall").thing == batch.uri
    with pytest.raises(services.IllegalMove):
        services.release(batch=batch, by=signer, at=NOW)
    services.submit(batch=batch, reason="", by=clerk, at=NOW)
    services.release(batch=batch, by=signer, at=NOW)
    with pytest.raises(services.IllegalMove, match="不能撤回"):
        services.recall(batch=batch, by=clerk, at=NOW)


def test_nobody_takes_back_what_others_submitted(register, clerk, signer):
    batch = settled(received(register, clerk, FIRST), clerk)
    services.submit(batch=batch, reason="", by=clerk, at=NOW)
    for other in (signer, make.person(role=Role.CLERK.value, at=make.organisation("market"))):
        with pytest.raises(NotAllowed):
            services.recall(batch=batch, by=other, at=NOW)


def test_a_return_says_why(register, clerk, signer):
    batch = settled(received(register, clerk, FIRST), clerk)
    services.submit(batch=batch, reason="", by=clerk, at=NOW)
    with pytest.raises(services.Refused, match="理由"):
        services.give_back(batch=batch, answer=" ", by=signer, at=NOW)
    back = services.give_back(batch=batch, answer="金额单位有误", by=signer, at=NOW)
    assert (back.stage, back.answer) == (Stage.RETURNED, "金额单位有误")
    assert services.submit(batch=batch, reason="单位已核对", by=clerk, at=NOW).answer == ""
    services.give_back(batch=batch, answer="金额单位有误", by=signer, at=NOW)
    assert services.drop(batch=batch, by=clerk, at=NOW).stage == Stage.DROPPED


def test_what_a_department_chose_is_proposed_for_its_next_file(register, clerk):
    batch = received(register, clerk, FIRST, head=HEAD.replace("产品名称", "东西"))
    seen = services.look(batch)
    chosen = tuple(
        Column(c.index, c.heading, "product", how="chosen") if c.index == 1 else c for c in seen.columns
    )
    services.settle(batch=batch, layout=services.Layout(chosen), by=clerk, at=NOW)
    again = services.look(received(register, clerk, FIRST, head=HEAD.replace("产品名称", "东西")))
    assert (again.columns[1].field, again.columns[1].how) == ("product", "remembered")


def test_what_is_no_table_opens_no_batch(register, clerk):
    with pytest.raises(services.Refused, match="没有找到表头"):
        received(register, clerk, ["只有一句话"], head="标题")
    with pytest.raises(services.Refused, match="格式的表格"):
        received(register, clerk, FIRST, name="抽查.pdf")
    assert not Batch.objects.exists()


def test_a_release_that_fails_in_the_middle_leaves_nothing(register, clerk, signer, monkeypatch):
    batch = settled(received(register, clerk, FIRST), clerk)
    services.submit(batch=batch, reason="", by=clerk, at=NOW)
    monkeypatch.setattr("gongkai.registers.services.releasing._announce", lambda *said: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.release(batch=batch, by=signer, at=NOW)
    assert not Entry.objects.exists()
    assert Batch.objects.get().stage == Stage.SUBMITTED
    assert Register.objects.get().release == 0


def test_the_snapshot_follows_each_release_and_shows_what_may_be_seen(
    register, clerk, signer, settings, tmp_path
):
    settings.HOME = tmp_path
    assert services.rebuild_waiting(at=NOW) == 0
    released(register, clerk, signer, FIRST)
    assert services.rebuild_waiting(at=NOW) == 1
    assert services.rebuild_waiting(at=NOW) == 0, "what is there is not made again"
    first = services.newest(register)
    with connect(first) as connection:
        found = answer(opened(register.definition.said, connection), Question())
    assert [each.values["inspector"] for each in found.entries] == ["李×", "张三"], (
        "masked where it is declared"
    )
    released(register, clerk, signer, FIRST[:1], is_whole=True)
    services.rebuild_waiting(at=NOW)
    assert not first.exists()
    with connect(services.newest(register)) as connection:
        assert answer(opened(register.definition.said, connection), Question()).total == 1


def test_a_link_leads_to_an_entry_as_soon_as_that_is_public(register, clerk, signer):
    linked = SAMPLING.replace("register: product-checks", "register: follow-ups").replace(
        "maker: {label: 生产企业, type: text}", "maker: {label: 抽查, type: link, register: product-checks}"
    )
    said = services.read(linked, name="b.yaml").said
    values = {"number": "9", "maker": "002"}
    assert services.addresses(said=said, values=values) == {}
    released(register, clerk, signer, FIRST)
    assert services.addresses(said=said, values=values) == {"maker": "/registers/product-checks/entries/2/"}
    assert services.addresses(said=said, values={"number": "9", "maker": "007"}) == {}
    released(register, clerk, signer, FIRST[:1], is_whole=True)
    assert services.addresses(said=said, values=values) == {}, "it was withdrawn"
    assert services.addresses(said=register.definition.said, values={"maker": "002"}) == {}


def test_a_slow_worker_takes_no_newer_snapshot_away(register, clerk, signer, settings, tmp_path):
    settings.HOME = tmp_path
    released(register, clerk, signer, FIRST)
    folder = tmp_path / "snapshots" / register.key
    folder.mkdir(parents=True)
    newer, left = folder / "2-1.duckdb", folder / "tmpleft"
    newer.touch()
    left.mkdir()
    services.rebuild_waiting(at=NOW)
    assert newer.exists() and left.exists(), "somebody may be at it just now"
    assert services.newest(register) == newer
    (folder / "1-1.duckdb").unlink()
    services.rebuild_waiting(at=NOW + timedelta(days=1))
    assert not left.exists(), "what a killed worker left holds all rows"


def test_a_snapshot_that_cannot_be_made_stops_no_other(register, clerk, signer, settings, tmp_path, caplog):
    settings.HOME = tmp_path
    released(register, clerk, signer, FIRST)
    (tmp_path / "snapshots").write_text("no folder")
    assert services.rebuild_waiting(at=NOW) == 0
    assert "was not made" in caplog.text


def test_entries_are_looked_up_by_their_keys_not_by_walking_the_register(register):
    plan = Entry.objects.named(register, [str(number) for number in range(500)]).explain()
    assert "registers_entry_version_once" not in plan and "autoindex" not in plan, plan
