"""Rows come from another system: checked as a table, all or nothing, decided by a second person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.orgs.models import Act, Role
from gongkai.orgs.services import NotAllowed
from gongkai.registers import services
from gongkai.registers.models import Batch, Entry, Filling, Sending, Source, Stage
from tests import make
from tests.registers.test_batches import FIRST, received, released, settled

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ROW = {"number": "001", "product": "演示饼干", "result": "不合格", "fine": "2", "checked_on": "2017-06-01"}
OTHER = {"number": "002", "product": "演示牛奶", "result": "合格", "checked_on": "2017年6月2日"}


@pytest.fixture
def token(register, clerk):
    keeper = make.person(role=Role.OPENNESS.value, at=make.office())
    made, _ = services.make_token(
        organisation=make.organisation("market"), person=clerk, purpose="业务系统",
        expires_on=timezone.localdate(NOW) + timedelta(days=9), by=keeper, at=NOW,
    )  # fmt: skip
    return made


def sent(register, token, rows, *, key="a", **more):
    what = services.Sent(rows, key=key, **more)
    return services.send(register=register, sent=what, token=token, at=NOW)


def test_rows_wait_for_a_second_person_as_any_others(register, token, clerk, signer):
    batch = sent(register, token, [ROW, OTHER], reason="六月抽查")
    assert (batch.stage, batch.source, batch.by) == (Stage.SUBMITTED, Source.API, clerk)
    assert batch.counts == {"rows": 2, "recorded": 2}
    assert not Entry.objects.exists()
    with pytest.raises(NotAllowed):
        services.release(batch=batch, by=clerk, at=NOW)
    services.release(batch=batch, by=signer, at=NOW)
    values = Entry.objects.get(serial=1).values
    assert values == ROW
    assert Entry.objects.get(serial=2).values["checked_on"] == "2017-06-02"


def test_whoever_made_the_token_decides_nothing_of_what_came_with_it(register, token, signer):
    batch = sent(register, token, [ROW])
    assert Batch.objects.waiting_for(signer, at=NOW).exists()
    token.made_by = signer
    token.save()
    assert not Batch.objects.waiting_for(signer, at=NOW).exists()
    with pytest.raises(NotAllowed):
        services.release(batch=batch, by=signer, at=NOW)


def test_numbers_truths_and_awkward_texts_arrive_as_they_were_sent(register, token):
    odd = '引号"、逗号,、分号;\n换行'
    batch = sent(register, token, [{**ROW, "fine": 0.1, "maker": odd, "paid": None}, {**OTHER, "fine": 3}])
    assert batch.counts["recorded"] == 2
    services.release(
        batch=batch, by=make.person(role=Role.SIGNER.value, at=make.organisation("market")), at=NOW
    )
    values = Entry.objects.get(serial=1).values
    assert values["fine"] == "0.1"
    assert values["maker"].split() == odd.split()
    assert "paid" not in values


def faults(register, token, rows):
    with pytest.raises(services.WrongRows) as told:
        sent(register, token, rows)
    assert not Batch.objects.exists() and not Sending.objects.exists()
    return {(each.row, each.field): each.reason for each in told.value.faults}


def test_every_fault_is_told_by_row_and_field_and_nothing_is_kept(register, token):
    found = faults(register, token, [ROW, {**OTHER, "result": "优", "checked_on": "2017-06-31"}, ROW])
    assert set(found) == {(2, "result"), (2, "checked_on"), (3, "number")}
    assert "重复" in found[3, "number"]
    assert not Act.objects.filter(verb="receive").exists()


def test_a_field_that_must_be_filled_is_named(register, token):
    found = faults(register, token, [{"number": "001", "product": "x", "checked_on": "2017-06-01"}])
    assert found == {(1, "result"): "“结果”必须填写"}


def test_what_a_table_would_skip_is_a_fault_here(register, token):
    assert faults(register, token, [ROW, {"number": "合计"}]) == {(2, ""): "不像一个条目：合计行"}
    found = faults(register, token, [{"number": " "}, {**ROW, "nothing": "x"}])
    assert found == {(1, ""): "整行没有内容", (2, "nothing"): "没有这个字段"}


def test_the_same_sent_again_is_the_same_batch(register, token):
    batch = sent(register, token, [ROW])
    assert sent(register, token, [dict(reversed(ROW.items()))]) == batch
    assert Batch.objects.count() == 1
    with pytest.raises(services.KeyReused):
        sent(register, token, [OTHER])
    assert sent(register, token, [OTHER], key="b") != batch


def test_what_was_wrong_may_be_sent_again_under_its_key(register, token):
    faults(register, token, [{**ROW, "result": "优"}])
    assert sent(register, token, [ROW]).stage == Stage.SUBMITTED


def test_a_whole_list_takes_down_the_rest_and_says_why(register, token, clerk, signer):
    released(register, clerk, signer, FIRST)
    with pytest.raises(services.Refused, match="写明理由"):
        sent(register, token, [OTHER], is_whole=True)
    batch = sent(register, token, [OTHER], is_whole=True, reason="已销号")
    assert batch.counts["withdrawn"] == 1


def test_nothing_new_is_refused(register, token, clerk, signer):
    services.release(batch=sent(register, token, [ROW]), by=signer, at=NOW)
    with pytest.raises(services.Refused, match="完全相同"):
        sent(register, token, [ROW], key="b")


def test_others_do_not_fill_in_this_register(register, clerk):
    keeper = make.person(role=Role.OPENNESS.value, at=make.office())
    body = make.organisation("finance")
    made, _ = services.make_token(
        organisation=body, person=make.person(role=Role.CLERK.value, at=body), purpose="x",
        expires_on=timezone.localdate(NOW), by=keeper, at=NOW,
    )  # fmt: skip
    with pytest.raises(services.Refused, match="不填报"):
        sent(register, made, [ROW])


def test_whoever_left_the_post_sends_no_more(register, token, clerk):
    post = clerk.posts.get()
    post.valid_to = timezone.localdate(NOW) - timedelta(days=1)
    post.save()
    with pytest.raises(NotAllowed):
        sent(register, token, [ROW])


def test_what_clerks_chose_for_their_files_is_not_forgotten(register, token, clerk):
    settled(received(register, clerk, FIRST), clerk)
    before = Filling.objects.get().headings
    sent(register, token, [{**ROW, "number": "009"}])
    assert Filling.objects.get().headings == before
