"""One entry by form: read as a row of a table is, decided by a second person, with its reason kept."""

import pytest
from django.utils.timezone import localdate

from gongkai.orgs.models import Role
from gongkai.orgs.services import NotAllowed
from gongkai.registers import services
from gongkai.registers.models import Batch, Entry, Source, Stage
from tests import make
from tests.registers.test_batches import FIRST, NOW, received, released, settled, shown

pytestmark = pytest.mark.django_db
CELLS = {
    "number": "003",
    "product": "演示糕点",
    "result": "合格",
    "fine": "1.5万元",
    "checked_on": "2017/6/3",
}


def entered(register, clerk, change="recorded", cells=CELLS, **more):
    given = {"register": register, "organisation": make.organisation("market"), "by": clerk, "at": NOW}
    instead = more.pop("instead", None)
    return services.enter(typed=services.Typed(change, cells, **more), instead=instead, **given)


def decided(batch, signer):
    return services.release(batch=batch, by=signer, at=NOW)


def values(serial):
    return Entry.objects.newest().get(serial=serial).values


def test_an_entry_is_recorded_and_decided_by_a_second_person(register, clerk, signer):
    batch = entered(register, clerk)
    assert (batch.stage, batch.source, batch.counts) == (
        Stage.SUBMITTED,
        Source.FORM,
        {"rows": 1, "recorded": 1},
    )
    with pytest.raises(NotAllowed):
        services.release(batch=batch, by=clerk, at=NOW)
    decided(batch, signer)
    assert values(1) == {
        "number": "003", "product": "演示糕点", "result": "合格", "fine": "1.5", "checked_on": "2017-06-03"
    }  # fmt: skip


def test_every_fault_is_told_at_its_field(register, clerk):
    with pytest.raises(services.Faulty) as told:
        entered(register, clerk, cells={**CELLS, "product": "", "result": "优", "checked_on": "2017-06-31"})
    assert set(told.value.found) == {"product", "result", "checked_on"}
    with pytest.raises(services.Faulty) as told:
        entered(register, clerk, cells={**CELLS, "fine": "1", "paid": "2"})
    assert set(told.value.found) == {"paid"}
    assert not Batch.objects.exists()


def test_the_second_press_makes_no_second_batch(register, clerk):
    assert entered(register, clerk) == entered(register, clerk)


def test_an_entry_that_is_there_is_not_recorded_again(register, clerk, signer):
    decided(entered(register, clerk), signer)
    with pytest.raises(services.Faulty, match="第1号"):
        entered(register, clerk, cells={**CELLS, "product": "演示饼干"})


@pytest.mark.parametrize("change", ["amended", "corrected"])
def test_an_entry_is_changed_under_its_number_and_keeps_its_identity(register, clerk, signer, change):
    released(register, clerk, signer, FIRST)
    cells = services.cells_of(register.definition.said, values(1)) | {"product": "演示糖果", "number": "999"}
    made = decided(entered(register, clerk, change, cells, serial=1, reason="录入有误"), signer)
    assert (made.added, made.changed, made.ended) == (0, 1, 0)
    newest = Entry.objects.newest().get(serial=1)
    assert (newest.key, newest.version, newest.change) == ("001", 2, change)
    assert newest.values["product"] == "演示糖果"
    assert newest.reason == ("录入有误" if change == "corrected" else "")
    with pytest.raises(services.Refused, match="没有改动"):
        entered(register, clerk, change, cells, serial=1, reason="录入有误")


