"""The same document number twice."""

import pytest

from gongkai.items import services
from gongkai.proofing.rules import Weight
from tests import make

pytestmark = pytest.mark.django_db
NUMBER = "下政发〔2017〕1号"


def found(version):
    return [each for each in services.findings(version, at=make.NOW) if each.code == "header.twin"]


def test_a_number_that_is_public_already_asks_for_a_reason():
    team = make.staff()
    item = make.published(team, doc_number=NUMBER, title="关于甲的通知")
    version = make.drafted(team, doc_number=NUMBER)
    (finding,) = found(version)
    assert finding.weight is Weight.ASKS
    assert item.number in finding.sentence and "《关于甲的通知》" in finding.sentence
    with pytest.raises(services.Unready, match="已公开"):
        services.submit(version=version, by=team.clerk, at=make.NOW)
    services.submit(version=version, overruling="同一文号的勘误页", by=team.clerk, at=make.NOW)


def test_a_draft_of_ones_own_desk_is_told_of_and_another_desks_is_not():
    team = make.staff()
    make.drafted(team, doc_number=NUMBER, title="关于甲的通知")
    version = make.drafted(team, doc_number=NUMBER)
    assert [each.weight for each in found(version)] == [Weight.TELLS]
    other = make.staff(make.organisation("audit"))
    assert found(make.drafted(other, doc_number=NUMBER)) == []


def test_a_new_version_and_a_document_without_number_have_no_twin():
    team = make.staff()
    item = make.published(team, doc_number=NUMBER)
    version = services.revise(item=item, change="amend", by=team.clerk, at=make.NOW)
    assert found(version) == []
    assert found(make.drafted(team)) == []
