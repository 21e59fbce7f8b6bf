"""Table two is counted from the registers: by the organisation they name, in the year of their day."""

from decimal import Decimal
from itertools import count

import pytest

from gongkai.registers import services as registers
from gongkai.registers.models import Entry, Register, Release
from gongkai.requests.reports.declared import form_of, sources_of
from gongkai.requests.reports.registers import tallied
from tests import make
from tests.requests.histories import NOW

pytestmark = pytest.mark.django_db
OBLIGATIONS = {
    "administrative-licences": "licence-results",
    "administrative-penalties": "penalty-decisions",
    "normative-documents": "normative-document-validity",
}
PLAIN = """\
register: {key}
title: 某台账
description: 某台账。
obligation: {obligation}
fields:
  number: {{label: 编号, type: code, required: true}}
identity: [number]
headline: [number]
columns: [number]
sort: number
"""
serial = count(1)


@pytest.fixture
def finance():
    return make.organisation()


def register(key):
    """Return a register of that name: whatever else it holds, its entries name a body and a day."""
    make.obligation(OBLIGATIONS[key])
    text = PLAIN.format(key=key, obligation=OBLIGATIONS[key])
    registers.apply([registers.read(text, name=f"{key}.yaml")], by=None, at=NOW)
    return Register.objects.get(key=key)


def enter(found, body, change="recorded", **values):
    number = next(serial)
    release = Release.objects.create(
        register=found, number=number, definition=found.definition, organisation=body, root="", chain="",
        at=NOW,
    )  # fmt: skip
    return Entry.objects.create(
        register=found, serial=number, version=1, key=str(number), change=change, values=values, digest="",
        release=release, organisation=body, at=NOW,
    )  # fmt: skip


def cells(*bodies, year=2023):
    found = {}
    for key, place, number in tallied(form_of(year), sources_of(), [body.pk for body in bodies]):
        found[key, place[1], place[2]] = number
    return found


def test_a_house_without_registers_tells_only_what_a_district_never_makes(finance):
    assert set(cells(finance)) == {
        (finance.pk, "规章", column) for column in ("本年制发件数", "本年废止件数", "现行有效件数")
    }
    assert set(cells(finance).values()) == {Decimal()}


@pytest.mark.parametrize(
    ("key", "row"), [("administrative-licences", "行政许可"), ("administrative-penalties", "行政处罚")]
)
def test_decisions_are_counted_by_who_took_them_in_their_year(finance, key, row):
    audit, found = make.organisation("audit"), register(key)
    for day in ("2023-01-01", "2023-12-31", "2022-12-31", "2024-01-01"):
        enter(found, finance, agency="finance", decided_on=day)
    enter(found, finance, agency="audit", decided_on="2023-05-05")
    enter(found, finance, change="withdrawn", agency="finance", decided_on="2023-05-05")
    enter(found, finance, change="lapsed", agency="finance", decided_on="2023-05-06")
    told = cells(finance, audit)
    assert told[finance.pk, row, "本年处理决定数量"] == 3
    assert told[audit.pk, row, "本年处理决定数量"] == 1
    assert cells(audit, year=2022)[audit.pk, row, "本年处理决定数量"] == 0


def test_documents_are_counted_as_made_ended_and_in_force(finance):
    found = register("normative-documents")
    for made_on, validity, changed_on in (
        ("2023-03-01", "有效", None),
        ("2020-03-01", "有效", None),
        ("2020-03-01", "废止", "2023-06-01"),
        ("2020-03-01", "失效", "2024-02-01"),
        ("2020-03-01", "已修改", "2023-06-01"),
        ("2019-03-01", "废止", "2022-06-01"),
        ("2024-03-01", "有效", None),
    ):
        enter(found, finance, issuer="finance", made_on=made_on, validity=validity, changed_on=changed_on)
    told = cells(finance)
    row = [
        told[finance.pk, "行政规范性文件", column]
        for column in ("本年制发件数", "本年废止件数", "现行有效件数")
    ]
    assert row == [1, 1, 4]
    last = cells(finance, year=2022)
    before, now = last[finance.pk, "行政规范性文件", "现行有效件数"], row
    assert before + now[0] - now[1] == now[2]


def test_the_forms_of_2019_and_2020_ask_what_no_register_holds(finance):
    enter(register("normative-documents"), finance, issuer="finance", made_on="2020-03-01", validity="有效")
    assert {row for _, row, _ in cells(finance, year=2020)} == {"规章"}
