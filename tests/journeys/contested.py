"""A case of the finance department after its answer: contested, corrected, complained of, asked for again."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from gongkai.orgs.models import Person
from gongkai.requests import services
from gongkai.requests.models import Group, Kinship, Request
from tests import make
from tests.requests import cases
from tests.requests.answered import answer, answered


def afterwards(world: SimpleNamespace, team: make.Staff, office: Person, secret: str) -> None:
    """Put into the district: cases contested, corrected, complained of, suggested about, alike."""
    now = timezone.now()
    past = now - timedelta(days=20)
    today = timezone.localdate(now)
    told = {"organisation": team.organisation, "at": past, "title": f"经费{secret}", "content": secret}
    by = {"by": team.clerk, "at": now}
    world.refused = answered(**told)
    world.contested, world.corrected = answered(**told), answered(**told)
    world.proceeding, ended = (
        services.contest(request=each, route="review", body="区政府", applied_on=today, begun_on=today, **by)
        for each in (world.contested, world.corrected)
    )
    services.conclude(proceeding=ended, result="corrected", on=today, words=secret, by=team.clerk, at=now)
    world.complaint = services.complain(request=world.refused, words=secret, at=now)
    said = {"organisation": team.organisation, "problem": "reasons", "words": secret, "due_on": today}
    world.issued, world.suggested = (services.suggest(**said, by=office, at=now) for _ in range(2))
    services.answer_suggestion(suggestion=world.suggested, words=secret, by=team.clerk, at=now)
    world.shared = cases.request(**told).request
    world.given = answer(Request.objects.get(pk=world.shared.pk), "granted", at=now)
    world.alike = services.group_of(world.given, at=now)
    more = cases.request(**told).request
    Kinship.objects.filter(request=more).delete()
    Kinship.objects.create(request=more, group=world.alike)
    world.alone = answer(cases.request(**told).request, "granted", at=now)
    assert Group.objects.count() == 1
