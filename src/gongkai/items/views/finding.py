"""What a person works on, or 404: whoever may not see a thing does not learn that it exists."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from gongkai.items import services
from gongkai.items.models import Item, Version
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation

P = ParamSpec("P")


View = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let only signed-in people through; others sign in first and come back.

    An act that somebody else overtook between look and deed is answered with what became of it.
    """

    @wraps(view)
    def answered(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except services.REFUSALS as error:
            messages.info(request, str(error))
            mine = Item.objects.at_desk(request.user, at=timezone.now()).filter(pk=str(kwargs.get("pk", 0)))
            return redirect("items:detail", mine[0].pk) if mine else redirect("items:index")

    return login_required(answered)  # type: ignore[return-value]


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what a form is bound to: what was sent, even if nothing; None when it is only shown."""
    return request.POST if request.method == "POST" else None


def plain(text: str) -> str:
    """Return text that every database can hold and search: without NUL."""
    return text.replace("\x00", "").strip()


def the_item(request: SignedInRequest, pk: int) -> Item:
    """Return an item of the person's desk with its header; raise Http404 otherwise."""
    mine = Item.objects.at_desk(request.user, at=timezone.now())
    return get_object_or_404(mine.with_header(), pk=pk)


def readable(request: SignedInRequest, pk: int) -> Version:
    """Return the newest version of an item of one's desk, or one that one was asked about, or Http404."""
    seen = Version.objects.newest().visible_to(request.user, at=timezone.now())
    people = ("submitted_by", "submitted_for", "signed_by")
    named = Item.objects.filter(pk=pk).values("pk")  # a number too large for a column is nobody's
    return get_object_or_404(seen.select_related("item__publisher", *people), item__in=named)


def is_guest(request: SignedInRequest, item: Item) -> bool:
    """Whether the person sees a version only because their organisation was asked about it."""
    return not Item.objects.at_desk(request.user, at=timezone.now()).filter(pk=item.pk).exists()


def back_to(request: SignedInRequest, item: Item) -> HttpResponse:
    """Return to the item's page; whoever was only asked about it goes back to what waits for them."""
    return redirect("/desk/") if is_guest(request, item) else redirect("items:detail", item.pk)


def newest(item: Item) -> Version:
    """Return the version being worked on, or else the newest one."""
    version = item.versions.select_related("item__publisher", "submitted_by", "signed_by").first()
    if version is None:
        raise Http404
    return version


def the_version(request: SignedInRequest, pk: int) -> Version:
    return newest(the_item(request, pk))


def rights(request: SignedInRequest, version: Version) -> dict[str, bool]:
    """Return, by verb, what the person may do now: a template shows buttons by it."""
    found = services.rights_of(request.user, version, at=timezone.now())
    return {verb.replace("-", "_"): may for verb, may in found.items()}


def is_open(request: SignedInRequest, version: Version) -> bool:
    """Whether the person may edit now; False if only the stage is in the way.

    Raises Http404 for those who never may: as if there were nothing here.
    """
    now = timezone.now()
    if services.can(request.user, "edit", version, at=now):
        return True
    if services.can(request.user, "draft", version.item.publisher, at=now):
        return False
    raise Http404


def closed(request: SignedInRequest, version: Version) -> HttpResponse | None:
    """Return None if the person may edit now, an answer that says why not if the stage is in the way."""
    if is_open(request, version):
        return None
    messages.info(request, f"此信息现处于“{version.get_stage_display()}”阶段，不能编辑；已输入的内容会保留")
    return redirect("items:detail", version.item_id)


def own_publishers(request: SignedInRequest) -> QuerySet[Organisation]:
    """Return the organisations for which the person may draft; raise Http404 if there are none."""
    own = publishers(request)
    if not own:
        raise Http404
    return own


def publishers(request: SignedInRequest) -> QuerySet[Organisation]:
    """Return the organisations for which the person may draft."""
    now = timezone.now()
    own = Organisation.objects.where(request.user, on=timezone.localdate(now))
    may = [each.pk for each in own if services.can(request.user, "draft", each, at=now)]
    return Organisation.objects.filter(pk__in=may)
