"""Cases that have been answered, overdue ones, and what several ask for."""

from datetime import timedelta

from gongkai.clocks import services as clocks
from gongkai.requests import services
from gongkai.requests.models import Request
from gongkai.requests.rules.course import Kind
from gongkai.requests.services.course import close
from tests import make
from tests.requests import cases


def answered(outcome="secret", *, after=10, at=cases.MONDAY, **fields):
    """Return a case that was answered so many days after it came, and served on the same day."""
    made = cases.request(at=at, **fields)
    return answer(made.request, outcome, at=at + timedelta(days=after))


def answer(request, outcome="secret", *, at):
    for kind, key in ((Kind.DECIDE, outcome), (Kind.SEND, ""), (Kind.SERVE, "")):
        services.happen(request=request, kind=kind, key=key, by=None, at=at)
    clocks.meet(subject=request.uri, duty="answer", by=None, at=at)
    close(request, on=at.date(), outcome=outcome, at=at)
    return Request.objects.get(pk=request.pk)


def office():
    """Return somebody of the openness office."""
    return make.person("openness", make.office())


def clerk(request):
    return make.person("clerk", request.organisation)
