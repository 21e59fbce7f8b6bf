"""Who is asked, what they said, how an objection was weighed; what the applicant did; what is hidden."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from gongkai.requests.forms.fields import day, paragraph
from gongkai.requests.forms.seeing import SeenForm
from gongkai.requests.models import Consulted, Opinion
from gongkai.requests.services import Suggestion


class AskForm(SeenForm):
    kind = forms.ChoiceField(
        label="征求对象",
        choices=Consulted.choices,
        error_messages={"required": "请选择征求对象", "invalid_choice": "请选择征求对象"},
    )
    key = forms.CharField(
        label="在案卷中的称呼",
        max_length=80,
        help_text="出现在办理记录中；对方是自然人的请用代号，不写姓名",
        error_messages={"required": "请写明怎样称呼对方", "max_length": "最多80字"},
    )
    name = forms.CharField(
        label="名称或者姓名", required=False, max_length=100, help_text="加密保存，只写在征求意见函上",
        error_messages={"max_length": "最多100字"},
    )  # fmt: skip
    contact = forms.CharField(
        label="联系方式", required=False, max_length=200, help_text="加密保存",
        error_messages={"max_length": "最多200字"},
    )  # fmt: skip
    question = paragraph("征求意见的内容", most=2000, rows=5)


class HearForm(SeenForm):
    opinion = forms.ChoiceField(
        label="意见",
        choices=[each for each in Opinion.choices if each[0] != Opinion.AWAITED.value],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择对方的意见", "invalid_choice": "请选择对方的意见"},
    )
    heard_on = day("收到意见之日", required=False, help_text="期满未答复的不填，按期满之日计算")
    reasons = paragraph("理由", most=2000, required=False, help_text="不同意公开的必须填写")


class WeighForm(SeenForm):
    is_overridden = forms.TypedChoiceField(
        label="审查结果",
        choices=[("0", "理由成立，予以采纳"), ("1", "不予采纳，决定公开")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择审查结果", "invalid_choice": "请选择审查结果"},
    )
    weighing = paragraph("审查意见和理由", most=2000, rows=5)


class CorrectForm(SeenForm):
    on = day("收到补正之日")
    words = paragraph("补正的内容", most=4000, rows=6, help_text="加密保存；答复期限自这一天起重新计算")


class PayForm(SeenForm):
    on = day("缴费之日")
    words = forms.CharField(
        label="缴费凭证号", required=False, max_length=100, error_messages={"max_length": "最多100字"}
    )


class HideForm(SeenForm):
    """What a copy is to be without: what was suggested, and own words, one a line."""

    keys = forms.MultipleChoiceField(
        label="建议遮蔽的内容",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "文件有了变化，请重新核对"},
    )
    words = paragraph("另外遮蔽的内容", most=4000, rows=5, required=False, help_text="一行一处，与原文一致")

    def __init__(self, *args: Any, suggestions: Iterable[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["keys"])
        field.choices = [(each.key, _shown(each)) for each in suggestions]

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]


def _shown(each: Suggestion) -> str:
    what = f"整列“{each.value}”" if each.is_column else f"“{each.value}”"
    times = f"，共{each.count}处" if each.count > 1 else ""
    return f"{what}{times}：{each.sentence}"
