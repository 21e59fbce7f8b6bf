"""How the streets lie to each other is declared, checked and read again when it changes."""

from datetime import date

import pytest
from django.conf import settings

from gongkai.obligations import source
from gongkai.obligations.node import BadCatalogue
from gongkai.orgs.services.district import read_district
from gongkai.registers import services
from gongkai.registers.geography import Geography, Residents, parse, together

TEXT = """\
note: 示意图
tiles:
  - {regions: ['330103003', '330105012'], at: [1, 2]}
  - {regions: ['330103002'], at: [1, 1]}
residents: {region: '330103', people: 1000, counted_on: 2010-11-01, source: 普查}
"""


def read(text):
    return parse(source.read(text, source="a.yaml"), source="a.yaml")


def test_every_region_has_its_tile_and_the_district_its_residents():
    found = together([read(TEXT), Geography()], "330103")
    assert found.places == {"330103003": (1, 2), "330105012": (1, 2), "330103002": (1, 1)}
    assert found.residents == Residents("330103", 1000, date(2010, 11, 1), "普查")
    assert together([read(TEXT)], "330105").residents is None
    assert together([], "330103") == Geography()


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("at: [1, 1]", "at: [1, 2]", 4, "这一格已经有别的区划"),
        ("at: [1, 1]", "at: [1]", 4, "位置应是两个数"),
        ("at: [1, 1]", "at: [1, 99]", 4, "位置应是两个数"),
        ("'330103002'", "'330103003'", 4, "写了两次"),
        ("people: 1000", "people: many", 5, "应是大于零的整数"),
        ("note: 示意图\n", "", 1, "缺少：note"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old, new, line, sentence):
    with pytest.raises(BadCatalogue) as caught:
        read(TEXT.replace(old, new))
    assert sentence in str(caught.value)
    assert caught.value.problems[0].line == line


def test_every_street_of_the_demonstration_has_a_tile():
    streets = {
        each.code
        for each in read_district(settings.CATALOGUE / "districts" / "xiacheng.yaml").regions
        if each.parent
    }
    found = services.district()
    assert streets <= set(found.places)
    assert "示意图" in found.note
    assert found.residents


def test_a_changed_file_is_read_again(tmp_path, settings):
    settings.CATALOGUE = tmp_path
    assert services.district() == Geography()
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "a.yaml").write_text(TEXT)
    assert services.district().note == "示意图"
