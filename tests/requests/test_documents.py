"""Papers of a case lie sealed, are read by those who handle it, and go by rule."""

import pytest

from gongkai.items.uploads import Refused
from gongkai.requests import services
from gongkai.requests.models import Document, Look
from tests import make
from tests.requests import cases

pytestmark = pytest.mark.django_db
TEXT = "身份证复印件：某某。".encode()


@pytest.fixture
def case():
    return cases.request().request


def kept(case, **fields):
    told = {"purpose": "identity", "name": "证明.txt", "data": TEXT, "by": None, "at": cases.MONDAY, **fields}
    return services.keep(request=case, **told)


def test_a_paper_on_disk_tells_nothing(case):
    document = kept(case)
    assert document.path.exists()
    assert TEXT not in document.path.read_bytes()
    assert "证明" not in str(document.path)
    assert services.read(document) == TEXT
    assert document.path.stat().st_mode & 0o077 == 0


def test_who_handles_the_case_reads_it_and_the_look_is_noted(case):
    document, clerk = kept(case), make.person("clerk", case.organisation)
    assert services.open_paper(document=document, by=clerk, at=cases.MONDAY) == TEXT
    assert Look.objects.get(request=case).account == clerk.account


def test_others_are_refused_and_leave_no_look(case):
    document = kept(case)
    with pytest.raises(services.NotAllowed):
        services.open_paper(
            document=document, by=make.person("clerk", make.organisation("office")), at=cases.MONDAY
        )
    assert not Look.objects.exists()


def test_what_is_not_what_its_name_says_is_refused(case):
    with pytest.raises(Refused):
        kept(case, name="证明.pdf")
    with pytest.raises(Refused, match="过大"):
        services.checked("a.txt", b"12345", most=4)
    assert not Document.objects.exists()


def test_a_paper_taken_away_is_gone_and_known_to_have_been_there(case, django_capture_on_commit_callbacks):
    document = kept(case)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove(document=document, reason="办结后删除", by=None, at=cases.MONDAY)
        services.remove(document=document, reason="办结后删除", by=None, at=cases.MONDAY)
    assert not document.path.exists()
    assert Document.objects.get().removed_on
    assert case.events.filter(kind="document").count() == 2
    with pytest.raises(FileNotFoundError):
        services.read(document)
