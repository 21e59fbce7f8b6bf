"""Sign-in, lockout, second factor, passwords and one's own account, over HTTP."""

from base64 import b32encode
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client, RequestFactory
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.orgs import services
from gongkai.orgs.middleware import client_address
from gongkai.orgs.models import Act
from tests import make

pytestmark = pytest.mark.django_db
GOOD = "qingming-yu-fenfen"


@pytest.fixture
def clerk():
    return make.person("clerk", account="clerk-finance")


def sign_in(client, account="clerk-finance", password="secret", **more):
    return client.post("/desk/sign-in/", {"account": account, "password": password, **more})


def test_the_right_password_lets_in_and_is_logged(client, clerk):
    response = sign_in(client)
    assert (response.status_code, response.url) == (302, "/desk/")
    assert client.get("/desk/account/").status_code == 200
    assert Act.objects.get().verb == "sign-in"


def test_one_comes_back_to_where_one_was(client, clerk):
    response = client.get("/desk/account/")
    assert response.url == "/desk/sign-in/?next=/desk/account/"
    assert b'value="/desk/account/"' in client.get(response.url).content
    assert sign_in(client, next="/desk/account/").url == "/desk/account/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_site(client, clerk, elsewhere):
    assert sign_in(client, next=elsewhere).url == "/desk/"


def test_nobody_learns_which_accounts_exist(client, clerk):
    make.person("clerk", account="gone", is_active=False)
    pages = [sign_in(client, *pair) for pair in [("clerk-finance", "x"), ("nobody", "x"), ("gone", "secret")]]
    assert {page.status_code for page in pages} == {422}
    assert all("账号或密码不正确" in page.content.decode() for page in pages)


def test_the_account_typed_is_kept_and_the_password_is_not(client, clerk):
    page = sign_in(client, password="wrong-password").content.decode()
    assert 'value="clerk-finance"' in page
    assert "wrong-password" not in page


def test_five_failures_lock_one_account_from_one_address(client, clerk, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(client, password="wrong")
    assert response.status_code == 429
    assert "请在 15 分钟后再试" in response.content.decode()
    assert sign_in(client).status_code == 429
    assert sign_in(client, account="clerk-finance").status_code == 429
    make.person("clerk", account="another")
    assert sign_in(client, account="another").status_code == 302


def test_an_unknown_account_is_locked_just_the_same(client, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(client, account="nobody", password="wrong")
    assert response.status_code == 429


def test_the_lock_opens_after_its_time(client, clerk, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_a_reset_password_ends_the_lock(client, clerk, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, password="wrong")
    secret = services.reset_password(person=clerk, by=make.person("admin"), at=make.NOW)
    assert sign_in(client, password=secret).status_code == 302


def test_a_fragment_is_not_replaced_by_the_sign_in_page(client, clerk):
    response = client.get("/desk/account/", headers={"hx-request": "true"})
    assert response.status_code == 401
    assert "登录已过期" in response.content.decode()


def test_one_address_trying_many_accounts_is_stopped(client, clerk, settings):
    settings.SIGN_IN_FAILURES_PER_ADDRESS = 6
    for number in range(6):
        sign_in(client, account=f"guess{number}", password="wrong")
    assert sign_in(client).status_code == 429


def test_the_address_is_the_proxys_word_only_behind_a_proxy(settings):
    request = RequestFactory().get("/", headers={"x-forwarded-for": "6.6.6.6, 10.1.2.3"})
    settings.BEHIND_PROXY = False
    assert client_address(request) == "127.0.0.1"
    settings.BEHIND_PROXY = True
    assert client_address(request) == "10.1.2.3"


def test_signing_out_needs_a_post_and_ends_the_session(client, clerk):
    client.force_login(clerk)
    assert client.get("/desk/sign-out/").status_code == 405
    assert client.post("/desk/sign-out/").url == "/desk/sign-in/"
    assert client.get("/desk/account/").status_code == 302


def test_who_is_signed_in_is_not_asked_again(client, clerk):
    client.force_login(clerk)
    assert client.get("/desk/sign-in/?next=/desk/account/").url == "/desk/account/"


def test_a_form_without_its_token_is_explained_in_plain_words(clerk):
    response = sign_in(Client(enforce_csrf_checks=True))
    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()


def test_the_workbench_stays_out_of_shared_caches(client, clerk):
    client.force_login(clerk)
    assert "private" in client.get("/desk/account/")["Cache-Control"]


def test_an_initial_password_is_changed_before_anything_else(client, clerk):
    clerk.must_change_password = True
    clerk.save()
    client.force_login(clerk)
    assert client.get("/desk/account/").url == "/desk/account/password/?next=%2Fdesk%2Faccount%2F"
    assert client.post("/desk/people/new/").url == "/desk/account/password/"
    values = {"present": "secret", "password": GOOD, "again": GOOD, "next": "/desk/account/"}
    assert client.post("/desk/account/password/", values).url == "/desk/account/"
    assert client.get("/desk/account/").status_code == 200
    clerk.refresh_from_db()
    assert clerk.check_password(GOOD)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"present": "wrong", "password": GOOD, "again": GOOD}, "与现在的密码不符"),
        ({"present": "secret", "password": GOOD, "again": "else"}, "两遍新密码不一致"),
        ({"present": "secret", "password": "secret", "again": "secret"}, "不能与现在的密码相同"),
        ({"present": "secret", "password": "short", "again": "short"}, "密码"),
        ({"present": "", "password": "", "again": ""}, "必填"),
    ],
)
def test_a_wrong_new_password_is_refused_at_its_field(client, clerk, values, sentence):
    client.force_login(clerk)
    response = client.post("/desk/account/password/", values)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_changing_the_password_ends_other_sessions(client, clerk):
    other = type(client)()
    other.force_login(clerk)
    client.force_login(clerk)
    client.post("/desk/account/password/", {"present": "secret", "password": GOOD, "again": GOOD})
    assert client.get("/desk/account/").status_code == 200
    assert other.get("/desk/account/").status_code == 302


