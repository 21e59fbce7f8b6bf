"""The examples that people copy are run against a real server, as they stand on the page."""

import html
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from gongkai.obligations import source
from gongkai.orgs.models import Role
from gongkai.registers import schema, services
from gongkai.registers.models import Batch, Register
from tests import make
from tests.registers.test_batches import NOW, settled

ROOT = Path(__file__).parents[2]
HOWTO = ROOT / "docs" / "howto" / "use-the-api.md"
DECLARED = ROOT / "catalogue" / "registers" / "food-sampling.yaml"


def examples(client, url):
    """Return the examples of the page by name, as a reader copies them."""
    page = client.get("/api/").text.replace("http://127.0.0.1:8000", url)
    found = re.findall(r'data-example="(\w+)">(.*?)</pre>', page, re.S)
    return {name: html.unescape(text) for name, text in found}


@pytest.fixture
def site(transactional_db, live_server, settings, tmp_path, client):
    """A server with the register of food samples, its two examples public, and a token that may send."""
    settings.HOME = tmp_path
    body = make.organisation("market-supervision")
    for code in ("330103002", "330103003"):
        make.region(code, parent=body.region, name=code)
    make.obligation("food-sampling").publishers.add(body)
    text = DECLARED.read_text()
    services.apply([services.read(text, name="a.yaml")], by=None, at=NOW)
    said = schema.parse(source.read(text, source="a.yaml"), source="a.yaml")
    clerk, signer = (make.person(role=role.value, at=body) for role in (Role.CLERK, Role.SIGNER))
    batch = settled(received_samples(said, clerk), clerk)
    services.submit(batch=batch, reason="", by=clerk, at=NOW)
    services.release(batch=batch, by=signer, at=NOW)
    services.rebuild_waiting(at=NOW)
    _, secret = services.make_token(
        organisation=body, person=clerk, purpose="x", at=NOW,
        expires_on=timezone.localdate(NOW) + timedelta(days=9),
        by=make.person(role=Role.ADMIN.value, at=make.office()),
    )  # fmt: skip
    return examples(client, live_server.url), secret


def received_samples(said, clerk):
    import io

    keys = [each.key for each in said.current]
    lines = [",".join(each.label for each in said.current)]
    lines += [",".join(str(row.get(key, "")) for key in keys) for row in said.samples]
    return services.receive(
        register=Register.objects.get(), organisation=make.organisation("market-supervision"), name="a.csv",
        source=io.BytesIO("\n".join(lines).encode()), by=clerk, at=NOW,
    )  # fmt: skip


def run(command, text, tmp_path, *, suffix, **environment):
    file = tmp_path / f"example{suffix}"
    file.write_text(text)
    done = subprocess.run(
        [*command, str(file)], capture_output=True, text=True, timeout=60, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_example_does_what_it_says(site, tmp_path):
    given, secret = site
    assert "演示苏打饼干" in run(["sh"], given["curl_read"], tmp_path, suffix=".sh")
    told = run([sys.executable], given["python_follow"], tmp_path, suffix=".py")
    assert "食品安全监督抽检" in told and "下次从 1 读起" in told
    if node := shutil.which("node"):
        assert run([node], given["javascript_pages"], tmp_path, suffix=".mjs").startswith("2 演示")
    sent = run(["sh"], given["curl_send"], tmp_path, suffix=".sh", GONGKAI_TOKEN=secret)
    assert '"stage": "submitted"' in sent
    assert Batch.objects.filter(source="api").count() == 1


def test_the_howto_shows_the_same_examples(client, db):
    written = HOWTO.read_text()
    for name, text in examples(client, "http://127.0.0.1:8000").items():
        assert text.strip() in written, name
