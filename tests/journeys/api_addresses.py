"""What everybody may do at the addresses of the API, and where its tokens are kept."""

from typing import Any

from django.utils import timezone

from tests.journeys.addresses import (
    GET_ONLY,
    KEEPERS,
    NOBODY,
    POST_ONLY,
    Rule,
    keyed,
    number,
    of,
    public,
    signed,
)


def token(world: Any) -> dict[str, Any]:
    holder = world.people["clerk"].posts.get()
    return {"holder": holder.pk, "purpose": "业务系统", "expires_on": timezone.localdate().isoformat()}


RULES: dict[str, Rule] = {
    "api:guide": public(),
    "api:v1:openapi-json": public(),
    "api:v1:catalogue": public(),
    "api:v1:organisations": public(),
    "api:v1:items": public(),
    "api:v1:item": public(number),
    "api:v1:registers": public(),
    "api:v1:register": public(keyed(key="no-such"), status=404),
    "api:v1:entries": public(keyed(key="no-such"), status=404),
    "api:v1:entry": public(keyed(key="no-such", serial=1), status=404),
    "api:v1:changes": public(),
    "api:v1:rows": Rule(NOBODY, args=keyed(key="no-such"), only=POST_ONLY),
    "api:v1:batch": Rule(NOBODY, args=keyed(number=1), only=GET_ONLY),
    "desk:tokens": Rule(KEEPERS, KEEPERS, data=token),
    "desk:revoke-token": signed(KEEPERS, of("token")),
}

BY_TOKEN = {"api:v1:rows", "api:v1:batch"}
"""These ask for the token of a system: whoever is signed in is a stranger to them."""
