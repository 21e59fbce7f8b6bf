"""The command that checks the notices and recomputes, run as an officer would run it."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gongkai.clocks import services
from gongkai.clocks.models import Clock
from gongkai.law.deadlines import SHANGHAI
from tests import make

pytestmark = pytest.mark.django_db


def run(*options):
    out = StringIO()
    call_command("sync_calendar", *options, stdout=out)
    return out.getvalue().splitlines()


def test_it_names_the_notices_it_knows_and_changes_nothing_without_cause():
    assert run() == ["放假通知23件，年份：2007至2026年", "已变更0项时限"]


def test_a_preview_changes_nothing(settings, tmp_path):
    clock = services.start(
        subject="request:1", duty="answer", title="答复申请", organisation=make.organisation(),
        limit="request-answer", by=None, at=datetime(2017, 9, 22, 9, tzinfo=SHANGHAI),
    )  # fmt: skip
    limits = (settings.CATALOGUE / "limits.yaml").read_bytes()
    settings.CATALOGUE = tmp_path
    (tmp_path / "workdays").mkdir()
    (tmp_path / "limits.yaml").write_bytes(limits)
    # Without any notice October's holiday and the Saturday worked before it are unknown.
    line = "答复申请：期满日由2017-10-19改为2017-10-13"
    assert run("--preview") == ["放假通知0件，年份：无", line, "将变更1项时限"]
    assert Clock.objects.get().due_at == clock.due_at
    assert run() == ["放假通知0件，年份：无", line, "已变更1项时限"]
    assert Clock.objects.get().is_provisional


def test_a_bad_notice_stops_it_with_file_and_line(settings, tmp_path):
    settings.CATALOGUE = tmp_path
    (tmp_path / "workdays").mkdir()
    (tmp_path / "workdays" / "2030.yaml").write_text("year: 2030\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"2030\.yaml 第1行"):
        run()
