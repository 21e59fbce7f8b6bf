"""Where a person stands, asked in two questions, agrees with what the layers below would answer."""

from datetime import date

import pytest

from gongkai.desk.standing import standing
from gongkai.items.models import Version
from gongkai.items.models.item import desks_of
from gongkai.orgs import services as orgs
from gongkai.orgs.models import Organisation
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.moment(2017, 8, 1)


@pytest.mark.parametrize("role", ["clerk", "signer", "openness", "admin", None])
def test_desks_are_those_of_the_layer_below(role):
    old, new = make.organisation("old"), make.organisation("new")
    person = make.person(role, new)
    orgs.close(organisation=old, on=date(2017, 7, 10), successor=new, by=None, at=make.NOW)
    for at in (make.NOW, LATER):
        desks, below = standing(person, at=at).desks, desks_of(person, at=at)
        assert desks == (None if below is None else set(below.values_list("pk", flat=True)))


def test_versions_are_those_at_the_desk():
    team, other = make.staff(), make.staff(make.organisation("health"))
    make.drafted(team), make.drafted(other)
    for person in (team.clerk, make.person(), make.person("openness", make.office())):
        below = Version.objects.newest().at_desk(person, at=make.NOW)
        assert set(standing(person, at=make.NOW).versions()) == set(below)


def test_two_questions_are_asked(django_assert_num_queries):
    person = make.person("clerk")
    with django_assert_num_queries(2):
        found = standing(person, at=make.NOW)
    assert found.own == {Organisation.objects.get().pk}
    assert found.roles == {"clerk"} and found.may_draft and not found.sees_people


def test_without_a_post_there_is_nowhere_to_stand():
    found = standing(make.person(), at=make.NOW)
    assert (found.own, found.desks, found.roles) == (frozenset(), frozenset(), frozenset())
