"""A request that came by letter, fax, mail or mouth, as a clerk registers it (条例第二十九条)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.forms import BoundField

from gongkai.orgs.models import Organisation, OrganisationQuerySet
from gongkai.requests.forms.fields import FilesField, day, paragraph
from gongkai.requests.models import Asker, Channel, Delivery, Identity, Subject, Supply
from gongkai.requests.rules import Evidence, applicant
from gongkai.requests.rules.receipt import EVIDENCES

AT_THE_DESK = [each for each in Channel if each is not Channel.WEB]
ASKED = (
    "subject", "asker", "title", "content", "use", "supply", "delivery", "channel", "is_urgent", "assistance",
)  # fmt: skip
GROUPS = (
    ("怎样收到", ("organisation", *EVIDENCES, "originals")),
    (
        "申请人",
        ("asker", "name", "id_kind", "id_number", "unit", "code", "head", "contact", "phone", "email", "fax",
         "address", "postcode", "proofs"),
    ),
    ("申请内容", ("subject", "title", "content", "use", "supply", "delivery")),
    ("便民和办理", ("needs_help", "assistance", "is_urgent")),
)  # fmt: skip
"""The parts of the form and their fields, in order."""


def _line(label: str, most: int, *, help_text: str = "", required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        error_messages={"required": f"请填写{label}", "max_length": f"最多{most}字"},
    )


def _choice(label: str, choices: Any, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        error_messages={"required": f"请选择{label}", "invalid_choice": f"请从所列中选择{label}"},
    )


class IntakeForm(forms.Form):
    """All that the public form asks, and the days that decide when the request counts as received."""

    channel = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(each.value, each.label) for each in AT_THE_DESK]
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="受理机关",
        error_messages={"required": "请选择受理机关", "invalid_choice": "请从所列中选择受理机关"},
    )
    submitted = day(EVIDENCES["submitted"], required=False)
    signed = day(EVIDENCES["signed"], required=False)
    arrived = day(EVIDENCES["arrived"], required=False)
    confirmed = day(EVIDENCES["confirmed"], required=False)
    originals = FilesField(label="申请原件（扫描件）", required=False)
    asker = _choice("申请人类别", Asker.choices)
    name = _line("姓名或者单位名称", 100, required=True)
    id_kind = _choice("证件名称", [("", "——"), *applicant.ID_KINDS.items()], required=False)
    id_number = _line("证件号码", 30, help_text="自然人填写")
    unit = _line("工作单位", 100, help_text="自然人可以不填")
    code = _line("统一社会信用代码", 18, help_text="法人或者其他组织填写")
    head = _line("法定代表人", 40, help_text="法人或者其他组织填写")
    contact = _line("联系人", 40, help_text="法人或者其他组织填写")
    phone = _line("联系电话", 40)
    email = forms.EmailField(
        label="电子邮箱", required=False, max_length=200, error_messages={"invalid": "请填写完整的电子邮箱"}
    )
    fax = _line("传真号码", 40)
    address = _line("联系地址", 200)
    postcode = _line("邮政编码", 6)
    proofs = FilesField(label="身份证明（扫描件）", required=False)
    subject = _choice("申请事项", Subject.choices)
    title = _line("所需信息名称、文号", 200, required=True)
    content = paragraph("所需信息的特征描述", most=4000, rows=6)
    use = paragraph("用途", most=1000, required=False)
    supply = _choice("提供方式", Supply.choices)
    delivery = _choice("获取方式", Delivery.choices)
    needs_help = forms.BooleanField(
        label="申请人需要帮助", required=False, help_text="有阅读困难或者视听障碍的，应当提供必要的帮助"
    )
    assistance = _line("需要怎样的帮助", 200)
    is_urgent = forms.BooleanField(label="需要优先办理", required=False)

    def __init__(
        self, *args: Any, organisations: OrganisationQuerySet, evidences: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        place = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        place.queryset = organisations
        if len(only := list(organisations[:2])) == 1:
            place.initial, place.empty_label = only[0].pk, None
        for name in EVIDENCES:
            if name not in evidences:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        told = {name: str(values.get(name) or "") for name in Identity.__dataclass_fields__}
        is_person = values.get("asker") == Asker.CITIZEN.value
        kept, faults = applicant.checked(told, is_person=is_person, delivery=values.get("delivery", ""))
        for name, sentence in faults.items():
            if name not in self.errors:
                self.add_error(name, sentence)
        values.update({name: text for name, text in kept.items() if name in values})
        if values.get("needs_help") and not values.get("assistance"):
            self.add_error("assistance", "请写明需要怎样的帮助")
        return values

    @property
    def identity(self) -> Identity:
        """Who asks, as it is kept."""
        return Identity.of(self.cleaned_data)

    @property
    def asked(self) -> dict[str, Any]:
        """The columns of the case."""
        return {name: self.cleaned_data[name] for name in ASKED}

    @property
    def evidence(self) -> Evidence:
        return Evidence(**{name: self.cleaned_data.get(name) for name in EVIDENCES})

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """Return the parts of the form with those of their fields that it has."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in GROUPS]
