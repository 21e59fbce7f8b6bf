"""The figures of a year follow from the cases, balance by themselves, and each cell leads to its cases."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from gongkai.orgs.models import Organisation, insert
from gongkai.requests.models import Asker, Event, Letter, Request, Route
from gongkai.requests.reports import composing, counting
from gongkai.requests.reports.checks import broken
from gongkai.requests.reports.declared import form_of, listing_of, sources_of
from gongkai.requests.reports.form import ASKERS
from tests import make
from tests.requests.histories import NOW, History, contest, keep, row

pytestmark = pytest.mark.django_db
FORM = form_of(2023)
OUTCOMES = (
    "granted",
    "partly",
    "secret",
    "not-existing",
    "not-ours",
    "petition",
    "not-corrected",
    "withdrawn",
)
DONE = {"granted": 1, "total": 1}
KINDS = [each.value for each in Asker]


def cell(organisation, row, asker="总计", *, year=2023):
    form = form_of(year)
    found = composing.report(form, counting.counted(form, [organisation.pk])[organisation.pk])
    return int(found.requests[row, asker].text)


def rows(organisation, *, year=2023, asker="总计"):
    return {key: number for key in [row.key for row in form_of(year).rows]
            if (number := cell(organisation, key, asker, year=year))}  # fmt: skip


def test_a_case_within_one_year_is_new_and_answered():
    finance = make.organisation()
    keep(finance, History("citizen", date(2023, 3, 1), date(2023, 3, 20), "granted"))
    assert rows(finance) == {"new": 1, "granted": 1, "total": 1}
    assert rows(finance, asker="自然人") == rows(finance)
    assert rows(finance, asker="商业企业") == {}
    assert rows(finance, year=2022) == rows(finance, year=2024) == {}


def test_a_case_across_the_new_year_is_carried_and_brought():
    finance = make.organisation()
    keep(finance, History("legal", date(2023, 12, 20), date(2024, 1, 12), "not-ours"))
    assert rows(finance) == {"new": 1, "carried": 1}
    assert rows(finance, year=2024) == {"brought": 1, "not-held": 1, "total": 1}
    assert rows(finance, year=2025) == {}


@pytest.mark.parametrize(
    ("history", "in_2023"),
    [
        (History("citizen", date(2022, 12, 31), date(2022, 12, 31), "granted"), {}),
        (History("citizen", date(2022, 12, 31), date(2023, 1, 1), "granted"), {"brought": 1} | DONE),
        (History("citizen", date(2023, 1, 1), date(2023, 12, 31), "granted"), {"new": 1} | DONE),
        (History("citizen", date(2023, 12, 31), date(2024, 1, 1), "granted"), {"new": 1, "carried": 1}),
        (History("citizen", date(2021, 5, 1)), {"brought": 1, "carried": 1}),
        (History("citizen"), {}),
    ],
)  # fmt: skip
def test_the_days_at_the_edges_of_a_year(history, in_2023):
    finance = make.organisation()
    keep(finance, history)
    assert rows(finance) == in_2023


def test_what_a_court_reopens_is_counted_by_its_first_answer_alone():
    finance = make.organisation()
    keep(finance, History("citizen", date(2022, 3, 1), date(2022, 3, 20), "secret", is_reopened=True))
    assert rows(finance, year=2022) == {"new": 1, "secret": 1, "total": 1}
    assert rows(finance) == {}


def test_a_correction_of_ones_own_record_is_no_request_for_information():
    finance = make.organisation()
    keep(finance, History("citizen", date(2023, 3, 1), subject="own-record"))
    assert rows(finance) == {}


@pytest.mark.parametrize(
    ("outcome", "year", "counted"),
    [
        ("withdrawn", 2023, "other"),
        ("withdrawn", 2020, "other-handling"),
        ("not-corrected", 2023, "not-corrected"),
        ("not-corrected", 2020, "other-handling"),
        ("partly-2007", 2019, "partly"),
        ("refused-2007", 2019, "other-handling"),
    ],
)
def test_what_the_form_of_the_year_has_no_row_for_is_counted_as_other(outcome, year, counted):
    finance = make.organisation()
    keep(finance, History("citizen", date(year, 3, 1), date(year, 3, 20), outcome))
    assert rows(finance, year=year) == {"new": 1, counted: 1, "total": 1}


@pytest.mark.parametrize(
    ("route", "begun", "result", "ended", "in_2023"),
    [
        ("review", date(2023, 2, 1), "upheld", date(2023, 4, 1), ("行政复议", "结果维持")),
        ("review", date(2022, 2, 1), "corrected", date(2023, 4, 1), ("行政复议", "结果纠正")),
        ("court", date(2023, 2, 1), "other", date(2023, 4, 1), ("未经复议直接起诉", "其他结果")),
        ("court-after-review", date(2023, 12, 1), "", None, ("复议后起诉", "尚未审结")),
        ("review", date(2023, 12, 1), "upheld", date(2024, 1, 5), ("行政复议", "尚未审结")),
        ("review", date(2022, 2, 1), "upheld", date(2022, 12, 31), None),
        ("review", date(2024, 1, 1), "", None, None),
    ],
)
def test_table_four_counts_results_of_the_year_and_what_is_pending_at_its_end(
    route, begun, result, ended, in_2023
):
    finance = make.organisation()
    (case,) = keep(finance, History("citizen", date(2022, 1, 4), date(2022, 1, 20), "secret"))
    made = contest(case, route, begun, result, ended)
    found = composing.report(FORM, counting.counted(FORM, [finance.pk])[finance.pk])
    told = {key: int(each.text) for key, each in found.remedies.items() if each.text != "0"}
    assert told == ({in_2023: 1, (in_2023[0], "总计"): 1} if in_2023 else {})
    for remedy, answer in told:
        assert list(counting.proceedings_of(2023, [finance.pk], remedy, answer)) == [made]


def test_each_cell_leads_to_its_cases():
    finance, audit = make.organisation(), make.organisation("audit")
    for body in (finance, audit):
        keep(body, *(History(kind, date(2023, 1, 5), date(2023, 2, 5), outcome)
                     for kind in KINDS for outcome in OUTCOMES))  # fmt: skip
        keep(body, History("citizen", date(2022, 5, 5)), History("citizen", date(2023, 12, 30)))
    keys = [finance.pk, audit.pk]
    found = counting.counted(FORM, keys)
    for row_ in FORM.rows:
        for asker in ASKERS:
            cases = counting.cases_of(FORM, keys, row_.key, asker)
            parts = [composing.report(FORM, found[key]).requests[row_.key, asker].value for key in keys]
            assert cases.count() == sum(parts), (row_.key, asker)


def test_an_unknown_row_leads_nowhere():
    with pytest.raises(KeyError):
        counting.cases_of(FORM, [], "nothing", "自然人")


DAYS = st.dates(date(2020, 6, 1), date(2022, 12, 31))
SPANS = st.none() | st.integers(0, 500)


@st.composite
def histories(draw):
    received = draw(DAYS)
    span = draw(SPANS)
    answered = None if span is None else received + timedelta(days=span)
    outcome = "" if answered is None else draw(st.sampled_from(OUTCOMES))
    return History(draw(st.sampled_from(KINDS)), received, answered, outcome)


BODIES, EACH, ROUNDS = 50, 3, 100
COURSES = st.lists(st.lists(histories(), min_size=1, max_size=EACH), min_size=BODIES, max_size=BODIES)
YEARS = (2021, 2022)


def expected(told, year):
    """Count one organisation's cases of a year as one would by hand."""
    rows_, form, law = Counter(), form_of(year), counting.law()
    for each in told:
        if each.received_on is None:
            continue
        answered = each.counted_on.year if each.counted_on else 9999
        names = [
            "new" if each.received_on.year == year else "",
            "brought" if each.received_on.year < year <= answered else "",
            "carried" if each.received_on.year <= year < answered else "",
            sources_of().row_of(each.counted_as, law, form) if answered == year else "",
        ]
        for name in filter(None, names):
            rows_[name, Asker(each.asker).label] += 1
    return rows_


