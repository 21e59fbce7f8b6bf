"""Tasks, plans and progress pass to the successor: not before the day, and along the whole chain."""

from datetime import date

import pytest

from gongkai.orgs import services as orgs
from gongkai.planning import services
from gongkai.planning.models import Assignment, Filing, WorkPoints, regions_decided
from tests import make
from tests.planning.doing import line, report

pytestmark = pytest.mark.django_db


def close(key, on, successor):
    orgs.close(
        organisation=make.organisation(key),
        on=on,
        successor=make.organisation(successor),
        by=None,
        at=make.NOW,
    )


def test_a_successor_named_for_later_sees_nothing_yet(filing, first, client):
    close("finance", date(2030, 1, 1), "audit")
    heir = make.person("clerk", make.organisation("audit"))
    for queryset in (Filing.objects, Assignment.objects):
        assert not queryset.visible_to(heir, at=make.NOW).exists()
        assert queryset.visible_to(heir, at=make.moment(2030, 1, 2)).exists()
    assert not services.can(heir, "plan", filing, at=make.NOW)


def test_the_last_of_a_chain_plans_files_and_reports_for_the_first(filing, first, client):
    close("finance", date(2015, 12, 31), "audit")
    close("audit", date(2016, 12, 31), "third")
    heir = make.person("clerk", make.organisation("third"))
    line(filing, first, heir)
    services.file_plan(filing=filing, by=heir, at=make.NOW)
    report(Assignment.objects.get(), heir, 20)
    client.force_login(heir)
    for address in ("2017/finance/", f"filings/{filing.pk}/", f"assignments/{Assignment.objects.get().pk}/"):
        assert client.get(f"/desk/planning/{address}").status_code == 200


def test_an_office_that_followed_the_districts_decides_about_its_years(points, officer):
    region = make.region("330105", name="拱墅区")
    make.organisation("gongshu-office", kind="office", region=region)
    heir = make.person("openness", make.organisation("gongshu-office"))
    assert not services.can(heir, "assign", points, at=make.NOW)
    close("government-office", date(2016, 12, 31), "gongshu-office")
    assert services.can(heir, "assign", points, at=make.NOW)
    assert WorkPoints.objects.at_desk(heir, at=make.NOW).get() == points


def test_a_street_that_followed_a_department_does_not_decide_for_the_district(points):
    street = make.region("330103001", name="天水街道", parent=make.region())
    officer = make.person("openness", make.organisation("street", kind="street", region=street))
    close("finance", date(2016, 12, 31), "street")
    assert [each.code for each in regions_decided(officer, at=make.NOW)] == ["330103001"]
    assert not services.can(officer, "assign", points, at=make.NOW)
