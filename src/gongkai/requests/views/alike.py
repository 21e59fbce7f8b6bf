"""Requests for the same information: their groups, what is decided about them, and one case made public."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.items.models import Item
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Person
from gongkai.orgs.views.guard import signed_in
from gongkai.requests import services
from gongkai.requests.declared import law
from gongkai.requests.forms.alike import DeclineForm, PublishForm
from gongkai.requests.models import Group, Kinship, Request, Verdict, is_office
from gongkai.requests.views.reaching import ON_A_PAGE, WRONG, done, paged, reached, the_case, those_who

SHOWN_BESIDE = 8


@signed_in
@require_safe
def index(http: SignedInRequest) -> HttpResponse:
    """The groups of two and more that this person sees: those to be decided first."""
    today = timezone.localdate()
    mine = Group.objects.visible_to(http.user, on=today).of_several()
    rows = mine.select_related("organisation", "item")
    context = {
        "waiting": _titled(rows.filter(verdict="", alerted_at__isnull=False).order_by("alerted_at")),
        "page": paged(http, rows.filter(verdict="", alerted_at=None)),
        "decided": _titled(rows.exclude(verdict="").order_by("-decided_at")[:ON_A_PAGE]),
        "applicants": law().alike.applicants,
        "months": law().alike.months,
        "query": "?",
        "is_office": is_office(http.user, on=today),
    }
    context["others"] = _titled(context["page"].object_list)  # type: ignore[attr-defined]
    return render(http, "requests/alike.html", context)


def _titled(groups: Any) -> list[Group]:
    """Return groups with ``title``: what their first request asks for."""
    found = list(groups)
    members = Kinship.objects.filter(group__in=[each.pk for each in found]).order_by("-request__pk")
    titles = dict(members.values_list("group", "request__title"))
    for each in found:
        each.title = titles.get(each.pk, str(each))
    return found


@signed_in
@require_safe
def group(http: SignedInRequest, pk: int) -> HttpResponse:
    return _page(http, _the(http, pk))


@signed_in
@require_POST
def publish(http: SignedInRequest, pk: int) -> HttpResponse:
    found, form, made = _the(http, pk), PublishForm(http.POST), list[Item]()
    _drafters_only(http, found)
    if done(
        form,
        lambda: made.append(
            services.publish(group=found, by=http.user, at=timezone.now(), **form.cleaned_data)
        ),
    ):
        messages.success(http, "已生成主动公开的草稿，请补充后送审")
        return redirect(made[0].get_absolute_url())
    return _page(http, found, publish=form)


@signed_in
@require_POST
def decline(http: SignedInRequest, pk: int) -> HttpResponse:
    found, form = _the(http, pk), DeclineForm(http.POST)
    those_who(http, "handle", found.organisation)
    if done(
        form,
        lambda: services.decline(group=found, by=http.user, at=timezone.now(), **form.cleaned_data),
    ):
        messages.success(http, "已作出决定")
        return redirect("after:group", pk)
    return _page(http, found, decline=form)


@signed_in
@require_POST
def part(http: SignedInRequest, pk: int, case: int) -> HttpResponse:
    """Take a request out that asks for something else."""
    found = _the(http, pk)
    those_who(http, "handle", found.organisation)
    kinship = get_object_or_404(found.members.select_related("request__organisation", "group"), request=case)
    form = forms.Form(http.POST)
    if done(form, lambda: services.part(kinship=kinship, by=http.user, at=timezone.now())):
        messages.success(http, "已移出")
    for sentence in form.non_field_errors():
        messages.error(http, str(sentence))
    return redirect("after:group", pk) if Group.objects.filter(pk=pk).exists() else redirect("after:alike")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def publish_one(http: SignedInRequest, pk: int) -> HttpResponse:
    """Make public what one answered request asked for."""
    found, made = the_case(http, pk), list[Item]()
    _drafters_only(http, found)
    form = PublishForm(http.POST if http.method == "POST" else None, initial={"title": found.title})
    if http.method == "POST" and done(
        form,
        lambda: made.append(
            services.publish_one(request=found, by=http.user, at=timezone.now(), **form.cleaned_data)
        ),
    ):
        messages.success(http, "已生成主动公开的草稿，请补充后送审")
        return redirect(made[0].get_absolute_url())
    fresh = the_case(http, pk, is_seen=False).number_of_events
    context = {"case": found, "seen": fresh, "form": form, "heading": "转为主动公开", "action": "生成草稿"}
    return render(http, "requests/publish_one.html", context, status=WRONG if form.errors else 200)


def alike(case: Request, person: Person, at: datetime) -> dict[str, Any]:
    """Return what ``requests/_alike.html`` shows on the page of a case: the requests like it."""
    kinship: Kinship | None = getattr(case, "kinship", None)
    found = kinship.group if kinship else None
    others = Kinship.objects.filter(group=found).exclude(request=case) if found else Kinship.objects.none()
    return {
        "group": found,
        "others": others.select_related("request")[:SHOWN_BESIDE],
        "number": others.count(),
        "may_publish": case.counted_as in law().alike.opened
        and not (found and found.item_id)
        and services.can(person, "handle", case, at=at)
        and services.publisher_of(case, person, at=at) is not None,
    }


def _drafts(http: SignedInRequest, about: Group | Request) -> bool:
    return services.publisher_of(about, http.user, at=timezone.now()) is not None


def _drafters_only(http: SignedInRequest, about: Group | Request) -> None:
    """Raise Http404 for whoever may not handle the case, or drafts nothing."""
    those_who(http, "handle", about.organisation)
    if not _drafts(http, about):
        raise Http404("没有这个页面")


def _the(http: SignedInRequest, pk: int) -> Group:
    found: Group = reached(http, Group, pk, "item", "decided_by")
    return found


def _page(http: SignedInRequest, found: Group, **typed: forms.Form) -> HttpResponse:
    members = found.members.select_related("request").order_by("-request__registered_at")
    first = members.last()
    title = first.request.title if first else str(found)
    may = services.can(http.user, "handle", found.organisation, at=timezone.now())
    context = {
        "group": found,
        "members": members,
        "askers": found.askers(),
        "title": title,
        "publish": typed.get("publish") or PublishForm(initial={"title": title}),
        "decline": typed.get("decline") or DeclineForm(),
        "may_publish": may and found.item_id is None and _drafts(http, found),
        "may_decline": may and found.verdict != Verdict.PUBLISH.value,
        "may_part": may and not found.verdict,
    }
    return render(http, "requests/group.html", context, status=WRONG if typed else 200)
