"""What registers are filled from goes when it is decided: the hashes stay, the people's data do not."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.orgs.models import Act
from gongkai.registers import services
from gongkai.registers.models import Stage
from gongkai.registers.services import papers
from tests.registers.test_batches import FIRST, NOW, received, released, settled

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def lying():
    return {path.name for path in (Path(settings.FILES) / papers.FOLDER).iterdir()}


def test_the_files_of_a_batch_lie_apart_and_stay_while_it_is_open(register, clerk):
    batch = settled(received(register, clerk, FIRST), clerk)
    files = {batch.file_digest, batch.rows, batch.faults}
    assert lying() == files
    assert services.forget(at=LATER) == 0
    assert lying() == files


def test_all_files_go_when_the_batch_is_public(register, clerk, signer):
    made = released(register, clerk, signer, FIRST)
    assert services.forget(at=LATER) == 3
    assert lying() == set()
    made.batch.refresh_from_db()
    assert len(made.batch.file_digest) == len(made.batch.rows) == 64
    with pytest.raises(services.Refused, match="重新上传"):
        papers.path_of(made.batch.rows)


def test_all_files_go_when_the_batch_is_given_up(register, clerk):
    services.drop(batch=settled(received(register, clerk, FIRST), clerk), by=clerk, at=NOW)
    assert services.forget(at=LATER) == 3


def test_a_file_that_another_batch_needs_stays(register, clerk):
    services.drop(batch=settled(received(register, clerk, FIRST), clerk), by=clerk, at=NOW)
    other = received(register, clerk, FIRST)
    services.forget(at=LATER)
    assert lying() == {other.file_digest}


def test_what_has_just_come_is_left_although_no_row_names_it_yet(register, clerk):
    papers.put(open(__file__, "rb"), most=10**6)
    assert services.forget(at=NOW) == 0
    assert services.forget(at=LATER) == 1


@pytest.mark.parametrize("days, stage", [(29, Stage.SUBMITTED), (31, Stage.DROPPED)])
def test_what_nobody_decides_is_given_up_in_time(register, clerk, days, stage):
    batch = settled(received(register, clerk, FIRST), clerk)
    services.submit(batch=batch, reason="", by=clerk, at=NOW)
    services.forget(at=NOW + timedelta(days=days))
    batch.refresh_from_db()
    assert batch.stage == stage
    assert Act.objects.filter(verb="lapse").exists() == (stage == Stage.DROPPED)
    assert bool(lying()) == (stage == Stage.SUBMITTED)


def test_a_batch_whose_files_are_gone_is_not_released(register, clerk, signer):
    batch = settled(received(register, clerk, FIRST), clerk)
    services.submit(batch=batch, reason="", by=clerk, at=NOW)
    batch.refresh_from_db()
    papers.path_of(batch.rows).unlink()
    with pytest.raises(services.Refused, match="重新上传"):
        services.release(batch=batch, by=signer, at=NOW)
    batch.refresh_from_db()
    assert batch.stage == Stage.SUBMITTED
