"""Organisations at the desk: the tree, one organisation, its foundation, change and end."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from gongkai.orgs import rules, services
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.forms import CloseForm, NewOrganisationForm, OrganisationForm
from gongkai.orgs.models import Organisation, Post
from gongkai.orgs.views.guard import keepers_only

REFUSED = (rules.Refusal, ValidationError)


def refuse(form: BaseForm, error: Exception) -> None:
    """Show at the form why the act was refused."""
    form.add_error(None, list(error.messages) if isinstance(error, ValidationError) else str(error))


@keepers_only("change")
def organisations(request: SignedInRequest) -> HttpResponse:
    rows = list(Organisation.objects.with_staff(on=timezone.localdate()))
    return render(request, "orgs/organisations.html", {"tree": rules.tree(rows)})


@keepers_only("found")
def new(request: SignedInRequest) -> HttpResponse:
    form = NewOrganisationForm(request.POST or None)
    if form.is_valid():
        try:
            row = services.found(organisation=form.save(commit=False), by=request.user, at=timezone.now())
        except REFUSED as error:
            refuse(form, error)
        else:
            messages.success(request, f"{row.name}已设立")
            return redirect(f"/desk/organisations/{row.key}/")
    context = {"form": form, "heading": "设立机构", "action": "设立"}
    return render(request, "orgs/organisation_form.html", context, status=422 if form.errors else 200)


@keepers_only("change")
def organisation(request: SignedInRequest, key: str) -> HttpResponse:
    row = get_object_or_404(Organisation.objects.select_related("region", "parent", "successor"), key=key)
    posts = Post.objects.filter(organisation=row).select_related("person")
    context = {
        "organisation": row,
        "posts": posts,
        "today": timezone.localdate(),
        "children": row.children.all(),
        "predecessors": row.predecessors.all(),
    }
    return render(request, "orgs/organisation.html", context)


@keepers_only("change")
def change(request: SignedInRequest, key: str) -> HttpResponse:
    row = get_object_or_404(Organisation, key=key)
    form = OrganisationForm(request.POST or None, instance=row)
    if form.is_valid():
        try:
            services.change(
                organisation=row,
                fields=form.cleaned_data,
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
        except services.ChangedMeanwhile as error:
            refuse(form, error)
            form.look_again(Organisation.objects.get(key=key))
        except REFUSED as error:
            refuse(form, error)
        else:
            messages.success(request, "已保存，公开页面随即更新")
            return redirect(f"/desk/organisations/{key}/")
    context = {"form": form, "heading": "修改机构资料", "action": "保存", "organisation_key": key}
    return render(request, "orgs/organisation_form.html", context, status=422 if form.errors else 200)


@keepers_only("close")
def close(request: SignedInRequest, key: str) -> HttpResponse:
    row = get_object_or_404(Organisation, key=key)
    successors = Organisation.objects.filter(valid_to=None).exclude(pk=row.pk)
    form = CloseForm(request.POST or None, successors=successors)
    if form.is_valid():
        on, successor = form.cleaned_data["closed_on"], form.cleaned_data["successor"]
        try:
            services.close(organisation=row, on=on, successor=successor, by=request.user, at=timezone.now())
        except REFUSED as error:
            refuse(form, error)
        else:
            messages.success(request, f"{row.name}已登记撤销，原有公开信息与索引号不变")
            return redirect(f"/desk/organisations/{key}/")
    context = {"form": form, "organisation": row}
    return render(request, "orgs/close.html", context, status=422 if form.errors else 200)
