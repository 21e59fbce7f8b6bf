"""Proofing at the desk: what was found in a draft and what is done about it; what a walk has found."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.items import rules, services
from gongkai.items.forms.editing import VersionForm
from gongkai.items.forms.proofing import IgnoreForm, MarkForm, MendForm, WalkForm
from gongkai.items.models import Item, Stage, Version
from gongkai.items.models.item import desks_of
from gongkai.items.views.finding import closed, newest, signed_in, the_item, the_version
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import without_page
from gongkai.proofing.models import Run
from gongkai.proofing.phrases import WEIGHTS
from gongkai.proofing.services import Spot
from gongkai.proofing.shortening import shortened

PAGE = 50
TONES = {"blocks": "bad", "asks": "warn", "tells": "info"}


@dataclass(frozen=True)
class Row:
    """One finding with what may be done about it."""

    spot: Spot
    label: str
    mend: MendForm | None
    ignore: IgnoreForm | None


@dataclass(frozen=True)
class May:
    """What one may do about the findings: mend them in the text, let them stand."""

    edit: bool = False
    keep: bool = False


@signed_in
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, newest(the_item(request, pk)))


@signed_in
@require_POST
def mend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the replacement of one finding in its place."""
    version, form = the_version(request, pk), MendForm(request.POST)
    if answer := closed(request, version):
        return answer
    if not form.is_valid():
        messages.error(request, "没有收到要改正的问题，请重新操作")
        return redirect("items:proofing", pk)
    try:
        services.mend(version=version, by=request.user, at=timezone.now(), **form.cleaned_data)
    except services.REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已改正")
    return redirect("items:proofing", pk)


@signed_in
@require_POST
def ignore(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let one finding stand, with a reason."""
    version, form = the_version(request, pk), IgnoreForm(request.POST)
    if answer := _closed(request, version):
        return answer
    if form.is_valid():
        try:
            services.ignore(version=version, by=request.user, at=timezone.now(), **form.cleaned_data)
        except services.Unready as error:
            form.add_error("reason", str(error))
        except services.REFUSALS as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "已保留，理由留存")
    if form.errors:
        return _page(request, version, wrong=form)
    return redirect("items:proofing", pk)


@signed_in
@require_POST
def mind(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back that a finding may stand."""
    version, form = the_version(request, pk), MarkForm(request.POST)
    if answer := _closed(request, version):
        return answer
    try:
        if form.is_valid():
            services.mind(version=version, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "已撤回保留，须重新处理")
    except services.REFUSALS as error:
        messages.error(request, str(error))
    return redirect("items:proofing", pk)


@signed_in
@require_POST
def live(request: SignedInRequest, pk: int) -> HttpResponse:
    """What proofing finds in what is typed so far (HTMX)."""
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    form = VersionForm(request.POST, version=version)
    form.is_valid()
    for name, value in form.cleaned_data.items():
        if name not in {"revision", "kind"}:
            setattr(version, name, value)
    try:
        version.body = rules.clean(version.body or "")
    except rules.TooDeep:
        version.body = ""  # saving will say so
    found = services.look(version, at=timezone.now()).open
    return render(
        request, "items/live.html", {"groups": _groups(found, version, May()), "item": version.item}
    )


def _closed(request: SignedInRequest, version: Version) -> HttpResponse | None:
    """As ``closed``; in what is public a finding may be let stand, though its text is closed."""
    is_public = version.stage == Stage.PUBLIC.value
    if is_public and services.can(request.user, "edit", version.item, at=timezone.now()):
        return None
    return closed(request, version)


@signed_in
@require_safe
def proofs(request: SignedInRequest) -> HttpResponse:
    """What the last walk through everything public has found in what is of one's own desk."""
    now = timezone.now()
    desks = desks_of(request.user, at=now)
    run = Run.objects.shown()
    form = WalkForm(request.GET or None)
    form.is_valid()
    weight = getattr(form, "cleaned_data", {}).get("weight") or ""
    context: dict[str, Any] = {"run": run, "form": form, "query": without_page(request.GET)}
    if run is not None:
        mine = run.checked.of_desks(desks)
        rows = mine.exclude(findings=[])
        rows = rows.filter(**{f"{weight}__gt": 0}) if weight else rows
        page = Paginator(rows.order_by("-blocks", "-asks", "-tells", "pk"), PAGE).get_page(
            request.GET.get("page")
        )
        keys = [services.key_of(row) for row in page]
        items = Item.objects.select_related("current", "publisher").in_bulk(keys)
        context |= {
            "page": page,
            "rows": [
                (items.get(key), row, _shown(row.findings, weight))
                for key, row in zip(keys, page, strict=True)
            ],
            "left": run.checked.unchecked().count(),
            "troubled": mine.troubled().count(),
            "is_office": desks is None,
            "codes": [
                {"label": services.label_of(code), "value": number} for code, number in services.by_code(mine)
            ],
        }
    return render(request, "items/proofs.html", context)


def _shown(findings: list[dict[str, str]], weight: str) -> list[dict[str, str]]:
    return [each | {"tone": TONES[each["weight"]]} for each in findings if weight in ("", each["weight"])]


def _page(request: SignedInRequest, version: Version, wrong: IgnoreForm | None = None) -> HttpResponse:
    now = timezone.now()
    seen = services.looked_at(version, at=now)
    may_edit = services.can(request.user, "edit", version, at=now)
    is_public = version.stage == Stage.PUBLIC.value
    may_keep = may_edit or (is_public and services.can(request.user, "edit", version.item, at=now))
    context = {
        "version": version,
        "item": version.item,
        "groups": _groups(seen.open, version, May(may_edit, may_keep), wrong),
        "kept": seen.kept,
        "may_edit": may_edit,
        "may_keep": may_keep,
    }
    return render(request, "items/proofing.html", context, status=422 if wrong else 200)


def _groups(
    found: list[Spot], version: Version, may: May, wrong: IgnoreForm | None = None
) -> list[dict[str, Any]]:
    """Return the findings by weight, those that must be mended first."""
    groups = []
    for weight, title in WEIGHTS.items():
        mine = [spot for spot in found if spot.finding.weight == weight]
        shown, left = shortened(mine, lambda spot: spot.finding)
        rows = [_row(spot, version, may, wrong) for spot in shown]
        if rows:
            told = {"rows": rows, "count": len(mine), "left": left}
            groups.append({"key": weight, "title": title, "tone": TONES[weight], **told})
    return groups


def _row(spot: Spot, version: Version, may: May, wrong: IgnoreForm | None) -> Row:
    initial = {"fingerprint": spot.fingerprint, "revision": version.revision}
    own = f"id_{spot.fingerprint[:12]}_%s"
    mend_form = MendForm(initial=initial, auto_id=own) if may.edit and services.is_mechanical(spot) else None
    ignore_form = None
    if may.keep and spot.finding.can_overrule:
        ignore_form = IgnoreForm(initial=initial, auto_id=own)
        if wrong is not None and wrong.data.get("fingerprint") == spot.fingerprint:
            wrong.auto_id = own
            ignore_form = wrong
    return Row(spot, services.label_of(spot.finding.code), mend_form, ignore_form)
