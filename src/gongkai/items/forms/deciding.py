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
    """A reason is needed only for findings that may stand and have none yet, such as an office telephone."""

    overruling = forms.CharField(
        label="仍然送审的理由",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="尚未逐处处理的问题（如确属应当公开的办公电话），用一条理由统一说明；理由记到每一处并留存",
    )
    reply = forms.CharField(
        label="对退回意见的答复",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="按意见改了的可以不填；没有改动的必须说明为何不改，记入办理记录",
    )


class NoteForm(forms.Form):
    note = forms.CharField(label="意见", required=False, max_length=300)


class ReasonForm(forms.Form):
    reason = _words("理由", "请说明理由")


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="退回理由",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="没有处理的批注一并作为理由，已有批注的可以不填",
        error_messages={"max_length": "最多300字"},
    )


class CommentForm(forms.Form):
    """A remark at a paragraph; 0 is the whole text."""

    place = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=100_000, initial=0,
        error_messages={"invalid": "没有这一段", "required": "没有这一段"},
    )  # fmt: skip
    text = _words("批注", "请填写批注", length=500)


class CallOffForm(forms.Form):
    reason = _words("撤销理由", "请说明撤销会签请求的理由")


class ForceForm(forms.Form):
    reason = _words("事由", "请说明紧急公开的事由", help_text="例如：台风红色预警，须立即告知公众")
    is_unclassified = forms.BooleanField(
        label="我已审查全文和附件，不涉及国家秘密、商业秘密和个人隐私",
        error_messages={"required": "请审查内容并作出声明"},
    )


class RatifyForm(forms.Form):
    is_ratified = forms.TypedChoiceField(
        label="决定",
        widget=forms.RadioSelect,
        choices=[("yes", "补批：同意公开"), ("no", "不予补批：撤回公开")],
        coerce=lambda value: value == "yes",
        error_messages={"required": "请选择是否补批", "invalid_choice": "请选择是否补批"},
    )
    remark = forms.CharField(
        label="意见", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不予补批的必须说明理由，公众将在原地址看到",
    )  # fmt: skip


class ReexamineForm(forms.Form):
    is_opened = forms.TypedChoiceField(
        label="结论",
        widget=forms.RadioSelect,
        choices=[("no", "继续不予公开"), ("yes", "转为主动公开")],
        coerce=lambda value: value == "yes",
        error_messages={"required": "请选择结论", "invalid_choice": "请选择结论"},
    )
    reason = _words("理由", "请说明评估审查的理由")


class ArrangeForm(forms.Form):
    """Whether a draft is a normative document, and who issues it jointly, in the order of their names."""

    is_normative = forms.BooleanField(
        label="行政规范性文件",
        required=False,
        help_text="涉及公民、法人权利义务、在一定期限内反复适用的，须经合法性审查",
    )

    def __init__(self, *args: Any, among: Any, places: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, places + 1):
            self.fields[f"cosigner_{number}"] = forms.ModelChoiceField(
                among, label=f"第{number}个会签机构", required=False, empty_label="（没有）"
            )

    @property
    def values(self) -> dict[str, Any]:
        """What was chosen, as the service takes it."""
        chosen = [value for name, value in self.cleaned_data.items() if name != "is_normative" and value]
        return {"is_normative": self.cleaned_data["is_normative"], "cosigners": chosen}


class ExemptForm(forms.Form):
    exempt_reason = _words("免予解读的理由", "请说明不需要解读的理由")
    is_deferred = forms.BooleanField(
        label="公开后补充解读",
        required=False,
        help_text="只是来不及同步的勾选此项：文件公开之日起计算解读的期限，逾期会列入待办",
    )


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
