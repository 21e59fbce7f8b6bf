"""The template of a picture (图解), beside the editor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.items import services
from gongkai.items.forms.drawing import PictureForm, initial
from gongkai.items.forms.editing import accuse
from gongkai.items.views.finding import closed, signed_in, the_version, typed
from gongkai.orgs.entering import SignedInRequest


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: SignedInRequest, pk: int) -> HttpResponse:
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    form = PictureForm(typed(request), initial=initial(*services.drawn(version)))
    if request.method == "POST" and form.is_valid():
        title, now = form.cleaned_data["title"], timezone.now()
        try:
            services.draw(version=version, title=title, blocks=form.blocks, by=request.user, at=now)
        except services.REFUSALS as error:
            accuse(form, error)
        else:
            messages.success(request, "图解已生成，列在附件里")
            return redirect("items:picture", pk)
    context = {
        "item": version.item,
        "version": version,
        "form": form,
        "drawn": version.attachments.filter(media_type="image/svg+xml").first(),
    }
    return render(request, "items/picture.html", context)
