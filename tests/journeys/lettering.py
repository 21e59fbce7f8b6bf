"""Cases of the finance department that stand wherever a letter, an opinion or a payment may come."""

from types import SimpleNamespace

from django.utils import timezone

from gongkai.requests import services
from tests.requests import cases
from tests.requests.letters import Office


def letters(world: SimpleNamespace, hidden: str) -> None:
    """Add the cases to the district, with ``hidden`` in all that is written there."""
    lettered, consulting, correcting, charged = (_office(world, hidden) for _ in range(4))
    world.letter_submitted = lettered.submitted("answer", given={"manner": hidden})
    world.unfinished = lettered.draft("extension", body=hidden)
    world.material = services.keep(
        request=lettered.case, purpose="material", name="合同.txt", data=f"合同金额{hidden}".encode(),
        by=lettered.clerk, at=lettered.at,
    )  # fmt: skip
    world.lettered = lettered.case
    world.objecting, world.awaited = consulting.asked("甲公司"), consulting.asked("乙公司")
    consulting.hear(world.objecting, "objection", reasons=hidden)
    world.consulting = consulting.case
    correcting.sent("correction", body=hidden)
    world.correcting = correcting.case
    charged.sent("fee", body=hidden, given={"basis": "pages", "pages": "120"})
    world.charged = charged.case


def _office(world: SimpleNamespace, hidden: str) -> Office:
    now = timezone.now()
    who = f"{hidden}某"  # a reason may hold what is hidden, and name nobody
    made = cases.request(world.finance, at=now, title=hidden, content=hidden, name=who)
    return Office(made.request, world.people["clerk"], world.people["signer"], now)
