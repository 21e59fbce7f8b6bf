"""The page of a release: its members and what is missing; the plan of the interpretation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.items import services
from gongkai.items.forms.editing import accuse
from gongkai.items.forms.planning import PlanForm
from gongkai.items.models import InterpretationPlan, Item, Version
from gongkai.items.views.companions import companions
from gongkai.items.views.finding import closed, newest, signed_in, the_item, the_version, typed
from gongkai.orgs.entering import SignedInRequest


@signed_in
@require_safe
def bundle(request: SignedInRequest, pk: int) -> HttpResponse:
    item, now = the_item(request, pk), timezone.now()
    version = newest(item)
    mine = Item.objects.at_desk(request.user, at=now)
    context = {
        "item": item,
        "version": version,
        "bundles": services.bundles_of(item, among=mine, at=now),
        "may_edit": services.can(request.user, "edit", version, at=now),
        "companions": companions(request, version),
    }
    return render(request, "items/bundle.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """解读方案: asked for while the document is drafted."""
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    form = PlanForm(typed(request), initial=_initial(version))
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_interpretation(
                item=version.item, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except services.REFUSALS as error:
            accuse(form, error)
        else:
            messages.success(request, "解读方案已保存")
            return redirect("items:bundle", pk)
    return render(request, "items/plan.html", {"item": version.item, "version": version, "form": form})


def _initial(version: Version) -> dict[str, object]:
    """Return what is planned already; of a new plan, the head of the department as first interpreter."""
    saved = InterpretationPlan.objects.filter(item=version.item_id).first()
    if saved is None:
        return {"first_interpreter": version.item.publisher.head, "forms": ["text"], "channels": ["website"]}
    names = ("outline", "forms", "channels", "planned_on", "first_interpreter")
    return {name: getattr(saved, name) for name in names}