def test_a_correction_a_withdrawal_and_a_repair_need_a_reason(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    for change in ("corrected", "withdrawn", "repaired"):
        with pytest.raises(services.Faulty) as told:
            entered(register, clerk, change, {**CELLS}, serial=1, reason=" ")
        assert set(told.value.found) == {"reason"}


def test_a_withdrawn_entry_is_no_longer_shown_and_its_reason_stays(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    made = decided(entered(register, clerk, "withdrawn", {}, serial=1, reason="处罚已撤销"), signer)
    assert made.ended == 1
    assert shown(register) == [(2, "演示牛奶")]
    newest = Entry.objects.newest().get(serial=1)
    assert (newest.change, newest.reason) == ("withdrawn", "处罚已撤销")
    with pytest.raises(services.Refused, match="不再公开"):
        entered(register, clerk, "withdrawn", {}, serial=1, reason="又撤")
    with pytest.raises(services.Faulty, match="恢复公开请写明理由"):
        entered(register, clerk, cells={**CELLS, "number": "001"})
    back = entered(register, clerk, cells={**CELLS, "number": "001"}, reason="处罚又生效")
    assert back.counts == {"rows": 1, "restored": 1}
    assert decided(back, signer).added == 1
    assert services.history(register=register, serial=1)[0].change == "restored"


def test_credit_repair_says_when_it_was_decided(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    for day in (None, localdate(NOW).replace(year=2999, month=1, day=1)):
        with pytest.raises(services.Faulty) as told:
            entered(register, clerk, "repaired", {}, serial=1, reason="已履行", repaired_on=day)
        assert set(told.value.found) == {"repaired_on"}
    day = localdate(NOW).replace(year=2017, month=8, day=1)
    decided(entered(register, clerk, "repaired", {}, serial=1, reason="已履行", repaired_on=day), signer)
    newest = Entry.objects.newest().get(serial=1)
    assert (newest.change, newest.reason) == ("repaired", "2017-08-01 作出信用修复决定：已履行")
    batch = settled(received(register, clerk, FIRST), clerk)
    assert batch.counts == {"rows": 2, "faulty": 1, "faults": 1, "same": 1}
    [fault] = services.faults(batch, page=1)
    assert (fault.number, fault.reason) == (2, "该条目已信用修复，不再公开")
    with pytest.raises(services.Faulty, match="已信用修复"):
        entered(register, clerk, cells={**CELLS, "number": "001"}, reason="重报")


def test_what_was_returned_is_replaced_by_what_is_entered_instead(register, clerk, signer):
    first = entered(register, clerk)
    services.give_back(batch=first, answer="名称不全", by=signer, at=NOW)
    second = entered(register, clerk, cells={**CELLS, "product": "演示绿豆糕"}, instead=first)
    first.refresh_from_db()
    assert (first.stage, second.stage) == (Stage.DROPPED, Stage.SUBMITTED)


def test_what_was_entered_is_compared_again_where_others_were_quicker(register, clerk, signer):
    batch = entered(register, clerk)
    released(register, clerk, signer, FIRST)
    with pytest.raises(services.Overtaken):
        decided(batch, signer)
    services.recheck(batch=batch, by=signer, at=NOW)
    assert services.check_waiting(is_small=True, at=NOW) == 1
    batch.refresh_from_db()
    assert (batch.stage, batch.counts) == (Stage.SUBMITTED, {"rows": 1, "recorded": 1})
    decided(batch, signer)
    assert len(shown(register)) == 3


def test_what_can_no_longer_be_done_is_told_after_the_comparison(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    batch = entered(register, clerk, "withdrawn", {}, serial=1, reason="处罚已撤销")
    released(register, clerk, signer, [FIRST[1]], is_whole=True)
    services.recheck(batch=batch, by=clerk, at=NOW)
    services.check_waiting(is_small=True, at=NOW)
    batch.refresh_from_db()
    assert (batch.stage, batch.counts) == (Stage.CHECKED, {"rows": 1, "later": 1})


def test_entries_of_another_organisation_are_not_theirs_to_change(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    Entry.objects.filter(serial=1).update(organisation=make.organisation("drugs"))
    with pytest.raises(services.Refused, match="由drugs公开"):
        entered(register, clerk, "withdrawn", {}, serial=1, reason="处罚已撤销")


def test_who_does_not_fill_a_register_enters_nothing(register, clerk):
    stranger = make.person(role=Role.CLERK.value, at=make.organisation("drugs"))
    with pytest.raises(NotAllowed):
        entered(register, stranger)


def test_what_a_register_drops_is_in_no_file_and_no_row(register, clerk, signer):
    text = register.definition.text.replace("as: surname,", "as: surname, drop: true,")
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    batch = entered(register, clerk, cells={**CELLS, "inspector": "欧阳锋锋"})
    assert "欧阳××" in services.papers.path_of(batch.rows).read_text()
    assert "锋" not in str(Batch.objects.values().get()) + services.papers.path_of(batch.rows).read_text()


def test_what_was_entered_is_read_anew_where_the_declaration_has_changed(register, clerk, signer):
    batch = entered(register, clerk, cells={**CELLS, "inspector": "欧阳锋锋"})
    text = register.definition.text.replace("as: surname,", "as: surname, drop: true,")
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    with pytest.raises(services.Overtaken, match="声明已变更"):
        decided(batch, signer)
    assert not Entry.objects.exists()
    services.recheck(batch=batch, by=clerk, at=NOW)
    services.check_waiting(is_small=True, at=NOW)
    batch.refresh_from_db()
    assert batch.stage == Stage.SUBMITTED
    decided(batch, signer)
    assert values(1)["inspector"] == "欧阳××"


def test_what_a_new_declaration_no_longer_takes_goes_back_with_a_sentence(register, clerk):
    batch = entered(register, clerk)
    text = register.definition.text.replace("months: 600", "months: 1")
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    services.recheck(batch=batch, by=clerk, at=NOW)
    services.check_waiting(is_small=True, at=NOW)
    batch.refresh_from_db()
    assert batch.stage == Stage.RECEIVED
    assert "已满，不再公开" in batch.counts["refused"]
