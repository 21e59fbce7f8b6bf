"""What people type or choose at the workbench itself."""

from datetime import date
from typing import Any, cast

from django import forms

from gongkai.desk.models import Digest
from gongkai.obligations.models import Obligation
from gongkai.obligations.services import codes


class DigestForm(forms.Form):
    digest = forms.ChoiceField(label="邮件提醒", choices=Digest.choices, widget=forms.RadioSelect)


class FilterForm(forms.Form):
    name = forms.CharField(
        label="名称",
        max_length=20,
        error_messages={"required": "请为筛选写一个名称", "max_length": "名称不超过 20 字"},
    )


class ValueForm(forms.Form):
    """What one field of all chosen drafts is to say."""

    section = forms.CharField(label="责任科室", max_length=60)
    theme = forms.ChoiceField(label="主题分类")
    obligation = forms.ModelChoiceField(
        Obligation.objects.none(), label="公开事项", to_field_name="key", empty_label="请选择"
    )

    def __init__(self, *args: Any, verb: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {verb}:
            del self.fields[name]
        if verb == "theme":
            titles = codes().titles("themes")
            cast(forms.ChoiceField, self.fields[verb]).choices = [("", "请选择"), *((t, t) for t in titles)]
        if verb == "obligation":
            current = Obligation.objects.current(on)
            cast("forms.ModelChoiceField[Obligation]", self.fields[verb]).queryset = current
