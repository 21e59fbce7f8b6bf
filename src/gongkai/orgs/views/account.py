"""One's own account: posts, password, second factor."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import login as otp_login

from gongkai.orgs import services
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.forms import CodeForm, PasswordForm
from gongkai.orgs.models import Delegation, Post
from gongkai.orgs.views.guard import signed_in
from gongkai.orgs.views.sign_in import target_of


@signed_in
def account(request: SignedInRequest) -> HttpResponse:
    on = timezone.localdate()
    lent = Delegation.objects.open(on=on).select_related("post__organisation", "giver", "deputy")
    context = {
        "posts": Post.objects.of(request.user, on=on).select_related("organisation"),
        "given": lent.filter(giver=request.user),
        "received": lent.filter(deputy=request.user),
        "has_totp": services.has_totp(request.user),
    }
    return render(request, "orgs/account.html", context)


@sensitive_post_parameters()
@signed_in
def password(request: SignedInRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, person=request.user)
    if form.is_valid():
        try:
            wanted = form.cleaned_data["password"]
            services.set_password(person=request.user, password=wanted, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error("password", error)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, "密码已修改，其他设备上的登录已失效")
            return redirect(target_of(request))
    status = 422 if form.errors else 200
    return render(request, "orgs/password.html", {"form": form, "next": target_of(request)}, status=status)


@signed_in
def second_factor(request: SignedInRequest) -> HttpResponse:
    if services.has_totp(request.user):
        return render(request, "orgs/second_factor_kept.html", {"form": CodeForm()})
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            device = services.enable_totp(
                person=request.user, code=form.cleaned_data["code"], at=timezone.now()
            )
        except services.WrongCode as error:
            form.add_error("code", str(error))
        else:
            otp_login(request, device)
            messages.success(request, "动态验证码已启用，下次登录时需要输入")
            return redirect("/desk/account/")
    address = services.enrol_totp(person=request.user, at=timezone.now()).config_url
    status = 422 if form.errors else 200
    return render(request, "orgs/second_factor.html", {"form": form, "address": address}, status=status)


@require_POST
@signed_in
def drop_second_factor(request: SignedInRequest) -> HttpResponse:
    """Switch one's own second factor off; a code proves that it is oneself."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            services.verify_totp(person=request.user, code=form.cleaned_data["code"])
        except services.WrongCode as error:
            form.add_error("code", str(error))
        else:
            services.disable_totp(person=request.user, by=request.user, at=timezone.now())
            messages.success(request, "动态验证码已停用")
            return redirect("/desk/account/")
    return render(request, "orgs/second_factor_kept.html", {"form": form}, status=422)
