"""What applicants think of how their case was dealt with."""

from datetime import timedelta

import pytest

from gongkai.requests import services
from gongkai.requests.models import Rating
from tests.requests import cases
from tests.requests.answered import answered

pytestmark = pytest.mark.django_db
AT = cases.MONDAY


def test_an_answered_case_is_rated_once_and_changed_for_thirty_days():
    request = answered()
    services.rate(request=request, stars=2, words="太慢", at=AT)
    services.rate(request=request, stars=4, words="", at=AT + timedelta(days=29))
    assert [(each.stars, each.words) for each in Rating.objects.all()] == [(4, "")]
    with pytest.raises(services.NotRateable, match="不能再修改"):
        services.rate(request=request, stars=1, words="", at=AT + timedelta(days=30))
    assert Rating.objects.get().stars == 4


def test_nothing_is_rated_before_its_answer():
    with pytest.raises(services.NotRateable):
        services.rate(request=cases.request().request, stars=5, words="", at=AT)


def test_a_rating_tells_nobody():
    names = {each.name for each in Rating._meta.get_fields()}
    assert names == {"id", "request", "stars", "words", "given_at", "changed_at"}
