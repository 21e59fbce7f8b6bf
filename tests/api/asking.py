"""Ask every address of the API as its description allows, and hold each answer against the description."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as described

from gongkai.config.wsgi import django_application

CHECKS = [
    checks.not_a_server_error,
    described.status_code_conformance,
    described.content_type_conformance,
    described.response_headers_conformance,
    described.response_schema_conformance,
]
"""Not that all is accepted which the description allows: what a register knows stands in its dictionary."""

PLAIN = {"Accept-Encoding": "identity"}


def operations() -> Iterator[Any]:
    """Yield every method of every address that the API describes."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", django_application, headers=PLAIN)
    for found in schema.get_all_operations():
        yield found.ok()


def ask(operation: Any, *, times: int, known: Callable[[Any], None], token: str = "") -> Counter[int]:
    """Ask ``times`` and return how often each status came; whatever is not described raises.

    ``known`` may put names into a question that mean something on this site.
    """
    statuses: Counter[int] = Counter()
    headers = {**PLAIN, "Authorization": f"Bearer {token}"} if token and operation.security else PLAIN

    @settings(
        max_examples=times, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def one(case: Any) -> None:
        known(case)
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)
        statuses[answer.status_code] += 1

    one()
    return statuses
