"""Pictures of a text: stored with its version, seen by its desk first and by everybody once it is public."""

import base64

import pytest
from django.test import Client

from gongkai.items import services
from gongkai.items.models import Item
from tests import make
from tests.items import containers

pytestmark = pytest.mark.django_db
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_a_picture_is_seen_by_its_desk_first_and_is_no_attachment_of_the_page():
    team = make.staff()
    drawing = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="r1"/>'
        "</w:drawing></w:r></w:p>"
    )
    relations = '<Relationships xmlns="x"><Relationship Id="r1" Target="media/a.png"/></Relationships>'
    data = containers.docx(
        containers.paragraph("关于某事的通知") + drawing,
        **{"word___rels__document.xml.rels": relations, "word__media__a.png": PNG},
    )
    version = services.import_file(
        data=data, name="通知.docx", publisher=team.organisation, kind="notice", by=team.clerk, at=make.NOW
    )
    [picture] = version.attachments.all()
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
