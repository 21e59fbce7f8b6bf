"""The page of a register: filters with exact counts, a sentence, orders, columns, no dead ends."""

import re
from html import unescape
from types import SimpleNamespace
from urllib.parse import quote

import pytest

from gongkai.portal.registers import finder
from gongkai.portal.registers.place import Place, chosen
from gongkai.publication import services as publication
from gongkai.publication.models import Page
from gongkai.registers import asking, services
from gongkai.registers.asking import Question
from gongkai.registers.services import reading
from tests.registers.test_batches import FIRST, NOW, released
from tests.registers.test_schema import SAMPLING, declared

pytestmark = pytest.mark.django_db
BASE = "/registers/product-checks/"
MORE = [
    f"{number:03},演示糕点{number},李四,合格,,330103003,2017-05-0{number % 9 + 1}" for number in range(3, 45)
]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def public(register, clerk, signer):
    released(register, clerk, signer, [*FIRST, *MORE])
    services.rebuild_waiting(at=NOW)
    return register


def words(response):
    """Return what people read, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text.partition("<main")[2])).split())


def links(response, part):
    return [unescape(each) for each in re.findall(r'href="([^"]*)"', response.text) if part in each]


def test_the_page_tells_what_it_is_whose_and_what_is_in_it(client, public):
    response = client.get(BASE)
    text = words(response)
    assert "产品质量抽查 每次监督抽查的产品、企业和结果。" in text
    assert "全部 44 条" in text
    assert "演示饼干" in text
    assert "可查产品名称、生产企业" in text
    assert re.search(r"合格 43 条", text)
    assert re.search(r"不合格 1 条", text)
    assert Page.objects.get(path=BASE).rendered_at, "what asks for all is finished beforehand"


def test_pages_follow_each_other_without_a_gap(client, public):
    serials = []
    for path in (BASE, f"{BASE}page/2/", f"{BASE}page/3/"):
        serials += re.findall(r'name="serial" value="(\d+)"', client.get(path).text)
    assert sorted(map(int, serials)) == list(range(1, 45))
    assert client.get(f"{BASE}page/4/").status_code == 404
    assert client.get(f"{BASE}?result=合格&page=9")["Location"].endswith("page=3")


def test_what_is_asked_stands_as_a_sentence_with_a_way_out_of_each_part(client, public):
    response = client.get(f"{BASE}?q=演示&result=不合格&fine.min=1")
    assert "含有“演示”，结果为不合格，罚款不少于1万元，共 1 条" in words(response)
    out = links(response, BASE)
    assert f"{BASE}?result={quote('不合格')}&fine.min=1" in out
    assert f"{BASE}?q={quote('演示')}&fine.min=1" in out
    assert f"{BASE}?q={quote('演示')}&result={quote('不合格')}" in out
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Cache-Control"] == "public, max-age=60"
    assert Page.objects.get(path=BASE).rendered_at is None


def test_a_form_with_empty_fields_leads_to_a_short_address(client, public):
    sent = f"{BASE}?q=&result=合格&fine.min=&x=1"
    assert client.get(sent)["Location"] == f"{BASE}?result={quote('合格')}"
    assert client.get(f"{BASE}?q=")["Location"] == BASE
    assert client.get(f"{BASE}?page=2")["Location"] == f"{BASE}page/2/"
    swapped = client.get(sent, headers={"HX-Request": "true"})
    assert swapped.status_code == 200
    assert swapped["HX-Push-Url"] == f"{BASE}?result={quote('合格')}"
    assert swapped["Vary"] == "HX-Request"


@pytest.mark.parametrize(
    "query",
    ["q=ＡＢ c &page=02", "fine.max=0020.50&sort=-fine", "result=合格&result=合格&result=",
     "sort=-checked_on", "columns=told_on,maker&street=330103003", "q=%00x&checked_on.min=2017年7月1日",
     "page=99999999"],
)  # fmt: skip
def test_a_short_address_is_its_own_shortest(client, public, query):
    answer = client.get(f"{BASE}?{query}")
    while answer.status_code == 302:
        there = answer["Location"]
        answer = client.get(there)
        assert answer.status_code in {200, 404} or answer["Location"] != there
    assert answer.status_code == (404 if query == "page=99999999" else 200)


def test_what_is_not_understood_is_told_at_its_field_and_kept(client, public):
    response = client.get(f"{BASE}?fine.min=很多&sort=colour")
    text = words(response)
    assert text.count("罚款：“很多”不是数") == 2, "above the list and at the field"
    assert "没有看懂：不能按这一项排序" in text
    assert 'value="很多"' in response.text
    assert 'aria-invalid="true"' in response.text


def test_nothing_found_says_which_condition_to_loosen(client, public):
    text = words(client.get(f"{BASE}?q=饼干&result=合格"))
    assert "没有符合条件的条目" in text
    assert "不要求“含有 饼干” 有 43 条" in text
    assert "不要求“结果：合格” 有 1 条" in text


def test_the_usual_columns_give_way_to_those_that_say_something(client, public):
    usual = client.get(f"{BASE}?result=合格")
    assert "显示 3 / 10 列" in usual.text, "nobody was fined"
    assert ">罚款（万元）</th>" not in usual.text
    wanted = f"{BASE}?result={quote('合格')}&columns=number&columns=product&columns=result&columns=fine"
    chosen = client.get(wanted)
    assert chosen.status_code == 200, "columns that somebody chose are kept as they are"
    assert ">罚款（万元）</th>" in chosen.text
    assert '<input type="hidden" name="columns" value="fine">' in chosen.text, "so does the next filter"
    assert f"{BASE}?result={quote('合格')}" in links(chosen, "result="), "back to the usual ones"
    assert '<input type="hidden" name="result" value="合格">' in chosen.text, "columns keep the question"


def test_every_order_is_offered_once(client, public):
    text = SAMPLING.replace("sorts: [fine, -checked_on]", "sorts: [fine, -fine, -checked_on]")
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    services.rebuild_waiting(at=NOW)
    orders = client.get(f"{BASE}?result=合格").text.partition('aria-label="排序"')[2].partition("</nav>")[0]
    assert orders.count("罚款") == 1


def test_the_keyboard_jumps_over_the_filters(client, public):
    text = client.get(BASE).text
    assert text.index('href="#results">跳到结果') < text.index('id="filters"') < text.index('id="results"')


def test_columns_and_order_are_chosen_in_the_address(client, public):
    response = client.get(
        f"{BASE}?columns=told_on&columns=product&columns=street&columns=none&sort=fine", follow=True
    )
    head = re.findall(r'<th scope="col"[^>]*>([^<]+)<', response.text)
    assert head == ["产品名称", "街道", "公布日期"]
    assert "罚款（从少到多）" in words(response)
    assert f"{BASE}?sort=-fine&columns=product&columns=street&columns=told_on" in links(
        response, "sort=-fine"
    )


def test_masked_values_are_masked_and_empty_cells_say_nothing(client, public):
    text = words(client.get(f"{BASE}?columns=product&columns=inspector&result=合格&q=牛奶"))
    assert "李×" in text
    assert "李四" not in text


def place(query=""):
    said = declared()
    parsed = {key: [value] for key, value in (each.split("=") for each in query.split("&") if each)}
    return Place(said, asking.read(parsed, said).question, chosen(parsed, said)), parsed


NAMES = {"organisation": {}, "region": {}}


def test_a_long_facet_shows_the_commonest_folds_the_next_and_finds_the_rest():
    here, _ = place()
    counts = {"street": [(f"街{number}", 100 - number) for number in range(90)]}
    [facet] = finder.facets(here, counts, {}, NAMES)
    assert [each.title for each in facet.first] == [f"街{number}" for number in range(8)]
    assert (len(facet.more), facet.left, facet.is_long) == (60, 22, True)
    [found] = finder.facets(here, counts, {"find-street": ["街8"]}, NAMES)
    assert {each.title for each in found.first} == {"街8", *(f"街8{number}" for number in range(10))}
    assert found.is_open


def test_a_value_asked_for_stays_in_its_place_and_in_sight():
    here, query = place("street=街20")
    counts = {"street": [(f"街{number}", 100 - number) for number in range(30)]}
    [facet] = finder.facets(here, counts, query, NAMES)
    assert [each.title for each in facet.first][-1] == "街20"
    assert [each.name for each in facet.first][-1] == "street-20"
    gone, query = place("street=没有")
    [facet] = finder.facets(gone, {"street": []}, query, NAMES)
    assert [(each.title, each.count, each.is_chosen) for each in facet.first] == [("没有", 0, True)]


def test_a_facet_with_one_value_is_no_choice_unless_something_is_asked():
    counts = {"street": [("街", 3)], "result": [("合格", 3)]}
    assert finder.facets(place()[0], counts, {}, NAMES) == []
    assert len(finder.facets(*[place("q=x")[0], counts, {}, NAMES])) == 2


def test_what_became_public_has_a_page_before_its_entries_are_ready(client, register, clerk, signer):
    released(register, clerk, signer, FIRST)
    assert publication.refresh(at=NOW)
    before = client.get(BASE)
    assert before.status_code == 200
    assert "条目正在整理" in words(before)
    assert "产品质量抽查" in words(before)
    services.rebuild_waiting(at=NOW)
    assert Page.objects.get(path=BASE).is_stale, "made anew as soon as its entries are there"
    while publication.refresh(at=NOW):
        pass
    assert "演示饼干" in client.get(BASE).text
    assert [each for each in publication.audit() if each.address.startswith("/registers/")] == []


def test_a_snapshot_replaced_while_it_is_opened_is_no_error(public, monkeypatch):
    true, asked = reading.newest, []

    def replaced(register):
        asked.append(1)
        return true(register) if len(asked) > 1 else true(register).with_name("0-9.duckdb")

    monkeypatch.setattr(reading, "newest", replaced)
    monkeypatch.setattr(reading, "_definition", lambda *about: SimpleNamespace(said=declared()))
    reading._open.clear()
    assert services.reader(key=public.key).answer(Question()).total == 44


def test_unknown_registers_are_not_found(client, public):
    assert client.get("/registers/nothing/").status_code == 404
    assert client.get("/registers/nothing/?q=x").status_code == 404
