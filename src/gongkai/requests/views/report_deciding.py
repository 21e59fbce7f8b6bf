"""A report is submitted, returned, accepted, published."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.rules import Refusal
from gongkai.orgs.views.guard import signed_in
from gongkai.requests.forms.reporting import AcceptReportForm, ReturnReportForm
from gongkai.requests.services import annual
from gongkai.requests.views.report_finding import the_report
from gongkai.requests.views.report_page import page


@signed_in
@require_POST
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    report = the_report(request, pk, "write")
    try:
        annual.submit(report=report, by=request.user, at=timezone.now())
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "报告已提交政务公开科")
    return redirect("reports:report", pk)


@signed_in
@require_POST
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    report, form = the_report(request, pk, "decide"), ReturnReportForm(request.POST)
    if not form.is_valid():
        return page(request, report, return_form=form)
    try:
        annual.return_report(report=report, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refusal as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "已退回修改")
    return redirect("reports:report", pk)


@signed_in
@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    report, form = the_report(request, pk, "decide"), AcceptReportForm(request.POST)
    if not form.is_valid():
        return page(request, report, accept_form=form)
    try:
        annual.accept(report=report, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "报告已审定，可以公布")
    return redirect("reports:report", pk)


@signed_in
@require_POST
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    report = the_report(request, pk, "publish")
    try:
        annual.publish(report=report, by=request.user, at=timezone.now())
    except Refusal as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "报告已公布")
    return redirect("reports:report", pk)
