"""A register, and one entry, as the public saw them on a day: what came down since is not brought back."""

from datetime import date
from urllib.parse import quote

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gongkai.portal.registers import past
from gongkai.portal.registers.answering import answered
from gongkai.portal.registers.asked import reader_of
from gongkai.portal.registers.page import titled
from gongkai.portal.registers.views.downloads import refused, sent
from gongkai.portal.registers.views.entry import facts, gone
from gongkai.registers import services
from gongkai.registers.asking import DEEPEST, ON_A_PAGE
from gongkai.registers.services import Day, Reader

LONGEST_NUMBER = len(str(DEEPEST))


class DayForm(forms.Form):
    as_of = forms.DateField(
        label="日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "required": True}, format="%Y-%m-%d"),
        error_messages={"invalid": "请填写日期，例如 2026-05-01"},
    )

    def __init__(self, request: HttpRequest, reader: Reader) -> None:
        super().__init__(request.GET if past.AS_OF in request.GET else None)
        self.reader, self.now = reader, timezone.now()
        first = services.first_day(register=reader.register)
        self.fields[past.AS_OF].widget.attrs |= {"min": f"{first}", "max": f"{localdate(self.now)}"}
        self.fields[past.AS_OF].help_text = f"可选 {first} 至 {localdate(self.now)}"

    @property
    def day(self) -> Day | None:
        """Return the day asked for, None where none is or the form says what is wrong with it."""
        return self.cleaned_data.get("day") if self.is_valid() else None

    def clean_as_of(self) -> date:
        on: date | None = self.cleaned_data[past.AS_OF]
        if on is None:
            raise forms.ValidationError("请选择日期")
        try:
            self.cleaned_data["day"] = services.day_of(register=self.reader.register, on=on, at=self.now)
        except services.NotYet as error:
            raise forms.ValidationError(str(error)) from None
        return on


@require_safe
def register(request: HttpRequest, key: str) -> HttpResponse:
    """The entries that were public on a day and still are, as they stood."""
    reader = reader_of(key)
    form = DayForm(request, reader)
    context: dict[str, object] = {"register": reader.register, "said": reader.said, "form": form}
    if form.day:
        context |= _page(request, reader, form.day)
    return answered(render(request, "portal/registers/past.html", context))


def _page(request: HttpRequest, reader: Reader, day: Day) -> dict[str, object]:
    number = _number(request.GET.get("page", "1"))
    serials, total = reader.earlier(day.before, page=number)
    if total and not serials:
        raise Http404("没有这一页")
    seen = services.seen(register=reader.register, day=day, serials=serials, at=timezone.now())
    return {
        "day": day,
        "total": total,
        **past.table(reader, seen),
        "page": Paginator(range(total), ON_A_PAGE).get_page(number),
        "query": f"{past.AS_OF}={day.on}&",
    }


def _number(text: str) -> int:
    """Return which page an address names. Raises Http404 where there can be none."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER and 0 < int(text) <= DEEPEST):
        raise Http404("没有这一页")
    return int(text)


@require_safe
def download(request: HttpRequest, key: str) -> HttpResponseBase:
    """The same as a file."""
    reader = reader_of(key)
    form = DayForm(request, reader)
    if form.day is None:
        told = tuple(str(each) for each in form.errors.get(past.AS_OF, ["请选择日期"]))
        return refused(request, "没有这一天的文件", told, status=400)
    plain, name = f"{key}-{form.day.on}.csv", quote(f"{reader.said.title}-{form.day.on}.csv")
    headers = {
        "Content-Type": services.FORMATS["csv"],
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{name}",
        "Cache-Control": "no-cache",
        "X-Robots-Tag": "noindex, noarchive",
    }
    return sent(request, past.written(reader, form.day, at=timezone.now()), headers)


@require_safe
def entry(request: HttpRequest, key: str, serial: int) -> HttpResponse:
    """One entry as it stood on a day."""
    reader = reader_of(key)
    found, versions = reader.entry(serial), services.history(register=reader.register, serial=serial)
    if versions and not versions[0].is_shown:
        return gone(request, reader, serial, versions)
    if found is None or not versions:
        raise Http404("没有这一条")
    form = DayForm(request, reader)
    context: dict[str, object] = {
        "register": reader.register,
        "serial": serial,
        "form": form,
        "title": titled(found, reader.said, reader.names),
        "first": versions[-1].at,
    }
    if form.day:
        then = services.seen(register=reader.register, day=form.day, serials=[serial], at=timezone.now())
        context |= {"day": form.day, "seen": then[0] if then else None}
        if then and then[0].values is not None:
            context |= facts(reader, past.shown(then[0]))
    return answered(render(request, "portal/registers/entry_past.html", context))
