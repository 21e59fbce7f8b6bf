"""Fields that several forms of requests have: days, files, and the mark of what was seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from gongkai.requests import services

REQUIRED_DAY = {"required": "请填写日期", "invalid": "请填写日期，例如 2026-11-23"}


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=Day, help_text=help_text, error_messages=REQUIRED_DAY
    )


def paragraph(label: str, *, most: int, rows: int = 3, required: bool = True, **more: Any) -> forms.CharField:
    """Return a field of several lines with its limit in every sentence."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}", "max_length": f"最多{most}字"},
        **more,
    )


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, or none."""

    widget = ManyFiles(attrs={"multiple": True})
    default_error_messages = {"required": "请选择文件", "empty": "文件是空的", "max_length": "文件名过长"}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        files = [super(FilesField, self).clean(each, initial) for each in given]
        for file in files:
            self._check(file)
        return files

    def _check(self, file: UploadedFile[bytes]) -> None:
        """Raise ValidationError for what could not be kept, before anything else is."""
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            most = settings.UPLOAD_LIMIT // 1024 // 1024
            raise forms.ValidationError(f"{file.name}：文件超过{most} MB，请压缩或者拆分后再上传")
        try:
            services.checked(file.name or "", file.read(), most=settings.UPLOAD_LIMIT)
        except services.REFUSALS as error:
            raise forms.ValidationError(f"{file.name}：{error}") from error
        finally:
            file.seek(0)
