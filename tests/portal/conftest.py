"""A small district with something public in every part of the portal."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from gongkai.items.models import Item, Relation
from gongkai.planning.models import Assignment, Progress, Task, WorkPoints
from gongkai.planning.services.announcing import announce
from tests import make
from tests.kept import kept
from tests.portal import builders


@dataclass
class District:
    policy: Item
    interpretation: Item
    amended: Item
    repealed: Item
    successor: Item
    withdrawn: Item
    work_points: Item


@pytest.fixture(scope="module")
def kept_district(django_db_setup, django_db_blocker, tmp_path_factory):
    with kept(build, django_db_blocker, tmp_path_factory.mktemp("district")) as district:
        yield district


@pytest.fixture
def district(kept_district, db):
    return kept_district.copy()


def build():
    """Return public items of every state, work points with an assignment, guide, rule and report."""
    office = make.organisation(
        "government-office", name="杭州市下城区人民政府办公室", short_name="区政府办", kind="office"
    )
    duty = make.obligation()
    policy = builders.published(
        obligation=duty, title="财政收支公开办法", theme="财政、金融、审计", genre="通知"
    )
    interpretation = builders.published(
        kind="interpretation", title="《财政收支公开办法》解读", obligation=duty
    )
    Relation.objects.create(source=interpretation, kind="interprets", target=policy, stated_in=1)
    successor = builders.published(title="新的收费办法", obligation=duty)
    repealed = builders.repealed(builders.published(title="旧的收费办法", obligation=duty), successor)
    Relation.objects.create(source=successor, kind="repeals", target=repealed, stated_in=0)
    amended = builders.amended(builders.published(title="采购信息公开办法", obligation=duty))
    withdrawn = builders.withdrawn(builders.published(title="含有身份证号的名单"))
    for kind, title in [("guide", "公开指南"), ("rule", "保密审查办法"), ("report", "2016年度报告")]:
        builders.published(publisher=office, kind=kind, title=title)
    points = builders.published(
        publisher=office, kind="work-points", title="2017年政务公开工作要点", number="330103--2017--0510"
    )
    announce(adopt(points), by=None, at=make.NOW)
    return District(policy, interpretation, amended, repealed, successor, withdrawn, points)


def adopt(points):
    """Make the document one task of two departments, the lead at 40 percent."""
    plan = WorkPoints.objects.create(
        item=points,
        region=make.region(),
        year=2017,
        title=points.current.title,
        version=1,
        adopted_by=points.created_by,
        adopted_at=make.NOW,
    )
    task = Task.objects.create(
        work_points=plan,
        section_number=1,
        section_title="以政务公开助力稳增长",
        number=1,
        text="公开财政收支情况",
    )
    for key, is_lead in [("finance", True), ("audit", False)]:
        given = Assignment.objects.create(
            task=task,
            organisation=make.organisation(key),
            is_lead=is_lead,
            due_on=date(2017, 12, 31),
            assigned_by=points.created_by,
            assigned_at=make.NOW,
        )
        if is_lead:
            Progress.objects.create(
                assignment=given,
                status="underway",
                percent=40,
                note="已公布两期",
                by=points.created_by,
                at=make.NOW + timedelta(days=40),
            )
    return plan
