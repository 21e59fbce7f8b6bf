"""How pages answer that are made for one question: kept for a moment, and by no search engine."""

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

MOMENT = 60  # seconds


def answered(response: HttpResponse) -> HttpResponse:
    """Return the answer to a question, marked as such: there is no end of questions."""
    response["Cache-Control"] = f"public, max-age={MOMENT}"
    return hidden(response)


def hidden(response: HttpResponse) -> HttpResponse:
    """Return a page that must not outlive itself in the memory of a search engine."""
    response["X-Robots-Tag"] = "noindex, noarchive"
    patch_vary_headers(response, ["HX-Request"])
    return response
