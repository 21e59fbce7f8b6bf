"""make_token, revoke_token, bearer: who may send rows from another system, and how that ends."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation, Person
from gongkai.orgs.services import record
from gongkai.registers.models import Token
from gongkai.registers.services.errors import Refused
from gongkai.registers.services.rights import can, demand

MARK = "gk_"
"""How every token begins, so that one that got into a repository or a log is recognised."""

HINT = 10
LONGEST = timedelta(days=366)
LONGEST_PURPOSE = 60


@transaction.atomic
def make_token(  # noqa: PLR0913 - for whom, in whose name, what for, until when
    *, organisation: Organisation, person: Person, purpose: str, expires_on: date, by: Person, at: datetime
) -> tuple[Token, str]:
    """Make a token for an organisation; return it and its secret, which nobody can look up afterwards.

    ``person`` answers for what is sent and must be allowed to fill in for the organisation. Raises Refused,
    NotAllowed.
    """
    demand(by, "keep-tokens", at=at)
    if not can(person, "fill", organisation, at=at):
        raise Refused(f"{person.name}不是{organisation.short_name}的填报人员，不能以其名义报送")
    if not localdate(at) <= expires_on <= localdate(at) + LONGEST:
        raise Refused("有效期从今天算起，最长一年")
    secret = MARK + secrets.token_urlsafe(32)
    token = Token.objects.create(
        organisation=organisation,
        person=person,
        purpose=purpose.strip()[:LONGEST_PURPOSE],
        digest=digest_of(secret),
        hint=secret[:HINT],
        made_by=by,
        made_at=at,
        expires_on=expires_on,
    )
    _log(token, "make-token", by, at)
    return token, secret


@transaction.atomic
def revoke_token(*, token: Token, by: Person, at: datetime) -> Token:
    """End a token at once. Raises NotAllowed; one that has ended already stays as it is."""
    demand(by, "keep-tokens", at=at)
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        _log(token, "revoke-token", by, at)
    token.refresh_from_db()
    return token


def bearer(*, secret: str, at: datetime) -> Token | None:
    """Return the token that ``secret`` belongs to, None unless it may be used; note the day of its use."""
    today = localdate(at)
    found = Token.objects.usable(today).filter(digest=digest_of(secret))
    token = found.select_related("organisation", "person").first()
    if token is not None and token.last_used_on != today:
        token.last_used_on = today
        token.save(update_fields=["last_used_on"])
    return token


def digest_of(secret: str) -> str:
    """Return what the store knows of a secret: it is long and random, so a plain hash does."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _log(token: Token, verb: str, by: Person, at: datetime) -> None:
    until = token.expires_on.isoformat()
    record(verb=verb, thing=token.uri, by=by, at=at, organisation_key=token.organisation.key, due_on=until)
