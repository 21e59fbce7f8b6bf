"""One case becomes several, several are answered as one, and nobody loses a day by it."""

from datetime import date

import pytest

from gongkai.channels.models import Message
from gongkai.clocks.models import Clock
from gongkai.requests import services
from gongkai.requests.models import Request
from gongkai.requests.rules import Evidence
from gongkai.requests.rules.course import Kind
from gongkai.requests.services.course import close
from tests import make
from tests.requests import cases

pytestmark = pytest.mark.django_db
AT = cases.MONDAY
LATER = make.moment(2026, 11, 25)
PARTS = [("2016年预算", "2016年环卫经费预算。"), ("2016年决算", "2016年环卫经费决算。")]


@pytest.fixture
def case():
    return cases.request(id_number="330103197001010014").request


@pytest.fixture
def clerk(case):
    return make.person("clerk", case.organisation)


def split(case, clerk, at=LATER, parts=PARTS):
    return services.split(request=case, parts=parts, words="一事一申请", by=clerk, at=at)


def test_the_parts_have_numbers_codes_and_clocks_of_their_own_and_the_same_day_of_receipt(case, clerk):
    made = split(case, clerk)
    assert [part.request.serial for part in made] == [2, 3]
    assert len({part.code for part in made}) == 2
    for part in made:
        row = Request.objects.get(pk=part.request.pk)
        assert (row.parent, row.received_on, row.due_on) == (case, case.received_on, case.due_on)
        assert row.applicant.fingerprint == case.applicant.fingerprint
        assert Clock.objects.get(subject=row.uri).due_on == case.due_on
    last = case.events.last()
    assert (last.kind, last.key) == ("split", "依申请〔2026〕2号、依申请〔2026〕3号")


def test_the_parts_of_a_corrected_case_run_from_its_correction(case, clerk):
    services.happen(request=case, kind=Kind.ASK_CORRECTION, words="请明确年度", by=clerk, at=AT)
    corrected = make.moment(2026, 12, 1)
    services.happen(request=case, kind=Kind.CORRECT, by=clerk, at=corrected)
    case.refresh_from_db()
    part = Request.objects.get(pk=split(case, clerk, at=make.moment(2026, 12, 2))[0].request.pk)
    assert part.due_on == case.due_on > date(2026, 12, 21)


def test_a_case_whose_receipt_waits_is_split_into_such(clerk):
    case = cases.request(channel="fax", evidence=Evidence(arrived=date(2026, 11, 20)), at=AT).request
    part = split(case, clerk)[0].request
    assert (part.stage, part.due_on, part.arrived_on) == ("registered", None, date(2026, 11, 20))


def test_what_was_extended_or_asks_others_is_not_split(case, clerk):
    services.happen(request=case, kind=Kind.EXTEND, words="复杂", amount=5, by=clerk, at=AT)
    with pytest.raises(services.NotNow, match="不能再分案"):
        split(case, clerk)
    assert Request.objects.count() == 1


@pytest.mark.parametrize("parts", [[], [("a", "b")] * 11])
def test_so_many_parts_are_refused(case, clerk, parts):
    with pytest.raises(services.NotNow, match="1至10件"):
        split(case, clerk, parts=parts)


def test_a_closed_case_is_not_split(case, clerk):
    services.withdraw(request=case, on=date(2026, 11, 23), words="撤回", by=clerk, at=AT)
    with pytest.raises(services.NotNow, match="不能分案"):
        split(case, clerk)


def test_who_did_not_see_the_last_event_splits_nothing(case, clerk):
    stale = Request.objects.get(pk=case.pk)
    services.note(request=case, words="新情况", by=clerk, at=AT)
    with pytest.raises(services.ChangedMeanwhile):
        split(stale, clerk)
    assert Request.objects.count() == 1
    assert cases.request().request.serial == 2, "the numbers were given back"


def pair(**other):
    one = cases.request(id_number="330103197001010014").request
    return one, cases.request(**{"id_number": "330103197001010014", **other}).request


def merge(one, two, clerk):
    return services.merge(request=two, into=one, words="同一事项", by=clerk, at=AT)


