"""Attachments of public items, by the hash of their content."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from gongkai.items.models import Attachment, Version
from gongkai.items.services import path_of
from gongkai.ledger.rules import is_digest
from gongkai.portal import ranges
from gongkai.portal.document import editions

SHOWN = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/webp", "image/svg+xml"}
    | {"text/plain", "text/vtt"}
    | {"audio/mpeg", "video/mp4", "video/webm"}
)
"""Types a browser may show in place; everything else is saved."""

PLAYED = ("audio/", "video/")


@require_safe
def file(request: HttpRequest, sha256: str, name: str) -> HttpResponseBase:
    """Send one attachment under the name it was published with; only while its item is public.

    Whoever may read a draft sees the pictures of its text here before anybody else does.
    """
    attachment = own_picture(request, sha256, name) or public_attachment(sha256, name)
    path = path_of(sha256)
    if not path.is_file():
        raise Http404("附件文件缺失")
    etag = f'"{sha256}"'
    unchanged = get_conditional_response(request, etag=etag, response=HttpResponse())
    if unchanged is not None and unchanged.status_code == 304:
        return unchanged
    if attachment.media_type.startswith(PLAYED) and "Range" in request.headers:
        whole = request.headers.get("If-Range", etag) != etag
        if (answer := None if whole else ranges.answer(request.headers["Range"], path)) is not None:
            return _guarded(answer, attachment, etag)
    shown = attachment.media_type in SHOWN
    media = "text/plain; charset=utf-8" if attachment.media_type == "text/plain" else attachment.media_type
    response = FileResponse(path.open("rb"), as_attachment=not shown, filename=name, content_type=media)
    return _guarded(response, attachment, etag)


def _guarded(response: HttpResponseBase, attachment: Attachment, etag: str) -> HttpResponseBase:
    if response.status_code == 206:
        response["Content-Type"] = attachment.media_type
    if attachment.media_type.startswith(PLAYED):
        response["Accept-Ranges"] = "bytes"
    for header, value in {**guards(attachment.media_type), "ETag": etag}.items():
        response[header] = value
    return response


def guards(media_type: str) -> dict[str, str]:
    """Return headers under which a file can do nothing. A sandbox would keep browsers from showing a PDF."""
    sandbox = "" if media_type == "application/pdf" else "; sandbox"
    policy = f"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'{sandbox}"
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }


def own_picture(request: HttpRequest, sha256: str, name: str) -> Attachment | None:
    """Return a picture of a draft that the person may read, None for all others."""
    if not request.user.is_authenticated or not is_digest(sha256):
        return None
    mine = Version.objects.visible_to(request.user, at=timezone.now())
    pictures = Attachment.objects.filter(sha256=sha256, name=name, media_type__startswith="image/")
    return pictures.filter(version__in=mine).defer("text").first()


def public_attachment(sha256: str, name: str) -> Attachment:
    """Return an attachment of a version that is or was public and may still be read; raise Http404."""
    if not is_digest(sha256):
        raise Http404("没有这一附件")
    found = Attachment.objects.filter(sha256=sha256, name=name, version__item__is_public=True)
    for attachment in found.select_related("version__item").defer("text", "version__body"):
        item = attachment.version.item
        if any(each.version.pk == attachment.version_id and each.is_readable for each in editions(item)):
            return attachment
    raise Http404("没有这一附件")
