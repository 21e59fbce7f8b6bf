"""keep_pull, stop_pull, resume_pull, pull_now: the openness office says where tables are fetched from."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, localtime

from gongkai.channels.rules import NotAnAddress, read_address
from gongkai.orgs.models import Organisation, Person
from gongkai.orgs.services import record
from gongkai.registers.models import Pull, Register
from gongkai.registers.pulling.rhythm import Rhythm, next_after
from gongkai.registers.services.cells import Faulty
from gongkai.registers.services.errors import IllegalMove
from gongkai.registers.services.rights import can, demand


@dataclass(frozen=True)
class Order:
    """What is to be fetched for whom, in whose name, and how often."""

    organisation: Organisation
    person: Person
    url: str
    rhythm: Rhythm
    is_whole: bool = False


@transaction.atomic
def keep_pull(
    *, register: Register, order: Order, pull: Pull | None = None, by: Person, at: datetime
) -> Pull:
    """Have a table fetched for a register, or change how an earlier order does it; return it.

    What was fetched before counts no more: the next file is taken whatever it holds. Raises Faulty with a
    sentence at ``url`` or ``holder``, NotAllowed.
    """
    demand(by, "keep-pulls", at=at)
    url = _address(order.url)
    _hold(register, order, at)
    same = Pull.objects.filter(register=register, organisation=order.organisation, url=url)
    if same.exclude(pk=pull.pk if pull else 0).exists():
        raise Faulty({"url": "这个机关的这个台账已经从这个地址抓取"})
    kept = Pull(register=register) if pull is None else Pull.objects.select_for_update().get(pk=pull.pk)
    is_running = pull is None or kept.next_at is not None
    kept.organisation, kept.person = order.organisation, order.person
    kept.url, kept.is_whole = url, order.is_whole
    kept.every, kept.hour = order.rhythm.every, order.rhythm.hour
    kept.weekday, kept.day = order.rhythm.weekday, order.rhythm.day
    kept.kept_by, kept.kept_at, kept.claimed_until = by, at, None
    kept.digest = kept.etag = kept.modified = ""
    kept.failures, kept.failing_since = 0, None
    kept.next_at = next_after(kept.rhythm, localtime(at)) if is_running else None
    kept.save()
    _log(kept, "keep-pull", by, at)
    return kept


def _address(text: str) -> str:
    """Return an address that may be called, as it is written down. Raises Faulty."""
    try:
        address = read_address(text.strip())
    except NotAnAddress as error:
        raise Faulty({"url": str(error)}) from None
    if address.origin not in settings.PULL_FROM:
        raise Faulty({"url": f"{address.origin} 不在允许抓取的主机之列，请管理员在 GONGKAI_PULL_FROM 中加上"})
    return address.url


def _hold(register: Register, order: Order, at: datetime) -> None:
    """Raise Faulty unless somebody may answer for what is fetched."""
    current = Register.objects.current(localdate(at)).filled_by(order.organisation)
    if not current.filter(pk=register.pk).exists():
        raise Faulty({"holder": f"{order.organisation.short_name}不填报“{register.title}”"})
    if not can(order.person, "fill", order.organisation, at=at):
        raise Faulty({"holder": f"{order.person.name}不是{order.organisation.short_name}的填报人员"})


@transaction.atomic
def stop_pull(*, pull: Pull, by: Person, at: datetime) -> Pull:
    """Fetch no more; what waits for a decision stays. Raises IllegalMove, NotAllowed."""
    demand(by, "keep-pulls", at=at)
    if not Pull.objects.filter(pk=pull.pk).exclude(next_at=None).update(next_at=None, claimed_until=None):
        raise IllegalMove("已经停用")
    return _said(pull, "stop-pull", by, at)


@transaction.atomic
def resume_pull(*, pull: Pull, by: Person, at: datetime) -> Pull:
    """Fetch again as it was said. Raises IllegalMove, NotAllowed."""
    demand(by, "keep-pulls", at=at)
    first = next_after(pull.rhythm, localtime(at))
    again = {"next_at": first, "failures": 0, "failing_since": None}
    if not Pull.objects.filter(pk=pull.pk, next_at=None).update(**again):
        raise IllegalMove("没有停用")
    return _said(pull, "resume-pull", by, at)


@transaction.atomic
def pull_now(*, pull: Pull, by: Person, at: datetime) -> Pull:
    """Have it fetched at once, by the worker. Raises IllegalMove, NotAllowed."""
    demand(by, "pull-now", pull.organisation, at=at)
    if not Pull.objects.filter(pk=pull.pk).exclude(next_at=None).update(next_at=at):
        raise IllegalMove("已经停用，请先恢复")
    return _said(pull, "pull-now", by, at)


def _said(pull: Pull, verb: str, by: Person, at: datetime) -> Pull:
    _log(pull, verb, by, at)
    pull.refresh_from_db()
    return pull


def _log(pull: Pull, verb: str, by: Person, at: datetime) -> None:
    """Write down who said what. What stands in the address behind the host may be a key: it is left out."""
    key, whom = pull.organisation.key, pull.register.key
    record(verb=verb, thing=pull.uri, by=by, at=at, organisation_key=key, register=whom, host=pull.origin)
