"""The page on which people read how the API is used."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from gongkai.api.problems import KINDS
from gongkai.api.shapes.base import MOST
from gongkai.publication.finished import finished
from gongkai.registers.services import MOST_ROWS

EXAMPLES = ("curl_read", "javascript_pages", "python_follow", "curl_send")


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Say what there is, how it is asked, with examples; the same for everybody."""
    context = {
        "examples": {name: example(name) for name in EXAMPLES},
        "most": MOST,
        "most_rows": MOST_ROWS,
        "per_minute": settings.API_PER_MINUTE,
        "per_hour": settings.API_SENDS_PER_HOUR,
        "problems": KINDS.values(),
    }
    return finished(render(request, "api/guide.html", context), "site")


def example(name: str) -> str:
    """Return an example as it is run against this site; the template escapes it."""
    return str(render_to_string(f"api/examples/{name.replace('_', '-')}.txt", {"url": settings.SITE_URL}))
