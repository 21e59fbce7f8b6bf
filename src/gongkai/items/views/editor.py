"""The editor: header, body, attachments, relations; autosave, conflicts; live help beside the fields."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.items import differences, illustrations, linking, rules, services
from gongkai.items.forms.editing import (
    CATALOGUED,
    DISCLOSURE,
    SHORT,
    TYPED,
    WIDE,
    AttachForm,
    VersionForm,
    accuse,
    initial,
    obligation_named,
)
from gongkai.items.forms.illustrating import DescribeForm, IllustrateForm
from gongkai.items.forms.relating import RelateForm, usual_relation
from gongkai.items.models import Attachment, Autosave, Item, ItemQuerySet, Origin, Relation, Version
from gongkai.items.views.companions import companions
from gongkai.items.views.finding import closed, plain, signed_in, the_item, the_version
from gongkai.items.views.keeping import (
    as_typed,
    differs,
    mark,
    others,
    place,
    put_by,
    rescue,
    taken_up,
)
from gongkai.items.views.paragraphs import remarked
from gongkai.items.views.showing import header_rows, saved_header
from gongkai.law.chinese import titled
from gongkai.obligations.models import Obligation
from gongkai.obligations.services import kinds_of
from gongkai.orgs.entering import SignedInRequest

FOUND = 12


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Edit the draft. What was typed but not saved is offered again; a second editor sees both texts."""
    if request.method == "POST" and not request.user.is_authenticated:
        rescue(request, pk)
    return _edit(request, pk)


@signed_in
def _edit(request: SignedInRequest, pk: int) -> HttpResponse:
    version = the_version(request, pk)
    if answer := closed(request, version):
        if request.method == "POST":  # somebody sent it on meanwhile: what was typed waits for its return
            put_by(request, version)
        return answer
    if request.method == "POST":
        return _save(request, version)
    kept = services.kept(request.user, place(version))
    if kept is None or not differs(kept, version):
        return page(request, version)
    if "restore" not in request.GET:
        return page(request, version, kept=kept)
    messages.info(request, "已恢复自动保存的内容，请核对后保存")
    return page(request, version, VersionForm(as_typed(kept.values, version), version=version))


@signed_in
@require_POST
def header(request: SignedInRequest, pk: int) -> HttpResponse:
    """The header table as the public will see it, from what is typed so far (HTMX)."""
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    form = VersionForm(request.POST, version=version)
    form.is_valid()
    rows = header_rows(version, dict(form.cleaned_data))
    return render(request, "items/header_table.html", {"rows": rows})


@signed_in
@require_safe
def obligations(request: SignedInRequest, pk: int) -> HttpResponse:
    """Obligations of the catalogue that match, the publisher's own first (HTMX)."""
    item = the_item(request, pk)
    current = Obligation.objects.current(timezone.localdate()).select_related("area")
    text = plain(request.GET.get("find", ""))
    own = current.for_organisation(item.publisher)
    found = list(own.search(text)[:FOUND]) if text else list(own[:FOUND])
    if text and len(found) < FOUND:
        others = current.search(text).exclude(pk__in=[each.pk for each in found])
        found += list(others[: FOUND - len(found)])
    return render(request, "items/obligations.html", {"found": found, "text": text})


@signed_in
@require_safe
def kinds(request: SignedInRequest, pk: int) -> HttpResponse:
    """The kinds by which the limit of the obligation just chosen is split (HTMX)."""
    version = the_version(request, pk)
    typed = {name: plain(request.GET.get(name, "")) for name in CATALOGUED}
    if typed["limit_kind"] not in kinds_of(obligation_named(typed["obligation"])):
        typed["limit_kind"] = ""
    form = VersionForm(initial=typed, version=version)
    return render(request, "ui/field.html", {"field": form["limit_kind"]})


@signed_in
@require_safe
def targets(request: SignedInRequest, pk: int) -> HttpResponse:
    """Items that a relation or a successor may point at (HTMX)."""
    item = the_item(request, pk)
    text = plain(request.GET.get("find", ""))
    context = {
        "found": linking.found(text, among=_linkable(request, item), own=_own(request), size=FOUND),
        "field": "id_successor" if request.GET.get("field") == "successor" else "id_target",
        "text": text,
    }
    return render(request, "items/targets.html", context)


@signed_in
@require_POST
def attach(request: SignedInRequest, pk: int) -> HttpResponse:
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, version, taken_up(request, version), attach_form=form)
    for file in form.cleaned_data["uploads"]:
        try:
            services.attach(version=version, name=file.name, data=file, by=request.user, at=timezone.now())
        except services.REFUSALS as error:
            form.add_error("uploads", f"{file.name}：{error}")
    if form.errors:
        return page(request, version, taken_up(request, version), attach_form=form)
    messages.success(request, "附件已上传")
    return back(request, version)


@signed_in
@require_POST
def detach(request: SignedInRequest, pk: int, attachment: int) -> HttpResponse:
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    found = Attachment.objects.filter(version=version, pk=attachment).first()
    if found:
        services.detach(attachment=found, by=request.user, at=timezone.now())
        messages.success(request, f"附件{titled(found.name)}已移除")
    return back(request, version)


