"""The desk pages of work points: who sees them, what they do, what is said when something is wrong."""

from datetime import date
from unittest.mock import patch

import pytest
from django.urls import reverse

from gongkai.planning import services
from gongkai.planning.models import Assignment, Evidence, Filing, PlanLine, Progress, WorkPoints
from tests import make

pytestmark = pytest.mark.django_db
DUE = date(2017, 9, 30)


@pytest.fixture
def people():
    finance = make.organisation("finance", short_name="财政局", name="下城区财政局")
    return {
        "openness": make.person("openness", make.office()),
        "clerk": make.person("clerk", finance),
        "reviewer": make.person("reviewer", finance),
        "other": make.person("clerk", make.organisation("audit")),
    }


@pytest.fixture
def points(people):
    return make.work_points(people["openness"])


@pytest.fixture
def assignment(points, people):
    return services.assign(
        task=points.tasks.get(number=1),
        organisation=make.organisation("finance"),
        is_lead=True,
        due_on=DUE,
        by=people["openness"],
        at=make.NOW,
    )


@pytest.fixture
def filing(assignment):
    return Filing.objects.get()


@pytest.fixture
def enter(client, people):
    def as_(role):
        client.force_login(people[role])
        return client

    return as_


def url(name, *args):
    return reverse(f"planning:{name}", args=args)


def said(response):
    return [str(each) for each in response.context["messages"]][-1]


def pages(assignment, filing):
    shared = [url("index"), url("year", 2017), url("filings", 2017)]
    own = [
        url("mine", 2017, "finance"),
        url("assignment", assignment.pk),
        url("filing", filing.pk),
        url("plan", 2017, "finance"),
    ]
    return shared, own


def acts(points, assignment, filing):
    office = [
        url("adopt", points.item_id),
        url("assign", 2017),
        url("unassign", assignment.pk),
        url("filing-due", 2017),
        url("accept", filing.pk),
        url("return", filing.pk),
    ]
    return office, [url("report", assignment.pk), url("plan", 2017, "finance")]


def test_a_stranger_is_asked_to_sign_in_everywhere(client, points, assignment, filing):
    shared, own = pages(assignment, filing)
    for address in [*shared, *own]:
        assert client.get(address)["Location"].startswith("/desk/sign-in/")
    office, department = acts(points, assignment, filing)
    for address in [*office, *department]:
        assert client.post(address)["Location"].startswith("/desk/sign-in/")
    assert Assignment.objects.get().ended_at is None


def test_another_department_reads_the_points_and_nothing_of_ours(enter, points, assignment, filing):
    client = enter("other")
    shared, own = pages(assignment, filing)
    assert [client.get(address).status_code for address in shared] == [200, 200, 200]
    assert "下城区财政局" not in client.get(url("filings", 2017)).content.decode()
    office, department = acts(points, assignment, filing)
    assert {client.get(address).status_code for address in own} == {404}
    assert {client.post(address).status_code for address in [*office, *department]} == {404}


def test_the_department_reads_its_own_and_decides_nothing(enter, points, assignment, filing):
    client = enter("reviewer")
    shared, own = pages(assignment, filing)
    assert {client.get(address).status_code for address in [*shared, *own]} == {200}
    office, _ = acts(points, assignment, filing)
    assert {client.post(address).status_code for address in office} == {404}
    assert "交办所选要点" not in client.get(url("year", 2017)).content.decode()


def test_the_office_reads_all_and_writes_no_departments_plan(enter, points, assignment, filing):
    client = enter("openness")
    shared, own = pages(assignment, filing)
    assert [client.get(address).status_code for address in [*shared, *own]] == [200] * 3 + [
        404,
        200,
        200,
        404,
    ]
    assert client.post(url("report", assignment.pk)).status_code == 404


def test_a_year_without_work_points_is_not_there(enter):
    client = enter("openness")
    assert client.get(url("year", 2031)).status_code == 404
    assert client.get(f"/desk/planning/{10**30}/").status_code == 404
    assert client.get(f"/desk/planning/filings/{10**30}/").status_code == 404


# the office


