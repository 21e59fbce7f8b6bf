"""What those who handle a case do with it beside its letters: hand it out, search, note, look, let it go.

条例第三十五条、第三十六条第四项: what was searched where is kept, for “does not exist” rests on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Organisation, Person, Post
from gongkai.orgs.rules import Refusal
from gongkai.requests.declared import law
from gongkai.requests.models import HANDLERS, Applicant, Event, Identity, Record, Request
from gongkai.requests.rules.course import Kind, Stage
from gongkai.requests.services.course import happen, may_undo, moment, undo
from gongkai.requests.services.documents import look
from gongkai.requests.services.naming import nameless
from gongkai.requests.services.registering import Registered, digest_of, new_code
from gongkai.requests.services.rights import can, demand

LAST = "abusive"
"""The answer whose text, while in force, lets reasons be asked for (条例第三十五条)."""


class NotAHandler(Refusal):
    """The person does not work on the requests made to this organisation."""


class NotNow(Refusal):
    """The act does not belong to where the case stands."""


def handlers(organisation: Organisation, *, at: datetime) -> list[Person]:
    """Return who may be handed a case of an organisation, by name."""
    on = localdate(at)
    posts = Post.objects.current(on=on).filter(
        organisation__in=organisation.keepers(on=on), role__in=HANDLERS, person__is_active=True
    )
    return list(Person.objects.filter(pk__in=posts.order_by().values("person")).order_by("name", "pk"))


@transaction.atomic
def assign(*, request: Request, to: Person, words: str, by: Person, at: datetime) -> Event:
    """Hand a case to somebody of its organisation (交办).

    Raises NotAllowed, NotNow, NotAHandler, NamesSomebody, ChangedMeanwhile.
    """
    demand(by, "handle", request, at=at)
    _still_open(request)
    if to not in handlers(request.organisation, at=at):
        raise NotAHandler(f"{to.name}不在{request.organisation.short_name}办理申请的人员之中")
    nameless(request, words)
    facts = {"handler": to.account}
    event = happen(request=request, kind=Record.ASSIGN, key=to.name, words=words, facts=facts, by=by, at=at)
    request.handler = to
    request.save(update_fields=["handler"])
    return event


@transaction.atomic
def note_search(  # noqa: PLR0913 - what was searched is told from all sides
    *,
    request: Request,
    where: str,
    how: str,
    searcher: str,
    on: date,
    is_found: bool,
    result: str,
    by: Person,
    at: datetime,
) -> Event:
    """Keep what was searched: where, how, by whom, when, and what came of it.

    Raises NotAllowed, NotNow, NamesSomebody, ChangedMeanwhile.
    """
    demand(by, "handle", request, at=at)
    _still_open(request)
    if on > local_day(at):
        raise NotNow("检索日期不能晚于今天")
    nameless(request, where, how, result)
    found = "检索到相关信息" if is_found else "没有检索到相关信息"
    facts: Mapping[str, Any] = {
        "where": where, "how": how, "searcher": searcher, "on": str(on), "found": is_found, "result": result,
    }  # fmt: skip
    words = f"{on}由{searcher}在{where}检索（{how}），{found}。{result}"
    return happen(request=request, kind=Record.SEARCH, words=words, facts=facts, by=by, at=at)


def note(*, request: Request, words: str, by: Person, at: datetime) -> Event:
    """Keep a remark with a case. Raises NotAllowed, NamesSomebody, ChangedMeanwhile."""
    demand(by, "handle", request, at=at)
    nameless(request, words)
    return happen(request=request, kind=Record.NOTE, words=words, by=by, at=at)


def ask_reasons(*, request: Request, words: str, by: Person, at: datetime) -> Event:
    """Note that the applicant was asked why they ask so much (第三十五条); ``words`` say what is abnormal.

    Raises NotAllowed, NotNow, NamesSomebody, ChangedMeanwhile.
    """
    demand(by, "handle", request, at=at)
    if request.stage != Stage.HANDLING.value or request.received_on is None:
        raise NotNow("正在办理的申请才能要求说明理由")
    if not law().outcome(LAST).during.holds(request.received_on):
        raise NotNow("收到申请时施行的条例没有要求说明理由的规定")
    nameless(request, words)
    return happen(request=request, kind=Record.ASK_REASONS, words=words, by=by, at=at)


def withdraw(*, request: Request, on: date, words: str, by: Person, at: datetime) -> Event:
    """End a case because its applicant took it back; ``words`` say how they told.

    Raises NotAllowed, NotNow, NamesSomebody, ChangedMeanwhile, IllegalStep.
    """
    demand(by, "handle", request, at=at)
    if on > local_day(at):
        raise NotNow("撤回日期不能晚于今天")
    nameless(request, words)
    return happen(request=request, kind=Kind.WITHDRAW, words=words, when=moment(on, at), by=by, at=at)


@transaction.atomic
def take_back(*, request: Request, words: str, by: Person, at: datetime) -> Event:
    """Take back the last step, its reason given; a decision is taken back by those who sign.

    Raises NotAllowed, NamesSomebody, ChangedMeanwhile, NotUndoable.
    """
    demand(by, "sign" if request.stage == Stage.DECIDED.value else "handle", request, at=at)
    nameless(request, words)
    return undo(request=request, words=words, by=by, at=at)


@transaction.atomic
def reissue(*, request: Request, words: str, by: Person, at: datetime) -> Registered:
    """Give a case a new query code, for the applicant who has lost theirs; the old one ends.

    ``words`` say how it was made sure who asks. Raises NotAllowed, NotNow, NamesSomebody, ChangedMeanwhile.
    """
    demand(by, "register", request, at=at)
    if request.anonymised_on is not None:
        raise NotNow("案卷已去标识，不能再发查询码")
    nameless(request, words)
    code = new_code()
    happen(request=request, kind=Record.NOTE, key="查询码", words=words, by=by, at=at)
    request.code_digest = digest_of(code)
    request.save(update_fields=["code_digest"])
    return Registered(request, code)


@transaction.atomic
def reveal(*, request: Request, by: Person, at: datetime) -> Identity:
    """Return who asks, and note that somebody looked. Raises NotAllowed, NotNow, Unreadable."""
    demand(by, "see", request, at=at)
    row = Applicant.objects.filter(request=request).first()
    if row is None:
        raise NotNow("案卷已去标识，申请人信息已经删除")
    identity = row.identity
    look(request=request, what="申请人信息", by=by, at=at)
    return identity


NEEDS: Mapping[str, str] = {"split": "register", "reissue": "register", "export": "see"}
"""The rights that acts need where it is not to handle."""


def may(request: Request, act: str, by: Person, *, at: datetime) -> bool:
    """Return whether an act of the desk is this person's, wherever the case stands."""
    return can(by, _needed(request, act), request, at=at)


