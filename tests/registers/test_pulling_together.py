"""A newer table comes while the one before is decided: one waits for the other, none is cut off."""

import threading
import time

import pytest
from django.db import connection

from gongkai.registers import services
from gongkai.registers.models import Stage
from gongkai.registers.services import fetching
from tests.registers.conftest import FIRST, order, serve
from tests.registers.test_batches import NOW
from tests.registers.test_pulling import pulled

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time by itself"),
]


def test_what_gives_way_to_a_newer_table_is_decided_too_late(
    pull, host, clerk, signer, keeper, register, monkeypatch
):
    whole = order(host, clerk, is_whole=True)
    services.keep_pull(register=register, order=whole, pull=pull, by=keeper, at=NOW)
    earlier = pulled(pull).batch
    serve(host, [FIRST[0]])
    usual, given_way, told = fetching._overtaken, threading.Event(), []

    def slow(*said):
        usual(*said)
        given_way.set()
        time.sleep(0.5)

    def decide():
        assert given_way.wait(60)
        try:
            services.release(batch=earlier, by=signer, at=NOW)
        except services.IllegalMove as error:
            told.append(error)
        finally:
            connection.close()

    monkeypatch.setattr(fetching, "_overtaken", slow)
    deciding = threading.Thread(target=decide)
    deciding.start()
    assert pulled(pull).batch.stage == Stage.SUBMITTED
    deciding.join()
    earlier.refresh_from_db()
    assert told and earlier.stage == Stage.DROPPED
