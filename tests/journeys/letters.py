"""What everybody may do with the letters of requests made to the finance department."""

from typing import Any

from django.utils import timezone

from gongkai.requests.models import Request
from tests.journeys.addresses import DESK, GET_ONLY, POST_ONLY, Made, Rule

READERS, HANDLERS = {"clerk", "reviewer", "signer", "openness"}, {"clerk", "reviewer", "openness"}
SIGNERS = {"signer", "openness"}


def at(case: str, **more: Any) -> Made:
    """Return the arguments of an address about a case, with the keys of what lies in it."""
    return lambda world: {
        "pk": getattr(world, case).pk,
        **{name: getattr(world, value).pk for name, value in more.items()},
    }


def with_words(made: Made, **more: Any) -> Made:
    return lambda world: made(world) | more


def seen(case: str, **more: Any) -> Made:
    """Return what is sent: the last event that was seen, and ``more``; what is called is called."""

    def data(world: Any) -> dict[str, Any]:
        told = {name: each() if callable(each) else each for name, each in more.items()}
        return {"seen": Request.objects.get(pk=getattr(world, case).pk).number_of_events, **told}

    return data


def read(letter: str, data: Made) -> Made:
    """Return what is sent about a letter: also which text of it was read."""
    return lambda world: data(world) | {"written_at": getattr(world, letter).drafted_at.isoformat()}


def today() -> str:
    return timezone.localdate().isoformat()


RULES: dict[str, Rule] = {
    "letters:waiting": Rule(DESK, only=GET_ONLY),
    "letters:index": Rule(READERS, args=at("lettered"), only=GET_ONLY),
    "letters:draft": Rule(
        HANDLERS, HANDLERS, with_words(at("lettered"), kind="reasons"), seen("lettered", body="数量很多")
    ),
    "letters:letter": Rule(READERS, args=at("lettered", letter="letter_submitted"), only=GET_ONLY),
    "letters:edit": Rule(
        HANDLERS,
        HANDLERS,
        at("lettered", letter="unfinished"),
        read("unfinished", seen("lettered", body="改过的理由")),
    ),
    "letters:act": Rule(
        SIGNERS,
        SIGNERS,
        with_words(at("lettered", letter="letter_submitted"), verb="return"),
        read("letter_submitted", seen("lettered", reason="请写明地点")),
        POST_ONLY,
    ),
    "letters:paper": Rule(
        READERS, args=with_words(at("lettered", letter="letter_submitted"), form="docx"), only=GET_ONLY
    ),
    "letters:ask": Rule(
        HANDLERS,
        HANDLERS,
        at("lettered"),
        seen("lettered", kind="third-party", key="丁公司", question="可以公开吗？"),
    ),
    "letters:hear": Rule(
        HANDLERS,
        HANDLERS,
        at("consulting", consultation="awaited"),
        seen("consulting", opinion="consent", heard_on=today),
    ),
    "letters:weigh": Rule(
        HANDLERS,
        HANDLERS,
        at("consulting", consultation="objecting"),
        seen("consulting", is_overridden="1", weighing="公共利益"),
    ),
    "letters:correct": Rule(
        HANDLERS, HANDLERS, at("correcting"), seen("correcting", on=today, words="2016年")
    ),
    "letters:pay": Rule(HANDLERS, HANDLERS, at("charged"), seen("charged", on=today)),
    "letters:material": Rule(
        HANDLERS, HANDLERS, at("lettered", document="material"), seen("lettered", words="合同金额")
    ),
    "letters:whole": Rule(
        HANDLERS, HANDLERS, at("lettered", document="material"), seen("lettered"), POST_ONLY, turned_away=404
    ),
}
