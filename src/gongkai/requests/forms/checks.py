"""Fields of the public form that tell their length and shape in a sentence."""

from __future__ import annotations

from django import forms


class Line(forms.CharField):
    """One line or more of text, with a length that is told in a sentence."""

    def __init__(self, *, label: str, most: int, missing: str = "", **more: object) -> None:
        told = {"max_length": f"最多{most}个字，现在有%(show_value)s个字，请删减"}
        if missing:
            told["required"] = missing
        super().__init__(
            label=label, max_length=most, required=bool(missing), error_messages=told, **more  # type: ignore[arg-type]
        )  # fmt: skip


class Email(forms.EmailField):
    def __init__(self, *, label: str, help_text: str = "") -> None:
        told = {"invalid": "电子邮箱不对，应当像 name@example.com", "max_length": "电子邮箱太长"}
        super().__init__(
            label=label,
            required=False,
            max_length=120,
            help_text=help_text,
            error_messages=told,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        )
