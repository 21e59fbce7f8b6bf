"""What came down from a register, for those entitled to read it still."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.services import NotAllowed
from gongkai.orgs.views.guard import signed_in
from gongkai.registers import services
from gongkai.registers.models import Register
from gongkai.registers.services.archiving import LONGEST, ON_A_PAGE
from gongkai.ui.keeping import sent, status

LONGEST_NUMBER = 6


class FindForm(forms.Form):
    """It is sent and not asked for by an address: a name must stand in none."""

    words = forms.CharField(
        label="查找归档条目",
        max_length=LONGEST,
        help_text="识别值（例如文号、编号、名称）或者条目序号",
        error_messages={"required": "请填写要查找的识别值或者条目序号"},
    )


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: SignedInRequest, key: str) -> HttpResponse:
    """What came down, the latest first; or what is found of it."""
    register = get_object_or_404(Register, key=key)
    form, number = FindForm(sent(request)), _number(request.GET.get("page", "1"))
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        found, count = services.archive(
            register=register, words=words, page=number, by=request.user, at=timezone.now()
        )
    except NotAllowed:
        raise Http404("没有这个页面") from None
    context = {
        "register": register,
        "form": form,
        "found": found,
        "count": count,
        "page": Paginator(range(count), ON_A_PAGE).get_page(number),
        "is_cut": bool(words) and count > len(found),
        "words": words,
    }
    return render(request, "registers/archive.html", context, status=status(form))


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return max(1, int(text)) if is_number else 1


@never_cache
@signed_in
@require_safe
def entry(request: SignedInRequest, key: str, serial: int) -> HttpResponse:
    """All that is kept of one entry that came down."""
    register = get_object_or_404(Register, key=key)
    try:
        found = services.archived_entry(register=register, serial=serial, by=request.user, at=timezone.now())
    except (NotAllowed, services.NoSuchEntry):
        raise Http404("没有这个页面") from None
    return render(request, "registers/archived.html", {"register": register, "found": found})
