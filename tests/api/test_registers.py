"""Registers as programs read them: data dictionary, entries page by page, one entry with its history."""

import pytest

from gongkai.registers import services
from tests import make
from tests.api.conftest import followed
from tests.registers.test_batches import FIRST, NOW, released

pytestmark = pytest.mark.django_db
ENTRIES = "registers/product-checks/entries"


def test_only_registers_with_public_content_are_listed(api, register):
    assert api("registers").json() == {"total": 0, "registers": []}
    assert api("registers/product-checks").status_code == 404


def test_a_register_says_what_its_fields_mean(api, checks):
    [line] = api("registers").json()["registers"]
    assert (line["key"], line["release"], line["obligation"]) == (
        "product-checks", 1, "product-quality-checks",
    )  # fmt: skip
    answer = api("registers/product-checks").json()
    fields = {each["key"]: each for each in answer["fields"]}
    assert (answer["total"], answer["snapshot"], answer["definition"]) == (4, 1, 1)
    assert fields["fine"]["unit"] == "万元"
    assert fields["result"]["choices"] == ["合格", "不合格"]
    assert (fields["result"]["is_facet"], fields["checked_on"]["is_ranged"]) == (True, True)
    assert fields["inspector"]["mask"] == "只留姓氏"
    assert fields["number"]["is_identity"]
    assert [(each["after"], each["lasts"]) for each in answer["displays"]] == [("checked_on", "600个月")]


def test_entries_come_in_the_words_of_the_page(api, checks):
    answer = api(ENTRIES, {"result": "不合格", "sort": "-checked_on"}).json()
    assert answer["register"] == "product-checks"
    assert answer["sentence"] == "结果为不合格"
    assert [each["values"]["product"] for each in answer["entries"]] == ["演示饮料", "演示饼干"]
    ranged = api(ENTRIES, {"checked_on.min": "2017-06-02", "checked_on.max": "2017-06-02"}).json()
    assert [each["serial"] for each in ranged["entries"]] == [2]
    assert api(ENTRIES, {"q": "糕点"}).json()["total"] == 1


def test_facets_come_with_exact_counts_where_they_are_wanted(api, checks):
    assert api(ENTRIES).json()["facets"] is None
    facets = api(ENTRIES, {"facets": "true", "result": "合格"}).json()["facets"]
    by_key = {each["key"]: each["values"] for each in facets}
    assert {(each["value"], each["count"]) for each in by_key["result"]} == {("合格", 2), ("不合格", 2)}
    assert by_key["street"] == [{"value": "330103003", "name": "天水街道", "count": 2}]


def test_personal_fields_never_come_out(api, checks):
    shown = api(ENTRIES, {"q": "牛奶"}).json()["entries"][0]["values"]
    whole = api(f"{ENTRIES}/2").json()
    assert shown["inspector"] == whole["values"]["inspector"] == "李×"
    assert whole["shown"]["检验人"] == "李×"
    assert whole["history"][0]["values"]["inspector"] == "李×"
    for path in (ENTRIES, f"{ENTRIES}/2", "registers/product-checks", "changes", "registers"):
        assert "李四" not in api(path).text


@pytest.mark.parametrize("sort", ["", "fine", "-fine", "-checked_on", "checked_on"])
@pytest.mark.parametrize("size", [1, 3])
def test_turning_pages_gives_every_entry_once_whatever_the_order(api, checks, sort, size):
    pages = followed(api, ENTRIES, {"limit": size, "sort": sort} if sort else {"limit": size})
    serials = [each["serial"] for page in pages for each in page["entries"]]
    assert sorted(serials) == [1, 2, 3, 4]
    whole = api(ENTRIES, {"limit": 100, **({"sort": sort} if sort else {})}).json()
    assert serials == [each["serial"] for each in whole["entries"]]


def test_a_release_in_between_is_told_plainly(api, checks, clerk, signer):
    first = api(ENTRIES, {"limit": 1}).json()
    released(checks, clerk, signer, ["005,演示酱油,,合格,,,2017-06-05"])
    going_on = api(first["next"].partition("/api/v1/")[2])
    assert going_on.status_code == 200, "what is not yet ready changes nothing"
    services.rebuild_waiting(at=NOW)
    gone = api(first["next"].partition("/api/v1/")[2])
    assert gone.status_code == 410
    assert "重新读起" in gone.json()["detail"]
    assert len(followed(api, ENTRIES, {"limit": 2})) == 3


def test_an_entry_has_its_history(api, checks, clerk, signer):
    released(checks, clerk, signer, [FIRST[1].replace("合格", "不合格", 1)])
    services.rebuild_waiting(at=NOW)
    answer = api(f"{ENTRIES}/2").json()
    assert [(each["number"], each["change"]) for each in answer["history"]] == [
        (2, "amended"), (1, "recorded"),
    ]  # fmt: skip
    assert answer["values"]["result"] == "不合格"
    assert answer["shown"]["街道"] == "天水街道"


def test_what_was_taken_down_is_gone_at_once(api, checks, clerk, signer):
    released(checks, clerk, signer, FIRST[:1], is_whole=True)
    gone = api(f"{ENTRIES}/2")  # the snapshot still has it
    assert gone.status_code == 410
    assert "撤下" in gone.json()["detail"]
    assert "演示牛奶" not in gone.text
    assert api(f"{ENTRIES}/99").status_code == 404


WRONG = [
    ({"product": "x"}, "product", "没有这个查询词"),
    ({"sort": "product"}, "", "排序"),
    ({"checked_on.min": "昨天"}, "", "抽查日期"),
    ({"limit": "101"}, "limit", "不能大于 100"),
    ({"limit": "很多"}, "limit", "应为整数"),
    ({"cursor": "1.1"}, "cursor", "不是本接口给出的"),
    ({"cursor": "1.1.99"}, "cursor", "不是本接口给出的"),
    ({"cursor": "a.b.c"}, "cursor", "不是本接口给出的"),
    ({"result": "a\0b"}, "", "不能使用的字符"),
]


@pytest.mark.parametrize(("query", "where", "reason"), WRONG)
def test_what_cannot_be_understood_is_told_not_left_out(api, checks, query, where, reason):
    answer = api(ENTRIES, query)
    assert answer.status_code == 422
    assert any(each["where"] == where and reason in each["reason"] for each in answer.json()["errors"])


def test_amounts_keep_every_digit(api, checks):
    values = api(f"{ENTRIES}/4").json()["values"]
    assert values["fine"] == "0.05"
    assert values["number"] == "004"
    assert make.organisation("market").key == api(f"{ENTRIES}/4").json()["organisation"]
