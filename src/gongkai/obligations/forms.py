"""What the openness office types about the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django import forms

from gongkai.clocks.loading import limits as laws
from gongkai.obligations import limits, rules, sentences, source
from gongkai.obligations.codes import KEY
from gongkai.obligations.models import Area
from gongkai.obligations.node import BadCatalogue
from gongkai.obligations.services import codes
from gongkai.orgs.models import Organisation
from gongkai.ui import keeping

OPTIONAL, REQUIRED = "〇", "●"
UNCERTAIN = "（待核实）"
GROUPS = [("all-departments", "所有部门"), ("all-streets", "所有街道")]
STATES = [("current", "现行"), ("retired", "已停用"), ("all", "全部")]
LATE = [("", "全部"), ("yes", "及时"), ("no", "不及时"), ("none", "尚未公开")]
Read = TypeVar("Read")


def lines(text: str) -> list[str]:
    """Return the lines of a text without blank ones and without blanks at either end."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _each(text: str, read: Callable[[str], Read]) -> tuple[Read, ...]:
    """Return what ``read`` makes of each line; a line it refuses is named in the error."""
    found = []
    for place, line in enumerate(lines(text), 1):
        try:
            found.append(read(line))
        except ValueError as error:
            raise forms.ValidationError(f"第{place}行：{error}") from None
    return tuple(found)


def _element(line: str) -> rules.Element:
    text = line.lstrip(OPTIONAL + REQUIRED + "○").strip()
    if not text or len(text) > 200:
        raise ValueError("要素应为 1 至 200 字")
    return rules.Element(text, required=not line.startswith((OPTIONAL, "○")))


def _citation(line: str) -> rules.Citation:
    text = line.removesuffix(UNCERTAIN).strip()
    if not text or len(text) > 200:
        raise ValueError("依据应为 1 至 200 字")
    return rules.Citation(text, certain=not line.endswith(UNCERTAIN))


class Lines(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 5})


