"""What an applicant tells is checked field by field, with a sentence for each."""

import pytest

from gongkai.requests.rules import applicant

PERSON = {
    "name": "陈某",
    "id_kind": "id-card",
    "id_number": "330103197001010014",
    "phone": "0571-85820000",
}
BODY = {"name": "某某公司", "code": "91330103MA27YK2T9R", "contact": "王某", "phone": "13800138000"}


def faults(told, *, is_person=True, delivery="online"):
    return applicant.checked(told, is_person=is_person, delivery=delivery)[1]


def card(body):
    """Return a number whose check digit is right, computed by hand as GB 11643 says."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def test_a_card_is_known_by_its_last_digit():
    number = card("33010319700101001")
    assert applicant.identity_card(f" {number[:6]} {number[6:]} ") == number
    wrong = number[:-1] + str((int(number[-1].replace("X", "0")) + 1) % 10)
    with pytest.raises(applicant.Unfit, match="校验位"):
        applicant.identity_card(wrong)


def test_a_card_may_end_in_x_and_be_typed_small_or_in_full_width():
    number = next(n for n in (card(f"3301031970010100{d}") for d in range(10)) if n.endswith("X"))
    assert applicant.identity_card(number.lower()) == number
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    assert applicant.identity_card(wide) == number


@pytest.mark.parametrize(
    ("text", "says"),
    [("330103", "18位"), (card("33010319701301001"), "出生日期"), ("一二三", "18位")],
)
def test_what_is_no_card_is_told_why(text, says):
    with pytest.raises(applicant.Unfit, match=says):
        applicant.identity_card(text)


def test_a_county_that_was_dissolved_is_no_fault_of_its_people():
    """330103 was 下城区 until 2021."""
    assert applicant.identity_card(card("33010319850607001"))


@pytest.mark.parametrize(
    "text",
    ["13800138000", "+86 138 0013 8000", "0571-85820000", "（0571）85820000", "85820000", "010-62345678-123"]
    + ["+852 21234567", "400-800-1234", "１３８００１３８０００"],
)
def test_a_number_at_which_one_can_be_called_is_taken(text):
    assert applicant.phone(text)


@pytest.mark.parametrize("text", ["1380013800", "12345", "电话", "138001380000"])
def test_a_number_that_rings_nowhere_is_refused(text):
    with pytest.raises(applicant.Unfit, match="电话号码"):
        applicant.phone(text)


def test_a_postcode_has_six_digits():
    assert applicant.postcode("３１０００６") == "310006"
    with pytest.raises(applicant.Unfit, match="6位"):
        applicant.postcode("31000")


def test_a_credit_code_is_known_by_its_last_digit():
    assert applicant.credit_code("91330103 ma27yk2t9r") == "91330103MA27YK2T9R"
    with pytest.raises(applicant.Unfit, match="18位"):
        applicant.credit_code("913301030000000000")


def test_a_person_tells_name_paper_and_how_to_be_reached():
    assert set(faults({})) == {"name", "id_kind", "id_number", "phone"}
    assert faults(PERSON | {"id_number": card("33010319700101001")}) == {}


def test_an_organisation_tells_code_and_contact():
    assert faults(BODY, is_person=False) == {}
    assert set(faults({}, is_person=False)) == {"name", "code", "contact", "phone"}


@pytest.mark.parametrize(("delivery", "field"), [("post", "address"), ("email", "email"), ("fax", "fax")])
def test_how_the_answer_is_to_come_says_what_must_be_known(delivery, field):
    assert field in faults(PERSON, delivery=delivery)
    assert field not in faults(PERSON | {field: "0571-85820000"}, delivery=delivery)


def test_a_passport_has_no_checksum_and_an_officers_number_may_have_characters():
    assert applicant.paper("passport", "e12345678") == "E12345678"
    assert applicant.paper("officer", "南字第000001号") == "南字第000001号"
    with pytest.raises(applicant.Unfit, match="5至30位"):
        applicant.paper("passport", "护照")
