"""What came down is read still by those entitled, with why and when; each look is logged, no name with it."""

import pytest

from gongkai.orgs import wording
from gongkai.orgs.models import Act, Role
from gongkai.orgs.services import NotAllowed
from gongkai.registers import services
from gongkai.registers.models import Entry
from tests import make
from tests.registers.test_batches import FIRST, NOW, received, released, settled
from tests.registers.test_entering import entered
from tests.registers.test_past import changed
from tests.registers.test_schema import SAMPLING
from tests.registers.test_views import signed_in

pytestmark = pytest.mark.django_db
ARCHIVE = "/desk/registers/of/product-checks/archive/"
DROPPING = SAMPLING.replace("when: {result: 合格}}", "drop: true}\n  - {field: maker, as: hide, drop: true}")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def down(register, clerk, signer):
    """The first of two entries was withdrawn."""
    services.apply([services.read(DROPPING, name="a.yaml")], by=None, at=NOW)
    released(register, clerk, signer, FIRST)
    changed(register, clerk, signer, "withdrawn")
    return register


@pytest.fixture
def openness(register):
    return make.person(role=Role.OPENNESS.value)


def found(person, register, words=""):
    return services.archive(register=register, words=words, by=person, at=NOW)


def test_the_department_and_the_openness_office_read_what_came_down(down, clerk, signer, openness):
    for person in (clerk, signer, openness):
        [kept], count = found(person, down)
        assert (kept.entry.serial, kept.title, kept.identity, count) == (
            1,
            "演示饼干 不合格",
            "抽查编号：001",
            1,
        )
        text = signed_in(person).get(ARCHIVE).text
        assert "演示饼干" in text
        assert "撤下" in text
        assert "有误" in text
        assert "演示牛奶" not in text, "it is still shown"


def test_nobody_else_does(client, down):
    others = [
        make.person(role=Role.CLERK.value, at=make.organisation("finance")),
        make.person(role=Role.ADMIN.value),
        make.person(role=Role.SECRECY.value, at=make.organisation("market")),
    ]
    for person in others:
        with pytest.raises(NotAllowed):
            found(person, down)
        with pytest.raises(NotAllowed):
            services.archived_entry(register=down, serial=1, by=person, at=NOW)
        for path in (ARCHIVE, f"{ARCHIVE}1/"):
            assert signed_in(person).get(path).status_code == 404
    for path in (ARCHIVE, f"{ARCHIVE}1/"):
        assert client.get(path)["Location"].startswith("/desk/sign-in/")
    assert not Act.objects.filter(verb="read-archive").exists()


def test_another_department_that_fills_the_register_in_reads_its_own_alone(down, openness):
    other = make.organisation("finance")
    clerk, signer = (make.person(role=role.value, at=other) for role in (Role.CLERK, Role.SIGNER))
    down.obligation.publishers.add(other)
    typed = services.Typed(
        "recorded", {"number": "009", "product": "演示糖", "result": "合格", "checked_on": "2017-06-01"}
    )
    batch = services.enter(register=down, organisation=other, typed=typed, by=clerk, at=NOW)
    services.release(batch=batch, by=signer, at=NOW)
    assert found(clerk, down) == ([], 0)
    with pytest.raises(services.NoSuchEntry):
        services.archived_entry(register=down, serial=1, by=clerk, at=NOW)
    assert signed_in(clerk).get(f"{ARCHIVE}1/").status_code == 404
    assert found(openness, down)[1] == 1


def test_one_entry_tells_all_versions_whole_and_what_is_not_kept(down, clerk):
    text = signed_in(clerk).get(f"{ARCHIVE}1/").text
    assert "第2版 撤下" in text
    assert "第1版 新增" in text
    assert "张×" in text
    assert "其余已按规定删除" in text, "of the inspector only the family name was ever stored"
    assert "已按规定删除</span>" in text, "of the maker nothing was"
    assert "未经遮蔽" in text
    assert "期满后归档留存" in text
    assert signed_in(clerk).get(f"{ARCHIVE}2/").status_code == 404, "it is shown still"
    assert signed_in(clerk).get(f"{ARCHIVE}{2**70}/").status_code == 404


