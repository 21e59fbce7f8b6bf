"""What is typed about the lists."""

from typing import Any

from django import forms

from gongkai.proofing import source
from gongkai.proofing.models import Entry
from gongkai.proofing.phrases import FAMILIES, WEIGHTS, Phrase
from gongkai.proofing.rules import Weight
from gongkai.ui import keeping

STATES = [("", "在用"), ("retired", "已停用"), ("all", "全部")]
NOT_A_DAY = {"invalid": "请填写日期，例如 2018-03-21"}


class FilterForm(forms.Form):
    """The filter bar; a value that is no choice filters nothing."""

    q = forms.CharField(label="关键词", required=False, max_length=40)
    family = forms.ChoiceField(label="类别", choices=[("", "全部类别"), *FAMILIES.items()], required=False)
    state = forms.ChoiceField(label="状态", choices=STATES, required=False)


def _line(label: str, length: int, help_text: str, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        help_text=help_text,
        error_messages={"max_length": f"最多{length}字", "required": f"请填写{label}"},
        **more,
    )


class EntryForm(forms.Form):
    """One entry; ``phrase`` holds it once the form is valid."""

    wrong = _line("写法", source.LONGEST, "要找的字词，至少两个字，例如：布署")
    right = _line("应为", source.LONGEST, "点“改正”时换成的字词；需要重写的留空", required=False)
    family = forms.ChoiceField(label="类别", choices=list(FAMILIES.items()))
    weight = forms.ChoiceField(
        label="处理", choices=list(WEIGHTS.items()), initial=Weight.ASKS.value,
        help_text="必须改正的不能送审；提示不影响送审",
    )  # fmt: skip
    reason = _line(
        "说明", source.LONGEST_REASON, "为什么不用，经办人会看到；留空用类别的说明", required=False
    )
    allowed = forms.CharField(
        label="例外",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="含有这个写法、但写得对的词，每行一个，例如：农业部门",
    )
    since = forms.DateField(
        label="自何日起不用",
        required=False,
        error_messages=NOT_A_DAY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="机构旧称、废止的法律填写：成文日期在此之前的文件用旧名是对的",
    )

    phrase: Phrase

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.errors:
            return data
        words = [line.strip() for line in data["allowed"].splitlines() if line.strip()]
        values = {name: data[name] for name in ("wrong", "right", "family", "reason", "since")}
        phrase = Phrase(weight=Weight(data["weight"]), allowed=tuple(dict.fromkeys(words)), **values)
        try:
            self.phrase = source.checked(phrase)
        except ValueError as error:
            self.add_error("allowed" if "例外" in str(error) else "wrong", str(error))
        return data


def initial_of(entry: Entry) -> dict[str, Any]:
    """Return what the form shows of an entry; typed back unchanged it says the same."""
    names = ("wrong", "right", "family", "weight", "reason", "since")
    return {name: getattr(entry, name) for name in names} | {"allowed": "\n".join(entry.allowed)}


class UploadForm(keeping.UploadForm):
    refused = source.BadList

    def decode(self, data: bytes, name: str) -> str:
        return source.decode(data)