@trying(
    max_examples=ROUNDS,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)
@given(COURSES)
def test_any_five_thousand_histories_balance_alone_and_together_from_year_to_year(told):
    """A hundred districts of fifty bodies, each with a history of its own, counted in two years."""
    with transaction.atomic():
        _balances(told)
        transaction.set_rollback(True)


def _balances(told):
    bodies = [Organisation(key=f"body{number}", name="", short_name="", kind="department",
                           region=make.region(), valid_from=date(2000, 1, 1))
              for number in range(BODIES)]  # fmt: skip
    Organisation.objects.bulk_create(bodies)
    Request.objects.bulk_create(row(*pair) for pair in _pairs(bodies, told))
    before = {}
    for year in YEARS:
        form = form_of(year)
        found = counting.counted(form, [body.pk for body in bodies])
        parts = [composing.report(form, found[body.pk]) for body in bodies]
        district = composing.report(form, composing.added(form, parts))
        for number, made in enumerate([*parts, district]):
            faults = broken(made, form, before=before.get(number))
            assert [each for each in faults if each.check != "K9"] == []
            before[number] = made
        assert not [each for each in broken(district, form, units=parts) if each.check == "K11"]
        for body, mine in zip(bodies, told, strict=True):
            counted = {place[1:]: int(number) for place, number in found[body.pk].items()
                       if place[0] == "requests" and number}  # fmt: skip
            assert counted == expected(mine, year)


