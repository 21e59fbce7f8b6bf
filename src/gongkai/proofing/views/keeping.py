"""The openness office keeps the lists: entry by entry, or with a file whose difference is looked at first."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import those_who
from gongkai.proofing import services
from gongkai.proofing.forms import EntryForm, UploadForm, initial_of
from gongkai.proofing.models import Entry
from gongkai.ui.keeping import UNPROCESSABLE, ApplyForm, ReasonForm, sent, status

PAGE = {"heading": "上传词表", "action": "查看差异"}


@those_who(services.can, "add")
def add(request: SignedInRequest) -> HttpResponse:
    form = EntryForm(sent(request))
    if form.is_valid():
        try:
            entry = services.add(phrase=form.phrase, by=request.user, at=timezone.now())
        except services.DuplicatePhrase as error:
            form.add_error("wrong", str(error))
        else:
            messages.success(request, f"“{entry}”已列入词表")
            return redirect(entry.get_desk_url())
    context = {"form": form, "heading": "新增词条", "action": "列入词表"}
    return render(request, "proofing/form.html", context, status=status(form))


@those_who(services.can, "change")
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(Entry, pk=pk)
    form = EntryForm(sent(request), initial=initial_of(entry))
    form.fields["wrong"].disabled = True
    if form.is_valid():
        try:
            made = services.change(entry=entry, phrase=form.phrase, by=request.user, at=timezone.now())
        except services.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{made}”已保存")
            return redirect(made.get_desk_url())
    context = {"form": form, "heading": f"修改：{entry}", "action": "保存", "entry": entry}
    return render(request, "proofing/form.html", context, status=status(form))


@those_who(services.can, "retire")
def retire(request: SignedInRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, services.retire, "停用")


@those_who(services.can, "restore")
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, services.restore, "恢复")


def _with_reason(request: SignedInRequest, pk: int, verb: Callable[..., Entry], word: str) -> HttpResponse:
    """Ask for the reason of an act on one entry, then do it."""
    entry = get_object_or_404(Entry, pk=pk)
    form = ReasonForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            made = verb(entry=entry, reason=reason, by=request.user, at=timezone.now())
        except services.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{made}”已{word}")
            return redirect(made.get_desk_url())
    context = {"form": form, "entry": entry, "heading": f"{word}：{entry}", "action": word}
    return render(request, "proofing/form.html", context, status=status(form))


@those_who(services.can, "upload")
def upload(request: SignedInRequest) -> HttpResponse:
    """Take a file and show what applying it would change; nothing is stored yet."""
    form = UploadForm(sent(request), request.FILES or None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            difference = services.preview(text)
        except services.BadList as bad:
            return _refused(request, text, bad.problems)
        context = {"difference": difference, "apply": ApplyForm({"text": text, "seen": difference.token})}
        return render(request, "proofing/preview.html", context)
    return render(request, "proofing/upload.html", {**PAGE, "form": form}, status=status(form))


def _refused(request: SignedInRequest, text: str, problems: list[str]) -> HttpResponse:
    context = {**PAGE, "form": UploadForm(initial={"text": text}), "problems": problems}
    return render(request, "proofing/upload.html", context, status=UNPROCESSABLE)


@require_POST
@those_who(services.can, "upload")
def apply(request: SignedInRequest) -> HttpResponse:
    """Apply an uploaded file whose difference was just looked at."""
    form = ApplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有收到文件内容，请重新上传")
        return redirect("proofing:upload")
    text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
    try:
        done = services.apply_upload(text, seen=seen, by=request.user, at=timezone.now())
    except services.BadList as bad:
        return _refused(request, text, bad.problems)
    except services.ChangedMeanwhile as error:
        return _refused(request, text, [str(error)])
    messages.success(request, f"已生效：新增 {len(done.added)} 条，变更 {len(done.changed)} 条")
    return redirect("proofing:index")
