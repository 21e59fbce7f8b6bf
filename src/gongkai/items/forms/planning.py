"""What is typed into the plan of an interpretation."""

from typing import Any, cast

from django import forms as fields

from gongkai.items import declared
from gongkai.items.forms.editing import NOT_A_DAY, Day
from gongkai.obligations.services import codes


def _several(label: str, help_text: str = "") -> fields.MultipleChoiceField:
    return fields.MultipleChoiceField(
        label=label,
        widget=fields.CheckboxSelectMultiple,
        help_text=help_text,
        error_messages={"required": f"请选择{label}", "invalid_choice": f"请从所列中选择{label}"},
    )


class PlanForm(fields.Form):
    """提纲、形式、途径、时间，和第一解读人。"""

    outline = fields.CharField(
        label="解读提纲",
        widget=fields.Textarea(attrs={"rows": 6}),
        max_length=5000,
        help_text="准备说明哪些内容，例如：背景依据、主要内容、适用范围、新旧差异、注意事项",
        error_messages={"required": "请填写解读提纲：准备说明哪些内容", "max_length": "最多5000字"},
    )
    forms = _several("解读形式")
    channels = _several("解读途径")
    planned_on = fields.DateField(
        label="解读时间",
        required=False,
        widget=Day,
        help_text="留空即与文件同时公开",
        error_messages=NOT_A_DAY,
    )
    first_interpreter = fields.CharField(
        label="第一解读人",
        max_length=60,
        help_text="部门主要负责人是第一解读人和责任人，写姓名和职务",
        error_messages={"required": "请填写第一解读人", "max_length": "最多60字"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = [(word.key, word.title) for word in codes()["channels"]]
        for name, offered in (("forms", [*declared.interpretation().forms.items()]), ("channels", channels)):
            cast(fields.MultipleChoiceField, self.fields[name]).choices = offered
