"""Which reports are seen by whom, what the log tells of them, what the database itself refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongkai.orgs.models import Act
from gongkai.requests.models import AnnualReport
from tests import make
from tests.requests import annual as made
from tests.requests.annual import AT, YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance():
    return make.organisation("finance", name="下城区财政局", short_name="财政局")


@pytest.fixture
def clerk(finance):
    return make.person("clerk", finance)


@pytest.fixture
def keeper():
    return make.person("openness", make.office())


def test_the_public_sees_only_what_is_published(finance, clerk, keeper):
    mine = made.submitted(finance, by=clerk)
    audit_ = make.organisation("audit")
    theirs = made.published(audit_, by=make.person("clerk", audit_))
    see = AnnualReport.objects.visible_to
    assert list(see(None, at=AT)) == [theirs]
    assert set(see(clerk, at=AT)) == {mine, theirs}
    assert set(see(make.person("clerk", audit_), at=AT)) == {theirs}
    assert set(see(keeper, at=AT)) == {mine, theirs}


def test_one_report_a_year_and_no_figures_without_who_submitted(finance):
    fields = {"organisation": finance, "year": YEAR, "due_on": date(2024, 1, 31)}
    AnnualReport.objects.create(**fields)
    for wrong in ({}, {"year": 2022, "state": "submitted"}, {"year": 2022, "state": "published"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AnnualReport.objects.create(**fields | wrong)


def test_what_was_done_is_in_the_log(finance, clerk):
    made.published(finance, by=clerk)
    verbs = set(Act.objects.filter(thing__startswith="annual-report:").values_list("verb", flat=True))
    assert verbs == {f"report.{verb}" for verb in (
        "open", "write", "correct", "submitted", "accepted", "published")}  # fmt: skip
