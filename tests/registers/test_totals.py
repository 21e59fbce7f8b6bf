"""合计行等于各行之和: the sums that stand in a table are compared with its rows before anything is public."""

import io
import json

import pytest
from django.utils import timezone

from gongkai.orgs.models import Role
from gongkai.registers import services
from gongkai.registers.models import Register, Stage
from gongkai.registers.services import comparing
from gongkai.registers.services.papers import path_of
from gongkai.ui import sharing
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LINES = """\
register: lines
title: 预算明细
description: 预算表的每一行。
obligation: budget
fields:
  item: {label: 项目, type: text, required: true}
  amount: {label: 金额, type: money, unit: 万元, required: true}
  basic: {label: 基本支出, type: money, unit: 万元}
identity: [item]
headline: [item]
columns: [item, amount]
sort: item
checks: [{that: total, fields: [amount, basic]}]
"""
HEAD = "项目,金额（万元）,基本支出（万元）"
RIGHT = [
    ["合计,30,12", "小学,10.5,5", "中学,19.5,7"],
    ["小学,10.5,5", "中学,19.5,7", "合计,30,12"],
    ["小学,10.5,5", "小计,10.5,5", "中学,19.5,7", "高中,1,1", "小计,20.5,8", "合计,31,13"],
    ["一、教育,,", "小学,10,5", "小计,10,5", "中学,5,5", "合计,15,10", "二、卫生,,", "医院,3,3", "合计,3,3"],
    ["小学,10.5,5", "合计,10.5,"],
    ["小学,10.50,0.33", "中学,19.5,0.33", "高中,1,0.33", "合计,31,1"],
    ["小学,10.5,5"],
]
WRONG = [
    (["小学,10.5,5", "中学,19.5,7", "合计,31,12"], "B4", "合计是 31，各行之和是 30.0，相差 1.0"),
    (["合计,30,13", "小学,10.5,5", "中学,19.5,7"], "C2", "合计是 13，各行之和是 12，相差 1"),
    (["小学,10.5,5", "合计,约十万,5"], "B3", "“约十万”不是数"),
]


@pytest.fixture
def clerk():
    body = make.organisation("finance")
    make.obligation("budget").publishers.add(body)
    services.apply([services.read(LINES, name="a.yaml")], by=None, at=NOW)
    return make.person(role=Role.CLERK.value, at=body)


def checked(clerk, rows):
    batch = services.receive(
        register=Register.objects.get(),
        organisation=make.organisation("finance"),
        name="预算.csv",
        source=io.BytesIO("\n".join([HEAD, *rows]).encode()),
        by=clerk,
        at=NOW,
    )
    layout = services.Layout(services.look(batch).columns)
    batch = services.check(batch=services.settle(batch=batch, layout=layout, by=clerk, at=NOW), at=NOW)
    assert batch.stage == Stage.CHECKED.value
    told = map(json.loads, path_of(batch.faults).read_text().splitlines())
    return batch, [each["fault"] for each in told if "fault" in each]


@pytest.mark.parametrize("rows", RIGHT)
def test_a_sum_stands_above_or_below_its_rows_or_under_a_group(clerk, rows):
    batch, faults = checked(clerk, rows)
    assert not faults
    assert not batch.counts.get("faulty")


@pytest.mark.parametrize(("rows", "place", "sentence"), WRONG)
def test_a_sum_that_is_none_is_told_at_its_cell_and_stops_the_batch(clerk, rows, place, sentence):
    batch, (fault,) = checked(clerk, rows)
    assert sentence in fault["reason"]
    assert f"{'ABC'[fault['index']]}{fault['number']}" == place
    with pytest.raises(services.Refused, match="还有 1 行有错"):
        services.submit(batch=batch, reason="", by=clerk, at=NOW)


def test_where_a_row_cannot_be_read_its_sum_is_not_judged(clerk):
    _, faults = checked(clerk, ["小学,十元半,5", "中学,19.5,7", "合计,30,12"])
    assert [fault["number"] for fault in faults] == [2]


@pytest.mark.parametrize("rows", [RIGHT[3], [*RIGHT[3][:-1], "合计,4,3"]])
def test_sums_are_compared_wherever_the_rows_were_read(clerk, rows, monkeypatch):
    alone = checked(clerk, rows)[1]
    monkeypatch.setattr(comparing, "PIECE", 1)
    monkeypatch.setattr(sharing, "_processors", lambda: 2)
    assert checked(clerk, rows)[1] == alone
    assert len(alone) == (rows != RIGHT[3])
