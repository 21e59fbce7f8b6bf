"""Fields of an applicant that can be checked without asking anybody; each tells what is wrong."""

from __future__ import annotations

import re
import unicodedata

from django import forms
from stdnum.cn import ric, uscc

PHONE = re.compile(r"(?:(?:\+?86)?1[3-9]\d{9}|(?:0\d{2,3})?\d{7,8}(?:[转#x]\d{1,6})?|\+\d{7,15}|[48]00\d{7})")
POSTCODE = re.compile(r"\d{6}")
OTHER_PAPER = re.compile(r"[0-9A-Z()\-]{5,24}")
ID_CARD = "id-card"
PAPERS = [
    (ID_CARD, "居民身份证"),
    ("passport", "护照"),
    ("hk-macao", "港澳居民来往内地通行证"),
    ("taiwan", "台湾居民来往大陆通行证"),
    ("residence", "港澳台居民居住证、外国人永久居留身份证"),
    ("other", "其他有效证件"),
]


def plain(text: str) -> str:
    """Return what was typed with full-width letters and digits made plain."""
    return unicodedata.normalize("NFKC", text).strip()


class Line(forms.CharField):
    """One line or more of text, with a length that is told in a sentence."""

    def __init__(self, *, label: str, most: int, missing: str = "", **more: object) -> None:
        told = {"max_length": f"最多{most}个字，现在有%(show_value)s个字，请删减"}
        if missing:
            told["required"] = missing
        super().__init__(
            label=label, max_length=most, required=bool(missing), error_messages=told, **more  # type: ignore[arg-type]
        )  # fmt: skip


class Phone(Line):
    """A mobile or fixed line; spaces and hyphens do not matter."""

    def clean(self, value: object) -> str:
        text = plain(str(super().clean(value) or ""))
        if text and not PHONE.fullmatch(re.sub(r"[\s()\-]", "", text)):
            raise forms.ValidationError("号码不对：手机为11位数字，固定电话请加区号，如0571-85000000")
        return text


class Postcode(Line):
    def clean(self, value: object) -> str:
        text = plain(str(super().clean(value) or ""))
        if text and not POSTCODE.fullmatch(text):
            raise forms.ValidationError("邮政编码是6位数字")
        return text


class Email(forms.EmailField):
    def __init__(self, *, label: str, help_text: str = "") -> None:
        told = {"invalid": "电子邮箱不对，应当像 name@example.com", "max_length": "电子邮箱太长"}
        super().__init__(
            label=label,
            required=False,
            max_length=120,
            help_text=help_text,
            error_messages=told,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        )


def id_number(kind: str, text: str) -> str:
    """Return the number of an identity paper as it is stored. Raises ValidationError."""
    typed = plain(text).upper().replace(" ", "")
    if kind == ID_CARD and not ric.is_valid(typed):
        raise forms.ValidationError("身份证号码不对：应为18位，末位是数字或者X，请逐位核对")
    if kind != ID_CARD and not OTHER_PAPER.fullmatch(typed):
        raise forms.ValidationError("证件号码应为5至24位数字、字母")
    return typed


def credit_code(text: str) -> str:
    """Return a unified social credit code. Raises ValidationError."""
    typed = plain(text).upper().replace(" ", "")
    if not uscc.is_valid(typed):
        raise forms.ValidationError("统一社会信用代码不对：应为18位，没有字母I、O、S、V、Z，请逐位核对")
    return typed
