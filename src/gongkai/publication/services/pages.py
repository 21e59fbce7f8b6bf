"""Finished pages: keep what was rendered, find what is stale, render it again."""

import io
import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import transaction
from django.db.models import F, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from gongkai.orgs.models import Act, Organisation, insert
from gongkai.publication import store
from gongkai.publication.models import Dependency, Page, Tick, Topic
from gongkai.publication.rules import STATUSES, sorted_topics
from gongkai.search import services as search

logger = logging.getLogger(__name__)
RETRY = timedelta(minutes=1)
PATIENCE = timedelta(minutes=1)  # an act's transaction takes no longer
UNSEEN = -1  # nothing was rendered yet


def tick() -> int:
    """Return the number of public changes committed so far."""
    return Tick.objects.filter(pk=1).values_list("value", flat=True).first() or 0


def advance(topics: Iterable[str]) -> int:
    """Count one public change to ``topics``; the caller's transaction holds the tick until it commits."""
    if not Tick.objects.filter(pk=1).update(value=F("value") + 1):
        Tick.objects.get_or_create(pk=1)
        Tick.objects.filter(pk=1).update(value=F("value") + 1)
    now, names = tick(), sorted_topics(topics)
    insert(Topic, len(names), replacing="name", name=names, changed=now)
    dependent = Dependency.objects.filter(topic_id__in=names).values("page_id")
    Page.objects.filter(is_stale=False, pk__in=dependent).update(is_stale=True)
    return now


@transaction.atomic
def touch(*topics: str) -> None:
    """Say that what pages show about ``topics`` has changed, without a legal announcement."""
    advance(topics)


@transaction.atomic
def new_day(*, on: date) -> int:
    """Renew, once a day, the pages that say what is in time: lateness comes with the day, without any act."""
    day = f"day:{on}"
    if Topic.objects.filter(name=day).exists():
        return 0
    return advance({"catalogue", day})


@transaction.atomic
def renew_edition(*, edition: str, limit: int = 500) -> int:
    """Renew what another ``edition`` of the software rendered, a portion at a time; return how many pages.

    What was announced meanwhile goes first: the next portion waits until nothing else is stale.
    """
    name = f"edition:{edition}"
    last = Topic.objects.filter(name__startswith="edition:").order_by("-changed").first()
    since = last.changed if last is not None and last.name == name else advance({name})
    if Page.objects.stale().exists():
        return 0
    older = list(Page.objects.filter(seen__lt=since).order_by("pk").values_list("pk", flat=True)[:limit])
    return Page.objects.filter(pk__in=older).update(is_stale=True)


def expect_page(path: str) -> None:
    """Have ``path`` rendered soon, whether or not anyone has asked for it yet."""
    page, made = _expected(path)
    if made:
        _make_topics([f"item:{path}"])
        _depend(page, [f"item:{path}"])
        page.save(update_fields=["topics"])


def expect_all(paths: Iterable[str]) -> None:
    """Have many pages of items rendered soon, as ``expect_page`` does for one; their topics are made."""
    wanted = set(paths)
    wanted -= set(Page.objects.filter(path__in=wanted).values_list("path", flat=True))
    paths, topics = sorted(wanted), [f"item:{path}" for path in sorted(wanted)]
    named = [[topic] for topic in topics]
    keys = insert(Page, len(paths), path=paths, topics=named, seen=UNSEEN, is_stale=True, status=200, etag="")
    insert(Dependency, len(keys), page_id=keys, topic_id=topics)


def expect_pages(paths: Iterable[str]) -> int:
    """Have every path rendered that nobody has asked for yet; return how many those were."""
    wanted = set(paths)
    missing = wanted - set(Page.objects.filter(path__in=wanted).values_list("path", flat=True))
    for path in sorted(missing):
        _expected(path)
    return len(missing)


def expect_again(path: str) -> None:
    """Have ``path`` rendered soon, whatever is stored of it."""
    expect_page(path)
    Page.objects.filter(path=path).update(seen=UNSEEN, is_stale=True, failed_at=None)


def _expected(path: str) -> tuple[Page, bool]:
    """Return the row of ``path`` and whether it was made now, to be rendered."""
    unrendered = {"seen": UNSEEN, "is_stale": True, "status": 200, "etag": ""}
    return Page.objects.get_or_create(path=path, defaults=unrendered)


def _make_topics(names: Iterable[str]) -> None:
    Topic.objects.bulk_create([Topic(name=name) for name in names], ignore_conflicts=True)


def _depend(page: Page, names: list[str]) -> None:
    """Record that ``page`` depends on exactly the topics ``names``; its row is still to be saved."""
    known = set(page.topics)
    if gone := known - set(names):
        page.dependencies.filter(topic_id__in=gone).delete()
    fresh = [Dependency(page=page, topic_id=name) for name in names if name not in known]
    Dependency.objects.bulk_create(fresh, ignore_conflicts=True)
    page.topics = names


