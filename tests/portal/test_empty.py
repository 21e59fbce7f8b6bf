"""A portal before anything is public."""

import re

from tests import make
from tests.portal.test_pages import PAGES


def test_every_page_is_there_before_anything_is_public(client, db):
    make.region()
    for path in PAGES:
        expected = 404 if re.search("fiscal|finance|/work-points/2017/", path) else 200
        assert client.get(path).status_code == expected, path
