"""Readers do not wait for the database: what is published stays readable while it is away."""

import subprocess
import sys

import httpx
import pytest

from tests.browser.site import Site, environment, free_port, wait_for

PUT = """
import django; django.setup()
from gongkai.publication import store
store.put("/items/x/", 200, store.pack("<p>已公开的一页</p>".encode()))
"""


@pytest.fixture
def away(tmp_path):
    """A server whose database cannot be reached, with one finished page."""
    port = free_port()
    env = environment(Site(f"http://127.0.0.1:{port}", tmp_path))
    env["GONGKAI_DATABASE_URL"] = f"postgres://nobody@127.0.0.1:{free_port()}/away"
    subprocess.run([sys.executable, "-c", PUT], env=env, check=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve", "--port", str(port), "--workers", "1"],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def test_what_is_published_is_served_and_the_rest_says_so(away):
    page = httpx.get(f"{away}/items/x/", timeout=60)
    assert (page.status_code, page.text) == (200, "<p>已公开的一页</p>")
    assert httpx.get(f"{away}/static/ui/base.css", timeout=60).status_code == 200
    other = httpx.get(f"{away}/organisations/", timeout=60)
    assert other.status_code == 503
    assert other.headers["Retry-After"] == "120"
    assert "已公开的信息不受影响" in other.text
