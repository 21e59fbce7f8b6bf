"""Pictures of a text: stored with its version, seen by its readers first, by everybody once it is public."""

import pytest
from django.test import Client

from gongkai.items import services
from gongkai.items.models import Item
from tests import make
from tests.items import containers, photos

pytestmark = pytest.mark.django_db


def test_a_picture_is_seen_by_its_desk_first_and_is_no_attachment_of_the_page():
    team = make.staff()
    data = containers.illustrated(photos.jpeg())
    version = services.import_file(
        data=data, name="通知.docx", publisher=team.organisation, kind="notice", by=team.clerk, at=make.NOW
    )
    [picture] = version.attachments.all()
    assert picture.path.read_bytes() == photos.JPEG
    address = f"/files/{picture.sha256}/{picture.name}"
    assert f'src="/files/{picture.sha256}/' in version.body
    stranger, desk, other = Client(), Client(), Client()
    desk.force_login(team.clerk)
    other.force_login(make.person("clerk", make.organisation("elsewhere")))
    assert [each.get(address).status_code for each in (stranger, other, desk)] == [404, 404, 200]
    fields = {
        "issuer": "财政局",
        "made_on": make.NOW.date(),
        "disclosure": "proactive",
        "abstract": "某事。",
        "obligation": make.obligation(),
    }
    version = services.save(
        version=version, fields=fields, revision=version.revision, by=team.clerk, at=make.NOW
    )
    item: Item = make.published(team, version=version)
    assert stranger.get(address).status_code == 200
    page = stranger.get(item.address).content.decode()
    assert page.count(picture.sha256) == 1 and 'id="attachments"' not in page


def test_who_is_asked_to_co_sign_sees_the_picture_as_long_as_they_are_asked():
    team, partner = make.staff(), make.staff(make.organisation("audit"))
    version = make.drafted(team)
    services.arrange(
        version=version, is_normative=False, cosigners=[partner.organisation], by=team.clerk, at=make.NOW
    )
    made = services.attach(version=version, name="图.png", data=photos.png(), by=team.clerk, at=make.NOW)
    address, asked = f"/files/{made.sha256}/图.png", Client()
    asked.force_login(partner.signer)
    assert asked.get(address).status_code == 404
    services.submit(version=version, overruling="图形公开", by=team.clerk, at=make.NOW)
    services.review(version=version, by=team.reviewer, at=make.NOW)
    version = services.clear(version=version, by=team.secrecy, at=make.NOW)
    assert asked.get(address).status_code == 200
    services.send_back(version=version, reason="重画", by=partner.signer, at=make.NOW)
    assert asked.get(address).status_code == 404