@signed_in
@require_POST
def relate(request: SignedInRequest, pk: int) -> HttpResponse:
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    form = RelateForm(request.POST, among=_linkable(request, version.item), own=_own(request))
    if not form.is_valid():
        return page(request, version, taken_up(request, version), relate_form=form)
    try:
        services.relate(item=version.item, by=request.user, at=timezone.now(), **form.cleaned_data)
    except services.REFUSALS as error:
        accuse(form, error)
        return page(request, version, taken_up(request, version), relate_form=form)
    messages.success(request, "关联已添加")
    return back(request, version)


@signed_in
@require_POST
def unrelate(request: SignedInRequest, pk: int, relation: int) -> HttpResponse:
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    found = Relation.objects.filter(source=version.item, pk=relation).first()
    try:
        if found:
            services.unrelate(relation=found, by=request.user, at=timezone.now())
            messages.success(request, "关联已移除")
    except services.REFUSALS as error:
        messages.error(request, str(error))
    return back(request, version)


def _save(request: SignedInRequest, version: Version) -> HttpResponse:
    form = VersionForm(_as_chosen(request, version), version=version)
    if not form.is_valid():
        return page(request, version, form)
    try:
        services.save(
            version=version,
            fields=form.values,
            revision=form.cleaned_data["revision"],
            by=request.user,
            at=timezone.now(),
        )
    except services.Conflict as conflict:
        return _conflict(request, form, conflict.theirs)
    except services.REFUSALS as error:
        accuse(form, error)
        return page(request, version, form)
    services.forget(request.user, place(version))
    messages.success(request, "草稿已保存")
    return redirect("items:submit" if "submit" in request.POST else "items:edit", version.item_id)


def _as_chosen(request: SignedInRequest, version: Version) -> QueryDict:
    """Return what was typed, with what is saved in its place where the clerk chose so after a conflict."""
    typed, saved = request.POST.copy(), initial(version)
    for name in TYPED:
        if f"take-{name}" in request.POST:
            typed.pop(name, None)
            if saved[name]:
                typed[name] = str(saved[name])
    return typed


def _conflict(request: SignedInRequest, form: VersionForm, theirs: Version) -> HttpResponse:
    """Show both texts side by side. Mine are kept first, so that whatever is chosen they can be had again."""
    mine = put_by(request, theirs, revision=str(theirs.revision))
    again = VersionForm(as_typed(mine, theirs), version=theirs)
    rows = _side_by_side(form, theirs)
    context = {"version": theirs, "form": again, "rows": rows, "mark": mark(request, theirs)}
    return render(request, "items/conflict.html", context, status=409)


def _side_by_side(form: VersionForm, theirs: Version) -> list[dict[str, Any]]:
    """Return, for each field that differs, its label, the difference of mine to theirs, and theirs."""
    saved = initial(theirs)
    rows = []
    for name, value in form.values.items():
        mine, other = _words(form, name, value), _words(form, name, saved[name])
        if mine != other:
            changes = differences.lines(other, mine)
            rows.append({"name": name, "label": form.fields[name].label, "changes": changes, "theirs": other})
    return rows


def _words(form: VersionForm, name: str, value: Any) -> str:
    """Return a value of the form as somebody reads it."""
    if name == "body":
        return rules.plain_text(rules.clean(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    choices = dict(getattr(form.fields[name], "choices", []))
    return str(choices.get(value) or getattr(value, "key", value) or "")


def back(request: SignedInRequest, version: Version, place: str = "") -> HttpResponse:
    """Go back to a place of the editor, and take up again what was typed but not saved."""
    address = reverse("items:edit", args=[version.item_id])
    restored = "?restore=1" if taken_up(request, version) else ""
    return redirect(f"{address}{restored}{place}")


def page(
    request: SignedInRequest,
    version: Version,
    form: VersionForm | None = None,
    *,
    kept: Autosave | None = None,
    **forms: Form,
) -> HttpResponse:
    """The editor with its parts; ``forms`` are those of a part in which something was wrong."""
    form = form or VersionForm(initial=initial(version), version=version)
    origin = Origin.objects.filter(version=version, confirmed_at=None).first()
    if origin is not None:
        form.tell_sources(origin.sources)
    context: dict[str, Any] = {
        "version": version,
        "item": version.item,
        "form": form,
        "mark": mark(request, version),
        "wide_fields": form.group(WIDE),
        "short_fields": form.group(SHORT),
        "disclosure_fields": form.group(DISCLOSURE),
        "rows": saved_header(version),
        "kept": kept,
        "origin": origin,
        "others": others(request, version),
        "companions": companions(request, version),
        "remarks": remarked(version),
        "returned": version.steps.filter(verb="return").last() if version.round else None,
        "files": version.attachments.filter(is_illustration=False),
        "attach_form": AttachForm(),
        "describe_form": DescribeForm(version=version, pictures=illustrations.shown(version.body)),
        "illustrate_form": IllustrateForm(version=version),
        "relate_form": RelateForm(among=Item.objects.none(), initial={"kind": usual_relation(version.item)}),
        "relations": Relation.objects.stated(version).select_related("target", "target__current"),
        **forms,
    }
    return render(request, "items/edit.html", context)


def _own(request: SignedInRequest) -> ItemQuerySet:
    """Return the items whose drafts the person may see."""
    return Item.objects.at_desk(request.user, at=timezone.now())


def _linkable(request: SignedInRequest, item: Item) -> ItemQuerySet:
    """Return what this item may be related to: everything its editor can see, but itself."""
    visible = Item.objects.visible_to(request.user, at=timezone.now())
    return visible.exclude(pk=item.pk).select_related("publisher", "current")
