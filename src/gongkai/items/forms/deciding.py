"""What is typed with a decision: a note, a reason, a basis, a time."""

from typing import Any

from django import forms

from gongkai.items.forms.editing import NOT_A_DAY, Day
from gongkai.items.forms.relating import ItemField, choose_among
from gongkai.items.models import Change, ItemQuerySet


def _words(label: str, sentence: str, length: int = 300, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
        error_messages={"required": sentence, "max_length": f"最多{length}字"},
    )


class SubmitForm(forms.Form):
    """A reason is needed only to overrule findings such as a telephone number that is meant to be public."""

    overruling = forms.CharField(
        label="仍然送审的理由",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="疑似个人信息确属应当公开的（如办公电话），说明理由后可以送审，理由会留存",
    )


class NoteForm(forms.Form):
    note = forms.CharField(label="意见", required=False, max_length=300)


class ReasonForm(forms.Form):
    reason = _words("理由", "请说明理由")


class ExemptForm(forms.Form):
    exempt_reason = _words("免予解读的理由", "请说明不需要解读的理由")


class SignForm(forms.Form):
    publish_at = forms.DateTimeField(
        label="公开时间",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text="留空即签发后立即公开",
        error_messages={"invalid": "请填写时间，例如 2017-07-01 09:00"},
    )


class ReviseForm(forms.Form):
    change = forms.ChoiceField(
        label="变更性质",
        widget=forms.RadioSelect,
        choices=[(Change.AMEND.value, "修改：内容有实质变化"), (Change.CORRECT.value, "更正：改正差错")],
        error_messages={"required": "请选择修改或更正", "invalid_choice": "请选择修改或更正"},
    )


class ExpireForm(forms.Form):
    basis = _words("依据", "请填写依据，例如清理决定的名称和文号")
    since = forms.DateField(
        label="自何日起",
        widget=Day,
        error_messages={"required": "请填写日期", **NOT_A_DAY},
    )


class RepealForm(ExpireForm):
    successor = ItemField(
        label="替代它的文件", required=False, help_text="输入关键词查找，或填写索引号；没有的留空"
    )

    def __init__(self, *args: Any, among: ItemQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "successor", among)
