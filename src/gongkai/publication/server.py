"""Serve finished pages above Django: no database, no middleware, no waiting.

A page costs one ``stat`` and a dictionary look-up; the bytes of pages asked for before stay in memory until
their file changes. Whatever is not a finished page goes on to Django.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from gongkai.publication.rules import BadPath, file_of, media_type
from gongkai.publication.store import etag_of

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

SECURITY: Headers = [
    (
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
"""Headers of every finished page, as on the others; HSTS is for the server that speaks HTTPS to set."""

STATUS_LINES = {200: "200 OK", 301: "301 Moved Permanently", 410: "410 Gone"}


@dataclass(frozen=True)
class Representation:
    etag: str
    headers: Headers
    body: bytes


@dataclass(frozen=True)
class Finished:
    """One finished page in memory, in every encoding it is stored in."""

    stamp: tuple[int, int, int]
    line: str
    plain: Representation
    encodings: dict[str, Representation]
    size: int


def stamp_of(file: str) -> tuple[int, int, int] | None:
    """Return what changes whenever the file is swapped, or None if there is no such file."""
    try:
        found = os.stat(file)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


class FinishedServer:
    """WSGI application: finished pages of ``folder``, then ``behind``."""

    def __init__(self, behind: Application, folder: str, *, memory: int = 16 * 1024 * 1024) -> None:
        self.behind = behind
        self.folder = folder
        self.memory = memory
        self.held = 0
        self.pages: dict[str, tuple[str, Finished]] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method in {"GET", "HEAD"} and not environ.get("QUERY_STRING"):
            page = self.find(environ["PATH_INFO"])
            if page is not None:
                return answer(page, environ, start_response, with_body=method == "GET")
        return self.behind(environ, start_response)

    def find(self, path: str) -> Finished | None:
        """Return the finished page of ``path`` as it is on disk now."""
        known = self.pages.get(path)
        if known is not None:
            file, page = known
            if stamp_of(file) == page.stamp:
                return page
            self.forget(path)
        return self.load(path)

    def forget(self, path: str) -> None:
        known = self.pages.pop(path, None)
        if known is not None:
            self.held -= known[1].size

    def load(self, path: str) -> Finished | None:
        try:
            name = file_of(path.encode("latin-1").decode())  # WSGI gives bytes as characters (PEP 3333)
        except (BadPath, UnicodeError):
            return None
        media = media_type(name)
        if media is None:
            return None
        for status, line in STATUS_LINES.items():
            file = f"{self.folder}/{status}/{name}"
            stamp = stamp_of(file)
            if stamp is not None and (page := read(file, stamp, status, line, media)) is not None:
                self.remember(path, file, page)
                return page
        return None

    def remember(self, path: str, file: str, page: Finished) -> None:
        """Keep the page in memory; when memory is full, begin anew: the busy pages return at once."""
        if self.held + page.size > self.memory:
            self.pages.clear()
            self.held = 0
        self.pages[path] = (file, page)
        self.held += page.size


def read(file: str, stamp: tuple[int, int, int], status: int, line: str, media: str) -> Finished | None:
    bodies: dict[str, bytes] = {}
    for encoding, suffix in (("", ""), ("br", ".br"), ("gzip", ".gz")):
        try:
            with open(file + suffix, "rb") as stream:
                bodies[encoding] = stream.read()
        except OSError:
            if not encoding:
                return None  # taken away this very moment
    if status == 301:
        location = bodies[""].decode()
        plain = Representation("", [("Location", location), ("Content-Length", "0"), *SECURITY], b"")
        return Finished(stamp, line, plain, {}, len(location))
    made = {encoding: represent(body, encoding, media) for encoding, body in bodies.items()}
    return Finished(stamp, line, made.pop(""), made, sum(map(len, bodies.values())))


def represent(body: bytes, encoding: str, media: str) -> Representation:
    etag = f'"{etag_of(body)}"'
    headers = [
        ("Content-Type", media),
        ("Content-Length", str(len(body))),
        ("ETag", etag),
        ("Cache-Control", "no-cache"),
        ("Vary", "Accept-Encoding"),
        *SECURITY,
    ]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    return Representation(etag, headers, body)


def accepted(accept: str) -> set[str]:
    """Return the encodings a reader accepts; ``;q=0`` refuses one."""
    named = (part.replace(" ", "").lower().partition(";q=") for part in accept.split(","))
    return {name for name, _, weight in named if weight not in {"0", "0.0", "0.00", "0.000"}}


def answer(
    page: Finished, environ: Environ, start_response: StartResponse, *, with_body: bool
) -> Iterable[bytes]:
    chosen = page.plain
    if page.encodings and (accept := environ.get("HTTP_ACCEPT_ENCODING")):
        wanted = accepted(accept)
        chosen = next((made for name, made in page.encodings.items() if name in wanted), page.plain)
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and chosen.etag and (known.strip() == "*" or chosen.etag in known):
        start_response("304 Not Modified", [pair for pair in chosen.headers if pair[0] != "Content-Length"])
        return []
    start_response(page.line, chosen.headers)
    return [chosen.body] if with_body else []