def _pairs(bodies, told):
    return ((body, each) for body, mine in zip(bodies, told, strict=True) for each in mine)


def test_a_district_of_many_cases_is_counted_in_few_queries(django_assert_max_num_queries):
    bodies = [make.organisation(f"body{number}") for number in range(50)]
    many, day, like = 5_000, date(2022, 7, 1), row(bodies[0], History("citizen", date(2022, 7, 1)))
    received = [day + timedelta(days=number % 500) for number in range(many)]
    answered = [
        on + timedelta(days=number % 90) if number % 11 else None for number, on in enumerate(received)
    ]
    outcomes = [OUTCOMES[number % 7] if on else "" for number, on in enumerate(answered)]
    stated = {each.attname: getattr(like, each.attname) for each in Request._meta.concrete_fields[1:]} | {
        "organisation_id": [bodies[number % 50].pk for number in range(many)],
        "serial": list(range(many)),
        "code_digest": [f"digest {number}" for number in range(many)],
        "asker": [KINDS[number % 6] for number in range(many)],
        "received_on": received,
        "counted_on": answered,
        "counted_as": outcomes,
        "decision": outcomes,
        "stage": ["closed" if each else "handling" for each in outcomes],
        "time": ["over" if each else "running" for each in outcomes],
        "service": ["served" if each else "none" for each in outcomes],
    }
    insert(Request, many, **stated)
    keys = [body.pk for body in bodies]
    with django_assert_max_num_queries(8):
        found = counting.counted(FORM, keys)
    parts = [composing.report(FORM, found[key]) for key in keys]
    whole = composing.report(FORM, composing.added(FORM, parts))
    assert not [each for each in broken(whole, FORM, units=parts) if each.check != "K9"]
    assert whole.requests["new", "总计"].value == Request.objects.received_in(2023).count()


def test_a_list_counts_channels_answers_and_remedies():
    finance, told = make.organisation(), listing_of(2017)
    first = (date(2017, 3, 1), date(2017, 3, 20))
    keep(
        finance,
        History("citizen", *first, "public-2007", channel="in-person"),
        History("citizen", *first, "refused-2007", channel="email", was_extended=True),
        History("citizen", date(2017, 12, 20), channel="plain-mail"),
        History("citizen", date(2016, 12, 20), date(2017, 1, 5), "withdrawn", channel="fax"),
    )
    contest(Request.objects.first(), Route.REVIEW, date(2017, 4, 1), "corrected", date(2017, 6, 1))
    make.public_item(finance)
    found = counting.listed(told, [finance.pk])[finance.pk]
    wanted = {"received": 3, "by-hand": 1, "by-web": 1, "by-mail": 1, "by-fax": 0, "closed": 3, "in-time": 2,
              "extended": 1, "granted": 1, "other-refusal": 1, "reviews": 1, "review-corrected": 1,
              "suits": 0, "published": 1, "website": 1}  # fmt: skip
    assert {key: int(found[key]) for key in wanted} == wanted
    assert "meetings" not in found


def test_fees_are_those_paid_in_the_year():
    finance = make.organisation()
    clerk, (case, other) = make.person("clerk", finance), keep(
        finance, History("citizen", date(2023, 3, 1)), History("citizen", date(2023, 3, 1))
    )  # fmt: skip
    for each in (case, other):
        Letter.objects.create(
            request=each, organisation=finance, kind="fee", state="served", amount=1300, serial=each.pk,
            number=f"{each.pk}", year=2023, drafted_by=clerk, drafted_at=NOW, signed_by=clerk, signed_at=NOW,
            sent_on=date(2023, 3, 10), served_on=date(2023, 3, 12), way="post",
        )  # fmt: skip
    said = {"account": "user", "recorded_at": NOW}
    Event.objects.create(request=case, number=5, kind="pay", at=make.moment(2023, 3, 20), **said)
    told = counting.facts("财政局", 2023, [finance.pk])
    assert (told.fee_notices, told.fees) == (2, Decimal(1300))
    Event.objects.create(request=case, number=6, kind="undo", at=make.moment(2023, 3, 20), undoes=5, **said)
    assert counting.facts("财政局", 2023, [finance.pk]).fees == 0
    assert counting.facts("财政局", 2022, [finance.pk]).fee_notices == 0
