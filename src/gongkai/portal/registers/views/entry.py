"""One entry of a register, and several side by side."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gongkai.ledger.models import Leaf
from gongkai.portal.registers import comparing, entry
from gongkai.portal.registers.answering import answered, hidden
from gongkai.portal.registers.asked import reader_of
from gongkai.portal.registers.page import titled
from gongkai.publication.finished import finished
from gongkai.publication.models import Announcement
from gongkai.registers import services
from gongkai.registers.models import Register
from gongkai.registers.services import Reader, Version
from gongkai.registers.snapshot.answering import Shown


@require_safe
def show(request: HttpRequest, key: str, serial: int) -> HttpResponse:
    """Everything about one entry; of one that is no longer shown only what became of it."""
    reader = reader_of(key)
    versions = services.history(register=reader.register, serial=serial)
    found = reader.entry(serial)
    if versions and not versions[0].is_shown:
        return gone(request, reader, serial, versions)
    if found is None or not versions:
        raise Http404("没有这一条")
    context = {**facts(reader, found), "editions": editions_of(reader, versions)}
    response = render(request, "portal/registers/entry.html", context)
    response["Cache-Control"] = "public, max-age=60"
    is_passing = reader.said.retention or reader.said.masks
    return hidden(response) if is_passing else response


def facts(reader: Reader, found: Shown) -> dict[str, object]:
    said, names = reader.said, reader.names
    path = f"/registers/{said.key}/entries/{found.serial}/"
    return {
        "register": reader.register,
        "serial": found.serial,
        "title": titled(found, said, names),
        "publisher": names["organisation"].get(found.organisation, found.organisation),
        "publisher_key": found.organisation,
        "cells": entry.said_of(found, said, names),
        "stages": said.stages,
        "steps": entry.steps(reader, found),
        "path": path,
        "url": f"{settings.SITE_URL}{path}",
        "announcement": newest(reader.register),
        "version": found.version,
    }


def editions_of(reader: Reader, versions: list[Version]) -> list[entry.Edition]:
    return entry.editions(versions, reader.said, reader.names)


def newest(register: Register) -> Announcement | None:
    return Announcement.objects.latest_per_address().filter(address=register.address).first()


def gone(request: HttpRequest, reader: Reader, serial: int, versions: list[Version]) -> HttpResponse:
    """Say that an entry is no longer shown, since when and why; nothing of what it said."""
    [last, *_] = editions_of(reader, versions[:1])
    context = {"register": reader.register, "serial": serial, "last": last, "change": versions[0].change}
    return hidden(render(request, "portal/registers/gone.html", context, status=410))


@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """The chosen entries side by side; those that are no longer there are told."""
    reader = reader_of(key)
    serials = comparing.serials(request.GET.getlist("serial"))
    found = {serial: shown for serial in serials if (shown := reader.entry(serial))}
    only = request.GET.get("only") == "different"
    lines = comparing.lines(list(found.values()), reader.said, reader.names)
    context = {
        "register": reader.register,
        "heads": comparing.heads(list(found.values()), reader.said, reader.names),
        "lines": [line for line in lines if line.differs or not only],
        "different": sum(line.differs for line in lines),
        "missing": [serial for serial in serials if serial not in found],
        "only": only,
        "query": "&".join(f"serial={serial}" for serial in found),
        "most": comparing.MOST,
    }
    return answered(render(request, "portal/registers/compare.html", context))


@require_safe
def evidence(request: HttpRequest, key: str) -> HttpResponse:
    """What anyone needs to check a register against the ledger: its content, the salt, the leaf."""
    register = get_object_or_404(Register, key=key, is_public=True)
    last = newest(register)
    if last is None:
        raise Http404("没有公开记录")
    leaf = get_object_or_404(Leaf, index=last.seq)
    facts = {
        "content": register.content(),
        "salt": last.salt,
        "digest": last.digest,
        "index": last.seq,
        "leaf": json.loads(leaf.data),
    }
    made = JsonResponse(facts, json_dumps_params={"ensure_ascii": False})
    return finished(made, f"register:{key}", f"item:{register.address}")
