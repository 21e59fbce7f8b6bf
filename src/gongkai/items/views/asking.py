"""The questions and answers (问答) of an interpretation, pair by pair."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.items import questions, services
from gongkai.items.forms.asking import QuestionsForm
from gongkai.items.forms.editing import accuse
from gongkai.items.views.finding import closed, signed_in, the_version, typed
from gongkai.orgs.entering import SignedInRequest


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Edit the pairs; what stands before the first question is kept."""
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    before, pairs = questions.parted(version.body)
    form = QuestionsForm(typed(request), pairs=pairs, initial={"revision": version.revision})
    if request.method == "POST" and form.is_valid():
        fields = {"body": questions.joined(before, form.pairs)}
        revision, now = form.cleaned_data["revision"], timezone.now()
        try:
            services.save(version=version, fields=fields, revision=revision, by=request.user, at=now)
        except services.REFUSALS as error:
            accuse(form, error)
        else:
            messages.success(request, f"已保存{len(form.pairs)}组问答")
            return redirect("items:ask", pk)
    return render(request, "items/ask.html", {"item": version.item, "version": version, "form": form})
