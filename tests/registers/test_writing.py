"""A declaration that is written is read again as what it was."""

import pytest
from django.conf import settings

from gongkai.registers.schema.writing import written
from gongkai.ui import notation
from tests.each import each_of
from tests.registers.test_schema import SAMPLING, declared

FILES = sorted((settings.CATALOGUE / "registers").glob("*.yaml"))


@each_of(FILES)
def test_every_register_of_the_catalogue_says_the_same_when_written_anew(path):
    text = written(notation.load(path.read_text()))
    assert declared(text) == declared(path.read_text())
    assert written(notation.load(text)) == text


@pytest.mark.parametrize(
    "value", ["0012", "1.50", "2017-07-01", "on", "null", "a: b", "- x", "“引号”", "#", "'"]
)
def test_what_looks_like_something_else_stays_a_text(value):
    text = SAMPLING.replace("product: 饼干", "product: 代替")
    said = notation.load(text)
    said["samples"][0]["product"] = value
    assert declared(written(said)).samples[0]["product"] == value
