"""Requests made to the finance department: at every stage at which something can be done with one."""

from types import SimpleNamespace

from django.utils import timezone

from gongkai.requests import services
from gongkai.requests.rules import Evidence
from gongkai.requests.rules.course import Kind
from tests.requests import cases


def asked(world: SimpleNamespace) -> None:
    """Let the finance department have a case at every stage at which something can be done with it."""
    now, place, clerk = timezone.now(), world.finance, world.people["clerk"]
    hidden = {"title": "秘不示人", "content": "秘不示人"}
    world.case = cases.request(place, at=now, **hidden).request
    world.paper = services.keep(
        request=world.case, purpose="original", name="申请.txt", data="原件".encode(), by=None, at=now
    )
    world.twin = cases.request(place, at=now, **hidden).request
    world.unreceived = cases.request(place, channel="fax", evidence=Evidence(), at=now, **hidden).request
    world.consulting = cases.request(place, at=now, **hidden).request
    services.happen(request=world.consulting, kind=Kind.CONSULT, key="第三方1", by=clerk, at=now)
    world.ended = cases.request(place, at=now, **hidden).request
    services.withdraw(request=world.ended, on=timezone.localdate(now), words="撤回", by=clerk, at=now)
