"""Follow a register by mail: confirmed and ended with a link, so that nobody is signed up by others."""

from urllib.parse import parse_qs

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongkai.orgs.middleware import client_address
from gongkai.portal.registers.answering import hidden
from gongkai.portal.registers.asked import reader_of
from gongkai.portal.registers.place import Place
from gongkai.registers import asking, services
from gongkai.registers.models import Follower
from gongkai.registers.services import Reader
from gongkai.ui.limiting import Limit, counter

ASKING = Limit("follow", most=10, seconds=3600)
"""So often one place on the net may have mails sent to somebody."""

LONGEST_QUERY = 1000


class FollowForm(forms.Form):
    address = forms.EmailField(
        label="邮箱",
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="只用来发送这一订阅的邮件，退订后即删除。",
    )

    def __init__(self, data: QueryDict | None, *, query: str) -> None:
        super().__init__(data)
        self.query = query

    def clean(self) -> dict[str, object]:
        """Refuse more conditions than are kept with a subscription."""
        if len(self.query) > LONGEST_QUERY:
            raise forms.ValidationError("条件太多，不能按这些条件订阅")
        return self.cleaned_data


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for mails about what the query finds: a mail asks the address to confirm."""
    reader = reader_of(key)
    question = asking.read(dict(request.GET.lists()), reader.said).question
    place = Place(reader.said, asking.Question(question.facets, question.ranges, question.words))
    form = FollowForm(request.POST if request.method == "POST" else None, query=place.query)
    context = {"form": form, "place": place, **facts(reader, place.question)}
    if request.method == "POST" and form.is_valid():
        try:
            _asked(request, reader, form.cleaned_data["address"], place.query)
        except services.REFUSALS as error:
            form.add_error("address", str(error))
        else:
            return page(request, "portal/registers/followed.html", context)
    return page(request, "portal/registers/follow.html", context)


def _asked(request: HttpRequest, reader: Reader, address: str, query: str) -> None:
    """Hand over what was asked for. Raises Refused where one place asks too often."""
    at = timezone.now()
    if counter().use(ASKING, client_address(request), now=int(at.timestamp())).is_over:
        raise services.Refused("订阅申请太频繁，请一小时后再试")
    services.follow(register=reader.register, address=address, query=query, at=at)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Confirm with a button: programs that look through mails follow links, but press nothing."""
    reader, found = reader_of(key), _found(key, token)
    if request.method == "POST":
        services.confirm(follower=found, at=timezone.now())
        return HttpResponseRedirect(request.path)
    return page(request, "portal/registers/follower.html", {"follower": found, **_of(reader, found)})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """End a subscription; mail programs do so by themselves with the same address (RFC 8058)."""
    reader = reader_of(key)
    if request.method != "POST":
        found = _found(key, token)
        context = {"follower": found, "ends": True, **_of(reader, found)}
        return page(request, "portal/registers/follower.html", context)
    services.unfollow(follower=_found(key, token))
    return page(request, "portal/registers/unfollowed.html", {"register": reader.register})


def _found(key: str, token: str) -> Follower:
    try:
        return services.follower(register=reader_of(key).register, token=token)
    except services.NoFollower as error:
        raise Http404("这个订阅已经退订，或者没有在两天内确认") from error


def _of(reader: Reader, found: Follower) -> dict[str, object]:
    return facts(reader, asking.read(parse_qs(found.query), reader.said).question)


def facts(reader: Reader, question: asking.Question) -> dict[str, object]:
    sentence = "" if question.is_open else asking.sentence(question, reader.said, reader.names)
    return {"register": reader.register, "sentence": sentence}


def page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return hidden(render(request, template, context))
