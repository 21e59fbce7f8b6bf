"""Who gets in: signed-in people, and the few who keep organisations, people and the log."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from gongkai.orgs import services
from gongkai.orgs.models import Person

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request behind ``signed_in``."""

    user: Person


View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only signed-in people through; others sign in first and come back."""
    return login_required(view)  # type: ignore[return-value]


def keepers_only(verb: str) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Show the page only to those who may do ``verb``; for all others it is not there."""

    def guard(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not services.can(request.user, verb, at=timezone.now()):
                raise Http404("没有这个页面")
            return view(request, *args, **kwargs)

        return signed_in(guarded)  # type: ignore[arg-type]

    return guard


def without_page(filters: QueryDict) -> str:
    """Return the filters of a list as the beginning of a query string, for links to its other pages."""
    rest = filters.copy()
    rest.pop("page", None)
    return f"{rest.urlencode()}&" if rest else ""
