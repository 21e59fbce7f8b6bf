"""The application form (政府信息公开申请表): by a citizen, or by a legal person or another organisation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from gongkai.orgs.models import Organisation
from gongkai.requests.forms.checks import Email, Line
from gongkai.requests.models import Asker, Delivery, Identity, Subject, Supply
from gongkai.requests.rules import applicant, asking

INFORMATION = ("subject", "organisation", "title", "content", "use", "supply", "delivery")
LINES = {"rows": 6}
SEARCHED = {
    "autocomplete": "off",
    "hx-post": "/requests/similar/",
    "hx-trigger": "input changed delay:700ms",
    "hx-target": "#similar",
    "hx-params": "title,csrfmiddlewaretoken",
}
"""What is public on the matter is looked for while it is typed; nothing else of the form is sent."""


def choice(label: str, choices: Any, missing: str, **more: Any) -> forms.ChoiceField:
    told = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(
        label=label, choices=choices, error_messages=told, widget=forms.RadioSelect, **more
    )


class ApplicationForm(forms.Form):
    """What both forms ask: whom, for what, in which form; and how the applicant is reached."""

    who: ClassVar[str]
    owner: ClassVar[tuple[str, ...]]

    subject = choice("申请事项", Subject.choices, "请选择申请事项", initial=Subject.INFORMATION.value)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="向哪个机关申请",
        to_field_name="key",
        empty_label="请选择",
        help_text="信息由哪个机关制作或者保存，就向哪个机关申请。不能确定的，选政府办公室，由其告知。",
        error_messages={
            "required": "请选择受理机关",
            "invalid_choice": "这个机关已经撤销或者不存在，请重新选择",
        },
    )
    title = Line(
        label="所需信息的名称",
        most=200,
        missing="请填写信息的名称，或者用一句话说明要什么",
        widget=forms.TextInput(attrs=SEARCHED),
        help_text="写文件名称、文号，或者一句话说明，如“2016年环卫经费支出情况”。请不要写个人信息。",
    )
    content = Line(
        label="所需信息的内容描述",
        most=4000,
        missing="请描述所需信息的内容",
        widget=forms.Textarea(attrs=LINES),
        help_text="写明便于查找的特征：时间、地点、项目、文号。一件申请只写一个事项（一事一申请），几个事项请分开提交。",
    )
    use = Line(
        label="所需信息的用途", most=1000, missing="请填写用途", widget=forms.Textarea(attrs={"rows": 3})
    )
    supply = choice("提供方式", Supply.choices, "请选择提供方式", initial=Supply.EMAIL.value)
    delivery = choice(
        "获取方式",
        Delivery.choices,
        "请选择获取方式",
        initial=Delivery.ONLINE.value,
        help_text="邮寄须填写地址，电子邮件须填写邮箱，传真须填写传真号码。网上查看凭查询码，不需要这些。",
    )
    phone = Line(
        label="联系电话", most=40, widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
    )
    email = Email(label="电子邮箱")
    fax = Line(label="传真号码", most=40)
    address = Line(
        label="通信地址", most=200, widget=forms.TextInput(attrs={"autocomplete": "street-address"})
    )
    postcode = Line(
        label="邮政编码",
        most=12,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["organisation"]
        if isinstance(place, forms.ModelChoiceField):
            place.queryset = Organisation.objects.valid_on(day)
        if not asking.asks_for_use(day):
            del self.fields["use"]
        self.order_fields([*INFORMATION, *self.owner])

    def parts(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Yield the two parts of the form, each with its fields."""
        yield "所需信息", [self[name] for name in INFORMATION if name in self.fields]
        yield "申请人", [self[name] for name in self.owner]

    def told(self) -> Iterator[tuple[str, str]]:
        """Yield what was filled in as people read it, to be looked over."""
        for field in self:
            value = self.cleaned_data.get(field.name)
            choices = dict(getattr(field.field, "choices", ()) if not isinstance(value, Organisation) else ())
            if value:
                yield str(field.label), str(choices.get(value, value))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        supply, delivery = values.get("supply"), values.get("delivery")
        if supply and delivery and (sentence := asking.unfit(supply, delivery, dict(Delivery.choices))):
            self.add_error("delivery", sentence)
        told = {name: str(values.get(name) or self._wrong(name)) for name in self.owner}
        kept, faults = applicant.checked(told, is_person=self.who == "citizen", delivery=delivery or "")
        values.update(kept)
        for name, sentence in faults.items():
            if name not in self.errors and not self.excused(name, values):
                self.add_error(name, sentence)
        return values

    def _wrong(self, name: str) -> str:
        """Return what was typed where it is wrong already: it is not missing on top of that."""
        return str(self.data.get(name, "")) if name in self.errors else ""

    def excused(self, name: str, values: Mapping[str, Any]) -> bool:
        """Return whether this applicant need not tell what others must."""
        return False

    @property
    def identity(self) -> Identity:
        return Identity.of(self.cleaned_data)

    @property
    def asked(self) -> dict[str, Any]:
        """The columns of the case."""
        names = ("subject", "title", "content", "use", "supply", "delivery", "asker")
        told = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return {"asker": Asker.CITIZEN.value, **told}


class CitizenForm(ApplicationForm):
    who = "citizen"
    owner = ("name", "id_kind", "id_number", "unit", "phone", "email", "address", "postcode", "fax")

    name = Line(
        label="姓名",
        most=60,
        missing="请填写姓名",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="与证件一致",
    )
    id_kind = forms.ChoiceField(
        label="证件名称", choices=list(applicant.ID_KINDS.items()), error_messages={"required": "请选择证件"}
    )
    id_number = Line(
        label="证件号码",
        most=40,
        missing="请填写证件号码",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="加密保存，只有办理这件申请的人员可以看到。",
    )
    unit = Line(label="工作单位", most=100, widget=forms.TextInput(attrs={"autocomplete": "organization"}))


class OrganisationForm(ApplicationForm):
    who = "organisation"
    owner = ("name", "asker", "code", "head", "contact", "phone", "email", "address", "postcode", "fax")

    name = Line(
        label="名称",
        most=100,
        missing="请填写名称",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text="与营业执照、登记证书一致",
    )
    asker = choice(
        "单位类别", [each for each in Asker.choices if each[0] != Asker.CITIZEN.value], "请选择单位类别"
    )
    code = Line(
        label="统一社会信用代码",
        most=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="18位。没有登记代码的其他组织（如业主委员会）选“其他”，可以不填。",
    )
    head = Line(label="法定代表人或者负责人", most=60, missing="请填写法定代表人或者负责人的姓名")
    contact = Line(
        label="联系人",
        most=60,
        missing="请填写联系人姓名",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def excused(self, name: str, values: Mapping[str, Any]) -> bool:
        return (
            name == "code" and not values.get("code") and values.get("asker") in {Asker.OTHER.value, "", None}
        )
