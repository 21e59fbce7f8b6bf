"""pull_waiting: fetch what is due, and have what is new checked as an upload is, for a person to decide.

Nothing is held while the other side is waited for: a fetch is claimed, made, and written down in one
transaction. What is cut off in between has done nothing and is made again when the claim has run out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from gongkai.orgs.services import NotAllowed, record
from gongkai.registers.models import Batch, Fetch, Outcome, Pull, Register, Source, Stage
from gongkai.registers.models.batch import OPEN
from gongkai.registers.pulling.fetching import Bounds, Failure, Known, coming
from gongkai.registers.pulling.rhythm import again_after, next_after
from gongkai.registers.pulling.sniffing import LOOKED_AT, NoTable, suffix_of
from gongkai.registers.services import papers
from gongkai.registers.services.errors import Refused
from gongkai.registers.services.receiving import LONGEST_NAME, Layout, demand_filling, look, unclear
from gongkai.registers.sheets.table import Line

SPARE = timedelta(minutes=5)
"""So long after the time for a fetch its worker is taken for dead."""

LONGEST_WORDS = 300
WAITING = (*OPEN, Stage.SUBMITTED.value)
"""While in these nobody has agreed to a batch."""

SAME = "与已公开的内容相同，没有需要公开的变化"
NEWER = "同一地址有了更新的全量表"


@dataclass(frozen=True)
class Came:
    """What came: the hash of the file, what it should be called, its size, and how it was marked."""

    digest: str
    name: str
    size: int
    known: Known


def pull_waiting(*, at: datetime) -> int:
    """Fetch one table that is due; return how many were fetched. Several workers may: each takes another."""
    settle_same(at=at)
    for pull in Pull.objects.due(at).select_related("register", "organisation", "person").order_by("next_at"):
        if _claim(pull, at):
            fetch(pull=pull, at=at)
            return 1
    return 0


def _claim(pull: Pull, at: datetime) -> bool:
    until = at + timedelta(seconds=settings.PULL_SECONDS) + SPARE
    as_read = Pull.objects.due(at).filter(pk=pull.pk, claimed_until=pull.claimed_until)
    pull.claimed_until = until
    return bool(as_read.update(claimed_until=until))


def fetch(*, pull: Pull, at: datetime) -> None:
    """Fetch a table that this worker has claimed, and write down what came of it."""
    try:
        came = _come(pull)
        if came is None or came.digest == pull.digest:
            _same(pull, came, at)
        else:
            _taken(pull, came, at)
    except NotAllowed:
        words = f"{pull.person.name}已不是{pull.organisation.short_name}的填报人员，请改由其他人报送"
        _failed(pull, words, at)
    except (Failure, NoTable, Refused) as error:
        _failed(pull, str(error), at)


def _come(pull: Pull) -> Came | None:
    """Return what lies at the address, None where the other side says it is what it was. Raises Failure."""
    bounds = Bounds(settings.PULL_FROM, settings.PULL_SECONDS, settings.UPLOAD_LIMIT)
    with coming(pull.url, Known(pull.etag, pull.modified), bounds) as source:
        if source.is_unchanged:
            if not pull.digest:
                raise Failure("对方答复没有变化（304），而这里还没有取过")
            return None
        digest = papers.put(source, most=settings.UPLOAD_LIMIT)
    with papers.path_of(digest).open("rb") as file:
        suffix = suffix_of(file.read(LOOKED_AT))
    return Came(digest, _named(pull.url, suffix), source.size, source.known)


def _named(url: str, suffix: str) -> str:
    """Return a name for the file, ended by what it is."""
    stem = "".join(filter(str.isprintable, PurePosixPath(unquote(urlsplit(url).path)).stem))
    return f"{stem or '抓取'}"[-LONGEST_NAME + len(suffix) :] + suffix


def _taken(pull: Pull, came: Came, at: datetime) -> None:
    """Open a batch for what is new; it is submitted by itself where all is plain and nothing comes down.

    Raises Refused, NotAllowed.
    """
    demand_filling(pull.register, pull.organisation, by=pull.person, at=at)
    batch = Batch(
        register=pull.register,
        organisation=pull.organisation,
        definition=pull.register.definition,
        source=Source.PULL.value,
        file_name=came.name,
        file_digest=came.digest,
        is_whole=pull.is_whole,
        by=pull.person,
        at=at,
    )
    doubts = _laid_out(batch, at)  # before the transaction: a workbook is read as long as it takes
    words = f"请先确认各列的含义：{'；'.join(doubts)}" if doubts else ""
    _opened(pull, batch, came, words, at)


@transaction.atomic
def _opened(pull: Pull, batch: Batch, came: Came, words: str, at: datetime) -> None:
    Register.objects.select_for_update().get(pk=pull.register_id)  # first: who decides holds it too
    marks = {"digest": came.digest, "etag": came.known.etag, "modified": came.known.modified}
    if not _over(pull, at, **marks):
        return
    if pull.is_whole:
        _overtaken(pull, at)
    batch.save(force_insert=True)
    _written(pull, Outcome.CHANGED, at, size=came.size, words=words, batch=batch)
    record(
        verb="receive",
        thing=batch.uri,
        by=pull.person,
        at=at,
        organisation_key=batch.organisation.key,
        sha256=batch.file_digest,
    )


def _laid_out(batch: Batch, at: datetime) -> list[str]:
    """Say what the columns of a batch mean as far as that is plain; return the doubts. Raises Refused."""
    seen = look(batch)
    layout = Layout(seen.columns, seen.across, is_whole=batch.is_whole)
    lines = [each for each in seen.first if isinstance(each, Line)]
    doubts = unclear(layout, batch.definition.said, lines)
    if not doubts:
        batch.layout, batch.stage = layout.to_json(), Stage.CHECKING.value
        batch.submitted_by, batch.submitted_at = batch.by, at
    return doubts


@transaction.atomic
def _same(pull: Pull, came: Came | None, at: datetime) -> None:
    known = came.known if came else Known(pull.etag, pull.modified)
    if _over(pull, at, etag=known.etag, modified=known.modified):
        _written(pull, Outcome.SAME, at, size=came.size if came else 0)


@transaction.atomic
def _failed(pull: Pull, words: str, at: datetime) -> None:
    failures = pull.failures + 1
    again = again_after(pull.rhythm, localtime(at), failures)
    since = pull.failing_since or at
    if _over(pull, at, next_at=again, failures=failures, failing_since=since):
        _written(pull, Outcome.FAILED, at, words=words)


def _over(pull: Pull, at: datetime, **fields: object) -> bool:
    """End the claim of this worker; tell whether it still was its own."""
    usual = {"next_at": next_after(pull.rhythm, localtime(at)), "failures": 0, "failing_since": None}
    own = Pull.objects.filter(pk=pull.pk, claimed_until=pull.claimed_until).exclude(next_at=None)
    return bool(own.update(**{**usual, "claimed_until": None, **fields}))


def _written(pull: Pull, outcome: Outcome, at: datetime, **more: object) -> None:
    more["words"] = str(more.get("words", ""))[:LONGEST_WORDS]
    Fetch.objects.create(pull=pull, kept_by_id=pull.kept_by_id, outcome=outcome.value, at=at, **more)


def _overtaken(pull: Pull, at: datetime) -> None:
    """Give up what an earlier whole table would change: this one says all that it said."""
    own = Batch.objects.filter(fetch__pull=pull, organisation=pull.organisation_id)
    earlier = own.filter(is_whole=True, stage__in=WAITING)
    for batch in earlier.select_related("organisation", "register"):
        _dropped(batch, NEWER, at)


def settle_same(*, at: datetime) -> int:
    """Give up what was fetched and says nothing new; return how many there were."""
    checked = Batch.objects.filter(source=Source.PULL.value, stage=Stage.CHECKED.value)
    found = [each for each in checked.select_related("organisation", "register") if each.is_same]
    return sum(_dropped(batch, SAME, at) for batch in found)


def _dropped(batch: Batch, why: str, at: datetime) -> bool:
    return papers.give_up(batch=batch, verb="drop", why=why, at=at, sha256=batch.file_digest)
