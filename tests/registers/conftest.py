"""A register of spot checks, kept by one organisation: its clerk fills it in, its signer decides."""

import pytest
from django.utils import timezone

from gongkai.orgs.models import Role
from gongkai.registers import services
from gongkai.registers.models import Register
from tests import make
from tests.registers.test_schema import SAMPLING


@pytest.fixture
def register():
    body = make.organisation("market")
    make.region("330103003", name="天水街道", parent=body.region)
    obligation = make.obligation("product-quality-checks")
    obligation.publishers.add(body)
    services.apply([services.read(SAMPLING, name="a.yaml")], by=None, at=timezone.now())
    return Register.objects.get()


@pytest.fixture
def clerk(register):
    return make.person(role=Role.CLERK.value, at=make.organisation("market"))


@pytest.fixture
def signer(register):
    return make.person(role=Role.SIGNER.value, at=make.organisation("market"))
