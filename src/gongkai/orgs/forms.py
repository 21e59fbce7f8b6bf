"""What people type when they sign in and when they keep organisations and people."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate

from gongkai.orgs import rules, services, wording
from gongkai.orgs.models import Organisation, Person, Post, Role
from gongkai.orgs.services.organisations import CHANGEABLE, fingerprint


class DateField(forms.DateField):
    """A day, chosen or typed as 2017-07-01."""

    def __init__(self, **options: object) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **options)  # type: ignore[arg-type]


def secret(label: str, *, fill: str = "current-password", **options: object) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": fill})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=256, **options)  # type: ignore[arg-type]


class SignInForm(forms.Form):
    account = forms.CharField(
        label="账号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = secret("密码")


class CodeForm(forms.Form):
    code = forms.CharField(
        label="动态验证码",
        max_length=10,
        help_text="手机身份验证器上显示的 6 位数字",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    """Change one's own password; the present one proves that it is oneself."""

    present = secret("现在的密码")
    password = secret("新密码", fill="new-password", help_text="；".join(password_validators_help_texts()))
    again = secret("再输一遍新密码", fill="new-password")

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.person = person

    def clean_present(self) -> str:
        if not self.person.check_password(present := self.cleaned_data["present"]):
            raise forms.ValidationError("与现在的密码不符")
        return str(present)

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("password"):
            raise forms.ValidationError("两遍新密码不一致")
        return str(self.cleaned_data["again"])

    def clean_password(self) -> str:
        if self.person.check_password(password := self.cleaned_data["password"]):
            raise forms.ValidationError("新密码不能与现在的密码相同")
        return str(password)


class OrganisationForm(forms.ModelForm[Organisation]):
    """The five elements of 条例 第二十条第二项, and what numbers and succession need.

    ``seen`` carries what the editor was opened with, so that a second editor is noticed.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = fingerprint(self.instance)

    class Meta:
        model = Organisation
        fields = [*CHANGEABLE]
        field_classes = {"valid_from": DateField}
        widgets = {
            "functions": forms.Textarea(attrs={"rows": 5}),
            "divisions": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {"parent": "上级机构"}
        help_texts = {
            "functions": "法定职责，按三定规定概括",
            "hours": "如：工作日 8:30–12:00、13:30–17:30",
            "online": "电子邮箱或者网址",
            "index_template": "可用 {region} {year} {serial:04} 等字段，如 330103-CZ-{year}--{serial:04}",
            "valid_from": "年-月-日",
        }

    def look_again(self, stored: Organisation) -> None:
        """Say at each field what is stored now where it differs; saving again is then a decision."""
        for name in CHANGEABLE:
            if (value := getattr(stored, name)) != self.cleaned_data.get(name):
                self.add_error(name, f"现存内容：{value if value not in (None, '') else '（空）'}")
        data = cast(QueryDict, self.data).copy()
        data["seen"] = fingerprint(stored)
        self.data = data


class NewOrganisationForm(OrganisationForm):
    class Meta(OrganisationForm.Meta):
        fields = ["key", "region", *CHANGEABLE]
        help_texts = {**OrganisationForm.Meta.help_texts, "key": "小写字母与连字符，用作网址，此后不可更改"}


class CloseForm(forms.Form):
    closed_on = DateField(label="撤销日期（最后存续日）")
    successor = forms.ModelChoiceField(
        Organisation.objects.none(), label="承接机构", required=False, empty_label="（没有承接机构）"
    )

    def __init__(self, *args: object, successors: QuerySet[Organisation], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["successor"].queryset = successors  # type: ignore[attr-defined]


class HireForm(forms.ModelForm[Person]):
    class Meta:
        model = Person
        fields = ["account", "name", "email"]
        help_texts = {"account": "小写字母、数字、连字符，如 wang-caizheng；此后不可更改"}


class PersonForm(forms.ModelForm[Person]):
    class Meta:
        model = Person
        fields = ["name", "email"]


class AppointForm(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="机构", empty_label="（请选择）")
    role = forms.ChoiceField(label="角色", choices=Role.choices)
    since = DateField(label="任职日期")

    def __init__(self, *args: object, on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["since"].initial = on
        self.fields["organisation"].queryset = Organisation.objects.valid_on(on)  # type: ignore[attr-defined]


class DelegateForm(forms.Form):
    """Which post of one's own, to which colleague, for how long and why."""

    post = forms.ModelChoiceField(Post.objects.none(), label="委托的岗位", empty_label="（请选择）")
    deputy = forms.ModelChoiceField(
        Person.objects.none(),
        label="受托人",
        empty_label="（请选择）",
        help_text="同一机构有岗位的同事；其代办的事项记作“受您委托”",
    )
    since = DateField(label="自", help_text="委托的第一日")
    until = DateField(label="至", help_text="委托的最后一日")
    reason = forms.CharField(label="事由", max_length=200, help_text="例如：外出培训")

    def __init__(self, *args: object, person: Person, at: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        on = localdate(at)
        own = Post.objects.of(person, on=on).filter(role__in=rules.DELEGABLE).select_related("organisation")
        colleagues = Person.objects.none()
        for post in own:
            colleagues |= services.colleagues(post, at=at)
        self.fields["post"].queryset = own  # type: ignore[attr-defined]
        self.fields["post"].label_from_instance = (  # type: ignore[attr-defined]
            lambda post: f"{post.organisation.short_name}{post.get_role_display()}"
        )
        self.fields["deputy"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["since"].initial = on


class DismissForm(forms.Form):
    last_day = DateField(label="最后任职日")


class PeopleFilter(forms.Form):
    q = forms.CharField(label="账号或姓名", required=False, max_length=40)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label="机构", required=False, empty_label="全部机构", to_field_name="key"
    )
    role = forms.ChoiceField(label="角色", required=False, choices=[("", "全部角色"), *Role.choices])


class LogFilter(forms.Form):
    account = forms.CharField(label="账号", required=False, max_length=40)
    verb = forms.ChoiceField(label="动作", required=False)
    thing = forms.CharField(label="对象", required=False, max_length=200)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label="机构", required=False, empty_label="全部机构", to_field_name="key"
    )
    since = DateField(label="自", required=False)
    until = DateField(label="至", required=False)

    def __init__(self, *args: object, verbs: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [("", "全部动作"), *((verb, wording.verb(verb)) for verb in verbs)]
        self.fields["verb"].choices = choices  # type: ignore[attr-defined]
