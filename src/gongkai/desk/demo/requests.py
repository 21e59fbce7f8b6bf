"""Requests for information: three years of them, answered as officers answer, and some being handled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from gongkai.desk.demo.people import Cast
from gongkai.desk.demo.source import read
from gongkai.orgs.models import Organisation, Person, Role
from gongkai.orgs.remembering import one_reading
from gongkai.requests import services
from gongkai.requests.declared import law
from gongkai.requests.models import (
    Asker,
    Consultation,
    Identity,
    Letter,
    LetterKind,
    Record,
    Request,
    Route,
    Way,
)
from gongkai.requests.rules import Evidence
from gongkai.requests.rules.course import Kind
from gongkai.requests.services import letters
from gongkai.requests.services.letters import Words

OFFICE_HOUR = time(10, 0)
Said = Mapping[str, Any]


class Desk:
    """One sample case, and who handles it; days are counted from its receipt."""

    def __init__(self, declared: Said, said: Said, cast: Cast, number: int, *, at: datetime) -> None:
        self.declared, self.said, self.at = declared, said, at
        key = said["of"]
        self.organisation: Organisation = cast.organisations[key]
        self.clerk: Person = cast.of(Role.CLERK, key)
        self.signer: Person = cast.of(Role.SIGNER, key)
        self.first = localdate(at) - timedelta(days=said["ago"])
        self.number = number

    def day(self, count: int) -> date:
        return self.first + timedelta(days=count)

    def moment(self, count: int) -> datetime:
        """Return when something is done on a day; on the day of loading it is done now."""
        day = self.day(count)
        made = datetime.combine(day, OFFICE_HOUR, get_current_timezone())
        return min(made, self.at)

    def register(self) -> Request:
        """Register the case as its channel would bring it in."""
        channel = self.said.get("channel", "web")
        is_person = self.said["asker"] == Asker.CITIZEN
        name = f"演示申请人{self.number}" if is_person else f"演示单位{self.number}"
        asked = {
            "asker": self.said["asker"], "title": self.said["title"], "content": self.said["content"],
            "subject": self.said.get("subject", "information"), "supply": "electronic",
            "delivery": "online", "channel": channel,
        }  # fmt: skip
        days = {word: self.first for word in EVIDENCE[channel]}
        registered = services.register(
            organisation=self.organisation,
            identity=Identity(name=name, address="（演示）", email=""),
            asked=asked,
            evidence=Evidence(**days),
            by=None if channel == "web" else self.clerk,
            at=self.moment(0),
        )
        return registered.request

    def assign(self, request: Request) -> None:
        """Give the case to the clerk who handles it from now on."""
        services.assign(request=request, to=self.clerk, words="", by=self.clerk, at=self.moment(0))


EVIDENCE: Mapping[str, tuple[str, ...]] = {
    "web": ("submitted", "arrived", "confirmed"),
    "in-person": ("submitted",),
    "signed-mail": ("signed",),
    "plain-mail": ("arrived",),
}


def load(folder: Path, cast: Cast, *, at: datetime) -> int:
    """Make the sample cases unless there are some; return how many."""
    if Request.objects.exists():
        return 0
    declared = read(folder / "requests.yaml")
    rows = sorted(declared["requests"], key=lambda row: -row["ago"])
    with one_reading():  # nobody's post changes meanwhile
        for number, said in enumerate(rows, 1):
            desk = Desk(declared, said, cast, number, at=at)
            request = desk.register()
            if said["steps"]:
                desk.assign(request)
            for step in said["steps"]:
                DOES[step["do"]](desk, Request.objects.get(pk=request.pk), step)
    return len(rows)


def organisations(folder: Path) -> set[str]:
    """Return who handles sample cases."""
    return {row["of"] for row in read(folder / "requests.yaml")["requests"]}


def _letter(desk: Desk, request: Request, kind: LetterKind, words: Words, on: int, **more: Any) -> Letter:
    """Write a letter and have it signed."""
    at = desk.moment(on)
    letter = letters.draft(request=request, kind=kind.value, words=words, by=desk.clerk, at=at, **more)
    letters.submit(letter=letter, by=desk.clerk, at=at)
    return letters.sign(letter=letter, by=desk.signer, at=at)


def _send(desk: Desk, letter: Letter, on: int, way: Way = Way.ONLINE) -> None:
    letters.send(letter=letter, way=way.value, sent_on=desk.day(on), by=desk.clerk, at=desk.moment(on))
    letters.serve(letter=letter, served_on=desk.day(on), by=desk.clerk, at=desk.moment(on))


def _correct(desk: Desk, request: Request, step: Said) -> None:
    words = Words(body="您的申请没有写明所需信息的名称、文号或者其他特征，请予补正。")
    _send(desk, _letter(desk, request, LetterKind.CORRECTION, words, step["at"]), step["at"])
    if replied := step.get("replied"):
        request.refresh_from_db()
        services.correct(
            request=request, words="补充说明了所需信息的名称和时间范围。", on=desk.day(replied),
            by=desk.clerk, at=desk.moment(replied),
        )  # fmt: skip


def _consult(desk: Desk, request: Request, step: Said) -> None:
    is_organ = step["who"] == "organ"
    asked = services.consult(
        request=request, kind=step["who"], key=step.get("name", "第三方1"),
        question=f"所申请公开的是：{request.title}。",
        name=step["name"] if is_organ else "演示第三方", contact="（演示）",
        by=desk.clerk, at=desk.moment(step["at"]),
    )  # fmt: skip
    letter = _letter(desk, request, LetterKind.CONSULT, Words(), step["at"], consultation=asked)
    _send(desk, letter, step["at"], Way.POST)
    asked = Consultation.objects.get(pk=asked.pk)
    if heard := step.get("heard"):
        is_silent = step["opinion"] == "silence"
        services.hear(
            consultation=asked, opinion=step["opinion"], heard_on=None if is_silent else desk.day(heard),
            reasons=step.get("reasons", ""), by=desk.clerk, at=desk.moment(heard),
        )  # fmt: skip
        if step["opinion"] == "objection":
            services.weigh(
                consultation=asked, is_overridden=False, weighing="理由成立，予以采纳。",
                by=desk.clerk, at=desk.moment(heard),
            )  # fmt: skip


def _extend(desk: Desk, request: Request, step: Said) -> None:
    words = Words(body="所申请的信息数量较多，需要逐件核对，不能在法定期限内答复。")
    _send(desk, _letter(desk, request, LetterKind.EXTENSION, words, step["at"]), step["at"])


def _search(desk: Desk, request: Request, step: Said) -> None:
    words = desk.declared["given"]["search"]
    services.happen(
        request=request, kind=Record.SEARCH, words=words, by=desk.clerk, at=desk.moment(step["at"])
    )


def _answer(desk: Desk, request: Request, step: Said) -> None:
    outcome, reasons = law().outcome(step["outcome"]), desk.declared["reasons"]
    given = desk.declared["given"] | desk.declared["given_for"].get(outcome.key, {})
    given |= {
        "reason": reasons.get(outcome.key, reasons["default"]),
        "article": f"《政府信息公开条例》{outcome.article}",
    }
    words = Words(outcome=outcome.key, given={need: given[need] for need in outcome.needs if need in given})
    wait, on = step.get("wait"), step["at"]
    if wait == "signature":
        at = desk.moment(on)
        kind = LetterKind.ANSWER.value
        letter = letters.draft(request=request, kind=kind, words=words, by=desk.clerk, at=at)
        letters.submit(letter=letter, by=desk.clerk, at=at)
        return
    letter = _letter(desk, request, LetterKind.ANSWER, words, on)
    if wait != "sending":
        _send(desk, letter, on)


def _withdraw(desk: Desk, request: Request, step: Said) -> None:
    services.happen(
        request=request, kind=Kind.WITHDRAW, words="申请人电话告知不再需要。", by=desk.clerk,
        at=desk.moment(step["at"]),
    )  # fmt: skip


def _contest(desk: Desk, request: Request, step: Said) -> None:
    is_review, at = step["route"] == Route.REVIEW.value, desk.moment(step["at"])
    proceeding = services.contest(
        request=request, route=step["route"], body="演示区人民政府" if is_review else "演示人民法院",
        applied_on=desk.day(step["at"]), begun_on=desk.day(step["at"]), by=desk.clerk, at=at,
    )  # fmt: skip
    if ended := step["ended"]:
        services.conclude(
            proceeding=proceeding, result=step["result"], on=desk.day(ended), words="（演示）",
            by=desk.clerk, at=desk.moment(ended),
        )  # fmt: skip


DOES: Mapping[str, Callable[[Desk, Request, Said], None]] = {
    "correct": _correct,
    "consult": _consult,
    "extend": _extend,
    "search": _search,
    "answer": _answer,
    "withdraw": _withdraw,
    "contest": _contest,
}
