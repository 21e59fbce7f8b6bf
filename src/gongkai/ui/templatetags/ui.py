"""Template tags every page may use; built in, no ``{% load %}``."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import segno
from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai.law.chinese import titled
from gongkai.ui.help import Help, help_of
from gongkai.ui.icons import ICONS
from gongkai.ui.months import weeks

register = template.Library()

TONES = frozenset({"ok", "warn", "bad", "info", "muted"})
UNITS = (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024))


register.filter("titled", titled)


@register.simple_tag
def badge(text: object, tone: str = "info") -> SafeString:
    """Return a small label in one of the five tones; an unknown tone is a programming error."""
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}")
    return format_html('<span class="badge badge-{}">{}</span>', tone, text)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a decorative line icon; the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def field_help(field: BoundField) -> Help | None:
    """Return the example and the rule of a field of the desk, None where none is declared."""
    return help_of(field)


@register.inclusion_tag("ui/progress.html")
def progress(done: float, total: float, label: str = "") -> dict[str, object]:
    """Draw ``done`` of ``total`` as a bar with its percentage; nothing of nothing is empty."""
    percent = round(100 * min(max(done or 0, 0), total) / total) if total else 0
    return {"percent": percent, "label": label}


@register.inclusion_tag("ui/bars.html")
def bars(
    rows: Iterable[Mapping[str, object]], caption: str = "", full: float | None = None
) -> dict[str, object]:
    """Draw rows of ``label``, ``value`` and perhaps ``href`` as bars inside their data table.

    A bar as long as its field stands for ``full``, or for the largest value if that is not given.
    """
    shown = [dict(row) for row in rows]
    longest = full or max((float(str(row["value"])) for row in shown), default=0) or 1
    for row in shown:
        row["width"] = round(100 * float(str(row["value"])) / longest, 1)
    return {"rows": shown, "caption": caption}


@register.inclusion_tag("ui/month.html")
def month_grid(month: date, events: Iterable[Mapping[str, object]], today: date) -> dict[str, object]:
    """Draw a month: each event has ``date``, ``kind``, ``title``, ``href`` and perhaps a ``tone``."""
    return {"month": month, "names": "一二三四五六日", "weeks": weeks(month, events, today=today)}


@register.filter
def date8(value: date | datetime | None) -> str:
    """Return YYYY-MM-DD (a moment: of its Shanghai date), or a dash."""
    if isinstance(value, datetime):
        value = timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return value.isoformat() if value else "—"


@register.filter
def moment(value: datetime | None) -> str:
    """Return YYYY-MM-DD HH:MM in Shanghai, the form the page rules ask for, or a dash."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else "—"


@register.filter
def thousands(value: int) -> str:
    """Return a count with its thousands set apart: 1,234,567."""
    return f"{value:,}"


@register.filter
def bytesize(value: int) -> str:
    """Return a file size such as ``1.2 MB``."""
    for unit, size in UNITS:
        if value >= size:
            return f"{value / size:.1f} {unit}"
    return f"{value} 字节"


@register.simple_tag
def qr(url: str) -> SafeString:
    """Return a QR code of ``url`` as inline SVG."""
    code = segno.make(url, error="m", micro=False)
    drawing = code.svg_inline(
        border=2, omitsize=True, svgclass=None, lineclass=None, dark="#07393d", light="#fff"
    )
    return format_html(
        '<span class="qr" role="img" aria-label="二维码：{}">{}</span>',
        url,
        mark_safe(drawing),  # noqa: S308 - segno draws it from numbers alone
    )


@register.filter
def page_numbers(page: Page) -> list[int]:  # type: ignore[type-arg]
    """Return the page numbers to offer around ``page``; 0 stands for a gap."""
    last = page.paginator.num_pages
    near = {1, last, *range(max(1, page.number - 2), min(last, page.number + 2) + 1)}
    return with_gaps(sorted(near))


def with_gaps(shown: list[int]) -> list[int]:
    """Return ``shown`` with a 0 wherever numbers are left out."""
    result = shown[:1]
    for before, after in zip(shown, shown[1:], strict=False):
        result += [0, after] if after - before > 1 else [after]
    return result
