"""Tasks follow an amended document by its words: what was given and reported stays with its matter."""

import pytest

from gongkai.items import services as items
from gongkai.items.models import Item
from gongkai.orgs.models import Act
from gongkai.planning import services
from gongkai.planning.models import Task
from tests import make
from tests.planning.doing import given, open_clocks, report

pytestmark = pytest.mark.django_db
TEXT = "<p>一、甲</p><p>1、第一件。</p><p>2、第二件。</p>"


@pytest.fixture
def team():
    return make.staff(make.office())


def document(team, body=TEXT):
    title = "2017年政务公开工作要点"
    return make.published(team, kind="work-points", title=title, body=body)


def changed(item, team, body, change="amend"):
    version = items.revise(item=item, change=change, by=team.clerk, at=make.NOW)
    fields = {"change_note": "改", "body": body}
    version = items.save(
        version=version, fields=fields, revision=version.revision, by=team.clerk, at=make.NOW
    )
    make.published(team, version=version)
    return Item.objects.get(pk=item.pk)


def adopted(item, officer, **fields):
    return services.adopt(item=item, by=officer, at=make.NOW, **fields)


def bodies(points):
    return {
        task.text: [(each.organisation.key, each.percent) for each in task.departments]
        for task in points.public_tasks()
    }


def test_a_point_inserted_before_moves_nobodys_task(team, officer):
    item = document(team)
    points = adopted(item, officer)
    assignment = given(points.tasks.get(number=2), officer)
    report(assignment, make.person("clerk", make.organisation("finance")), 100, "done")
    item = changed(item, team, "<p>一、甲</p><p>1、第一件。</p><p>2、新插入。</p><p>3、第二件。</p>")
    pairs = services.differences(adopted_year := type(points).objects.get(pk=points.pk))
    assert [(task.code, point.code) for task, point in pairs.moved] == [("1.2", "1.3")]
    assert ([point.code for point in pairs.new], pairs.gone, pairs.reworded) == (["1.2"], [], [])
    adopted(item, officer)
    assert bodies(adopted_year) == {"第一件。": [], "新插入。": [], "第二件。": [("finance", 100)]}
    assert Act.objects.filter(verb="planning.adopt").first().detail["moved"] == ["1.2→1.3"]


def test_the_newest_text_counts_whatever_the_caller_remembers(team, officer):
    item = document(team)
    adopted(item, officer)
    changed(item, team, "<p>一、甲</p><p>1、换了。</p>", "correct")
    assert [task.text for task in adopted(item, officer).public_tasks()] == ["换了。"]


def test_two_points_change_places(team, officer):
    item = document(team)
    points = adopted(item, officer)
    assignment = given(points.tasks.get(number=1), officer)
    adopted(changed(item, team, "<p>一、甲</p><p>1、第二件。</p><p>2、第一件。</p>"), officer)
    assert bodies(points) == {"第二件。": [], "第一件。": [("finance", None)]}
    assert "1.2" in open_clocks(assignment.uri).get().title


def test_other_words_at_the_same_place_keep_the_task_unless_the_office_says_otherwise(team, officer):
    item = document(team)
    points = adopted(item, officer)
    first = points.tasks.get(number=1)
    assignment = given(first, officer)
    item = changed(item, team, "<p>一、甲</p><p>1、第一件，十月前完成。</p><p>2、第二件。</p>")
    points.refresh_from_db()
    assert [task for task, _ in services.differences(points).reworded] == [first]
    adopted(item, officer)
    assert bodies(points)["第一件，十月前完成。"] == [("finance", None)]
    item = changed(item, team, "<p>一、甲</p><p>1、别的事。</p><p>2、第二件。</p>")
    adopted(item, officer, apart=[first.pk])
    assert bodies(points) == {"别的事。": [], "第二件。": []}
    first.refresh_from_db()
    assert (first.is_dropped, first.assignments.get()) == (True, assignment)
    assert not open_clocks(assignment.uri).exists()


def test_a_point_that_comes_back_brings_its_task_and_clock_along(team, officer):
    item = document(team)
    points = adopted(item, officer)
    assignment = given(points.tasks.get(number=2), officer)
    item = changed(item, team, "<p>一、甲</p><p>1、第一件。</p>")
    adopted(item, officer)
    assert not open_clocks(assignment.uri).exists()
    with pytest.raises(services.NoSense, match="已无此要点"):
        report(assignment, make.person("clerk", make.organisation("finance")), 10)
    adopted(changed(item, team, TEXT), officer)
    assert bodies(points)["第二件。"] == [("finance", None)]
    assert open_clocks(assignment.uri).exists()


def test_what_was_looked_at_is_what_is_confirmed(team, officer):
    item = document(team)
    adopted(item, officer)
    item = changed(item, team, TEXT + "<p>3、第三件。</p>")
    with pytest.raises(services.NewerVersion, match="重新核对"):
        adopted(item, officer, seen=1)
    adopted(item, officer, seen=2)
    assert Task.objects.count() == 3


@pytest.mark.parametrize("change", ["amend", "correct"])
def test_the_public_page_shows_no_word_of_a_superseded_text(team, officer, client, change):
    item = document(team, "<p>一、泄露的标题</p><p>1、泄露的内容。</p><p>2、第二件。</p>")
    points = adopted(item, officer)
    for task in points.tasks.all():
        given(task, officer)
    changed(item, team, "<p>一、甲</p><p>1、新插入。</p><p>2、正确的内容。</p><p>3、第二件。</p>", change)
    for address in ("/work-points/2017/", "/work-points/", "/"):
        assert "泄露" not in client.get(address).content.decode()
    page = client.get("/work-points/2017/").content.decode()
    second = page[page.index('id="t1-3"') :]
    assert "第二件。" in second and "finance" in second
    assert page.count("责任单位待明确") == 2
