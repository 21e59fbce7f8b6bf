"""sign: four eyes, a number without gaps, and a paper that changes no more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Person
from gongkai.requests.declared import letterhead
from gongkai.requests.models import Letter, LetterKind, Record, State
from gongkai.requests.rules.course import Kind
from gongkai.requests.services.course import happen
from gongkai.requests.services.letters.checking import check, completed
from gongkai.requests.services.letters.drafting import has_written
from gongkai.requests.services.letters.papers import frozen
from gongkai.requests.services.letters.refusals import NotNow, SamePerson
from gongkai.requests.services.registering import next_number
from gongkai.requests.services.rights import demand

SERIES = "letters"


@transaction.atomic
def sign(*, letter: Letter, by: Person, at: datetime) -> Letter:
    """Sign a letter, number it and freeze its paper; with an answer the case is decided.

    An answer, an extension, and what a third party is told against its will need somebody else than who
    wrote in it; ``letter`` is the text as it was read. Raises NotAllowed, SamePerson, NotNow, Incomplete,
    ChangedMeanwhile, IllegalStep.
    """
    demand(by, "sign", letter.request, at=at)
    if letter.needs_another and has_written(letter, by):
        raise SamePerson
    mine = Letter.objects.filter(pk=letter.pk, state=State.SUBMITTED.value, drafted_at=letter.drafted_at)
    if not mine.update(returned_for=""):  # takes the row: of two who sign, the second finds it signed
        raise NotNow("这份文书不在待签发状态，或者刚刚有人修改、签发，请查看后再办")
    on = local_day(at)
    completed(letter, on=on)
    check(letter, on=on)
    _number(letter, year=on.year)
    letter.state, letter.signed_by, letter.signed_at = State.SIGNED.value, by, at
    letter.paper = frozen(letter, on=on)
    letter.save()
    facts = {"letter": letter.pk, "number": letter.number}
    words = f"{letter.get_kind_display()}{letter.number}"
    if letter.kind == LetterKind.ANSWER.value:
        happen(
            request=letter.request,
            kind=Kind.DECIDE,
            key=letter.outcome,
            words=words,
            facts=facts,
            by=by,
            at=at,
        )
    else:
        happen(request=letter.request, kind=Record.LETTER, words=words, facts=facts, by=by, at=at)
    return letter


def _number(letter: Letter, *, year: int) -> None:
    organisation = letter.organisation
    letter.year, letter.serial = year, next_number(organisation, SERIES, year)
    letter.number = letterhead().number(
        organisation=organisation.key,
        short_name=organisation.short_name,
        year=year,
        serial=letter.serial,
    )