def test_what_was_masked_outside_is_whole_inside(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    batch = entered(register, clerk, "withdrawn", serial=2, reason="误报")
    services.release(batch=batch, by=signer, at=NOW)
    assert "李四" in signed_in(clerk).get(f"{ARCHIVE}2/").text


def test_what_was_erased_says_so_and_nothing_else(register, clerk, signer, openness):
    text = SAMPLING.replace("months: 600, then: archive", "months: 36, then: erase")
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    services.hold(register=register, reason="演示数据", by=None, at=NOW)
    released(register, clerk, signer, FIRST)
    services.lift(register=register, by=None, at=NOW)
    assert services.lapse(at=NOW) == 2
    text = signed_in(openness).get(ARCHIVE).text
    assert "第1条" in text
    assert "内容已按规定删除" in text
    assert "展示期满：演示" in text, "why, by which rule"
    text = signed_in(openness).get(f"{ARCHIVE}1/").text
    assert "内容已按规定删除" in text
    assert Entry.objects.get(serial=1, version=1).digest in text
    assert "饼干" not in text
    assert found(clerk, register, "erased")[1] == 0, "its key is none that anybody gave"
    assert found(clerk, register, "1")[1] == 1


def test_entries_are_found_by_what_identifies_them_and_no_address_tells_what_was_looked_for(down, clerk):
    assert found(clerk, down, "001")[1] == found(clerk, down, "1")[1] == found(clerk, down, "００１")[1] == 1
    assert found(clerk, down, "002")[1] == 0
    desk = signed_in(clerk)
    assert "演示饼干" in desk.post(ARCHIVE, {"words": "001"}).text
    assert "没有找到" in desk.post(ARCHIVE, {"words": "777"}).text
    answer = desk.post(ARCHIVE, {"words": " "})
    assert (answer.status_code, "请填写" in answer.text) == (422, True)
    assert "演示饼干" in desk.get(f"{ARCHIVE}?words=777").text, "an address asks for nothing"


def test_each_look_is_logged_without_what_was_looked_for(down, clerk):
    desk = signed_in(clerk)
    desk.get(ARCHIVE)
    desk.post(ARCHIVE, {"words": "001"})
    desk.get(f"{ARCHIVE}1/")
    acts = Act.objects.filter(verb="read-archive", account=clerk.account).order_by("pk")
    assert [(each.thing, each.detail) for each in acts] == [
        ("register:product-checks", {"page": 1, "searched": False}),
        ("register:product-checks", {"page": 1, "searched": True}),
        ("register:product-checks/entry/1", {}),
    ]
    assert wording.verb("read-archive") == "查阅台账归档条目"


def test_a_long_archive_is_turned_page_by_page_and_a_search_is_cut(down, clerk, signer, monkeypatch):
    monkeypatch.setattr("gongkai.registers.services.archiving.ON_A_PAGE", 1)
    monkeypatch.setattr("gongkai.registers.views.archiving.ON_A_PAGE", 1)
    batch = entered(down, clerk, "withdrawn", serial=2, reason="误报")
    services.release(batch=batch, by=signer, at=NOW)
    desk = signed_in(clerk)
    assert "演示牛奶" in desk.get(ARCHIVE).text, "what came down last is first"
    assert "演示饼干" in desk.get(f"{ARCHIVE}?page=2").text
    assert "演示牛奶" in desk.get(f"{ARCHIVE}?page=x").text
    assert "这里列出前 1 条" in desk.post(ARCHIVE, {"words": "00"}).text


def test_the_archive_is_reached_from_the_desk(down, clerk, openness):
    assert ARCHIVE in signed_in(clerk).get("/desk/registers/of/product-checks/").text
    assert ARCHIVE in signed_in(openness).get("/desk/registers/periods/").text


def test_who_has_made_nothing_public_is_shown_no_way_there(register, clerk):
    settled(received(register, clerk, FIRST), clerk)
    assert ARCHIVE not in signed_in(clerk).get("/desk/registers/of/product-checks/").text
