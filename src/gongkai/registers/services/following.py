"""follow, confirm, unfollow, tell: who asks for it is told by mail what became public, as they filtered it.

个人信息保护法第六条、第四十七条: the address is all that is kept, and it goes with the subscription.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import parse_qs

from django.conf import settings
from django.db import transaction
from django.db.models import F

from gongkai.channels import services as channels
from gongkai.channels.models import Channel
from gongkai.registers import asking
from gongkai.registers.models import Change, Entry, Follower, Register
from gongkai.registers.models.follower import FollowerQuerySet
from gongkai.registers.services.errors import Refused
from gongkai.registers.services.reading import NoSuchRegister, Reader, reader
from gongkai.registers.snapshot.answering import Shown
from gongkai.registers.snapshot.matching import among, matched

TOLD = (Change.RECORDED.value, Change.AMENDED.value, Change.CORRECTED.value, Change.RESTORED.value)
MOST_NAMED = 20
MOST_OF_ONE = 50
"""So many subscriptions one address may hold: more are somebody's mistake, or mischief."""

PATIENCE = timedelta(days=2)
AGAIN = timedelta(hours=12)
"""So long no second mail asks the same address to confirm the same."""

MOST_ASKED, DAY = 3, timedelta(days=1)
"""So many subscriptions a day are asked of one address before it has confirmed any of them."""

PIECE = 200


Found = tuple[int, list[Shown]]
"""How many of the changed entries a follower is told of, and the first of them."""


class NoFollower(LookupError):
    """The link belongs to no subscription: it was given up, or never confirmed in time."""


@transaction.atomic
def follow(*, register: Register, address: str, query: str, at: datetime) -> None:
    """Ask an address by mail whether it wants to follow what ``query`` finds.

    Who asks learns nothing of who follows already: to them the same mail is not sent again. Raises Refused.
    """
    same = Follower.objects.filter(register=register, address=address, query=query)
    if not same.exists():
        _demand_room(address, at)
    made, is_new = Follower.objects.get_or_create(
        register=register,
        address=address,
        query=query,
        defaults={"token": secrets.token_urlsafe(32), "asked_at": at},
    )
    if not is_new and (made.confirmed_at or made.asked_at > at - AGAIN):
        return
    same.update(asked_at=at)
    # What was typed into the filter is left out: whoever typed it may be anybody, the mail comes from us.
    body = (
        f"有人用这个邮箱订阅“{register.title}”{'中符合所选条件的条目' if query else ''}。\n\n"
        f"如果是您本人，请在两天内打开下面的网址确认：\n{_link(made, 'confirm')}\n\n"
        "如果不是，请不必理会，过期后您的邮箱会被删除。\n"
    )
    channels.queue(
        key=f"{made.prefix}confirm:{at:%Y%m%d%H%M%S}",
        channel=Channel.EMAIL.value,
        recipient=address,
        subject=f"请确认订阅：{register.title}",
        body=body,
        at=at,
    )


def _demand_room(address: str, at: datetime) -> None:
    own = Follower.objects.filter(address=address)
    if own.count() >= MOST_OF_ONE:
        raise Refused("这个邮箱的订阅太多，请先退订一些")
    if own.filter(confirmed_at=None, asked_at__gt=at - DAY).count() >= MOST_ASKED:
        raise Refused("已有几封确认邮件发到这个邮箱，请先确认，或者明天再试")


def _sentence(register: Register, query: str) -> str:
    try:
        said = reader(key=register.key)
    except NoSuchRegister:
        return ""
    question = asking.read(parse_qs(query), said.said).question
    return "" if question.is_open else f"（{asking.sentence(question, said.said, said.names)}）"


def follower(*, register: Register, token: str) -> Follower:
    """Return the subscription to which a link belongs. Raises NoFollower."""
    found = Follower.objects.filter(register=register, token=token).first()
    if found is None:
        raise NoFollower
    return found


def confirm(*, follower: Follower, at: datetime) -> None:
    """Begin to tell a follower: of what becomes public from now on."""
    Follower.objects.filter(pk=follower.pk, confirmed_at=None).update(
        confirmed_at=at, told=follower.register.release
    )


