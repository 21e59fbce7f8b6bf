"""Reading an item at the desk: its steps, what changed, what stands in the way, what the public sees."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.items import differences, rules, services
from gongkai.items.forms.deciding import CommentForm, ExemptForm, NoteForm, ReturnForm, SignForm
from gongkai.items.models import Approval, Attachment, Emergency, Item, Relation, Version
from gongkai.items.photographs import MEDIA_TYPES as PICTURES
from gongkai.items.views.companions import companions
from gongkai.items.views.finding import is_guest, newest, readable, rights, signed_in, the_item
from gongkai.items.views.masking import told
from gongkai.items.views.paragraphs import remarked
from gongkai.items.views.road import earlier_answers, late_rows, road, vacant_rows
from gongkai.items.views.showing import ROWS, saved_header
from gongkai.orgs.entering import SignedInRequest

DECIDING = ("sign", "clear", "cosign", "review")
SHOWN_INLINE = {*PICTURES, "application/pdf", "image/svg+xml", "text/plain"}


@signed_in
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    version = readable(request, pk)
    if is_guest(request, version.item):
        return redirect("items:review", pk)  # all that those who were asked about it get to see
    return render(request, "items/detail.html", about(request, version))


@signed_in
@require_safe
def earlier(request: SignedInRequest, pk: int, serial: int) -> HttpResponse:
    """One version, read-only."""
    item = the_item(request, pk)
    version = get_object_or_404(item.versions.select_related("item__publisher"), serial=serial)
    return render(request, "items/earlier.html", about(request, version))


@signed_in
@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The public page to come, in a frame as wide as a phone or a desktop."""
    item = the_item(request, pk)
    is_narrow = request.GET.get("width") == "phone"
    context = {"item": item, "version": newest(item), "is_narrow": is_narrow}
    return render(request, "items/preview.html", context)


@signed_in
@require_safe
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    return review_page(request, readable(request, pk))


@signed_in
@require_safe
def attachment(request: SignedInRequest, pk: int, attachment: int) -> HttpResponseBase:
    """A file of a draft or of a public version, for those who may see the item."""
    seen = Version.objects.visible_to(request.user, at=timezone.now())
    named = seen.filter(item__in=Item.objects.filter(pk=pk).values("pk"))
    file = get_object_or_404(Attachment, version__in=named, pk=attachment)
    path = services.path_of(file.sha256)
    if not path.is_file():
        raise Http404
    inline = file.media_type in SHOWN_INLINE and "download" not in request.GET
    response = FileResponse(
        path.open("rb"), as_attachment=not inline, filename=file.name, content_type=file.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


def review_page(request: SignedInRequest, version: Version, **forms: Any) -> HttpResponse:
    """The review screen: header, findings, differences to what is public, and the decision that is due."""
    context = about(request, version)
    now = timezone.now()
    seen = services.looked_at(version, at=now)
    context |= {
        **told([spot.finding for spot in seen.open]),
        "kept": seen.kept,
        "changes": compared(version),
        "remarked": remarked(version),
        "remark_at": remark_at(request),
        "comment_form": CommentForm(initial={"place": remark_at(request)}),
        "step": Approval.objects.open_to(request.user, at=now).filter(version=version).first(),
        "verb": next((verb for verb in DECIDING if context["can"][verb]), ""),
        "late": late_rows(context["road"], now),
        "answers": earlier_answers(version),
        "is_guest": is_guest(request, version.item),
        "note_form": NoteForm(),
        "reason_form": ReturnForm(),
        "sign_form": SignForm(),
        "exempt_form": ExemptForm(),
        **forms,
    }
    if context["is_guest"]:
        context |= {"relations": [], "referrers": [], "versions": [], "steps": []}
    return render(request, "items/review.html", context)


def remark_at(request: SignedInRequest) -> int:
    """Return the paragraph at which somebody wants to remark: asked for in the address, or just sent."""
    given = request.POST.get("place") or request.GET.get("on") or ""
    return int(given) if given.isdecimal() and len(given) < 7 else -1


def about(request: SignedInRequest, version: Version) -> dict[str, Any]:
    """Return what every page about one version shows."""
    item, now = version.item, timezone.now()
    stops, emergency = road(version, at=now), _emergency(version)
    return {
        "item": item,
        "version": version,
        "can": rights(request, version) | _may_ratify(request, emergency),
        "road": stops,
        "vacant": vacant_rows(version, stops, now),
        "emergency": emergency,
        "companions": companions(request, version),
        "rows": saved_header(version),
        "outline": rules.outline(version.body),
        "attachments": version.attachments.filter(is_illustration=False),
        "relations": Relation.objects.stated(version).select_related("target", "target__current"),
        "referrers": item.referrers.newest().select_related("source", "source__current"),
        "steps": version.steps.select_related("by", "on_behalf_of"),
        "versions": item.versions.all(),
        **(_history(item, version) if item.address else {}),
        "ground": rules.GROUNDS.get(version.ground),
    }


def _emergency(version: Version) -> Emergency | None:
    """Return how a version was forced, or an earlier one that is still to be approved."""
    rows = Emergency.objects.select_related("version", "forced_by", "forced_for", "decided_by", "decided_for")
    own = rows.filter(version=version).first() if version.is_forced else None
    was_public = version.is_newest and bool(version.item.address)
    return own or (rows.pending_of(version.item) if was_public else None)


def _may_ratify(request: SignedInRequest, emergency: Emergency | None) -> dict[str, bool]:
    """Return whether the person may approve what was forced, whichever version that was."""
    if emergency is None:
        return {}
    return {"ratify": services.can(request.user, "ratify", emergency.version, at=timezone.now())}


def _history(item: Item, version: Version) -> dict[str, Any]:
    """Return what befell an item since it was public; a draft has none."""
    return {
        "validities": item.validities.select_related("by", "on_behalf_of", "successor"),
        "presences": item.presences.select_related("by", "on_behalf_of"),
        "reminder": item.reminders.open().order_by("days").first() if version.expires_on else None,
    }


def compared(version: Version) -> dict[str, Any] | None:
    """Return the differences to the public version, None where there is nothing to compare with."""
    public = version.item.current
    if public is None or public.pk == version.pk:
        return None
    before, after = dict(saved_header(public)), dict(saved_header(version))
    header = [
        (label, differences.texts(before[label], after[label]))
        for _, label in ROWS
        if before[label] != after[label]
    ]
    had = {each.sha256: each.name for each in public.attachments.all()}
    has = {each.sha256: each.name for each in version.attachments.all()}
    return {
        "public": public,
        "header": header,
        "body": differences.bodies(public.body, version.body),
        "files_added": [name for sha256, name in has.items() if sha256 not in had],
        "files_removed": [name for sha256, name in had.items() if sha256 not in has],
    }
