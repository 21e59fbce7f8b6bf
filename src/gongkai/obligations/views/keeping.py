"""The openness office keeps the catalogue: row by row, or with a file whose difference is looked at first."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.obligations import services
from gongkai.obligations.forms import ObligationForm, UploadForm, initial_of
from gongkai.obligations.models import Obligation
from gongkai.obligations.node import BadCatalogue
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import those_who
from gongkai.ui.keeping import UNPROCESSABLE, ApplyForm, ReasonForm, sent, status

Verb = Callable[..., Obligation]
PAGE = {"heading": "上传目录文件", "action": "查看差异"}


@those_who(services.can, "add")
def add(request: SignedInRequest) -> HttpResponse:
    form = ObligationForm(sent(request))
    if form.is_valid():
        try:
            obligation = services.add(row=form.row, by=request.user, at=timezone.now())
        except services.DuplicateKey as error:
            form.add_error("key", str(error))
        else:
            messages.success(request, f"“{obligation}”已列入目录")
            return redirect(obligation.get_desk_url())
    context = {"form": form, "heading": "新增公开事项", "action": "列入目录"}
    return render(request, "obligations/form.html", context, status=status(form))


@those_who(services.can, "change")
def change(request: SignedInRequest, key: str) -> HttpResponse:
    obligation = get_object_or_404(Obligation.objects.select_related("area"), key=key)
    form = ObligationForm(sent(request), initial=initial_of(services.row_of(obligation)))
    form.fields["key"].disabled = True
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.change(
                obligation=obligation, row=form.row, seen=seen, by=request.user, at=timezone.now()
            )
        except (services.ChangedMeanwhile, services.AlreadyRetired) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{form.row.title}”已保存")
            return redirect(obligation.get_desk_url())
    context = {"form": form, "heading": f"修改：{obligation}", "action": "保存", "obligation": obligation}
    return render(request, "obligations/form.html", context, status=status(form))


@those_who(services.can, "retire")
def retire(request: SignedInRequest, key: str) -> HttpResponse:
    return _with_reason(request, key, services.retire, "停用")


@those_who(services.can, "restore")
def restore(request: SignedInRequest, key: str) -> HttpResponse:
    return _with_reason(request, key, services.restore, "恢复")


def _with_reason(request: SignedInRequest, key: str, verb: Verb, word: str) -> HttpResponse:
    """Ask for the reason of an act on one obligation, then do it."""
    obligation = get_object_or_404(Obligation.objects.select_related("area"), key=key)
    form = ReasonForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            verb(obligation=obligation, reason=reason, by=request.user, at=timezone.now())
        except (services.AlreadyRetired, services.NotRetired) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{obligation}”已{word}")
            return redirect(obligation.get_desk_url())
    context = {"form": form, "obligation": obligation, "heading": f"{word}：{obligation}", "action": word}
    return render(request, "obligations/retire.html", context, status=status(form))


@those_who(services.can, "upload")
def upload(request: SignedInRequest) -> HttpResponse:
    """Take a file and show what applying it would change; nothing is stored yet."""
    form = UploadForm(sent(request), request.FILES or None)
    problems = []
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            difference = services.preview(text)
        except BadCatalogue as bad:
            problems = list(bad.problems)
            form = UploadForm(initial={"text": text})
        else:
            context = {"difference": difference, "apply": ApplyForm({"text": text, "seen": difference.token})}
            return render(request, "obligations/preview.html", context)
    code = UNPROCESSABLE if problems else status(form)
    return render(
        request, "obligations/upload.html", {**PAGE, "form": form, "problems": problems}, status=code
    )


@require_POST
@those_who(services.can, "upload")
def apply(request: SignedInRequest) -> HttpResponse:
    """Apply an uploaded file whose difference was just looked at."""
    form = ApplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有收到文件内容，请重新上传")
        return redirect("obligations:upload")
    text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
    try:
        done = services.apply_upload(text, seen=seen, by=request.user, at=timezone.now())
    except (BadCatalogue, services.ChangedMeanwhile) as error:
        again = UploadForm(initial={"text": text})
        context = {**PAGE, "form": again, "problems": getattr(error, "problems", [error])}
        return render(request, "obligations/upload.html", context, status=UNPROCESSABLE)
    messages.success(request, f"已生效：新增 {len(done.added)} 项，变更 {len(done.changed)} 项")
    return redirect("obligations:index")
