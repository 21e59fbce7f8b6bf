"""What the public saw on a day: as it stood, without gaps, and nothing comes back that was taken down."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongkai.registers import services
from gongkai.registers.models import Entry
from gongkai.registers.services import past
from tests.registers.test_batches import FIRST, NOW, released
from tests.registers.test_entering import entered, values
from tests.registers.test_list_pages import BASE, MORE, words
from tests.registers.test_schema import SAMPLING

pytestmark = pytest.mark.django_db
LONG_AGO, THEN, LATER = (NOW - timedelta(days=days) for days in (30, 20, 10))
CHANGED = [FIRST[0].replace("20000", "30000"), "003,演示糕点,王五,合格,,,2017-06-03"]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def ask(client):
    def asked(path="as-of/", on=THEN, more=""):
        return client.get(f"{BASE}{path}?as_of={localdate(on)}{more}")

    return asked


@pytest.fixture
def public(register, clerk, signer):
    """Two entries since THEN; LATER one was changed and a third came."""
    released(register, clerk, signer, FIRST, at=THEN)
    released(register, clerk, signer, CHANGED, at=LATER)
    services.rebuild_waiting(at=NOW)
    return register


def changed(register, clerk, signer, change, **cells):
    """Change the first entry by form today."""
    said = services.cells_of(register.definition.said, values(1)) | cells
    typed = {"repaired_on": localdate(NOW)} if change == "repaired" else {}
    batch = entered(register, clerk, change, said, serial=1, reason="有误", **typed)
    services.release(batch=batch, by=signer, at=NOW)
    services.rebuild_waiting(at=NOW)


def rows(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_register_is_seen_as_it_stood_on_a_day(ask, public):
    then = words(ask())
    assert "最近一次公开是" in then
    assert "共 2 条" in then
    assert "演示饼干 001 不合格 2 " in then
    assert "演示糕点" not in then
    assert "此后撤下、展示期满和完成信用修复的，不再显示" in then
    now = words(ask(on=NOW))
    assert "共 3 条" in now
    assert "演示饼干 001 不合格 3 " in now
    assert "noindex" in ask()["X-Robots-Tag"]


def test_an_entry_is_seen_as_it_stood_on_a_day(client, ask, public):
    then = words(ask("entries/1/as-of/"))
    assert "当时是第1版" in then
    assert "罚款（万元） 2 " in then
    assert "没有公开" in words(ask("entries/3/as-of/"))
    assert ask("entries/99/as-of/").status_code == 404
    assert f"entries/1/as-of/?as_of={localdate(THEN)}" in client.get(f"{BASE}entries/1/").text
    assert "日期" in words(client.get(f"{BASE}entries/1/as-of/")), "without a day it asks for one"


def test_a_day_is_a_file_too(client, ask, public):
    first, second = sorted(rows(ask("as-of.csv")), key=lambda row: row["条目序号"])
    assert (first["产品名称"], first["罚款（万元）"], first["公开日期"]) == (
        "演示饼干",
        "2",
        f"{localdate(THEN)}",
    )
    assert (second["检验人"], second["街道"], second["街道代码"]) == ("李×", "天水街道", "330103003")
    assert client.get(f"{BASE}as-of.csv").status_code == 400
    assert ask("as-of.csv", on=LONG_AGO).status_code == 400


@pytest.mark.parametrize("change", ["withdrawn", "repaired"])
def test_what_was_taken_down_does_not_come_back(ask, public, clerk, signer, change):
    changed(public, clerk, signer, change)
    for on in (THEN, LATER, NOW):
        assert "演示饼干" not in ask(on=on).text
        assert "演示饼干" not in str(rows(ask("as-of.csv", on=on)))
        response = ask("entries/1/as-of/", on=on)
        assert response.status_code == 410
        assert "演示饼干" not in response.text


def test_nor_does_it_before_the_snapshot_knows(ask, public):
    Entry.objects.filter(serial=1, is_newest=True).update(change="lapsed")
    assert "演示饼干" not in ask().text
    assert "演示饼干" not in str(rows(ask("as-of.csv")))
    assert ask("entries/1/as-of/").status_code == 410


def test_nor_what_has_been_shown_long_enough_before_anybody_took_it_down(ask, public):
    Entry.objects.filter(serial=1, is_newest=True).update(shown_until=localdate(NOW) - timedelta(days=1))
    assert "演示饼干" not in ask().text
    assert "演示饼干" not in str(rows(ask("as-of.csv")))
    services.hold(register=public, reason="复核", by=None, at=NOW)
    assert "演示饼干" in ask().text


def test_what_was_corrected_or_shown_again_keeps_its_earlier_words_back(ask, public, clerk, signer):
    changed(public, clerk, signer, "corrected", product="演示麻花")
    then = words(ask())
    assert "第1条 当时的内容后来更正或者撤下过，不再显示" in then
    assert "演示饼干" not in then
    assert "演示麻花" not in then, "nor is it given words it did not have then"
    assert [row["产品名称"] for row in rows(ask("as-of.csv"))] == ["演示牛奶"]
    assert "后来更正或者撤下过" in words(ask("entries/1/as-of/"))
    assert "演示麻花" in ask(on=NOW).text


def test_an_entry_shown_again_tells_nothing_of_before(ask, public, clerk, signer):
    changed(public, clerk, signer, "withdrawn")
    released(public, clerk, signer, [CHANGED[0].replace("演示饼干", "演示薄饼")])
    services.rebuild_waiting(at=NOW)
    for on in (THEN, LATER):
        assert "第1条 当时的内容后来更正或者撤下过" in words(ask(on=on))
        assert "演示饼干" not in ask(on=on).text
    assert "演示薄饼" in ask(on=NOW).text


def test_what_is_masked_today_is_masked_in_the_past(ask, public):
    text = SAMPLING.replace("field: inspector, as: surname, when: {result: 合格}", "field: product, as: hide")
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    for path in ("as-of/", "entries/1/as-of/"):
        assert "演示牛奶" not in ask(path).text
    assert "演示牛奶" not in str(rows(ask("as-of.csv")))


def test_pages_of_a_day_follow_each_other_without_a_gap(ask, register, clerk, signer):
    released(register, clerk, signer, [*FIRST, *MORE], at=THEN)
    released(register, clerk, signer, ["045,演示粽子,李四,合格,,,2017-06-09"], at=LATER)
    services.rebuild_waiting(at=NOW)
    found = [ask(more=f"&page={number}") for number in (1, 2, 3)]
    assert [page.text.count("as-of/?as_of=") for page in found] == [20 + 1, 20 + 1, 4 + 1]
    told = " ".join(map(words, found))
    assert all(f"演示糕点{number} " in told for number in range(3, 45))
    for number in ("4", "0", "x", "99999999"):
        assert ask(more=f"&page={number}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (str(localdate(NOW) + timedelta(days=2)), "日期不能晚于今天"),
        (str(localdate(LONG_AGO)), f"这个台账自 {localdate(THEN)} 起公开"),
        ("2017-02-30", "请填写日期"),
        ("", "请选择日期"),
    ],
)
def test_a_day_that_is_none_is_told_at_its_field(client, public, asked, told):
    response = client.get(f"{BASE}as-of/?as_of={asked}")
    assert response.status_code == 200
    assert told in words(response)
    assert "as_of_error" in response.text
    assert "演示饼干" not in response.text


def test_so_few_questions_are_put_to_the_database(public, django_assert_num_queries):
    day = services.day_of(register=public, on=localdate(THEN), at=NOW)
    assert day.before == 3
    with django_assert_num_queries(3):  # the declaration, the versions, what they say
        past.seen(register=public, day=day, serials=[1, 2], at=NOW)


def test_what_was_taken_down_on_a_day_and_came_back_later_was_not_public_then(ask, register, clerk, signer):
    released(register, clerk, signer, FIRST, at=LONG_AGO)
    released(register, clerk, signer, [FIRST[1]], is_whole=True, at=THEN)
    released(register, clerk, signer, [FIRST[0]], at=LATER)
    services.rebuild_waiting(at=NOW)
    then = words(ask())
    assert "演示牛奶" in then
    assert "第1条" not in then
    assert "没有公开" in words(ask("entries/1/as-of/"))
    assert "演示饼干" in words(ask(on=LATER))
