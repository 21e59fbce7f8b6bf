"""What one's organisations answered when others asked them to co-sign, and what became of it."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.items.forms.answering import AnswersForm
from gongkai.items.models import Approval, Submission, Version
from gongkai.items.views.finding import signed_in
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import without_page

ON_A_PAGE = 30


@dataclass(frozen=True)
class Answer:
    """One answer with the header as it read then; ``may_read`` says that the text can still be read."""

    row: Approval
    header: dict[str, str]
    may_read: bool


@signed_in
@require_safe
def answers(request: SignedInRequest) -> HttpResponse:
    form = AnswersForm(request.GET or None)
    mine = Approval.objects.cosigned_by(request.user, at=timezone.now())
    people = ("organisation", "decided_by", "decided_for", "version__item__publisher")
    rows = form.narrowed(mine, person=request.user).select_related(*people)
    rows = rows.defer("version__body", "version__ground_reason")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "answers": _answers(request, list(page)),
        "query": without_page(request.GET),
    }
    return render(request, "items/answers.html", context)


def _answers(request: SignedInRequest, rows: list[Approval]) -> list[Answer]:
    versions = {row.version_id for row in rows}
    found = Submission.objects.filter(version__in=versions).defer("body")
    headers = {(each.version_id, each.round): each.header for each in found}
    seen = Version.objects.newest().visible_to(request.user, at=timezone.now()).filter(pk__in=versions)
    readable = set(seen.values_list("pk", flat=True))
    return [
        Answer(row, headers.get((row.version_id, row.round), {}), row.version_id in readable) for row in rows
    ]
