"""Charts and rankings over HTTP: every form with its table, numbers to take away, a frame for other sites."""

import csv
import io
from html import escape

import pytest
from django.core.cache import cache

from gongkai.publication.models import Page
from gongkai.registers import services
from gongkai.registers.models import Register
from tests.registers.test_batches import NOW, released
from tests.registers.test_schema import SAMPLING

pytestmark = pytest.mark.django_db
CHARTS = """charts:
  - {key: kinds, title: 各类结果, form: bar, by: result}
  - {key: streets, title: 街道分布, form: map, by: street, split: result}
  - {key: months, title: 每月罚款, form: line, by: checked_on, step: month, measure: sum, of: fine}
  - {key: years, title: 历年批次, form: stack, by: checked_on, step: year, split: result}
  - {key: shares, title: 产品占比, form: share, by: product}
  - {key: means, title: 平均罚款, form: bar, by: product, measure: mean, of: [fine, paid]}
  - {key: failed, title: 不合格的产品, form: bar, by: product, when: {result: 不合格}}
rankings:
  - {title: 罚款最多, by: -fine, within: result}
"""
ROWS = [
    "001,演示饼干,张三,不合格,20000,330103003,2017-06-01",
    "002,=甲&乙<script>,李四,合格,,330103003,2017-06-02",
    "003,演示牛奶,李四,不合格,20000,,2017-09-02",
    "004,演示豆干,李四,不合格,5000,330103003,2016-12-02",
]
FORMS = ["kinds", "streets", "months", "years", "shares", "means", "failed"]


@pytest.fixture
def checks(register, clerk, signer, settings, tmp_path):
    settings.HOME = tmp_path
    before, after = SAMPLING.index("charts:"), SAMPLING.index("checks:")
    text = SAMPLING[:before] + CHARTS + SAMPLING[after:]
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    register = Register.objects.get()
    released(register, clerk, signer, ROWS)
    services.rebuild_waiting(at=NOW)
    cache.clear()
    return "/registers/product-checks/"


@pytest.mark.parametrize("chart", FORMS)
def test_every_chart_has_its_drawing_table_source_and_numbers(client, checks, chart):
    page = client.get(f"{checks}charts/{chart}/")
    assert page.status_code == 200
    text = page.text
    assert text.count("<svg xmlns") == 1
    assert "数据表" in text
    assert "单位：" in text
    assert "《产品质量抽查》" in text
    assert "更新日期" in text
    assert "<script>" not in text
    lines = numbers(client, f"{checks}charts/{chart}/numbers.csv")
    assert all(len(line) == len(lines[0]) for line in lines)
    for line in lines[1:]:
        assert escape(line[0].lstrip("'")) in text


