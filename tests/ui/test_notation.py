"""YAML is read as fast as the machine can, the same either way; what could grow or never end is refused."""

import pytest
import yaml
from django.conf import settings

from gongkai.ui import notation

LIMITS = settings.CATALOGUE / "limits.yaml"


def test_both_loaders_read_the_same():
    text = LIMITS.read_text(encoding="utf-8")
    assert notation.load(text) == yaml.safe_load(text)


def test_either_loader_will_do(monkeypatch):
    monkeypatch.setattr(notation, "Loader", yaml.SafeLoader)
    notation.require_plain("a: [1, {b: 2}]")
    assert notation.load("a: [1, {b: 2}]") == {"a": [1, {"b": 2}]}


@pytest.mark.parametrize("text", ["a: &x [1]\nb: *x", "[" * 14 + "1" + "]" * 14, "[" * 1_000_000])
def test_what_could_grow_or_never_ends_is_refused(text):
    with pytest.raises(yaml.MarkedYAMLError):
        notation.require_plain(text)


def test_thirteen_levels_are_read():
    notation.require_plain("[" * 12 + "1" + "]" * 12)
