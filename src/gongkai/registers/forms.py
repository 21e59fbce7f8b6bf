"""What people type when they fill registers: a file, what its columns mean, one entry, a decision."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from gongkai.registers.fields import FieldType, Known
from gongkai.registers.fields.days import Date, Month, Quarter, Year
from gongkai.registers.fields.numbers import MONEY_UNITS, Money, Percent
from gongkai.registers.fields.picks import BETWEEN, Boolean, Choice, Organisation, Region
from gongkai.registers.fields.words import FORMS, Code, Link, Note, Uri
from gongkai.registers.schema import Definition, Field
from gongkai.registers.sheets.columns import Across, Column
from gongkai.registers.sheets.files import SUFFIXES

LONGEST_REASON = 200
RATIO, HUNDREDTHS = "ratio", "%"
UNITS = [
    ("", "不适用"),
    *((unit, unit) for unit in MONEY_UNITS),
    (HUNDREDTHS, "百分数，12.5 即 12.5%"),
    (RATIO, "小数，0.125 即 12.5%"),
]
CELL = "cell-"
FREE = "free"


class UploadForm(forms.Form):
    table = forms.FileField(
        label="表格文件",
        help_text="接受 .xlsx、.xls、.csv、.txt、.tsv；编码和分隔符自动识别",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={"required": "请选择文件", "empty": "文件是空的"},
    )

    def clean_table(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["table"]
        if (file.size or 0) > settings.UPLOAD_LIMIT:  # of such a file nothing but its size was kept
            raise forms.ValidationError(
                f"文件超过{settings.UPLOAD_LIMIT // 1024 // 1024} MB，请压缩或者拆分后再上传"
            )
        return file


class ColumnForm(forms.Form):
    """What one column of a table means."""

    field = forms.ChoiceField(label="对应的字段", required=False)
    unit = forms.ChoiceField(label="单位", choices=UNITS, required=False)

    def __init__(self, data: QueryDict | None, *, column: Column, definition: Definition) -> None:
        given = {"field": column.field, "unit": RATIO if column.is_ratio else column.unit}
        super().__init__(data, initial=given, prefix=f"column-{column.index}")
        self.column = column
        current = [
            (each.key, each.heading + ("（必填）" if each.is_required else "")) for each in definition.current
        ]
        self.fields["field"].choices = [("", "不导入"), *current]  # type: ignore[attr-defined]
        self.fields["field"].widget.attrs["aria-label"] = f"“{column.heading}”对应的字段"
        self.fields["unit"].widget.attrs["aria-label"] = f"“{column.heading}”的单位"
        if not any(isinstance(each.type, (Money, Percent)) for each in definition.current):
            del self.fields["unit"]

    def said(self) -> Column:
        """Return the column as the clerk says it is."""
        field, unit = self.cleaned_data["field"], self.cleaned_data.get("unit", "")
        how = self.column.how if field == self.column.field else "chosen"
        is_ratio = unit == RATIO
        unit = HUNDREDTHS if is_ratio else unit
        return Column(self.column.index, self.column.heading, field, unit if field else "", is_ratio, how)


class LayoutForm(forms.Form):
    """What is said of a table as a whole."""

    is_across = forms.BooleanField(label="按并列的列拆成多条", required=False)
    across_unit = forms.ChoiceField(
        label="并列各列的金额单位", choices=[(unit, unit) for unit in MONEY_UNITS], required=False
    )
    is_whole = forms.BooleanField(
        label="这是全量表",
        required=False,
        help_text="勾选后，本单位已公开而表中没有的条目会撤下；不勾选只新增和变更。撤下须写明理由，由第二个人审核",
    )

    def __init__(self, *args: Any, spread: Across | None, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if spread is None:
            del self.fields["is_across"], self.fields["across_unit"]
            return
        period, value = definition.fields[spread.field], definition.fields[spread.value]
        self.fields["is_across"].initial = True
        self.fields["is_across"].help_text = (
            f"“{spread.headings[0]}”至“{spread.headings[-1]}”共{len(spread.headings)}列是“{period.label}”，"
            f"各格是“{value.label}”；每格成为一条"
        )
        self.fields["across_unit"].initial = spread.unit
        if not isinstance(value.type, Money):
            del self.fields["across_unit"]


def reason(label: str, sentence: str, *, required: bool = True) -> forms.CharField:
    words = {"required": sentence, "max_length": f"最多{LONGEST_REASON}字"}
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, max_length=LONGEST_REASON, required=required, widget=area, error_messages=words
    )


class SubmitForm(forms.Form):
    reason = reason("说明", "请写明理由", required=False)


class AnswerForm(forms.Form):
    answer = reason("退回的理由", "请写明退回的理由")


class UndoForm(forms.Form):
    reason = reason("撤销的理由", "请写明撤销的理由")


class Typed(forms.CharField):
    """A cell of an entry: whether it says something right is seen when the whole entry is read."""

    def validate(self, value: object) -> None: ...


class Chosen(forms.ChoiceField):
    def validate(self, value: object) -> None: ...


class Several(forms.MultipleChoiceField):
    """Several choices of one cell, typed as boxes and kept as one text."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: object) -> None: ...

    def prepare_value(self, value: object) -> object:
        return value.split(BETWEEN) if isinstance(value, str) else value

    def clean(self, value: object) -> str:
        return BETWEEN.join(super().clean(value))