def keep(*, path: str, response: HttpResponseBase, topics: Iterable[str], seen: int, at: datetime) -> bool:
    """Store a rendered response as the finished page of ``path``; return whether it was stored.

    A page rendered from an older state than the stored one is dropped. Raises OSError on a full disk.
    The row is committed before any byte is on disk: bytes without a row would be served for ever.
    """
    if response.status_code not in STATUSES or not isinstance(response, HttpResponse) or response.cookies:
        return False
    moved = response.status_code == 301
    packed = store.pack(response["Location"].encode() if moved else response.content)
    names, keeping = sorted_topics(topics), Page(path=path, status=response.status_code, etag=packed.etag)
    keeping.seen, keeping.rendered_at = seen, at
    for _ in range(3):
        try:
            return _keep(keeping, packed, names)
        except Topic.DoesNotExist:
            _make_topics(names)
        except Page.DoesNotExist:
            _expected(path)
    return False


@transaction.atomic
def _keep(made: Page, packed: store.Packed, names: list[str]) -> bool:
    """Put what was ``made`` in the place of what is stored, unless that is newer.

    Raises DoesNotExist for the row of a topic or of the page: they are made before and not here, where
    others wait for the topics that are held.
    """
    changed = _locked(names)
    page = Page.objects.select_for_update().get(path=made.path)
    if page.seen > made.seen:
        return False
    _depend(page, names)
    store.put(page.path, made.status, packed)
    page.status, page.etag, page.seen = made.status, made.etag, made.seen
    page.is_stale = any(when > made.seen for when in changed)
    page.failed_at, page.rendered_at = None, made.rendered_at
    page.save()
    return True


def _locked(names: list[str]) -> list[int]:
    """Hold the topics until the commit and return when each changed: none may change unnoticed meanwhile.

    Topics come before pages, as in ``advance``, so that the two never wait for one another.
    """
    held = Topic.objects.filter(name__in=names).order_by("name").select_for_update()
    changed = list(held.values_list("changed", flat=True))
    if len(changed) < len(names):
        raise Topic.DoesNotExist
    return changed


def render(path: str) -> int:
    """Render ``path`` as an anonymous reader would get it and return the status; the middleware stores it."""
    base = urlsplit(settings.SITE_URL)
    host = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": "",
        "SCRIPT_NAME": "",
        "SERVER_NAME": host,
        "SERVER_PORT": "443" if base.scheme == "https" else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        "HTTP_X_FORWARDED_PROTO": base.scheme,
        "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else base.scheme,
        "wsgi.input": io.BytesIO(),
    }
    response = _handler().get_response(WSGIRequest(environ))
    if response.streaming:
        response.close()  # not for others: it would end the request and with it the caller's connection
    return response.status_code


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def refresh(*, limit: int = 50, at: datetime) -> int:
    """Render up to ``limit`` stale pages anew, longest stale first; return how many were tried.

    A page that fails keeps its old bytes and is tried again after `RETRY`. A page that no longer exists
    is taken away.
    """
    stale = (
        Page.objects.stale().filter(Q(failed_at=None) | Q(failed_at__lt=at - RETRY)).order_by("seen", "pk")
    )
    paths = list(stale.values_list("path", "seen")[:limit])
    for path, before in paths:
        status = render(path)
        if status == 404:
            forget(path)
        elif not Page.objects.filter(path=path, seen__gt=before).exists():
            Page.objects.filter(path=path).update(failed_at=at)
            logger.error("finished page %s was not renewed: status %s", path, status)
    return len(paths)


@transaction.atomic
def forget(path: str) -> None:
    """Take a finished page away, bytes and row."""
    page = Page.objects.select_for_update().filter(path=path)
    if page.first() is not None:
        store.discard_all(path)
        page.delete()


@transaction.atomic
def follow_acts(*, at: datetime, limit: int = 500) -> int:
    """Touch the pages of organisations whose acts were logged since the last call; return how many acts.

    Organisations lie below this app and cannot call up; they leave a row in the log, which is read here.
    ``org:…`` are the pages that list what an organisation published, ``organisation:…`` all that name it.
    What can be found of one that was renamed bears its new name.
    """
    Tick.objects.get_or_create(pk=1)
    mark = Tick.objects.select_for_update().get(pk=1)
    acts = list(_in_turn(Act.objects.filter(pk__gt=mark.followed).order_by("pk")[:limit], mark.followed, at))
    if not acts:
        return 0
    keys = {act.thing.partition(":")[2] for act in acts if act.thing.startswith("organisation:")}
    renamed = {act.thing.partition(":")[2] for act in acts if "name" in act.detail.get("fields", ())}
    for key, name in Organisation.objects.filter(key__in=renamed & keys).values_list("key", "name"):
        search.rename(publisher_key=key, publisher_name=name)
    if keys:
        advance({"organisations"} | {f"{word}:{key}" for key in keys for word in ("org", "organisation")})
    Tick.objects.filter(pk=1).update(followed=acts[-1].pk)
    return len(acts)


def _in_turn(acts: Iterable[Act], last: int, at: datetime) -> Iterator[Act]:
    """Yield acts up to the first gap in their numbers: its act may be committed after those behind it.

    A gap that is older than an act can take was left by an act that failed, and is passed over.
    """
    for act in acts:
        if act.pk != last + 1 and act.at > at - PATIENCE:
            return
        yield act
        last = act.pk
