"""Queue messages in the caller's transaction; deliver them afterwards, each claimed before it is sent."""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from gongkai.channels import email, webhook
from gongkai.channels.models import Channel, Message, State, Subscription
from gongkai.channels.transport import Refused, Transport, Unreachable

logger = logging.getLogger(__name__)
TRANSPORTS: dict[str, Transport] = {Channel.EMAIL.value: email.send, Channel.WEBHOOK.value: webhook.send}
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)


def queue(  # noqa: PLR0913 - one message has as many parts
    *, key: str, channel: str, recipient: str, subject: str, body: str, unsubscribe: str = "", at: datetime
) -> None:
    """Put one message into the outbox; a key that is there already changes nothing.

    ``unsubscribe`` is an address at which a mail program can end what the message belongs to (RFC 8058).
    """
    Message.objects.get_or_create(
        key=key,
        defaults={
            "channel": channel,
            "recipient": recipient,
            "subject": subject[:300],
            "body": body,
            "unsubscribe": unsubscribe,
            "not_before": at,
        },
    )


def forget(*, prefix: str, is_sent: bool = False) -> int:
    """Remove all messages whose key begins so: who asks to be forgotten leaves no address.

    With ``is_sent`` only those that went out, where it need not be known to whom. Returns how many.
    """
    found = Message.objects.filter(key__startswith=prefix)
    gone, _ = (found.filter(state=State.SENT.value) if is_sent else found).delete()
    return gone


def broadcast(  # noqa: PLR0913 - the facts of one announcement
    *, topics: Iterable[str], verb: str, title: str, address: str, seq: int, at: datetime
) -> int:
    """Queue one message to each subscriber of any of ``topics``; return how many.

    ``verb`` says in Chinese what was done: 公开, 修改, 废止.
    """
    found = Subscription.objects.filter(topic__in=set(topics), is_active=True)
    wanted = set(found.values_list("channel", "recipient"))
    subject = f"【{verb}】{title}"[:300]
    body = f"{subject}\n\n{settings.SITE_URL}{address}\n"
    Message.objects.bulk_create(
        [
            Message(
                key=_key(seq, channel, recipient),
                channel=channel,
                recipient=recipient,
                subject=subject,
                body=body,
                not_before=at,
            )
            for channel, recipient in sorted(wanted)
        ],
        ignore_conflicts=True,
    )
    return len(wanted)


def _key(seq: int, channel: str, recipient: str) -> str:
    """Name a message of a fixed length: cut off, two long addresses that begin alike would be one."""
    return f"announcement:{seq}:{channel}:{hashlib.sha256(recipient.encode()).hexdigest()}"


def deliver(*, limit: int = 100, at: datetime) -> tuple[int, int]:
    """Send up to ``limit`` messages that are due; return how many were sent and how many were not.

    Each is claimed by a conditional update and committed before it is sent, so that two workers never send
    the same; one whose worker dies in between stays claimed and is shown to a person.
    """
    sent = failed = 0
    for message in Message.objects.ready(at=at)[:limit]:
        if not claim(message, at=at):
            continue
        if send(message, at=at):
            sent += 1
        else:
            failed += 1
    return sent, failed


def claim(message: Message, *, at: datetime) -> bool:
    """Take ``message`` for this worker; return False if another was quicker."""
    mine = Message.objects.filter(pk=message.pk, state=State.QUEUED.value).update(
        state=State.CLAIMED.value, claimed_at=at, attempts=F("attempts") + 1
    )
    message.attempts += mine
    return mine == 1


def send(message: Message, *, at: datetime) -> bool:
    """Hand a claimed message to its transport and record what became of it."""
    claimed = Message.objects.filter(pk=message.pk, state=State.CLAIMED.value)
    try:
        TRANSPORTS[message.channel](message)
    except Refused as error:
        claimed.update(state=State.REFUSED.value, error=str(error)[:300])
        logger.warning("message %s refused", message.pk)
        return False
    except Unreachable as error:
        _again(message, error, at)
        return False
    claimed.update(state=State.SENT.value, sent_at=at, error="")
    return True


def _again(message: Message, error: Unreachable, at: datetime) -> None:
    """Queue the message again, each time twice as late; give up after `MOST_ATTEMPTS`."""
    over = message.attempts >= MOST_ATTEMPTS
    Message.objects.filter(pk=message.pk, state=State.CLAIMED.value).update(
        state=State.REFUSED.value if over else State.QUEUED.value,
        not_before=at + FIRST_WAIT * 2 ** (message.attempts - 1),
        error=str(error)[:300],
    )


def decide(*, message: Message, was_sent: bool, at: datetime) -> None:
    """Record a person's decision on a message of which nobody knows whether it went out."""
    Message.objects.unknown(at=at).filter(pk=message.pk).update(
        state=State.SENT.value if was_sent else State.QUEUED.value,
        sent_at=at if was_sent else None,
        not_before=at,
    )
