"""What becomes of a case after its end: archived, taken out whole, and in the end without its applicant."""

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import pytest

from gongkai.channels import services as channels
from gongkai.channels.models import Message
from gongkai.requests import services
from gongkai.requests.declared import law
from gongkai.requests.models import Applicant, Consultation, Document, Look, Request
from gongkai.requests.rules.course import IllegalStep, Kind
from gongkai.requests.rules.retention import Retention
from tests import make
from tests.requests import cases

pytestmark = pytest.mark.django_db
AT = cases.MONDAY


def after(key, days=1, since=AT):
    return since + timedelta(days=law().retention[key].days + days)


@pytest.fixture
def case(tmp_path):
    case = cases.request(email="a@example.cn", assistance="大字版回执", title="陈某2016年补助").request
    for purpose in ("identity", "original"):
        services.keep(
            request=case, purpose=purpose, name=f"陈某的{purpose}.txt", data=purpose.encode(), by=None, at=AT
        )
    return case


@pytest.fixture
def clerk(case):
    return make.person("clerk", case.organisation)


@pytest.fixture
def closed(case, clerk):
    services.withdraw(request=case, on=date(2026, 11, 23), words="撤回", by=clerk, at=AT)
    return case


def test_what_was_sent_to_an_applicant_keeps_no_address(case, clerk):
    """Their address lies sealed with the case: in the outbox it stands only until the message is gone."""
    told = {
        "channel": "email",
        "recipient": "a@example.cn",
        "subject": "有新的办理情况",
        "body": "请查询",
        "at": AT,
    }
    for key in (f"{case.uri}:letter:1", f"{case.uri}:letter:2", "desk:1:1"):
        channels.queue(key=key, **told)
    waiting = Message.objects.get(key=f"{case.uri}:letter:2")
    Message.objects.filter(pk=waiting.pk).update(not_before=AT + timedelta(days=1))
    assert channels.deliver(at=AT) == (2, 0)
    assert services.tidy(at=AT) == 1
    assert {each.key for each in Message.objects.all()} == {waiting.key, "desk:1:1"}
    assert channels.deliver(at=AT + timedelta(days=1)) == (1, 0)


def test_a_time_is_over_on_the_day_after_its_last():
    rule = Retention("archive", "归档", 10, "依据")
    assert rule.ended_by(date(2026, 12, 3)) == date(2026, 11, 23)


def test_the_package_can_be_read_and_checked_without_this_system(case, clerk):
    with zipfile.ZipFile(services.export(request=case, by=clerk, at=AT)) as bundle:
        names = set(bundle.namelist())
        sums = dict(reversed(row.split("  ")) for row in bundle.read("SHA256SUMS").decode().splitlines())
        assert names == {*sums, "SHA256SUMS"}
        for name, told in sums.items():
            assert hashlib.sha256(bundle.read(name)).hexdigest() == told
        page = bundle.read("index.html").decode()
        assert "陈某" in page and case.number in page and "大字版回执" in page
        assert [each["kind"] for each in json.loads(bundle.read("events.json"))][:2] == [
            "register",
            "receive",
        ]
        original = Document.objects.get(purpose="original")
        assert bundle.read(f"documents/{original.pk}-陈某的original.txt") == b"original"


def test_who_takes_a_case_out_is_noted_and_whoever_may_not_see_it_takes_nothing(case, clerk):
    services.export(request=case, by=clerk, at=AT)
    assert [each.what for each in Look.objects.all()] == ["导出案卷"]
    with pytest.raises(services.NotAllowed):
        services.export(request=case, by=make.person("clerk", make.organisation("audit")), at=AT)
    assert Look.objects.count() == 1


def test_an_open_case_is_not_archived(case, clerk):
    with pytest.raises(IllegalStep, match="归档"):
        services.archive(request=case, by=clerk, at=AT)


def test_closed_cases_are_archived_when_their_time_has_come(closed):
    services.tidy(at=after("archive", days=0))
    closed.refresh_from_db()
    assert closed.stage == "closed"
    services.tidy(at=after("archive"))
    closed.refresh_from_db()
    assert closed.stage == "archived"


def test_what_is_contested_is_not_archived_and_keeps_its_proofs(closed, clerk):
    services.happen(request=closed, kind=Kind.CONTEST, key="court", by=clerk, at=AT)
    assert services.tidy(at=after("archive")) == 0
    closed.refresh_from_db()
    assert closed.stage == "closed"
    assert Document.objects.kept().count() == 2


def test_proofs_of_identity_go_after_their_time_and_nothing_else(closed, django_capture_on_commit_callbacks):
    proof = closed.documents.get(purpose="identity")
    assert services.tidy(at=after("identity-proof", days=0)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert services.tidy(at=after("identity-proof")) == 1
    assert not proof.path.exists()
    assert closed.documents.get(purpose="original").path.exists()
    event = closed.events.last()
    assert event.facts == {"document": proof.pk, "removed": True}
    assert services.tidy(at=after("identity-proof")) == 0


def test_nothing_of_an_open_case_goes(case):
    assert services.tidy(at=after("anonymise")) == 0
    assert Document.objects.kept().count() == 2


def test_in_the_end_nothing_tells_who_asked(closed, clerk, django_capture_on_commit_callbacks):
    channels.queue(
        key=f"request:{closed.pk}:due:x",
        channel="email",
        recipient="a@example.cn",
        subject="x",
        body="x",
        at=AT,
    )
    Consultation.objects.create(
        request=closed, kind="third-party", key="第三方1", sealed="x", question="陈某申请公开", reasons="x"
    )
    services.archive(request=Request.objects.get(pk=closed.pk), by=clerk, at=AT)
    paths = [each.path for each in closed.documents.all()]
    with django_capture_on_commit_callbacks(execute=True):
        assert services.tidy(at=after("anonymise", days=0)) == 1, "the proofs alone"
        assert services.tidy(at=after("anonymise")) == 1
    closed.refresh_from_db()
    assert not Applicant.objects.exists() and not Message.objects.exists()
    assert closed.title == "某某2016年补助"
    assert (closed.use, closed.assistance, closed.content) == ("", "", "（已去标识）")
    assert closed.anonymised_on == after("anonymise").date()
    assert not any(path.exists() for path in paths)
    assert set(closed.documents.values_list("name", flat=True)) == {"身份证明", "申请原件"}
    assert Consultation.objects.get().sealed == ""
    assert closed.events.last().kind == "forget"
    assert (closed.received_on, closed.counted_as) == (date(2026, 11, 23), "withdrawn"), "figures stay"
    assert services.tidy(at=after("anonymise")) == 0


def test_a_package_of_what_was_forgotten_still_tells_its_course(closed, clerk):
    services.archive(request=Request.objects.get(pk=closed.pk), by=clerk, at=AT)
    services.tidy(at=after("anonymise"))
    closed.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(services.export(request=closed, by=clerk, at=AT).read())) as bundle:
        page = bundle.read("index.html").decode()
        assert "陈某" not in page
        assert not [name for name in bundle.namelist() if name.startswith("documents/")]