class FilterForm(forms.Form):
    """The filter bar; a value that is no choice filters nothing."""

    q = forms.CharField(label="关键词", required=False, max_length=60)
    area = forms.ModelChoiceField(
        label="领域", queryset=Area.objects.all(), to_field_name="key", required=False, empty_label="全部领域"
    )
    organisation = forms.ModelChoiceField(
        label="公开主体",
        queryset=Organisation.objects.all(),
        to_field_name="key",
        required=False,
        empty_label="全部主体",
    )
    statutory = forms.ChoiceField(label="法定条目", required=False)
    state = forms.ChoiceField(label="状态", choices=STATES, required=False)
    late = forms.ChoiceField(label="公开情况", choices=LATE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = [(word.key, f"{word.key} {word.title}"[:40]) for word in codes()["statutory_items"]]
        self.fields["statutory"].choices = [("", "全部条目"), *items]  # type: ignore[attr-defined]


class ObligationForm(forms.Form):
    """One row of the catalogue; ``row`` holds it once the form is valid."""

    key = forms.CharField(
        label="代号", max_length=60, help_text="小写英文字母、数字和连字符，例如 budget-final"
    )
    area = forms.ModelChoiceField(label="领域", queryset=Area.objects.all(), to_field_name="key")
    level1 = forms.CharField(label="一级事项", max_length=60)
    level2 = forms.CharField(label="二级事项", max_length=80)
    level3 = forms.CharField(label="三级事项", max_length=80, required=False)
    elements = Lines(label="公开内容（要素）", help_text="每行一项；可选要素行首写〇")
    basis = Lines(label="公开依据", help_text="每行一条，写到条款；未经核对的在行末写（待核实）")
    limit_text = forms.CharField(label="公开时限", max_length=200, help_text="按目录原文填写")
    limit_rules = Lines(
        label="时限规则",
        help_text="每行一条：自决定作出之日起7个工作日内公开；行政许可：自决定作出之日起7个工作日内公开；"
        "公示不少于30日；于听证会举行之日前不少于7日公开；每季度至少一次；每年1月31日前；及时公开。"
        "数字来自法定时限的，在行末写明代号：自决定作出之日起20个工作日内公开（时限 proactive）",
    )
    retention = forms.CharField(label="保留期限", max_length=20, required=False, help_text="例如：长期公开")
    limit_certain = forms.BooleanField(label="时限已与官方文本核对", required=False, initial=True)
    publishers = forms.MultipleChoiceField(label="公开主体", widget=forms.CheckboxSelectMultiple)
    channels = forms.MultipleChoiceField(label="公开渠道和载体", widget=forms.CheckboxSelectMultiple)
    audience = forms.CharField(
        label="公开对象", max_length=60, initial="全社会", help_text="全社会，或者：特定群体（写明哪些人）"
    )
    manner = forms.ChoiceField(label="公开方式")
    levels = forms.MultipleChoiceField(label="公开层级", widget=forms.CheckboxSelectMultiple)
    stage = forms.ChoiceField(label="五公开")
    statutory_items = forms.MultipleChoiceField(
        label="法定主动公开内容", required=False, widget=forms.CheckboxSelectMultiple
    )
    systems = forms.CharField(
        label="工作要点", required=False, max_length=60, help_text="编号，用顿号或空格分开"
    )
    competence = forms.CharField(label="权限说明", required=False, max_length=300)
    is_normative = forms.BooleanField(
        label="规范性文件",
        required=False,
        help_text="此事项下公开的是行政规范性文件全文：须经合法性审核，列入清理",
    )
    valid_from = forms.DateField(label="施行日期", required=False)
    valid_to = forms.DateField(label="失效日期", required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    row: rules.Declared

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = codes()
        for name, titles in (
            ("channels", words.channels),
            ("levels", words.titles("levels")),
            ("manner", words.titles("manners")),
            ("stage", words.titles("stages")),
        ):
            self._offer(name, [(title, title) for title in titles])
        items = [(word.key, f"{word.key} {word.title}") for word in words["statutory_items"]]
        self._offer("statutory_items", items)
        self._offer("publishers", [*GROUPS, *Organisation.objects.values_list("key", "name")])
        for name in ("valid_from", "valid_to"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"})

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if not KEY.fullmatch(key):
            raise forms.ValidationError("代号只能用小写英文字母、数字和连字符")
        return key

    def clean_elements(self) -> tuple[rules.Element, ...]:
        return _each(self.cleaned_data["elements"], _element)

    def clean_basis(self) -> tuple[rules.Citation, ...]:
        return _each(self.cleaned_data["basis"], _citation)

    def clean_limit_rules(self) -> tuple[limits.Form, ...]:
        words, known = codes(), laws()

        def read(line: str) -> limits.Form:
            form = sentences.form_of(line, words)
            if wrong := limits.disagreement(form, known):
                raise ValueError(wrong)
            return form

        return _each(self.cleaned_data["limit_rules"], read)

    def clean_audience(self) -> str:
        try:
            return rules.audience_of(self.cleaned_data["audience"], codes())
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_systems(self) -> tuple[str, ...]:
        typed = self.cleaned_data["systems"].replace("、", " ").replace("，", " ").split()
        known = codes().keys("systems")
        if unknown := [code for code in typed if code not in known]:
            raise forms.ValidationError(f"没有编号为“{'、'.join(unknown)}”的工作要点")
        return tuple(dict.fromkeys(typed))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "失效日期早于施行日期")
        if not self.errors:
            self.row = self._declared(data)
        return data

    def _declared(self, data: dict[str, Any]) -> rules.Declared:
        plain = (
            "key",
            "level1",
            "level2",
            "level3",
            "elements",
            "basis",
            "audience",
            "manner",
            "stage",
            "systems",
        )
        lists = ("publishers", "channels", "levels", "statutory_items")
        days = ("competence", "is_normative", "valid_from", "valid_to")
        values: dict[str, Any] = {name: data[name] for name in (*plain, *days)}
        values |= {name: tuple(data[name]) for name in lists}
        certain, forms_ = data["limit_certain"], data["limit_rules"]
        return rules.Declared(
            area=data["area"].key,
            limit=limits.Limit(data["limit_text"], forms_, data["retention"], certain),
            **values,
        )


def initial_of(row: rules.Declared) -> dict[str, Any]:
    """Return what the form shows of a row; typed back unchanged it gives the same row."""
    columns = row.columns()
    shown = {
        "key": row.key,
        "elements": "\n".join(
            each.text if each.required else f"{OPTIONAL}{each.text}" for each in row.elements
        ),
        "basis": "\n".join(each.text if each.certain else f"{each.text}{UNCERTAIN}" for each in row.basis),
        "limit_rules": "\n".join(sentences.describe(form) for form in row.limit.forms),
        "retention": row.limit.retention,
        "limit_certain": row.limit.certain,
        "systems": "、".join(row.systems),
        "seen": row.digest,
    }
    return columns | shown


class UploadForm(keeping.UploadForm):
    refused = BadCatalogue

    def decode(self, data: bytes, name: str) -> str:
        return source.decode(data, source=name)
