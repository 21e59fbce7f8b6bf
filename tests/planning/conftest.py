"""A year's work points, the officer who gives them out, and the clerk who carries them out."""

import pytest

from gongkai.planning import services
from gongkai.planning.models import Filing
from tests import make
from tests.planning.doing import DUE, given


@pytest.fixture
def officer():
    return make.person("openness", make.office())


@pytest.fixture
def clerk():
    return make.person("clerk", make.organisation("finance"))


@pytest.fixture
def points(officer):
    return make.work_points(officer)


@pytest.fixture
def first(points):
    return points.tasks.get(number=1)


@pytest.fixture
def filing(points, first, officer):
    given(first, officer)
    services.set_filing_due(work_points=points, due_on=DUE, by=officer, at=make.NOW)
    return Filing.objects.get()
