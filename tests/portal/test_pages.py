import re

import pytest
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone

from gongkai.clocks.loading import limits
from gongkai.obligations.models import Mark, Obligation
from gongkai.orgs.models import Organisation
from gongkai.planning.models import Evidence, Progress
from gongkai.portal.catalogue import Row
from gongkai.publication.finished import topics_of
from gongkai.publication.models import Page
from tests import make
from tests.portal import builders

pytestmark = pytest.mark.django_db

PAGES = [
    "/", "/areas/", "/areas/fiscal/", "/catalogue/", "/catalogue/print/", "/catalogue/statutory/",
    "/catalogue/organisations/", "/catalogue/organisations/finance/",
    "/catalogue/obligations/fiscal-monthly/", "/organisations/", "/organisations/finance/",
    "/kinds/document/", "/themes/", "/themes/4/", "/genres/",
    "/genres/8/", "/years/2017/", "/guide/", "/rules/", "/reports/", "/work-points/", "/work-points/2017/",
    "/help/", "/accessibility/", "/registers/",
]  # fmt: skip
MACHINE = [
    "/feeds/all.atom", "/feeds/all.rss", "/feeds/all.json", "/feeds/areas/fiscal.atom",
    "/feeds/organisations/finance.json", "/sitemap.xml", "/sitemaps/columns.xml", "/sitemaps/items-1.xml",
    "/robots.txt",
]  # fmt: skip
MISSING = [
    "/areas/nothing/", "/areas/fiscal/page/9/", "/areas/fiscal/page/0/", "/catalogue/obligations/nothing/",
    "/catalogue/organisations/nothing/", "/catalogue/nothing/", "/organisations/nothing/", "/kinds/nothing/",
    "/themes/99/", "/themes/0/", "/genres/99/", "/years/1/", "/years/99999/", "/work-points/1999/",
    "/items/nothing/", "/feeds/all.doc", "/feeds/areas/nothing.atom", "/feeds/organisations/nothing.rss",
    "/sitemaps/items-0.xml", "/sitemaps/items-99.xml",
]  # fmt: skip


def test_every_page_is_finished_within_fifteen_queries(district, django_assert_max_num_queries):
    for path in PAGES + MACHINE:
        match = resolve(path)
        with django_assert_max_num_queries(15, info=path):
            response = match.func(RequestFactory().get(path), *match.args, **match.kwargs)
        assert response.status_code == 200, path
        assert topics_of(response), path


def test_every_page_has_one_heading_a_title_and_its_column(client, district):
    for path in PAGES:
        text = client.get(path).content.decode()
        assert len(re.findall(r"<h1[ >]", text)) == 1, path
        assert "<title> -" not in text, path
        assert 'name="ColumnName"' in text, path
        identifiers = re.findall(r'\sid="([^"]+)"', text)
        assert len(identifiers) == len(set(identifiers)), path


def test_no_page_tells_the_title_of_what_was_withdrawn(client, district):
    for path in PAGES + MACHINE:
        assert "含有身份证号的名单" not in client.get(path).content.decode(), path


def test_no_page_needs_an_inline_style_or_handler(client, district):
    for path in PAGES:
        text = client.get(path).content.decode()
        assert " style=" not in text, path
        assert not re.search(r"\son[a-z]+=", text), path


def test_what_does_not_exist_is_not_found(client, district):
    for path in MISSING:
        assert client.get(path).status_code == 404, path


def test_no_link_of_the_portal_leads_nowhere(client, district):
    found = {href for path in PAGES for href in links(client.get(path))}
    found |= {
        href for item in (district.policy, district.repealed) for href in links(client.get(item.address))
    }
    elsewhere = ("/desk/", "/search/", "/ledger/", "/static/")
    wrong = [href for href in sorted(found) if not href.startswith(elsewhere) and not reachable(client, href)]
    assert wrong == []


def links(response):
    return {
        href.partition("#")[0] for href in re.findall(r'<a [^>]*href="(/[^"]*)"', response.content.decode())
    }


def reachable(client, href):
    return client.get(href).status_code == 200


def test_reader_gets_a_finished_page(client, district):
    client.get("/areas/fiscal/")
    assert Page.objects.filter(path="/areas/fiscal/", status=200).exists()


def test_area_tells_what_must_be_public_and_what_is(client, district):
    text = client.get("/areas/fiscal/").content.decode()
    assert "财政收支公开办法" in text
    assert "月度收支" in text
    assert "已公开5条" in text


def test_long_list_is_paged_in_the_path(client, district):
    for serial in range(21):
        builders.published(kind="notice", title=f"通知{serial}", number=f"330103--2017--8{serial:03}")
    first = client.get("/kinds/notice/").content.decode()
    second = client.get("/kinds/notice/page/2/").content.decode()
    assert 'href="/kinds/notice/page/2/"' in first
    assert 'href="/kinds/notice/"' in second
    assert "共 21 条，第 2 / 2 页" in second


def test_statutory_item_lists_the_obligations_that_serve_it(client, district):
    duty = make.obligation()
    duty.statutory_items = ["20.7"]
    duty.save()
    Mark.objects.create(obligation=duty, code="20.7")
    text = client.get("/catalogue/statutory/").content.decode()
    part = text[text.index('id="c207"') : text.index('id="c208"')]
    assert "月度收支" in part


