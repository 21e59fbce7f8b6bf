"""The optional second factor: a time-based code (TOTP, RFC 6238) from the person's telephone."""

from datetime import datetime

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.orgs import rules
from gongkai.orgs.models import Person
from gongkai.orgs.services.acts import record
from gongkai.orgs.services.rights import demand


class WrongCode(rules.Refusal):
    """The code is wrong, used before, or tried too often."""


def has_totp(person: Person) -> bool:
    """Return whether ``person`` must give a code at sign-in."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


@transaction.atomic
def enrol_totp(*, person: Person, at: datetime) -> TOTPDevice:
    """Return the secret that is waiting for its first code; made once, kept until confirmed."""
    device, is_new = TOTPDevice.objects.get_or_create(
        user=person, confirmed=False, defaults={"name": "身份验证器"}
    )
    if is_new:
        record(verb="enrol-totp", thing=person.uri, by=person, at=at)
    return device


def enable_totp(*, person: Person, code: str, at: datetime) -> TOTPDevice:
    """Switch the second factor on by the first right code. Raises WrongCode."""
    device = enrol_totp(person=person, at=at)
    _check(device, code)  # outside the transaction: a wrong try must be counted
    with transaction.atomic():
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        record(verb="enable-totp", thing=person.uri, by=person, at=at)
    return device


def verify_totp(*, person: Person, code: str) -> TOTPDevice:
    """Return the device whose code this is. Raises WrongCode; waits grow with each wrong try."""
    device = TOTPDevice.objects.filter(user=person, confirmed=True).order_by("pk").first()
    if device is None:
        raise WrongCode("未启用动态验证码")
    _check(device, code)
    return device


@transaction.atomic
def disable_totp(*, person: Person, by: Person, at: datetime) -> None:
    """Switch the second factor off: one's own, or a lost one by an administrator. Raises NotAllowed."""
    if by != person:
        demand(by, "disable-totp", person, at=at)
    TOTPDevice.objects.filter(user=person).delete()
    record(verb="disable-totp", thing=person.uri, by=by, at=at)


def _check(device: TOTPDevice, code: str) -> None:
    """Raise WrongCode unless ``code`` is right and unused; of two who send it at once, one gets in."""
    with transaction.atomic():  # ends before anything is raised: a wrong try must be counted
        held = TOTPDevice.objects.select_for_update().filter(pk=device.pk).first()
        is_early = held is not None and not held.verify_is_allowed()[0]
        is_right = held is not None and not is_early and held.verify_token(code.replace(" ", ""))
    if is_early:
        raise WrongCode("尝试过于频繁，请等待片刻，待验证码更新后再试")
    if not is_right:
        raise WrongCode("验证码不正确或已使用过，请等待下一个验证码")
