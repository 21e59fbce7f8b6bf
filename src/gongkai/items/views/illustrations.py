"""The pictures of a text: taken in for the editor, or without it put at the end; their alternative texts."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.items import illustrations, services
from gongkai.items.forms.editing import accuse
from gongkai.items.forms.illustrating import DescribeForm, IllustrateForm
from gongkai.items.views.editor import back, page
from gongkai.items.views.finding import closed, is_open, signed_in, the_version
from gongkai.items.views.keeping import taken_up
from gongkai.orgs.entering import SignedInRequest

STRIPPED = "已去除照片中的位置、设备等信息"


@signed_in
@require_POST
def take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Store a picture for the editor, which puts it where the cursor is; what is wrong is told by field."""
    version = the_version(request, pk)
    if not is_open(request, version):
        sentence = f"此信息现处于“{version.get_stage_display()}”阶段，不能再插入图片"
        return JsonResponse({"errors": {"picture": [sentence]}}, status=409)
    form = IllustrateForm(request.POST, request.FILES, version=version)
    if form.is_valid():
        data = form.cleaned_data["picture"]
        try:
            made = services.illustrate(version=version, data=data, by=request.user, at=timezone.now())
        except services.REFUSALS as error:
            form.add_error("picture", str(error))
        else:
            width, height = made.size
            told = STRIPPED if made.is_stripped else ""
            shown = {"src": made.address, "width": width, "height": height, "told": told}
            return JsonResponse(shown | {"alt": form.cleaned_data["alternative"]})
    return JsonResponse({"errors": form.errors}, status=422)


@signed_in
@require_POST
def append(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a picture at the end of the saved text."""
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    form = IllustrateForm(request.POST, request.FILES, version=version)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = services.append(
                version=version,
                data=given["picture"],
                words=given["alternative"],
                revision=given["revision"],
                by=request.user,
                at=timezone.now(),
            )
        except services.REFUSALS as error:
            accuse(form, error)
        else:
            messages.success(request, f"图片已插入正文末尾。{STRIPPED if made.is_stripped else ''}")
            return back(request, version, "#illustrations")
    return page(request, version, taken_up(request, version), illustrate_form=form)


@signed_in
@require_POST
def describe(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save the alternative texts of all pictures of the saved text."""
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    form = DescribeForm(request.POST, version=version, pictures=illustrations.shown(version.body))
    if form.is_valid():
        revision, now = form.cleaned_data["revision"], timezone.now()
        try:
            services.describe(version=version, words=form.words, revision=revision, by=request.user, at=now)
        except services.REFUSALS as error:
            accuse(form, error)
        else:
            messages.success(request, "图片的替代文字已保存")
            return back(request, version, "#illustrations")
    return page(request, version, taken_up(request, version), describe_form=form)
