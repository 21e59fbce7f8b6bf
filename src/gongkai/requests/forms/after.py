"""What is typed about proceedings, complaints and work suggestions at the desk."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from gongkai.orgs.models import Organisation, OrganisationQuerySet
from gongkai.requests.declared import law
from gongkai.requests.models import Finding, Route
from gongkai.requests.models.proceedings import RESULTS


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    wrong = {"required": f"请填写{label}", "invalid": "请填写日期"}
    return forms.DateField(
        label=label, widget=Day, required=required, help_text=help_text, error_messages=wrong
    )


def words(
    label: str, most: int, *, rows: int = 4, required: bool = True, help_text: str = ""
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}", "max_length": f"{label}不超过{most}字"},
    )


def choice(label: str, choices: Any = ()) -> forms.ChoiceField:
    wrong = {"required": f"请选择{label}", "invalid_choice": "没有这个选项"}
    return forms.ChoiceField(label=label, choices=choices, error_messages=wrong)


class ContestForm(forms.Form):
    """A review or a lawsuit that somebody began about a case."""

    route = choice("途径", Route.choices)
    body = forms.CharField(
        label="复议机关或者法院",
        max_length=100,
        error_messages={"required": "请填写复议机关或者法院的名称"},
    )
    reference = forms.CharField(label="案号", max_length=80, required=False)
    applied_on = day("申请或者起诉日期")
    begun_on = day("受理日期")
    copy_on = day(
        "收到副本日期", required=False, help_text="答复期限自收到副本之日起计算；空白的按受理日期计算"
    )
    late_for = forms.CharField(
        label="逾期仍受理的理由",
        max_length=300,
        required=False,
        help_text="超过法定期限、受理机关认定有正当理由的填写",
    )


class SentForm(forms.Form):
    """That the organ's reply went to the review organ or the court."""

    words = words("提交的材料", 500, rows=2, required=False)


class ConcludeForm(forms.Form):
    result = choice("结果", RESULTS)
    on = day("结案日期")
    words = words("裁判要点", 2000)


class ReopenForm(forms.Form):
    on = day("收到决定或者判决的日期", help_text="重新答复的期限自这一天起计算")
    words = words("重新处理的依据", 500, rows=2)


class ComplaintForm(forms.Form):
    """A complaint that came by letter, by mouth or from above."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="被投诉的机关",
        error_messages={"required": "请选择被投诉的机关", "invalid_choice": "没有这个机关"},
    )
    words = words("投诉举报的内容", 4000, rows=6)
    contact = forms.CharField(
        label="联系方式", max_length=200, required=False, help_text="加密保存，答复时使用"
    )

    def __init__(self, *args: Any, organisations: OrganisationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, organisations)


class FindingForm(forms.Form):
    finding = choice("查证结果", Finding.choices)
    words = words("答复", 4000, rows=6)


class SuggestForm(forms.Form):
    """A work suggestion to a department."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="责任单位",
        error_messages={"required": "请选择责任单位", "invalid_choice": "没有这个单位"},
    )
    problem = choice("问题")
    words = words("建议内容", 4000, rows=6)
    due_on = day("回复期限")

    def __init__(self, *args: Any, organisations: OrganisationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, organisations)
        cast(forms.ChoiceField, self.fields["problem"]).choices = list(law().problems.items())


class SuggestionAnswerForm(forms.Form):
    words = words("办理情况", 4000, rows=5)


class SuggestionAcceptForm(forms.Form):
    words = forms.CharField(label="审核意见", max_length=500, required=False)


class SuggestionReturnForm(forms.Form):
    words = words("退回理由", 500, rows=3)
    due_on = day("重新回复期限")


def choose(form: forms.Form, organisations: OrganisationQuerySet) -> None:
    """Set which organisations may be chosen."""
    cast("forms.ModelChoiceField[Any]", form.fields["organisation"]).queryset = organisations