def test_a_public_document_is_adopted_by_a_button(enter, people):
    item = make.public_item(
        make.office(), kind="work-points", title="2017年政务公开工作要点", body="<p>一、甲</p><p>1、事。</p>"
    )
    client = enter("openness")
    assert "分解为任务" in client.get(url("index")).content.decode()
    response = client.post(url("adopt", item.pk), follow=True)
    assert said(response) == "已分解为1项任务"
    assert client.post(url("adopt", item.pk))["Location"] == url("renew", 2017)
    assert WorkPoints.objects.count() == 1
    assert "分解为任务" not in client.get(url("index")).content.decode()


def test_why_a_document_cannot_be_adopted_is_said(enter):
    item = make.public_item(make.office(), kind="work-points", body="<p>没有编号</p>")
    assert "没有识别出编号" in said(enter("openness").post(url("adopt", item.pk), follow=True))


def test_several_points_go_to_several_departments_at_once(enter, points):
    lead, other = make.organisation("finance"), make.organisation("audit")
    chosen = {
        "tasks": [task.pk for task in points.tasks.all()],
        "lead": lead.pk,
        "organisations": [other.pk],
        "due_on": "2017-09-30",
    }
    client = enter("openness")
    for _ in range(2):
        client.post(url("assign", 2017), chosen)
    assert Assignment.objects.count() == 4
    page = client.get(url("year", 2017)).content.decode()
    assert page.count("牵头") >= 2


def test_what_is_missing_is_said_and_what_was_chosen_is_kept(enter, points):
    task = points.tasks.first()
    client = enter("openness")
    page = client.post(url("assign", 2017), {"tasks": [task.pk], "due_on": "明天"})
    text = page.content.decode()
    assert "请至少选择一个责任单位" in text
    assert "请填写日期" in text
    assert f'value="{task.pk}" form="assign" checked' in text
    assert 'value="明天"' in text
    assert "请先勾选要交办的要点" in client.post(url("assign", 2017), {}).content.decode()
    assert not Assignment.objects.exists()


def test_a_body_that_no_longer_exists_cannot_be_chosen(enter, points):
    closed = make.organisation("closed", valid_to=date(2016, 1, 1))
    chosen = {"tasks": [points.tasks.first().pk], "organisations": [closed.pk], "due_on": "2017-09-30"}
    assert enter("openness").post(url("assign", 2017), chosen).context["form"].errors["organisations"]


def test_a_task_is_taken_back(enter, assignment):
    client = enter("openness")
    response = client.post(url("unassign", assignment.pk), follow=True)
    assert "已撤回财政局的要点1.1" in said(response)
    assert "撤回交办" in client.get(url("assignment", assignment.pk)).content.decode()


def test_the_filing_date_is_set(enter, filing):
    client = enter("openness")
    assert "请填写报备期限" in client.post(url("filing-due", 2017), {"due_on": ""}).content.decode()
    client.post(url("filing-due", 2017), {"due_on": "2017-08-01"})
    filing.refresh_from_db()
    assert filing.due_on == date(2017, 8, 1)


def test_an_amended_document_is_announced_to_the_office(enter, points):
    points.version = 0
    points.save()
    assert "按新版本更新任务" in enter("openness").get(url("year", 2017)).content.decode()


# the department


def typed(assignment, **fields):
    values = {"measures": "制定办法", "due_on": "2017-08-31", "revision": "0", **fields}
    return {f"task-{assignment.task_id}-{name}": value for name, value in values.items()}


def test_a_plan_is_written_filed_returned_and_accepted(enter, assignment, filing):
    plan = url("plan", 2017, "finance")
    client = enter("clerk")
    assert said(client.post(plan, typed(assignment) | {"save": "1"}, follow=True)) == "方案已保存"
    client.post(plan, typed(assignment, revision="1", measures="制定公开办法") | {"file": "1"})
    assert PlanLine.objects.get().measures == "制定公开办法"
    assert client.get(plan)["Location"] == url("filing", filing.pk)
    client = enter("openness")
    assert "退回须说明理由" in client.post(url("return", filing.pk), {"reason": ""}).content.decode()
    client.post(url("return", filing.pk), {"reason": "措施不具体", "again_by": "2017-09-01"})
    client = enter("clerk")
    assert "措施不具体" in client.get(plan).content.decode()
    client.post(plan, typed(assignment, revision="2", measures="逐项列明") | {"file": "1"})
    client = enter("openness")
    client.post(url("accept", filing.pk), {"note": "同意"})
    again = client.post(url("accept", filing.pk), {"note": "同意"}, follow=True)
    assert "没有等待办理的报备" in said(again)
    assert "没有等待办理" in said(client.post(url("return", filing.pk), {"reason": "x"}, follow=True))
    filing.refresh_from_db()
    assert filing.status == "accepted"
    assert filing.steps.last().reason == "同意"


