"""Lists kept at the desk: what the forms and the views of every app share that keeps one."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, QueryDict

LARGEST = 1024 * 1024
UNPROCESSABLE = 422


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form is bound to: what was sent, None when it is only shown."""
    return request.POST if request.method == "POST" else None


def status(form: forms.BaseForm) -> int:
    """Return with which status a page goes out that shows ``form``, perhaps with its errors."""
    return UNPROCESSABLE if form.errors else 200


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="理由",
        max_length=200,
        help_text="写入操作日志和版本记录",
        error_messages={"max_length": "最多200字", "required": "请填写理由"},
    )


class UploadForm(forms.Form):
    """A YAML file, or its text typed in; ``text`` holds what was given."""

    file = forms.FileField(label="文件（YAML）", required=False, help_text="UTF-8，最多 1 MB")
    text = forms.CharField(
        label="或者粘贴内容",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
    )
    refused: ClassVar[type[Exception]] = ValueError
    """What ``decode`` raises, with the sentence."""

    def decode(self, data: bytes, name: str) -> str:
        """Return the text of a file. Each list has files of its own."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if max(getattr(data.get("file"), "size", 0), len(data.get("text", ""))) > LARGEST:
            self.add_error("file" if data.get("file") else "text", "内容过大，最多 1 MB，请分成几个文件")
        elif data.get("file"):
            try:
                data["text"] = self.decode(data["file"].read(), data["file"].name)
            except self.refused as bad:
                self.add_error("file", str(bad))
        elif not data.get("text", "").strip():
            self.add_error("file", "请选择文件或者粘贴内容")
        return data


class ApplyForm(forms.Form):
    """A file whose difference was looked at, with the mark of what it was compared with."""

    text = forms.CharField(strip=False, widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
