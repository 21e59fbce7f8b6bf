"""A register as a file: the whole of it as it was made once, or what is asked for as it is written."""

from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from gongkai.portal import ranges
from gongkai.portal.registers.asked import Misunderstood, all_of, reader_of
from gongkai.portal.registers.sending import Busy, Sending
from gongkai.registers import services
from gongkai.registers.asking import Question

SOON = "30"  # seconds after which a turn may be free


@require_safe
def download(request: HttpRequest, key: str, name: str, format: str) -> HttpResponseBase:
    """Send a register, or what the query of the address asks of it, in one of the formats."""
    if name != key or format not in services.FORMATS:
        raise Http404("没有这种文件")
    reader = reader_of(key)
    try:
        question = all_of(request, reader)
    except Misunderstood as error:
        return refused(request, "这个下载地址有看不懂的条件", error.sentences, status=400)
    made = services.files_of(reader=reader).get(format) if question == Question() else None
    tag = made.sha256 if made else services.version_of(reader=reader, question=question, format=format)
    headers = headers_of(reader, format, tag, is_whole=question.is_open)
    if (unchanged := unchanged_since(request, headers["ETag"])) is not None:
        return unchanged
    if made is not None:
        return whole(request, made, headers)
    pieces = services.stream(reader=reader, question=question, format=format)
    return sent(request, pieces, headers)


@require_safe
def ocds(request: HttpRequest, key: str) -> HttpResponseBase:
    """Send the deals of a register, or those that are asked for, as OCDS 1.1 records."""
    reader = reader_of(key)
    if reader.said.ocds is None:
        raise Http404("这个台账没有 OCDS 格式")
    try:
        question = all_of(request, reader)
    except Misunderstood as error:
        return refused(request, "这个下载地址有看不懂的条件", error.sentences, status=400)
    tag = services.version_of(reader=reader, question=question, format="ocds")
    headers = headers_of(reader, "json", tag, is_whole=question.is_open)
    if (unchanged := unchanged_since(request, headers["ETag"])) is not None:
        return unchanged
    del headers["Content-Disposition"]
    return sent(request, services.records(reader=reader, question=question), headers)


def headers_of(reader: services.Reader, format: str, tag: str, *, is_whole: bool) -> dict[str, str]:
    """Return the headers of a download; its name is Chinese where the reader can take it (RFC 6266)."""
    kind = reader.said.title if is_whole else f"{reader.said.title}（筛选）"
    plain = f"{reader.said.key}.{format}"
    name = f"{kind}-第{reader.release.number}批.{format}"
    return {
        "Content-Type": services.FORMATS[format],
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "ETag": f'"{tag}"',
        "Last-Modified": http_date(reader.release.at.timestamp()),
        "Cache-Control": "no-cache",
        "Access-Control-Allow-Origin": "*",
    }


def unchanged_since(request: HttpRequest, etag: str) -> HttpResponse | None:
    """Return 304 for who has it already; by its tag alone, because two questions may have one date."""
    answer = get_conditional_response(request, etag=etag, response=HttpResponse())
    return answer if answer is not None and answer.status_code == 304 else None


def whole(request: HttpRequest, made: services.Made, headers: dict[str, str]) -> HttpResponseBase:
    """Send a file that lies there, or the part of it that is asked for, with its hash (RFC 9530)."""
    digest = b64encode(bytes.fromhex(made.sha256)).decode()
    headers = {**headers, "Accept-Ranges": "bytes", "Repr-Digest": f"sha-256=:{digest}:"}
    is_same = request.headers.get("If-Range", headers["ETag"]) == headers["ETag"]
    if "Range" in request.headers and is_same:
        part = ranges.answer(request.headers["Range"], made.path)
        if part is not None:
            return _with(part, headers)
    response = FileResponse(made.path.open("rb"))
    return _with(response, headers)


def sent(request: HttpRequest, pieces: Iterator[bytes], headers: dict[str, str]) -> HttpResponseBase:
    """Send what is written on the way; who asks for the headers alone has nothing written."""
    if request.method == "HEAD":
        return StreamingHttpResponse(iter(()), headers=headers)
    try:
        sending = Sending(pieces, seconds=settings.DOWNLOAD_SECONDS)
    except Busy:
        response = refused(
            request, "现在下载的人较多", ("请半分钟后再试，或者下载整个台账的文件",), status=503
        )
        response["Retry-After"] = SOON
        return response
    return StreamingHttpResponse(sending, headers={**headers, "Accept-Ranges": "none"})


def _with(response: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response[name] = value
    return response


def refused(request: HttpRequest, title: str, sentences: tuple[str, ...], *, status: int) -> HttpResponse:
    """Say why there is no download."""
    context = {"title": title, "sentences": sentences, "back": request.path.rpartition("/")[0] + "/"}
    return render(request, "portal/registers/refused.html", context, status=status)
