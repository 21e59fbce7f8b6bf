"""Deals go out as OCDS 1.1 by what their register declares: a record a process, with its whole chain."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

from gongkai.obligations.node import BadCatalogue
from gongkai.obligations.source import read
from gongkai.registers.export.ocds import Told, release, written
from gongkai.registers.schema import masked, parse
from tests.registers.test_export import ABOUT

FILE = settings.CATALOGUE / "registers" / "resource-trading.yaml"
TEXT = FILE.read_text()
CHECK = Draft202012Validator(json.loads((Path(__file__).parent / "ocds-1.1.json").read_text()))
STANDARD = os.environ.get("GONGKAI_OCDS_STANDARD", "")
"""The standard's own schemas as a zip file, for who has them and libcoveocds."""
DEAL = {
    "deal": "XC-1", "title": "操场改造", "trade": "工程建设", "buyer": "演示小学", "method": "公开招标",
    "content": "改造",
}  # fmt: skip
CHAIN = [
    {**DEAL, "stage": "履约信息", "item": "合同公告", "formed_on": "2017-06-20", "contract": "HT-9",
     "contract_amount": "268.51", "signed_on": "2017-06-18", "ends_on": "2017-09-30"},
    {**DEAL, "stage": "成交信息", "item": "中标结果公告", "formed_on": "2017-05-26", "winner": "张三丰",
     "price": "268.5", "winner_kind": "自然人"},
    {**DEAL, "stage": "交易公告", "item": "招标公告", "formed_on": "2017-04-20", "budget": "300",
     "agent": "演示代理", "buyer_code": "12330103470101234X", "bidders": 5, "link": "https://x.example/1"},
    {**DEAL, "deal": "XC-2", "stage": "履约信息", "item": "违法违规处罚", "formed_on": "2017-05-01"},
]  # fmt: skip


def declared(text=TEXT):
    return parse(read(text, source=FILE.name), source=FILE.name)


SAID = declared()
TOLD = [Told(n, 1, masked(SAID, values)) for n, values in enumerate(CHAIN, 1)]


def package(told=TOLD):
    return json.loads(b"".join(written(replace(ABOUT, said=SAID), "ocds-x1", told)))


def test_a_process_is_a_record_with_its_releases_in_their_order():
    (record,) = package()["records"]
    assert record["ocid"] == "ocds-x1-XC-1"
    assert [each["tag"] for each in record["releases"]] == [["tender"], ["award"], ["contract"]]
    assert [each["id"] for each in record["releases"]] == [f"ocds-x1-XC-1-{n}-1" for n in (3, 2, 1)]


def test_what_has_no_name_in_the_standard_stays_out():
    assert release(SAID, "ocds-x1-XC-2", TOLD[3]) == {}


def test_values_go_where_the_register_says():
    tender, award, contract = package()["records"][0]["releases"]
    assert tender["tender"] | {"documents": 0} == {
        "id": "ocds-x1-XC-1-tender", "title": "操场改造", "description": "改造", "procurementMethod": "open",
        "procurementMethodDetails": "公开招标", "mainProcurementCategory": "works", "numberOfTenderers": 5,
        "value": {"amount": 3_000_000, "currency": "CNY"}, "documents": 0,
        "procuringEntity": {"id": "演示代理", "name": "演示代理"},
    }  # fmt: skip
    assert tender["buyer"] == {"id": "12330103470101234X", "name": "演示小学"}
    assert tender["parties"][0]["identifier"]["id"] == "12330103470101234X"
    assert award["awards"][0]["value"] == {"amount": 2_685_000, "currency": "CNY"}
    assert award["awards"][0]["date"] == "2017-05-26T00:00:00+08:00"
    assert contract["contracts"] == [
        {"id": "HT-9", "awardID": "ocds-x1-XC-1-award", "value": {"amount": 2_685_100, "currency": "CNY"},
         "dateSigned": "2017-06-18T00:00:00+08:00", "period": {"endDate": "2017-09-30T00:00:00+08:00"}}
    ]  # fmt: skip


def test_a_masked_supplier_is_masked():
    text = json.dumps(package(), ensure_ascii=False)
    assert "张三丰" not in text
    assert "张××" in text


def test_the_package_keeps_to_the_standard():
    assert not [error.message for error in CHECK.iter_errors(package())]


BROKEN = [("date", "2017-05-26"), ("tag", ["sold"]), ("awards", [{"value": 1}]), ("contracts", [{"id": "1"}])]


@pytest.mark.parametrize(("name", "value"), BROKEN)
def test_the_standard_is_not_kept_by_anything(name, value):
    told = package()
    told["records"][0]["releases"][0][name] = value
    assert not CHECK.is_valid(told)


def test_an_independent_reader_finds_nothing(tmp_path):
    libcoveocds = pytest.importorskip("libcoveocds.api", reason="libcoveocds is AGPL: only where installed")
    config = pytest.importorskip("libcoveocds.config")
    if not STANDARD:
        pytest.skip("GONGKAI_OCDS_STANDARD names no copy of the standard")
    path = tmp_path / "ocds.json"
    path.write_text(json.dumps(package()))
    wanted = config.LibCoveOCDSConfig({"standard_zip": f"file://{STANDARD}", "context": "api"})
    found = libcoveocds.ocds_json_output(str(tmp_path), str(path), lib_cove_ocds_config=wanted)
    assert not found["validation_errors"]


REFUSED = [
    ("export: ocds\n", "", "还要写 export: ocds"),
    ("tender/title: title", "tender/name: title", "tender/name"),
    ("tender/value: budget", "tender/value: bidders", "tender/value 应是金额字段，“参加单位数”不是"),
    ("招标公告: tender,", "招标公告: sold,", "sold"),
    ("as: {工程建设: works}", "as: {工程: works}", "工程"),
    ("  process: deal\n", "  process: nothing\n", "没有叫“nothing”的字段"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), REFUSED)
def test_a_mapping_that_makes_no_sense_is_refused(old, new, sentence):
    assert old in TEXT
    with pytest.raises(BadCatalogue, match=sentence):
        declared(TEXT.replace(old, new))
