"""Pages name the address at which they are served."""

import pytest

from gongkai.config.address import public_address


@pytest.mark.parametrize(
    ("setting", "address"),
    [(None, "http://127.0.0.1:8961"), ("https://www.example.gov.cn/", "https://www.example.gov.cn")],
)
def test_what_the_operator_set_comes_first(monkeypatch, setting, address):
    monkeypatch.delenv("GONGKAI_SITE_URL", raising=False)
    if setting:
        monkeypatch.setenv("GONGKAI_SITE_URL", setting)
    assert public_address(8961) == address
