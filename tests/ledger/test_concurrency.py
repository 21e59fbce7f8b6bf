"""Several writers at once: no index is given twice, none is left out."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection, connections, transaction

from gongkai.ledger.models import Leaf
from gongkai.ledger.services import Crowded, append, seal
from tests.ledger.conftest import AT, leaf

WRITERS, EACH = 4, 15
pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(*jobs: Callable[[], None]) -> None:
    """Run jobs side by side, each with a connection of its own."""

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time by itself")
def test_concurrent_appends_have_no_gaps_and_no_doubles(log):
    given: list[int] = []

    def writer() -> Callable[[], None]:
        own: list[int] = []

        def write() -> None:
            while len(own) < EACH:
                try:
                    with transaction.atomic():
                        index = append(leaf=leaf(len(own)), at=AT)
                    own.append(index)
                except Crowded:
                    continue
            given.extend(own)

        return write

    in_threads(*[writer() for _ in range(WRITERS)])
    assert sorted(given) == list(range(WRITERS * EACH))
    assert list(Leaf.objects.values_list("index", flat=True)) == list(range(WRITERS * EACH))


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share SQLite's one in-memory connection")
def test_two_sealers_take_turns(log):
    for serial in range(40):
        append(leaf=leaf(serial), at=AT)
    signed: list[int] = []

    def work() -> None:
        checkpoint = seal(at=AT)
        signed.append(checkpoint.size if checkpoint else 0)

    in_threads(work, work, work)
    assert sorted(signed) == [0, 0, 40]
