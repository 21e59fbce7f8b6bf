"""The list of items at the desk, and how to begin one by typing."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.items import services
from gongkai.items.forms.editing import NewForm
from gongkai.items.models import Disclosure, Item, Kind, Stage, Version, VersionQuerySet
from gongkai.items.views.finding import own_publishers, plain, publishers, signed_in, the_version, typed
from gongkai.law.chinese import titled
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation

ON_A_PAGE = 30
FIGURES = re.compile("[0-9A-Za-z]")
SECOND_PRESS = timedelta(seconds=30)
WITHHELD = "withheld"
"""What is signed and stays at the desk, among the tabs of the list; it waits for nothing."""
SIGNED = (Stage.SIGNED.value, WITHHELD)
STAGES = [(each.value, each.label) for each in Stage if each is not Stage.SUPERSEDED]
TABS = [*STAGES, (WITHHELD, "不主动公开")]


@signed_in
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Items of the desk by stage, with how many there are of each; filters stand in the address."""
    versions = _filtered(request, _desk(request))
    counts = dict(versions.order_by().values_list("stage").annotate(Count("pk")))
    counts[WITHHELD] = _signed(versions, WITHHELD).count()
    counts[Stage.SIGNED.value] = counts.get(Stage.SIGNED.value, 0) - counts[WITHHELD]
    stage = request.GET.get("stage", "")
    chosen = [stage] if stage in dict(TABS) else list(counts)
    total = sum(counts.get(each, 0) for each in chosen)
    page = _page(request, _shown(versions, stage), total)
    context = {
        "page": page,
        "query": _query(request, "kind", "organisation", "mine", "q", "stage"),
        "tabs": [{"value": key, "label": label, "count": counts.get(key, 0)} for key, label in TABS],
        "total": sum(counts.values()),
        "stage": stage,
        "tab_query": _query(request, "kind", "organisation", "mine", "q"),
        "kinds": Kind.choices,
        "organisations": _organisations(request),
        "filters": request.GET,
        "may_draft": publishers(request).exists(),
    }
    return render(request, "items/index.html", context)


def _shown(versions: VersionQuerySet, stage: str) -> VersionQuerySet:
    """Return the versions of one tab, or of all: to name every stage would only mislead the database."""
    if stage in SIGNED:
        return _signed(versions, stage)
    return versions.filter(stage=stage) if stage in dict(TABS) else versions


def _signed(versions: VersionQuerySet, tab: str) -> VersionQuerySet:
    """Return what is signed and will go public, or what is signed and will not."""
    signed = versions.filter(stage=Stage.SIGNED.value)
    proactive = Q(disclosure=Disclosure.PROACTIVE.value)
    return signed.exclude(proactive) if tab == WITHHELD else signed.filter(proactive)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Begin a draft with a name, a kind and a publisher; ``?interprets=`` begins what explains an item."""
    document = _document(request)
    form = NewForm(
        typed(request),
        publishers=own_publishers(request),
        kinds=services.INTERPRETERS if document else (),
        initial=_interpretation_of(document) if document else {},
    )
    if request.method == "POST" and form.is_valid():
        with services.in_turn(request.user):
            made = _just_made(request, **form.cleaned_data) or _begin(request, document, **form.cleaned_data)
        return redirect("items:edit", made.pk)
    return render(request, "items/new.html", {"form": form, "document": document})


def _document(request: SignedInRequest) -> Version | None:
    """Return what is to be interpreted, if anything; raise Http404 for what the person may not see."""
    given = plain(request.GET.get("interprets", ""))
    if not given:
        return None
    if not given.isdecimal():
        raise Http404
    return the_version(request, int(given))


def _interpretation_of(document: Version) -> dict[str, Any]:
    return {
        "title": f"{titled(document.title[:290])}解读",
        "kind": Kind.INTERPRETATION.value,
        "publisher": document.item.publisher,
    }


def _begin(
    request: SignedInRequest, document: Version | None, *, title: str, kind: str, publisher: Organisation
) -> Item:
    by, now = request.user, timezone.now()
    if document is None:
        fields = {"title": title, "issuer": publisher.name}
        return services.draft(kind=kind, publisher=publisher, fields=fields, by=by, at=now).item
    made = services.interpret(item=document.item, kind=kind, title=title, publisher=publisher, by=by, at=now)
    return made.item


def _just_made(request: SignedInRequest, *, title: str, kind: str, publisher: Organisation) -> Item | None:
    """Return the draft that the first press of the button has just begun, if this is the second."""
    recent = Item.objects.filter(created_by=request.user, created_at__gte=timezone.now() - SECOND_PRESS)
    return recent.filter(kind=kind, publisher=publisher, address="", versions__title=title).first()


def _desk(request: SignedInRequest) -> VersionQuerySet:
    newest = Version.objects.newest().at_desk(request.user, at=timezone.now())
    return newest.order_by("-saved_at", "-pk")


def _page(request: SignedInRequest, versions: VersionQuerySet, count: int) -> Page[Version]:
    """Return the page asked for, the last if there are fewer; ``count`` is how many versions there are."""
    paginator: Paginator[Any] = Paginator(versions.values_list("pk", flat=True), ON_A_PAGE)
    paginator.count = count
    page = paginator.get_page(request.GET.get("page"))
    wanted = list(page)
    needed = Version.objects.without_body().select_related("item", "item__publisher", "saved_by")
    shown = needed.in_bulk(wanted)
    return Page([shown[pk] for pk in wanted if pk in shown], page.number, paginator)


def _filtered(request: SignedInRequest, versions: VersionQuerySet) -> VersionQuerySet:
    chosen = request.GET
    if chosen.get("kind") in Kind.values:
        versions = versions.filter(item__kind=chosen["kind"])
    if organisation := plain(chosen.get("organisation", "")):
        versions = versions.filter(item__publisher__key=organisation)
    if chosen.get("mine"):
        begun = Item.objects.filter(created_by=request.user).order_by().values("pk")
        versions = versions.filter(
            Q(item__in=begun) | Q(saved_by=request.user) | Q(submitted_by=request.user)
        )
    if text := plain(chosen.get("q", "")):
        found = Q(title__icontains=text) | Q(doc_number__icontains=text)
        if FIGURES.search(text):  # without any it is no number, and every row of another table stays unread
            found |= Q(item__number__icontains=text)
        versions = versions.filter(found)
    return versions


def _query(request: SignedInRequest, *names: str) -> str:
    """Return the start of a query that keeps these filters: ``kind=…&``, or nothing."""
    kept = {name: request.GET[name] for name in names if request.GET.get(name)}
    return f"{urlencode(kept)}&" if kept else ""


def _organisations(request: SignedInRequest) -> list[Organisation]:
    mine = Item.objects.at_desk(request.user, at=timezone.now())
    return list(Organisation.objects.filter(Exists(mine.filter(publisher=OuterRef("pk")))))
