"""What stands under “示例和依据” at a field: declared in ``catalogue/help.yaml`` by form and field."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.forms import BaseForm, BoundField

from gongkai.ui import notation


@dataclass(frozen=True)
class Help:
    """An example of what to type, and the rule that asks for it."""

    example: str
    rule: str


def helps() -> Mapping[str, Help]:
    """Return the help of every field by ``app.Form.field``; read again only when the file has changed."""
    path = settings.CATALOGUE / "help.yaml"
    return _helps(path, path.stat().st_mtime_ns) if path.exists() else {}


@lru_cache(maxsize=4)
def _helps(path: Path, stamp: int) -> Mapping[str, Help]:
    forms = notation.load(path.read_text(encoding="utf-8"))["help"]
    return {
        f"{form}.{name}": Help(**{key: str(value) for key, value in given.items()})
        for form, fields in forms.items()
        for name, given in fields.items()
    }


def names(form: type[BaseForm], field: str) -> list[str]:
    """Return under which names a field's help may stand: those of its form and of what that is made from."""
    return [
        f"{each.__module__.split('.')[1]}.{each.__name__}.{field}"
        for each in form.__mro__
        if each.__module__.startswith("gongkai.")
    ]


def help_of(field: BoundField) -> Help | None:
    """Return the help of a field, None where there is none."""
    found = helps()
    return next((found[name] for name in names(type(field.form), field.name) if name in found), None)
