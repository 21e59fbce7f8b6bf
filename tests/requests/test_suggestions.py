"""Work suggestions: issued by the openness office, answered by a department, accepted or sent back."""

from datetime import date, timedelta

import pytest

from gongkai.clocks.models import Clock
from gongkai.requests import services
from gongkai.requests.models import Suggestion
from tests import make
from tests.requests import cases
from tests.requests.answered import clerk, office

pytestmark = pytest.mark.django_db
AT = cases.MONDAY
DUE = date(2026, 12, 10)


def suggest(by, organisation=None, **more):
    values = {"problem": "reasons", "words": "答复应当说明理由", "due_on": DUE, "at": AT, **more}
    return services.suggest(organisation=organisation or make.organisation(), by=by, **values)


def test_a_suggestion_goes_its_way():
    by = office()
    suggestion = suggest(by)
    worker = make.person("clerk", suggestion.organisation)
    assert suggestion.number == "工作建议〔2026〕1号"
    clock = Clock.objects.get(subject=suggestion.uri)
    assert (clock.due_on, clock.organisation) == (DUE, suggestion.organisation)
    services.read_suggestion(suggestion=suggestion, by=worker, at=AT)
    services.answer_suggestion(suggestion=suggestion, words="已改正模板", by=worker, at=AT)
    clock.refresh_from_db()
    assert clock.met_at == AT
    services.return_answer(suggestion=suggestion, words="请附新模板", due_on=date(2026, 12, 20), by=by, at=AT)
    assert Clock.objects.get(subject=suggestion.uri, met_at=None).due_on == date(2026, 12, 20)
    services.answer_suggestion(suggestion=suggestion, words="已附", by=worker, at=AT)
    services.accept_answer(suggestion=suggestion, words="同意", by=by, at=AT)
    suggestion.refresh_from_db()
    assert suggestion.state == "accepted"
    assert [each.act for each in suggestion.steps.all()] == [
        "issue", "read", "answer", "return", "answer", "accept",
    ]  # fmt: skip


def test_an_answer_after_the_day_is_late_and_stays_so():
    by = office()
    suggestion = suggest(by)
    worker, late = make.person("clerk", suggestion.organisation), AT + timedelta(days=30)
    assert Suggestion.objects.overdue(late.date()).get() == suggestion
    services.answer_suggestion(suggestion=suggestion, words="已办", by=worker, at=late)
    assert not Suggestion.objects.overdue(late.date()).exists()
    suggestion.refresh_from_db()
    assert suggestion.was_late


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"due_on": date(2026, 11, 22)}, "不能早于今天"),
        ({"due_on": date(2027, 2, 22)}, "最长90天，不能晚于2027-02-21"),  # 23 November and 90 days
        ({"due_on": date(9999, 12, 31)}, "最长90天"),
        ({"problem": "nothing"}, "问题的种类"),
    ],
)
def test_a_suggestion_without_a_day_ahead_or_a_known_problem_is_refused(more, sentence):
    with pytest.raises(services.NotSuggestible, match=sentence):
        suggest(office(), **more)


def test_a_suggestion_about_a_case_goes_to_the_body_that_handles_it():
    request = cases.request().request
    with pytest.raises(services.NotSuggestible, match="不是向这个单位"):
        suggest(office(), make.organisation("audit"), about={"request": request})
    assert suggest(office(), request.organisation, about={"request": request}).request == request


def test_a_suggestion_about_what_followed_a_case_goes_to_the_body_that_it_concerns():
    request, by, other = cases.request().request, office(), make.organisation("audit")
    complaint = services.complain(request=request, words="没有说明理由", at=AT)
    late, day = AT + timedelta(days=40), date(2027, 1, 2)
    begun = services.contest(
        request=request,
        route="review",
        body="区政府",
        applied_on=day,
        begun_on=day,
        by=clerk(request),
        at=late,
    )
    for about, sentence in (({"complaint": complaint}, "投诉"), ({"proceeding": begun}, "复议或者诉讼")):
        with pytest.raises(services.NotSuggestible, match=sentence):
            suggest(by, other, about=about)
        assert suggest(by, request.organisation, about=about).pk


def test_nothing_is_accepted_before_it_is_answered_nor_by_who_wrote_it():
    by = office()
    suggestion = suggest(by)
    with pytest.raises(services.NotSuggestible, match="没有等待审核"):
        services.accept_answer(suggestion=suggestion, words="", by=by, at=AT)
    services.answer_suggestion(suggestion=suggestion, words="代为回复", by=by, at=AT)
    with pytest.raises(services.NotSuggestible, match="自己的回复"):
        services.accept_answer(suggestion=suggestion, words="", by=by, at=AT)
    with pytest.raises(services.NotSuggestible, match="已经回复"):
        services.answer_suggestion(suggestion=suggestion, words="再", by=by, at=AT)


def test_of_two_who_act_at_once_one_is_told():
    suggestion = suggest(office())
    worker = make.person("clerk", suggestion.organisation)
    other = Suggestion.objects.get(pk=suggestion.pk)
    services.answer_suggestion(suggestion=suggestion, words="一", by=worker, at=AT)
    with pytest.raises(services.ChangedMeanwhile):
        services.answer_suggestion(suggestion=other, words="二", by=worker, at=AT)


def test_others_neither_see_nor_move_it():
    suggestion = suggest(office())
    outsider = make.person("clerk", make.organisation("audit"))
    mine = clerk(suggestion)
    on = AT.date()
    assert not Suggestion.objects.visible_to(None, on=on).exists()
    assert not Suggestion.objects.visible_to(outsider, on=on).exists()
    assert Suggestion.objects.visible_to(mine, on=on).get() == suggestion
    for verb in (services.read_suggestion, services.answer_suggestion):
        words = {} if verb is services.read_suggestion else {"words": "x"}
        with pytest.raises(services.NotAllowed):
            verb(suggestion=suggestion, by=outsider, at=AT, **words)
    with pytest.raises(services.NotAllowed):
        suggest(mine)
    with pytest.raises(services.NotAllowed):
        services.accept_answer(suggestion=suggestion, words="", by=mine, at=AT)


def test_an_answer_is_not_sent_back_for_years():
    by = office()
    suggestion = suggest(by, due_on=date(2027, 2, 21))
    worker = make.person("clerk", suggestion.organisation)
    services.answer_suggestion(suggestion=suggestion, words="已办", by=worker, at=AT)
    for due_on in (date(2026, 11, 22), date(2027, 2, 22)):
        with pytest.raises(services.NotSuggestible, match="回复期限"):
            services.return_answer(suggestion=suggestion, words="不够", due_on=due_on, by=by, at=AT)


def test_a_day_too_far_ahead_gets_its_sentence_at_the_field(client):
    client.force_login(office())
    told = {
        "organisation": make.organisation().pk,
        "problem": "late",
        "words": "请改正",
        "due_on": "2126-01-01",
    }
    page = client.post("/desk/requests/suggestions/new/", told)
    assert page.status_code == 422
    assert "最长90天" in page.context["form"].errors["due_on"][0]
    assert "请改正" in page.text