def _needed(request: Request, act: str) -> str:
    """Return the right that an act needs; a decision is taken back by those who sign."""
    is_decided = request.stage == Stage.DECIDED.value
    return "sign" if act == "undo" and is_decided else NEEDS.get(act, "handle")


def acts(request: Request, by: Person, *, at: datetime) -> frozenset[str]:
    """Return which acts of the desk belong to where the case stands, and are this person's."""
    stage, is_before = request.stage, request.stage in BEFORE
    rights = {verb for verb in ("handle", "register", "sign", "see") if can(by, verb, request, at=at)}
    fits = {
        "confirm": stage == Stage.REGISTERED.value,
        "assign": request.is_open,
        "search": request.is_open,
        "note": request.anonymised_on is None,
        "attach": request.anonymised_on is None,
        "reasons": stage == Stage.HANDLING.value,
        "withdraw": is_before,
        "undo": stage in UNDOABLE_AT and may_undo(request),
        "merge": is_before and request.merged_into_id is None,
        "split": stage in {Stage.REGISTERED.value, Stage.HANDLING.value},
        "reissue": request.anonymised_on is None,
        "archive": stage == Stage.CLOSED.value,
        "export": True,
    }
    return frozenset(name for name, fit in fits.items() if fit and _needed(request, name) in rights)


UNDOABLE_AT = (Stage.HANDLING.value, Stage.CORRECTING.value, Stage.DECIDED.value)
BEFORE = (Stage.REGISTERED.value, Stage.HANDLING.value, Stage.CORRECTING.value)


def _still_open(request: Request) -> None:
    if not request.is_open:
        raise NotNow(f"“{request.case.stage.label}”的申请不再交办、检索")