def test_retired_obligation_leaves_the_catalogue_but_keeps_its_page(client, district):
    make.obligation("old", level2="旧事项", retired_on=make.NOW.date())
    assert "旧事项" not in client.get("/catalogue/").content.decode()
    assert "停用" in client.get("/catalogue/obligations/old/").content.decode()


def test_short_address_of_an_obligation_moves_to_its_page(client, district):
    response = client.get("/catalogue/fiscal-monthly/")
    assert (response.status_code, response["Location"]) == (301, "/catalogue/obligations/fiscal-monthly/")


def test_dissolved_organisation_names_its_successor(client, district):
    heir = make.organisation("heir", name="新的机构")
    old = make.organisation("old", name="旧的机构", valid_to=make.NOW.date(), successor=heir)
    text = client.get(old.get_absolute_url()).content.decode()
    assert "撤销" in text
    assert "新的机构" in text
    assert "旧的机构" in client.get(heir.get_absolute_url()).content.decode()


def test_work_points_tell_who_is_responsible_and_how_far(client, district):
    text = client.get("/work-points/2017/").content.decode()
    assert "公开财政收支情况" in text
    assert "牵头" in text
    assert "<b>40%</b>" in text
    assert "2017-12-31" in text


@pytest.mark.parametrize(
    "path", ["/areas/fiscal/", "/kinds/document/", "/themes/4/", "/catalogue/obligations/fiscal-monthly/"]
)
def test_list_is_renewed_when_an_item_on_it_changes(district, path):
    match = resolve(path)
    response = match.func(RequestFactory().get(path), **match.kwargs)
    assert f"item:{district.policy.address}" in topics_of(response)


@pytest.mark.parametrize(
    "words",
    ["主办单位", "联系方式", "网站标识码", "ICP备案", "公安备案", "我为政府网站找错", "跳到正文", "长辈版"],
)
def test_every_page_carries_what_a_government_site_must_show(client, db, words):
    assert words in client.get("/help/").content.decode()


def test_work_points_page_is_renewed_when_its_proof_changes(client, district):
    report = Progress.objects.get()
    Evidence.objects.create(progress=report, assignment=report.assignment, item=district.policy)
    match = resolve("/work-points/2017/")
    response = match.func(RequestFactory().get("/work-points/2017/"), **match.kwargs)
    assert "财政收支公开办法" in response.content.decode()
    assert f"item:{district.policy.address}" in topics_of(response)


def test_front_page_counts_what_is_public(client, district):
    text = client.get("/").content.decode()
    assert "<dd>9</dd>" in text
    assert "《财政收支公开办法》解读" in text


def test_not_found_page_offers_a_search(client, db):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()
    assert 'action="/search/"' in response.content.decode()


def test_guide_names_the_office_as_article_12_asks_and_the_time_limit_in_force(client, district):
    make.organisation("government-office")
    Organisation.objects.filter(key="government-office").update(
        address="体育场路1号", hours="8:30–17:30", phone="0571-1", fax="0571-2", online="xxgk@example.gov.cn"
    )
    page = client.get("/guide/").content.decode()
    for stated in ("体育场路1号", "8:30–17:30", "0571-1", "0571-2", "xxgk@example.gov.cn"):
        assert stated in page
    answer = limits().on("request-answer", timezone.localdate())
    assert f"起{answer.text}内答复" in page and answer.article in page


@pytest.mark.parametrize(
    ("count", "is_late", "clocks", "state", "tone"),
    [
        (0, False, (0, 0), "暂无信息", "muted"),
        (3, False, (0, 0), "已公开3条", "ok"),
        (0, True, (0, 0), "逾期未公开", "bad"),
        (3, True, (0, 0), "逾期未更新", "bad"),
        (3, True, (2, 1), "逾期未公开2件", "bad"),
        (3, True, (0, 1), "近一年逾期公开1件", "bad"),
    ],
)
def test_a_row_of_the_catalogue_says_whether_it_is_late(count, is_late, clocks, state, tone):
    overdue, late = clocks
    row = Row(make.obligation(), [], count, None, is_late=is_late, overdue=overdue, late=late)
    assert (row.state, row.tone) == (state, tone)


def test_a_duty_of_a_repealed_measure_says_between_which_days_it_held(client, district):
    path = "/catalogue/obligations/fiscal-monthly/"
    assert "施行期间" not in client.get(path).content.decode()
    days = {"valid_from": "2017-03-01", "valid_to": "2023-11-02"}
    Obligation.objects.filter(key="fiscal-monthly").update(**days)
    assert "自2017-03-01起至2023-11-02止" in client.get(path).content.decode()


def test_what_was_not_checked_in_the_official_text_says_so_to_the_public(client, district):
    Obligation.objects.filter(key="fiscal-monthly").update(
        basis=[{"text": "某指引", "certain": False}, {"text": "预算法", "certain": True}],
        limit_text="每月公开",
        limit={"forms": [], "certain": False},
    )
    for path in ("/catalogue/obligations/fiscal-monthly/", "/catalogue/print/"):
        page = client.get(path).content.decode()
        assert "某指引（待核实）" in page and "每月公开（待核实）" in page and "预算法（待核实）" not in page


def test_what_should_have_been_renewed_is_shown_as_late_and_counted(client, district):
    Obligation.objects.filter(key="fiscal-monthly").update(cadence="monthly")
    for path in ("/catalogue/", "/areas/fiscal/", "/catalogue/obligations/fiscal-monthly/"):
        assert "逾期未更新" in client.get(path).content.decode(), path
    assert "stat-bad" in client.get("/catalogue/").content.decode()
