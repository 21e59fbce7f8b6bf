"""A case that a person handles, or 404: whoever may not see it does not learn that it exists."""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation, OrganisationQuerySet
from gongkai.requests import services
from gongkai.requests.models import Request, RequestQuerySet
from gongkai.requests.services.rights import OFFICE, RIGHTS


def own(http: SignedInRequest) -> RequestQuerySet:
    """Return the cases of the person at the desk."""
    return Request.objects.visible_to(http.user, on=timezone.localdate())


def the_case(http: SignedInRequest, pk: int) -> Request:
    needed = ("organisation", "handler", "applicant", "parent", "merged_into", "kinship__group__item")
    return get_object_or_404(own(http).select_related(*needed), pk=pk)


def registering(http: SignedInRequest) -> OrganisationQuerySet:
    """Return the organisations for which the person may register a request: for the office, all of today."""
    on = timezone.localdate()
    current = Organisation.objects.valid_on(on)
    if services.is_office(http.user, at=timezone.now()):
        return current
    kept = Organisation.objects.kept_by(http.user, *(RIGHTS["register"] - {OFFICE}), on=on)
    return current.filter(pk__in=kept.order_by().values("pk"))
