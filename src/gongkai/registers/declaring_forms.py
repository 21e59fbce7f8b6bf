"""What the openness office types to declare a register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q

from gongkai.obligations import source
from gongkai.obligations.models import Obligation
from gongkai.obligations.node import BadCatalogue
from gongkai.registers.drafting import CHARTED, MARKS, OPTIONS, Draft
from gongkai.registers.fields import TYPES
from gongkai.registers.fields.words import FORMS as CODE_FORMS
from gongkai.registers.models import Register
from gongkai.registers.schema.masking import MANNERS
from gongkai.registers.schema.parts import FORMS
from gongkai.ui import keeping

MOST_ROWS = 80
SLUG = "只能用小写英文、数字和连字符，例如 shared-bikes"


DRAWN = [(word, title) for word, title in FORMS.items() if word != "tree"]  # a tree has several axes


class YamlForm(keeping.UploadForm):
    """A declaration as YAML: a file, or typed beside its line numbers."""

    refused = BadCatalogue

    def decode(self, data: bytes, name: str) -> str:
        return source.decode(data, source=name)


class HeadForm(forms.Form):
    """What a register is, and the one chart that the form can say."""

    title = forms.CharField(label="名称", max_length=60, help_text="例如：共享单车投放")
    description = forms.CharField(
        label="说明", max_length=300, help_text="一两句话：公开什么、谁填、多久更新，显示在公开页面上"
    )
    obligation = forms.CharField(
        label="公开事项",
        max_length=120,
        widget=forms.TextInput(attrs={"list": "obligations", "autocomplete": "off"}),
        help_text="目录里的哪一项：输入几个字后选择。决定由谁填报、多久公开",
    )
    register = forms.SlugField(
        label="网址里的代号",
        max_length=60,
        help_text="小写英文、数字和连字符，例如 shared-bikes；公开后不变",
        error_messages={"invalid": SLUG},
    )
    chart = forms.ChoiceField(label="图表", required=False, choices=[("", "不画图"), *DRAWN])
    chart_title = forms.CharField(label="图表标题", max_length=60, required=False)

    def clean_obligation(self) -> str:
        """Return the key of the obligation that was typed: its key or its name."""
        typed = self.cleaned_data["obligation"].strip()
        key = typed.rpartition("（")[2].removesuffix("）") if typed.endswith("）") else typed
        found = Obligation.objects.filter(Q(key=key) | Q(level2=typed) | Q(level3=typed))
        if len(found) != 1:
            told = "目录里没有这个公开事项" if not found else "有几个同名的公开事项"
            raise forms.ValidationError(f"{told}，请从列表中选择")
        return found[0].key


class RowForm(forms.Form):
    """One field of the register: one column of its tables."""

    key = forms.SlugField(
        label="接口里的代号",
        max_length=60,
        required=False,
        help_text="给程序用的英文名；不填则自动取名",
        error_messages={"invalid": "只能用小写英文、数字和下划线，例如 put_on"},
        allow_unicode=False,
    )
    label = forms.CharField(label="列名", max_length=40)
    type = forms.ChoiceField(
        label="类型", choices=[(word, kind.title) for word, kind in TYPES.items()], initial="text"
    )
    choices = forms.CharField(
        label="可选的项",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一项，或者用顿号分开",
    )
    many = forms.BooleanField(label="一格可以选几项", required=False)
    unit = forms.CharField(label="单位", max_length=10, required=False, help_text="例如：辆、人、万元")
    decimals = forms.IntegerField(label="小数位", required=False, min_value=1, max_value=6)
    negative = forms.BooleanField(label="可以是负数", required=False)
    least = forms.CharField(label="不小于", max_length=20, required=False)
    most = forms.CharField(label="不大于", max_length=20, required=False)
    form = forms.ChoiceField(
        label="编号的形式", required=False, choices=[("", "任意编号"), *CODE_FORMS.items()]
    )
    register = forms.ChoiceField(label="关联的台账", required=False)
    required = forms.BooleanField(label="必填", required=False)
    identity = forms.BooleanField(label="用来识别条目", required=False)
    columns = forms.BooleanField(label="列表中显示", required=False)
    facets = forms.BooleanField(label="可以筛选", required=False)
    search = forms.BooleanField(label="可以查找", required=False)
    mask = forms.ChoiceField(
        label="个人信息",
        required=False,
        choices=[("", "不是个人信息"), *((word, title) for word, (title, _) in MANNERS.items())],
    )
    charted = forms.ChoiceField(label="图表中", required=False, choices=list(CHARTED.items()))
    hint = forms.CharField(label="填写提示", max_length=100, required=False)
    until = forms.DateField(
        label="停用日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="已经用过的列不能删除，从这一天起不再填写",
    )

    MAIN = ("label", "type", "choices", "many", "unit", "form", "register")
    FLAGS = ("required", *MARKS)
    MORE = ("mask", "charted", "decimals", "least", "most", "negative", "hint", "key", "until")

    def __init__(self, *args: Any, registers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["register"].choices = [("", "请选择"), *registers]  # type: ignore[attr-defined]

    def _some(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def main(self) -> list[forms.BoundField]:
        return self._some(self.MAIN)

    @property
    def flags(self) -> list[forms.BoundField]:
        return self._some(self.FLAGS)

    @property
    def more(self) -> list[forms.BoundField]:
        return self._some(self.MORE)

    @property
    def row(self) -> dict[str, Any]:
        """Return what was typed, as a draft keeps it."""
        return {name: value.isoformat() if name == "until" and value else value or ""
                for name, value in self.cleaned_data.items()}  # fmt: skip


class BaseRows(forms.BaseFormSet[RowForm]):
    """All fields; what is empty is left out, what is pressed is added, dropped or moved."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "registers": self.registers, "empty_permitted": False}

    @property
    def registers(self) -> list[tuple[str, str]]:
        if not hasattr(self, "_registers"):
            self._registers = list(Register.objects.order_by("title").values_list("key", "title"))
        return self._registers


