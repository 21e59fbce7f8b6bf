"""One's notices, and how often they come by mail."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk import services
from gongkai.desk.forms import DigestForm
from gongkai.desk.middleware import DeskRequest
from gongkai.desk.models import Choices, Notice
from gongkai.orgs.views.guard import signed_in

ON_A_PAGE = 30


@signed_in
@require_safe
def index(request: DeskRequest) -> HttpResponse:
    """Show one's own notices, the newest first; ``?unread`` only those not read."""
    return _page(request, DigestForm(initial={"digest": _chosen(request).digest}))


@signed_in
@require_POST
def follow(request: DeskRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go where it leads."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    services.read(notices=Notice.objects.filter(pk=pk), by=request.user, at=timezone.now())
    safe = url_has_allowed_host_and_scheme(notice.href, allowed_hosts=None)
    return redirect(notice.href if safe else "desk:notices")


@signed_in
@require_POST
def read_all(request: DeskRequest) -> HttpResponse:
    count = services.read(notices=Notice.objects.all(), by=request.user, at=timezone.now())
    messages.success(request, f"{count}条提醒已标为已读")
    return redirect("desk:notices")


@signed_in
@require_POST
def digest(request: DeskRequest) -> HttpResponse:
    """Choose how often notices come by mail."""
    form = DigestForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    services.choose_digest(digest=form.cleaned_data["digest"], by=request.user, at=timezone.now())
    messages.success(request, "邮件提醒的频次已保存")
    return redirect("desk:notices")


def _page(request: DeskRequest, form: DigestForm) -> HttpResponse:
    mine = Notice.objects.visible_to(request.user)
    unread_only = "unread" in request.GET
    page = Paginator(mine.unread() if unread_only else mine, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "unread_only": unread_only,
        "query": "unread=1&" if unread_only else "",
        "form": form,
        "email": request.user.email,
    }
    return render(request, "desk/notices.html", context)


def _chosen(request: DeskRequest) -> Choices:
    return Choices.objects.filter(person=request.user).first() or Choices()
