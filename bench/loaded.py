"""A register filled in for measuring: the district, a table, its check and release, its snapshot."""

import csv
import threading
from datetime import date
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from bench.timing import Took, timed

KEY = "administrative-penalties"
QUERY = {"kind": ["罚款"], "party_kind": ["法人及非法人组织"]}


def found() -> Any:
    """Make the district with all registers, and people to fill one in; return them."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from gongkai.desk.demo import registers
    from gongkai.desk.demo.people import Cast
    from gongkai.desk.management.commands.load_demo import AS_OF
    from gongkai.orgs import services as orgs

    at = timezone.now()
    call_command("prepare", stdout=StringIO())
    orgs.load_district(path=Path(settings.CATALOGUE) / "districts" / "xiacheng.yaml", as_of=AS_OF, at=at)
    registers.declare(at=at)
    cast = Cast(at=at)
    cast.hire([registers.publishers()[KEY].key])
    return cast


def table(rows: int, path: Path) -> None:
    """Write a table of made-up rows."""
    from django.conf import settings

    from gongkai.desk.demo import registers
    from gongkai.registers import services
    from gongkai.registers.models import Register

    with path.open("w", encoding="utf-8", newline="") as file:
        services.make_up(
            register=Register.objects.get(key=KEY),
            organisation=registers.publishers()[KEY],
            count=rows,
            samples=Path(settings.CATALOGUE) / "samples" / "registers" / f"{KEY}.csv",
            file=file,
            until=date.today(),
        )


def _checked(cast: Any, path: Path) -> tuple[Any, Took]:
    from django.utils import timezone

    from gongkai.desk.demo import registers
    from gongkai.orgs.models import Role
    from gongkai.registers import services
    from gongkai.registers.models import Register

    at, body = timezone.now(), registers.publishers()[KEY]
    clerk = cast.of(Role.CLERK, body.key)
    with path.open("rb") as source:
        batch = services.receive(
            register=Register.objects.get(key=KEY),
            organisation=body,
            name=path.name,
            source=source,
            by=clerk,
            at=at,
        )
    layout = services.Layout(services.look(batch).columns)
    batch = services.settle(batch=batch, layout=layout, by=clerk, at=at)
    with timed() as took:
        batch = services.check(batch=batch, at=at)
    assert not batch.counts.get("faulty"), batch.counts
    return batch, took


def brought_in(cast: Any, path: Path) -> dict[str, Took]:
    """Make a table public as a clerk and a signer do."""
    from django.utils import timezone

    from gongkai.orgs.models import Role
    from gongkai.registers import services

    batch, check = _checked(cast, path)
    at, body = timezone.now(), batch.organisation
    batch = services.submit(batch=batch, reason="", by=cast.of(Role.CLERK, body.key), at=at)
    with timed() as release:
        services.release(batch=batch, by=cast.of(Role.SIGNER, body.key), at=at)
    services.rebuild(register=batch.register, at=at)
    return {"check": check, "release": release}


def workbook(cast: Any, path: Path, rows: int) -> Took:
    """Check the first rows of a table as a workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    with path.open(encoding="utf-8", newline="") as file:
        for row in islice(csv.reader(file), rows + 2):
            sheet.append(row)
    place = path.with_suffix(".xlsx")
    book.save(place)
    return _checked(cast, place)[1]


def rebuilt_while_read() -> tuple[Took, int, int]:
    """Make the snapshot anew while a reader asks all the time; how many were answered, how many failed."""
    from django.db import connection
    from django.utils import timezone

    from gongkai.registers import asking, services
    from gongkai.registers.models import Register

    register = Register.objects.get(key=KEY)
    place = services.newest(register)
    assert place is not None
    place.rename(place.with_name(f"0-{place.stem.partition('-')[2]}.duckdb"))
    told = {"answered": 0, "failed": 0}
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                reader = services.reader(key=KEY)
                reader.answer(asking.read(QUERY, reader.said).question)
                told["answered"] += 1
            except Exception:  # whatever it is, a reader would have seen it
                told["failed"] += 1
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    with timed() as took:
        services.rebuild(register=Register.objects.get(pk=register.pk), at=timezone.now())
    stop.set()
    thread.join()
    return took, told["answered"], told["failed"]
