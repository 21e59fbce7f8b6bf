"""What is sent about one finding, or chosen in the report of a walk."""

from django import forms

from gongkai.proofing.phrases import WEIGHTS


class MarkForm(forms.Form):
    """Which finding is meant."""

    fingerprint = forms.RegexField("^[0-9a-f]{64}$", widget=forms.HiddenInput)


class MendForm(MarkForm):
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class IgnoreForm(MarkForm):
    reason = forms.CharField(
        label="忽略的理由",
        max_length=300,
        help_text="例如：引用原文如此；理由会留存，审核时可见",
        error_messages={"required": "请说明理由", "max_length": "最多300字"},
    )


class WalkForm(forms.Form):
    weight = forms.ChoiceField(label="处理", choices=[("", "全部"), *WEIGHTS.items()], required=False)
