"""Receipt, answers, remedies and fees, case by case, under both texts of the Regulation."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clocks.loading import limits
from gongkai.obligations.node import Wrong
from gongkai.obligations.source import read
from gongkai.requests.reports.form import form
from gongkai.requests.rules import (
    Evidence,
    NotYet,
    Way,
    charge,
    missing,
    outcomes_on,
    paragraph,
    parse,
    received,
    remedy_of,
)
from gongkai.requests.rules.answers import Standing
from gongkai.requests.rules.fees import Tariff

CATALOGUE = Path(settings.CATALOGUE)
LAW = parse(read((CATALOGUE / "requests.yaml").read_text(), source="requests.yaml"))
OLD, NEW = date(2017, 6, 30), date(2024, 6, 28)
LAST_OLD, FIRST_NEW = date(2019, 5, 14), date(2019, 5, 15)


@pytest.mark.parametrize(
    ("channel", "before", "since"),
    [
        ("in-person", "submitted", "submitted"),
        ("oral", "submitted", "submitted"),
        ("signed-mail", "signed", "signed"),
        ("plain-mail", "confirmed", "confirmed"),
        ("email", "arrived", "confirmed"),
        ("fax", "confirmed", "confirmed"),
        ("web", "arrived", "confirmed"),
    ],
)
def test_the_day_of_receipt_rests_on_the_evidence_of_its_channel(channel, before, since):
    for day, decisive in ((OLD, before), (NEW, since)):
        others = {"submitted": 0, "signed": 1, "arrived": 2, "confirmed": 3}
        evidence = Evidence(**{name: day + timedelta(days=later) for name, later in others.items()})
        receipt = received(LAW.receipts, channel, evidence)
        assert receipt.on == day + timedelta(days=others[decisive])
        assert str(receipt.on) in receipt.sentence


def test_the_text_in_force_on_the_day_of_receipt_decides():
    arrived_before = Evidence(submitted=LAST_OLD, arrived=LAST_OLD, confirmed=FIRST_NEW)
    assert received(LAW.receipts, "web", arrived_before).on == FIRST_NEW, "confirmed under the new text"
    never_confirmed = Evidence(submitted=LAST_OLD, arrived=LAST_OLD)
    assert received(LAW.receipts, "web", never_confirmed).on == LAST_OLD


@pytest.mark.parametrize("channel", ["plain-mail", "fax", "email", "web"])
def test_without_its_evidence_the_clock_does_not_run(channel):
    with pytest.raises(NotYet, match="尚未起算"):
        received(LAW.receipts, channel, Evidence(submitted=NEW))


def test_an_unknown_channel_is_refused():
    with pytest.raises(NotYet, match="没有渠道"):
        received(LAW.receipts, "pigeon", Evidence(submitted=NEW))


@pytest.mark.parametrize(
    ("tariff", "count", "yuan"),
    [
        ("items", 0, 0), ("items", 10, 0), ("items", 11, 100), ("items", 30, 2000), ("items", 31, 2200),
        ("items", 40, 4000), ("items", 41, 4300), ("items", 50, 7000),
        ("pages", 30, 0), ("pages", 31, 10), ("pages", 100, 700), ("pages", 101, 720), ("pages", 200, 2700),
        ("pages", 201, 2740), ("pages", 300, 6700),
    ],
)  # fmt: skip
def test_fees_follow_the_brackets(tariff, count, yuan):
    assert charge(_tariff(tariff), count) == yuan


def _tariff(key) -> Tariff:
    return next(each for each in LAW.fees if each.key == key)


@given(st.sampled_from(["items", "pages"]), st.integers(0, 400), st.integers(0, 400))
def test_what_was_counted_before_in_the_month_counts(key, before, more):
    tariff = _tariff(key)
    assert charge(tariff, more, before=before) == charge(tariff, before + more) - charge(tariff, before)


def test_a_count_below_nothing_is_refused():
    with pytest.raises(ValueError, match="不能为负"):
        charge(_tariff("items"), -1)


def test_each_answer_since_2019_is_counted_in_one_row_of_the_report():
    rows = {
        row.key
        for row in form(read((CATALOGUE / "reports.yaml").read_text(), source="x"), 2024).of("answered")
    }
    assert {each.row for each in outcomes_on(LAW.outcomes, NEW)} == rows


def test_each_text_knows_its_own_answers():
    old, new = ({each.key for each in outcomes_on(LAW.outcomes, day)} for day in (LAST_OLD, FIRST_NEW))
    assert not old & new
    assert len(old) == 5
    assert "not-paid" not in new, "there was no fee before 2021"
    assert "not-paid" in {each.key for each in outcomes_on(LAW.outcomes, NEW)}


@pytest.mark.parametrize("outcome", LAW.outcomes, ids=lambda each: each.key)
def test_an_answer_lacks_what_is_not_written_down(outcome):
    lacking = missing(outcome, {}, LAW.needs)
    assert [each.key for each in lacking] == list(outcome.needs)
    assert all(outcome.title in each.sentence for each in lacking)
    assert missing(outcome, dict.fromkeys(outcome.needs, "已写明"), LAW.needs) == []
    blank = dict.fromkeys(outcome.needs, "  ")
    assert len(missing(outcome, blank, LAW.needs)) == len(outcome.needs)


def test_refusals_name_their_article_and_reason():
    for outcome in LAW.outcomes:
        if outcome.is_refusal:
            assert {"reason", "article"} <= set(outcome.needs), outcome.key
    assert "no-contrary-law" in LAW.outcome("deliberative").needs
    assert "consultation" in LAW.outcome("third-party").needs
    assert "search" in LAW.outcome("not-existing").needs


@pytest.mark.parametrize(
    ("outcome", "day", "way", "is_certain"),
    [
        ("secret", date(2023, 12, 31), Way.FREE, True),
        ("secret", date(2024, 1, 1), Way.REVIEW_FIRST, True),
        ("third-party", date(2024, 1, 1), Way.REVIEW_FIRST, True),
        ("partly", date(2024, 1, 1), Way.REVIEW_FIRST, False),
        ("not-existing", date(2024, 1, 1), Way.REVIEW_FIRST, False),
        ("granted", date(2024, 1, 1), Way.FREE, True),
        ("partly", date(2023, 12, 31), Way.FREE, True),
        ("refused-2007", date(2017, 7, 21), Way.FREE, True),
    ],
)
def test_the_way_against_an_answer_follows_from_outcome_and_day(outcome, day, way, is_certain):
    remedy = remedy_of(LAW.remedies, LAW.outcome(outcome), day)
    assert (remedy.way, remedy.is_certain) == (way, is_certain)


def test_what_is_no_decision_has_no_way_against_it():
    neutral = replace(LAW.outcome("other"), standing=Standing.NONE)
    assert remedy_of(LAW.remedies, neutral, NEW) is None


def test_every_other_answer_has_a_way_on_every_day_it_can_be_given():
    for outcome in LAW.outcomes:
        for day in (LAST_OLD, FIRST_NEW, date(2023, 12, 31), date(2024, 1, 1)):
            expected = outcome.standing is not Standing.NONE
            assert (remedy_of(LAW.remedies, outcome, day) is not None) == expected


def test_the_paragraph_says_which_way_and_how_long():
    told = {"review_body": "某区人民政府", "court": "某区人民法院"}
    free = remedy_of(LAW.remedies, LAW.outcome("secret"), OLD)
    text = paragraph(free, limits(), answered_on=OLD, **told)
    assert "60日内向某区人民政府申请行政复议" in text
    assert "也可以自收到本答复之日起6个月内依法向某区人民法院提起行政诉讼" in text
    first = remedy_of(LAW.remedies, LAW.outcome("secret"), NEW)
    text = paragraph(first, limits(), answered_on=NEW, **told)
    assert "应当先自收到本答复之日起60日内" in text
    assert "15日内依法向某区人民法院提起行政诉讼" in text
    assert "6个月" not in text


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("evidence: submitted", "evidence: dreamt"), "dreamt"),
        (("standing: refusal", "standing: perhaps"), "perhaps"),
        (("needs: [where]", "needs: [wisdom]"), "wisdom"),
        (("way: free", "way: duel"), "duel"),
        (("until: 2023-12-31", "since: 2025-01-01, until: 2023-12-31"), "早于"),
    ],
)
def test_a_wrong_declaration_is_named(change, line):
    text = (CATALOGUE / "requests.yaml").read_text().replace(*change, 1)
    with pytest.raises(Wrong, match=line):
        parse(read(text, source="requests.yaml"))


def test_a_record_of_ones_own_has_answers_of_its_own():
    """条例第四十一条: corrected, refused with reasons, or passed to the organ that may."""
    keys = [each.key for each in outcomes_on(LAW.outcomes, date(2026, 1, 5), "own-record")]
    assert keys == ["own-corrected", "own-refused", "own-passed", "own-referred"]
    assert all(not each.row for each in LAW.outcomes if each.subject == "own-record")
    assert not {*keys} & {each.key for each in outcomes_on(LAW.outcomes, date(2026, 1, 5))}
    older = [each.key for each in outcomes_on(LAW.outcomes, date(2018, 1, 5), "own-record")]
    assert older == ["own-corrected-2007", "own-refused-2007", "own-passed-2007"]


def test_a_refusal_to_correct_needs_its_reason():
    refused = LAW.outcome("own-refused")
    assert [each.key for each in missing(refused, {"reason": " "}, LAW.needs)] == ["reason"]
