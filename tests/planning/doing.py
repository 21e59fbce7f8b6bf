"""What the tests about work points do over and over."""

from datetime import date

from gongkai.clocks.models import Clock
from gongkai.planning import services
from tests import make

DUE, LATER = date(2017, 9, 30), date(2017, 12, 31)


def given(task, by, organisation="finance", **fields):
    values = {"is_lead": True, "due_on": DUE, "at": make.NOW, **fields}
    return services.assign(task=task, organisation=make.organisation(organisation), by=by, **values)


def open_clocks(subject):
    return Clock.objects.open().filter(subject=subject)


def line(filing, task, by, revision=0, measures="制定办法", due_on=DUE):
    return services.save_line(
        filing=filing, task=task, measures=measures, due_on=due_on, revision=revision, by=by, at=make.NOW
    )


def report(assignment, by, percent, status="underway", note="进展"):
    return services.report(
        assignment=assignment, status=status, percent=percent, note=note, by=by, at=make.NOW
    )
