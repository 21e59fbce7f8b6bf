"""Who gets in: signed-in people, or the few who may do what a page is for. For the views of every app."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone

from gongkai.orgs import services
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Person

P = ParamSpec("P")
R = TypeVar("R", bound=SignedInRequest)
View = Callable[Concatenate[R, P], HttpResponseBase]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Can(Protocol):
    """The ``can`` of an app, asked about nothing in particular."""

    def __call__(self, person: Person, verb: str, /, *, at: datetime) -> bool: ...


def signed_in(view: View[R, P]) -> Guarded[P]:
    """Let only signed-in people through; others sign in first and come back."""
    return login_required(view)  # type: ignore[return-value]


def only_where(may: Callable[[R], bool]) -> Callable[[View[R, P]], Guarded[P]]:
    """Show the page only where ``may`` says so; strangers sign in, for others it is not there."""

    def guard(view: View[R, P]) -> Guarded[P]:
        @wraps(view)
        def guarded(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request):
                raise Http404("没有这个页面")
            return view(request, *args, **kwargs)

        return signed_in(guarded)  # type: ignore[arg-type]

    return guard


def those_who(can: Can, verb: str) -> Callable[[View[SignedInRequest, P]], Guarded[P]]:
    """Show the page only to those who may do ``verb``, as the ``can`` of the page's app says."""
    return only_where(lambda request: can(request.user, verb, at=timezone.now()))


def keepers_only(verb: str) -> Callable[[View[SignedInRequest, P]], Guarded[P]]:
    """Show the page only to those who may do ``verb`` to organisations, people and the log."""
    return those_who(services.can, verb)


def without_page(filters: QueryDict) -> str:
    """Return the filters of a list as the beginning of a query string, for links to its other pages."""
    rest = filters.copy()
    rest.pop("page", None)
    return f"{rest.urlencode()}&" if rest else ""
