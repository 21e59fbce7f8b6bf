"""What an applicant tells of themselves, checked field by field, at the public form and the desk. Pure.

政府信息公开条例（2019）第二十九条: name, proof of identity, a way to be reached.
A check returns the text as it is kept, or raises Unfit with the sentence to show at the field.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

CARD = "id-card"
ID_KINDS: Mapping[str, str] = {
    CARD: "居民身份证",
    "passport": "护照",
    "hk-macao": "港澳居民来往内地通行证（居住证）",
    "taiwan": "台湾居民来往大陆通行证（居住证）",
    "residence": "外国人永久居留身份证",
    "officer": "军官证、士兵证",
    "other": "其他有效证件",
}
"""The papers by which a person is known; only the first has a checksum."""

PAPER = re.compile(r"[0-9A-Z-]{5,30}")
MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,6})?")
SERVICE = re.compile(r"[48]00-?\d{3}-?\d{4}")
ABROAD = re.compile(r"(\+|00)\d{1,3}[- ]?\d{5,14}")
POSTCODE = re.compile(r"\d{6}")
NEEDED_BY: Mapping[str, tuple[str, str]] = {
    "post": ("address", "选择邮寄的，请填写联系地址"),
    "email": ("email", "选择电子邮件的，请填写电子邮箱"),
    "fax": ("fax", "选择传真的，请填写传真号码"),
}
"""By the way in which the answer is to come: what must be known for it."""


class Unfit(ValueError):
    """What was typed cannot be right; the message is the sentence for its field."""


def plain(text: str) -> str:
    """Return ``text`` with full-width figures and letters made plain, without spaces around it."""
    return unicodedata.normalize("NFKC", text).strip()


def identity_card(text: str) -> str:
    """Return the number of an identity card (GB 11643) in its 18 digits. Raises Unfit.

    The place in it is not judged: counties are renamed, and their people keep their numbers.
    """
    number = re.sub(r"[\s-]", "", plain(text)).upper()
    if not re.fullmatch(r"\d{17}[0-9X]", number):
        raise Unfit("居民身份证号码应为18位，末位可以是X")
    try:
        ric.get_birth_date(number)
    except ValidationError as error:
        raise Unfit("居民身份证号码中的出生日期不存在，请核对") from error
    if ric.calc_check_digit(number) != number[-1]:
        raise Unfit("居民身份证号码的校验位不对，请核对")
    return number


def paper(kind: str, text: str) -> str:
    """Return the number of a paper of one of ``ID_KINDS``. Raises Unfit."""
    if kind == CARD:
        return identity_card(text)
    number = plain(text).upper().replace(" ", "")
    if kind != "officer" and not PAPER.fullmatch(number):
        raise Unfit("证件号码应为5至30位数字或者字母")
    return number


def credit_code(text: str) -> str:
    """Return a unified social credit code (GB 32100). Raises Unfit."""
    code = uscc.compact(plain(text)).upper()
    if not uscc.is_valid(code):
        raise Unfit("统一社会信用代码应为18位并且校验位正确，请核对")
    return code


def phone(text: str) -> str:
    """Return a number at which one can be called: mobile, with area code, or from abroad. Raises Unfit."""
    number = re.sub(r"[()\s]|^\+86-?", "", plain(text)).replace("—", "-")
    if not any(form.fullmatch(number) for form in (MOBILE, LANDLINE, SERVICE, ABROAD)):
        raise Unfit("电话号码不完整，请填写11位手机号码，或者带区号的固定电话")
    return number


def postcode(text: str) -> str:
    """Return a postcode of six digits. Raises Unfit."""
    code = plain(text)
    if not POSTCODE.fullmatch(code):
        raise Unfit("邮政编码应为6位数字")
    return code


CHECKS: Mapping[str, Callable[[str], str]] = {
    "code": credit_code,
    "phone": phone,
    "fax": phone,
    "postcode": postcode,
}
"""By field of ``Identity``: what an optional text must be once it is there."""


def checked(
    told: Mapping[str, str], *, is_person: bool, delivery: str
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what an applicant told, as it is kept, and by field the sentences about what is not right."""
    kept = {name: text.strip() for name, text in told.items()}
    faults = lacking(kept, is_person=is_person, delivery=delivery)
    tests = dict(CHECKS)
    if is_person:
        tests["id_number"] = lambda text: paper(kept.get("id_kind", ""), text)
    for name, test in tests.items():
        if kept.get(name) and name not in faults:
            try:
                kept[name] = test(kept[name])
            except Unfit as fault:
                faults[name] = str(fault)
    return kept, faults


def lacking(told: Mapping[str, str], *, is_person: bool, delivery: str) -> dict[str, str]:
    """Return by field what must be told and is not (第二十九条), given who asks and how they want it."""
    wanted = {"name": "请填写姓名" if is_person else "请填写单位名称"}
    if is_person:
        wanted |= {"id_kind": "请选择证件名称", "id_number": "请填写证件号码"}
    else:
        wanted |= {"code": "请填写统一社会信用代码", "contact": "请填写联系人姓名"}
    if delivery in NEEDED_BY:
        name, sentence = NEEDED_BY[delivery]
        wanted[name] = sentence
    found = {name: sentence for name, sentence in wanted.items() if not told.get(name)}
    if not any(told.get(name) for name in ("phone", "email", "address")):
        found.setdefault("phone", "请至少填写一种联系方式：联系电话、电子邮箱或者联系地址")
    return found
