"""The log of privileged acts."""

from datetime import datetime
from typing import Any

from gongkai.orgs.models import Act, Person


def record(  # noqa: PLR0913 - one line of a log has as many columns
    *, verb: str, thing: str, by: Person | None, at: datetime, organisation_key: str = "", **detail: Any
) -> Act:
    """Append one privileged act to the log; ``by=None`` means the system itself.

    ``thing`` is an address (URI) and ``detail`` must hold no personal data: the log is never erased.
    """
    return Act.objects.create(
        at=at,
        account=by.account if by else "system",
        name=by.name if by else "系统",
        verb=verb,
        thing=thing,
        organisation_key=organisation_key,
        detail=detail,
    )
