"""What those who handle a case do with it beside its letters; every refusal has its sentence."""

from datetime import date

import pytest

from gongkai.requests import services
from gongkai.requests.models import Applicant, Look, Request
from gongkai.requests.rules import Evidence
from gongkai.requests.rules.course import IllegalStep, Kind
from tests import make
from tests.requests import cases, letters

pytestmark = pytest.mark.django_db
AT = cases.MONDAY
DAY = date(2026, 11, 23)
SEARCH = {
    "where": "电子档案系统和综合档案室",
    "how": "以“环卫经费”为关键词，2016年全部卷宗",
    "searcher": "档案管理员",
    "on": DAY,
    "is_found": False,
    "result": "逐卷查阅，没有相关记录。",
}


@pytest.fixture
def case():
    return cases.request().request


@pytest.fixture
def clerk(case):
    return make.person("clerk", case.organisation)


def outsider():
    return make.person("clerk", make.organisation("audit"))


def test_a_case_is_handed_to_somebody_of_its_organisation(case, clerk):
    to = make.person("reviewer", case.organisation)
    event = services.assign(request=case, to=to, words="熟悉经费事项", by=clerk, at=AT)
    case.refresh_from_db()
    assert case.handler == to
    assert (event.kind, event.key, event.facts) == ("assign", to.name, {"handler": to.account})


def test_a_case_is_not_handed_to_a_stranger_to_it(case, clerk):
    with pytest.raises(services.NotAHandler, match="不在"):
        services.assign(request=case, to=outsider(), words="", by=clerk, at=AT)
    case.refresh_from_db()
    assert case.handler is None


def test_those_of_other_departments_may_do_nothing(case):
    stranger = outsider()
    mine = services.handlers(case.organisation, at=AT)
    assert stranger not in mine
    tries = [
        lambda: services.assign(request=case, to=stranger, words="", by=stranger, at=AT),
        lambda: services.note_search(request=case, **SEARCH, by=stranger, at=AT),
        lambda: services.note(request=case, words="x", by=stranger, at=AT),
        lambda: services.ask_reasons(request=case, words="x", by=stranger, at=AT),
        lambda: services.withdraw(request=case, on=DAY, words="x", by=stranger, at=AT),
        lambda: services.take_back(request=case, words="x", by=stranger, at=AT),
        lambda: services.reissue(request=case, words="x", by=stranger, at=AT),
        lambda: services.reveal(request=case, by=stranger, at=AT),
        lambda: services.archive(request=case, by=stranger, at=AT),
        lambda: services.export(request=case, by=stranger, at=AT),
        lambda: services.split(request=case, parts=[("a", "b")], words="x", by=stranger, at=AT),
        lambda: services.merge(request=case, into=case, words="x", by=stranger, at=AT),
    ]
    for each in tries:
        with pytest.raises(services.NotAllowed, match="权限"):
            each()
    assert case.events.count() == 2
    assert services.acts(case, stranger, at=AT) == frozenset()


def test_a_search_is_kept_with_where_how_by_whom_and_what_came_of_it(case, clerk):
    event = services.note_search(request=case, **SEARCH, by=clerk, at=AT)
    assert event.words.startswith("2026-11-23由档案管理员在电子档案系统和综合档案室检索")
    assert "没有检索到相关信息" in event.words
    assert event.facts["found"] is False


def test_a_search_that_lies_ahead_is_refused(case, clerk):
    with pytest.raises(services.NotNow, match="不能晚于今天"):
        services.note_search(request=case, **SEARCH | {"on": date(2026, 11, 24)}, by=clerk, at=AT)


def test_what_stays_for_good_must_not_name_the_applicant(case, clerk):
    with pytest.raises(services.NamesSomebody, match="申请人"):
        services.note(request=case, words="已电话联系陈某。", by=clerk, at=AT)
    with pytest.raises(services.NamesSomebody):
        services.note_search(request=case, **SEARCH | {"result": "陈某的档案"}, by=clerk, at=AT)
    with pytest.raises(services.NamesSomebody):
        services.split(request=case, parts=[("a", "b")], words="陈某的两件事", by=clerk, at=AT)
    waiting = cases.request(channel="fax", evidence=Evidence(), at=AT).request
    with pytest.raises(services.NamesSomebody):
        services.confirm(request=waiting, evidence=Evidence(confirmed=DAY), words="陈某确认", by=clerk, at=AT)
    assert services.note(request=case, words="已电话联系申请人。", by=clerk, at=AT).words


def test_reasons_are_asked_for_while_the_case_is_handled_and_under_the_text_that_knows_it(case, clerk):
    assert services.ask_reasons(request=case, words="一个月内申请 40 件", by=clerk, at=AT)
    day = date(2019, 5, 14)
    old = cases.request(evidence=Evidence(submitted=day, arrived=day), at=make.moment(2019, 5, 14)).request
    with pytest.raises(services.NotNow, match="当时|没有要求"):
        services.ask_reasons(request=old, words="x", by=clerk, at=AT)
    waiting = cases.request(channel="fax", evidence=Evidence(), at=AT).request
    with pytest.raises(services.NotNow, match="正在办理"):
        services.ask_reasons(request=waiting, words="x", by=clerk, at=AT)


