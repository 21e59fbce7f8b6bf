"""A small catalogue of one's own."""

import pytest

from tests.obligations.declaring import row, write


@pytest.fixture
def folder(settings, tmp_path):
    """A catalogue of one area and one obligation, with the real code lists."""
    home = tmp_path / "catalogue"
    (home / "obligations").mkdir(parents=True)
    (home / "codes.yaml").write_text((settings.CATALOGUE / "codes.yaml").read_text())
    (home / "limits.yaml").symlink_to(settings.CATALOGUE / "limits.yaml")
    (home / "workdays").symlink_to(settings.CATALOGUE / "workdays")
    (home / "areas.yaml").write_text("areas: [{key: fiscal, title: 财政}]")
    settings.CATALOGUE = home
    write(home, row())
    return home
