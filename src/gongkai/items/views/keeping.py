"""Words that are typed but not saved: kept every few seconds, and through a session that has ended."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.items import services
from gongkai.items.forms.editing import TYPED, VersionForm, initial
from gongkai.items.models import Autosave, Item, Version
from gongkai.items.views.finding import is_open, newest, plain, signed_in, the_version
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Person

RECENT = timedelta(minutes=5)
MARK = "items.editor"
MARK_LASTS = timedelta(days=14)
"""How long after its page was opened a form is still taken: longer than any holiday."""


@require_POST
def keep(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what is typed. A session that has ended gets 401, so that the page can say so and lose nothing."""
    if not request.user.is_authenticated:
        rescue(request, pk)
        return HttpResponse("登录已过期", status=401)
    version = the_version(request, pk)
    is_draft = is_open(request, version)
    put_by(request, version)
    if not is_draft:
        return HttpResponse("此稿已送审，不能再保存；已输入的内容已自动保存，退回后可以恢复")
    said = f"{timezone.localtime():%H:%M:%S} 已自动保存"
    also = others(request, version)
    return HttpResponse(f"{said}；{also}也在编辑" if also else said)


@signed_in
@require_POST
def forget(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give up what was kept and go on from what is saved."""
    version = the_version(request, pk)
    services.forget(request.user, place(version))
    messages.info(request, "已放弃自动保存的内容")
    return redirect("items:edit", pk)


@signed_in
@require_safe
def present(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say who else is typing in this draft: an open editor asks every few seconds."""
    version = the_version(request, pk)
    return render(request, "items/others.html", {"others": others(request, version)})


def others(request: SignedInRequest, version: Version) -> str:
    """Return the names of the others who have typed in this draft within the last minutes."""
    since = timezone.now() - RECENT
    rows = Autosave.objects.filter(place=place(version), at__gte=since).exclude(person=request.user)
    return "、".join(rows.order_by("at").values_list("person__name", flat=True))


def put_by(request: SignedInRequest, version: Version, **instead: str) -> dict[str, Any]:
    """Keep what was typed, and return it; ``instead`` replaces values of it."""
    values = typed_values(request) | instead
    services.keep(person=request.user, place=place(version), values=values, at=timezone.now())
    return values


def place(version: Version) -> str:
    """Where autosaved words of this version belong."""
    return f"version:{version.pk}"


def typed_values(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed into the editor, field by field, as it was sent."""
    return {name: plain(request.POST[name]) for name in [*TYPED, "revision"] if name in request.POST}


def as_typed(values: dict[str, Any], version: Version) -> QueryDict:
    """Return kept values as if they had just been sent, on top of the revision they were typed on."""
    typed = QueryDict(mutable=True)
    typed.update({name: str(value) for name, value in values.items()})
    typed.setdefault("revision", str(version.revision))
    return typed


def taken_up(request: SignedInRequest, version: Version) -> VersionForm | None:
    """Return the editor's form with what was typed but not saved, None if there is nothing of it."""
    kept = services.kept(request.user, place(version))
    if kept is None or not differs(kept, version):
        return None
    return VersionForm(as_typed(kept.values, version), version=version)


def differs(kept: Autosave, version: Version) -> bool:
    """Whether something was kept that is not saved."""
    saved = VersionForm(as_typed(kept.values, version), version=version)
    return saved.is_valid() is False or any(
        (getattr(value, "key", value) or "") != (initial(version).get(name) or "")
        for name, value in saved.values.items()
    )


def mark(request: SignedInRequest, version: Version) -> str:
    """Return what the editor's form carries: a proof that this page was given to this person."""
    return signing.dumps([request.user.pk, version.item_id], salt=MARK)


def rescue(request: HttpRequest, pk: int) -> None:
    """Keep what was sent after the session had ended for the person to whom the page had been given.

    What nobody signed for is a stranger's, and nothing of it is stored. Each person has one place for each
    draft of their own desk, so nobody fills the disk either.
    """
    try:
        person_pk, item_pk = signing.loads(request.POST.get("mark", ""), salt=MARK, max_age=MARK_LASTS)
    except signing.BadSignature:
        return
    person = Person.objects.filter(pk=person_pk, is_active=True).first()
    item = Item.objects.at_desk(person, at=timezone.now()).filter(pk=pk).first()
    if person and item and item_pk == pk:
        where = place(newest(item))
        services.keep(person=person, place=where, values=typed_values(request), at=timezone.now())
