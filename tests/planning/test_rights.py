"""Who may do and who may see what about work points."""

import pytest

from gongkai.planning import services
from gongkai.planning.models import Assignment, Filing, WorkPoints
from tests import make
from tests.planning.doing import DUE, given, line, report

pytestmark = pytest.mark.django_db


def test_only_the_openness_office_gives_and_decides(points, first, filing, clerk):
    assignment = Assignment.objects.get()
    acts = [
        lambda: services.adopt(item=points.item, by=clerk, at=make.NOW),
        lambda: given(first, clerk),
        lambda: services.unassign(assignment=assignment, by=clerk, at=make.NOW),
        lambda: services.accept_plan(filing=filing, by=clerk, at=make.NOW),
        lambda: services.return_plan(filing=filing, reason="x", by=clerk, at=make.NOW),
        lambda: services.set_filing_due(work_points=points, due_on=DUE, by=clerk, at=make.NOW),
    ]
    for act in acts:
        with pytest.raises(services.NotAllowed):
            act()


def test_only_the_department_itself_plans_and_reports(points, first, filing):
    assignment = Assignment.objects.get()
    for stranger in (
        make.person("clerk", make.organisation("audit")),
        make.person("openness", make.office()),
    ):
        acts = [
            lambda who=stranger: line(filing, first, who),
            lambda who=stranger: services.file_plan(filing=filing, by=who, at=make.NOW),
            lambda who=stranger: report(assignment, who, 10),
            lambda who=stranger: services.open_plan(
                work_points=points, organisation=assignment.organisation, by=who, at=make.NOW
            ),
        ]
        for act in acts:
            with pytest.raises(services.NotAllowed):
                act()


def test_the_openness_office_of_a_street_decides_nothing_for_the_district(first):
    street = make.region("330103001", name="天水街道", parent=make.region())
    officer = make.person("openness", make.organisation("street-tianshui", region=street))
    assert not services.can(officer, "assign", first, at=make.NOW)
    assert not services.can(officer, "adopt", make.office(), at=make.NOW)


def test_a_stranger_may_nothing_and_an_unknown_verb_is_an_error(first, officer):
    assert not services.can(None, "assign", first, at=make.NOW)
    with pytest.raises(ValueError, match="unknown verb"):
        services.can(officer, "paint", first, at=make.NOW)
    with pytest.raises(ValueError, match="belongs to no department"):
        services.can(officer, "plan", first, at=make.NOW)


def test_the_public_overview_asks_at_most_four_questions(
    points, first, officer, clerk, django_assert_max_num_queries
):
    assignment = given(first, officer)
    given(first, officer, "audit", is_lead=False)
    progress = report(assignment, clerk, 100, "done")
    services.prove(progress=progress, item=make.public_item(), by=clerk, at=make.NOW)
    with django_assert_max_num_queries(4):
        tasks = list(points.public_tasks())
        seen = [
            (
                task.code,
                task.percent,
                [(each.organisation.short_name, each.percent) for each in task.departments],
            )
            for task in tasks
        ]
        titles = [
            proof.item.current.title for task in tasks for each in task.departments for proof in each.proof
        ]
    assert seen == [("1.1", 50, [("finance", 100), ("audit", None)]), ("1.2", 0, [])]
    assert titles == ["关于某事的通知"]


def test_a_withdrawn_document_has_no_public_overview(points):
    points.item.is_public = False
    points.item.save()
    assert not WorkPoints.objects.public().exists()
    assert not WorkPoints.objects.visible_to(None, at=make.NOW).exists()


def test_whoever_holds_no_post_any_more_reads_at_the_desk_what_everyone_reads(points, client, officer):
    nobody, former = make.person(), make.person("clerk", make.organisation("finance"))
    former.posts.update(valid_to=make.moment(2016, 1, 1).date())
    for person in (nobody, former):
        assert not WorkPoints.objects.at_desk(person, at=make.NOW).exists()
        assert WorkPoints.objects.visible_to(person, at=make.NOW).exists()
        client.force_login(person)
        assert client.get("/desk/planning/2017/").status_code == 404


def test_filings_and_assignments_are_seen_by_their_department_and_the_office(filing, officer, clerk):
    other = make.person("clerk", make.organisation("audit"))
    for queryset in (Filing.objects, Assignment.objects):
        assert queryset.visible_to(officer, at=make.NOW).count() == 1
        assert queryset.visible_to(clerk, at=make.NOW).count() == 1
        assert not queryset.visible_to(other, at=make.NOW).exists()
        assert not queryset.visible_to(None, at=make.NOW).exists()
