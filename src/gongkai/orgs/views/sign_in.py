"""Sign in, with a second factor where one is kept, and out. Nobody learns which accounts exist."""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import login as otp_login

from gongkai.orgs import services
from gongkai.orgs.forms import CodeForm, SignInForm
from gongkai.orgs.middleware import client_address
from gongkai.orgs.models import Person

HALFWAY = "orgs_halfway"
HALFWAY_LASTS = timedelta(minutes=5)
WRONG = "账号或密码不正确"


@sensitive_post_parameters("password")
@csrf_protect
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    target = target_of(request)
    if request.user.is_authenticated and request.method == "GET":
        return redirect(target)
    if form.is_valid():
        account, password = form.cleaned_data["account"], form.cleaned_data["password"]
        if wait := waiting(request, account, at=timezone.now()):
            form.add_error(None, wait)
        elif person := authenticate(request, username=account, password=password):
            return admit(request, person, target)
        else:
            wait = waiting(request, account, at=timezone.now())
            services.failed(account=account, is_locked=bool(wait), at=timezone.now())
            form.add_error(None, wait or WRONG)
    status = 200 if request.method == "GET" else 429 if is_waiting(form) else 422
    return render(request, "orgs/sign_in.html", {"form": form, "next": target}, status=status)


def admit(request: HttpRequest, person: Person, target: str) -> HttpResponse:
    """Let ``person`` in, or ask for the second factor first."""
    if not services.has_totp(person):
        return enter(request, person, target)
    request.session.cycle_key()
    until = (timezone.now() + HALFWAY_LASTS).isoformat()
    kept = {"pk": person.pk, "until": until, "hash": person.get_session_auth_hash(), "next": target}
    request.session[HALFWAY] = kept
    return redirect("/desk/sign-in/code/")


@csrf_protect
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    halfway = request.session.get(HALFWAY)
    person = person_halfway(halfway, at=timezone.now()) if halfway else None
    if halfway is None or person is None:
        return redirect("/desk/sign-in/")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            device = services.verify_totp(person=person, code=form.cleaned_data["code"])
        except services.WrongCode as error:
            services.failed(account=person.account, factor="totp", at=timezone.now())
            form.add_error("code", str(error))
        else:
            response = enter(request, person, halfway["next"])
            otp_login(request, device)
            return response
    status = 200 if request.method == "GET" else 422
    return render(request, "orgs/code.html", {"form": form}, status=status)


def person_halfway(halfway: dict[str, str], *, at: datetime) -> Person | None:
    """Return who has given the right password within the last minutes, unless it was changed since."""
    if at > datetime.fromisoformat(halfway["until"]):
        return None
    person = Person.objects.filter(pk=halfway["pk"], is_active=True).first()
    return person if person and person.get_session_auth_hash() == halfway["hash"] else None


def enter(request: HttpRequest, person: Person, target: str) -> HttpResponse:
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    services.signed_in(person=person, at=timezone.now())
    return redirect(target)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, Person):
        services.signed_out(person=request.user, at=timezone.now())
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the page is too old to be sent (a wrong CSRF token)."""
    context = {"is_public": not request.path.startswith("/desk/")}
    return render(request, "orgs/expired_form.html", context, status=403)


def target_of(request: HttpRequest) -> str:
    """Return where to go afterwards: only ever an address of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else settings.LOGIN_REDIRECT_URL


def waiting(request: HttpRequest, account: str, *, at: datetime) -> str:
    """Return the sentence that says how long to wait, or nothing."""
    wait = services.waiting(account=account, address=client_address(request), at=at)
    return f"登录失败次数过多，请在 {ceil(wait.total_seconds() / 60)} 分钟后再试" if wait else ""


def is_waiting(form: SignInForm) -> bool:
    return any(str(error).startswith("登录失败次数过多") for error in form.non_field_errors())
