"""How long must this visitor wait before trying to sign in again?

django-axes counts the failures and locks one account from one address. Here stands the second fence:
one address that tries many accounts.
"""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum

from gongkai.orgs.models import Person
from gongkai.orgs.services.acts import record

WINDOW = timedelta(hours=settings.AXES_COOLOFF_TIME)


def waiting(*, account: str, address: str, at: datetime) -> timedelta | None:
    """Return how long ``address`` has to wait before it may try ``account`` again; None: no wait.

    Whether the account exists makes no difference, so that nobody can find out which do.
    """
    recent = AccessAttempt.objects.filter(ip_address=address, attempt_time__gt=at - WINDOW)
    mine = recent.filter(username=account)
    fences = ((mine, settings.AXES_FAILURE_LIMIT), (recent, settings.SIGN_IN_FAILURES_PER_ADDRESS))
    waits = []
    for attempts, limit in fences:
        found = attempts.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        if (found["failures"] or 0) >= limit:
            waits.append(found["last"] + WINDOW - at)
    return max(waits, default=None)


def signed_in(*, person: Person, at: datetime) -> None:
    """Note in the log that someone came in."""
    record(verb="sign-in", thing=person.uri, by=person, at=at)
