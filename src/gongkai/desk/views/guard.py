"""Some pages are for the openness office alone."""

from gongkai.desk.middleware import DeskRequest
from gongkai.orgs.views.guard import only_where


def _is_office(request: DeskRequest) -> bool:
    return request.standing.is_openness


office_only = only_where(_is_office)
