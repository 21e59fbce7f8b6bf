"""Nothing about a year becomes public except through the one door."""

import pytest

from gongkai.items import services as items
from gongkai.ledger import services as ledger
from gongkai.ledger.models import Leaf
from gongkai.planning import services
from gongkai.planning.models import WorkPoints
from gongkai.publication import services as publication
from gongkai.publication.models import Announcement
from gongkai.search import services as search
from gongkai.search.models import Document
from tests import make
from tests.planning.doing import LATER, given, report

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/work-points/2017/"


def settle():
    ledger.seal(at=make.NOW)
    search.index()
    while publication.refresh(at=make.NOW):
        pass


def events():
    return list(Announcement.objects.filter(address=ADDRESS).order_by("seq").values_list("event", flat=True))


@pytest.fixture
def team():
    return make.staff(make.office())


@pytest.fixture
def item(team):
    title = "2017年政务公开工作要点"
    body = "<p>一、甲</p><p>1、第一件。</p><p>2、第二件。</p>"
    return make.published(team, kind="work-points", title=title, body=body)


@pytest.fixture
def points(item, officer):
    return services.adopt(item=item, by=officer, at=make.NOW)


def test_every_change_that_the_public_sees_has_its_entry_in_the_ledger(points, officer, clerk):
    task = points.tasks.get(number=1)
    assignment = given(task, officer)
    given(task, officer, due_on=LATER)
    progress = report(assignment, clerk, 30)
    report(assignment, clerk, 30)  # the same words: nothing new
    proof = make.published(make.staff(make.organisation("finance")))
    for _ in range(2):
        services.prove(progress=progress, item=proof, by=clerk, at=make.NOW)
    services.unassign(assignment=assignment, by=officer, at=make.NOW)
    assert events() == ["published", "amended", "amended", "amended", "amended", "amended"]
    points.refresh_from_db()
    assert points.edition == 6
    settle()
    assert publication.audit() == []


def test_many_tasks_given_at_once_are_one_entry(points, officer):
    services.assign_many(
        tasks=points.tasks.all(),
        organisations=[make.organisation("finance"), make.organisation("audit")],
        lead=None,
        due_on=LATER,
        by=officer,
        at=make.NOW,
    )
    assert events() == ["published", "amended"]


def test_giving_nothing_announces_nothing(points, officer):
    none = services.assign_many(
        tasks=[], organisations=[make.organisation("audit")], lead=None, due_on=LATER, by=officer, at=make.NOW
    )
    assert (none, events()) == (0, ["published"])


def test_progress_written_past_the_door_is_found_by_the_audit(points, officer, clerk):
    assignment = given(points.tasks.get(number=1), officer)
    report(assignment, clerk, 30)
    settle()
    assert publication.audit() == []
    assignment.reports.update(percent=90)
    assert [each.address for each in publication.audit()] == [ADDRESS]


def test_neither_the_ledger_nor_the_index_repeats_the_words_of_the_document(points, officer):
    given(points.tasks.get(number=1), officer)
    assert "第一件" not in Document.objects.get(address=ADDRESS).text
    assert "finance" in Document.objects.get(address=ADDRESS).text
    assert not any("第一件" in str(data) for data in Leaf.objects.values_list("data", flat=True))


def test_the_overview_goes_and_comes_back_with_its_document(points, item, team, officer, client):
    settle()
    items.withdraw(item=item, reason="有误", by=team.signer, at=make.NOW)
    assert client.get(ADDRESS).status_code == 410
    assert "第一件" not in client.get("/work-points/").content.decode()
    assert services.follow_documents(at=make.NOW) == 1
    assert services.follow_documents(at=make.NOW) == 0
    assert Document.objects.get(address=ADDRESS).is_removed
    given(points.tasks.get(number=1), officer)  # at the desk work goes on
    settle()
    assert publication.audit() == []
    item.refresh_from_db()
    items.restore(item=item, reason="已改正", by=team.signer, at=make.NOW)
    assert client.get(ADDRESS).status_code == 410
    assert services.follow_documents(at=make.NOW) == 1
    assert events() == ["published", "withdrawn", "restored"]
    assert "finance" in client.get(ADDRESS).content.decode()
    settle()
    assert publication.audit() == []


def test_what_changes_just_after_the_withdrawal_is_not_announced_as_public(points, item, team, officer):
    items.withdraw(item=item, reason="有误", by=team.signer, at=make.NOW)
    given(points.tasks.get(number=1), officer)
    assert events() == ["published", "withdrawn"]


def test_the_points_of_a_street_have_no_page_on_the_districts_site(points, client):
    street = make.organisation(
        "street", kind="street", region=make.region("330103001", name="天水街道", parent=make.region())
    )
    officer = make.person("openness", street)
    body = "<p>一、甲</p><p>1、街道的事。</p>"
    theirs = make.public_item(street, kind="work-points", title="2017年天水街道工作要点", body=body)
    year = services.adopt(item=theirs, by=officer, at=make.NOW)
    given(year.tasks.get(), officer)
    assert (year.address, events()) == ("", ["published"])
    for address in (ADDRESS, "/work-points/", "/", "/sitemaps/columns.xml"):
        response = client.get(address)
        assert response.status_code == 200
        assert "街道的事" not in response.content.decode()
        assert address == "/" or "天水街道工作要点" not in response.content.decode()  # the document is public
    client.force_login(officer)
    assert client.get("/desk/planning/2017/").status_code == 200  # the district's, to read
    assert WorkPoints.objects.count() == 2


def test_after_a_merger_the_years_of_both_districts_keep_one_address_each(points, settings, client):
    settings.SITE_REGION = "330105"
    body = make.organisation("gongshu-office", kind="office", region=make.region("330105", name="拱墅区"))
    officer = make.person("openness", body)
    title = "{}年拱墅区政务公开工作要点"
    for year in (2017, 2021):
        text = "<p>一、甲</p><p>1、拱墅的事。</p>"
        item = make.public_item(body, kind="work-points", title=title.format(year), body=text)
        if year == 2017:
            with pytest.raises(services.AlreadyAdopted):
                services.adopt(item=item, by=officer, at=make.NOW)
        else:
            services.adopt(item=item, by=officer, at=make.NOW)
    assert "第一件" in client.get(ADDRESS).content.decode()
    assert "拱墅的事" in client.get("/work-points/2021/").content.decode()
