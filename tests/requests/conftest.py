"""Whose annual reports they are: the finance department, its clerk, the openness office."""

import pytest

from tests import make


@pytest.fixture
def finance():
    return make.organisation("finance", name="下城区财政局", short_name="财政局")


@pytest.fixture
def clerk(finance):
    return make.person("clerk", finance)


@pytest.fixture
def keeper():
    return make.person("openness", make.office())
