"""How much a visitor may send: told before it is read into memory or written to disk."""

from collections.abc import Callable
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

MOST_URLENCODED = 2 * 1024 * 1024
"""Bytes of a form that is not multipart: unquoting takes eighty times their room. Editors send multipart."""
FROM_STRANGERS = 11 * 1024 * 1024
FROM_APPLICANTS = 31 * 1024 * 1024
"""Three papers of a request for information, each of which may have ten megabytes."""
FILES_AT_ONCE = 4
"""How many files of the greatest size one request may bring."""


class Bounded:
    """Middleware: refuse, with a sentence, a form too long to be parsed and an address no database can hold.

    PostgreSQL stores no NUL, and every look-up by an address that has one would be a defect.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.content_type != "multipart/form-data" and length_of(request) > MOST_URLENCODED:
            return too_large()
        if "\0" in request.path:
            raise BadRequest("NUL in the address")
        return self.get_response(request)


def length_of(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isascii() and stated.isdigit() else 0


def too_large() -> HttpResponse:
    return HttpResponse(render_to_string("413.html"), status=413)


def is_officer(request: HttpRequest) -> bool:
    """Whether somebody who is signed in sends this to the desk; a cookie alone says nothing."""
    user = getattr(request, "user", None)
    return request.path.startswith("/desk/") and user is not None and user.is_authenticated


def room_for(request: HttpRequest) -> int:
    """Return how many bytes of files one request may bring in all."""
    if is_officer(request):
        return settings.UPLOAD_LIMIT * FILES_AT_ONCE
    return FROM_APPLICANTS if request.path.startswith("/requests/") else FROM_STRANGERS


class Spooled(TemporaryFileUploadHandler):
    """Write uploads to disk up to the limit; of a file beyond it only the length is kept, and no byte.

    Whoever takes the file looks at ``size`` and says so; the rest of the form is there as typed.
    """

    file: TemporaryUploadedFile
    room = 0

    def handle_raw_input(
        self, input_data: IO[bytes], META: dict[str, str], *args: Any, **kwargs: Any
    ) -> None:  # noqa: N803
        self.room = room_for(self.request) if self.request is not None else FROM_STRANGERS

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.is_over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.room -= len(raw_data)
        if start + len(raw_data) <= settings.UPLOAD_LIMIT and self.room >= 0:
            super().receive_data_chunk(raw_data, start)
        elif not self.is_over:
            self.is_over = True
            self.file.seek(0)
            self.file.truncate()

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        file = self.file
        file.seek(0)
        file.size = max(file_size, settings.UPLOAD_LIMIT + 1) if self.is_over else file_size
        return file
