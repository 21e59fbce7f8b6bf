"""到期评估: what becomes of a document before it lapses by its own date."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.items import services
from gongkai.items.forms.editing import accuse
from gongkai.items.forms.lapsing import AssessForm
from gongkai.items.models import Item, Outcome
from gongkai.items.views.finding import signed_in, the_item, typed
from gongkai.orgs.entering import SignedInRequest

NEXT = {
    Outcome.KEEP.value: ("items:edit", "已起草延长有效期的版本，核对后送审"),
    Outcome.AMEND.value: ("items:edit", "已起草修改版本"),
    Outcome.REPEAL.value: ("items:repeal", "请填写废止的依据和日期"),
    Outcome.LAPSE.value: ("items:detail", "已登记，到期自动标注失效"),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: SignedInRequest, pk: int) -> HttpResponse:
    item, now = the_item(request, pk), timezone.now()
    if not may_assess(request, item):
        messages.info(request, "只有设定了有效期、仍然有效的公开文件，由经办人或者签发人作到期评估")
        return redirect("items:detail", pk)
    form = AssessForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.assess(item=item, by=request.user, at=now, **form.cleaned_data)
        except services.REFUSALS as error:
            accuse(form, error)
        else:
            page, said = NEXT[form.cleaned_data["outcome"]]
            messages.success(request, said)
            return redirect(page, pk)
    context = {
        "item": item,
        "version": item.current,
        "form": form,
        "assessments": item.assessments.select_related("by", "on_behalf_of"),
    }
    return render(request, "items/assess.html", context)


def may_assess(request: SignedInRequest, item: Item) -> bool:
    """Whether the document is in force until a day, and the person drafts for its publisher or ends it."""
    now = timezone.now()
    has_end = item.is_public and item.current is not None and item.current.expires_on is not None
    drafts = services.can(request.user, "draft", item.publisher, at=now)
    return has_end and (drafts or services.can(request.user, "expire", item, at=now))
