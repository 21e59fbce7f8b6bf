"""The JSON Schema of a declaration says what the parser says."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from jsonschema import Draft202012Validator

from gongkai.registers.fields import TYPES
from gongkai.registers.schema import describing, ocds, parts, reading
from gongkai.ui import notation
from tests.each import each_of
from tests.registers.test_schema import SAMPLING

FILES = sorted((settings.CATALOGUE / "registers").glob("*.yaml"))
SCHEMA = describing.described()
VALID = Draft202012Validator(SCHEMA)


def as_editors_read(text):
    """Return a file as an editor reads it: days are texts."""
    return json.loads(json.dumps(notation.load(text), default=lambda day: day.isoformat()))


def faults(text):
    return [error.message for error in VALID.iter_errors(as_editors_read(text))]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@each_of(FILES)
def test_every_register_of_the_catalogue_keeps_to_it(path):
    assert faults(path.read_text()) == []


def test_every_word_of_the_parser_is_in_it_and_none_besides():
    known = {
        "masks": parts.MASK_WORDS,
        "retention": parts.RETENTION_WORDS,
        "charts": parts.CHART_WORDS,
        "rankings": parts.RANKING_WORDS,
        "stages": parts.STAGES_WORDS,
        "checks": parts.CHECK_WORDS,
        "ocds": ocds.WORDS,
        "field": reading.FIELD_WORDS,
        "options": {option for kind in TYPES.values() for option in kind.options},
    }
    assert describing.words() == {name: frozenset(words) for name, words in known.items()}
    assert set(SCHEMA["properties"]) == set(reading.WORDS)
    assert set(SCHEMA["properties"]["charts"]["items"]["properties"]["form"]["enum"]) == set(parts.FORMS)
    assert set(SCHEMA["properties"]["checks"]["items"]["properties"]["that"]["enum"]) == set(parts.CHECKS)


WRONG = [
    ("title: 产品质量抽查", "titel: 产品质量抽查"),
    ("type: text}", "type: words}"),
    ("type: text}", "type: text, unit: 元}"),
    ("choices: [合格, 不合格], ", ""),
    ("unit: 万元", "unit: 两"),
    ("as: surname", "as: blur"),
    ("form: line", "form: circle"),
    ("that: at-most", "that: most"),
    ("identity: [number]", "identity: []"),
    ("  maker: {", "  page: {"),
    ("register: product-checks", "register: Product_Checks"),
    ("then: archive", "then: burn"),
]


@pytest.mark.parametrize(("old", "new"), WRONG)
def test_what_the_parser_refuses_an_editor_marks(old, new):
    assert old in SAMPLING
    assert faults(SAMPLING) == []
    assert faults(SAMPLING.replace(old, new, 1))


def test_a_word_that_nobody_has_described_stops_the_making():
    with pytest.raises(describing.Undescribed, match="new_word"):
        describing._part(("label", "new_word"), (), {"label": {}})


def test_the_command_prints_it():
    out = StringIO()
    call_command("registers", "schema", stdout=out)
    assert json.loads(out.getvalue()) == SCHEMA
