"""The report a person asks for, or 404: whoever may not see one does not learn that it exists."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gongkai.orgs.entering import SignedInRequest
from gongkai.requests.models import AnnualReport
from gongkai.requests.services import annual


def the_report(request: SignedInRequest, pk: int, verb: str = "see") -> AnnualReport:
    """Return a report with which the person may do ``verb``."""
    report = get_object_or_404(AnnualReport.objects.select_related("organisation"), pk=pk)
    if not annual.can(request.user, verb, report, at=timezone.now()):
        raise Http404("没有这份报告")
    return report
