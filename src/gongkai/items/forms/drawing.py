"""What is typed into the template of a picture (图解)."""

from typing import Any

from django import forms

from gongkai.items.drawing import MOST_BLOCKS, Block

PARTS = (("heading", "小标题", 20), ("number", "数字", 12), ("text", "说明", 80))


def _line(label: str, length: int) -> forms.CharField:
    messages = {"max_length": f"最多{length}字"}
    return forms.CharField(label=label, max_length=length, required=False, error_messages=messages)


class PictureForm(forms.Form):
    """A title and up to eight blocks; a block that is left empty is not drawn."""

    title = forms.CharField(
        label="标题",
        max_length=60,
        help_text="例如：一图读懂小微企业扶持政策",
        error_messages={"required": "请填写图解的标题", "max_length": "最多60字"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_BLOCKS + 1):
            for name, label, length in PARTS:
                self.fields[f"{name}_{number}"] = _line(f"{label}（第{number}块）", length)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for number in range(1, MOST_BLOCKS + 1):
            rest = values.get(f"number_{number}") or values.get(f"text_{number}")
            if rest and not values.get(f"heading_{number}"):
                self.add_error(f"heading_{number}", "请填写这一块的小标题")
        return values

    @property
    def blocks(self) -> list[Block]:
        rows = [
            Block(*(self.cleaned_data[f"{name}_{number}"] for name, _, _ in PARTS))
            for number in range(1, MOST_BLOCKS + 1)
        ]
        return [each for each in rows if each.heading]

    @property
    def groups(self) -> list[list[forms.BoundField]]:
        """The fields of each block."""
        return [[self[f"{name}_{number}"] for name, _, _ in PARTS] for number in range(1, MOST_BLOCKS + 1)]

    @property
    def shown(self) -> list[list[forms.BoundField]]:
        """The blocks up to the last with something in it, the first at least; ``more`` are the others."""
        filled = [number for number, group in enumerate(self.groups, start=1) if any(map(_is_filled, group))]
        return self.groups[: max(filled, default=1)]

    @property
    def more(self) -> list[list[forms.BoundField]]:
        return self.groups[len(self.shown) :]


def _is_filled(field: forms.BoundField) -> bool:
    return bool(field.value() or field.errors)


def initial(title: str, blocks: list[Block]) -> dict[str, str]:
    """Return what the form shows for a picture."""
    values = {"title": title}
    for number, block in enumerate(blocks, start=1):
        values |= {f"{name}_{number}": getattr(block, name) for name, _, _ in PARTS}
    return values
