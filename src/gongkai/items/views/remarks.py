"""Remarks at paragraphs: written by reviewers, settled by the clerk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.items import services
from gongkai.items.forms.deciding import CommentForm
from gongkai.items.models import Comment
from gongkai.items.views.detail import review_page
from gongkai.items.views.finding import readable, signed_in, the_item
from gongkai.orgs.entering import SignedInRequest


@signed_in
@require_POST
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    version, form = readable(request, pk), CommentForm(request.POST)
    if form.is_valid():
        try:
            services.comment(version=version, by=request.user, at=timezone.now(), **form.cleaned_data)
        except services.Unready as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, "批注已记下，退回时一并作为理由")
            place = form.cleaned_data["place"]
            return redirect(reverse("items:review", args=[pk]) + (f"#p{place}" if place else ""))
    return review_page(request, version, comment_form=form)


@signed_in
@require_POST
def settle(request: SignedInRequest, pk: int, remark: int) -> HttpResponse:
    item = the_item(request, pk)
    row = get_object_or_404(Comment.objects.select_related("version"), version__item=item, pk=remark)
    services.settle(remark=row, by=request.user, at=timezone.now())
    messages.success(request, "批注已标为处理")
    return redirect(reverse("items:edit", args=[pk]) + "#remarks")