Rows = forms.formset_factory(
    RowForm, formset=BaseRows, extra=0, min_num=1, max_num=MOST_ROWS, validate_max=True, validate_min=True
)
PREFIX = "row"
FIRST: tuple[dict[str, Any], ...] = (
    {"label": "编号", "type": "code", "required": True, "identity": True, "columns": True, "search": True},
    {"label": "名称", "type": "text", "required": True, "columns": True, "search": True},
)


def rows_of(draft: Draft) -> list[dict[str, Any]]:
    """Return what the rows show at first: those of a draft, or two to begin with."""
    return [dict(row) for row in draft.rows] or [dict(row) for row in FIRST]


def typed_rows(data: Mapping[str, Any], act: str) -> list[dict[str, Any]]:
    """Return the rows as they were typed, with one added, dropped or moved as ``act`` says."""
    total = int(str(data.get(f"{PREFIX}-TOTAL_FORMS", "0")) or 0) if _is_count(data) else 0
    names = ("key", "label", "type", "mask", "charted", "hint", "until", *OPTIONS)
    flags = ("required", "many", "negative", *MARKS)
    rows: list[dict[str, Any]] = [
        {
            **{name: data.get(f"{PREFIX}-{place}-{name}", "") for name in names},
            **{name: bool(data.get(f"{PREFIX}-{place}-{name}")) for name in flags},
        }
        for place in range(min(total, MOST_ROWS))
    ]
    verb, _, where = act.partition("-")
    place = int(where) if where.isascii() and where.isdigit() else -1
    if verb == "add" and len(rows) < MOST_ROWS:
        rows.append({"type": "text", "columns": True})
    elif verb == "drop" and 0 <= place < len(rows):
        del rows[place]
    elif verb == "up" and 0 < place < len(rows):
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    return rows


def _is_count(data: Mapping[str, Any]) -> bool:
    text = str(data.get(f"{PREFIX}-TOTAL_FORMS", ""))
    return text.isascii() and text.isdigit() and len(text) < 4


class RetireForm(forms.Form):
    on = forms.DateField(
        label="停用日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="从这一天起不再填报；已经公开的内容不受影响",
    )
    reason = forms.CharField(label="理由", max_length=200)
