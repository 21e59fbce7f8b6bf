"""A draft in the dress of its public page."""

import pytest

from tests import make

pytestmark = pytest.mark.django_db


def test_a_draft_is_shown_as_it_will_be_published_and_only_to_its_desk(client):
    team = make.staff()
    version = make.drafted(team, title="关于征求意见的通知", body="<p>正文一段</p>")
    address = f"/desk/preview/{version.item_id}/"
    assert client.get(address).status_code == 302
    client.force_login(make.person("clerk", make.organisation("street")))
    assert client.get(address).status_code == 404
    client.force_login(team.clerk)
    response = client.get(address)
    page = response.content.decode()
    assert "正文一段" in page and "公开时编号" in page
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "private" in response["Cache-Control"]
