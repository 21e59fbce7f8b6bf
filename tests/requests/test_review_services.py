"""What must not be possible in a case, nor left behind by one that has ended."""

from datetime import timedelta

import pytest

from gongkai.clocks.models import Clock
from gongkai.requests import services
from gongkai.requests.models import Letter
from tests.requests.letters import office

pytestmark = pytest.mark.django_db


def waiting(case, duty):
    return Clock.objects.open().filter(subject=case.uri, duty=duty)


def test_two_who_revise_a_draft_are_told_apart():
    desk = office()
    letter = desk.draft("answer")
    first, second = Letter.objects.get(pk=letter.pk), Letter.objects.get(pk=letter.pk)
    words = services.letters.Words(body="甲", outcome="granted", given={"manner": "见附件"})
    services.letters.revise(letter=first, words=words, by=desk.clerk, at=desk.at + timedelta(minutes=1))
    with pytest.raises(services.Refusal):
        services.letters.revise(letter=second, words=words, by=desk.clerk, at=desk.at + timedelta(minutes=2))
