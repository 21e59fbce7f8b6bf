"""What everybody may do with the requests made to the finance department, beside the rules of the rest."""

from typing import Any

from django.utils import timezone

from tests.journeys.addresses import DESK, DRAFTERS, GET_ONLY, POST_ONLY, Rule, make_file, of

HANDLERS, CLERKS = {"clerk", "reviewer", "openness"}, {"clerk", "openness"}
READERS = HANDLERS | {"signer"}


def typed(world: Any) -> dict[str, Any]:
    return {
        "channel": "in-person", "organisation": world.mine.pk, "submitted": str(timezone.localdate()),
        "asker": "citizen", "name": "陈某", "id_kind": "passport", "id_number": "E12345678",
        "phone": "0571-85820000", "subject": "information", "title": "预算", "content": "2016年预算",
        "supply": "paper", "delivery": "pick-up",
    }  # fmt: skip


def act(does: set[str], case: str = "case", **data: Any) -> Rule:
    """An act about a case: who may not do it does not find it."""
    return Rule(does, does, of(case), lambda world: told(getattr(world, case), data, world))


def told(case: Any, data: dict[str, Any], world: Any) -> dict[str, Any]:
    values = {name: value(world) if callable(value) else value for name, value in data.items()}
    return {"seen": case.number_of_events, "words": "说明"} | values


def today(world: Any) -> str:
    return str(timezone.localdate())


RULES = {
    "casework:index": Rule(DESK, only=GET_ONLY),
    "casework:new": Rule(DRAFTERS, DRAFTERS, data=typed),
    "casework:case": Rule(READERS, args=of("case"), only=GET_ONLY),
    "casework:applicant": Rule(READERS, READERS, of("case"), only=POST_ONLY),
    "casework:paper": Rule(READERS, args=of("case", document="paper"), only=GET_ONLY),
    "casework:export": Rule(READERS, READERS, of("case"), only=POST_ONLY),
    "casework:confirm": act(HANDLERS, "unreceived", confirmed=today),
    "casework:assign": act(HANDLERS, to=lambda world: world.people["reviewer"].pk),
    "casework:search": act(
        HANDLERS, where="档案室", how="逐卷", searcher="某人", on=today, is_found="0", result="没有"
    ),
    "casework:note": act(HANDLERS),
    "casework:attach": act(HANDLERS, purpose="other", uploads=lambda world: make_file("材料")),
    "casework:reasons": act(HANDLERS),
    "casework:split": act(CLERKS, title_1="预算", content_1="2016年预算"),
    "casework:merge": act(HANDLERS, into=lambda world: world.twin.pk),
    "casework:withdraw": act(HANDLERS, on=today),
    "casework:undo": act(HANDLERS, "consulting"),
    "casework:reissue": act(CLERKS),
    "casework:archive": act(HANDLERS, "ended"),
}
