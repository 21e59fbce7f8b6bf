"""What is typed into an interpretation by questions and answers (问答)."""

from typing import Any

from django import forms

from gongkai.items.questions import Pair

SPARE = 3
MOST = 40


class QuestionsForm(forms.Form):
    """The pairs that there are, and some empty ones; a pair without words is left out."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, pairs: list[Pair], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(len(pairs) + SPARE, MOST)
        for number in range(1, self.count + 1):
            pair = pairs[number - 1] if number <= len(pairs) else Pair("", "")
            self.fields[f"question_{number}"] = forms.CharField(
                label=f"问题{number}", max_length=100, required=False, initial=pair.question,
                error_messages={"max_length": "最多100字"},
            )  # fmt: skip
            self.fields[f"answer_{number}"] = forms.CharField(
                label=f"回答{number}", max_length=3000, required=False, initial=pair.answer,
                widget=forms.Textarea(attrs={"rows": 3}), error_messages={"max_length": "最多3000字"},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for number in range(1, self.count + 1):
            asked, said = values.get(f"question_{number}"), values.get(f"answer_{number}")
            if bool(asked) != bool(said):
                self.add_error(f"question_{number}", "问题和回答要成对填写")
        return values

    @property
    def pairs(self) -> list[Pair]:
        rows = [
            Pair(self.cleaned_data[f"question_{number}"], self.cleaned_data[f"answer_{number}"])
            for number in range(1, self.count + 1)
        ]
        return [each for each in rows if each.question]

    @property
    def groups(self) -> list[list[forms.BoundField]]:
        """The fields of each pair."""
        return [[self[f"question_{n}"], self[f"answer_{n}"]] for n in range(1, self.count + 1)]
