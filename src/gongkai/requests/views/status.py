"""The status page: opened with the query code, for half an hour, and closed by whoever leaves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.items.uploads import Refused
from gongkai.requests import limiting, services
from gongkai.requests.forms.sending import CodeForm, ReplyForm
from gongkai.requests.models import Document, Letter, Request
from gongkai.requests.rules.course import IllegalStep
from gongkai.requests.services import ChangedMeanwhile, NotAsked
from gongkai.requests.standing import Standing, documents_of, letters_of, standing
from gongkai.requests.vault import Unreadable
from gongkai.requests.views import visit
from gongkai.requests.views.seeing import seen
from gongkai.requests.views.voices import rating

UNKNOWN = "没有找到这个查询码，请核对后重新填写"
LOCKED = "填错的次数太多，请在{minutes}分钟以后再试；也可以打电话向受理机关查询"
TOO_OFTEN = "提交得太频繁，请过一会儿再试"
REPLIES = {"correction": ("补正的内容", "提交补正"), "reasons": ("申请的理由", "提交理由")}
SAFE = {"application/pdf", "image/png", "image/jpeg", "text/plain"}


@visit.private
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """Ask for the query code, or show the case that was opened with it."""
    at = timezone.now()
    if request.method == "POST":
        return _open(request, at)
    case = visit.opened(request, at=at)
    return _shown(request, standing(case)) if case else _asking(request, CodeForm())


def _asking(request: HttpRequest, form: CodeForm, *, code: int = 200) -> HttpResponse:
    return render(request, "requests/code.html", {"form": form}, status=code)


def _open(request: HttpRequest, at: datetime) -> HttpResponse:
    """Open a case with its code. A case is found by a keyed hash: how long that takes tells nothing."""
    form = CodeForm(request.POST)
    over = visit.used_up(request, limiting.wrong_codes())
    use = over or visit.used(request, limiting.tries())
    if over or use.is_over:
        form.add_error("code", LOCKED.format(minutes=use.wait // 60 + 1))
        response = _asking(request, form, code=429)
        response.headers["Retry-After"] = str(use.wait)
        return response
    if not form.is_valid():
        return _asking(request, form)
    found = Request.objects.filter(code_digest=services.digest_of(form.cleaned_data["code"])).first()
    if found is None:
        visit.used(request, limiting.wrong_codes())
        form.add_error("code", UNKNOWN)
        return _asking(request, form)
    visit.remember(request.session, visit.STATUS, found, at=at, lock=visit.lock_of(found))
    return redirect("asking:status")


def _shown(request: HttpRequest, now: Standing, form: ReplyForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "now": now,
        "case": now.case,
        "form": form,
        "is_overdue": now.case.is_overdue(timezone.now()),
        "rating": rating(now.case, timezone.now()),
    }
    if now.ask:
        label, context["action"] = REPLIES[now.ask]
        context["form"] = form or ReplyForm(initial={"seen": now.case.number_of_events})
        context["form"].fields["words"].label = label
    return render(request, "requests/status.html", context)


@visit.private
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """End the look-up: whoever uses the machine next sees nothing."""
    visit.forget(request.session, visit.STATUS, visit.RECEIPT)
    return redirect("asking:status")


@visit.private
@require_POST
@visit.with_case
def reply(request: HttpRequest, *, case: Request) -> HttpResponse:
    """Send the correction or the reasons that were asked for."""
    now, form = standing(case), ReplyForm(request.POST, request.FILES)
    if visit.used(request, limiting.acts()).is_over:
        form.add_error(None, TOO_OFTEN)
    if form.is_valid():
        verb = services.answer_correction if now.ask == "correction" else services.give_reasons
        case.number_of_events = form.cleaned_data["seen"]
        words = form.cleaned_data["words"]
        try:
            verb(request=case, words=words, papers=form.papers(), at=timezone.now())
        except (ChangedMeanwhile, NotAsked, IllegalStep, Refused) as error:
            form.add_error(None, str(error))
        else:
            return redirect("asking:status")
    case.refresh_from_db()
    return _shown(request, standing(case), form)


@visit.private
@require_http_methods(["GET", "HEAD", "POST"])
@visit.with_case
def withdraw(request: HttpRequest, *, case: Request) -> HttpResponse:
    """Ask once more, then take the request back."""
    if not standing(case).may_withdraw:
        return redirect("asking:status")
    error = _taken_back(request, case) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return redirect("asking:status")
    return render(request, "requests/withdraw.html", {"case": case, "error": error})


def _taken_back(request: HttpRequest, case: Request) -> str:
    """Take a request back; return the sentence that says why not, nothing if it is done."""
    if visit.used(request, limiting.acts()).is_over:
        return TOO_OFTEN
    case.number_of_events = seen(request)
    try:
        services.withdraw_online(request=case, at=timezone.now())
    except (ChangedMeanwhile, IllegalStep) as refused:
        case.refresh_from_db()
        return str(refused)
    return ""


@visit.private
@require_safe
@visit.with_case
def letter(request: HttpRequest, pk: int, *, case: Request) -> HttpResponse:
    """Show a letter; one that was sent on the web is served with that."""
    return _read(request, _letter(case, pk))


@visit.private
@require_safe
@visit.with_case
def paper(request: HttpRequest, pk: int, *, case: Request) -> HttpResponse:
    """Download a letter as it was signed; it counts as opened with that."""
    found = _letter(case, pk)
    try:
        data = services.letters.printed(letter=found, form="pdf", by=None, at=timezone.now())
    except services.letters.REFUSALS as error:
        return _read(request, found, str(error))
    headers = {"Content-Disposition": f'attachment; filename="letter-{found.year}-{found.serial}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def _read(request: HttpRequest, found: Letter, problem: str = "") -> HttpResponse:
    context = {
        "letter": found,
        "paper": services.letters.content(found, at=timezone.now()),
        "enclosures": found.enclosures.for_applicant(),
        "problem": problem,
    }
    return render(request, "requests/letter.html", context, status=422 if problem else 200)


def _letter(case: Request, pk: int) -> Letter:
    """Return a letter that went to the applicant, noted as opened. Raises Http404."""
    found = next((each for each in letters_of(case) if each.pk == pk), None)
    if found is None:
        raise Http404
    _noted(found)
    return found


def _noted(letter: Letter) -> None:
    """Record that a letter was opened; who opens it twice at the same moment is recorded once."""
    try:
        services.letters.read_online(letter=letter, at=timezone.now())
    except services.REFUSALS:
        letter.refresh_from_db()


@visit.private
@require_safe
@visit.with_case
def document(request: HttpRequest, pk: int, *, case: Request) -> HttpResponse:
    """Download a paper that the applicant may read: never one of another case, nor an inner one."""
    found: Document = get_object_or_404(Document, pk=pk, pk__in=[each.pk for each in documents_of(case)])
    for each in letters_of(case):
        if each.enclosures.filter(pk=pk).exists():
            _noted(each)
    try:
        data = services.read(found)
    except (Unreadable, FileNotFoundError) as error:
        raise Http404 from error
    kind = found.media_type if found.media_type in SAFE else "application/octet-stream"
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