class EntryForm(forms.Form):
    """One entry of a register, a field for each that the register declares."""

    reason = reason("说明", "请写明理由", required=False)

    def __init__(  # noqa: PLR0913 - a form is made of its register, what is fixed and what was said before
        self,
        *args: Any,
        definition: Definition,
        known: Known,
        fixed: Iterable[str] = (),
        before: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        told = self.fields.pop("reason")
        for each in definition.current:
            name = CELL + each.key
            self.fields[name] = _cell(each, known)
            self.initial.setdefault(name, before.get(each.key, ""))
            self.fields[name].disabled = each.key in fixed
        self.fields["reason"] = told

    def cells(self) -> dict[str, str]:
        """Return what was typed, by field."""
        given = self.cleaned_data.items()
        return {name.removeprefix(CELL): str(value) for name, value in given if name.startswith(CELL)}

    def blame(self, found: Mapping[str, str]) -> None:
        """Say what is wrong at the fields where it is wrong."""
        for key, sentence in found.items():
            name = CELL + key if CELL + key in self.fields else key
            self.add_error(name if name in self.fields else None, sentence)


def _cell(field: Field, known: Known) -> forms.Field:
    made: forms.Field
    choices = _choices(field, known)
    if field.type.is_many:
        made = Several(choices=choices)
    elif choices:
        made = Chosen(choices=[("", "请选择"), *choices])
    elif isinstance(field.type, Date):
        made = Typed(widget=forms.DateInput(attrs={"type": "date"}))
    else:
        widget = forms.Textarea(attrs={"rows": 4}) if isinstance(field.type, Note) else forms.TextInput
        made = Typed(widget=widget)
    made.help_text = field.hint or _hint(field.type)
    made.label = field.heading
    made.required = field.is_required
    return made


def _hint(kind: FieldType) -> str:
    """Return what is not plain from the name of a field and the box it has."""
    match kind:
        case Link():
            return "那个台账里这一条的编号"
        case Code(form=form) if form != FREE:
            return FORMS[form]
        case Month() | Quarter() | Year() | Percent() | Uri():
            return f"例如 {kind.example}"
    return ""


def _choices(field: Field, known: Known) -> list[tuple[str, str]]:
    match field.type:
        case Choice(choices=choices):
            return [(each, each) for each in choices]
        case Boolean():
            return [("是", "是"), ("否", "否")]
        case Organisation():
            return _once(known.organisations)
        case Region():
            return _once(known.regions)
    return []


def _once(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return each key with the shortest of its names."""
    shortest: dict[str, str] = {}
    for name, key in names.items():
        if len(name) < len(shortest.get(key, name + " ")):
            shortest[key] = name
    return list(shortest.items())


class EndForm(forms.Form):
    """An entry comes down."""

    reason = reason("理由", "请写明理由")


class RepairForm(EndForm):
    """An entry comes down because the credit of whom it names was repaired."""

    repaired_on = forms.DateField(
        label="作出信用修复决定的日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填写日期", "invalid": "请填写日期，例如 2017-08-01"},
    )
    field_order = ("repaired_on", "reason")


class HoldForm(forms.Form):
    """The display period of a register stands still, for a reason; to lift that needs none."""

    reason = reason("理由（向公众显示）", "请写明理由")

    def __init__(self, *args: Any, is_held: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_held:
            del self.fields["reason"]
