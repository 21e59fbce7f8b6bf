"""One test for many like things: it names each that fails, and costs one test's setting up."""

from collections.abc import Callable, Iterable
from typing import Any


def each_of(things: Iterable[Any]) -> Callable[[Callable[[Any], None]], Callable[[], None]]:
    """Let a test of one thing go through all ``things``; each that fails is told with its reason."""
    all_of_them = list(things)
    assert all_of_them, "nothing to test"

    def decorate(test: Callable[[Any], None]) -> Callable[[], None]:
        def through_all() -> None:
            failures = [f"{thing}: {why}" for thing in all_of_them if (why := failure(test, thing))]
            if failures:
                raise AssertionError("\n".join(failures))

        through_all.__name__, through_all.__doc__ = test.__name__, test.__doc__
        return through_all

    return decorate


class OnDemand(dict[str, Any]):
    """Things by name; one that takes long to make is given as a function and made when it is asked for."""

    def __getitem__(self, name: str) -> Any:
        thing = super().__getitem__(name)
        return thing() if callable(thing) else thing


def failure(test: Callable[[Any], None], thing: Any) -> str:
    try:
        test(thing)
    except AssertionError as error:
        return str(error) or "failed"
    return ""
