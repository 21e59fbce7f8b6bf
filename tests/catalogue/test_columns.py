"""The lists of ``catalogue/columns.yaml`` belong to duties that the catalogue declares."""

from pathlib import Path

from django.conf import settings

from gongkai.obligations import source
from gongkai.obligations.services.reading import checked_columns

FOLDER = Path(settings.CATALOGUE) / "obligations"
KEYS = {
    row.mapping(known=row.value)["key"].text()
    for _, node in source.read_folder(FOLDER)
    for row in node.value["obligations"].items()
}


def test_every_list_belongs_to_duties_of_the_catalogue():
    declared = checked_columns(Path(settings.CATALOGUE) / "columns.yaml", KEYS)
    assert len(declared.lists) == 7
    assert all(each.forbidden and each.allowed for each in declared.lists)
