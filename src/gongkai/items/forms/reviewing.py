"""What is typed in a review of documents (清理)."""

from django import forms

from gongkai.items.forms.deciding import ExpireForm
from gongkai.items.forms.editing import NOT_A_DAY, Day
from gongkai.items.models import Scope, Verdict


def _day(label: str, help_text: str = "") -> forms.DateField:
    messages = {"required": f"请填写{label}", **NOT_A_DAY}
    return forms.DateField(label=label, widget=Day, help_text=help_text, error_messages=messages)


def _reason(label: str, sentence: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": sentence, "max_length": "最多300字"},
    )


class OpenForm(forms.Form):
    title = forms.CharField(
        label="名称",
        max_length=120,
        help_text="例如：2017年行政规范性文件清理",
        error_messages={"required": "请填写名称", "max_length": "最多120字"},
    )
    scope = forms.ChoiceField(label="范围", choices=Scope.choices, widget=forms.RadioSelect)
    cutoff_on = _day("清理截至", "清理这一天以前公布、现在仍然有效的文件")
    due_on = _day("填报期限", "各责任单位在此之前填报意见")


class StateForm(forms.Form):
    verdict = forms.ChoiceField(
        label="意见",
        widget=forms.RadioSelect,
        choices=Verdict.choices,
        error_messages={"required": "请选择意见", "invalid_choice": "请选择意见"},
    )
    reason = _reason("理由", "请说明理由")


class TurnDownForm(forms.Form):
    note = _reason("退回理由", "请说明退回理由")


class CloseForm(ExpireForm):
    """The basis and the day of all repeals and expiries that the review brings about."""
