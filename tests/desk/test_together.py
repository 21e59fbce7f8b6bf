"""Two people on one draft see each other while both are at it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.items import services as items
from tests import make

pytestmark = pytest.mark.django_db


def test_an_open_editor_learns_who_else_is_typing(client):
    team, now = make.staff(), timezone.now()
    version = make.drafted(team, at=now)
    address = f"/desk/items/{version.item_id}/others/"
    client.force_login(team.clerk)
    assert f'hx-get="{address}"' in client.get(f"/desk/items/{version.item_id}/edit/").text
    assert "正在编辑" not in client.get(address).text
    colleague, place = make.person("clerk", team.organisation), f"version:{version.pk}"
    items.keep(person=colleague, place=place, values={"title": "新"}, at=now)
    assert f"{colleague.name}正在编辑这份草稿" in client.get(address).text
    items.keep(person=colleague, place=place, values={"title": "新"}, at=now - timedelta(minutes=6))
    assert "正在编辑" not in client.get(address).text
    client.force_login(make.person("clerk", make.organisation("health")))
    assert client.get(address).status_code == 404
