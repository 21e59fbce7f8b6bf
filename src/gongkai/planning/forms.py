"""What people type about work points: assignments, plan lines, reports."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from gongkai.items.models import Item, ItemQuerySet
from gongkai.orgs.models import Organisation, OrganisationQuerySet
from gongkai.planning.models import PlanLine, Status, Task, TaskQuerySet


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class AssignForm(forms.Form):
    """Several points to several departments at once."""

    tasks = forms.ModelMultipleChoiceField(
        Task.objects.none(),
        label="要点",
        error_messages={"required": "请先勾选要交办的要点", "invalid_choice": "所选要点不存在，请刷新页面"},
    )
    lead = forms.ModelChoiceField(
        Organisation.objects.none(), label="牵头单位", required=False, empty_label="不设牵头"
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="责任单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="可以选择多个；牵头单位不必重复选择",
    )
    due_on = forms.DateField(
        label="完成期限", widget=Day, error_messages={"required": "请填写完成期限", "invalid": "请填写日期"}
    )

    def __init__(
        self, *args: Any, tasks: TaskQuerySet, organisations: OrganisationQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "tasks", tasks)
        choose(self, "lead", organisations)
        choose(self, "organisations", organisations)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("lead") and not values.get("organisations"):
            self.add_error("organisations", "请至少选择一个责任单位")
        return values


class RenewForm(forms.Form):
    """Which reworded points are another matter, and which version was looked at."""

    apart = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        empty_value=[],
        label="不是同一项任务",
        error_messages={"invalid_choice": "文件又有变化，请重新核对"},
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": "请重新核对", "invalid": "请重新核对"}
    )

    def __init__(self, *args: Any, tasks: Sequence[Task], serial: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.TypedMultipleChoiceField, self.fields["apart"])
        field.choices = [(task.pk, task.code) for task in tasks]
        self.fields["seen"].initial = serial


class DueForm(forms.Form):
    due_on = forms.DateField(
        label="实施方案报备期限",
        widget=Day,
        error_messages={"required": "请填写报备期限", "invalid": "请填写日期"},
    )


class DecisionForm(forms.Form):
    """Accepting needs no words."""

    note = forms.CharField(label="备案意见", required=False, max_length=500)


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="退回理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "退回须说明理由"},
    )
    again_by = forms.DateField(
        label="重新报备期限", widget=Day, required=False, error_messages={"invalid": "请填写日期"}
    )
    was_accepted = forms.BooleanField(required=False, widget=forms.HiddenInput)


class LineForm(forms.Form):
    """What the department will do about one task. Left wholly empty, it is not saved yet."""

    measures = forms.CharField(
        label="工作措施", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(
        label="完成时间", widget=Day, required=False, error_messages={"invalid": "请填写日期"}
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0, required=False)

    theirs: PlanLine | None = None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("measures")) != bool(values.get("due_on")) and not self.errors:
            missing = "due_on" if values.get("measures") else "measures"
            self.add_error(missing, "措施和完成时间须一并填写")
        return values

    def contradict(self, theirs: PlanLine, sentence: str) -> None:
        """Show what somebody else saved; sending the form again then stands on their revision."""
        self.theirs = theirs
        typed = QueryDict(mutable=True)
        typed.update({name: self.data.get(name, "") for name in map(self.add_prefix, self.fields)})
        typed[self.add_prefix("revision")] = str(theirs.revision)
        self.data = typed
        self.add_error("measures", sentence)

    @property
    def is_empty(self) -> bool:
        return not self.cleaned_data.get("measures")


class Proof(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """A choice among public items, named by title and number."""

    def label_from_instance(self, obj: Item) -> str:
        return f"{obj.current.title if obj.current else obj}（{obj.number}）"


class ReportForm(forms.Form):
    status = forms.ChoiceField(
        label="状态",
        choices=[(each.value, each.label) for each in Status],
        error_messages={"invalid_choice": "没有这种状态", "required": "请选择状态"},
    )
    percent = forms.IntegerField(
        label="完成比例（%）",
        min_value=0,
        max_value=100,
        error_messages={
            "required": "请填写完成比例",
            "invalid": "请填写0至100的整数",
            "min_value": "请填写0至100的整数",
            "max_value": "请填写0至100的整数",
        },
    )
    note = forms.CharField(
        label="进展情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请说明进展情况"},
    )
    evidence = Proof(
        Item.objects.none(),
        label="佐证（已公开的信息）",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="公众可在任务进展旁看到这些信息",
        error_messages={"invalid_choice": "所选信息尚未公开或已撤回"},
    )

    def __init__(self, *args: Any, items: ItemQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "evidence", items)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if {"status", "percent"} <= values.keys():
            if (values["status"] == Status.DONE.value) != (values["percent"] == 100):
                self.add_error("percent", "“已完成”的完成比例应为100，其他状态应低于100")
        return values


def choose(form: forms.Form, name: str, among: QuerySet[Any]) -> None:
    """Set what may be chosen in the field ``name``."""
    field = cast("forms.ModelChoiceField[Any]", form.fields[name])
    field.queryset = among