def numbers(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_numbers_taken_away_are_exact_and_no_formula(client, checks):
    assert numbers(client, f"{checks}charts/means/numbers.csv") == [
        ["产品名称", "罚款（万元）", "已缴（万元）"],
        ["演示牛奶", "2", ""],
        ["演示饼干", "2", ""],
        ["演示豆干", "0.5", ""],
        ["'=甲&乙<script>", "", ""],
    ]


def test_a_drawing_and_its_table_speak_in_one_unit(client, checks, clerk, signer):
    rows = [
        "005,演示大米,甲,不合格,300000000,,2017-06-01",
        "006,演示大豆,甲,不合格,123450000,,2017-06-01",
        "007,演示大麦,甲,不合格,5000,,2017-06-01",
        "008,演示小米,甲,不合格,123456789,,2017-06-01",
    ]
    released(Register.objects.get(), clerk, signer, rows)
    services.rebuild_waiting(at=NOW)
    both = client.get(f"{checks}charts/means/?q=演示大&fine.min=100").text
    assert "单位：亿元" in both
    assert ">罚款（亿元）</th>" in both
    assert '<td class="number">3.0000</td>' in both
    assert '<td class="number">1.2345</td>' in both
    assert "四舍五入" not in both
    fine = client.get(f"{checks}charts/means/?q=演示小米").text
    assert '<td class="number">1.2346</td>' in fine
    assert "四舍五入" in fine
    assert numbers(client, f"{checks}charts/means/numbers.csv?q=演示小米")[1][1] == "12345.68"
    all_three = client.get(f"{checks}charts/means/?q=演示大").text
    assert "单位：万元" in all_three, "else the smallest were nothing"
    assert '<td class="number">30,000.0</td>' in all_three
    assert '<td class="number">0.5</td>' in all_three
    kept = numbers(client, f"{checks}charts/means/numbers.csv?q=演示大&fine.min=100")
    assert kept[0][1] == "罚款（万元）"
    assert kept[1][:2] == ["演示大米", "30000"]


def test_filters_are_carried_through(client, checks):
    page = client.get(f"{checks}charts/kinds/?result=不合格&street=330103003").text
    assert "筛选条件：" in page
    assert "街道为天水街道" in page
    assert numbers(client, f"{checks}charts/kinds/numbers.csv?result=不合格")[1:] == [["不合格", "3"]]
    assert f'href="{checks}charts/kinds/embed/?result=' in page
    every = client.get(f"{checks}charts/?result=合格").text
    assert every.count('class="chart ') == len(FORMS)
    assert "没有符合条件的条目" in every, "no failed product is asked for"


def test_a_bar_leads_to_its_entries(client, checks):
    page = client.get(f"{checks}charts/months/").text
    assert f'href="{checks}?checked_on.min=2017-06-01&amp;checked_on.max=2017-06-30"' in page
    failed = client.get(f"{checks}charts/failed/").text
    assert "只统计结果为“不合格”的条目" in failed


def test_what_is_not_told_is_said(client, checks):
    assert "有1处没有填写“罚款”" in client.get(f"{checks}charts/months/").text
    assert "未填" in client.get(f"{checks}charts/streets/").text


def test_a_question_that_is_not_understood_is_told(client, checks):
    assert "没有这一页" in client.get(f"{checks}charts/kinds/?page=x").text


def test_one_page_alone_may_be_framed(client, checks):
    framed = client.get(f"{checks}charts/kinds/embed/")
    assert framed.status_code == 200
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "script-src 'self'" in framed["Content-Security-Policy"]
    assert "<iframe" not in framed.text
    page = client.get(f"{checks}charts/kinds/")
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert "&lt;iframe src=" in page.text
    assert "&lt;/iframe&gt;" in page.text


def test_unfiltered_pages_are_finished_and_others_are_not(client, checks):
    for address in ("charts/", "charts/kinds/", "rankings/1/"):
        client.get(f"{checks}{address}")
        assert Page.objects.filter(path=f"{checks}{address}").exists()
    client.get(f"{checks}charts/kinds/?result=合格")
    client.get(f"{checks}charts/kinds/embed/")
    assert not Page.objects.filter(path__contains="embed").exists()


def test_a_ranking_shows_ties_and_whom_it_leaves_out(client, checks):
    page = client.get(f"{checks}rankings/1/?within=不合格").text
    assert "罚款最多：不合格" in page
    assert page.count("并列</span>") == 2
    assert [part.split("<")[0].strip() for part in page.split('<tr><td class="number">')[1:]] == [
        "1",
        "1",
        "3",
    ]
    usual = client.get(f"{checks}rankings/1/").text
    assert "没有可以排名的条目" in usual, "choices come as declared: 合格 first"
    assert "另有 1 条没有填写" in usual


@pytest.mark.parametrize(
    "address",
    [
        "charts/none/",
        "charts/none/embed/",
        "charts/none/numbers.csv",
        "rankings/0/",
        "rankings/2/",
        "rankings/1/?within=优秀",
    ],
)
def test_what_is_not_declared_is_not_found(client, checks, address):
    assert client.get(f"{checks}{address}").status_code == 404


def test_nothing_is_drawn_of_a_register_that_is_not_public(client, register):
    for address in ("charts/", "charts/by-street/", "charts/by-street/embed/", "rankings/1/"):
        assert client.get(f"/registers/product-checks/{address}").status_code == 404


MONEY = """charts:
  - {key: tree, title: 罚款, form: tree, by: [street, product], measure: sum, of: fine, pick: [result],
     per: resident}
  - {key: beside, title: 比较, form: bar, by: product, measure: sum, of: fine, split: result}
  - {key: listed, title: 各种结果, form: bar, by: result, all: true, measure: sum, of: fine}
"""


@pytest.fixture
def money(checks):
    text = Register.objects.get().definition.text
    before, after = text.index("charts:"), text.index("checks:")
    text = text[:before] + MONEY + text[after:]
    text = text.replace("facets: [result, street]", "facets: [result, street, product]")
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    services.rebuild_waiting(at=NOW)
    return checks


def test_a_tree_is_entered_field_by_field_and_left_again(client, money):
    whole = client.get(f"{money}charts/tree/?result=不合格").text
    closer = f"{money}charts/tree/?result=%E4%B8%8D%E5%90%88%E6%A0%BC&amp;street=330103003"
    assert whole.count(f'href="{closer}"') == 2, "from the drawing and from the table"
    inside = client.get(closer.replace("&amp;", "&")).text
    assert '<span aria-current="true">天水街道</span>' in inside
    assert f'<a href="{money}charts/tree/?result=%E4%B8%8D%E5%90%88%E6%A0%BC">全部</a>' in inside
    assert numbers(client, closer.replace("&amp;", "&").replace("tree/", "tree/numbers.csv"))[1:] == [
        ["演示饼干", "2", "0.04"],
        ["演示豆干", "0.5", "0.01"],
        ["合计", "2.5", "0.05"],
    ]
    assert f'href="{money}?product=' in inside, "from the last level one comes to the entries"


def test_one_value_is_looked_at_at_a_time(client, money):
    page = client.get(f"{money}charts/tree/").text
    assert 'aria-current="true">合格</a>' in page, "choices come as declared"
    assert "result=%E4%B8%8D%E5%90%88%E6%A0%BC" in page
    assert "人均按第六次全国人口普查的常住人口526,096人（2010-11-01）计算" in page


def test_what_falls_to_each_resident_is_told_in_yuan(client, money):
    lines = numbers(client, f"{money}charts/tree/numbers.csv?result=不合格")
    assert lines[0] == ["街道", "罚款（万元）", "人均（元）"]
    assert lines[1] == ["天水街道", "2.5", "0.05"]


def test_a_framed_tree_leads_to_no_page_that_may_not_be_framed(client, money):
    drawn = client.get(f"{money}charts/tree/embed/?result=不合格").text.split("</svg>")[0]
    assert "<a " not in drawn.split("<svg")[1]


def test_people_choose_what_stands_side_by_side(client, money):
    page = client.get(f"{money}charts/beside/?street=330103003").text
    assert '<input type="checkbox" name="result" value="不合格">' in page
    assert '<input type="hidden" name="street" value="330103003">' in page
    ticked = client.get(f"{money}charts/beside/?result=不合格&result=合格").text
    assert ticked.count("checked") == 2


def test_tables_of_which_there_is_nothing_are_listed(client, money):
    assert numbers(client, f"{money}charts/listed/numbers.csv?result=不合格")[1:] == [
        ["合格", ""],
        ["不合格", "4.5"],
    ]
