"""Every field of the desk's forms has an example and the rule behind it; nothing is declared for none."""

import inspect
from importlib import import_module
from pathlib import Path

from django import forms

import gongkai
from gongkai.ui.help import helps, names
from tests.each import each_of

SOURCES = Path(gongkai.__file__).parent
PUBLIC = {f"requests/forms/{name}.py" for name in ("asking", "checks", "sending")}
FORMS = [
    ".".join(file.relative_to(SOURCES).with_suffix("").parts)
    for file in sorted([*SOURCES.glob("*/forms.py"), *SOURCES.glob("*/forms/[a-z]*.py")])
    if file.relative_to(SOURCES).parts[0] not in {"search", "ledger"}  # the public's
    and file.relative_to(SOURCES).as_posix() not in PUBLIC
] + ["ui.keeping", "registers.declaring_forms", "registers.pull_forms"]
# They keep nothing: filters only choose what is shown, and whoever signs in is not at the desk yet.
# A column of a register is said in so many small fields that each explains itself.
WITHOUT = {
    "RowForm",
    "FilterForm",
    "PeopleFilter",
    "LogFilter",
    "SignInForm",
    "AnswersForm",
    "PathForm",
    "WalkForm",
}


def declared():
    for module in FORMS:
        for _, form in inspect.getmembers(import_module(f"gongkai.{module}"), inspect.isclass):
            if form.__module__ == f"gongkai.{module}" and issubclass(form, forms.BaseForm):
                if form.__name__ not in WITHOUT:
                    yield form


def visible(form):
    return [
        name for name, field in form.base_fields.items() if not isinstance(field.widget, forms.HiddenInput)
    ]


@each_of([(form, name) for form in declared() for name in visible(form)])
def test_every_visible_field_has_an_example_and_a_rule(pair):
    form, name = pair
    found = [helps()[key] for key in names(form, name) if key in helps()]
    assert found, f"catalogue/help.yaml lacks {names(form, name)[0]}"
    assert found[0].example and found[0].rule


@each_of(helps())
def test_no_help_is_declared_for_a_field_that_is_not_there(key):
    known = {each for form in declared() for name in form.base_fields for each in names(form, name)}
    assert key in known, f"catalogue/help.yaml: no form has {key}"
