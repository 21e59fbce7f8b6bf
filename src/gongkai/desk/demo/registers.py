"""Sample rows of every register, brought in as a clerk would: a table, its columns, a second person."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from gongkai.desk.demo.people import Cast, account
from gongkai.orgs.models import Organisation, Role
from gongkai.registers import services
from gongkai.registers.models import Batch, Fetch, Outcome, Pull, Register, Release, Stage
from gongkai.registers.pulling.rhythm import DAILY

REASON = "演示数据"
HELD = "本台账为2016至2017年的演示数据，展示期暂停计算，以便演示。"


def declare(*, at: datetime) -> None:
    """Bring every register of the catalogue into force."""
    services.apply(services.folder(), whole=True, by=None, at=at)
    for register in Register.objects.filter(hold=""):
        if register.definition.said.retention:
            services.hold(register=register, reason=HELD, by=None, at=at)


def publishers() -> dict[str, Organisation]:
    """Return who fills in each register: the first who must disclose it, else who is in its first example."""
    registers = Register.objects.select_related("obligation").prefetch_related("obligation__publishers")
    named = {each.key: each for each in Organisation.objects.all()}
    found = {each.key: each.obligation.publishers.first() or _exemplary(each, named) for each in registers}
    return {key: publisher for key, publisher in found.items() if publisher}


def _exemplary(register: Register, named: dict[str, Organisation]) -> Organisation | None:
    """Return whom an example names: what all departments disclose has no publisher of its own."""
    said = register.definition.said
    keys = [key for key, field in said.fields.items() if field.type.word == "organisation"]
    return next((named[str(row[key])] for row in said.samples for key in keys if row.get(key) in named), None)


def fill(folder: Path, cast: Cast, *, at: datetime) -> Iterator[Release]:
    """Make the sample rows of every register public that holds none yet, one after the other."""
    for key, publisher in publishers().items():
        register, path = Register.objects.get(key=key), folder / "registers" / f"{key}.csv"
        if path.exists() and not register.is_public:
            yield _brought_in(register, publisher, path, cast, at)


def load(register: Register, path: Path, cast: Cast, *, at: datetime) -> Release:
    """Make the rows of a table public, as a clerk and a signer of its publisher would. Raises Refused."""
    publisher = publishers().get(register.key)
    if publisher is None or account(Role.CLERK, publisher.key) not in cast.people:
        raise services.Refused("这里不是演示区，请先执行 gongkai load-demo")
    return _brought_in(register, publisher, path, cast, at)


def _brought_in(register: Register, publisher: Organisation, path: Path, cast: Cast, at: datetime) -> Release:
    batch = _submitted(_checked(register, publisher, path, cast, at), cast, at)
    return services.release(batch=batch, by=cast.of(Role.SIGNER, publisher.key), at=at)


def leave_waiting(folder: Path, cast: Cast, *, at: datetime) -> int:
    """Bring in what is not yet public: it waits for the second person, or for its clerk if it is faulty."""
    count, filled_by = 0, publishers()
    for path in sorted((folder / "registers" / "waiting").glob("*.csv")):
        register = Register.objects.get(key=path.stem)
        if not register.batches.exclude(stage=Stage.RELEASED.value).exists():
            batch = _checked(register, filled_by[path.stem], path, cast, at)
            if not batch.counts.get("faulty"):
                _submitted(batch, cast, at)
            count += 1
    return count


def leave_a_pull(cast: Cast, *, at: datetime) -> None:
    """Let there be a table that was to be fetched and is no more: its host is admitted nowhere."""
    if Pull.objects.exists():
        return
    register = Register.objects.filter(is_public=True).earliest("pk")
    publisher = publishers()[register.key]
    pull = Pull.objects.create(
        register=register,
        organisation=publisher,
        person=cast.of(Role.CLERK, publisher.key),
        url="https://data.example.gov.cn/demo.csv",
        every=DAILY,
        hour=3,
        kept_by=cast.openness,
        kept_at=at,
    )
    words = f"{REASON}：{pull.origin} 不在允许抓取的主机之列，请管理员在 GONGKAI_PULL_FROM 中加上"
    Fetch.objects.create(pull=pull, kept_by=pull.kept_by, at=at, outcome=Outcome.FAILED.value, words=words)


def _submitted(batch: Batch, cast: Cast, at: datetime) -> Batch:
    by = cast.of(Role.CLERK, batch.organisation.key)
    return services.submit(batch=batch, reason=REASON, by=by, at=at)


def _checked(register: Register, publisher: Organisation, path: Path, cast: Cast, at: datetime) -> Batch:
    by = cast.of(Role.CLERK, publisher.key)
    with path.open("rb") as source:
        batch = services.receive(
            register=register, organisation=publisher, name=path.name, source=source, by=by, at=at
        )
    seen = services.look(batch)
    layout = services.Layout(seen.columns, seen.across)
    batch = services.settle(batch=batch, layout=layout, by=by, at=at)
    return services.check(batch=batch, at=at)
