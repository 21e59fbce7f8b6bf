"""Everything that runs by itself, as one list of jobs; `gongkai work` runs it in a loop."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import close_old_connections, connection
from django.utils.timezone import localdate

from gongkai.channels import services as channels
from gongkai.config.edition import edition
from gongkai.desk import services as desk
from gongkai.items import services as items
from gongkai.ledger import services as ledger
from gongkai.obligations import services as obligations
from gongkai.planning import services as planning
from gongkai.portal.addresses import columns
from gongkai.publication import services as publication
from gongkai.registers import services as registers
from gongkai.requests import services as requests
from gongkai.search import services as search

logger = logging.getLogger(__name__)
BATCH = 5  # messages sent before the worker looks whether it should stop
PATIENCE = 30.0  # seconds a stopping worker waits for a slow job; it may be cut off anywhere
AFTER_FAILURE = timedelta(seconds=30)
HOURS = 24
SIGN_INS_KEPT = timedelta(days=190)  # 网络安全法第二十一条：网络日志留存不少于六个月


@dataclass
class Job:
    """One thing to do every ``every``; ``run`` returns how much it did: a busy worker does not sleep.

    A slow job waits for other machines or walks through everything: it runs beside the others. One that is
    alone waits for machines of which nothing is known, and for so long that the slow ones must not wait too.
    """

    name: str
    run: Callable[[datetime], int]
    every: timedelta = timedelta()
    is_slow: bool = False
    is_alone: bool = False
    next: datetime | None = field(default=None, compare=False)

    def is_due(self, at: datetime) -> bool:
        return self.next is None or at >= self.next


def nightly_audit(at: datetime) -> int:
    """Compare rows, ledger, pages and index; what differs is logged, what can be derived is repaired."""
    while publication.refresh(at=at):
        pass  # what is merely waiting to be rendered is no discrepancy
    found = publication.audit(repair=True)
    for each in found:
        logger.error("audit: %s", each)
    return len(found)


def purge(at: datetime) -> int:
    """Let go of what nobody can use any more: ended sessions, old sign-ins, words given up long ago."""
    sessions, _ = Session.objects.filter(expire_date__lt=at).delete()
    sign_ins: list[int] = [
        rows.objects.filter(attempt_time__lt=at - SIGN_INS_KEPT).delete()[0]
        for rows in (AccessAttempt, AccessLog)
    ]
    return sessions + sum(sign_ins) + items.purge(at=at) + requests.forget_marks(at=at)


def proof(at: datetime) -> int:
    """Proof everything public once a day, by portions; ``GONGKAI_PROOF_HOUR`` 24 leaves it to people."""
    return items.walk_at_night(hour=settings.PROOF_HOUR, at=at) if settings.PROOF_HOUR < HOURS else 0


def jobs() -> list[Job]:
    """Return the jobs in the order in which one item passes through them."""
    minute, day = timedelta(minutes=1), timedelta(days=1)
    return [
        Job("publish", lambda at: items.publish_due(at=at), timedelta(seconds=5)),
        Job("silence", lambda at: items.lapse_due(at=at), timedelta(minutes=1)),
        Job("work-points", lambda at: planning.follow_documents(at=at), timedelta(seconds=5)),
        Job("expire", lambda at: items.expire_due(at=at), minute),
        Job("remind", lambda at: items.remind_due(at=at), 10 * minute),
        Job("edition", lambda at: publication.renew_edition(edition=edition()), timedelta(seconds=5)),
        Job("columns", lambda at: publication.expect_pages(columns()), 10 * minute),
        Job("pages", lambda at: publication.refresh(at=at)),
        Job("index", lambda at: search.index()),
        Job("seal", lambda at: int(ledger.seal(at=at) is not None)),
        Job("check", lambda at: registers.check_waiting(is_small=True, at=at), timedelta(milliseconds=500)),
        Job("check-large", lambda at: registers.check_waiting(is_small=False, at=at), is_slow=True),
        Job("release", lambda at: registers.release_approved(at=at), timedelta(seconds=1), is_slow=True),
        Job("recheck", lambda at: registers.recheck_overtaken(at=at), timedelta(seconds=5)),
        Job("pull", lambda at: registers.pull_waiting(at=at), timedelta(seconds=5), True, is_alone=True),
        Job("forget", lambda at: registers.forget(at=at), minute),
        Job("lapse", lambda at: registers.lapse(at=at), minute),
        Job("snapshots", lambda at: registers.rebuild_waiting(at=at), timedelta(seconds=1), is_slow=True),
        Job("downloads", lambda at: registers.write_waiting(at=at), timedelta(seconds=5), is_slow=True),
        Job("followers", lambda at: registers.tell(at=at), timedelta(seconds=5), is_slow=True),
        Job("day", lambda at: publication.new_day(on=localdate(at)), minute),
        Job("acts", lambda at: publication.follow_acts(at=at)),
        Job("retime-cases", lambda at: requests.follow(at=at), minute),
        Job("merged-cases", lambda at: requests.follow_merged(at=at), minute),
        Job("tidy-cases", lambda at: requests.tidy(at=at), 60 * minute, is_slow=True),
        Job("deliver", lambda at: sum(channels.deliver(limit=BATCH, at=at)), is_slow=True),
        Job("cadence", lambda at: obligations.expect_periodic(at=at) or 0, day),
        Job("met", lambda at: obligations.settle_periodic(at=at), minute),
        Job("alike", lambda at: requests.compare_waiting(at=at), timedelta(seconds=30), is_slow=True),
        Job("notify", lambda at: desk.notify(at=at) + desk.tell(at=at), minute),
        Job("purge", purge, day, is_slow=True),
        Job("proof", proof, timedelta(seconds=1), is_slow=True),
        Job("audit", nightly_audit, day, is_slow=True),
        Job("ledger-audit", lambda at: ledger.audit(), day, is_slow=True),
    ]


def run_once(todo: list[Job], *, at: datetime) -> int:
    """Run every job that is due; one that fails is logged and does not stop the others."""
    done = 0
    for job in todo:
        if not job.is_due(at):
            continue
        job.next = at + job.every
        try:
            done += job.run(at)
        except Exception:  # whatever it is, the other jobs go on: the log tells, the job is tried again
            job.next = at + max(job.every, AFTER_FAILURE)
            logger.exception("job %s failed and will be tried again at %s", job.name, job.next)
    return done


def run(todo: list[Job], *, clock: Callable[[], datetime], stopped: Callable[[], bool], rest: float) -> None:
    """Run jobs until ``stopped``; sleep ``rest`` seconds whenever there was nothing to do.

    Slow jobs have a thread of their own, and so has each that is alone: what was announced must be readable
    and findable within a second while a mail server does not answer or the nightly audit goes through a
    hundred thousand items.
    """

    def loop(some: list[Job]) -> None:
        while not stopped():
            close_old_connections()
            if run_once(some, at=clock()) == 0:
                time.sleep(rest)

    def loop_beside(some: list[Job]) -> None:
        loop(some)
        connection.close()

    slow = [job for job in todo if job.is_slow and not job.is_alone]
    lanes = [slow, *([job] for job in todo if job.is_alone)]
    beside = [
        threading.Thread(target=loop_beside, args=[lane], name="slow jobs", daemon=True) for lane in lanes
    ]
    for each in beside:
        each.start()
    loop([job for job in todo if not job.is_slow])
    until = time.monotonic() + PATIENCE
    for each in beside:
        each.join(max(0, until - time.monotonic()))
