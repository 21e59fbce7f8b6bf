"""Where tables are fetched from by themselves: the list, one with what came of it, and what is said of it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.services import NotAllowed
from gongkai.orgs.views.guard import signed_in, those_who, without_page
from gongkai.registers import services
from gongkai.registers.models import Fetch, Outcome, Pull, Register
from gongkai.registers.pull_forms import PullForm
from gongkai.ui.keeping import sent, status

KEEP = "keep-pulls"
ON_A_PAGE = 20


def seen(request: SignedInRequest) -> QuerySet[Pull]:
    found = Pull.objects.visible_to(request.user, at=timezone.now())
    return found.select_related("register", "organisation", "person", "kept_by")


@signed_in
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Every pull that the person may see, with what came of it last; of one register if that is asked."""
    last = Fetch.objects.filter(pull=OuterRef("pk"))
    found = seen(request).annotate(
        came=Subquery(last.values("outcome")[:1]),
        came_at=Subquery(last.values("at")[:1]),
        told=Subquery(last.values("words")[:1]),
    )
    wanted = Register.objects.filter(key=request.GET.get("register", "")[:60].replace("\x00", "")).first()
    context = {
        "register": wanted,
        "pulls": found.filter(register=wanted) if wanted else found,
        "outcomes": dict(Outcome.choices),
        "may_keep": services.can(request.user, KEEP, at=timezone.now()),
        "hosts": list(settings.PULL_FROM),
    }
    return render(request, "registers/pulls.html", context)


@signed_in
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One pull: what is said of it, and what came each time."""
    pull = get_object_or_404(seen(request), pk=pk)
    now = timezone.now()
    fetches = pull.fetches.select_related("batch__register")
    may_keep = services.can(request.user, KEEP, at=now)
    own = services.can(request.user, "fill", pull.organisation, at=now)
    context = {
        "pull": pull,
        "page": Paginator(fetches, ON_A_PAGE).get_page(request.GET.get("page")),
        "query": without_page(request.GET),
        "may_keep": may_keep,
        "may_open": own,
        "may_pull": pull.next_at is not None
        and services.can(request.user, "pull-now", pull.organisation, at=now),
        "is_queued": pull.next_at is not None and pull.next_at <= now,
    }
    return render(request, "registers/pull.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@those_who(services.can, KEEP)
def add(request: SignedInRequest) -> HttpResponse:
    register = Register.objects.filter(key=request.GET.get("register", "")[:60].replace("\x00", "")).first()
    form = PullForm(sent(request), on=timezone.localdate(), initial={"register": register})
    return _kept(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@those_who(services.can, KEEP)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    pull = get_object_or_404(seen(request), pk=pk)
    form = PullForm(sent(request), on=timezone.localdate(), pull=pull)
    return _kept(request, form, pull)


def _kept(request: SignedInRequest, form: PullForm, pull: Pull | None) -> HttpResponse:
    """Keep what is typed, or show the form with what is wrong."""
    if form.is_valid():
        register = pull.register if pull else form.cleaned_data["register"]
        try:
            kept = services.keep_pull(
                register=register, order=form.order(), pull=pull, by=request.user, at=timezone.now()
            )
            messages.success(request, f"已设定，{kept.rhythm}抓取" if kept.next_at else "已修改，仍然停用")
            return redirect("registers:pull", kept.pk)
        except services.Faulty as error:
            for name, sentence in error.found.items():
                form.add_error(name, sentence)
    heading = f"修改定时抓取：{pull.register.title}" if pull else "新增定时抓取"
    context = {
        "form": form,
        "pull": pull,
        "heading": heading,
        "action": "保存",
        "hosts": list(settings.PULL_FROM),
    }
    return render(request, "registers/pull_form.html", context, status=status(form))


@signed_in
@require_POST
def now(request: SignedInRequest, pk: int) -> HttpResponse:
    return _act(request, pk, services.pull_now, "已排队，一会儿就有结果；请刷新本页")


@require_POST
@those_who(services.can, KEEP)
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    return _act(request, pk, services.stop_pull, "已停用；等待审核的批次不受影响")


@require_POST
@those_who(services.can, KEEP)
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    return _act(request, pk, services.resume_pull, "已恢复")


def _act(request: SignedInRequest, pk: int, act: Callable[..., Pull], done: str) -> HttpResponse:
    """Do what a button says and go back to the page, with a sentence either way."""
    pull = get_object_or_404(seen(request), pk=pk)
    try:
        act(pull=pull, by=request.user, at=timezone.now())
        messages.success(request, done)
    except NotAllowed as error:
        raise Http404(str(error)) from None
    except services.REFUSALS as error:
        messages.info(request, str(error))
    return redirect("registers:pull", pk)
