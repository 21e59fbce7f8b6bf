"""What the openness office types to have tables fetched: whose, from where, how often."""

from datetime import date
from typing import Any, cast

from django import forms

from gongkai.orgs.models import Post
from gongkai.registers.models import Pull, Register
from gongkai.registers.models.batch import FILLERS
from gongkai.registers.pulling.rhythm import LAST_DAY, MONTHLY, RHYTHMS, WEEKDAYS, WEEKLY, Rhythm
from gongkai.registers.services import Order

HOURS = [(hour, f"{hour} 时") for hour in range(24)]
NIGHT = 3


class HolderField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is no generic at run time
    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.organisation.short_name}：{obj.person.name}（{obj.get_role_display()}）"


class PullForm(forms.Form):
    """A table that is to be fetched by itself."""

    register = forms.ModelChoiceField(
        Register.objects.none(),
        label="台账",
        empty_label="请选择",
        error_messages={"required": "请选择台账", "invalid_choice": "没有这个台账"},
    )
    holder = HolderField(
        Post.objects.none(),
        label="填报机关和填报人",
        empty_label="请选择",
        help_text="以此人的名义填报，各列按这个机关以前的对应；此人离任以后就不再抓取",
        error_messages={"required": "请选择填报机关和填报人", "invalid_choice": "没有这个岗位"},
    )
    url = forms.CharField(
        label="地址",
        max_length=1000,
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text="不用登录就能下载的 .csv、.xlsx、.xls 表格，从浏览器的地址栏复制",
        error_messages={"required": "请填写地址", "max_length": "最多1000字"},
    )
    every = forms.ChoiceField(
        label="频次", choices=list(RHYTHMS.items()), error_messages={"invalid_choice": "请选择频次"}
    )
    weekday = forms.TypedChoiceField(
        label="星期几",
        choices=list(WEEKDAYS.items()),
        coerce=int,
        initial=1,
        required=False,
        help_text="频次为每周时",
        error_messages={"invalid_choice": "请选择星期几"},
    )
    day = forms.IntegerField(
        label="几日",
        min_value=1,
        max_value=LAST_DAY,
        initial=1,
        required=False,
        help_text=f"频次为每月时，1 至 {LAST_DAY}",
        error_messages={name: f"请填写 1 至 {LAST_DAY}" for name in ("invalid", "min_value", "max_value")},
    )
    hour = forms.TypedChoiceField(
        label="几时",
        choices=HOURS,
        coerce=int,
        initial=NIGHT,
        error_messages={"invalid_choice": "请选择几时"},
    )
    is_whole = forms.BooleanField(
        label="这是全量表",
        required=False,
        help_text="勾选后，本单位已公开而表中没有的条目列为撤下，由经办人写明理由后提交；不勾选只新增和变更",
    )

    def __init__(self, *args: Any, on: date, pull: Pull | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holders = Post.objects.current(on=on).filter(role__in=FILLERS, person__is_active=True)
        ordered = holders.select_related("organisation", "person").order_by(
            "organisation__order", "organisation__key", "role", "person__account"
        )
        cast("forms.ModelChoiceField[Post]", self.fields["holder"]).queryset = ordered
        registers = Register.objects.current(on)
        cast("forms.ModelChoiceField[Register]", self.fields["register"]).queryset = registers
        if pull is not None:
            del self.fields["register"]
            self.initial = _said(
                pull, ordered.filter(organisation=pull.organisation, person=pull.person).first()
            )

    def order(self) -> Order:
        """Return what is typed, as it is ordered."""
        given = self.cleaned_data
        every = given["every"]
        weekday = (given["weekday"] or 1) if every == WEEKLY else 1
        day = (given["day"] or 1) if every == MONTHLY else 1
        rhythm = Rhythm(every, given["hour"], weekday, day)
        holder = given["holder"]
        return Order(holder.organisation, holder.person, given["url"], rhythm, given["is_whole"])


def _said(pull: Pull, holder: Post | None) -> dict[str, Any]:
    names = ("url", "every", "weekday", "day", "hour", "is_whole")
    return {"holder": holder, **{name: getattr(pull, name) for name in names}}
