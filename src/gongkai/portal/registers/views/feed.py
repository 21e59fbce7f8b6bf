"""The feed of one register: what became public last, of all or of what a query asks for."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import get_current_timezone, localtime
from django.views.decorators.http import require_safe

from gongkai.portal.feeds import FORMATS, Entry, Feed, written
from gongkai.portal.registers import cells
from gongkai.portal.registers.answering import answered
from gongkai.portal.registers.asked import reader_of
from gongkai.portal.registers.page import titled
from gongkai.portal.registers.place import Place
from gongkai.publication.finished import finished
from gongkai.registers import asking
from gongkai.registers.models import Release
from gongkai.registers.services import Reader
from gongkai.registers.snapshot.answering import Shown

ENTRIES, RELEASES = 30, 5


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The newest entries; without a query also the newest releases, and a page finished beforehand."""
    reader = reader_of(key)
    query = dict(request.GET.lists())
    question = asking.read(query, reader.said).question
    place = Place(reader.said, question)
    sentence = "" if question.is_open else f"（{asking.sentence(question, reader.said, reader.names)}）"
    path = f"/registers/{key}/feed.atom{f'?{place.asked}' if place.asked else ''}"
    head = Feed(
        title=f"{reader.register.title}{sentence} - {settings.SITE_NAME}",
        path=path,
        home=place.here,
        description=reader.said.description,
    )
    told = [*entries(reader, question), *(releases(reader) if question.is_open else [])]
    told.sort(key=lambda each: each.updated_at, reverse=True)
    text = written(head, told, "atom", settings.SITE_URL)
    response = HttpResponse(text, content_type=FORMATS["atom"])
    return answered(response) if query else finished(response, f"register:{key}", "organisations")


def entries(reader: Reader, question: asking.Question) -> Iterator[Entry]:
    for shown, day in reader.newest(question, limit=ENTRIES):
        at = datetime.combine(day, datetime.min.time(), get_current_timezone())
        yield Entry(
            path=f"/registers/{reader.said.key}/entries/{shown.serial}/",
            title=titled(shown, reader.said, reader.names),
            summary=summary(reader, shown),
            author=reader.names["organisation"].get(shown.organisation, shown.organisation),
            categories=(reader.register.title,),
            published_at=at,
            updated_at=at,
        )


def summary(reader: Reader, shown: Shown) -> str:
    fields = (reader.said.fields[key] for key in reader.said.columns)
    made = (cells.cell(each, shown.values, reader.said, reader.names) for each in fields)
    return "；".join(f"{each.label}：{each.text}" for each in made if each.text)


def releases(reader: Reader) -> Iterator[Entry]:
    found = Release.objects.filter(register=reader.register).select_related("organisation")
    for each in found.order_by("-number")[:RELEASES]:
        at = localtime(each.at)
        yield Entry(
            path=f"{reader.register.get_absolute_url()}#release-{each.number}",
            title=f"【第{each.number}批】{reader.register.title}",
            summary=f"新增 {each.added} 条，变更 {each.changed} 条，撤下 {each.ended} 条",
            author=each.organisation.name,
            categories=(reader.register.title,),
            published_at=at,
            updated_at=at,
        )
