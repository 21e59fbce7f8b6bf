"""The public reads a register through one door: as of its newest snapshot, masked, in all its versions."""

from dataclasses import replace

import pytest

from gongkai.registers import services
from gongkai.registers.asking import Question
from gongkai.registers.models import Register
from gongkai.registers.schema.definition import Sort
from gongkai.registers.services import reading
from tests import make
from tests.registers.test_batches import FIRST, NOW, released
from tests.registers.test_schema import SAMPLING

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def published(register, clerk, signer, rows, **options):
    made = released(register, clerk, signer, rows, **options)
    services.rebuild_waiting(at=NOW)
    return made


def test_nothing_is_read_of_what_is_not_public_or_not_ready(register, clerk, signer):
    with pytest.raises(services.NoSuchRegister):
        services.reader(key="no-such")
    with pytest.raises(services.NoSuchRegister):
        services.reader(key=register.key)
    released(register, clerk, signer, FIRST)
    with pytest.raises(services.NoSuchRegister):
        services.reader(key=register.key)
    services.rebuild_waiting(at=NOW)
    assert services.reader(key=register.key).answer(Question()).total == 2


def test_a_reader_knows_names_and_gives_pages_entries_and_all_rows(register, clerk, signer):
    published(register, clerk, signer, FIRST)
    reader = services.reader(key=register.key)
    assert reader.names["region"]["330103003"] == "天水街道"
    assert reader.names["organisation"]["market"]
    [fined] = reader.answer(Question(facets={"result": ("不合格",)})).entries
    assert reader.entry(fined.serial) == fined
    assert reader.entry(99) is None
    upwards = reader.walk(Question(sort=Sort("checked_on"), page=7))
    assert [each.values["product"] for each in upwards] == ["演示饼干", "演示牛奶"]
    wanted = Question(facets={"result": ("不合格",)})
    assert list(reader.walk(wanted)) == [fined], "a page asked for does not matter"


def test_what_is_open_is_read_until_a_newer_release_is_ready(register, clerk, signer):
    published(register, clerk, signer, FIRST)
    before = services.reader(key=register.key)
    assert services.reader(key=register.key).snapshot is before.snapshot
    released(register, clerk, signer, FIRST[:1], is_whole=True)
    assert services.reader(key=register.key).snapshot is before.snapshot
    services.rebuild_waiting(at=NOW)
    assert services.reader(key=register.key).answer(Question()).total == 1
    assert before.answer(Question()).total == 2, "who reads from the old one reads on"


def test_a_snapshot_is_read_as_it_was_made_until_that_of_a_new_definition_is_there(register, clerk, signer):
    published(register, clerk, signer, FIRST)
    text = SAMPLING.replace("  product:", "  shop: {label: 店铺, type: text}\n  product:", 1)
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    assert "shop" not in services.reader(key=register.key).said.fields
    assert services.rebuild_waiting(at=NOW) == 1
    reader = services.reader(key=register.key)
    assert "shop" in reader.said.fields
    assert reader.answer(Question()).total == 2


def test_only_so_many_snapshots_stay_open(register, clerk, signer, monkeypatch):
    published(register, clerk, signer, FIRST)
    monkeypatch.setattr(reading, "KEPT_OPEN", 0)
    first = services.reader(key=register.key)
    assert not reading._open
    assert first.answer(Question()).total == 2


def test_the_history_tells_each_version_masked_and_nothing_of_what_is_gone(register, clerk, signer):
    published(register, clerk, signer, FIRST)
    fined = FIRST[0].replace("20000", "30000")
    published(register, clerk, signer, [fined])
    register = Register.objects.get()
    serial = services.reader(key=register.key).answer(Question(words=("饼干",))).entries[0].serial
    newest, first = services.history(register=register, serial=serial)
    assert (newest.number, newest.change, newest.values["fine"]) == (2, "amended", "3")
    assert (first.number, first.change, first.values["fine"]) == (1, "recorded", "2")
    published(register, clerk, signer, FIRST[1:], is_whole=True)
    gone, *_ = versions = services.history(register=Register.objects.get(), serial=serial)
    assert gone.change == "withdrawn"
    assert not any(each.values for each in versions)
    assert services.history(register=register, serial=99) == []
    assert replace(gone, values={}) == gone


def corrected(register, clerk, signer, serial, **cells):
    before = services.cells_of(register.definition.said, services.newest_entry(register, serial).values)
    typed = services.Typed("corrected", {**before, **cells}, serial, "检验结果有误")
    body = make.organisation("market")
    batch = services.enter(register=register, organisation=body, typed=typed, by=clerk, at=NOW)
    services.release(batch=batch, by=signer, at=NOW)
    services.rebuild_waiting(at=NOW)


def test_what_is_masked_now_is_masked_in_what_was_said_before(register, clerk, signer):
    published(register, clerk, signer, FIRST)
    first = services.history(register=register, serial=1)[0]
    assert first.values["inspector"] == "张三", "no mask hides who found fault"
    published(register, clerk, signer, [FIRST[0].replace("不合格", "合格")])
    versions = services.history(register=register, serial=1)
    assert [each.values["inspector"] for each in versions] == ["张×", "张×"]
    published(register, clerk, signer, FIRST[:1])
    told = [each.values["inspector"] for each in services.history(register=register, serial=1)]
    assert told == ["张三", "张×", "张三"], "each version by its own condition too"


def test_what_a_correction_took_back_is_named_and_not_told(register, clerk, signer, client):
    published(register, clerk, signer, FIRST)
    corrected(register, clerk, signer, 1, product="演示面包", result="合格")
    newest, first = services.history(register=register, serial=1)
    assert (newest.number, newest.change, newest.reason) == (2, "corrected", "检验结果有误")
    assert (newest.values["product"], newest.values["inspector"]) == ("演示面包", "张×")
    assert (first.number, first.change, first.values) == (1, "recorded", {})
    for address in ("/registers/product-checks/entries/1/", "/api/v1/registers/product-checks/entries/1"):
        text = client.get(address).content.decode()
        assert "演示面包" in text
        assert not [each for each in ("演示饼干", "张三", "现在</th>") if each in text], address
    published(register, clerk, signer, [FIRST[0].replace("饼干", "蛋糕")])
    versions = services.history(register=register, serial=1)
    assert [each.values.get("product") for each in versions] == ["演示蛋糕", "演示面包", None]


def test_what_was_withdrawn_stays_untold_when_the_entry_returns(register, clerk, signer):
    published(register, clerk, signer, FIRST)
    published(register, clerk, signer, FIRST[1:], is_whole=True)
    published(register, clerk, signer, [FIRST[0].replace("饼干", "面包")])
    versions = services.history(register=register, serial=1)
    assert [each.change for each in versions] == ["restored", "withdrawn", "recorded"]
    assert [each.values.get("product") for each in versions] == ["演示面包", None, None]
