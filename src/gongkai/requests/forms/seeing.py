"""The mark of what was seen: who acts on less than what has happened is told, and keeps what they typed."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any

from django import forms

SENTENCE = "页面没有说明看到了哪一步，请查看后再办"
NOT_SEEN = dict.fromkeys(("required", "invalid", "min_value", "max_value"), SENTENCE)


class SeenForm(forms.Form):
    """``seen`` is the number of events when the page was shown: who acts on less is told."""

    seen = forms.IntegerField(
        label="看到的办理情况",
        widget=forms.HiddenInput,
        min_value=0,
        max_value=32767,
        error_messages=NOT_SEEN,
    )

    def told(self, field: str, sentence: str) -> None:
        """Put a sentence at a field, or above the form where there is none such."""
        name = field.replace("-", "_")
        self.add_error(name if name in self.fields else None, sentence)

    def renew(self, **marks: object) -> None:
        """Let a page that is shown again carry what it shows now, beside what was typed."""
        shown: Any = copy(self.data)
        for name in marks.keys() & self.fields.keys():
            shown[self.add_prefix(name)] = str(marks[name])
        self.data = shown


class WrittenForm(SeenForm):
    """``written_at`` is when the text had been written that was read; nothing for a letter not begun yet."""

    written_at = forms.CharField(
        label="看到的文稿", widget=forms.HiddenInput, required=False, error_messages=NOT_SEEN
    )

    def clean_written_at(self) -> datetime | None:
        text = self.cleaned_data["written_at"]
        try:
            found = datetime.fromisoformat(text) if text else None
        except ValueError:
            raise forms.ValidationError(NOT_SEEN["invalid"]) from None
        if found is not None and found.tzinfo is None:
            raise forms.ValidationError(NOT_SEEN["invalid"])
        return found


class ReadForm(WrittenForm):
    """What is decided about a letter that was read: which text it was must be told."""

    written_at = forms.CharField(label="看到的文稿", widget=forms.HiddenInput, error_messages=NOT_SEEN)