def test_an_accepted_plan_is_returned_and_comes_back(enter, assignment, filing):
    plan = url("plan", 2017, "finance")
    enter("clerk").post(plan, typed(assignment) | {"file": "1"})
    client = enter("openness")
    client.post(url("accept", filing.pk), {"note": "同意"})
    page = client.get(url("filing", filing.pk)).content.decode()
    assert "退回修改" in page and "予以备案" not in page
    assert 'name="was_accepted" value="1"' in page
    sent = {"reason": "要点有变", "was_accepted": "1"}
    assert said(client.post(url("return", filing.pk), sent, follow=True)) == "已退回修改"
    assert "没有等待办理" in said(client.post(url("return", filing.pk), {"reason": "x"}, follow=True))
    client = enter("clerk")
    assert "要点有变" in client.get(plan).content.decode()
    client.post(plan, typed(assignment, revision="1", measures="改后") | {"file": "1"})
    enter("openness").post(url("accept", filing.pk), {})
    filing.refresh_from_db()
    assert filing.status == "accepted"


def test_a_task_given_after_acceptance_is_added_filed_and_accepted(enter, points, assignment, filing):
    plan = url("plan", 2017, "finance")
    enter("clerk").post(plan, typed(assignment) | {"file": "1"})
    client = enter("openness")
    client.post(url("accept", filing.pk), {})
    second = points.tasks.get(number=2)
    chosen = {"tasks": [second.pk], "lead": assignment.organisation_id, "due_on": "2017-09-30"}
    client.post(url("assign", 2017), chosen)
    client = enter("clerk")
    assert "新交办要点1.2" in client.get(plan).content.decode()
    added = {f"task-{second.pk}-measures": "补充", f"task-{second.pk}-due_on": "2017-08-31"}
    client.post(plan, typed(assignment, revision="1") | added | {"file": "1"})
    enter("openness").post(url("accept", filing.pk), {})
    filing.refresh_from_db()
    assert [step.status for step in filing.steps.all()] == [
        "filed",
        "accepted",
        "returned",
        "filed",
        "accepted",
    ]
    assert filing.plan_lines.count() == 2


def test_a_line_whose_task_is_taken_back_meanwhile_is_refused_at_its_field(enter, assignment, filing, people):
    with patch("gongkai.planning.services.own_tasks", return_value=[assignment.task]):
        services.unassign(assignment=assignment, by=people["openness"], at=make.NOW)
        page = enter("clerk").post(url("plan", 2017, "finance"), typed(assignment) | {"save": "1"})
    assert "没有交办给财政局" in page.content.decode()


def test_the_differences_are_shown_before_tasks_follow_the_amended_document(enter, points, assignment):
    body = "<p>一、甲</p><p>1、新插入。</p><p>2、第一件事。</p><p>3、第二件事，改了。</p>"
    points.item.versions.update(body=body, serial=2)
    client = enter("openness")
    assert client.post(url("adopt", points.item_id))["Location"] == url("renew", 2017)
    page = client.get(url("renew", 2017)).content.decode()
    assert "1.1 → 1.2" in page
    assert "1.3 第二件事，改了。" in page
    assert points.tasks.get(number=1).text == "第一件事。"
    assert client.post(url("renew", 2017), {"seen": "1"}, follow=True).context["messages"]
    assert points.tasks.get(number=1).text == "第一件事。"
    assert client.post(url("renew", 2017), {"seen": "2", "apart": ["999"]}).status_code == 422
    assert said(client.post(url("renew", 2017), {"seen": "2"}, follow=True)) == "任务已按新版本更新"
    assert points.tasks.get(text="第一件事。").code == "1.2"
    assert enter("clerk").get(url("renew", 2017)).status_code == 404


