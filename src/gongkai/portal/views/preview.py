"""A draft as the public will see it, for those at whose desk it lies."""

from datetime import datetime

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from gongkai.items.models import Item, Version
from gongkai.orgs.models import Person
from gongkai.portal.views.items import page_of


@xframe_options_sameorigin
@require_safe
@login_required
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # its types know no arguments
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version in the dress of its public page; the desk frames it at several widths."""
    now = timezone.now()
    assert isinstance(request.user, Person)  # noqa: S101 - login_required
    item = get_object_or_404(Item.objects.at_desk(request.user, at=now).with_header(), pk=pk)
    version = item.versions.latest("serial")
    _as_if_public(item, version, now)
    return render(request, "portal/preview.html", {**page_of(item, version), "links": [], "editions": []})


def _as_if_public(item: Item, version: Version, now: datetime) -> None:
    """Let the row in memory say what publication will write into it."""
    item.number = item.number or version.number_wanted or "公开时编号"
    item.published_on = item.published_on or version.published_on or timezone.localdate(now)
    item.obligation = version.obligation or item.obligation