def test_what_the_applicant_takes_back_ends_and_is_counted(case, clerk):
    services.withdraw(request=case, on=DAY, words="书面撤回", by=clerk, at=AT)
    case.refresh_from_db()
    assert (case.stage, case.decision, case.counted_as) == ("closed", "withdrawn", "withdrawn")
    with pytest.raises(IllegalStep, match="不能“申请人撤回”"):
        services.withdraw(request=case, on=DAY, words="又撤回", by=clerk, at=AT)
    with pytest.raises(services.NotNow, match="不再交办"):
        services.assign(request=case, to=clerk, words="", by=clerk, at=AT)


def test_a_withdrawal_that_lies_ahead_is_refused(case, clerk):
    with pytest.raises(services.NotNow, match="不能晚于今天"):
        services.withdraw(request=case, on=date(2026, 11, 24), words="x", by=clerk, at=AT)


def test_only_those_who_sign_take_a_decision_back(case, clerk):
    signer = make.person("signer", case.organisation)
    services.happen(request=case, kind=Kind.DECIDE, key="granted", by=signer, at=AT)
    with pytest.raises(services.NotAllowed):
        services.take_back(request=case, words="写错了", by=clerk, at=AT)
    services.take_back(request=case, words="写错了", by=signer, at=AT)
    case.refresh_from_db()
    assert (case.stage, case.decided_on) == ("handling", None)


def test_what_was_received_cannot_be_taken_back(case, clerk):
    with pytest.raises(services.NotUndoable, match="收到"):
        services.take_back(request=case, words="弄错了", by=clerk, at=AT)


def test_of_two_who_act_at_once_one_is_told(case, clerk):
    mine, theirs = Request.objects.get(pk=case.pk), Request.objects.get(pk=case.pk)
    services.note(request=mine, words="第一个", by=clerk, at=AT)
    for act in (
        lambda: services.note(request=theirs, words="第二个", by=clerk, at=AT),
        lambda: services.assign(request=theirs, to=clerk, words="", by=clerk, at=AT),
        lambda: services.withdraw(request=theirs, on=DAY, words="x", by=clerk, at=AT),
        lambda: services.reissue(request=theirs, words="x", by=clerk, at=AT),
    ):
        with pytest.raises(services.ChangedMeanwhile, match="新的办理情况"):
            act()
    case.refresh_from_db()
    assert (case.handler, case.number_of_events) == (None, 3)


def test_a_new_query_code_ends_the_old_one(case, clerk):
    before = case.code_digest
    made = services.reissue(request=case, words="当面核对身份证件", by=clerk, at=AT)
    case.refresh_from_db()
    assert case.code_digest == services.digest_of(made.code) != before
    reviewer = make.person("reviewer", case.organisation)
    with pytest.raises(services.NotAllowed):
        services.reissue(request=case, words="x", by=reviewer, at=AT)


def test_who_looks_at_the_applicant_is_noted(case):
    signer = make.person("signer", case.organisation)
    assert services.reveal(request=case, by=signer, at=AT).name == "陈某"
    assert [(each.account, each.what) for each in Look.objects.all()] == [(signer.account, "申请人信息")]


def test_there_is_no_applicant_to_see_once_they_are_forgotten(case, clerk):
    Applicant.objects.all().delete()
    with pytest.raises(services.NotNow, match="已经删除"):
        services.reveal(request=case, by=clerk, at=AT)
    assert not Look.objects.exists()


def test_the_acts_that_are_offered_belong_to_where_the_case_stands(case, clerk):
    signer = make.person("signer", case.organisation)
    assert services.acts(case, signer, at=AT) == {"export"}
    offered = services.acts(case, clerk, at=AT)
    assert {"assign", "search", "withdraw", "split", "merge"} <= offered
    assert not offered & {"confirm", "archive"}
    waiting = cases.request(channel="fax", evidence=Evidence(), at=AT).request
    assert "confirm" in services.acts(waiting, clerk, at=AT)


def test_taking_back_is_offered_where_it_would_be_done(case, clerk):
    desk = letters.Office(case, clerk, make.person("signer", case.organisation), AT)

    def offered(by=clerk):
        return "undo" in services.acts(Request.objects.get(pk=case.pk), by, at=AT)

    assert not offered(), "the last step is that it came in"
    desk.sent("extension")
    assert offered()
    services.undo(request=case, words="发错", by=clerk, at=AT)
    assert not offered()
    notice = desk.sent("correction")
    assert offered()
    desk.serve(notice)
    assert not offered(), "the applicant has the notice"
    services.correct(request=Request.objects.get(pk=case.pk), words="2016年", on=DAY, by=clerk, at=AT)
    assert offered()
    case.refresh_from_db()
    desk.signed("answer")
    assert (offered(), offered(desk.signer)) == (False, True), "a decision is taken back by those who sign"
