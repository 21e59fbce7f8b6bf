"""Several choices in one cell, typed into the form for one entry."""

from django.http import QueryDict

from gongkai.registers.fields import Known
from gongkai.registers.forms import EntryForm
from tests.registers.test_schema import FLAWS, SAMPLING, declared

SAID = declared(SAMPLING.replace("  street:", f"  flaws: {FLAWS}\n  street:"))


def form(data=None, **before):
    return EntryForm(data, definition=SAID, known=Known(), before=before)


def test_each_choice_has_a_box_and_those_chosen_before_are_ticked():
    shown = str(form(flaws="标签；成分、含量")["cell-flaws"])
    assert shown.count('type="checkbox"') == 3
    assert shown.count("checked") == 2


def test_what_is_ticked_is_one_cell():
    typed = form(QueryDict("cell-flaws=标签&cell-flaws=包装&cell-number=1"))
    typed.is_valid()
    assert typed.cells()["flaws"] == "标签；包装"
    nothing = form(QueryDict("cell-number=1"))
    nothing.is_valid()
    assert nothing.cells()["flaws"] == ""
