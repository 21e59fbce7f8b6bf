"""Several people begin the same letter in the same moment, each with a connection of their own."""

from datetime import date

from gongkai.requests import services
from gongkai.requests.models import Letter, Request
from tests.items.test_concurrency import at_once, first, on_disk  # noqa: F401 - a fixture
from tests.requests.letters import office

TIMES = 4


def test_of_several_who_begin_the_same_letter_one_has_begun_it_and_the_others_are_told(on_disk):  # noqa: F811
    desk = first(lambda: office(date(2026, 11, 23)))

    def begin():
        case = Request.objects.select_related("organisation").get(pk=desk.case.pk)
        try:
            return services.letters.draft(
                request=case, kind="answer", words=services.letters.Words(), by=desk.clerk, at=desk.at
            ).pk
        except services.letters.NotNow as refusal:
            return str(refusal)

    outcomes = at_once(*[begin] * TIMES)
    begun = first(lambda: Letter.objects.get().pk)
    assert outcomes.count(begun) == 1
    assert outcomes.count("已有一份同类文书正在办理，请先办完或者作废") == TIMES - 1
