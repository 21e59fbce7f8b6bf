"""What is typed for each act about a case. Each says which event was seen last."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, ClassVar, cast

from django import forms

from gongkai.orgs.models import Person
from gongkai.requests.forms.fields import FilesField, day, paragraph
from gongkai.requests.forms.seeing import SeenForm
from gongkai.requests.models import Purpose, Request
from gongkai.requests.rules import Evidence
from gongkai.requests.rules.receipt import EVIDENCES

AT_MOST = 5
ADDED = [
    each
    for each in Purpose
    if each in {Purpose.ORIGINAL, Purpose.IDENTITY, Purpose.EVIDENCE, Purpose.MATERIAL, Purpose.OTHER}
]


class AssignForm(SeenForm):
    to = forms.ModelChoiceField(
        Person.objects.none(),
        label="经办人",
        error_messages={"required": "请选择经办人", "invalid_choice": "请从所列中选择经办人"},
    )
    words = paragraph("交办意见", most=300, required=False)

    def __init__(self, *args: Any, people: Collection[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Person]", self.fields["to"])
        field.queryset = Person.objects.filter(pk__in=[each.pk for each in people]).order_by("name", "pk")
        field.label_from_instance = lambda obj: obj.name  # type: ignore[method-assign]


class SearchForm(SeenForm):
    where = forms.CharField(
        label="在哪里检索",
        max_length=200,
        error_messages={"required": "请写明在哪里检索", "max_length": "最多200字"},
    )
    how = forms.CharField(
        label="怎样检索",
        max_length=300,
        error_messages={"required": "请写明怎样检索", "max_length": "最多300字"},
    )
    searcher = forms.CharField(
        label="检索人", max_length=40, error_messages={"required": "请写明检索人", "max_length": "最多40字"}
    )
    on = day("检索日期")
    is_found = forms.TypedChoiceField(
        label="是否检索到",
        choices=[("1", "检索到相关信息"), ("0", "没有检索到相关信息")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否检索到"},
    )
    result = paragraph("检索结果", most=1000)


class NoteForm(SeenForm):
    words = paragraph("记录", most=2000, rows=5)


class ReasonsForm(SeenForm):
    words = paragraph("数量、频次明显超过合理范围的情况", most=1000, rows=5)


class WithdrawForm(SeenForm):
    on = day("撤回日期")
    words = paragraph("申请人怎样撤回", most=500)


class UndoForm(SeenForm):
    words = paragraph("撤销理由", most=300)


class ReissueForm(SeenForm):
    words = paragraph("怎样核对申请人身份", most=300)


class ArchiveForm(SeenForm):
    """Nothing but what was seen."""


class AttachForm(SeenForm):
    purpose = forms.ChoiceField(
        label="材料种类",
        choices=[(each.value, each.label) for each in ADDED],
        error_messages={"invalid_choice": "请从所列中选择材料种类"},
    )
    uploads = FilesField(label="文件")


class ConfirmForm(SeenForm):
    """Further evidence of receipt; asked are only the days that can decide for the channel."""

    submitted = day(EVIDENCES["submitted"], required=False)
    signed = day(EVIDENCES["signed"], required=False)
    arrived = day(EVIDENCES["arrived"], required=False)
    confirmed = day(EVIDENCES["confirmed"], required=False)
    words = paragraph("怎样确认", most=500)

    def __init__(self, *args: Any, evidences: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in EVIDENCES:
            if name not in evidences:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        days = [name for name in EVIDENCES if name in self.fields]
        if not self.errors and not any(values.get(name) for name in days):
            self.add_error(days[0], "请至少填写一个日期")
        return values

    @property
    def evidence(self) -> Evidence:
        """The days that were given."""
        return Evidence(**{name: self.cleaned_data.get(name) for name in EVIDENCES})


class MergeForm(SeenForm):
    into = forms.ModelChoiceField(
        Request.objects.none(),
        label="并入哪件申请",
        error_messages={"required": "请选择并入哪件申请", "invalid_choice": "请从所列中选择"},
    )
    words = paragraph("并案理由", most=300)

    def __init__(self, *args: Any, candidates: Iterable[Request], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Request]", self.fields["into"])
        field.queryset = Request.objects.filter(pk__in=[each.pk for each in candidates])
        field.label_from_instance = lambda obj: f"{obj.number} {obj.title}"  # type: ignore[method-assign]


def _title(number: int) -> forms.CharField:
    return forms.CharField(
        label=f"分出的第{number}件：所需信息名称",
        required=number == 1,
        max_length=200,
        error_messages={"required": "请至少分出一件", "max_length": "最多200字"},
    )


class SplitForm(SeenForm):
    """Up to five matters that become cases of their own."""

    title_1, content_1 = _title(1), paragraph("第1件的内容描述", most=4000)
    title_2, content_2 = _title(2), paragraph("第2件的内容描述", most=4000, required=False)
    title_3, content_3 = _title(3), paragraph("第3件的内容描述", most=4000, required=False)
    title_4, content_4 = _title(4), paragraph("第4件的内容描述", most=4000, required=False)
    title_5, content_5 = _title(5), paragraph("第5件的内容描述", most=4000, required=False)
    words = paragraph("分案理由", most=300)
    numbers: ClassVar = range(1, AT_MOST + 1)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for number in self.numbers:
            title, content = f"title_{number}", f"content_{number}"
            if bool(values.get(title)) != bool(values.get(content)) and not self.errors:
                self.add_error(content if values.get(title) else title, "名称和内容描述都要填写")
        return values

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What was told of each part."""
        told = self.cleaned_data
        return [
            (told[f"title_{number}"], told[f"content_{number}"])
            for number in self.numbers
            if told[f"title_{number}"]
        ]
