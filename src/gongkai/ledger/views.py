"""The log for machines (checkpoint, tiles, keys, receipts) and for people (what it is, how to check)."""

from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.ledger.folder import Folder, NotSealed
from gongkai.ledger.forms import CheckForm, FileForm
from gongkai.ledger.models import Leaf, Seal
from gongkai.ledger.rules.tiles import tile_at, width_at
from gongkai.ledger.verification import Evidence, Step, WrongEvidence, check

FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=5"
TEXT = "text/plain; charset=utf-8"
LARGEST = 10 * 1024 * 1024


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed checkpoint (c2sp.org/tlog-checkpoint)."""
    try:
        return _bytes(Folder(settings.LEDGER).note().encode(), TEXT, BRIEFLY)
    except NotSealed as error:
        raise Http404(str(error)) from error


@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile or an entry bundle under the current checkpoint; what is not signed yet is not shown."""
    folder = Folder(settings.LEDGER)
    try:
        wanted = tile_at(f"tile/{path}")
        if width_at(wanted.level, wanted.index, folder.size()) < wanted.width:
            raise NotSealed("该数据块尚未列入已签署的检查点")
        return _bytes(folder.read(wanted), "application/octet-stream", FOREVER)
    except (ValueError, LookupError, FileNotFoundError) as error:
        raise Http404("没有这个数据块") from error


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public keys, one a line, in the form of signed notes."""
    lines = [verifier.dump() + "\n" for verifier in Folder(settings.LEDGER).verifiers()]
    if not lines:
        raise Http404("公开日志尚未生成密钥")
    return _bytes("".join(lines).encode(), TEXT, BRIEFLY)


@require_safe
def proof(request: HttpRequest, index: int) -> HttpResponse:
    """The receipt of one leaf (c2sp.org/tlog-proof@v1)."""
    try:
        receipt = Folder(settings.LEDGER).receipt(index)
    except NotSealed as error:
        raise Http404(str(error)) from error
    response = _bytes(receipt.text.encode(), TEXT, BRIEFLY)
    response["Content-Disposition"] = f'attachment; filename="{index}.tlog-proof"'
    return response


@require_safe
def leaf(request: HttpRequest, index: int) -> HttpResponse:
    """The bytes of one leaf."""
    row = Leaf.objects.filter(index=index).first()
    if row is None:
        raise Http404("没有这一条目")
    return _bytes(row.data.encode(), "application/json", BRIEFLY)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the log is, what stands in it now, and how to check it."""
    folder = Folder(settings.LEDGER)
    context = {
        "size": Leaf.objects.size(),
        "seals": Seal.objects.all()[:10],
        "keys": [verifier.dump() for verifier in folder.verifiers()],
        "form": CheckForm(),
    }
    return render(request, "ledger/home.html", context)


@csrf_exempt  # compares a file with public data and keeps nothing: there is no session to ride on
@require_http_methods(["GET", "HEAD", "POST"])
def check_item(request: HttpRequest) -> HttpResponse:
    """Check an item in the browser (``?item=number``), or a downloaded evidence file on the server."""
    form = CheckForm(request.GET or None)
    number = form.cleaned_data["item"] if form.is_bound and form.is_valid() else ""
    uploaded = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    steps = _steps_of(uploaded) if uploaded.is_bound and uploaded.is_valid() else []
    context = {
        "form": form,
        "file_form": uploaded,
        "number": number,
        "address": f"/items/{quote(number)}/" if number else "",
        "steps": steps,
        "is_proven": all(step.is_good for step in steps),
    }
    return render(request, "ledger/check.html", context, status=400 if uploaded.errors else 200)


def _steps_of(form: FileForm) -> list[Step]:
    """Check an uploaded evidence file; what is wrong with it is said at the field."""
    file = form.cleaned_data["evidence"]
    if file.size > LARGEST:
        form.add_error("evidence", "文件超过 10 MB，不是核验数据")
        return []
    folder = Folder(settings.LEDGER)
    try:
        evidence = Evidence.parse(file.read())
        return check(evidence, folder.receipt(evidence.index), folder.verifiers())
    except (WrongEvidence, NotSealed) as error:
        form.add_error("evidence", str(error))
        return []


def _bytes(data: bytes, kind: str, cache: str) -> HttpResponse:
    """Answer with public bytes that other sites may read too: auditors live elsewhere."""
    response = HttpResponse(data, content_type=kind)
    response["Cache-Control"] = cache
    response["Access-Control-Allow-Origin"] = "*"
    return response