def code_of(device, step=0):
    return f"{totp(device.bin_key, t0=-30 * step):06d}"


def kept(person):
    return TOTPDevice.objects.create(user=person, confirmed=True, name="手机")


def test_a_second_factor_is_enrolled_with_a_first_code(client, clerk):
    client.force_login(clerk)
    page = client.get("/desk/account/second-factor/").content.decode()
    device = TOTPDevice.objects.get(user=clerk)
    assert not device.confirmed
    assert "<svg" in page
    assert b32encode(device.bin_key).decode() in page
    assert client.get("/desk/account/second-factor/").status_code == 200
    assert TOTPDevice.objects.count() == 1
    assert client.post("/desk/account/second-factor/", {"code": "abc"}).status_code == 422
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert client.post("/desk/account/second-factor/", {"code": code_of(device)}).url == "/desk/account/"
    assert services.has_totp(clerk)
    assert set(Act.objects.values_list("verb", flat=True)) == {"enrol-totp", "enable-totp"}


def test_the_password_alone_no_longer_lets_in(client, clerk):
    device = kept(clerk)
    assert sign_in(client, next="/desk/account/").url == "/desk/sign-in/code/"
    assert client.get("/desk/account/").status_code == 302
    assert client.get("/desk/sign-in/code/").status_code == 200
    assert client.post("/desk/sign-in/code/", {"code": "000000x"}).status_code == 422
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert client.post("/desk/sign-in/code/", {"code": code_of(device)}).url == "/desk/account/"
    assert client.get("/desk/account/").status_code == 200


def test_a_code_works_once_and_guessing_is_slowed(client, clerk):
    device = kept(clerk)
    code = code_of(device)
    services.verify_totp(person=clerk, code=code)
    with pytest.raises(services.WrongCode, match="使用过"):
        services.verify_totp(person=clerk, code=code)
    TOTPDevice.objects.update(throttling_failure_count=10)  # many minutes: a slow machine is early, too
    with pytest.raises(services.WrongCode, match="过于频繁"):
        services.verify_totp(person=clerk, code=code_of(device, step=1))


def test_a_code_without_a_password_leads_back(client, clerk):
    device = kept(clerk)
    assert client.get("/desk/sign-in/code/").url == "/desk/sign-in/"
    assert client.post("/desk/sign-in/code/", {"code": code_of(device)}).url == "/desk/sign-in/"
    with pytest.raises(services.WrongCode, match="未启用"):
        services.verify_totp(person=make.person(), code="123456")


def test_half_a_sign_in_ends_after_five_minutes_or_a_new_password(client, clerk):
    kept(clerk)
    sign_in(client)
    session = client.session
    halfway = session["orgs_halfway"]
    session["orgs_halfway"] = {**halfway, "until": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert client.get("/desk/sign-in/code/").status_code == 302
    sign_in(client)
    clerk.set_password(GOOD)
    clerk.save()
    assert client.get("/desk/sign-in/code/").status_code == 302


def test_one_drops_ones_second_factor_with_a_code_only(client, clerk):
    device = kept(clerk)
    client.force_login(clerk)
    assert "停用动态验证码" in client.get("/desk/account/second-factor/").content.decode()
    assert client.post("/desk/account/second-factor/drop/", {"code": "12"}).status_code == 422
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert client.post("/desk/account/second-factor/drop/", {"code": code_of(device)}).status_code == 302
    assert not services.has_totp(clerk)


def test_an_administrator_recovers_a_lost_telephone(clerk):
    kept(clerk)
    with pytest.raises(services.NotAllowed):
        services.disable_totp(person=clerk, by=make.person("openness"), at=make.NOW)
    services.disable_totp(person=clerk, by=make.person("admin"), at=make.NOW)
    assert not services.has_totp(clerk)
