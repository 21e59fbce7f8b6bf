"""Stages of a version and validity of a text: what may follow what."""

from datetime import date

import pytest

from gongkai.law.lifecycle import (
    STAGE_MOVES,
    VALIDITY_MOVES,
    IllegalMove,
    Stage,
    Validity,
    after,
    forced,
    in_force,
    validity_after,
    validity_on,
)

ROAD = ["draft", "review", "secrecy", "signing", "signed", "public", "superseded"]


def test_the_straight_road_to_publication_is_open():
    assert [after(old, new).value for old, new in zip(ROAD, ROAD[1:], strict=False)] == ROAD[1:]


@pytest.mark.parametrize("stage", ["review", "secrecy", "signing", "signed"])
def test_a_version_may_be_returned_until_it_is_public(stage):
    assert after(stage, "draft") is Stage.DRAFT


@pytest.mark.parametrize("stage", ["draft", "public", "superseded"])
def test_other_stages_are_not_returned(stage):
    with pytest.raises(IllegalMove):
        after(stage, "draft")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("draft", "public", "不能由“起草”变更为“已公开”"),
        ("review", "signing", "不能由“审核”变更为“签发”"),  # not without the confidentiality review
        ("signing", "public", "不能由“签发”变更为“已公开”"),  # not without a signature
        ("public", "draft", "不能由“已公开”变更为“起草”"),
        ("superseded", "public", "不能由“已被新版本取代”变更为“已公开”"),
    ],
)
def test_no_stage_is_left_out_and_nothing_public_goes_back(old, new, sentence):
    with pytest.raises(IllegalMove, match=sentence):
        after(old, new)


def test_nothing_becomes_public_without_secrecy_review_and_signature():
    """Whatever the road from draft to public, it passes these stages."""
    before_public = {old for old, news in STAGE_MOVES.items() if Stage.PUBLIC in news}
    before_signing = {old for old, news in STAGE_MOVES.items() if Stage.SIGNING in news}
    assert before_public == {Stage.SIGNED}
    assert before_signing == {Stage.SECRECY, Stage.CONSENT}
    assert {old for old, news in STAGE_MOVES.items() if Stage.CONSENT in news} == {Stage.SECRECY}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pending", "valid"),
        ("pending", "repealed"),
        ("valid", "amended"),
        ("valid", "repealed"),
        ("valid", "expired"),
        ("amended", "amended"),
        ("amended", "repealed"),
        ("amended", "expired"),
    ],
)
def test_validity_moves_forward(old, new):
    assert validity_after(old, new).value == new


@pytest.mark.parametrize("dead", ["repealed", "expired"])
@pytest.mark.parametrize("new", list(Validity))
def test_a_text_without_force_stays_without_force(dead, new):
    with pytest.raises(IllegalMove, match="效力不能由"):
        validity_after(dead, new)
    assert not in_force(dead)


def test_every_validity_and_stage_has_its_moves():
    assert set(VALIDITY_MOVES) == set(Validity)
    assert set(STAGE_MOVES) == set(Stage)
    assert in_force("amended")


JULY, AUGUST = date(2017, 7, 1), date(2017, 8, 1)


@pytest.mark.parametrize(
    ("day", "stored", "effective_on", "expires_on", "shown"),
    [
        (date(2017, 6, 30), "valid", JULY, None, "pending"),
        (JULY, "pending", JULY, None, "valid"),
        (JULY, "pending", None, None, "valid"),
        (AUGUST, "valid", JULY, AUGUST, "valid"),  # the last day of force still counts
        (date(2017, 8, 2), "valid", JULY, AUGUST, "expired"),
        (date(2017, 8, 2), "amended", JULY, AUGUST, "expired"),
        (AUGUST, "amended", JULY, None, "amended"),
        (date(2017, 6, 30), "repealed", JULY, None, "repealed"),
        (AUGUST, "expired", None, date(2020, 1, 1), "expired"),
    ],
)
def test_the_validity_shown_follows_the_text_s_own_dates(day, stored, effective_on, expires_on, shown):
    assert validity_on(day, stored=stored, effective_on=effective_on, expires_on=expires_on).value == shown


def test_only_what_is_not_signed_yet_can_be_forced_into_the_open():
    for stage in Stage:
        if stage in {Stage.SIGNED, Stage.PUBLIC, Stage.SUPERSEDED}:
            with pytest.raises(IllegalMove, match="不能紧急公开"):
                forced(stage.value)
        else:
            assert forced(stage.value) is Stage.SIGNED