@transaction.atomic
def unfollow(*, follower: Follower) -> None:
    """Forget a follower, and every message that was meant for them."""
    channels.forget(prefix=follower.prefix)
    Follower.objects.filter(pk=follower.pk).delete()


def tell(*, at: datetime) -> int:
    """Queue one mail to each follower for whom something new became public; return how many.

    Runs after the snapshot of a release is there, in portions: what was cut off goes on with who is left.
    """
    for late in Follower.objects.unconfirmed_since(at - PATIENCE):
        unfollow(follower=late)
    waiting = Register.objects.filter(followers__confirmed_at__isnull=False, followers__told__lt=F("release"))
    return sum(_tell(register, at) for register in waiting.distinct())


def _tell(register: Register, at: datetime) -> int:
    """Tell the followers of a register, as far as its snapshot has come."""
    try:
        said = reader(key=register.key)
    except NoSuchRegister:
        return 0
    behind = Follower.objects.confirmed().filter(register=register, told__lt=said.number)
    return sum(_Telling(said, told, at).all(behind.filter(told=told)) for told in _marks(behind))


def _marks(behind: FollowerQuerySet) -> list[int]:
    return sorted(set(behind.values_list("told", flat=True)))


class _Telling:
    """Tells those who heard of the release ``told`` last what has changed until the newest snapshot."""

    def __init__(self, said: Reader, told: int, at: datetime) -> None:
        self.said, self.at = said, at
        changed = Entry.objects.shown().filter(
            register=said.register,
            release__number__gt=told,
            release__number__lte=said.number,
            change__in=TOLD,
        )
        self.cursor = among(said.snapshot, list(changed.values_list("serial", flat=True)))
        self.found: dict[str, Found] = {}

    def all(self, followers: Iterable[Follower]) -> int:
        """Tell them, in portions; return how many had something to hear."""
        several, count = list(followers), 0
        for start in range(0, len(several), PIECE):
            portion = several[start : start + PIECE]
            with transaction.atomic():
                count += sum(self._one(each) for each in portion)
                Follower.objects.filter(pk__in=[each.pk for each in portion]).update(told=self.said.number)
        return count

    def _one(self, follower: Follower) -> bool:
        total, entries = self._meant(follower.query)
        if total:
            channels.queue(
                key=f"{follower.prefix}{self.said.number}",
                channel=Channel.EMAIL.value,
                recipient=follower.address,
                subject=f"{self.said.register.title}：新增或变更 {total} 条",
                body=self._body(follower, total, entries),
                unsubscribe=_link(follower, "unsubscribe"),
                at=self.at,
            )
        return bool(total)

    def _meant(self, query: str) -> Found:
        """Return what a query finds of what changed; nothing if it can no longer be understood."""
        if query not in self.found:
            asked = asking.read(parse_qs(query), self.said.said)
            nothing: Found = (0, [])
            self.found[query] = (
                nothing
                if asked.misunderstood
                else matched(self.said.snapshot, self.cursor, asked.question, most=MOST_NAMED)
            )
        return self.found[query]

    def _body(self, follower: Follower, total: int, entries: list[Shown]) -> str:
        register, said = self.said.register, self.said.said
        place = f"{settings.SITE_URL}{register.get_absolute_url()}"
        lines = [
            f"您订阅的“{register.title}”{_sentence(register, follower.query)}有 {total} 条新增或变更：",
            "",
        ]
        for each in entries:
            mark = "新增" if each.version == 1 else "变更"
            name = said.headed(each.values) or f"第{each.serial}条"
            lines += [f"【{mark}】{name}", f"{place}entries/{each.serial}/"]
        if total > len(entries):
            lines += ["", f"另有 {total - len(entries)} 条没有列出。"]
        lines += ["", f"全部：{place}{f'?{follower.query}' if follower.query else ''}"]
        lines += [f"退订：{_link(follower, 'unsubscribe')}", ""]
        return "\n".join(lines)


def _link(follower: Follower, verb: str) -> str:
    return f"{settings.SITE_URL}{follower.register.get_absolute_url()}subscribe/{verb}/{follower.token}/"
