"""After anonymisation nothing that anybody wrote about a case is left but what the rule keeps."""

import json
from datetime import date, timedelta

import pytest
from django.db import models

from gongkai.requests import services
from gongkai.requests.models import Applicant, Rating, Request
from tests.requests.answered import clerk
from tests.requests.answered import office as openness
from tests.requests.letters import office

pytestmark = pytest.mark.django_db
MARK = "私密之语"
KEPT = {
    "Request": {"title", "receipt_basis", "decision", "counted_as", "code_digest"},  # the title, unnamed
    "Event": {"key", "words", "facts", "account"},  # 条例第四十五条: the record of the case; it names nobody
    "Look": {"account", "what"},
    "Document": {"media_type", "key", "sha256", "account"},  # of files that are gone
    "Letter": {"number", "outcome"},
    "Consultation": {"key"},  # a cipher
    "Proceeding": {"body"},  # the organ of review, or the court
    "Complaint": {"account"},
    "Suggestion": {"problem"},
    "SuggestionStep": {"account"},
}


def reached():
    """Return all models whose rows hang on a case, by whatever way."""
    found, more = set(), [Request]
    while more:
        model = more.pop()
        if model not in found and model._meta.app_label == "requests":
            found.add(model)
            more += [each.related_model for each in model._meta.related_objects]
    return found - {Applicant}


def written(model):
    """Return the names of the columns in which somebody may have written something."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    columns = [each for each in model._meta.concrete_fields if isinstance(each, kinds)]
    kept = KEPT.get(model.__name__, set())
    return {each.name: each for each in columns if not each.choices and each.name not in kept}


def planted(field):
    return {"x": MARK} if isinstance(field, models.JSONField) else MARK[: field.max_length]


@pytest.fixture
def case():
    desk = office(title="陈某（0571-00000000）2016年补助")
    asked = desk.asked()
    desk.hear(asked, "objection", reasons="商业秘密")
    services.weigh(consultation=asked, is_overridden=True, weighing="公益", by=desk.clerk, at=desk.at)
    desk.serve(desk.sent("override", asked))
    desk.serve(desk.sent("answer"))
    services.keep(request=desk.case, purpose="other", name="x.txt", data=b"x", by=None, at=desk.at)
    case, by = Request.objects.get(pk=desk.case.pk), openness()
    services.reveal(request=case, by=by, at=desk.at)
    at = desk.at + timedelta(days=2)
    services.rate(request=case, stars=2, words="慢", at=at)
    begun = services.contest(
        request=case, route="review", body="区政府", applied_on=at.date(), begun_on=at.date(),
        by=clerk(case), at=at,
    )  # fmt: skip
    services.conclude(proceeding=begun, result="upheld", on=at.date(), words="维持", by=clerk(case), at=at)
    complaint = services.complain(request=case, words="慢", at=at)
    services.reply_to_complaint(complaint=complaint, finding="founded", words="属实", by=by, at=at)
    told = {"organisation": case.organisation, "problem": "late", "due_on": date(2026, 12, 10)}
    for about in ({"request": case}, {"proceeding": begun}, {"complaint": complaint}):
        made = services.suggest(words="改", about=about, by=by, at=at, **told)
        services.answer_suggestion(suggestion=made, words="已改", by=clerk(case), at=at)
    return Request.objects.get(pk=case.pk)


def test_nothing_that_somebody_wrote_is_left(case):
    for model in reached():
        assert model.objects.exists() or model.__name__ in {"Kinship", "Mark"}, f"no row of {model.__name__}"
        model.objects.update(**{name: planted(field) for name, field in written(model).items()})
    services.anonymise(request=Request.objects.get(pk=case.pk), at=case.registered_at + timedelta(days=5000))
    left = {
        f"{model.__name__}.{name}"
        for model in reached()
        for name in written(model)
        for value in model.objects.values_list(name, flat=True)
        if MARK[:4] in json.dumps(value, ensure_ascii=False)
    }
    assert left == set()
    assert Request.objects.get().title == "某某（某某）2016年补助"


def test_what_is_said_of_other_cases_stays(case):
    other = services.suggest(
        organisation=case.organisation, problem="late", words="总的要求", due_on=date(2026, 12, 10),
        by=openness(), at=case.registered_at,
    )  # fmt: skip
    services.anonymise(request=Request.objects.get(pk=case.pk), at=case.registered_at + timedelta(days=5000))
    other.refresh_from_db()
    assert other.words == other.steps.get().words == "总的要求"
    assert Rating.objects.get().stars == 2
