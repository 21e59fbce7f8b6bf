"""The shipped nginx configuration says the same as the server it stands before."""

import re
from pathlib import Path

from gongkai.publication.rules import SUFFIXES
from gongkai.publication.server import SECURITY

NGINX = (Path(__file__).parents[1] / "deploy" / "nginx.conf").read_text()


def test_nginx_sets_the_same_security_headers():
    headers = dict(re.findall(r'add_header ([\w-]+) "([^"]*)" always;', NGINX))
    assert headers == {**dict(SECURITY), "Cache-Control": "no-cache"}


def test_nginx_knows_the_type_of_every_finished_page():
    types = dict(re.findall(r"^ +([\w/+-]+) (\w+);$", NGINX[NGINX.index("types {") :], re.M))
    assert {suffix[1:]: media.partition(";")[0] for suffix, media in SUFFIXES.items()} == {
        suffix: media for media, suffix in types.items()
    }
