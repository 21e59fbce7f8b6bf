"""What people read in place of a value: names for keys, a link for an address, a word for what is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.registers.asking import Names, shown_as
from gongkai.registers.fields import TYPES, Value
from gongkai.registers.schema import Definition, Field, Values, holds
from gongkai.registers.schema.masking import hides

NOT_SHOWN = "按规定隐去"
SHORTENED = "已按规定遮蔽"
WIDE = 60
NUMBERS = frozenset(word for word, kind in TYPES.items() if kind.is_number)


@dataclass(frozen=True)
class Cell:
    """One value as it is shown. ``note`` says what a mask did to it, ``href`` where it leads."""

    key: str
    label: str
    text: str
    kind: str
    href: str = ""
    note: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS

    @property
    def is_outside(self) -> bool:
        return self.kind == "uri"

    @property
    def is_wide(self) -> bool:
        return len(self.text) > WIDE or "\n" in self.text


def cell(field: Field, values: Values, said: Definition, names: Mapping[str, Names]) -> Cell:
    """Return one field of an entry."""
    value = values.get(field.key)
    return Cell(
        key=field.key,
        label=field.heading,
        text=text_of(field, value, names),
        kind=field.type.word,
        href=_leads_to(field, value),
        note=_masked(field, values, said),
    )


def text_of(field: Field, value: Value, names: Mapping[str, Names]) -> str:
    """Return what people read for a value; nothing where there is none."""
    if value is None:
        return ""
    return shown_as(field, str(value), names) if field.type.word in names else field.type.show(value)


def _leads_to(field: Field, value: Value) -> str:
    if value and field.type.word == "organisation":
        return f"/organisations/{value}/"
    return str(value) if value and field.type.word == "uri" else ""


def _masked(field: Field, values: Values, said: Definition) -> str:
    for mask in said.masks:
        if mask.field == field.key and holds(mask.when, values):
            if values.get(field.key) is not None:
                return SHORTENED
            return NOT_SHOWN if hides(mask.manner) else ""
    return ""


def headed(values: Values, said: Definition, names: Mapping[str, Names]) -> str:
    """Return what an entry is called, as far as anything is said of it, nothing of it twice."""
    shown = [text_of(said.fields[key], values.get(key), names) for key in said.headline]
    told = dict.fromkeys(filter(None, shown))
    return " ".join(each for each in told if not any(each in other for other in told if other != each))
