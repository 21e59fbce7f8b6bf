"""What people type or choose at the workbench itself."""

from datetime import date
from typing import Any, cast

from django import forms

from gongkai.desk.models import Digest
from gongkai.obligations.models import Obligation
from gongkai.obligations.services import codes
from gongkai.orgs.models import Post
from gongkai.registers.models.batch import FILLERS


class DigestForm(forms.Form):
    digest = forms.ChoiceField(label="邮件提醒", choices=Digest.choices, widget=forms.RadioSelect)


class FilterForm(forms.Form):
    name = forms.CharField(
        label="名称",
        max_length=20,
        error_messages={"required": "请为筛选写一个名称", "max_length": "名称不超过 20 字"},
    )


class ValueForm(forms.Form):
    """What one field of all chosen drafts is to say."""

    section = forms.CharField(label="责任科室", max_length=60)
    theme = forms.ChoiceField(label="主题分类")
    obligation = forms.ModelChoiceField(
        Obligation.objects.none(), label="公开事项", to_field_name="key", empty_label="请选择"
    )

    def __init__(self, *args: Any, verb: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {verb}:
            del self.fields[name]
        if verb == "theme":
            titles = codes().titles("themes")
            cast(forms.ChoiceField, self.fields[verb]).choices = [("", "请选择"), *((t, t) for t in titles)]
        if verb == "obligation":
            current = Obligation.objects.current(on)
            cast("forms.ModelChoiceField[Obligation]", self.fields[verb]).queryset = current


class HolderField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is no generic at run time
    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.organisation.short_name}：{obj.person.name}（{obj.get_role_display()}）"


class TokenForm(forms.Form):
    """For whom a token is made, what for and until when."""

    holder = HolderField(
        Post.objects.none(),
        label="报送机关和报送人",
        empty_label="请选择",
        help_text="以此人的名义报送；此人离任以后令牌就不能再用",
        error_messages={"required": "请选择报送机关和报送人", "invalid_choice": "没有这个岗位"},
    )
    purpose = forms.CharField(
        label="用途",
        max_length=60,
        help_text="哪个系统、报送什么，例如：双公示系统报送处罚",
        error_messages={"required": "请填写用途", "max_length": "最多60字"},
    )
    expires_on = forms.DateField(
        label="有效期至",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="最长一年，到期前另开一个",
        error_messages={"required": "请填写日期", "invalid": "请填写日期，例如 2018-03-21"},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holders = Post.objects.current(on=on).filter(role__in=FILLERS, person__is_active=True)
        ordered = holders.select_related("organisation", "person").order_by(
            "organisation__order", "organisation__key", "role", "person__account"
        )
        cast("forms.ModelChoiceField[Post]", self.fields["holder"]).queryset = ordered
