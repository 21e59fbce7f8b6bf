"""What is added when an application is sent: papers, and a sign that somebody reads what they send."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from gongkai.items.uploads import Refused
from gongkai.requests import services
from gongkai.requests.forms.checks import Line
from gongkai.requests.models import Purpose, Subject
from gongkai.requests.slips import RETRY, Slip

MOST_BYTES = 10 * 1024 * 1024
SCANS = {"image/jpeg", "image/png", "application/pdf"}
ACCEPTED = ".jpg,.jpeg,.png,.pdf"
HOW = "jpg、png 或者 pdf，不超过10 MB。"


class Scan(forms.FileField):
    """A picture or PDF, told by its content; it is kept under a name that tells nothing of anybody."""

    def __init__(self, *, label: str, purpose: str, missing: str = "", help_text: str = "") -> None:
        told = {
            "required": missing,
            "empty": "文件是空的，请重新选择",
            "missing": "没有收到文件，请重新选择",
            "invalid": "没有收到文件，请重新选择",
        }
        widget = forms.FileInput(attrs={"accept": ACCEPTED})
        super().__init__(
            label=label,
            required=bool(missing),
            allow_empty_file=False,
            help_text=help_text,
            error_messages=told,
            widget=widget,
        )
        self.purpose = purpose

    def clean(self, data: Any, initial: Any = None) -> services.Enclosed | None:
        """Return the paper, None where there is none. Raises ValidationError."""
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return None
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError("文件过大，最大 10 MB；可以降低清晰度后重新拍摄或者扫描")
        content = upload.read()
        try:
            name, kind = services.checked(upload.name or "", content, most=MOST_BYTES)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        if kind not in SCANS:
            raise forms.ValidationError("只收 jpg、png、pdf 文件")
        return services.Enclosed(self.purpose, f"{self.label}{PurePosixPath(name).suffix.lower()}", content)


class PapersForm(forms.Form):
    """A form whose files become papers of a case."""

    def papers(self) -> list[services.Enclosed]:
        return [each for each in self.cleaned_data.values() if isinstance(each, services.Enclosed)]


class SendForm(PapersForm):
    """The last step: nothing typed before is lost when something here is refused."""

    identity = Scan(
        label="身份证明",
        purpose=Purpose.IDENTITY.value,
        missing="请选择身份证明的照片或者扫描件",
        help_text=f"公民为身份证等证件，单位为营业执照或者登记证书。{HOW}加密保存。",
    )
    authorisation = Scan(
        label="授权委托书",
        purpose=Purpose.OTHER.value,
        help_text=f"委托他人申请的，附授权委托书和受托人身份证明（可以合为一个 pdf）。{HOW}",
    )
    evidence = Scan(
        label="记录不准确的证据",
        purpose=Purpose.OTHER.value,
        missing="更正本人信息须附记录不准确的证据（条例第四十一条）",
        help_text=HOW,
    )
    truth = forms.BooleanField(
        label="我确认所填内容和所附材料真实（相当于签名或者盖章）",
        error_messages={"required": "请勾选确认"},
    )
    answer = Line(
        label="",
        most=10,
        missing=RETRY,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": 6}),
        help_text="请写数字，用来确认不是程序自动提交。",
    )
    website = forms.CharField(
        label="此栏请留空",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, subject: str, slip: Slip, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slip, self.at = slip, at
        self.fields["answer"].label = slip.question
        if subject != Subject.OWN_RECORD.value:
            del self.fields["evidence"]

    def ask_anew(self, slip: Slip) -> None:
        """Show another question, with nothing typed beneath it."""
        self["answer"].label = slip.question
        self.data = {**self.data, "answer": ""}

    def clean_answer(self) -> str:
        answer: str = self.cleaned_data["answer"]
        if not self.slip.is_answered(answer, at=self.at) or self.data.get("website"):
            raise forms.ValidationError(RETRY)
        return answer


class ReplyForm(PapersForm):
    """A correction, or reasons, from the status page."""

    words = Line(
        label="补正的内容", most=4000, missing="请填写内容", widget=forms.Textarea(attrs={"rows": 6})
    )
    first = Scan(label="附件一", purpose=Purpose.OTHER.value, help_text=f"可以不附。{HOW}")
    second = Scan(label="附件二", purpose=Purpose.OTHER.value)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """The query code, as the receipt shows it or however it was typed."""

    code = Line(
        label="查询码",
        most=60,
        missing="请填写查询码",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text="在登记回执上，16位字母和数字；大小写、有没有短横都可以。",
    )
