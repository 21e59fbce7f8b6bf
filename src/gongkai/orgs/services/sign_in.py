"""Who comes in and goes out, and how long must a visitor wait before trying to sign in again?

django-axes counts the failures and locks one account from one address. Here stand two more fences: one
address that tries many accounts, and many addresses that try one account. The last could be used to keep an
officer out, so it is short, and does not stand before an address from which that account signed in lately.
"""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Max, Sum

from gongkai.orgs.models import Person
from gongkai.orgs.services.acts import record

WINDOW = timedelta(hours=settings.AXES_COOLOFF_TIME)
PAUSE = timedelta(minutes=5)


def waiting(*, account: str, address: str, at: datetime) -> timedelta | None:
    """Return how long ``address`` has to wait before it may try ``account`` again; None: no wait.

    Whether the account exists makes no difference, so that nobody can find out which do.
    """
    recent = AccessAttempt.objects.filter(attempt_time__gt=at - WINDOW)
    here, theirs = recent.filter(ip_address=address), recent.filter(username=account)
    fences = [
        (here.filter(username=account), settings.AXES_FAILURE_LIMIT, WINDOW),
        (here, settings.SIGN_IN_FAILURES_PER_ADDRESS, WINDOW),
    ]
    if not AccessLog.objects.filter(username=account, ip_address=address).exists():
        fences.append((theirs, settings.SIGN_IN_FAILURES_PER_ACCOUNT, PAUSE))
    waits = []
    for attempts, limit, pause in fences:
        found = attempts.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        if (found["failures"] or 0) >= limit and found["last"] + pause > at:
            waits.append(found["last"] + pause - at)
    return max(waits, default=None)


def signed_in(*, person: Person, at: datetime) -> None:
    """Note in the log that someone came in."""
    record(verb="sign-in", thing=person.uri, by=person, at=at)


def signed_out(*, person: Person, at: datetime) -> None:
    """Note in the log that someone went out."""
    record(verb="sign-out", thing=person.uri, by=person, at=at)


def failed(*, account: str, is_locked: bool = False, factor: str = "password", at: datetime) -> None:
    """Note in the log that somebody gave a wrong password or code, and that this was the last try for now.

    An account that does not exist is not written down: what is typed there may be anything, even a password.
    """
    person = Person.objects.filter(account=account).first()
    thing = person.uri if person else "sign-in"
    record(verb="sign-in-failed", thing=thing, by=None, at=at, factor=factor)
    if is_locked:
        record(verb="lock-out", thing=thing, by=None, at=at)
