"""The narrow waist: the only way into and out of the public."""

from gongkai.publication.services.announce import Notice, announce
from gongkai.publication.services.auditing import Discrepancy, audit
from gongkai.publication.services.bulk import announce_all
from gongkai.publication.services.pages import (
    expect_pages,
    follow_acts,
    keep,
    new_day,
    refresh,
    render,
    renew_edition,
    tick,
    touch,
)

__all__ = [
    "Discrepancy",
    "Notice",
    "announce",
    "announce_all",
    "audit",
    "expect_pages",
    "follow_acts",
    "keep",
    "new_day",
    "refresh",
    "render",
    "renew_edition",
    "tick",
    "touch",
]
