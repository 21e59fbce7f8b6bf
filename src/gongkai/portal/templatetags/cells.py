"""The values of entries as they stand on a page. A list has hundreds of them, so they are no templates."""

from collections.abc import Iterable

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from gongkai.portal.registers.cells import Cell

register = template.Library()
SHORT = 60


@register.filter
def told(cell: Cell) -> SafeString:
    """Return a value in full, and what a mask did to it."""
    if cell.note and cell.text:
        return format_html(
            '{} <span class="meta">（{}）</span>', _value(cell, linebreaksbr(cell.text)), cell.note
        )
    return _value(cell, linebreaksbr(cell.text))


@register.filter
def told_in_row(cells: Iterable[Cell]) -> SafeString:
    """Return the values of an entry as cells of its row, long ones shortened."""
    return format_html_join(
        "",
        '<td data-label="{}" class="{}">{}</td>',
        ((cell.label, _classes(cell), _value(cell, _short(cell))) for cell in cells),
    )


def _value(cell: Cell, text: str) -> SafeString:
    if cell.href:
        rel = SafeString(' rel="external noopener nofollow"') if cell.is_outside else ""
        return format_html('<a href="{}"{}>{}</a>', cell.href, rel, text)
    if cell.note and not cell.text:
        return format_html('<span class="hidden-value">{}</span>', cell.note)
    return conditional_escape(text)


def _short(cell: Cell) -> str:
    if cell.href:
        return "查看" if cell.is_outside else cell.text
    return Truncator(cell.text).chars(SHORT) if len(cell.text) > SHORT else cell.text


def _classes(cell: Cell) -> str:
    number = " number" if cell.is_number else ""
    return f"kind-{cell.kind}{number}{'' if cell.text or cell.note else ' entries-empty'}"
