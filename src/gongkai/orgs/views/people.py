"""People at the desk: who works where, their posts, their accounts."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.orgs import services
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.forms import AppointForm, DismissForm, HireForm, PeopleFilter, PersonForm
from gongkai.orgs.models import Person, Post
from gongkai.orgs.views.guard import keepers_only, without_page
from gongkai.orgs.views.organisations import REFUSED, refuse


@keepers_only("see-people")
def people(request: SignedInRequest) -> HttpResponse:
    on = timezone.localdate()
    rows = Person.objects.visible_to(request.user, on=on)
    form = PeopleFilter(request.GET)
    if form.is_valid():
        rows = rows.matching(**form.cleaned_data, on=on)
    page = Paginator(rows.with_posts(on=on), 50).get_page(request.GET.get("page"))
    may_hire = services.can(request.user, "hire", at=timezone.now())
    context = {"page": page, "form": form, "may_hire": may_hire, "query": without_page(request.GET)}
    return render(request, "orgs/people.html", context)


@keepers_only("hire")
def new(request: SignedInRequest) -> HttpResponse:
    form = HireForm(request.POST or None)
    if form.is_valid():
        try:
            person, secret = services.hire(**form.cleaned_data, by=request.user, at=timezone.now())
        except REFUSED as error:
            refuse(form, error)
        else:
            return render(request, "orgs/initial_password.html", {"person": person, "secret": secret})
    return render(request, "orgs/hire.html", {"form": form}, status=422 if form.errors else 200)


@keepers_only("change-person")
def change(request: SignedInRequest, account: str) -> HttpResponse:
    whom = get_object_or_404(Person, account=account)
    form = PersonForm(request.POST or None, instance=whom)
    if form.is_valid():
        try:
            services.change_person(person=whom, **form.cleaned_data, by=request.user, at=timezone.now())
        except REFUSED as error:
            refuse(form, error)
        else:
            messages.success(request, "已保存")
            return redirect(f"/desk/people/{account}/")
    context = {"form": form, "account": account}
    return render(request, "orgs/person_form.html", context, status=422 if form.errors else 200)


@keepers_only("see-people")
def person(request: SignedInRequest, account: str) -> HttpResponse:
    return page_of(request, get_object_or_404(Person, account=account))


def page_of(request: SignedInRequest, whom: Person, *, appointing: AppointForm | None = None) -> HttpResponse:
    now = timezone.now()
    on = timezone.localdate(now)
    verbs = ("deactivate", "reactivate", "reset-password", "disable-totp", "change-person")
    context = {
        "person": whom,
        "posts": whom.posts.select_related("organisation").order_by("-valid_from"),
        "today": on,
        "has_totp": services.has_totp(whom),
        "may": {verb.replace("-", "_"): services.can(request.user, verb, whom, at=now) for verb in verbs},
        "may_appoint": whom.pk != request.user.pk,
        "form": appointing or AppointForm(on=on),
    }
    return render(request, "orgs/person.html", context, status=422 if appointing else 200)


@require_POST
@keepers_only("appoint")
def appoint(request: SignedInRequest, account: str) -> HttpResponse:
    whom = get_object_or_404(Person, account=account)
    form = AppointForm(request.POST, on=timezone.localdate())
    if form.is_valid():
        try:
            services.appoint(person=whom, **form.cleaned_data, by=request.user, at=timezone.now())
        except REFUSED as error:
            refuse(form, error)
        else:
            messages.success(request, "已任命")
            return redirect(f"/desk/people/{account}/")
    return page_of(request, whom, appointing=form)


@keepers_only("dismiss")
def dismiss(request: SignedInRequest, account: str, pk: int) -> HttpResponse:
    post = get_object_or_404(
        Post.objects.select_related("person", "organisation"), pk=pk, person__account=account
    )
    form = DismissForm(request.POST or None, initial={"last_day": timezone.localdate()})
    if form.is_valid():
        try:
            services.dismiss(post=post, on=form.cleaned_data["last_day"], by=request.user, at=timezone.now())
        except REFUSED as error:
            refuse(form, error)
        else:
            messages.success(request, "已登记离任")
            return redirect(f"/desk/people/{account}/")
    return render(
        request, "orgs/dismiss.html", {"form": form, "post": post}, status=422 if form.errors else 200
    )


@require_POST
@keepers_only("deactivate")
def deactivate(request: SignedInRequest, account: str) -> HttpResponse:
    return act(request, account, services.deactivate, "账号已停用，已有的登录随即失效")


@require_POST
@keepers_only("reactivate")
def reactivate(request: SignedInRequest, account: str) -> HttpResponse:
    return act(request, account, services.reactivate, "账号已启用")


@require_POST
@keepers_only("disable-totp")
def disable_totp(request: SignedInRequest, account: str) -> HttpResponse:
    return act(request, account, services.disable_totp, "动态验证码已停用，可重新登记")


@require_POST
@keepers_only("reset-password")
def reset_password(request: SignedInRequest, account: str) -> HttpResponse:
    whom = get_object_or_404(Person, account=account)
    try:
        secret = services.reset_password(person=whom, by=request.user, at=timezone.now())
    except REFUSED as error:
        messages.error(request, str(error))
        return redirect(f"/desk/people/{account}/")
    return render(request, "orgs/initial_password.html", {"person": whom, "secret": secret})


def act(request: SignedInRequest, account: str, verb: Callable[..., object], done: str) -> HttpResponse:
    """Do ``verb`` to a person and say so, or say why not."""
    whom = get_object_or_404(Person, account=account)
    try:
        verb(person=whom, by=request.user, at=timezone.now())
    except REFUSED as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(f"/desk/people/{account}/")
