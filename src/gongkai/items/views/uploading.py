"""Files dropped at the desk: each becomes a draft, or all of them one draft with its attachments."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.items import services
from gongkai.items.forms.editing import ImportForm
from gongkai.items.models import Disclosure, Version
from gongkai.items.services import Reading
from gongkai.items.views.finding import closed, own_publishers, signed_in, the_version, typed
from gongkai.items.views.showing import label
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation

SECOND_PRESS = timedelta(seconds=30)
Outcome = dict[str, Any]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    """Read files; say of each what was understood, and of each that was refused, why. No other is lost."""
    form = ImportForm(typed(request), request.FILES or None, publishers=own_publishers(request))
    outcomes: list[Outcome] = []
    if request.method == "POST" and form.is_valid():
        outcomes = _outcomes(request, **form.cleaned_data)
        _tell(request, outcomes)
    return render(request, "items/upload.html", {"form": form, "outcomes": outcomes})


def _outcomes(
    request: SignedInRequest, publisher: Organisation, uploads: list[Any], together: str
) -> list[Outcome]:
    if not together:
        return [_draft(request, publisher, file) for file in uploads]
    outcomes: list[Outcome] = []
    version: Version | None = None
    for file in uploads:
        outcome = _draft(request, publisher, file) if version is None else _hang(request, version, file)
        version = version or outcome.get("version")
        outcomes.append(outcome)
    return outcomes


def _tell(request: SignedInRequest, outcomes: list[Outcome]) -> None:
    read = sum("reading" in each for each in outcomes)
    hung = sum("attached" in each for each in outcomes)
    if read:
        more = f"，{hung}个文件作为附件" if hung else ""
        messages.success(request, f"{read}个文件已读入为草稿{more}")


def _draft(request: SignedInRequest, publisher: Organisation, file: "UploadedFile[bytes]") -> Outcome:
    """Read a file into a draft of its own."""
    name = file.name or ""
    if sentence := _too_large(file):
        return {"name": name, "error": sentence}
    data = file.read()
    try:
        reading = services.read(data, name)
        version = _taken_in(request, publisher, reading, name, data)
    except services.REFUSALS as error:
        return {"name": name, "error": str(error)}
    understood = {"understood": _understood(reading, version), "reading": reading}
    undescribed = sum(not each.words.strip() for each in reading.pictures)
    return {"name": name, "version": version, **understood, "undescribed": undescribed}


def _hang(request: SignedInRequest, version: Version, file: "UploadedFile[bytes]") -> Outcome:
    """Hang a file on the draft of the first."""
    name = file.name or ""
    if sentence := _too_large(file):
        return {"name": name, "error": sentence}
    try:
        made = services.attach(version=version, name=name, data=file, by=request.user, at=timezone.now())
    except services.REFUSALS as error:
        return {"name": name, "error": str(error)}
    return {"name": name, "attached": version, "file": made}


def _too_large(file: "UploadedFile[bytes]") -> str:
    most = settings.UPLOAD_LIMIT // 1024 // 1024
    return f"文件超过{most} MB，请压缩或者拆分后再上传" if (file.size or 0) > settings.UPLOAD_LIMIT else ""


def _understood(reading: Reading, version: Version) -> list[tuple[str, object, str]]:
    shown = reading.header | (
        {"disclosure": Disclosure(reading.text("disclosure")).label} if reading.text("disclosure") else {}
    )
    rows = [(label(field), value, reading.sources.get(field, "")) for field, value in shown.items()]
    told = "由标题的用词判断" if services.names_kind(version.title) else "标题没有写明，暂按这一种类"
    return [*rows, (label("kind"), version.item.get_kind_display(), f"{told}，可以在编辑页更改")]


def _taken_in(
    request: SignedInRequest, publisher: Organisation, reading: Reading, name: str, data: bytes
) -> Version:
    """Return the draft of a file, made by this press of the button or by the one before."""
    with services.in_turn(request.user):
        by, now = request.user, timezone.now()
        made = services.just_taken_in(data=data, publisher=publisher, within=SECOND_PRESS, by=by, at=now)
        return made or services.take_in(
            found=reading, name=name, data=data, publisher=publisher, by=by, at=now
        )


@signed_in
@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that the fields were compared with the file."""
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    services.confirm(version=version, by=request.user, at=timezone.now())
    messages.success(request, "已记下：读入的内容核对过了")
    return redirect("items:edit", version.item_id)
