"""A report that was published is corrected, or taken back: what is public stays until it is replaced."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.orgs.models import Person
from gongkai.orgs.rules import Refusal
from gongkai.proofing import personal
from gongkai.proofing.rules import Piece
from gongkai.publication.models import Event
from gongkai.requests.models import AnnualReport, ReportState, ReportStep
from gongkai.requests.services.annual.deciding import move, standing
from gongkai.requests.services.annual.publishing import tell
from gongkai.requests.services.annual.rights import demand
from gongkai.requests.services.annual.writing import Closed, hold, note, owe, periodic

LONGEST = 300


class Unstated(Refusal):
    """There is no reason that the public could read."""


@transaction.atomic
def reopen(*, report: AnnualReport, reason: str, by: Person, at: datetime) -> AnnualReport:
    """Have a published report corrected, or one that was taken back made anew: it may be written in again.

    What is public stays as it is until the next edition, which tells the reason. Raises Unstated, Closed (not
    published, or being corrected already), NotAllowed.
    """
    demand(by, "reopen", report, at=at)
    plain = _stated(reason)
    locked = standing(report, ReportState.PUBLISHED, ReportState.WITHDRAWN)
    locked.figures = {}
    move(locked, ReportState.REOPENED, plain, by, at)
    return locked


@transaction.atomic
def abandon(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """End a correction: the last edition stays, what was written since is dropped.

    Raises Closed if none is under way, NotAllowed.
    """
    demand(by, "reopen", report, at=at)
    locked = hold(report)
    last = locked.last_edition()
    if not locked.is_amending or last is None:
        raise Closed(f"报告{locked.get_state_display()}，没有正在进行的更正")
    locked.sections, locked.figures = last.sections, last.figures
    locked.revision += 1
    state = ReportState.PUBLISHED if locked.is_public else ReportState.WITHDRAWN
    locked.state = state.value
    locked.save()
    said = f"终止更正，仍以第{last.number}版为准" if locked.is_public else "终止更正，报告仍为撤回"
    ReportStep.objects.create(report=locked, state=state.value, reason=said, by=by, at=at)
    note("abandon", locked, by, at)
    return locked


@transaction.atomic
def withdraw(*, report: AnnualReport, reason: str, by: Person, at: datetime) -> AnnualReport:
    """Take a report out of the public's sight, all its editions with it, for a reason that the public reads.

    It is owed again from then on. A correction that is under way goes on; one that was accepted goes back:
    accepted before, it would undo this. Raises Unstated, Closed (not public), NotAllowed.
    """
    demand(by, "withdraw", report, at=at)
    plain = _stated(reason)
    locked = hold(report)
    if not locked.is_public:
        raise Closed("报告目前没有公开")
    locked.is_public, locked.retracted = False, locked.edition
    _step_back(locked, plain, by, at)
    owed = periodic(locked)
    if owed is None or not owed.is_open:
        owe(locked, by=by, at=at)
    return tell(locked, Event.WITHDRAWN, plain, by=by, at=at)


def _step_back(report: AnnualReport, reason: str, by: Person, at: datetime) -> None:
    """Write the withdrawal, and what becomes of the work on another edition."""
    if report.state == ReportState.PUBLISHED:
        move(report, ReportState.WITHDRAWN, reason, by, at)
        return
    report.save()
    ReportStep.objects.create(report=report, state=ReportState.WITHDRAWN.value, reason=reason, by=by, at=at)
    note(ReportState.WITHDRAWN.value, report, by, at)
    if report.state == ReportState.ACCEPTED:
        report.figures = {}
        move(report, ReportState.RETURNED, f"报告已撤回：{reason}", by, at)


def _stated(reason: str) -> str:
    """Return a reason as the public will read it. Raises Unstated: missing, too long, personal."""
    plain = " ".join(reason.split())
    if not plain:
        raise Unstated("请说明理由")
    if len(plain) > LONGEST:
        raise Unstated(f"理由有{len(plain)}字，最多{LONGEST}字")
    found = [each.sentence for each in personal.check([Piece("reason", "", plain)]) if not each.is_warning]
    if found:
        raise Unstated("；".join(found))
    return plain
