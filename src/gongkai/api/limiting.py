"""How often the open API may be asked."""

from django.conf import settings

from gongkai.ui.limiting import Limit


def reading() -> Limit:
    """Return how often one address may read."""
    return Limit("read", settings.API_PER_MINUTE, 60)


def sending() -> Limit:
    """Return how often one token may send."""
    return Limit("send", settings.API_SENDS_PER_HOUR, 3600)
