"""Which register an address means, and what is asked of it."""

from dataclasses import replace

from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve

from gongkai.registers import asking, services
from gongkai.registers.asking import Question


class Misunderstood(ValueError):
    """Part of a question says nothing; ``sentences`` tell which. Data for other data are not given out."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("；".join(sentences))
        self.sentences = sentences


def reader_of(key: str) -> services.Reader:
    """Return the register of an address; raise Http404."""
    try:
        return services.reader(key=key)
    except services.NoSuchRegister:
        raise Http404("没有这个台账，或者还没有公开的条目") from None


def all_of(request: HttpRequest, reader: services.Reader) -> Question:
    """Return the question of an address, for all its rows whatever page it names; raise Misunderstood."""
    asked = asking.read(dict(request.GET.lists()), reader.said)
    if asked.misunderstood:
        raise Misunderstood(asked.misunderstood)
    return replace(asked.question, page=1)


def api_of(key: str) -> str:
    """Return where the entries of a register are asked for by programs, empty where that is not offered."""
    address = f"/api/v1/registers/{key}/entries"
    try:
        resolve(address)
    except Resolver404:
        return ""
    return address
