"""Items, the catalogue and organisations as programs read them."""

import pytest

from gongkai.items import services
from gongkai.search import services as search
from tests import make
from tests.api.conftest import followed

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make.staff()


def test_items_are_turned_over_from_new_to_old(api, team):
    made = [make.published(team, title=f"通知{each}") for each in range(5)]
    make.drafted(team, title="还没有公开")
    pages = followed(api, "items", {"limit": 2})
    titles = [each["title"] for page in pages for each in page["items"]]
    assert titles == [f"通知{each}" for each in (4, 3, 2, 1, 0)]
    assert {page["total"] for page in pages} == {5}
    assert pages[0]["items"][0]["number"] == made[-1].number


def test_items_are_narrowed_as_the_lists_of_the_site(api, team):
    item = make.published(team, title="一份", theme="财政", genre="通知")
    make.published(make.staff(make.organisation("audit")), title="别家")
    year = item.published_on.year
    for query in (
        {"organisation": "finance"}, {"theme": "财政"}, {"genre": "通知"},
        {"organisation": "finance", "kind": "notice", "year": year, "validity": "valid"},
    ):  # fmt: skip
        assert [each["title"] for each in api("items", query).json()["items"]] == ["一份"], query
    assert api("items", {"year": 1950}).json()["total"] == 0


WRONG = [
    ({"organisation": "no-such"}, "organisation"), ({"area": "no-such"}, "area"),
    ({"obligation": "no-such"}, "obligation"), ({"kind": "novel"}, "kind"), ({"year": "1"}, "year"),
    ({"cursor": "2017-13-01.1"}, "cursor"), ({"cursor": "x"}, "cursor"),
    ({"q": "x", "cursor": "y"}, "cursor"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "where"), WRONG)
def test_a_word_that_names_nothing_is_told(api, query, where):
    answer = api("items", query)
    assert answer.status_code == 422
    assert [each["where"] for each in answer.json()["errors"]] == [where]


def test_words_nobody_knows_are_told(api):
    for path in ("items", "catalogue", "organisations", "registers", "changes"):
        answer = api(path, {"pgae": "2"})
        assert answer.status_code == 422
        assert "不认识的查询词" in answer.text


def test_full_text_is_found(api, team):
    make.published(team, title="财政收支情况")
    make.published(team, title="教育招生", body="<p>学区</p>", abstract="学区划分")
    search.index()
    assert [each["title"] for each in api("items", {"q": "招生 学区"}).json()["items"]] == ["教育招生"]
    assert api("items", {"q": "财政", "obligation": "x"}).status_code == 422


def test_an_item_says_everything_that_is_public_of_it(api, team):
    version = make.drafted(team, title="有附件的通知", body="<p>正文</p>")
    file = services.attach(version=version, name="附件.txt", data="公开".encode(), by=team.clerk, at=make.NOW)
    item = make.published(team, version=version)
    answer = api(f"items/{item.number}").json()
    assert (answer["body"], answer["version"], answer["announced"]) == ("<p>正文</p>", 1, item.announced)
    [told] = answer["files"]
    assert (told["name"], told["sha256"]) == ("附件.txt", file.sha256)
    assert answer["evidence"].endswith(f"/items/{item.number}/evidence.json")
    assert [each["serial"] for each in answer["versions"]] == [1]
    assert api("items/no-such").status_code == 404


def test_a_draft_of_a_public_item_stays_inside(api, team):
    item = make.published(team, title="通知")
    services.revise(item=item, change="amend", by=team.clerk, at=make.NOW)
    services.save(
        version=item.versions.first(), fields={"title": "改后", "body": "<p>密</p>"}, revision=0,
        by=team.clerk, at=make.NOW,
    )  # fmt: skip
    answer = api(f"items/{item.number}")
    assert answer.json()["title"] == "通知"
    assert "密" not in answer.text and "改后" not in answer.text


def test_what_was_withdrawn_says_so_and_nothing_else(api, team):
    item = make.published(team, title="撤回的标题", body="<p>撤回的正文</p>")
    services.withdraw(item=item, reason="内容有误", by=team.signer, at=make.NOW)
    answer = api(f"items/{item.number}")
    assert answer.status_code == 410
    assert "内容有误" in answer.json()["detail"]
    assert "撤回的" not in answer.text
    assert api("items").json()["total"] == 0


def test_the_catalogue_is_told_as_it_is_in_force(api):
    make.obligation("budget")
    answer = api("catalogue").json()
    assert [each["key"] for each in answer["obligations"]] == ["budget"]
    assert api("catalogue", {"area": "no-such"}).status_code == 422
    assert api("catalogue", {"area": "fiscal"}).json()["total"] == 1
    make.organisation("audit")
    assert api("catalogue", {"organisation": "audit"}).json()["total"] == 0


def test_organisations_are_told_with_where_they_are(api):
    make.organisation("finance")
    [body] = api("organisations").json()["organisations"]
    assert (body["key"], body["region"]["key"]) == ("finance", "330103")