def test_what_is_merged_is_decided_and_served_with_its_case(clerk):
    one, two = pair()
    merge(one, two, clerk)
    one.refresh_from_db()
    assert services.follow_merged(at=LATER) == 0
    services.happen(request=one, kind=Kind.DECIDE, key="granted", by=clerk, at=LATER)
    assert services.follow_merged(at=LATER) == 1
    two.refresh_from_db()
    assert (two.stage, two.decision, two.decided_on) == ("decided", "granted", date(2026, 11, 25))
    services.happen(request=one, kind=Kind.SEND, by=clerk, at=LATER)
    services.happen(request=one, kind=Kind.SERVE, by=clerk, at=LATER)
    close(one, on=date(2026, 11, 25), outcome="granted", at=LATER)
    assert services.follow_merged(at=LATER) == 1
    assert services.follow_merged(at=LATER) == 0
    two.refresh_from_db()
    assert (two.stage, two.service, two.answered_on) == ("closed", "served", date(2026, 11, 25))
    assert (two.counted_as, two.closed_at) == ("granted", LATER)
    assert Clock.objects.get(subject=two.uri).met_at == LATER


def test_what_was_merged_and_asks_others_waits_for_them(clerk):
    one, two = pair()
    merge(one, two, clerk)
    one.refresh_from_db()
    two.refresh_from_db()
    services.happen(request=two, kind=Kind.CONSULT, key="第三方1", by=clerk, at=AT)
    services.happen(request=one, kind=Kind.DECIDE, key="granted", by=clerk, at=AT)
    assert services.follow_merged(at=AT) == 0


@pytest.mark.parametrize(
    ("other", "says"),
    [({"id_number": "330103198001010014"}, "不是同一申请人"), ({"organisation": None}, "不同机关")],
)
def test_cases_that_do_not_belong_together_are_not_merged(other, says):
    if "organisation" in other:
        other = {"organisation": make.organisation("office")}
    one, two = pair(**other)
    with pytest.raises(services.NotNow, match=says):
        merge(one, two, make.person("openness", make.office()))


def test_a_case_is_merged_into_one_other_and_once(case, clerk):
    with pytest.raises(services.NotNow, match="自身"):
        merge(case, case, clerk)
    one, two = pair()
    merge(one, two, clerk)
    one.refresh_from_db()
    with pytest.raises(services.NotNow, match="已有其他申请并入"):
        merge(case, one, clerk)
    with pytest.raises(services.NotNow, match="已经并入"):
        merge(two, case, clerk)


def test_what_is_answered_is_merged_with_nothing(clerk):
    one, two = pair()
    services.withdraw(request=one, on=date(2026, 11, 23), words="撤回", by=clerk, at=AT)
    with pytest.raises(services.NotNow, match="尚未作出答复"):
        merge(one, two, clerk)


def withdraw(case, clerk):
    case = Request.objects.get(pk=case.pk)
    services.withdraw(request=case, on=date(2026, 11, 25), words="书面撤回", by=clerk, at=LATER)


def test_what_was_merged_into_a_case_that_is_taken_back_runs_on_by_itself(clerk):
    one, two = pair(email="a@example.cn")
    three = pair()[1]
    due = two.due_on
    for each in (two, three):
        merge(Request.objects.get(pk=one.pk), each, clerk)
    withdraw(one, clerk)
    assert services.follow_merged(at=LATER) == 2
    assert services.follow_merged(at=LATER) == 0
    for each in (two, three):
        each.refresh_from_db()
        assert (each.stage, each.decision, each.merged_into, each.due_on) == ("handling", "", None, due)
        assert Clock.objects.open().get(subject=each.uri).due_on == due
        assert (each.events.last().kind, each.events.last().key) == ("unmerge", one.number)
    assert {each.key for each in one.events.filter(kind="unmerge")} == {two.number, three.number}
    told = Message.objects.get()
    assert (told.key, told.recipient) == (f"request:{two.pk}:unmerged:{one.pk}", "a@example.cn")
    merge(two, three, clerk)
    services.happen(request=two, kind=Kind.DECIDE, key="granted", by=clerk, at=LATER)
    assert services.follow_merged(at=LATER) == 1, "they may be merged anew"


def test_what_followed_a_decision_that_was_taken_back_is_open_again_when_its_case_is_withdrawn(clerk):
    one, two = pair()
    merge(one, two, clerk)
    one.refresh_from_db()
    services.happen(request=one, kind=Kind.DECIDE, key="granted", by=clerk, at=AT)
    services.follow_merged(at=AT)
    services.undo(request=one, words="适用条款有误", by=clerk, at=AT)
    withdraw(one, clerk)
    assert services.follow_merged(at=LATER) == 1
    two.refresh_from_db()
    assert (two.stage, two.decision, two.merged_into) == ("handling", "", None)
