"""What everybody may do at the addresses of what follows an answer."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from gongkai.requests.models import Suggestion
from tests.journeys.addresses import DESK, GET_ONLY, OFFICE, POST_ONLY, Made, Rule, keyed, of, public

HANDLE = {"clerk", "reviewer", "openness"}
SEE = {"clerk", "reviewer", "signer", "openness"}
DRAFT = {"clerk", "openness"}


def day(**fields: str) -> Made:
    """Return what is sent, with today where ``today`` stands."""
    return lambda world: {
        name: str(timezone.localdate()) if value == "today" else value for name, value in fields.items()
    }


def act(does: set[str], args: Made, data: Made = lambda world: {}) -> Rule:
    return Rule(does, does, args, data, POST_ONLY)


def seen(name: str, data: Made = lambda world: {}) -> Made:
    """Return what is sent about a case or a suggestion: also the last event, or step, that was seen."""

    def made(world: Any) -> dict[str, Any]:
        it = getattr(world, name)
        it.refresh_from_db()
        number = it.number_of_steps if isinstance(it, Suggestion) else it.number_of_events
        return {"seen": number, **data(world)}

    return made


def later(world: Any) -> dict[str, Any]:
    return {"words": "请补充", "due_on": str(timezone.localdate() + timedelta(days=5))}


def suggested(world: Any) -> dict[str, Any]:
    return later(world) | {"organisation": world.finance.pk, "problem": "late"}


def case_of(name: str) -> Made:
    return lambda world: {"pk": world.alike.pk, "case": getattr(world, name).pk}


DRAFTED = keyed(title="环卫经费", body="支出情况。", reason="多人申请")
CONTEST = day(route="review", body="区政府", applied_on="today", begun_on="today")
CONCLUDE = day(result="upheld", on="today", words="维持")
RULES: dict[str, Rule] = {
    "after:proceedings": Rule(DESK, only=GET_ONLY),
    "after:case-proceedings": Rule(SEE, args=of("refused"), only=GET_ONLY),
    "after:contest": act(HANDLE, of("refused"), seen("refused", CONTEST)),
    "after:reopen": act(HANDLE, of("corrected"), seen("corrected", day(on="today", words="决定书"))),
    "after:reply": act(HANDLE, of("contested", proceeding="proceeding"), seen("contested")),
    "after:conclude": act(HANDLE, of("contested", proceeding="proceeding"), seen("contested", CONCLUDE)),
    "after:complaints": Rule(OFFICE, only=GET_ONLY),
    "after:complaint-new": Rule(
        OFFICE, OFFICE, data=lambda world: {"organisation": world.finance.pk, "words": "来信反映"}
    ),
    "after:complaint": Rule(OFFICE, OFFICE, of("complaint"), keyed(finding="founded", words="已整改")),
    "after:suggestions": Rule(DESK, only=GET_ONLY),
    "after:suggest": Rule(OFFICE, OFFICE, data=suggested),
    "after:suggestion": Rule(SEE, args=of("issued"), only=GET_ONLY),
    "after:read": act(HANDLE, of("issued"), seen("issued")),
    "after:answer": act(HANDLE, of("issued"), seen("issued", keyed(words="已办"))),
    "after:accept": act(OFFICE, of("suggested"), seen("suggested")),
    "after:return": act(OFFICE, of("suggested"), seen("suggested", later)),
    "after:alike": Rule(DESK, only=GET_ONLY),
    "after:group": Rule(SEE, args=of("alike"), only=GET_ONLY),
    "after:publish": act(DRAFT, of("alike"), DRAFTED),
    "after:decline": act(HANDLE, of("alike"), keyed(reason="涉及第三方")),
    "after:part": act(HANDLE, case_of("given")),
    "after:publish-one": Rule(DRAFT, DRAFT, of("alone"), seen("alone", DRAFTED)),
    "after:satisfaction": Rule(DESK, only=GET_ONLY),
    # the public, with the case that a session has opened
    "voices:rating": public(status=302, only=""),
    "voices:complaint": public(status=302, only=""),
    "voices:statistics": public(),
    "voices:statistics-table": public(),
}
