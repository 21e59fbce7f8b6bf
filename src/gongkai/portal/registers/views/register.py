"""The page of one register: its entries, found by filters, words and ranges."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.portal.catalogue import publishers_of
from gongkai.portal.finish import finish
from gongkai.portal.registers import catalogue, page
from gongkai.portal.registers.answering import answered
from gongkai.portal.registers.finder import FIND
from gongkai.portal.registers.place import Place, chosen
from gongkai.portal.registers.structured import described
from gongkai.registers import asking, services
from gongkai.registers.asking import Asked, Question
from gongkai.registers.models import Register
from gongkai.registers.services import Reader

TEMPLATE = "portal/registers/register.html"


@require_safe
def register(request: HttpRequest, key: str, number: int = 1) -> HttpResponse:
    """The entries that the query asks for; without one a page that is finished beforehand."""
    try:
        reader = services.reader(key=key)
    except services.NoSuchRegister:
        return preparing(request, key)
    if not 0 < number <= asking.DEEPEST:
        raise Http404("没有这一页")
    query = dict(request.GET.lists())
    asked = asking.read(query, reader.said) if query else Asked(Question(page=number))
    place = Place(reader.said, asked.question, chosen(query, reader.said))
    if is_untidy(request, place, asked):
        return HttpResponseRedirect(place.here)
    answer = reader.answer(place.question)
    if place.question.page > answer.pages:
        if not query:
            raise Http404("没有这一页")
        return HttpResponseRedirect(place.to(replace(place.question, page=answer.pages)))
    context = facts(reader.register, reader) | page.context(reader, place, asked, answer, query)
    if not query:
        about, made = services.describe(reader=reader), services.files_of(reader=reader)
        context["structured"] = described(about, made.values())
        return finish(request, TEMPLATE, context, *topics(reader.register), services.topic(key))
    response = answered(render(request, TEMPLATE, context))
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = place.here
    return response


def is_untidy(request: HttpRequest, place: Place, asked: Asked) -> bool:
    """Return whether a shorter address asks the same: a form sends its empty fields too.

    What was not understood, and what was typed to find a value, is to be shown again.
    """
    if asked.misunderstood or request.headers.get("HX-Request"):
        return False
    if any(name.startswith(FIND) and value for name, value in request.GET.items()):
        return False
    _, _, query = place.here.partition("?")
    return bool(request.GET) and dict(request.GET.lists()) != dict(QueryDict(query).lists())


def preparing(request: HttpRequest, key: str) -> HttpResponse:
    """What is public of a register whose first snapshot is being made: all but its entries."""
    found = get_object_or_404(Register.objects.select_related("obligation__area"), key=key, is_public=True)
    return finish(request, "portal/registers/preparing.html", facts(found), *topics(found))


def facts(register: Register, reader: Reader | None = None) -> dict[str, object]:
    """Return what is said about a register whatever is asked of it."""
    said = reader.said if reader else register.definition.said
    standings = catalogue.standings_of([register], at=timezone.now())
    return {
        "register": register,
        "said": said,
        "publishers": publishers_of(register.obligation),
        "standing": standings[register.key],
        "punctuality": services.punctuality(register=register),
    }


def topics(register: Register) -> list[str]:
    return [f"register:{register.key}", "catalogue", "organisations"]
