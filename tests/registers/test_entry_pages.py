"""One entry with its chain and history, what is left of one that is gone, several side by side, the feed."""

import json
import re
from xml.etree import ElementTree

import pytest

from gongkai.ledger.rules import digest
from gongkai.publication.models import Page
from gongkai.registers import services
from gongkai.registers.models import Entry, Register
from tests.registers.test_batches import FIRST, NOW, received, released, settled
from tests.registers.test_list_pages import words
from tests.registers.test_schema import SAMPLING

pytestmark = pytest.mark.django_db
BASE = "/registers/product-checks/"
HEAD = "抽查编号,产品名称,生产企业,检验人,结果,罚款（元）,街道,抽查日期"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def publish(register, clerk, signer):
    def made(rows, **options):
        released(register, clerk, signer, rows, **options)
        services.rebuild_waiting(at=NOW)

    made(FIRST)
    return made


def test_an_entry_shows_every_field_with_its_unit_and_what_a_mask_did(client, publish):
    response = client.get(f"{BASE}entries/2/")
    text = words(response)
    assert "演示牛奶 合格" in text
    assert "检验人 李× （已按规定遮蔽）" in text
    assert "街道 天水街道" in text
    assert "李四" not in response.text
    fined = words(client.get(f"{BASE}entries/1/"))
    assert "罚款（万元） 2 " in fined
    assert "检验人 张三 " in fined, "no mask hides who found fault"
    assert "noindex" in response["X-Robots-Tag"], "what comes down must be in no cache"
    assert not Page.objects.filter(path__contains="/entries/").exists()


def test_what_snapshots_wait_is_asked_of_all_registers_at_once(publish, django_assert_num_queries):
    text = SAMPLING.replace("register: product-checks", "register: shop-checks")
    services.apply([services.read(text, name="b.yaml")], by=None, at=NOW)
    Register.objects.update(is_public=True)
    assert services.rebuild_waiting(at=NOW) == 1
    with django_assert_num_queries(2):
        assert services.rebuild_waiting(at=NOW) == 0


def test_what_a_rule_hides_whole_is_said_to_be_hidden(client, publish):
    text = SAMPLING.replace("field: inspector, as: surname", "field: inspector, as: hide")
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    services.rebuild_waiting(at=NOW)
    assert "检验人 按规定隐去" in words(client.get(f"{BASE}entries/2/"))


def test_the_history_tells_who_changed_what_when_and_why(client, publish):
    publish([FIRST[0].replace("20000", "30000")])
    text = words(client.get(f"{BASE}entries/1/"))
    assert "第2版 变更" in text
    assert "随第2批公开 " in text
    assert "例行公布" not in text, "what a clerk tells those who decide is not for the public"
    assert "罚款（万元） 2 3" in text
    assert "第1版 新增" in text


def test_an_entry_that_was_withdrawn_says_so_and_nothing_else(client, publish):
    publish(FIRST[1:], is_whole=True)
    response = client.get(f"{BASE}entries/1/")
    assert response.status_code == 410
    assert "撤下" in words(response)
    assert "理由：例行公布" in words(response)
    assert "饼干" not in response.text
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize(("change", "told"), [("repaired", "已完成信用修复"), ("lapsed", "展示期已满")])
def test_an_entry_repaired_or_lapsed_says_which(client, publish, change, told):
    Entry.objects.filter(serial=1).update(change=change)
    response = client.get(f"{BASE}entries/1/")
    assert response.status_code == 410
    assert told in words(response)
    assert "饼干" not in response.text


def test_what_never_was_is_not_found(client, publish):
    for path in ("entries/99/", "entries/0/"):
        assert client.get(f"{BASE}{path}").status_code == 404
    for path in ("entries/1/", "compare/", "feed.atom", "evidence.json"):
        assert client.get(f"/registers/nothing/{path}").status_code == 404


def test_a_chain_is_drawn_stage_by_stage(client, publish, clerk, signer):
    text = SAMPLING.replace("masks:", "stages: {field: result, chain: maker}\nmasks:", 1)
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    rows = [
        "011,初检,演示厂,甲,不合格,,330103003,2017-06-01",
        "012,复检,演示厂,甲,合格,,330103003,2017-07-01",
        "013,别家,别厂,甲,合格,,330103003,2017-07-02",
    ]
    batch = settled(received(Register.objects.get(), clerk, rows, head=HEAD), clerk)
    services.submit(batch=batch, reason="例行公布", by=clerk, at=NOW)
    services.release(batch=batch, by=signer, at=NOW)
    services.rebuild_waiting(at=NOW)
    response = client.get(f"{BASE}entries/4/")
    chain = words(response).partition("全过程")[2].partition("抽查编号")[0]
    assert re.search(r"^ 合格 复检 合格 2017-07-01 不合格 初检 不合格 2017-06-01", chain)
    assert "别家" not in chain
    assert "entries/3/" in response.text
    assert "全过程" not in words(client.get(f"{BASE}entries/1/")), "it names no chain"


def test_the_evidence_fits_what_was_announced(client, publish):
    facts = json.loads(client.get(f"{BASE}evidence.json").content)
    assert facts["content"] == Register.objects.get().content()
    assert facts["digest"] == digest(facts["content"], facts["salt"]) == facts["leaf"]["content"]


def test_chosen_entries_stand_side_by_side_with_their_differences(client, publish):
    response = client.get(f"{BASE}compare/?serial=1&serial=2&serial=2&serial=77&serial=x")
    text = words(response)
    assert "比较2条" in text
    assert "第77条没有公开" in text
    assert "产品名称 不同 演示饼干 演示牛奶" in text
    assert "街道 天水街道 天水街道" in text
    assert "李四" not in response.text
    only = words(client.get(f"{BASE}compare/?serial=1&serial=2&only=different"))
    assert "街道" not in only.partition("罚款")[0]
    assert "请在列表中勾选" in words(client.get(f"{BASE}compare/"))
    many = "&".join(f"serial={number}" for number in range(1, 20))
    assert "第3、4、5、6条" in words(client.get(f"{BASE}compare/?{many}"))


def test_the_feed_holds_new_entries_and_releases_and_follows_the_filters(client, publish):
    publish(["003,演示果汁,李四,合格,,330103003,2017-06-09"])
    whole = client.get(f"{BASE}feed.atom")
    assert whole["Content-Type"].startswith("application/atom+xml")
    assert "【第2批】产品质量抽查" in whole.text
    assert whole.text.count("<entry>") == 5
    assert "李四" not in whole.text
    assert Page.objects.filter(path=f"{BASE}feed.atom").exists()
    some = client.get(f"{BASE}feed.atom?result=不合格")
    assert some.text.count("<entry>") == 1
    assert "结果为不合格" in some.text
    assert "noindex" in some["X-Robots-Tag"]


MANY = "9" * 50


@pytest.mark.parametrize(
    "path", ["page/0/", f"page/{MANY}/", f"entries/{MANY}/", f"entries/{2**63}/", "page/50001/"]
)
def test_a_number_that_cannot_be_is_not_found(client, publish, path):
    assert client.get(f"{BASE}{path}").status_code == 404


def test_signs_that_no_feed_can_hold_are_not_asked_for(client, publish):
    for query in ("q=%01", "result=%02", "result=%0b", "q=a%0cb", "result=a%00b%0bc%ef%bf%bf"):
        answer = client.get(f"{BASE}feed.atom?{query}")
        assert answer.status_code == 200, query
        ElementTree.fromstring(answer.content)
    publish(["009,演示\x02果酱,李四,合格,,330103003,2017-06-09"])
    assert "演示果酱" in client.get(f"{BASE}feed.atom").text
