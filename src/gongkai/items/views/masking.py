"""What is personal in a draft, with a button beside each finding that masks it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.items import services
from gongkai.items.models import Version
from gongkai.items.views.finding import closed, plain, signed_in, the_version
from gongkai.orgs.entering import SignedInRequest
from gongkai.proofing.shortening import shortened

FAMILY = "personal."


@signed_in
@require_POST
def mask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mask one finding or all; the reason that was being typed waits on the page."""
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    reason = plain(request.POST.get("overruling", ""))[:300]
    services.keep(person=request.user, place=place(version), values={"overruling": reason}, at=timezone.now())
    before = _names(version)
    try:
        done = services.mask(
            version=version,
            key=request.POST.get("key", ""),
            revision=_number(request.POST.get("revision", "")),
            by=request.user,
            at=timezone.now(),
        )
    except services.REFUSALS as error:
        messages.error(request, str(error))
    else:
        after = _names(version)
        changed = [(name, after[pk]) for pk, name in before.items() if _format(after[pk]) != _format(name)]
        told = "".join(f"；为遮蔽转换了格式，“{old}”现为“{new}”" for old, new in changed)
        messages.success(request, f"已遮蔽{done}处，请核对{told}")
    return redirect("items:submit", pk)


def _names(version: Version) -> dict[int, str]:
    return {each.pk: each.name for each in version.attachments.all()}


def _format(name: str) -> str:
    return name.rpartition(".")[2]


def place(version: Version) -> str:
    """Where the reason belongs that is typed on the page of findings."""
    return f"submit:{version.pk}"


def typed_reason(request: SignedInRequest, version: Version) -> dict[str, str]:
    """Return what was being typed when something was masked, as the first values of the form."""
    kept = services.kept(request.user, place(version))
    return {} if kept is None else {"overruling": str(kept.values.get("overruling", ""))}


def sorted_out(version: Version, findings: Sequence[services.Finding]) -> dict[str, Any]:
    """Return the findings about personal data, each with its key if it can be masked, and the others."""
    names = [each.name for each in version.attachments.all()]
    mine = [each for each in findings if each.code.startswith(FAMILY)]
    maskable = [each for each in mine if services.may_be_masked(each, names)]
    shown, left = shortened(mine, _itself)
    return {
        "personal": [
            {"finding": each, "key": services.key(each) if each in maskable else ""} for each in shown
        ],
        "personal_left": left,
        "may_mask_all": sum(not each.is_warning for each in maskable) > 1,
        **told([each for each in findings if not each.code.startswith(FAMILY)]),
    }


def told(findings: Sequence[services.Finding]) -> dict[str, Any]:
    """Return the findings that are shown, and how many are not."""
    shown, left = shortened(findings, _itself)
    return {"findings": shown, "findings_left": left}


def _itself(finding: services.Finding) -> services.Finding:
    return finding


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
