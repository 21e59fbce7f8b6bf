"""Naming another item: for a relation, a successor, a repealing document."""

from typing import Any

from django import forms

from gongkai.items.models import Item, ItemQuerySet, Kind, RelationKind


class ItemField(forms.CharField):
    """An item by its index number, its exact title, or ``#`` and its id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=300, **kwargs)
        self.among: ItemQuerySet = Item.objects.none()
        self.own: ItemQuerySet = Item.objects.none()

    def clean(self, value: object) -> Item | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = _named(self.among, self.own, typed)
        if not found:
            raise forms.ValidationError("没有找到这条信息，请填写索引号或完整名称")
        if len(found) > 1:
            raise forms.ValidationError("不止一条信息叫这个名称，请填写索引号")
        return found[0]


class RelateForm(forms.Form):
    """A relation to an item of the catalogue, or to a document that is cited from elsewhere."""

    kind = forms.ChoiceField(label="关系", choices=[(each.value, each.label) for each in RelationKind])
    target = ItemField(
        label="目录内的信息",
        required=False,
        help_text="输入关键词查找，或填写索引号",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    cited_number = forms.CharField(
        label="所引文号", max_length=80, required=False, help_text="目录以外的文件填写文号和标题"
    )
    cited_title = forms.CharField(label="所引标题", max_length=300, required=False)

    def __init__(
        self, *args: Any, among: ItemQuerySet, own: ItemQuerySet | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "target", among, own)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        stated = values.get("target") or values.get("cited_number") or values.get("cited_title")
        if not stated and "target" not in self.errors:
            self.add_error("target", "请选择目录内的信息，或填写所引文件")
        return values


def usual_relation(item: Item) -> str:
    """Return the relation that an item of this kind mostly has."""
    interprets = item.kind in {Kind.INTERPRETATION.value, Kind.CONFERENCE.value}
    return RelationKind.INTERPRETS.value if interprets else RelationKind.BASED_ON.value


def choose_among(form: forms.Form, name: str, among: ItemQuerySet, own: ItemQuerySet | None = None) -> None:
    """Set which items the field ``name`` may find; those of ``own`` also by what their drafts are called."""
    field = form.fields[name]
    if isinstance(field, ItemField):
        field.among, field.own = among, own if own is not None else Item.objects.none()


def _named(among: ItemQuerySet, own: ItemQuerySet, typed: str) -> list[Item]:
    if typed.startswith("#") and typed[1:].isascii() and typed[1:].isdigit():
        return list(among.filter(pk=int(typed[1:])))
    exact = list(among.filter(number=typed)[:2])
    return exact or list(among.titled(typed, own=own, exactly=True)[:2])