def test_a_new_version_with_the_same_points_is_confirmed_once(enter, points):
    points.item.versions.update(abstract="概述改了。", serial=2)
    client = enter("openness")
    assert "确认更新" in client.get(url("renew", 2017)).text
    client.post(url("renew", 2017), {"seen": "2"})
    page = client.get(url("renew", 2017)).text
    assert "无需更新" in page and "确认更新" not in page


def test_a_document_without_points_is_refused_before_anything_follows_it(enter, points):
    points.item.versions.update(body="<p>没有编号</p>", serial=2)
    assert "没有识别出编号" in said(enter("openness").get(url("renew", 2017), follow=True))


def test_half_a_line_is_said_at_the_field_and_kept(enter, assignment):
    plan = url("plan", 2017, "finance")
    page = enter("clerk").post(plan, typed(assignment, due_on="")).content.decode()
    assert "措施和完成时间须一并填写" in page
    assert "制定办法" in page
    assert "请填写日期" in enter("clerk").post(plan, typed(assignment, due_on="某日")).content.decode()


def test_a_plan_with_gaps_is_saved_but_not_filed(enter, assignment, filing):
    plan = url("plan", 2017, "finance")
    empty = typed(assignment, measures="", due_on="") | {"file": "1"}
    assert "没有填写措施：1.1" in said(enter("clerk").post(plan, empty, follow=True))
    filing.refresh_from_db()
    assert filing.status == "draft"


def test_two_people_writing_one_plan_see_each_other(enter, assignment, filing, people):
    plan = url("plan", 2017, "finance")
    client = enter("clerk")
    client.post(plan, typed(assignment, measures="第一人"))
    page = client.post(plan, typed(assignment, measures="第二人")).content.decode()
    assert "刚刚被其他人修改过" in page
    assert "第一人" in page
    assert "第二人" in page
    assert f'name="task-{assignment.task_id}-revision" value="1"' in page
    client.post(plan, typed(assignment, measures="合并", revision="1"))
    assert PlanLine.objects.get().measures == "合并"


def test_progress_is_reported_with_its_proof(enter, assignment):
    own = make.public_item(make.organisation("finance"), title="预算公开")
    client = enter("clerk")
    assert "预算公开" in client.get(url("assignment", assignment.pk), {"q": "预算"}).content.decode()
    assert "预算公开" not in client.get(url("assignment", assignment.pk), {"q": "决算"}).content.decode()
    sent = {"status": "done", "percent": "100", "note": "全部公开", "evidence": [own.pk]}
    for _ in range(2):
        client.post(url("report", assignment.pk), sent)
    assert Progress.objects.count() == Evidence.objects.count() == 1
    assert "预算公开" in client.get(url("assignment", assignment.pk)).content.decode()
    assert "100%" in client.get(url("mine", 2017, "finance")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"percent": "120"}, "请填写0至100的整数"),
        ({"percent": "一半"}, "请填写0至100的整数"),
        ({"percent": "100"}, "应为100"),
        ({"status": "?"}, "没有这种状态"),
        ({"note": ""}, "请说明进展情况"),
        ({"evidence": ["999"]}, "所选信息尚未公开"),
        ({"evidence": ["x"]}, "有效"),
    ],
)
def test_a_wrong_report_is_said_at_the_field_and_kept(enter, assignment, wrong, sentence):
    sent = {"status": "underway", "percent": "50", "note": "正在办理", **wrong}
    page = enter("clerk").post(url("report", assignment.pk), sent)
    assert sentence in page.content.decode()
    assert wrong.get("note") == "" or "正在办理" in page.content.decode()
    assert not Progress.objects.exists()


def test_a_report_on_a_task_taken_back_is_refused_with_a_sentence(enter, assignment, people):
    services.unassign(assignment=assignment, by=people["openness"], at=make.NOW)
    page = enter("clerk").post(
        url("report", assignment.pk), {"status": "underway", "percent": "5", "note": "进展"}
    )
    assert "已撤回交办" in page.content.decode()
