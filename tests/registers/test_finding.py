"""All registers in one list; what entries say is found from there and from the search of the site."""

import pytest

from gongkai.portal.addresses import columns
from gongkai.registers import services
from gongkai.registers.models import Register
from tests.registers.test_batches import FIRST, NOW, released
from tests.registers.test_list_pages import words
from tests.registers.test_schema import SAMPLING

pytestmark = pytest.mark.django_db
OTHER = SAMPLING.replace("product-checks", "drug-checks").replace("产品质量抽查", "药品抽查")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def two(register, clerk, signer):
    services.apply([services.read(OTHER, name="b.yaml")], by=None, at=NOW)
    released(register, clerk, signer, FIRST)
    other = Register.objects.get(key="drug-checks")
    released(other, clerk, signer, [*FIRST, "003,饼干粉,王五,合格,,330103003,2017-06-03"])
    services.rebuild_waiting(at=NOW)
    return register, other


def found(text, **options):
    finding = services.find(text=text, **options)
    return [(each.register.key, each.count) for each in finding.holdings], finding.is_whole


def test_registers_are_found_by_what_their_entries_say(two):
    assert found("饼干") == ([("drug-checks", 2), ("product-checks", 1)], True)
    assert found("演示 牛奶") == ([("drug-checks", 1), ("product-checks", 1)], True)
    assert found("没有") == ([], True)
    assert found("  ") == ([], True), "whoever asks for nothing has asked everything"


def test_masked_and_withdrawn_values_are_not_found(two, clerk, signer):
    assert found("李四") == ([], True)
    released(two[0], clerk, signer, FIRST[1:], is_whole=True)
    services.rebuild_waiting(at=NOW)
    assert found("饼干") == ([("drug-checks", 2)], True)


def test_looking_through_registers_ends_in_time(two):
    holdings, is_whole = found("饼干", is_late=lambda: True)
    assert len(holdings) == 1
    assert not is_whole


def test_a_snapshot_that_has_just_gone_counts_nothing(two, monkeypatch):
    monkeypatch.setattr("gongkai.registers.services.finding.newest", missing)
    assert found("饼干") == ([], True)


def missing(register):
    return services.newest(register).with_name("99-1.duckdb")


def test_the_list_of_all_tells_how_much_is_in_each_and_how_it_stands(client, two):
    text = words(client.get("/registers/"))
    assert "共 2 个台账、5 条" in text
    assert "药品抽查 每次监督抽查的产品、企业和结果。 3 条" in text
    assert "更新及时" in text


def test_withdrawn_entries_are_not_counted(client, two, clerk, signer):
    released(two[0], clerk, signer, FIRST[1:], is_whole=True)
    assert "共 2 个台账、4 条" in words(client.get("/registers/"))


def test_the_list_is_searched_by_name_and_by_entries(client, two):
    response = client.get("/registers/?q=药品")
    text = words(response)
    assert "名称和说明中有“药品”的台账" in text
    assert "各台账的条目中没有找到“药品”" in text
    assert "noindex" in response["X-Robots-Tag"]
    assert "/registers/drug-checks/?q=%E9%A5%BC%E5%B9%B2" in client.get("/registers/?q=饼干").text
    part = client.get("/registers/?q=饼干", headers={"HX-Request": "true"}).text
    assert part.startswith('<section class="register-found"')
    assert client.get("/registers/?q=").status_code == 200


def test_the_search_of_the_site_leads_to_entries(client, two):
    assert 'href="/registers/?q=%E9%A5%BC%E5%B9%B2"' in client.get("/search/?q=饼干").text
    assert "/registers/?q=" not in client.get("/search/").text


def test_a_register_that_is_not_in_time_is_marked(client, two):
    duty = two[0].obligation
    type(duty).objects.filter(pk=duty.pk).update(cadence="monthly")
    Register.objects.filter(key="drug-checks").update(released_at=NOW.replace(year=2017, day=1))
    text = words(client.get("/registers/"))
    assert text.count("更新不及时") == text.count("更新及时") == 1
    assert "更新不及时" in words(client.get("/registers/drug-checks/"))


def test_registers_are_reached_from_home_duty_organisation_catalogue_and_sitemap(client, two):
    link = 'href="/registers/drug-checks/"'
    for path in (
        "/",
        "/catalogue/",
        "/catalogue/obligations/product-quality-checks/",
        "/organisations/market/",
    ):
        assert link in client.get(path).text, path
    assert {"/registers/", "/registers/drug-checks/"} <= set(columns())


def test_what_is_not_public_is_nowhere(client, register):
    assert "产品质量抽查" not in client.get("/registers/").text
    assert f"/registers/{register.key}/" not in columns()
    assert "产品质量抽查</a>" not in client.get("/organisations/market/").text
