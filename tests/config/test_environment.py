"""A wrong value stops the start with a sentence; a secret is made once, whole and private."""

from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

import pytest
from django.core.exceptions import ImproperlyConfigured

from gongkai.config import environment


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (environment.flag, "ja"),
        (lambda name: environment.number(name, 1), "viele"),
        (lambda name: environment.number(name, 1), "²"),
        (lambda name: environment.number(name, 1), "-1"),
        (environment.networks, "intranet"),
        (environment.networks, "10.0.0.1/8"),
    ],
)
def test_a_wrong_value_stops_the_start(monkeypatch, read, value):
    monkeypatch.setenv("GONGKAI_X", value)
    with pytest.raises(ImproperlyConfigured, match=r"GONGKAI_X 应为"):
        read("GONGKAI_X")


@pytest.mark.parametrize(("value", "is_on"), [("1", True), ("On", True), ("0", False), ("", False)])
def test_a_flag_is_on_or_off(monkeypatch, value, is_on):
    monkeypatch.setenv("GONGKAI_X", value)
    assert environment.flag("GONGKAI_X") is is_on


def test_values_are_read_without_their_blanks(monkeypatch):
    monkeypatch.setenv("GONGKAI_X", "10.0.0.0/8, 192.168.3.7,")
    assert ip_address("10.9.9.9") in environment.networks("GONGKAI_X")[0]
    assert len(environment.networks("GONGKAI_X")) == 2
    monkeypatch.setenv("GONGKAI_X", "7")
    assert environment.number("GONGKAI_X", 1) == 7


def test_production_needs_a_secret_of_its_own(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="必须设置"):
        environment.secret("GONGKAI_X", tmp_path, required=True)


def test_a_given_secret_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("GONGKAI_X", "given")
    assert environment.secret("GONGKAI_X", tmp_path, required=True) == "given"
    assert list(tmp_path.iterdir()) == []


def test_processes_that_start_together_have_one_secret(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: environment.secret("GONGKAI_X", tmp_path, required=False), range(32)))
    assert len(made) == 1 and len(made.pop()) == 64
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
