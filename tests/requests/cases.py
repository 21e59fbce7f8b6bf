"""Builders of cases: say what matters, get the rest."""

from datetime import datetime
from typing import Any

from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Organisation
from gongkai.requests import services
from gongkai.requests.models import Identity
from gongkai.requests.rules import Evidence
from tests import make

MONDAY = make.moment(2026, 11, 23)
PARTS = frozenset(Identity.__dataclass_fields__)


def request(
    organisation: Organisation | None = None,
    *,
    evidence: Evidence | None = None,
    by: Any = None,
    at: datetime = MONDAY,
    **fields: Any,
) -> services.Registered:
    """Return a new case with its query code: by the public form unless ``channel`` says else."""
    day = local_day(at)
    told = {name: fields.pop(name) for name in list(fields) if name in PARTS}
    asked = {
        "asker": "citizen",
        "title": "2016年环卫经费支出情况",
        "content": "申请公开2016年本区环卫作业经费的预算和实际支出明细。",
        "supply": "electronic",
        "delivery": "online",
        "channel": "web",
        **fields,
    }
    identity = Identity.of({"name": "陈某", "phone": "0571-00000000", **told})
    evidence = evidence or Evidence(submitted=day, arrived=day, confirmed=day)
    return services.register(
        organisation=organisation or make.organisation(),
        identity=identity,
        asked=asked,
        evidence=evidence,
        by=by,
        at=at,
    )
