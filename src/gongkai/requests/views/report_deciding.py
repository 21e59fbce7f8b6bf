"""What is decided about a report as a whole: from its submission to its publication, and after that."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.rules import Refusal
from gongkai.orgs.views.guard import signed_in
from gongkai.requests.models import AnnualReport
from gongkai.requests.services import annual
from gongkai.requests.views.report_finding import the_report
from gongkai.requests.views.report_page import FORMS, page


@dataclass(frozen=True)
class Act:
    """One act: the right that it needs, what does it, what is said then, the form that goes with it."""

    right: str
    do: Callable[..., AnnualReport]
    done: str
    form: str = ""


SUBMIT = Act("write", annual.submit, "报告已提交政务公开科")
RETURN = Act("decide", annual.return_report, "已退回修改", "return_form")
ACCEPT = Act("decide", annual.accept, "报告已审定，可以公布", "accept_form")
PUBLISH = Act("publish", annual.publish, "报告已公布")
REOPEN = Act("reopen", annual.reopen, "已要求更正，公众看到的在公布新的一版以前不变", "reopen_form")
ABANDON = Act("reopen", annual.abandon, "已终止更正")
WITHDRAW = Act("withdraw", annual.withdraw, "报告已撤回", "withdraw_form")


def _carry_out(request: SignedInRequest, pk: int, act: Act) -> HttpResponse:
    """Do an act and say so; what is refused is an error, at the field where it is about what was typed."""
    report = the_report(request, pk, act.right)
    form = FORMS[act.form](request.POST) if act.form else None
    if form is not None and not form.is_valid():
        return page(request, report, {act.form: form})
    try:
        act.do(report=report, by=request.user, at=timezone.now(), **(form.cleaned_data if form else {}))
    except annual.Unstated as error:
        if form is not None:
            form.add_error("reason", str(error))
            return page(request, report, {act.form: form})
        messages.error(request, str(error))
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, act.done)
    return redirect("reports:report", pk)


@signed_in
@require_POST
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    return _carry_out(request, pk, SUBMIT)


@signed_in
@require_POST
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    return _carry_out(request, pk, RETURN)


@signed_in
@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    return _carry_out(request, pk, ACCEPT)


@signed_in
@require_POST
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    return _carry_out(request, pk, PUBLISH)


@signed_in
@require_POST
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    return _carry_out(request, pk, REOPEN)


@signed_in
@require_POST
def abandon(request: SignedInRequest, pk: int) -> HttpResponse:
    return _carry_out(request, pk, ABANDON)


@signed_in
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    return _carry_out(request, pk, WITHDRAW)
